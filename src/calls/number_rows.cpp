#include "calls/number_rows.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff::calls::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, number, label, agent_id, account_id, peer_id, status, failure, purpose, state, toll_free, active,
  daily_cap, call_count, last_used_at, created_at, updated_at, base_url
FROM phone_numbers WHERE tenant = ?1 )sql";

// An absent filter is null, and lets every row pass.
constexpr std::string_view kFilters = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR status = ?2)
  AND active IN (?3, ?4)
  AND (CAST(?5 AS TEXT) IS NULL OR agent_id = ?5)
  AND id > ?6
ORDER BY id LIMIT ?7)sql";

constexpr std::string_view kSave = R"sql(
INSERT INTO phone_numbers (tenant, id, number, label, agent_id, account_id, peer_id, status, failure, purpose, state,
  toll_free, active, daily_cap, call_count, last_used_at, created_at, updated_at, base_url)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
ON CONFLICT (tenant, id) DO UPDATE SET label = excluded.label, agent_id = excluded.agent_id,
  account_id = excluded.account_id, peer_id = excluded.peer_id, status = excluded.status, failure = excluded.failure,
  purpose = excluded.purpose, state = excluded.state, active = excluded.active, daily_cap = excluded.daily_cap,
  updated_at = excluded.updated_at, base_url = excluded.base_url)sql";

constexpr std::string_view kCandidates = R"sql(
SELECT n.id, n.state, n.toll_free, n.daily_cap, coalesce(d.used, 0), n.call_count, n.last_used_at
FROM phone_numbers n LEFT JOIN phone_number_days d ON d.tenant = n.tenant AND d.number_id = n.id AND d.day = ?2
WHERE n.tenant = ?1 AND n.status = 'owned' AND n.active AND n.purpose IN ('any', 'outbound')
ORDER BY n.id)sql";
constexpr std::string_view kCount = R"sql(
UPDATE phone_numbers SET call_count = call_count + 1, last_used_at = ?3 WHERE tenant = ?1 AND id = ?2)sql";
constexpr std::string_view kCountDay = R"sql(
INSERT INTO phone_number_days (tenant, number_id, day, used) VALUES (?1, ?2, ?3, 1)
ON CONFLICT (tenant, number_id, day) DO UPDATE SET used = phone_number_days.used + 1)sql";
constexpr std::string_view kForgetDays =
    "DELETE FROM phone_number_days WHERE tenant = ?1 AND number_id = ?2 AND day < ?3";

constexpr std::string_view kSticky =
    "SELECT number_id FROM caller_ids WHERE tenant = ?1 AND contact = ?2 AND used_at >= ?3";
constexpr std::string_view kSaveSticky = R"sql(
INSERT INTO caller_ids (tenant, contact, number_id, used_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (tenant, contact) DO UPDATE SET number_id = excluded.number_id, used_at = excluded.used_at)sql";
constexpr std::string_view kRemoveSticky = "DELETE FROM caller_ids WHERE tenant = ?1 AND contact = ?2";

constexpr std::string_view kBeginSearch =
    "INSERT INTO number_searches (tenant, id, report, at) VALUES (?1, ?2, NULL, ?3)";
constexpr std::string_view kTellSearch =
    "UPDATE number_searches SET report = ?3 WHERE tenant = ?1 AND id = ?2";
constexpr std::string_view kSearchReport = "SELECT report FROM number_searches WHERE tenant = ?1 AND id = ?2";
constexpr std::string_view kForgetSearches = "DELETE FROM number_searches WHERE tenant = ?1 AND at < ?2";

struct Queries {
  std::string find, by_number, list, elsewhere;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{
        .find = select + "AND id = ?2",
        .by_number = select + "AND number = ?2 AND status IN ('ordered', 'in_doubt', 'owned', 'releasing')",
        .list = select + std::string(kFilters),
        .elsewhere = select +
                     "AND status = 'owned' AND base_url NOT IN ('', ?2) AND id > ?3 "
                     "ORDER BY id LIMIT ?4"};
  }();
  return all;
}

OwnNumber number_of(const Row& row) {
  return {.id = {row.string(0)},
          .number = row.string(1),
          .label = row.string(2),
          .agent_id = {row.string(3)},
          .account_id = {row.string(4)},
          .peer_id = row.string(5),
          .base_url = row.string(17),
          .status = from_wire<NumberStatus>(row.text(6), "status"),
          .failure = row.string(7),
          .purpose = from_wire<NumberPurpose>(row.text(8), "purpose"),
          .state = row.string(9),
          .toll_free = row.boolean(10),
          .active = row.boolean(11),
          .daily_cap = row.integer(12),
          .call_count = row.integer(13),
          .last_used_at = row.optional_instant(14),
          .created_at = row.instant(15),
          .updated_at = row.instant(16)};
}

