#include "callback/ticket_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::tickets::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, type, status, contact_name, contact_number, contact_caller, handoff_id, call_id, destination_id,
  intended_for, department, transcript, transcript_complete, summary, reason, recording, callback_id,
  created_at, updated_at
FROM tickets WHERE tenant = ?1 )sql";

// An absent filter is null, and lets every row pass.
constexpr std::string_view kFilters = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR type = ?2)
  AND (CAST(?3 AS TEXT) IS NULL OR status = ?3)
  AND (CAST(?4 AS TEXT) IS NULL OR destination_id = ?4)
  AND (CAST(?5 AS TEXT) IS NULL OR handoff_id = ?5)
  AND (CAST(?6 AS TEXT) IS NULL OR call_id = ?6)
  AND (CAST(?7 AS TEXT) IS NULL OR id < ?7)
ORDER BY id DESC LIMIT ?8)sql";

// The statements made of the parts above; those that name a status or a handoff can use its index.
struct Queries {
  std::string find, list, list_of_status, list_of_handoff;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect), filters(kFilters);
    return Queries{.find = select + "AND id = ?2",
                   .list = select + filters,
                   .list_of_status = select + "AND status = ?3" + filters,
                   .list_of_handoff = select + "AND handoff_id = ?5" + filters};
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

}  // namespace

std::optional<Ticket> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const TicketId& id) {
  std::optional<Ticket> found;
  transaction.query(queries().find, {tenant, id}, [&](const Row& row) { found = ticket_of(row); });
  return found;
}

std::vector<Ticket> list(const storage::Transaction& transaction, const TenantId& tenant,
                         const ListTickets& filter) {
  std::vector<Ticket> found;
  transaction.query(query_for(filter),
                    {tenant, if_given(filter.type), if_given(filter.status),
                     unless_empty(filter.destination_id.value), unless_empty(filter.handoff_id.value),
                     unless_empty(filter.call_id), unless_empty(filter.after.value), filter.limit},
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
  return {queries().find, queries().list, queries().list_of_status, queries().list_of_handoff, kSave};
}

}  // namespace smarthandoff::tickets::rows
