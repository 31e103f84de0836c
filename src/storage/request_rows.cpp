#include "storage/request_rows.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "storage/statements.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kFind =
    "SELECT fingerprint, response FROM requests WHERE tenant = ?1 AND request_id = ?2 AND at > ?3";
constexpr std::string_view kSave = R"sql(
INSERT INTO requests (tenant, request_id, fingerprint, response, at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (tenant, request_id) DO UPDATE SET
  fingerprint = excluded.fingerprint, response = excluded.response, at = excluded.at
WHERE requests.at <= ?6)sql";
constexpr std::string_view kPrune =
    "DELETE FROM requests WHERE (tenant, request_id) IN "
    "(SELECT tenant, request_id FROM requests WHERE at <= ?1 ORDER BY at LIMIT ?2)";

// Rare and thorough. An empty text is found nowhere.
constexpr std::string_view kErase = R"sql(
UPDATE requests SET fingerprint = '', response = '' WHERE tenant = ?1 AND
  (replace(response, ?2, '') <> response OR replace(response, ?3, '') <> response
   OR replace(response, ?4, '') <> response OR replace(response, ?5, '') <> response))sql";
constexpr std::size_t kWalk = 4;

}  // namespace

std::vector<std::string_view> request_statements() {
  return {kFind, kSave, kPrune, kErase};
}

namespace requests {

std::optional<Answered> find(const Transaction& transaction, const TenantId& tenant,
                             std::string_view request_id, Instant now) {
  std::optional<Answered> found;
  transaction.query(kFind, {tenant, request_id, now - kKept}, [&](const Row& row) {
    found = Answered{.fingerprint = row.string(0), .response = row.string(1)};
  });
  return found;
}

void save(Transaction& transaction, const TenantId& tenant, std::string_view request_id,
          const Answered& answered, Instant now) {
  const auto changed = transaction.execute(
      kSave, {tenant, request_id, answered.fingerprint, answered.response, now, now - kKept});
  if (changed == 0) throw Error(ErrorCode::conflict, "the request id has been answered already");
}

std::int64_t prune(Transaction& transaction, Instant now, std::size_t limit) {
  return transaction.execute(kPrune, {now - kKept, static_cast<std::int64_t>(limit)});
}

std::int64_t erase(Transaction& transaction, const TenantId& tenant, std::span<const std::string> texts) {
  std::int64_t count = 0;
  for (; !texts.empty(); texts = texts.subspan(std::min(kWalk, texts.size()))) {
    std::vector<Value> values{tenant};
    for (std::size_t i = 0; i < kWalk; ++i) values.emplace_back(texts[std::min(i, texts.size() - 1)]);
    count += transaction.execute(kErase, values);
  }
  return count;
}

}  // namespace requests
}  // namespace smarthandoff::storage
