#pragma once

#include <map>
#include <string>

namespace smarthandoff::storage {

// Where a "postgresql://user:password@host:port/database" address leads, as the words of libpq.
struct PostgresqlAddress {
  std::map<std::string, std::string> words;  // host, port, dbname, user and what the address adds
  std::string name;                          // for messages: no user, no password
};

// Throws invalid_argument for an address that is not complete or asks for what is not offered; the message
// names the field and never holds the password.
PostgresqlAddress parse_postgresql_url(const std::string& url, const std::string& field = "store");

// Whether the address is one of PostgreSQL's.
bool is_postgresql_url(const std::string& url);

}  // namespace smarthandoff::storage
