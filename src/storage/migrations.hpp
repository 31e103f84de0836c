#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::storage {

// One numbered step from an older schema to a newer one.
struct Migration {
  std::int64_t version = 0;
  std::vector<std::string_view> sqlite, postgresql;  // statements, in order
};

// All of them, versions 1, 2, 3 …
const std::vector<Migration>& migrations();

// The schema that this build writes.
std::int64_t schema_version();

// Brings a store up to schema_version() in one transaction. One schema further is compatible (so that
// processes can be replaced one after the other) and left as it is. Throws failed_precondition naming both
// versions for a store that is newer still.
void migrate(Connection& connection, std::string_view driver, std::string_view store);

}  // namespace smarthandoff::storage
