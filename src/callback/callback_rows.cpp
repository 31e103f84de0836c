#include "callback/callback_rows.hpp"

#include <algorithm>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

#include "base/department.hpp"

namespace smarthandoff::callbacks::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT c.id, c.ticket_id, c.number, c.contact_id, c.contact_name, c.destination_id, c.intended_for, c.extension,
  c.department, c.scheduled_at, c.reason, c.attempts, c.max_attempts, c.last_attempt_at, c.notify_whatsapp,
  c.whatsapp_message_id, c.whatsapp_sent_at, c.status, c.priority, c.handoff_id, c.call_id, c.callback_call_id,
  t.transcript, t.summary, c.requested_at, c.talk_seconds, c.result, c.result_at, c.confirmation_sent_at,
  c.ready_sent_at, c.failed_sent_at, c.notice_answered_at, c.score, c.end_reason, c.updated_at, c.mode,
  c.agreed_at, c.released, c.by_customer, c.alerts, c.agent_misses, c.dials_itself, c.dialling, c.announced_at,
  c.clicked_at, c.answered_at, c.ended_at, c.served_by, c.timer, c.timer_runs, t.recording IS NOT NULL,
  c.score_asked_at
FROM callbacks c JOIN tickets t ON t.tenant = c.tenant AND t.id = c.ticket_id
WHERE c.tenant = ?1 )sql";

constexpr std::string_view kOfPerson = "AND c.destination_key = ?2 AND c.person_key = ?3 AND c.open";
// The same phone, asked for by itself here or there.
constexpr std::string_view kOfPhone = R"sql(
AND c.person_key = ?2 AND c.extension = ?3 AND c.extension <> '' AND c.open AND (c.destination_id = '' OR ?4)
ORDER BY c.requested_at DESC, c.id DESC)sql";
constexpr std::string_view kOfPhoneNumber = R"sql(
AND c.number = ?2 AND c.extension = ?3 AND c.extension <> '' AND c.open AND (c.destination_id = '' OR ?4)
ORDER BY c.requested_at DESC, c.id DESC)sql";
constexpr std::string_view kOfNumber = "AND c.destination_key = ?2 AND c.number = ?3 AND c.open";

// What any of the four above could find: mostly nothing, and then one look is enough.
constexpr std::string_view kAnyOfThem = R"sql(
SELECT 1 FROM callbacks WHERE tenant = ?1 AND person_key = ?2 AND open
UNION ALL SELECT 1 FROM callbacks WHERE tenant = ?1 AND number = ?3 AND open LIMIT 1)sql";

// An absent filter is null, and lets every row pass.
// The last condition is an agent's sight, as `in_sight` of permission.cpp has it for one callback.
constexpr std::string_view kList = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR c.status = ?2)
  AND (CAST(?3 AS TEXT) IS NULL OR c.extension = ?3)
  AND (CAST(?4 AS TEXT) IS NULL OR c.department_folded = ?4)
  AND (CAST(?5 AS TEXT) IS NULL OR c.destination_id = ?5)
  AND c.place < ?6
  AND (c.place, c.requested_at, c.id) > (?7, ?8, ?9)
  AND (CAST(?11 AS TEXT) IS NULL OR (?11 <> '' AND (c.extension = ?11 OR c.served_by = ?11))
    OR (?12 <> '' AND c.department_folded = ?12))
ORDER BY c.place, c.requested_at, c.id LIMIT ?10)sql";

// One's own turn or the department's; without either everybody's. `?2` are the extension's dismissals.
constexpr std::string_view kOfTurns = R"sql(
  AND c.open AND c.turn IN (?2, ?3, ?4)
  AND NOT EXISTS (SELECT 1 FROM callback_dismissals d
    WHERE d.tenant = c.tenant AND d.callback_id = c.id AND d.extension = ?2)
)sql";
constexpr std::string_view kOfAll = "  AND c.place < 4\n";
constexpr std::string_view kWaiting = "  AND c.waiting AND c.status <> 'notified'\n";
constexpr std::string_view kSpent = "  AND c.waiting AND c.status = 'notified'\n";
// The plus keeps SQLite from walking everybody's callbacks in order to find those of a few turns.
constexpr std::string_view kSorted = "ORDER BY +c.place, c.requested_at, c.id LIMIT ";
constexpr std::string_view kInOrder = "ORDER BY c.place, c.requested_at, c.id LIMIT ";
constexpr std::string_view kDue = R"sql(
  AND c.status IN ('pending', 'notified', 'ready_to_call', 'scheduled')
  AND (c.status <> 'scheduled' OR c.scheduled_at <= )sql";
