#pragma once

#include <map>
#include <string>

#include "storage/postgresql_link.hpp"

namespace smarthandoff::storage {

// Every word that libpq is given for a connection: with all of them given, none is taken from the environment
// or from files in a home directory. The host's name is looked up here. Throws unavailable for an unknown
// one.
std::map<std::string, std::string> connection_words(const PostgresqlAddress& address,
                                                    const PostgresqlLimits& limits);

}  // namespace smarthandoff::storage
