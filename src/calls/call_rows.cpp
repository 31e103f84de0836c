#include "calls/call_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::calls::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, account_id, sid, parent_sid, direction, stage, status, sequence, agent_id, number_id, from_number,
  to_number, seconds, cost, currency, answered_by, cause, recording, reference, request, started_at, answered_at,
  ended_at, updated_at
FROM calls WHERE tenant = ?1 )sql";

// An absent filter is null, and lets every row pass.
constexpr std::string_view kFilters = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR status = ?2)
  AND (CAST(?3 AS TEXT) IS NULL OR direction = ?3)
  AND (CAST(?4 AS TEXT) IS NULL OR agent_id = ?4)
  AND parent_sid = ?5
  AND started_at >= ?6 AND started_at < ?7
  AND (CAST(?8 AS TEXT) IS NULL OR id < ?8)
ORDER BY id DESC LIMIT ?9)sql";

constexpr std::string_view kSave = R"sql(
INSERT INTO calls (tenant, id, account_id, sid, parent_sid, direction, stage, status, sequence, agent_id, number_id,
  from_number, to_number, seconds, cost, currency, answered_by, cause, recording, reference, request, started_at,
  answered_at, ended_at, updated_at, is_take)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
  ?24, ?25, ?26)
ON CONFLICT (tenant, id) DO UPDATE SET account_id = excluded.account_id, sid = excluded.sid,
  direction = excluded.direction,
  parent_sid = excluded.parent_sid, stage = excluded.stage, status = excluded.status, sequence = excluded.sequence,
  agent_id = excluded.agent_id, number_id = excluded.number_id, from_number = excluded.from_number,
  to_number = excluded.to_number, seconds = excluded.seconds, cost = excluded.cost, currency = excluded.currency,
  answered_by = excluded.answered_by, cause = excluded.cause, recording = excluded.recording,
  request = excluded.request, is_take = excluded.is_take, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
  updated_at = excluded.updated_at)sql";

// Each by its own index: PostgreSQL's sessions do not join two for an OR.
constexpr std::string_view kFromNumber =
    "SELECT id FROM calls WHERE tenant = ?1 AND from_number = ?2 AND from_number <> ''";
constexpr std::string_view kToNumber =
    "SELECT id FROM calls WHERE tenant = ?1 AND to_number = ?2 AND to_number <> ''";

constexpr std::string_view kOld = R"sql(
SELECT id, started_at, CASE WHEN coalesce(ended_at, updated_at) < ?4 AND (from_number <> '' OR to_number <> '')
  THEN 1 ELSE 0 END
FROM calls WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3)sql";

// What a machine answered was answered by nobody. By whose call a caller is taken from the queue is no
// conversation of its own, whether it reaches one or nobody.
constexpr std::string_view kCount = R"sql(
SELECT quarter, count(*), CAST(sum(answered) AS BIGINT), CAST(sum(missed) AS BIGINT), CAST(sum(spoken) AS BIGINT),
  CAST(sum(answered * finished) AS BIGINT)
FROM (
  SELECT started_at / 900000 AS quarter, CASE WHEN stage = 'ended' THEN 1 ELSE 0 END AS finished,
    CASE WHEN answered_at IS NOT NULL AND answered_by NOT IN ('machine_start', 'machine_end_beep',
      'machine_end_silence', 'machine_end_other', 'fax') THEN 1 ELSE 0 END AS answered,
    CASE WHEN stage = 'ended' AND (answered_at IS NULL OR answered_by IN ('machine_start', 'machine_end_beep',
      'machine_end_silence', 'machine_end_other', 'fax')) THEN 1 ELSE 0 END AS missed,
    CASE WHEN answered_at IS NOT NULL AND answered_by NOT IN ('machine_start', 'machine_end_beep',
      'machine_end_silence', 'machine_end_other', 'fax') THEN seconds ELSE 0 END AS spoken
  FROM calls
  WHERE tenant = ?1 AND started_at >= ?2 AND started_at < ?3 AND parent_sid = '' AND NOT is_take
    AND (CAST(?4 AS TEXT) IS NULL OR direction = ?4)
    AND (CAST(?5 AS TEXT) IS NULL OR agent_id = ?5)
) AS counted GROUP BY quarter ORDER BY quarter)sql";

constexpr std::string_view kFindToken = R"sql(
SELECT status, content_type, body FROM webhook_tokens WHERE tenant = ?1 AND operation = ?2 AND token = ?3)sql";
constexpr std::string_view kSaveToken = R"sql(
INSERT INTO webhook_tokens (tenant, operation, token, status, content_type, body, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))sql";
constexpr std::string_view kForgetTokens = "DELETE FROM webhook_tokens WHERE tenant = ?1 AND at < ?2";

struct Queries {
  std::string find, of_sid, list, list_of_agent;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect), filters(kFilters);
    return Queries{.find = select + "AND id = ?2",
                   .of_sid = select + "AND sid = ?2",
                   .list = select + filters,
                   .list_of_agent = select + "AND agent_id = ?4" + filters};
  }();
  return all;
}

