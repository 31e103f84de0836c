#include "handoff/handoff_rows.hpp"

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::handoff::rows {
namespace {

using storage::Row;

std::string select(std::string_view condition) {
  return "SELECT id, call_id, caller, caller_number, secretary_id, language, state, destination_id, "
         "destination_name, result, status, asked, say, callback_id, ticket_id, recording_path, summary, "
         "assistant, machine, dialogue, attempt_id, deciding_id, leg, transfer, timer, timer_runs, "
         "created_at, "
         "updated_at, ended_at FROM handoffs " +
         std::string(condition);
}

const std::string kFind = select("WHERE tenant = ?1 AND id = ?2");
const std::string kFindByCall = select("WHERE tenant = ?1 AND call_id = ?2");
const std::string kFindByLeg = select(
    "WHERE tenant = ?1 AND id = (SELECT handoff_id FROM handoff_legs WHERE tenant = ?1 AND uuid = ?2)");
const std::string kList = select(R"sql(
WHERE tenant = ?1 AND (?2 = '' OR id < ?2) AND (?3 = '' OR state = ?3) AND (?4 = '' OR call_id = ?4)
  AND (?5 = '' OR destination_id = ?5) AND (?6 = FALSE OR ended_at IS NULL)
ORDER BY id DESC LIMIT ?7)sql");
constexpr std::string_view kOpenOnes =
    "SELECT id FROM handoffs WHERE tenant = ?1 AND ended_at IS NULL ORDER BY id";
constexpr std::string_view kOpenTenants =
    "SELECT DISTINCT tenant FROM handoffs WHERE ended_at IS NULL ORDER BY tenant";
constexpr std::string_view kInsert = R"sql(
INSERT INTO handoffs (tenant, id, call_id, caller, caller_number, secretary_id, language, state, destination_id,
  destination_name, result, status, asked, say, callback_id, ticket_id, recording_path, summary, assistant,
  machine, dialogue, attempt_id, deciding_id, leg, transfer, timer, timer_runs, created_at, updated_at, ended_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
  ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30))sql";
constexpr std::string_view kUpdate = R"sql(
UPDATE handoffs SET state = ?3, destination_id = ?4, destination_name = ?5, result = ?6, status = ?7, asked = ?8,
  say = ?9, callback_id = ?10, ticket_id = ?11, summary = ?12, machine = ?13, dialogue = ?14, attempt_id = ?15,
  deciding_id = ?16, leg = ?17, transfer = ?18, timer = ?19, timer_runs = ?20, updated_at = ?21, ended_at = ?22
WHERE tenant = ?1 AND id = ?2)sql";

std::optional<telephony::TransferResult> result_of(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return from_wire<telephony::TransferResult>(row.text(column), "result");
}

std::optional<std::string> wire_of(const std::optional<telephony::TransferResult>& result) {
  return result ? std::optional(wire_name(*result)) : std::nullopt;
}

Record record_of(const Row& row) {
  Record record;
  Handoff& handoff = record.handoff;
  handoff.id.value = row.string(0);
  handoff.call_id = row.string(1);
  handoff.caller = row.string(2);
  if (!row.is_null(3)) handoff.caller_number = PhoneNumber::from_e164(row.text(3));
  handoff.secretary_id.value = row.string(4);
  handoff.language = row.string(5);
  handoff.destination_id.value = row.string(7);
  handoff.destination_name = row.string(8);
  handoff.result = result_of(row, 9);
  record.status = from_wire<TransferStatus>(row.text(10), "status");
  record.asked = row.string(11);
  record.say = row.string(12);
  handoff.callback_id.value = row.string(13);
  handoff.ticket_id.value = row.string(14);
  handoff.recording_path = row.string(15);
  record.summary = row.string(16);
  record.assistant = from_json<telephony::AssistantTarget>(row.text(17));
  record.machine = from_json<lifecycle::State>(row.text(18));
  record.dialogue = from_json<dialogue::State>(row.text(19));
  handoff.state = record.machine.at;
  handoff.question = record.dialogue.at;
  handoff.opted_out = record.dialogue.opted_out;
  handoff.wrong_person = record.dialogue.wrong_person;
  record.attempt_id.value = row.string(20);
  record.deciding_id.value = row.string(21);
  record.leg.value = row.string(22);
  record.transfer = row.integer(23);
  record.timer = row.integer(24);
  record.timer_runs = row.boolean(25);
  handoff.created_at = row.instant(26);
  handoff.updated_at = row.instant(27);
  handoff.ended_at = row.optional_instant(28);
  return record;
}

