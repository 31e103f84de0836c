// Where calls go: incoming ones, those that we placed, and the way from the agent to voicemail.
#include <smarthandoff/calls/voice.hpp>

#include <smarthandoff/base/zone.hpp>
#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/contact/person.hpp>

#include "base/field_check.hpp"
#include "calls/call_jobs.hpp"
#include "calls/call_rows.hpp"
#include "calls/documents.hpp"
#include "calls/field.hpp"
#include "calls/line_rows.hpp"
#include "calls/notices.hpp"
#include "calls/number_rows.hpp"
#include "calls/recording_steps.hpp"
#include "contact/agent_rows.hpp"

namespace smarthandoff::calls {
namespace {

// Saves what a request tells of its call, whatever else was changed of it.
void keep(Context& context, CallRecord& record, const Received& received) {
  Told told{.sid = received.hook.call.call_sid, .at = context.now()};
  if (received.hook.call.status && !twilio::is_final(*received.hook.call.status))
    told.status = from_twilio(*received.hook.call.status);
  if (is_called_off(record.call)) {  // the service has it all the same
    tell(context, record, told);
    record = rows::find_call(context, record.call.id).value_or(record);
    return;
  }
  apply(record, told);
  tell_changed(context, record);
}

std::optional<AgentLine> line_of(const Context& context, const Call& call) {
  if (call.agent_id.empty()) return std::nullopt;
  const auto agent = agents::rows::find(context.transaction(), context.tenant(), call.agent_id);
  return agent && agent->active ? rows::find_line(context, call.agent_id) : std::nullopt;
}

// Whether a phone of theirs rings. An agent who talks waits for nobody: the caller does; who is away is
// called on their mobile.
bool is_rung(const std::optional<AgentLine>& line) {
  if (!line || line->presence == Presence::busy) return false;
  return line->presence == Presence::available || !line->mobile.empty();
}

void to_agent(Script& script, const std::optional<AgentLine>& line) {
  if (!line || line->presence == Presence::busy) return script.overflow();
  if (line->presence == Presence::available) return script.ring(*line, "/voice/failover-check");
  if (is_rung(line)) return script.ring_mobile(*line);
  script.leave_message();
}

// The call that a document is for; a call to us is the agent's whose number was dialled.
CallRecord routed(Context& context, const Received& received) {
  CallRecord record = call_of(context, received);
  if (record.call.direction == CallDirection::inbound && !record.plan.routed) {
    const auto number = rows::find_number(context, e164_or_empty(received.hook.call.to));
    record.plan.routed = true;
    record.call.answered_at.reset();
    if (number && record.call.agent_id.empty()) record.call.agent_id = number->agent_id;
  }
  keep(context, record, received);
  return record;
}

VoiceAnswer on_incoming(Context& context, const Received& received) {
  const CallRecord record = routed(context, received);
  Script script(context, received.settings, record.call);
  script.disclaimer();
  const auto line = line_of(context, record.call);
  if (is_rung(line)) notices::incoming(context, record.call);
  to_agent(script, line);
  return script.answer();
}

VoiceAnswer on_disclaimer(Context& context, const Received& received) {
  const CallRecord record = routed(context, received);
  Script script(context, received.settings, record.call);
  script.disclaimer();
  to_agent(script, line_of(context, record.call));
  return script.answer();
}

VoiceAnswer on_script(Context& context, const Received& received) {
  CallRecord record = call_of(context, received);
  if (const auto* request = std::get_if<twilio::CallRequest>(&received.hook.event))
    if (record.call.answered_by.empty()) record.call.answered_by = field::fitted(request->answered_by, 20);
  keep(context, record, received);
  if (is_called_off(record.call)) return hung_up(context, record.call);
  Script script(context, received.settings, record.call);
  if (is_machine(record.call.answered_by)) {
    const MachineAction action =
        record.plan.script.empty() ? received.settings.machine_action : record.plan.machine_action;
    if (action == MachineAction::message)
      script.machine_message();
    else
      script.add(twiml::Hangup{});
    return script.answer();
  }
  if (record.plan.disclaimer) script.disclaimer();
  to_agent(script, line_of(context, record.call));
  return script.answer();
}

VoiceAnswer on_machine(Context& context, const Received& received) {
  const CallRecord record = call_of(context, received);
  if (is_called_off(record.call)) return hung_up(context, record.call);
  Script script(context, received.settings, record.call);
  script.machine_message();
  return script.answer();
}

VoiceAnswer on_dial(Context& context, const Received& received) {
  const CallRecord record = routed(context, received);
  Script script(context, received.settings, record.call);
  to_agent(script, line_of(context, record.call));
  return script.answer();
}

// Whom the agent will talk to: as the call was begun for, as contacts know them, else the number.
std::string name_of(const Context& context, const CallRecord& record) {
  if (!record.plan.name.empty()) return record.plan.name;
  const bool outbound = record.call.direction == CallDirection::outbound;
  const std::string e164 = e164_or_empty(outbound ? record.call.to_number : record.call.from_number);
  if (e164.empty()) return text::render(context.profile(), "twilio.withheld");
  try {
    const auto person = contacts::get(context, {.address = e164});
    if (!person.name.empty()) return person.name;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
  }
  return PhoneNumber::from_e164(e164).display(context.profile().default_region);
}

// The leg that hears it names the caller's call in the URL.
VoiceAnswer on_whisper(Context& context, const Received& received) {
  const auto ours = received.query.find("call");
  auto record = ours == received.query.end() ? std::nullopt : rows::find_call(context, {ours->second});
  if (!record) record = rows::find_call_of(context, received.hook.call.parent_call_sid);
  CallRecord unknown;
  Script script(context, received.settings, record ? record->call : unknown.call);
  if (record)
    script.say("twilio.whisper", {{"name", name_of(context, *record)}, {"context", record->plan.context}});
  return script.answer();
}

bool is_unanswered(const Received& received) {
  const auto* dial = std::get_if<twilio::DialResult>(&received.hook.event);
  if (dial == nullptr || !dial->status) return false;
  using Status = twilio::CallStatus;
  return *dial->status == Status::no_answer || *dial->status == Status::busy ||
         *dial->status == Status::failed;
}

// The agent's leg has ended after a conversation.
void answered(Context& context, CallRecord& record, const Received& received) {
  const auto* dial = std::get_if<twilio::DialResult>(&received.hook.event);
  const bool talked = dial != nullptr && dial->status == twilio::CallStatus::completed;
  if (!talked || record.call.answered_at || !record.plan.routed) return;
  record.call.answered_at = context.now() - Seconds(dial->duration_s.value_or(0));
  tell_changed(context, record);
}

VoiceAnswer on_failover(Context& context, const Received& received) {
  CallRecord record = call_of(context, received);
  Script script(context, received.settings, record.call);
  if (!is_unanswered(received)) {
    answered(context, record, received);
    return script.answer();
  }
  const auto line = line_of(context, record.call);
  if (line && !line->mobile.empty())
    script.ring_mobile(*line);
  else if (record.call.direction == CallDirection::outbound)
    script.overflow();
  else
    script.leave_message();
  return script.answer();
}

VoiceAnswer on_voicemail(Context& context, const Received& received) {
  CallRecord record = call_of(context, received);
  Script script(context, received.settings, record.call);
  const bool asked_again = !received.field("done").empty();
  const bool dialled = std::holds_alternative<twilio::DialResult>(received.hook.event);
  if (dialled && !is_unanswered(received)) {
    answered(context, record, received);
  } else if (asked_again) {
    script.add(twiml::Hangup{});
  } else if (record.call.direction == CallDirection::outbound) {
    script.overflow();  // whom we call leaves no message for us
  } else {
    script.leave_message();
  }
  return script.answer();
}

std::optional<PhoneNumber> number_of(const std::string& told) {
  const std::string e164 = e164_or_empty(told);
  return e164.empty() ? std::nullopt : std::optional(PhoneNumber::from_e164(e164));
}

tickets::NewTicket ticket_for(const Context& context, const CallRecord& record,
                              const twilio::RecordingEvent& event) {
  const Call& call = record.call;
  const std::int64_t seconds = event.recording.duration_s.value_or(0);
  tickets::NewTicket ticket{.type = tickets::TicketType::voice,
                            .contact = {.number = number_of(call.from_number), .caller = call.from_number},
                            .call_id = call.sid,
                            .recording = tickets::Recording{.path = field::fitted(event.recording.url, 500),
                                                            .started_at = event.started_at,
                                                            .duration_seconds = seconds}};
  const std::string shown = ticket.contact.number
                                ? ticket.contact.number->display(context.profile().default_region)
                                : text::render(context.profile(), "twilio.withheld");
  ticket.summary = text::render(context.profile(), "twilio.voicemail_summary",
                                {{"number", shown}, {"duration", format_duration(Seconds(seconds))}});
  if (!call.agent_id.empty())
    if (const auto agent = agents::rows::find(context.transaction(), context.tenant(), call.agent_id)) {
      ticket.intended_for = agent->name;
      ticket.department = agent->department;
    }
  return ticket;
}

// One ticket a recording, however often it is told.
VoiceAnswer on_voicemail_recorded(Context& context, const Received& received) {
  const auto* event = std::get_if<twilio::RecordingEvent>(&received.hook.event);
  const bool ready = event != nullptr && event->status == "completed" && !event->recording.sid.empty();
  if (!ready || received.hook.call.call_sid.empty()) return nothing(AnswerKind::received);
  const CallRecord record = call_of(context, received);
  keep_recording(context, record.call, *event);
  if (recordings::has_ticket(context, record.call, event->recording.sid))
    return nothing(AnswerKind::received);
  if (!rows::find_call(context, record.call.id)) {
    CallRecord kept = record;
    tell_changed(context, kept);
  }
  const auto ticket = tickets::create(context, ticket_for(context, record, *event));
  notices::voicemail(context, record.call, ticket.id.value);
  return nothing(AnswerKind::received);
}

constexpr auto kDocument = AnswerKind::document;

}  // namespace

VoiceAnswer incoming(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.incoming", kDocument, on_incoming});
}
VoiceAnswer disclaimer(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.disclaimer", kDocument, on_disclaimer});
}
VoiceAnswer script(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.script", kDocument, on_script});
}
VoiceAnswer machine(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.machine", kDocument, on_machine});
}
VoiceAnswer dial_with_whisper(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.dial", kDocument, on_dial});
}
VoiceAnswer whisper(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.whisper", kDocument, on_whisper});
}
VoiceAnswer follow_me(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.follow", kDocument, on_dial});
}
VoiceAnswer failover(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.failover", kDocument, on_failover});
}
VoiceAnswer voicemail(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.voicemail", kDocument, on_voicemail});
}
VoiceAnswer voicemail_recorded(Context& context, const VoiceWebhook& request) {
  return handle(context, request, {"voice.message", AnswerKind::received, on_voicemail_recorded});
}

}  // namespace smarthandoff::calls
