#include "callback/callback_rows.hpp"

#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/json.hpp>

#include "callback/callback_lifecycle.hpp"

namespace smarthandoff::callbacks::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT c.id, c.ticket_id, c.number, c.contact_id, c.contact_name, c.destination_id, c.intended_for, c.extension,
  c.department, c.scheduled_at, c.reason, c.attempts, c.max_attempts, c.last_attempt_at, c.notify_whatsapp,
  c.whatsapp_message_id, c.whatsapp_sent_at, c.status, c.priority, c.handoff_id, c.call_id, c.callback_call_id,
  t.transcript, t.summary, c.requested_at, c.talk_seconds, c.result, c.result_at, c.confirmation_sent_at,
  c.ready_sent_at, c.failed_sent_at, c.notice_answered_at, c.score, c.end_reason, c.updated_at
FROM callbacks c JOIN tickets t ON t.tenant = c.tenant AND t.id = c.ticket_id
WHERE c.tenant = ?1 )sql";

constexpr std::string_view kOfPerson = "AND c.destination_key = ?2 AND c.person_key = ?3 AND c.open";
constexpr std::string_view kOfNumber =
    "AND c.destination_key = ?2 AND c.number = ?3 AND c.open ORDER BY c.requested_at, c.id LIMIT 1";

// An absent filter is null, and lets every row pass.
constexpr std::string_view kList = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR c.status = ?2)
  AND (CAST(?3 AS TEXT) IS NULL OR c.extension = ?3)
  AND (CAST(?4 AS TEXT) IS NULL OR c.department_folded = ?4)
  AND (CAST(?5 AS TEXT) IS NULL OR c.destination_id = ?5)
  AND c.place < ?6
  AND (c.place, c.requested_at, c.id) > (?7, ?8, ?9)
ORDER BY c.place, c.requested_at, c.id LIMIT ?10)sql";

constexpr std::string_view kInsert = R"sql(
INSERT INTO callbacks (tenant, id, ticket_id, number, contact_id, contact_name, person_key, destination_id,
  destination_key, intended_for, extension, department, department_folded, scheduled_at, reason, attempts,
  max_attempts, notify_whatsapp, whatsapp_message_id, status, open, priority, place, handoff_id, call_id,
  callback_call_id, requested_at, talk_seconds, end_reason, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, ?16, ?17, '', ?18, ?19, ?20, ?21,
  ?22, ?23, '', ?24, 0, '', ?25))sql";

constexpr std::string_view kUpdateWish = R"sql(
UPDATE callbacks SET number = ?3, contact_name = ?4, scheduled_at = ?5, reason = ?6, notify_whatsapp = ?7,
  status = ?8, priority = ?9, place = ?10, handoff_id = ?11, call_id = ?12, updated_at = ?13
WHERE tenant = ?1 AND id = ?2)sql";

struct Queries {
  std::string find, of_person, of_number, list;
};
const Queries& queries() {
  static const Queries all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND c.id = ?2",
                   .of_person = select + std::string(kOfPerson),
                   .of_number = select + std::string(kOfNumber),
                   .list = select + std::string(kList)};
  }();
  return all;
}

void read_wish(const Row& row, Callback& callback) {
  callback.id = {row.string(0)};
  callback.ticket_id = {row.string(1)};
  callback.number = PhoneNumber::from_e164(row.text(2));
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

Value unless_empty(std::string_view text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

std::optional<Callback> find_one(const storage::Transaction& transaction, const std::string& sql,
                                 std::initializer_list<Value> parameters) {
  std::optional<Callback> found;
  transaction.query(sql, parameters, [&](const Row& row) { found = callback_of(row); });
  return found;
}

}  // namespace

std::optional<Callback> find(const storage::Transaction& transaction, const TenantId& tenant,
                             const CallbackId& id) {
  return find_one(transaction, queries().find, {tenant, id});
}

std::optional<Callback> find_open(const storage::Transaction& transaction, const TenantId& tenant,
                                  const Keys& keys, const PhoneNumber& number) {
  auto found = find_one(transaction, queries().of_person, {tenant, keys.destination, keys.person});
  return found ? found
               : find_one(transaction, queries().of_number, {tenant, keys.destination, number.e164()});
}

std::vector<Callback> list(const storage::Transaction& transaction, const TenantId& tenant,
                           const ListCallbacks& filter, const std::optional<Callback>& cursor) {
  const std::int64_t closed = place_of(CallbackStatus::completed, CallbackPriority::normal);
  const std::int64_t from_place = cursor ? place_of(cursor->status, cursor->priority) : -1;
  std::vector<Callback> found;
  transaction.query(
      queries().list,
      {tenant, filter.status ? Value(wire_name(*filter.status)) : Value(nullptr),
       unless_empty(filter.extension), unless_empty(fold(filter.department)),
       unless_empty(filter.destination_id.value), filter.open_only ? closed : closed + 1, from_place,
       cursor ? cursor->requested_at : Instant{}, cursor ? cursor->id.value : "", filter.limit},
      [&](const Row& row) { found.push_back(callback_of(row)); });
  return found;
}

void insert(storage::Transaction& transaction, const TenantId& tenant, const Callback& callback,
            const Keys& keys) {
  transaction.execute(kInsert, {tenant,
                                callback.id,
                                callback.ticket_id,
                                callback.number->e164(),
                                callback.contact_id,
                                callback.contact_name,
                                keys.person,
                                callback.destination_id,
                                keys.destination,
                                callback.intended_for,
                                callback.extension,
                                callback.department,
                                fold(callback.department),
                                callback.scheduled_at,
                                callback.reason,
                                callback.max_attempts,
                                callback.notify_whatsapp,
                                wire_name(callback.status),
                                is_open(callback.status),
                                wire_name(callback.priority),
                                place_of(callback.status, callback.priority),
                                callback.handoff_id,
                                callback.call_id,
                                callback.requested_at,
                                callback.updated_at});
}

void update_wish(storage::Transaction& transaction, const TenantId& tenant, const Callback& callback) {
  transaction.execute(kUpdateWish, {tenant, callback.id, callback.number->e164(), callback.contact_name,
                                    callback.scheduled_at, callback.reason, callback.notify_whatsapp,
                                    wire_name(callback.status), wire_name(callback.priority),
                                    place_of(callback.status, callback.priority), callback.handoff_id,
                                    callback.call_id, callback.updated_at});
}

std::vector<std::string_view> statements() {
  return {queries().find, queries().of_person, queries().of_number, queries().list, kInsert, kUpdateWish};
}

}  // namespace smarthandoff::callbacks::rows