std::optional<Record> find_one(const Context& context, const std::string& sql, const std::string& key) {
  std::optional<Record> record;
  context.transaction().query(sql, {context.tenant(), key}, [&](const Row& row) { record = record_of(row); });
  return record;
}

}  // namespace

std::optional<Record> find(const Context& context, const HandoffId& id) {
  return find_one(context, kFind, id.value);
}

std::optional<Record> find_by_call(const Context& context, const std::string& call_id) {
  return find_one(context, kFindByCall, call_id);
}

std::optional<Record> find_by_leg(const Context& context, const std::string& uuid) {
  return find_one(context, kFindByLeg, uuid);
}

Record load(const Context& context, const HandoffId& id) {
  auto record = find(context, id);
  if (!record) throw no_such("handoff", id.value);
  return std::move(*record);
}

void insert(Context& context, const Record& record) {
  const Handoff& handoff = record.handoff;
  std::optional<std::string> number;
  if (handoff.caller_number) number = handoff.caller_number->e164();
  context.transaction().execute(kInsert, {context.tenant(),
                                          handoff.id,
                                          handoff.call_id,
                                          handoff.caller,
                                          number,
                                          handoff.secretary_id,
                                          handoff.language,
                                          wire_name(record.machine.at),
                                          handoff.destination_id,
                                          handoff.destination_name,
                                          wire_of(handoff.result),
                                          wire_name(record.status),
                                          record.asked,
                                          record.say,
                                          handoff.callback_id,
                                          handoff.ticket_id,
                                          handoff.recording_path,
                                          record.summary,
                                          to_json(record.assistant),
                                          to_json(record.machine),
                                          to_json(record.dialogue),
                                          record.attempt_id,
                                          record.deciding_id,
                                          record.leg,
                                          record.transfer,
                                          record.timer,
                                          record.timer_runs,
                                          handoff.created_at,
                                          handoff.updated_at,
                                          handoff.ended_at});
}

void update(Context& context, const Record& record) {
  const Handoff& handoff = record.handoff;
  context.transaction().execute(kUpdate, {context.tenant(),
                                          handoff.id,
                                          wire_name(record.machine.at),
                                          handoff.destination_id,
                                          handoff.destination_name,
                                          wire_of(handoff.result),
                                          wire_name(record.status),
                                          record.asked,
                                          record.say,
                                          handoff.callback_id,
                                          handoff.ticket_id,
                                          record.summary,
                                          to_json(record.machine),
                                          to_json(record.dialogue),
                                          record.attempt_id,
                                          record.deciding_id,
                                          record.leg,
                                          record.transfer,
                                          record.timer,
                                          record.timer_runs,
                                          handoff.updated_at,
                                          handoff.ended_at});
}

std::vector<Handoff> list(const Context& context, const ListHandoffs& request) {
  std::vector<Handoff> found;
  context.transaction().query(
      kList,
      {context.tenant(), request.after, request.state ? wire_name(*request.state) : std::string(),
       request.call_id, request.destination_id, request.open_only, request.limit},
      [&](const Row& row) { found.push_back(record_of(row).handoff); });
  return found;
}

std::vector<HandoffId> open_ones(const Context& context) {
  std::vector<HandoffId> found;
  context.transaction().query(kOpenOnes, {context.tenant()},
                              [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<TenantId> open_tenants(const storage::Transaction& transaction) {
  std::vector<TenantId> found;
  transaction.query(kOpenTenants, {}, [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<std::string_view> statements() {
  std::vector<std::string_view> all = {kFind,     kFindByCall,  kFindByLeg, kList,
                                       kOpenOnes, kOpenTenants, kInsert,    kUpdate};
  for (const std::string_view statement : attempt_statements()) all.push_back(statement);
  return all;
}

}  // namespace smarthandoff::handoff::rows