constexpr std::string_view kCount = "SELECT count(*) FROM callbacks c WHERE c.tenant = ?1 ";
constexpr std::string_view kOpenOfNumber =
    "SELECT id FROM callbacks WHERE tenant = ?1 AND number = ?2 AND open ORDER BY requested_at DESC, id DESC";
constexpr std::string_view kOpenOfPerson =
    "SELECT id FROM callbacks WHERE tenant = ?1 AND person_key = ?2 AND open ORDER BY requested_at DESC, id "
    "DESC";

constexpr std::string_view kInsert = R"sql(
INSERT INTO callbacks (tenant, id, ticket_id, contact_id, person_key, destination_id, destination_key,
  intended_for, extension, department, department_folded, max_attempts, requested_at, number, contact_name,
  scheduled_at, reason, attempts, last_attempt_at, notify_whatsapp, whatsapp_message_id, whatsapp_sent_at,
  status, open, priority, place, handoff_id, call_id, callback_call_id, talk_seconds, result, result_at,
  confirmation_sent_at, ready_sent_at, failed_sent_at, notice_answered_at, score, end_reason, updated_at, mode,
  agreed_at, released, by_customer, alerts, agent_misses, dials_itself, dialling, waiting, turn, announced_at,
  clicked_at, answered_at, ended_at, served_by, timer, timer_runs, score_asked_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
  ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44, ?45,
  ?46, ?47, ?48, ?49, ?50, ?51, ?52, ?53, ?54, ?55, ?56, ?57))sql";

constexpr std::string_view kUpdate = R"sql(
UPDATE callbacks SET number = ?3, contact_name = ?4, scheduled_at = ?5, reason = ?6, attempts = ?7,
  last_attempt_at = ?8, notify_whatsapp = ?9, whatsapp_message_id = ?10, whatsapp_sent_at = ?11, status = ?12,
  open = ?13, priority = ?14, place = ?15, handoff_id = ?16, call_id = ?17, callback_call_id = ?18,
  talk_seconds = ?19, result = ?20, result_at = ?21, confirmation_sent_at = ?22, ready_sent_at = ?23,
  failed_sent_at = ?24, notice_answered_at = ?25, score = ?26, end_reason = ?27, updated_at = ?28, mode = ?29,
  agreed_at = ?30, released = ?31, by_customer = ?32, alerts = ?33, agent_misses = ?34, dials_itself = ?35,
  dialling = ?36, waiting = ?37, turn = ?38, announced_at = ?39, clicked_at = ?40, answered_at = ?41,
  ended_at = ?42, served_by = ?43, timer = ?44, timer_runs = ?45, score_asked_at = ?46
WHERE tenant = ?1 AND id = ?2)sql";

struct Queries {
  std::string find, of_person, of_number, of_phone, of_phone_number, list, of_turns, of_all, waiting,
      waiting_all, spent, spent_all, count, count_all;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect), turns(kOfTurns), everybody(kOfAll), waiting(kWaiting), order(kInOrder),
        sorted(kSorted), due(kDue), count(kCount);
    return Queries{.find = select + "AND c.id = ?2",
                   .of_person = select + std::string(kOfPerson),
                   .of_number = select + std::string(kOfNumber),
                   .of_phone = select + std::string(kOfPhone),
                   .of_phone_number = select + std::string(kOfPhoneNumber),
                   .list = select + std::string(kList),
                   .of_turns = select + turns + sorted + "?5",
                   .of_all = select + everybody + order + "?2",
                   .waiting = select + turns + waiting + sorted + "?5",
                   .waiting_all = select + everybody + waiting + order + "?2",
                   .spent = select + turns + std::string(kSpent) + sorted + "?5",
                   .spent_all = select + everybody + std::string(kSpent) + order + "?2",
                   .count = count + turns + due + "?5)",
                   .count_all = count + everybody + due + "?2)"};
  }();
  return all;
}

