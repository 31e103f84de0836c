#include "storage/postgresql_url.hpp"

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <string_view>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

namespace {

constexpr std::array<std::string_view, 2> kSchemes = {"postgresql://", "postgres://"};
// Words an address may add. All the others are ours to choose, or would read files and variables.
constexpr std::array<std::string_view, 10> kAllowed = {
    "host",    "port",        "dbname",  "user",   "password",
    "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs"};

[[noreturn]] void bad_url(const std::string& field, const std::string& reason) {
  throw Error(ErrorCode::invalid_argument,
              field + ": " + reason + "; use \"postgresql://user:password@host:port/database\"",
              {{"field", field}});
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

bool is_allowed(std::string_view word) {
  for (const std::string_view allowed : kAllowed) {
    if (word == allowed) return true;
  }
  return false;
}

}  // namespace

bool is_postgresql_url(const std::string& url) {
  for (const std::string_view scheme : kSchemes) {
    if (url.starts_with(scheme)) return true;
  }
  return false;
}

PostgresqlAddress parse_postgresql_url(const std::string& url, const std::string& field) {
  if (url.find('\0') != std::string::npos) bad_url(field, "the address holds a NUL character");
  // libpq's own reason would repeat the address with its password.
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), nullptr));
  if (!options) bad_url(field, "the address cannot be read");
  PostgresqlAddress address;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr || *option->val == '\0') continue;
    if (!is_allowed(option->keyword))
      bad_url(field, std::string("\"") + option->keyword + "\" cannot be set in the address");
    address.words[option->keyword] = option->val;
  }
  for (const char* needed : {"host", "user", "dbname"}) {
    if (!address.words.contains(needed)) bad_url(field, std::string("the address has no ") + needed);
  }
  if (address.words["host"].find('/') != std::string::npos) bad_url(field, "the host must be reached by TCP");
  address.words.emplace("port", "5432");
  address.name = field + " postgresql://" + address.words["host"] + ":" + address.words["port"] + "/" +
                 address.words["dbname"];
  return address;
}

}  // namespace smarthandoff::storage
