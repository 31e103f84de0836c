#include <smarthandoff/callback/callback.hpp>

#include <smarthandoff/base/describe_understand.hpp>
#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "callback/callback_lifecycle.hpp"
#include "callback/callback_rows.hpp"

namespace smarthandoff::callbacks {
namespace {

constexpr std::size_t kMaxNumberText = 500;  // spoken digits are long
constexpr std::size_t kMaxReason = 500;
constexpr std::size_t kMaxName = 100;
constexpr Milliseconds kLate = std::chrono::minutes(5);  // between agreeing on a time and committing it
constexpr Milliseconds kFarthest = std::chrono::hours(24 * 366);

understand::PhoneUnderstanding understood(const TenantProfile& profile, std::string_view text) {
  return understand::phone({.text = std::string(text),
                            .default_region = profile.default_region,
                            .default_area_code = profile.default_area_code});
}

Error refused_number(const std::string& reason) {
  return Error(ErrorCode::invalid_argument, "field \"number\": cannot be called back: " + reason,
               {{"field", "number"}, {"reason", reason}});
}

PhoneNumber number_to_call(const TenantProfile& profile, std::string_view text) {
  field::check_line("number", text, kMaxNumberText);
  const auto answer = understood(profile, text);
  if (answer.status != understand::PhoneStatus::valid)
    throw refused_number(answer.reason ? wire_name(*answer.reason) : "format");
  if (!answer.callback_allowed) throw refused_number("not_callable");
  return PhoneNumber::from_e164(*answer.e164);
}

// Who asks: the host's person, else the line they call from, else the line to be called.
std::string person_key(const TenantProfile& profile, const CreateCallback& request,
                       const PhoneNumber& number) {
  if (!request.contact_id.empty()) return "contact:" + request.contact_id;
  if (request.caller.size() <= kMaxName) {
    const auto caller = understood(profile, request.caller);
    if (caller.e164) return "phone:" + *caller.e164;
  }
  return "phone:" + number.e164();
}

std::string destination_key(const CreateCallback& request) {
  if (!request.destination_id.empty()) return "destination:" + request.destination_id.value;
  if (!request.extension.empty()) return "extension:" + request.extension;
  return "department:" + fold(field::trimmed(request.department));
}

void check(const CreateCallback& request, Instant now) {
  field::check_id("contact_id", request.contact_id);
  field::check_line("contact_name", request.contact_name, kMaxName);
  field::check_id("destination_id", request.destination_id.value);
  field::check_line("intended_for", request.intended_for, kMaxName);
  field::check_word("extension", request.extension, field::kDialled, 10);
  field::check_line("department", request.department, kMaxName);
  field::check_between("max_attempts", request.max_attempts, 1, 20);
  field::check_id("handoff_id", request.handoff_id.value);
  if (request.destination_id.empty() && request.extension.empty() &&
      field::trimmed(request.department).empty())
    throw invalid_field("destination_id", "must be given, or extension, or department");
  if (request.scheduled_at && *request.scheduled_at < now - kLate)
    throw invalid_field("scheduled_at", "must not be in the past");
  if (request.scheduled_at && *request.scheduled_at > now + kFarthest)
    throw invalid_field("scheduled_at", "must be within a year");
}

void emit(Context& context, const char* topic, const Callback& callback) {
  context.emit(topic, callback.id.value,
               CallbackEvent{.callback_id = callback.id,
                             .ticket_id = callback.ticket_id,
                             .status = callback.status,
                             .priority = callback.priority,
                             .destination_id = callback.destination_id,
                             .handoff_id = callback.handoff_id,
                             .extension = callback.extension,
                             .department = callback.department,
                             .scheduled_at = callback.scheduled_at});
}

tickets::Ticket create_ticket(Context& context, const CreateCallback& request, const Callback& callback) {
  return tickets::create(
      context,
      {.type = tickets::TicketType::callback,
       .status = tickets::TicketStatus::pending,
       .contact = {.name = request.contact_name, .number = callback.number, .caller = request.caller},
       .handoff_id = request.handoff_id,
       .call_id = request.call_id,
       .destination_id = request.destination_id,
       .intended_for = request.intended_for,
       .department = request.department,
       .transcript = request.transcript,
       .summary = request.summary,
       .reason = request.reason,
       .recording = request.recording,
       .callback_id = callback.id});
}

// The same person once more: one promise, one ticket; the place in the line is kept.
Callback join(Context& context, Callback callback, const CreateCallback& request, const PhoneNumber& number) {
  callback.number = number;
  callback.scheduled_at = request.scheduled_at;
  callback.status = status_when_joined(callback.status, request.scheduled_at.has_value());
  callback.priority = more_urgent(callback.priority, request.priority);
  callback.notify_whatsapp = request.notify_whatsapp;
  if (!request.contact_name.empty()) callback.contact_name = request.contact_name;
  if (const auto reason = field::fitted(request.reason, kMaxReason); !reason.empty())
    callback.reason = reason;
  if (!request.handoff_id.empty()) callback.handoff_id = request.handoff_id;
  if (!request.call_id.empty()) callback.call_id = request.call_id;
  callback.updated_at = context.now();
  rows::update_wish(context.transaction(), context.tenant(), callback);

  tickets::TicketChange change{
      .contact =
          tickets::TicketContact{.name = callback.contact_name, .number = number, .caller = request.caller},
      .reason = callback.reason,
      .recording = request.recording,
      .lines = request.transcript};
  if (!request.summary.empty()) change.summary = request.summary;
  const auto ticket = tickets::change(context, callback.ticket_id, change);
  callback.transcript = ticket.transcript;
  callback.summary = ticket.summary;
  emit(context, "callback.joined", callback);
  return callback;
}

Callback insert(Context& context, const CreateCallback& request, const PhoneNumber& number,
                const rows::Keys& keys) {
  Callback callback{.id = {context.new_id()},
                    .number = number,
                    .contact_id = request.contact_id,
                    .contact_name = request.contact_name,
                    .destination_id = request.destination_id,
                    .intended_for = request.intended_for,
                    .extension = request.extension,
                    .department = request.department,
                    .scheduled_at = request.scheduled_at,
                    .reason = field::fitted(request.reason, kMaxReason),
                    .max_attempts = request.max_attempts,
                    .notify_whatsapp = request.notify_whatsapp,
                    .status = status_of_wish(request.scheduled_at.has_value()),
                    .priority = request.priority,
                    .handoff_id = request.handoff_id,
                    .call_id = request.call_id,
                    .requested_at = context.now(),
                    .updated_at = context.now()};
  const auto ticket = create_ticket(context, request, callback);
  callback.ticket_id = ticket.id;
  callback.transcript = ticket.transcript;
  callback.summary = ticket.summary;
  rows::insert(context.transaction(), context.tenant(), callback, keys);
  emit(context, "callback.created", callback);
  return callback;
}

}  // namespace

Callback create(Context& context, const CreateCallback& request) {
  check(request, context.now());
  const PhoneNumber number = number_to_call(context.profile(), request.number);
  const rows::Keys keys{.destination = destination_key(request),
                        .person = person_key(context.profile(), request, number)};
  smarthandoff::tenants::ensure(context);
  context.transaction().lock("callback", context.tenant().value + "/" + keys.destination);
  auto open = rows::find_open(context.transaction(), context.tenant(), keys, number);
  return open ? join(context, std::move(*open), request, number) : insert(context, request, number, keys);
}

Callback get(const Context& context, const GetCallback& request) {
  auto callback = rows::find(context.transaction(), context.tenant(), request.callback_id);
  if (!callback) throw no_such("callback", request.callback_id.value);
  return std::move(*callback);
}

CallbackList list(const Context& context, const ListCallbacks& request) {
  field::check_page(request.limit);
  std::optional<Callback> cursor;
  if (!request.after.empty()) cursor = get(context, {.callback_id = request.after});
  return {.callbacks = rows::list(context.transaction(), context.tenant(), request, cursor)};
}

}  // namespace smarthandoff::callbacks