void read_wish(const Row& row, Callback& callback) {
  callback.id = {row.string(0)};
  callback.ticket_id = {row.string(1)};
  if (!row.text(2).empty()) callback.number = PhoneNumber::from_e164(row.text(2));  // none: erased
  callback.contact_id = row.text(3);
  callback.contact_name = row.text(4);
  callback.destination_id = {row.string(5)};
  callback.intended_for = row.text(6);
  callback.extension = row.text(7);
  callback.department = row.text(8);
  callback.scheduled_at = row.optional_instant(9);
  callback.reason = row.text(10);
}

void read_notices(const Row& row, Callback& callback) {
  callback.notify_whatsapp = row.boolean(14);
  callback.whatsapp_message_id = row.text(15);
  callback.whatsapp_sent_at = row.optional_instant(16);
  callback.confirmation_sent_at = row.optional_instant(28);
  callback.ready_sent_at = row.optional_instant(29);
  callback.failed_sent_at = row.optional_instant(30);
  callback.notice_answered_at = row.optional_instant(31);
  callback.score_asked_at = row.optional_instant(51);
}

Callback callback_of(const Row& row) {
  Callback callback;
  read_wish(row, callback);
  read_notices(row, callback);
  callback.attempts = row.integer(11);
  callback.max_attempts = row.integer(12);
  callback.last_attempt_at = row.optional_instant(13);
  callback.status = from_wire<CallbackStatus>(row.text(17), "status");
  callback.priority = from_wire<CallbackPriority>(row.text(18), "priority");
  callback.handoff_id = {row.string(19)};
  callback.call_id = row.text(20);
  callback.callback_call_id = row.text(21);
  callback.transcript = from_json<std::vector<tickets::TranscriptLine>>(row.text(22));
  callback.summary = row.text(23);
  callback.requested_at = row.instant(24);
  callback.talk_seconds = row.integer(25);
  if (!row.is_null(26)) callback.result = from_wire<CallbackResult>(row.text(26), "result");
  callback.result_at = row.optional_instant(27);
  if (!row.is_null(32)) callback.score = row.integer(32);
  callback.end_reason = row.text(33);
  callback.updated_at = row.instant(34);
  return callback;
}

void read_later(const Row& row, Record& record) {
  Callback& callback = record.callback;
  if (!row.is_null(35)) callback.mode = from_wire<CallMode>(row.text(35), "mode");
  callback.agreed_at = row.optional_instant(36);
  callback.released = row.boolean(37);
  record.by_customer = row.boolean(38);
  callback.announced_at = row.optional_instant(43);
  callback.clicked_at = row.optional_instant(44);
  callback.answered_at = row.optional_instant(45);
  callback.ended_at = row.optional_instant(46);
  callback.served_by = row.text(47);
  record.timer = row.integer(48);
  record.timer_runs = row.boolean(49);
  record.has_recording = row.boolean(50);
}

Record record_of(const Row& row) {
  Record record{.callback = callback_of(row)};
  read_later(row, record);
  const Callback& callback = record.callback;
  record.machine = {.at = callback.status,
                    .priority = callback.priority,
                    .scheduled_at = callback.scheduled_at,
                    .requested_at = callback.requested_at,
                    .agreed_at = callback.agreed_at,
                    .attempts = callback.attempts,
                    .max_attempts = callback.max_attempts,
                    .agent_misses = row.integer(40),
                    .alerts = row.integer(39),
                    .released = callback.released,
                    .dials_itself = row.boolean(41),
                    .dialling = row.boolean(42),
                    .ready_sent = callback.ready_sent_at.has_value(),
                    .result = callback.result,
                    .end_reason = callback.end_reason};
  return record;
}

