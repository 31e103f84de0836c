#include <smarthandoff/callback/ticket.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/callback/look_up.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "callback/ticket_rows.hpp"
#include "callback/ticket_text.hpp"
#include "callback/who.hpp"

namespace smarthandoff::tickets {
namespace {

constexpr std::size_t kMaxLines = 1000;
constexpr std::size_t kMaxLine = 1000;  // characters, so at most 4000 bytes
constexpr std::size_t kMaxSummary = 4000;
constexpr std::size_t kMaxReason = 500;
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxPath = 500;
constexpr std::size_t kMaxId = 200;

Ticket found(const Context& context, const TicketId& id) {
  auto ticket = rows::find(context.transaction(), context.tenant(), id);
  if (!ticket) throw no_such("ticket", id.value);
  return std::move(*ticket);
}

// Of who reads as an agent; nothing where they are none, who reads nothing.
std::optional<rows::Sight> sight_of_agent(const Context& context) {
  const auto person = callbacks::who::acting(context);
  if (!person) return std::nullopt;
  rows::Sight sight{.extension = person->extension, .department = person->department};
  if (const auto destinations_of = callbacks::registered_look_ups().destinations_of)
    sight.destinations = destinations_of(context, person->extension, person->department);
  return sight;
}

// Agents read their own and the department's.
Ticket readable(const Context& context, const TicketId& id) {
  Ticket ticket = found(context, id);
  if (context.actor().role >= Role::supervisor) return ticket;
  const auto sight = sight_of_agent(context);
  if (sight && rows::is_in_sight(context.transaction(), context.tenant(), id, *sight)) return ticket;
  throw Error(ErrorCode::unauthorized, "ticket \"" + id.value +
                                           "\" is another agent's: only that agent, the department or a "
                                           "supervisor may see it");
}

TicketContact fitted(const TicketContact& contact) {
  return {.name = field::fitted(contact.name, kMaxName),
          .number = contact.number,
          .caller = field::fitted(contact.caller, kMaxName)};
}

Recording fitted(Recording recording) {
  recording.path = field::fitted(recording.path, kMaxPath);
  recording.duration_seconds = std::max<std::int64_t>(recording.duration_seconds, 0);
  return recording;
}

void append(Ticket& ticket, const std::vector<TranscriptLine>& lines) {
  for (const TranscriptLine& line : lines) {
    std::string said = field::fitted(line.text, kMaxLine);
    if (!said.empty())
      ticket.transcript.push_back({.speaker = line.speaker, .text = std::move(said), .at = line.at});
  }
  if (ticket.transcript.size() <= kMaxLines) return;
  const auto excess = static_cast<std::ptrdiff_t>(ticket.transcript.size() - kMaxLines);
  ticket.transcript.erase(ticket.transcript.begin(), ticket.transcript.begin() + excess);
  ticket.transcript_complete = false;
}

void emit(Context& context, const char* topic, const Ticket& ticket) {
  context.emit(topic, ticket.id.value,
               TicketEvent{.ticket_id = ticket.id,
                           .type = ticket.type,
                           .status = ticket.status,
                           .handoff_id = ticket.handoff_id,
                           .call_id = ticket.call_id,
                           .destination_id = ticket.destination_id,
                           .callback_id = ticket.callback_id});
}

}  // namespace

Ticket get(const Context& context, const GetTicket& request) {
  return readable(context, request.ticket_id);
}

TicketList list(const Context& context, const ListTickets& request) {
  field::check_page(request.limit);
  std::optional<rows::Sight> sight;
  if (context.actor().role < Role::supervisor) {
    sight = sight_of_agent(context);
    if (!sight) return {};
  }
  return {.tickets = rows::list(context.transaction(), context.tenant(), request, sight)};
}

TicketText text(const Context& context, const GetTicket& request) {
  return {.text = text_of(readable(context, request.ticket_id), context.profile())};
}

Ticket create(Context& context, const NewTicket& request) {
  smarthandoff::tenants::ensure(context);
  Ticket ticket{.id = {context.new_id()},
                .type = request.type,
                .status = request.status,
                .contact = fitted(request.contact),
                .handoff_id = request.handoff_id,
                .call_id = field::fitted(request.call_id, kMaxId),
                .destination_id = request.destination_id,
                .intended_for = field::fitted(request.intended_for, kMaxName),
                .department = field::fitted(request.department, kMaxName),
                .summary = field::fitted(request.summary, kMaxSummary, true),
                .reason = field::fitted(request.reason, kMaxReason),
                .callback_id = request.callback_id,
                .created_at = context.now(),
                .updated_at = context.now()};
  append(ticket, request.transcript);
  if (request.recording) ticket.recording = fitted(*request.recording);
  rows::save(context.transaction(), context.tenant(), ticket);
  emit(context, "ticket.created", ticket);
  return ticket;
}

Ticket change(Context& context, const TicketId& id, const TicketChange& change) {
  context.transaction().lock("ticket", context.tenant().value + "/" + id.value);
  const Ticket before = found(context, id);
  Ticket ticket = before;
  if (change.status) ticket.status = *change.status;
  if (change.contact) ticket.contact = fitted(*change.contact);
  if (change.summary) ticket.summary = field::fitted(*change.summary, kMaxSummary, true);
  if (change.reason) ticket.reason = field::fitted(*change.reason, kMaxReason);
  if (change.recording) ticket.recording = fitted(*change.recording);
  append(ticket, change.lines);
  if (ticket == before) return ticket;
  ticket.updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), ticket);
  emit(context, "ticket.updated", ticket);
  return ticket;
}

}  // namespace smarthandoff::tickets
