#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of what is stored encrypted, in all modules and for all tenants, and nothing else.
namespace smarthandoff::engine::rows {

// One of those that a key encrypted.
struct SealedSample {
  std::string kind;  // the group of operations that stores them, e.g. "channels"
  Sealed sealed;
  std::string bound_to;     // as its module seals it
  std::int64_t of_key = 0;  // how many of this kind carry the key's id
};

// The oldest and the newest of each kind and key: two that are not the same key's under one id, stored before
// and after a mistake, are both seen.
std::vector<SealedSample> sealed_samples(const storage::Transaction& transaction);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> credential_statements();

}  // namespace smarthandoff::engine::rows