Value unless_empty(std::string_view text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

template <class Enum>
Value if_given(const std::optional<Enum>& value) {
  return value ? Value(wire_name(*value)) : Value(nullptr);
}

std::optional<Record> find_one(const storage::Transaction& transaction, const std::string& sql,
                               std::initializer_list<Value> parameters) {
  std::optional<Record> found;
  transaction.query(sql, parameters, [&](const Row& row) { found = record_of(row); });
  return found;
}

std::pair<Instant, std::string_view> place_in_time(const Record& record) {
  return {record.callback.requested_at, record.callback.id.value};
}

// What can change, in the order of both statements.
void add_changing(const Record& record, std::vector<Value>& values) {
  const Callback& c = record.callback;
  const lifecycle::State& machine = record.machine;
  const bool waiting = !machine.dialling &&
                       (c.status == CallbackStatus::pending || c.status == CallbackStatus::ready_to_call ||
                        (c.status == CallbackStatus::notified && machine.alerts == lifecycle::kSpent));
  const std::initializer_list<Value> all = {c.number ? c.number->e164() : std::string(),
                                            c.contact_name,
                                            c.scheduled_at,
                                            c.reason,
                                            c.attempts,
                                            c.last_attempt_at,
                                            c.notify_whatsapp,
                                            c.whatsapp_message_id,
                                            c.whatsapp_sent_at,
                                            wire_name(c.status),
                                            is_open(c.status),
                                            wire_name(c.priority),
                                            place_of(c.status, c.priority),
                                            c.handoff_id,
                                            c.call_id,
                                            c.callback_call_id,
                                            c.talk_seconds,
                                            if_given(c.result),
                                            c.result_at,
                                            c.confirmation_sent_at,
                                            c.ready_sent_at,
                                            c.failed_sent_at,
                                            c.notice_answered_at,
                                            c.score,
                                            c.end_reason,
                                            c.updated_at,
                                            if_given(c.mode),
                                            c.agreed_at,
                                            c.released,
                                            record.by_customer,
                                            machine.alerts,
                                            machine.agent_misses,
                                            machine.dials_itself,
                                            machine.dialling,
                                            waiting,
                                            turn_of(c),
                                            c.announced_at,
                                            c.clicked_at,
                                            c.answered_at,
                                            c.ended_at,
                                            c.served_by,
                                            record.timer,
                                            record.timer_runs,
                                            c.score_asked_at};
  values.insert(values.end(), all.begin(), all.end());
}

std::vector<CallbackId> ids_of(const storage::Transaction& transaction, std::string_view sql,
                               const TenantId& tenant, std::string_view whose) {
  std::vector<CallbackId> found;
  transaction.query(sql, {tenant, whose}, [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<Record> read(const storage::Transaction& transaction, const std::string& of_turns,
                         const std::string& of_all, const TenantId& tenant, const Turns& turns,
                         std::int64_t limit) {
  std::vector<Record> found;
  const auto take = [&](const Row& row) { found.push_back(record_of(row)); };
  if (turns.all) {
    transaction.query(of_all, {tenant, limit}, take);
    return found;
  }
  const auto department = [&](std::size_t i) {
    return i < turns.departments.size() ? Value(turn_of_department(turns.departments[i])) : Value(nullptr);
  };
  transaction.query(of_turns, {tenant, unless_empty(turns.extension), department(0), department(1), limit},
                    take);
  return found;
}

}  // namespace

void apply(Record& record) {
  Callback& callback = record.callback;
  const lifecycle::State& machine = record.machine;
  callback.status = machine.at;
  callback.priority = machine.priority;
  callback.scheduled_at = machine.scheduled_at;
  callback.attempts = machine.attempts;
  callback.released = machine.released;
  callback.result = machine.result;
  callback.end_reason = machine.end_reason;
}

std::string turn_of_department(std::string_view department) {
  return "#" + department_key(department);
}

std::string turn_of(const Callback& callback) {
  const bool departments = callback.released || callback.extension.empty();
  return departments && !callback.department.empty() ? turn_of_department(callback.department)
                                                     : callback.extension;
}

std::optional<Record> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const CallbackId& id) {
  return find_one(transaction, queries().find, {tenant, id});
}

std::optional<Record> find_open(const storage::Transaction& transaction, const TenantId& tenant,
                                const Keys& keys, const PhoneNumber& number) {
  bool any = false;
  transaction.query(kAnyOfThem, {tenant, keys.person, number.e164()}, [&](const Row&) { any = true; });
  if (!any) return std::nullopt;
  auto found = find_one(transaction, queries().of_person, {tenant, keys.destination, keys.person});
  if (found) return found;
  // The oldest of the few on one line; sorting them in SQL makes a temporary table each time, empty or not.
  transaction.query(queries().of_number, {tenant, keys.destination, number.e164()}, [&](const Row& row) {
    Record another = record_of(row);
    if (!found || place_in_time(another) < place_in_time(*found)) found = std::move(another);
  });
  if (!found)
    found =
        find_one(transaction, queries().of_phone, {tenant, keys.person, keys.extension, keys.by_extension});
  if (!found)
    found = find_one(transaction, queries().of_phone_number,
                     {tenant, number.e164(), keys.extension, keys.by_extension});
  return found;
}

std::vector<Callback> list(const Context& context, const ListCallbacks& filter,
                           const std::optional<Callback>& cursor, const std::optional<Sight>& sight) {
  const std::int64_t closed = place_of(CallbackStatus::completed, CallbackPriority::normal);
  const std::int64_t from_place = cursor ? place_of(cursor->status, cursor->priority) : -1;
  std::vector<Callback> found;
  context.transaction().query(
      queries().list,
      {context.tenant(), filter.status ? Value(wire_name(*filter.status)) : Value(nullptr),
       unless_empty(filter.extension), unless_empty(department_key(filter.department)),
       unless_empty(filter.destination_id.value), filter.open_only ? closed : closed + 1, from_place,
       cursor ? cursor->requested_at : Instant{}, cursor ? cursor->id.value : "", filter.limit,
       sight ? Value(sight->extension) : Value(nullptr), sight ? sight->department : ""},
      [&](const Row& row) { found.push_back(record_of(row).callback); });
  return found;
}

std::vector<Record> of_turns(const storage::Transaction& transaction, const TenantId& tenant,
                             const Turns& turns, std::int64_t limit) {
  return read(transaction, queries().of_turns, queries().of_all, tenant, turns, limit);
}

std::vector<Record> waiting(const storage::Transaction& transaction, const TenantId& tenant,
                            const Turns& turns, std::int64_t limit) {
  return read(transaction, queries().waiting, queries().waiting_all, tenant, turns, limit);
}

std::vector<Record> spent(const storage::Transaction& transaction, const TenantId& tenant, const Turns& turns,
                          std::int64_t limit) {
  return read(transaction, queries().spent, queries().spent_all, tenant, turns, limit);
}

std::int64_t count_due(const storage::Transaction& transaction, const TenantId& tenant, const Turns& turns,
                       Instant now) {
  std::int64_t count = 0;
  const auto take = [&](const Row& row) { count = row.integer(0); };
  const auto department = [&](std::size_t i) {
    return i < turns.departments.size() ? Value(turn_of_department(turns.departments[i])) : Value(nullptr);
  };
  if (turns.all)
    transaction.query(queries().count_all, {tenant, now}, take);
  else
    transaction.query(queries().count,
                      {tenant, unless_empty(turns.extension), department(0), department(1), now}, take);
  return count;
}

std::vector<CallbackId> open_of_number(const storage::Transaction& transaction, const TenantId& tenant,
                                       std::string_view e164) {
  std::vector<CallbackId> found = ids_of(transaction, kOpenOfNumber, tenant, e164);
  for (CallbackId& id : ids_of(transaction, kOpenOfPerson, tenant, "phone:" + std::string(e164)))
    if (std::ranges::find(found, id) == found.end()) found.push_back(std::move(id));
  return found;
}

std::vector<CallbackId> open_of_contact(const storage::Transaction& transaction, const TenantId& tenant,
                                        std::string_view contact_id) {
  return ids_of(transaction, kOpenOfPerson, tenant, "contact:" + std::string(contact_id));
}

void insert(storage::Transaction& transaction, const TenantId& tenant, const Record& record,
            const Keys& keys) {
  const Callback& c = record.callback;
  std::vector<Value> values = {tenant,
                               c.id,
                               c.ticket_id,
                               c.contact_id,
                               keys.person,
                               c.destination_id,
                               keys.destination,
                               c.intended_for,
                               c.extension,
                               c.department,
                               department_key(c.department),
                               c.max_attempts,
                               c.requested_at};
  add_changing(record, values);
  transaction.execute(kInsert, storage::Values(values));
}

void update(storage::Transaction& transaction, const TenantId& tenant, const Record& record) {
  std::vector<Value> values = {tenant, record.callback.id};
  add_changing(record, values);
  transaction.execute(kUpdate, storage::Values(values));
}

std::vector<std::string_view> statements() {
  const Queries& q = queries();
  return {q.find,        q.of_person,   q.of_number, q.list,  q.of_turns,  q.of_all,   q.waiting,
          q.waiting_all, q.count,       q.count_all, q.spent, q.spent_all, q.of_phone, q.of_phone_number,
          kOpenOfNumber, kOpenOfPerson, kAnyOfThem,  kInsert, kUpdate};
}

}  // namespace smarthandoff::callbacks::rows