std::optional<OwnNumber> one(const Context& context, std::string_view sql, const Value& key) {
  std::optional<OwnNumber> found;
  context.transaction().query(sql, {context.tenant(), key}, [&](const Row& row) { found = number_of(row); });
  return found;
}

}  // namespace

std::optional<OwnNumber> find_number(const Context& context, const NumberId& id) {
  return one(context, queries().find, id);
}

std::optional<OwnNumber> find_number(const Context& context, const std::string& e164) {
  return one(context, queries().by_number, e164);
}

std::vector<OwnNumber> list_numbers(const Context& context, const ListNumbers& filter) {
  std::vector<OwnNumber> found;
  context.transaction().query(
      queries().list,
      {context.tenant(), filter.status ? Value(wire_name(*filter.status)) : Value(nullptr),
       filter.active.value_or(true), filter.active.value_or(false),
       filter.agent_id.empty() ? Value(nullptr) : Value(filter.agent_id), filter.after, filter.limit},
      [&](const Row& row) { found.push_back(number_of(row)); });
  return found;
}

std::vector<OwnNumber> numbers_elsewhere(const Context& context, const std::string& base_url,
                                         const NumberId& after, std::int64_t limit) {
  std::vector<OwnNumber> found;
  context.transaction().query(queries().elsewhere, {context.tenant(), base_url, after, limit},
                              [&](const Row& row) { found.push_back(number_of(row)); });
  return found;
}

void save_number(Context& context, const OwnNumber& n) {
  try {
    context.transaction().execute(
        kSave, {context.tenant(), n.id, n.number, n.label, n.agent_id, n.account_id, n.peer_id,
                wire_name(n.status), n.failure, wire_name(n.purpose), n.state, n.toll_free, n.active,
                n.daily_cap, n.call_count, n.last_used_at, n.created_at, n.updated_at, n.base_url});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::already_exists) throw;
    throw Error(ErrorCode::already_exists, "field \"number\": belongs to somebody already",
                {{"field", "number"}});
  }
}

std::vector<Candidate> candidates(const Context& context, const std::string& day, std::int64_t default_cap) {
  std::vector<Candidate> found;
  context.transaction().query(kCandidates, {context.tenant(), day}, [&](const Row& row) {
    const std::int64_t own_cap = row.integer(3);
    found.push_back({.id = {row.string(0)},
                     .state = row.string(1),
                     .toll_free = row.boolean(2),
                     .cap = own_cap == 0 ? default_cap : own_cap,
                     .used_today = row.integer(4),
                     .call_count = row.integer(5),
                     .last_used_at = row.optional_instant(6)});
  });
  return found;
}

void count_use(Context& context, const NumberId& id, const std::string& day, Instant at) {
  auto& transaction = context.transaction();
  transaction.execute(kCount, {context.tenant(), id, at});
  transaction.execute(kCountDay, {context.tenant(), id, day});
  transaction.execute(kForgetDays, {context.tenant(), id, day});
}

std::optional<NumberId> sticky(const Context& context, const std::string& contact, Instant since) {
  std::optional<NumberId> found;
  context.transaction().query(kSticky, {context.tenant(), contact, since},
                              [&](const Row& row) { found = NumberId{row.string(0)}; });
  return found;
}

void save_sticky(Context& context, const std::string& contact, const NumberId& id) {
  context.transaction().execute(kSaveSticky, {context.tenant(), contact, id, context.now()});
}

std::int64_t remove_sticky(Context& context, const std::string& contact) {
  return context.transaction().execute(kRemoveSticky, {context.tenant(), contact});
}

void begin_search(Context& context, const std::string& id) {
  context.transaction().execute(kForgetSearches, {context.tenant(), context.now() - std::chrono::hours(24)});
  context.transaction().execute(kBeginSearch, {context.tenant(), id, context.now()});
}

void tell_search(Context& context, const std::string& id, const std::string& report) {
  context.transaction().execute(kTellSearch, {context.tenant(), id, report});
}

std::optional<std::string> search_report(const Context& context, const std::string& id) {
  std::optional<std::string> found;
  context.transaction().query(kSearchReport, {context.tenant(), id},
                              [&](const Row& row) { found = row.optional_string(0); });
  return found;
}

std::vector<std::string_view> number_statements() {
  return {queries().find, queries().by_number,
          queries().list, queries().elsewhere,
          kSave,          kCandidates,
          kCount,         kCountDay,
          kForgetDays,    kSticky,
          kSaveSticky,    kRemoveSticky,
          kBeginSearch,   kTellSearch,
          kSearchReport,  kForgetSearches};
}

}  // namespace smarthandoff::calls::rows
