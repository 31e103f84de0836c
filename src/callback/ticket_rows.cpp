#include "callback/ticket_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

#include "base/department.hpp"

namespace smarthandoff::tickets::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, type, status, contact_name, contact_number, contact_caller, handoff_id, call_id, destination_id,
  intended_for, department, transcript, transcript_complete, summary, reason, recording, callback_id,
  created_at, updated_at
FROM tickets WHERE tenant = ?1 )sql";

// What an agent reads: the tickets of the callbacks in sight (as `kList` of callback_rows.cpp has it); of the
// others those whose destination is the own extension or department, of the own department by its name, and
// those that name neither.
constexpr std::string_view kSight = R"sql(
  AND (CAST(?3 AS TEXT) IS NULL
    OR EXISTS (SELECT 1 FROM callbacks c WHERE c.tenant = ?1 AND c.id = tickets.callback_id
      AND ((?3 <> '' AND (c.extension = ?3 OR c.served_by = ?3)) OR (?4 <> '' AND c.department_folded = ?4)))
    OR (tickets.callback_id = '' AND (
      (tickets.destination_id = '' AND tickets.department = '')
      OR (?5 <> '' AND lower(tickets.department) = lower(?5))
      OR replace(?6, ',' || tickets.destination_id || ',', '') <> ?6)))
)sql";

// An absent filter is null, and lets every row pass.
constexpr std::string_view kFilters = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR id < ?2)
  AND (CAST(?7 AS TEXT) IS NULL OR type = ?7)
  AND (CAST(?8 AS TEXT) IS NULL OR status = ?8)
  AND (CAST(?9 AS TEXT) IS NULL OR destination_id = ?9)
  AND (CAST(?10 AS TEXT) IS NULL OR handoff_id = ?10)
  AND (CAST(?11 AS TEXT) IS NULL OR call_id = ?11)
ORDER BY id DESC LIMIT ?12)sql";

// The statements made of the parts above; those that name a status or a handoff can use its index.
struct Queries {
  std::string find, in_sight, list, list_of_status, list_of_handoff;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect), filters = std::string(kSight) + std::string(kFilters);
    return Queries{.find = select + "AND id = ?2",
                   .in_sight = "SELECT 1 FROM tickets WHERE tenant = ?1 AND id = ?2" + std::string(kSight),
                   .list = select + filters,
                   .list_of_status = select + "AND status = ?8" + filters,
                   .list_of_handoff = select + "AND handoff_id = ?10" + filters};
  }();
  return all;
}

const std::string& query_for(const ListTickets& filter) {
  if (!filter.handoff_id.empty()) return queries().list_of_handoff;
  return filter.status ? queries().list_of_status : queries().list;
}

constexpr std::string_view kSave = R"sql(
INSERT INTO tickets (tenant, id, type, status, contact_name, contact_number, contact_caller, handoff_id,
  call_id, destination_id, intended_for, department, transcript, transcript_complete, summary, reason,
  recording, callback_id, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
ON CONFLICT (tenant, id) DO UPDATE SET status = excluded.status, contact_name = excluded.contact_name,
  contact_number = excluded.contact_number, contact_caller = excluded.contact_caller,
  transcript = excluded.transcript, transcript_complete = excluded.transcript_complete,
  summary = excluded.summary, reason = excluded.reason, recording = excluded.recording,
  updated_at = excluded.updated_at)sql";

std::optional<PhoneNumber> number_of(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(PhoneNumber::from_e164(row.text(column)));
}

Ticket ticket_of(const Row& row) {
  Ticket ticket;
  ticket.id = {row.string(0)};
  ticket.type = from_wire<TicketType>(row.text(1), "type");
  ticket.status = from_wire<TicketStatus>(row.text(2), "status");
  ticket.contact = {.name = row.string(3), .number = number_of(row, 4), .caller = row.string(5)};
  ticket.handoff_id = {row.string(6)};
  ticket.call_id = row.text(7);
  ticket.destination_id = {row.string(8)};
  ticket.intended_for = row.text(9);
  ticket.department = row.text(10);
  ticket.transcript = from_json<std::vector<TranscriptLine>>(row.text(11));
  ticket.transcript_complete = row.boolean(12);
  ticket.summary = row.text(13);
  ticket.reason = row.text(14);
  if (!row.is_null(15)) ticket.recording = from_json<Recording>(row.text(15));
  ticket.callback_id = {row.string(16)};
  ticket.created_at = row.instant(17);
  ticket.updated_at = row.instant(18);
  return ticket;
}

Value unless_empty(std::string_view text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

template <class Enum>
Value if_given(const std::optional<Enum>& value) {
  return value ? Value(wire_name(*value)) : Value(nullptr);
}

// ",a,b,": each between commas, as the statement looks for it.
std::string joined(const std::vector<DestinationId>& ids) {
  std::string text = ",";
  for (const DestinationId& id : ids) text += id.value + ",";
  return text;
}

}  // namespace

std::optional<Ticket> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const TicketId& id) {
  std::optional<Ticket> found;
  transaction.query(queries().find, {tenant, id}, [&](const Row& row) { found = ticket_of(row); });
  return found;
}

bool is_in_sight(const storage::Transaction& transaction, const TenantId& tenant, const TicketId& id,
                 const Sight& sight) {
  bool seen = false;
  transaction.query(queries().in_sight,
                    {tenant, id, sight.extension, department_key(sight.department), sight.department,
                     joined(sight.destinations)},
                    [&](const Row&) { seen = true; });
  return seen;
}

std::vector<Ticket> list(const storage::Transaction& transaction, const TenantId& tenant,
                         const ListTickets& filter, const std::optional<Sight>& sight) {
  std::vector<Ticket> found;
  transaction.query(
      query_for(filter),
      {tenant, unless_empty(filter.after.value), sight ? Value(sight->extension) : Value(nullptr),
       sight ? department_key(sight->department) : "", sight ? sight->department : "",
       sight ? joined(sight->destinations) : "", if_given(filter.type), if_given(filter.status),
       unless_empty(filter.destination_id.value), unless_empty(filter.handoff_id.value),
       unless_empty(filter.call_id), filter.limit},
      [&](const Row& row) { found.push_back(ticket_of(row)); });
  return found;
}

void save(storage::Transaction& transaction, const TenantId& tenant, const Ticket& ticket) {
  const auto& number = ticket.contact.number;
  transaction.execute(kSave, {tenant,
                              ticket.id,
                              wire_name(ticket.type),
                              wire_name(ticket.status),
                              ticket.contact.name,
                              number ? Value(number->e164()) : Value(nullptr),
                              ticket.contact.caller,
                              ticket.handoff_id,
                              ticket.call_id,
                              ticket.destination_id,
                              ticket.intended_for,
                              ticket.department,
                              to_json(ticket.transcript),
                              ticket.transcript_complete,
                              ticket.summary,
                              ticket.reason,
                              ticket.recording ? Value(to_json(*ticket.recording)) : Value(nullptr),
                              ticket.callback_id,
                              ticket.created_at,
                              ticket.updated_at});
}

std::vector<std::string_view> statements() {
  return {queries().find,     queries().list, queries().list_of_status, queries().list_of_handoff,
          queries().in_sight, kSave};
}

}  // namespace smarthandoff::tickets::rows
