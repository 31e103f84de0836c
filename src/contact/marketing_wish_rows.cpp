#include "contact/marketing_wish_rows.hpp"

#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff::suppressions::wishes {

const Type& describe(const Wish*) {
  static const Immortal<Type> type =
      Description<Wish>("MarketingWish", "What a person last told a messaging service about promotions.")
          .field("stopped", &Wish::stopped, "true: they want none")
          .field("at", &Wish::at, "when they said so")
          .field("suppression_id", &Wish::suppression_id, "the suppression that it made; may be empty")
          .build();
  return type;
}

}  // namespace smarthandoff::suppressions::wishes

namespace smarthandoff::suppressions::wishes::rows {
namespace {

using storage::Row;

constexpr std::string_view kFind =
    "SELECT stopped, at, suppression_id FROM marketing_wishes WHERE tenant = ?1 AND digest = ?2";

constexpr std::string_view kSave = R"sql(
INSERT INTO marketing_wishes (tenant, digest, stopped, at, suppression_id) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (tenant, digest) DO UPDATE SET stopped = excluded.stopped, at = excluded.at,
  suppression_id = excluded.suppression_id)sql";

constexpr std::string_view kDisown =
    "UPDATE marketing_wishes SET suppression_id = '' WHERE tenant = ?1 AND digest = ?2";

}  // namespace

std::optional<Wish> find(const Transaction& transaction, const TenantId& tenant, const std::string& digest) {
  std::optional<Wish> found;
  transaction.query(kFind, {tenant, digest}, [&](const Row& row) {
    found = {.stopped = row.boolean(0), .at = row.instant(1), .suppression_id = {row.string(2)}};
  });
  return found;
}

void save(Transaction& transaction, const TenantId& tenant, const std::string& digest, const Wish& wish) {
  transaction.execute(kSave, {tenant, digest, wish.stopped, wish.at, wish.suppression_id});
}

void disown(Transaction& transaction, const TenantId& tenant, const std::string& digest) {
  transaction.execute(kDisown, {tenant, digest});
}

std::vector<std::string_view> statements() {
  return {kFind, kSave, kDisown};
}

}  // namespace smarthandoff::suppressions::wishes::rows
