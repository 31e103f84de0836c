#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of wishes about promotions, and nothing else. An address is known by its digest (address.hpp).
namespace smarthandoff::suppressions::wishes {

// What a person last told a messaging service, or a host that lifted it.
struct Wish {
  bool stopped = false;
  Instant at;
  SuppressionId suppression_id;  // that it made; empty: none, or a host has made it its own

  bool operator==(const Wish&) const = default;
};

const Type& describe(const Wish*);

}  // namespace smarthandoff::suppressions::wishes

namespace smarthandoff::suppressions::wishes::rows {

using storage::Transaction;

std::optional<Wish> find(const Transaction& transaction, const TenantId& tenant, const std::string& digest);

// In place of the one before.
void save(Transaction& transaction, const TenantId& tenant, const std::string& digest, const Wish& wish);

// What the wish made is a host's from now on.
void disown(Transaction& transaction, const TenantId& tenant, const std::string& digest);

std::vector<std::string_view> statements();

}  // namespace smarthandoff::suppressions::wishes::rows
