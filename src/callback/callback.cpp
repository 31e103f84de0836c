#include <smarthandoff/callback/callback.hpp>

#include <smarthandoff/base/describe_understand.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/callback/look_up.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/department.hpp"
#include "base/field_check.hpp"
#include "base/local_text.hpp"
#include "callback/callback_rows.hpp"
#include "callback/callback_steps.hpp"
#include "callback/gate_questions.hpp"
#include "callback/permission.hpp"
#include "callback/schedule_check.hpp"
#include "callback/watch_rows.hpp"
#include "callback/who.hpp"

namespace smarthandoff::callbacks {
namespace {

constexpr std::size_t kMaxNumberText = 500;  // spoken digits are long
constexpr std::size_t kMaxReason = 500;
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxCaller = 100;  // as handoffs.start takes it
constexpr std::string_view kPhoneKey = "phone:";
constexpr Milliseconds kLate = std::chrono::minutes(5);  // between agreeing on a time and committing it

understand::PhoneUnderstanding understood(const TenantProfile& profile, std::string_view text) {
  return understand::phone({.text = std::string(text),
                            .default_region = profile.default_region,
                            .default_area_code = profile.default_area_code});
}

// For developers; `details` has the reason by its name, and what may be said to whoever asked.
Error refused_number(const std::string& why, Error::Details details) {
  details["field"] = "number";
  return {ErrorCode::invalid_argument, "field \"number\": cannot be called back: " + why, details};
}

std::string not_allowed(const TenantProfile& profile, const std::string& reason) {
  return text::render(profile, "refusal.not_allowed", {{"reason", reason}});
}

// A rule of the contact gate that no time changes.
Error forbidden_number(const TenantProfile& profile, const std::string& rule) {
  const TenantProfile english{.language = "en-US"};
  return refused_number(gate::sentence(english, rule) + " (" + rule + ")",
                        {{"reason", rule}, {"say", not_allowed(profile, gate::sentence(profile, rule))}});
}

// It would ring in the house that is to call.
Error refused_extension(const TenantProfile& profile, const std::string& extension) {
  const TenantProfile english{.language = "en-US"};
  const auto sentence = [&](const TenantProfile& whose) {
    return text::render(whose, "refusal.own_extension", {{"extension", extension}});
  };
  return refused_number(sentence(english) + " (own_extension)",
                        {{"reason", "own_extension"},
                         {"extension", extension},
                         {"say", not_allowed(profile, sentence(profile))}});
}

// What is no number is asked for again; a service's (190) has no area code that could be asked for.
Error unreadable_number(const TenantProfile& profile, understand::PhoneReason reason) {
  const bool service = reason == understand::PhoneReason::short_code;
  const std::string say = service ? not_allowed(profile, gate::sentence(profile, "not_callable"))
                                  : text::render(profile, "dialogue.number.again");
  return refused_number(wire_name(reason), {{"reason", wire_name(reason)}, {"say", say}});
}

PhoneNumber number_to_call(const Context& context, const CreateCallback& request) {
  field::check_line("number", request.number, kMaxNumberText);
  const auto answer = understood(context.profile(), request.number);
  if (const auto own = own_extension(context, answer, request.extension))
    throw refused_extension(context.profile(), *own);
  if (answer.status != understand::PhoneStatus::valid)
    throw unreadable_number(context.profile(), answer.reason.value_or(understand::PhoneReason::format));
  if (!answer.callback_allowed) throw forbidden_number(context.profile(), "not_callable");
  return PhoneNumber::from_e164(*answer.e164);
}

// Who asks: the host's person, else the line they call from, else the line to be called.
std::string person_key(const TenantProfile& profile, const CreateCallback& request,
                       const PhoneNumber& number) {
  if (!request.contact_id.empty()) return "contact:" + request.contact_id;
  if (!request.caller.empty()) {
    const auto caller = understood(profile, request.caller);
    if (caller.e164) return std::string(kPhoneKey) + *caller.e164;
  }
  return std::string(kPhoneKey) + number.e164();
}

std::string destination_key(const CreateCallback& request) {
  if (!request.destination_id.empty()) return "destination:" + request.destination_id.value;
  if (!request.extension.empty()) return "extension:" + request.extension;
  return "department:" + department_key(request.department);
}

// Whom the host says to be a VIP, or who is stored as one: by the contact's id, the number to call, or the
// line they call from, which is in the person's key.
bool is_vip(const Context& context, const CreateCallback& request, const PhoneNumber& number,
            std::string_view person) {
  if (request.vip || contacts::is_vip(context, request.contact_id)) return true;
  if (contacts::is_vip_number(context, number)) return true;
  const std::string_view line = person.starts_with(kPhoneKey) ? person.substr(kPhoneKey.size()) : "";
  return !line.empty() && line != number.e164() &&
         contacts::is_vip_number(context, PhoneNumber::from_e164(line));
}

CallbackPriority priority_of(const Context& context, const CreateCallback& request, const PhoneNumber& number,
                             std::string_view person) {
  if (request.priority == CallbackPriority::urgent || !is_vip(context, request, number, person))
    return request.priority;
  return request.priority == CallbackPriority::normal ? CallbackPriority::high : CallbackPriority::urgent;
}

void check(const CreateCallback& request, Instant now) {
  field::check_line("caller", request.caller, kMaxCaller);
  field::check_id("contact_id", request.contact_id);
  field::check_line("contact_name", request.contact_name, kMaxName);
  field::check_id("destination_id", request.destination_id.value);
  field::check_line("intended_for", request.intended_for, kMaxName);
  field::check_word("extension", request.extension, field::kDialled, 10);
  field::check_line("department", request.department, kMaxName);
  field::check_between("max_attempts", request.max_attempts, 1, 20);
  field::check_id("handoff_id", request.handoff_id.value);
  field::check_id("call_id", request.call_id);
  if (request.destination_id.empty() && request.extension.empty() && request.department.empty())
    throw invalid_field("destination_id", "must be given, or extension, or department");
  const bool agreed = !request.handoff_id.empty();  // with the caller, a moment ago
  if (request.scheduled_at) check_time(*request.scheduled_at, agreed ? now - kLate : now, now);
}

// Agents and destinations are kept without the blanks around what was typed, and are compared with these.
CreateCallback trimmed(CreateCallback request) {
  for (std::string* text :
       {&request.contact_name, &request.intended_for, &request.extension, &request.department})
    *text = field::trimmed(*text);
  return request;
}

// What the destination says of whom to call for it; a caller's wish outlives a destination that was deleted.
CreateCallback completed(const Context& context, CreateCallback request) {
  const LookUps look_up = registered_look_ups();
  const bool agreed = !request.handoff_id.empty();
  if (agreed && look_up.handoff_exists != nullptr && !look_up.handoff_exists(context, request.handoff_id))
    throw no_such("handoff", request.handoff_id.value);
  if (!request.destination_id.empty() && look_up.destination != nullptr) {
    const auto found = look_up.destination(context, request.destination_id);
    if (!found && !agreed) throw no_such("destination", request.destination_id.value);
    if (found) {
      if (request.extension.empty()) request.extension = found->extension;
      if (request.department.empty()) request.department = field::trimmed(found->department);
      if (request.intended_for.empty()) request.intended_for = found->name;
    }
  }
  // To whom it is released where its agent does not take it.
  if (request.department.empty() && !request.extension.empty())
    for (const auto& person : who::of_extension(context, request.extension))
      if (!person.department.empty()) request.department = person.department;
  return request;
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

// What the person asks for is planned with the gate. A host is told of what never can be; somebody on the
// line is not, so that is stored, and over.
gate::Leave plan(Context& context, const CreateCallback& request, const Callback& callback) {
  gate::Leave leave = gate::may_plan(context, callback);
  if (leave.allowed || leave.next_allowed || !request.handoff_id.empty()) return leave;
  throw forbidden_number(context.profile(), leave.rule);
}

// Asked for by an agent who may not see it: whose it is reads in the ticket what was asked, and decides.
Callback add_to(Context& context, const Callback& callback, const CreateCallback& request,
                const PhoneNumber& number) {
  const TenantProfile& profile = context.profile();
  const std::string time =
      request.scheduled_at ? local_text(*request.scheduled_at, profile.zone, profile.language) : "";
  tickets::TicketChange change{.lines = request.transcript};
  const std::string asked = text::render(profile, "callback.asked_again",
                                         {{"number", number.display(profile.default_region)},
                                          {"time", time},
                                          {"reason", field::fitted(request.reason, kMaxReason)}});
  for (const std::string& line : {request.summary, asked})
    change.lines.push_back({.speaker = tickets::Speaker::agent, .text = line, .at = context.now()});
  tickets::change(context, callback.ticket_id, change);
  return {.id = callback.id,
          .ticket_id = callback.ticket_id,
          .number = number,
          .contact_id = request.contact_id,
          .contact_name = request.contact_name,
          .destination_id = request.destination_id,
          .intended_for = request.intended_for,
          .extension = request.extension,
          .department = request.department,
          .status = callback.status,
          .requested_at = callback.requested_at,
          .updated_at = callback.updated_at};
}

// The same person once more: one promise, one ticket; the place in the line is kept.
Callback join(Steps steps, const CreateCallback& request, const PhoneNumber& number,
              CallbackPriority priority) {
  Context& context = steps.context;
  Callback& callback = steps.record.callback;
  callback.number = number;
  callback.agreed_at = request.scheduled_at;
  callback.notify_whatsapp = callback.notify_whatsapp || request.notify_whatsapp;
  if (request.mode) callback.mode = request.mode;
  if (!request.contact_name.empty()) callback.contact_name = request.contact_name;
  if (const auto reason = field::fitted(request.reason, kMaxReason); !reason.empty())
    callback.reason = reason;
  if (!request.handoff_id.empty()) callback.handoff_id = request.handoff_id;
  if (!request.call_id.empty()) callback.call_id = request.call_id;

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
  steps.feed({.kind = lifecycle::EventKind::asked_again, .time = request.scheduled_at, .priority = priority});
  steps.commit("callback.joined");
  return steps.record.callback;
}

Callback insert(Context& context, const CreateCallback& request, const PhoneNumber& number,
                const rows::Keys& keys) {
  rows::Record record{.callback = {.id = {context.new_id()},
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
                                   .priority = priority_of(context, request, number, keys.person),
                                   .handoff_id = request.handoff_id,
                                   .call_id = request.call_id,
                                   .requested_at = context.now(),
                                   .mode = request.mode,
                                   .agreed_at = request.scheduled_at,
                                   .updated_at = context.now()}};
  Callback& callback = record.callback;
  const gate::Leave leave = plan(context, request, callback);
  if (leave.next_allowed && !callback.scheduled_at) {
    callback.scheduled_at = leave.next_allowed;
    callback.status = CallbackStatus::scheduled;
  }
  const auto ticket = create_ticket(context, request, callback);
  callback.ticket_id = ticket.id;
  callback.transcript = ticket.transcript;
  callback.summary = ticket.summary;
  record.machine = {.at = callback.status,
                    .priority = callback.priority,
                    .scheduled_at = callback.scheduled_at,
                    .requested_at = callback.requested_at,
                    .agreed_at = callback.agreed_at,
                    .max_attempts = callback.max_attempts};
  if (!rows::any_open(context)) schedule_sweep(context);
  Steps steps(context, std::move(record));
  steps.begin(keys);
  if (!leave.allowed && !leave.next_allowed) {
    steps.feed({.kind = lifecycle::EventKind::forbidden, .reason = leave.rule});
    steps.commit();
  }
  return steps.record.callback;
}

Callback promise(Context& context, const CreateCallback& asked, bool agreed) {
  CreateCallback request = trimmed(asked);
  check(request, context.now());
  request = completed(context, std::move(request));
  if (request.scheduled_at && request.handoff_id.empty())  // a handoff has agreed on it with the caller
    check_inside_hours(context, *request.scheduled_at);
  const PhoneNumber number = number_to_call(context, request);
  const rows::Keys keys{.destination = destination_key(request),
                        .person = person_key(context.profile(), request, number),
                        .extension = request.extension,
                        .by_extension = request.destination_id.empty()};
  smarthandoff::tenants::ensure(context);
  // Whoever could join the same one waits here.
  context.transaction().lock("callback", context.tenant().value + "/" +
                                             (keys.extension.empty() ? keys.destination : keys.extension));
  if (const auto open = rows::find_open(context.transaction(), context.tenant(), keys, number)) {
    Steps steps = Steps::open(context, open->callback.id);  // once nobody else changes it
    if (is_open(steps.record.machine.at)) {
      if (!agreed && !may_see(context, steps.record.callback))
        return add_to(context, steps.record.callback, request, number);
      plan(context, request,
           {.id = steps.record.callback.id,
            .number = number,
            .contact_id = request.contact_id,
            .scheduled_at = request.scheduled_at,
            .requested_at = context.now(),
            .agreed_at = request.scheduled_at});
      return join(std::move(steps), request, number, priority_of(context, request, number, keys.person));
    }
  }
  return insert(context, request, number, keys);
}

}  // namespace

Callback create(Context& context, const CreateCallback& request) {
  return promise(context, request, false);
}

Callback create_agreed(Context& context, const CreateCallback& request) {
  return promise(context, request, true);
}

Callback get(const Context& context, const GetCallback& request) {
  auto record = rows::find(context.transaction(), context.tenant(), request.callback_id);
  if (!record) throw no_such("callback", request.callback_id.value);
  check_may_see(context, record->callback);
  return std::move(record->callback);
}

CallbackList list(const Context& context, const ListCallbacks& asked) {
  ListCallbacks request = asked;
  request.extension = field::trimmed(asked.extension);
  field::check_page(request.limit);
  check_own_list(context, request.extension, request.department);
  std::optional<Callback> cursor;
  if (!request.after.empty()) cursor = get(context, {.callback_id = request.after});
  return {.callbacks = rows::list(context, request, cursor, sight_of(context))};
}

}  // namespace smarthandoff::callbacks
