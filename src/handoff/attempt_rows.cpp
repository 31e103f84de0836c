#include <smarthandoff/base/json.hpp>

#include "handoff/handoff_rows.hpp"

namespace smarthandoff::handoff::rows {
namespace {

using storage::Row;

constexpr std::int64_t kMaxLines = 2000;

constexpr std::string_view kInsertAttempt = R"sql(
INSERT INTO handoff_attempts (tenant, handoff_id, id, transfer, destination_id, destination_name, leg, result,
  evidence, created_at, ended_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', NULL, ?7, ?8, NULL))sql";
constexpr std::string_view kSetLeg =
    "UPDATE handoff_attempts SET leg = ?4 WHERE tenant = ?1 AND handoff_id = ?2 AND id = ?3";
constexpr std::string_view kEndAttempt = R"sql(
UPDATE handoff_attempts SET result = ?4, evidence = ?5, ended_at = ?6
WHERE tenant = ?1 AND handoff_id = ?2 AND id = ?3)sql";
constexpr std::string_view kFindAttempt = R"sql(
SELECT id, transfer, destination_id, destination_name, leg, result, evidence, created_at, ended_at
FROM handoff_attempts WHERE tenant = ?1 AND handoff_id = ?2 AND id = ?3)sql";
constexpr std::string_view kAttempts = R"sql(
SELECT id, transfer, destination_id, destination_name, leg, result, evidence, created_at, ended_at
FROM handoff_attempts WHERE tenant = ?1 AND handoff_id = ?2 ORDER BY id)sql";

constexpr std::string_view kInsertLeg = R"sql(
INSERT INTO handoff_legs (tenant, uuid, handoff_id) VALUES (?1, ?2, ?3) ON CONFLICT (tenant, uuid) DO NOTHING)sql";
constexpr std::string_view kTenantsOfLeg = "SELECT tenant FROM handoff_legs WHERE uuid = ?1 ORDER BY tenant";

constexpr std::string_view kOpenElsewhere = R"sql(
SELECT 1 FROM handoff_legs AS leg JOIN handoffs AS handoff
  ON handoff.tenant = leg.tenant AND handoff.id = leg.handoff_id
WHERE leg.uuid = ?2 AND leg.tenant <> ?1 AND handoff.ended_at IS NULL LIMIT 1)sql";

constexpr std::string_view kCountLines =
    "SELECT count(*) FROM handoff_lines WHERE tenant = ?1 AND handoff_id = ?2";
constexpr std::string_view kInsertLine =
    "INSERT INTO handoff_lines (tenant, handoff_id, place, speaker, text, at) VALUES (?1, ?2, ?3, ?4, ?5, "
    "?6)";
constexpr std::string_view kLines =
    "SELECT speaker, text, at FROM handoff_lines WHERE tenant = ?1 AND handoff_id = ?2 ORDER BY place";

constexpr std::string_view kLastLine =
    "SELECT speaker, text, at FROM handoff_lines WHERE tenant = ?1 AND handoff_id = ?2 ORDER BY place DESC "
    "LIMIT 1";

tickets::TranscriptLine line_of(const Row& row) {
  return {from_wire<tickets::Speaker>(row.text(0), "speaker"), row.string(1), row.instant(2)};
}

Attempt attempt_of(const Row& row, const HandoffId& handoff) {
  Attempt attempt;
  attempt.id.value = row.string(0);
  attempt.handoff_id = handoff;
  attempt.transfer = row.integer(1);
  attempt.destination_id.value = row.string(2);
  attempt.destination_name = row.string(3);
  attempt.leg = row.string(4);
  if (!row.is_null(5)) attempt.result = from_wire<telephony::TransferResult>(row.text(5), "result");
  attempt.evidence = from_json<telephony::Evidence>(row.text(6));
  attempt.created_at = row.instant(7);
  attempt.ended_at = row.optional_instant(8);
  return attempt;
}

}  // namespace

void insert_attempt(Context& context, const Attempt& attempt) {
  context.transaction().execute(
      kInsertAttempt,
      {context.tenant(), attempt.handoff_id, attempt.id, attempt.transfer, attempt.destination_id,
       attempt.destination_name, to_json(attempt.evidence), attempt.created_at});
}

void set_leg(Context& context, const Record& record) {
  context.transaction().execute(kSetLeg,
                                {context.tenant(), record.handoff.id, record.attempt_id, record.leg});
}

void end_attempt(Context& context, const Record& record, const lifecycle::AttemptEnd& ended) {
  std::optional<std::string> wire;
  if (ended.result) wire = wire_name(*ended.result);
  context.transaction().execute(kEndAttempt, {context.tenant(), record.handoff.id, record.attempt_id, wire,
                                              to_json(ended.evidence), context.now()});
}

std::optional<Attempt> find_attempt(const Context& context, const HandoffId& handoff, const AttemptId& id) {
  std::optional<Attempt> found;
  context.transaction().query(kFindAttempt, {context.tenant(), handoff, id},
                              [&](const Row& row) { found = attempt_of(row, handoff); });
  return found;
}

std::vector<Attempt> attempts(const Context& context, const HandoffId& handoff) {
  std::vector<Attempt> found;
  context.transaction().query(kAttempts, {context.tenant(), handoff},
                              [&](const Row& row) { found.push_back(attempt_of(row, handoff)); });
  return found;
}

void insert_leg(Context& context, const std::string& uuid, const HandoffId& handoff) {
  context.transaction().execute(kInsertLeg, {context.tenant(), uuid, handoff});
}

std::vector<TenantId> tenants_of_leg(const storage::Transaction& transaction, const std::string& uuid) {
  std::vector<TenantId> found;
  transaction.query(kTenantsOfLeg, {uuid}, [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

bool is_open_elsewhere(Context& context, const std::string& uuid) {
  bool found = false;
  context.transaction().act_for({});  // a tenant's own transaction does not see the others
  context.transaction().query(kOpenElsewhere, {context.tenant(), uuid}, [&](const Row&) { found = true; });
  context.transaction().act_for(context.tenant().value);
  return found;
}

bool insert_line(Context& context, const HandoffId& handoff, const tickets::TranscriptLine& line) {
  std::int64_t place = 0;
  context.transaction().query(kCountLines, {context.tenant(), handoff},
                              [&](const Row& row) { place = row.integer(0); });
  if (place >= kMaxLines) return false;
  context.transaction().execute(
      kInsertLine, {context.tenant(), handoff, place, wire_name(line.speaker), line.text, line.at});
  return true;
}

std::vector<tickets::TranscriptLine> lines(const Context& context, const HandoffId& handoff) {
  std::vector<tickets::TranscriptLine> found;
  context.transaction().query(kLines, {context.tenant(), handoff},
                              [&](const Row& row) { found.push_back(line_of(row)); });
  return found;
}

std::optional<tickets::TranscriptLine> last_line(const Context& context, const HandoffId& handoff) {
  std::optional<tickets::TranscriptLine> found;
  context.transaction().query(kLastLine, {context.tenant(), handoff},
                              [&](const Row& row) { found = line_of(row); });
  return found;
}

std::vector<std::string_view> attempt_statements() {
  return {kInsertAttempt, kSetLeg,        kEndAttempt, kFindAttempt, kAttempts, kInsertLeg,
          kTenantsOfLeg,  kOpenElsewhere, kCountLines, kInsertLine,  kLastLine, kLines};
}

}  // namespace smarthandoff::handoff::rows