template <class Enum>
Value if_given(const std::optional<Enum>& value) {
  return value ? Value(wire_name(*value)) : Value(nullptr);
}
Value unless_empty(const std::string& text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

CallRecord record_of(const Row& row) {
  CallRecord record;
  Call& call = record.call;
  call.id = {row.string(0)};
  call.account_id = {row.string(1)};
  call.sid = row.optional_string(2).value_or("");
  call.parent_sid = row.string(3);
  call.direction = from_wire<CallDirection>(row.text(4), "direction");
  call.stage = from_wire<CallStage>(row.text(5), "stage");
  call.status = from_wire<CallStatus>(row.text(6), "status");
  record.sequence = row.integer(7);
  call.agent_id = {row.string(8)};
  call.number_id = {row.string(9)};
  call.from_number = row.string(10);
  call.to_number = row.string(11);
  call.seconds = row.integer(12);
  if (!row.is_null(13)) record.cost = row.integer(13);
  call.cost = cost_text(record.cost);
  call.currency = row.string(14);
  call.answered_by = row.string(15);
  call.cause = row.string(16);
  if (!row.text(17).empty()) call.recording = from_json<CallRecording>(row.text(17));
  call.reference = row.string(18);
  record.plan = from_json<CallPlan>(row.text(19));
  call.started_at = row.instant(20);
  call.answered_at = row.optional_instant(21);
  call.ended_at = row.optional_instant(22);
  call.updated_at = row.instant(23);
  return record;
}

std::optional<CallRecord> one(const Context& context, std::string_view sql, const Value& key) {
  std::optional<CallRecord> found;
  context.transaction().query(sql, {context.tenant(), key}, [&](const Row& row) { found = record_of(row); });
  return found;
}

}  // namespace

std::optional<CallRecord> find_call(const Context& context, const CallId& id) {
  return one(context, queries().find, id);
}

std::optional<CallRecord> find_call_of(const Context& context, const std::string& sid) {
  return one(context, queries().of_sid, sid);
}

std::vector<Call> list_calls(const Context& context, const ListCalls& f) {
  std::vector<Call> found;
  context.transaction().query(f.agent_id.empty() ? queries().list : queries().list_of_agent,
                              {context.tenant(), if_given(f.status), if_given(f.direction),
                               unless_empty(f.agent_id.value), f.parent_sid, f.since.value_or(Instant{}),
                               f.until.value_or(Instant::max()), unless_empty(f.after.value), f.limit},
                              [&](const Row& row) { found.push_back(record_of(row).call); });
  return found;
}

std::vector<CallId> calls_of(const Context& context, const std::string& e164) {
  std::vector<CallId> found;
  for (const std::string_view sql : {kFromNumber, kToNumber})
    context.transaction().query(sql, {context.tenant(), e164},
                                [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

OldCalls old_calls(const Context& context, const contact::ExpiryPage& page) {
  OldCalls found;
  std::int64_t seen = 0;
  bool younger = false;
  context.transaction().query(kOld, {context.tenant(), page.after, page.limit, page.before},
                              [&](const Row& row) {
                                ++seen;
                                found.last = row.string(0);
                                younger = row.instant(1) >= page.before;
                                if (row.integer(2) == 1) found.ids.push_back({row.string(0)});
                              });
  if (seen < page.limit || younger) found.last.clear();
  return found;
}

void save_call(Context& context, const CallRecord& record) {
  const Call& c = record.call;
  context.transaction().execute(kSave, {context.tenant(),
                                        c.id,
                                        c.account_id,
                                        unless_empty(c.sid),
                                        c.parent_sid,
                                        wire_name(c.direction),
                                        wire_name(c.stage),
                                        wire_name(c.status),
                                        record.sequence,
                                        c.agent_id,
                                        c.number_id,
                                        c.from_number,
                                        c.to_number,
                                        c.seconds,
                                        record.cost,
                                        c.currency,
                                        c.answered_by,
                                        c.cause,
                                        c.recording ? to_json(*c.recording) : std::string(),
                                        c.reference,
                                        to_json(record.plan),
                                        c.started_at,
                                        c.answered_at,
                                        c.ended_at,
                                        c.updated_at,
                                        record.plan.script == kTakeScript});
}

std::vector<Quarter> count_calls(const Context& context, Instant from, Instant to,
                                 const GetCallMetrics& filter) {
  std::vector<Quarter> found;
  context.transaction().query(
      kCount, {context.tenant(), from, to, if_given(filter.direction), unless_empty(filter.agent_id.value)},
      [&](const Row& row) {
        found.push_back({.begins = Instant(Milliseconds(900'000 * row.integer(0))),
                         .total = row.integer(1),
                         .answered = row.integer(2),
                         .unanswered = row.integer(3),
                         .seconds = row.integer(4),
                         .spoken = row.integer(5)});
      });
  return found;
}

std::optional<TokenAnswer> find_token(const Context& context, std::string_view operation,
                                      const std::string& token) {
  std::optional<TokenAnswer> found;
  context.transaction().query(kFindToken, {context.tenant(), operation, token}, [&](const Row& row) {
    found = TokenAnswer{row.integer(0), row.string(1), row.string(2)};
  });
  return found;
}

void save_token(Context& context, std::string_view operation, const std::string& token,
                const TokenAnswer& answer) {
  context.transaction().execute(kSaveToken, {context.tenant(), operation, token, answer.status,
                                             answer.content_type, answer.body, context.now()});
}

void forget_tokens(Context& context, Instant before) {
  context.transaction().execute(kForgetTokens, {context.tenant(), before});
}

std::vector<std::string_view> call_statements() {
  return {queries().find, queries().of_sid, queries().list, queries().list_of_agent,
          kSave,          kCount,           kFindToken,     kSaveToken,
          kForgetTokens,  kFromNumber,      kToNumber,      kOld};
}

}  // namespace smarthandoff::calls::rows
