#include "engine/credential_rows.hpp"

namespace smarthandoff::engine::rows {
namespace {

// Few tables of few rows, each read as a whole: key ids have no index, since only this asks for them.
constexpr std::string_view kSamples = R"sql(
WITH sealed (kind, key_id, place, bound_to, data) AS (
  SELECT 'channels', key_id, id, 'channel/' || tenant || '/' || id, credentials
  FROM channels WHERE key_id <> ''
  UNION ALL
  SELECT 'phone_accounts', key_id, id, 'phone_account/' || tenant || '/' || id, credentials
  FROM phone_accounts WHERE key_id <> ''
  UNION ALL
  SELECT 'alert_targets', key_id, id, 'alert_target/' || tenant || '/' || id, url
  FROM alert_targets WHERE key_id <> ''
  UNION ALL
  SELECT 'recordings', key_id, tenant, 'recording_settings/' || tenant, credentials
  FROM recording_settings WHERE key_id <> ''
), ends (kind, key_id, total, oldest, newest) AS (
  SELECT kind, key_id, count(*), min(place), max(place) FROM sealed GROUP BY kind, key_id
)
SELECT s.kind, s.key_id, s.data, s.bound_to, e.total
FROM ends AS e JOIN sealed AS s ON s.kind = e.kind AND s.key_id = e.key_id AND s.place IN (e.oldest, e.newest)
ORDER BY s.key_id, s.kind, s.place)sql";

}  // namespace

std::vector<SealedSample> sealed_samples(const storage::Transaction& transaction) {
  std::vector<SealedSample> all;
  transaction.query(kSamples, {}, [&](const storage::Row& row) {
    all.push_back({.kind = row.string(0),
                   .sealed = {.key_id = row.string(1), .data = row.string(2)},
                   .bound_to = row.string(3),
                   .of_key = row.integer(4)});
  });
  return all;
}

std::vector<std::string_view> credential_statements() {
  return {kSamples};
}

}  // namespace smarthandoff::engine::rows
