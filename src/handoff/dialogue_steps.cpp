#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/callback/watch.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/messenger/channel.hpp>

#include "base/local_text.hpp"
#include "handoff/handoff_steps.hpp"

namespace smarthandoff::handoff {
namespace {

using destinations::ResolveStatus;
using dialogue::Act;
using dialogue::InputKind;
using dialogue::Line;
using Kind = lifecycle::EventKind;

// What a caller says when the transfer's own name of the state is another than the catalogue's.
std::string key_of(Line line, bool again) {
  switch (line) {
    case Line::fallback_callback:
      return "fallback.callback";
    case Line::fallback_voicemail:
      return "fallback.voicemail";
    case Line::fallback_retry:
      return "fallback.retry";
    case Line::fallback_hangup:
      return "fallback.hangup";
    default:
      return "dialogue." + wire_name(line) + (again ? ".again" : "");
  }
}

// What a ticket refers to: without a path the recording is found by the call's id.
tickets::Recording recorded_call(const Handoff& handoff, Instant now) {
  return {.path = handoff.recording_path,
          .started_at = handoff.created_at,
          .duration_seconds = std::chrono::duration_cast<Seconds>(now - handoff.created_at).count()};
}

std::optional<tickets::Recording> recording_of(const Handoff& handoff, Instant now) {
  if (handoff.recording_path.empty()) return std::nullopt;
  return recorded_call(handoff, now);
}

}  // namespace

std::vector<Choice> choices(DialogueState question) {
  switch (question) {
    case DialogueState::offer:
      return {Choice::callback, Choice::message};
    case DialogueState::offer_message:
      return {Choice::message, Choice::no};
    case DialogueState::confirm:
    case DialogueState::confirm_time:
    case DialogueState::whatsapp:
    case DialogueState::more:
      return {Choice::yes, Choice::no};
    default:
      return {};
  }
}

// An answered or canceled transfer has no sentence: what failed all the same is told as that.
std::string result_sentence(const Context& context, const rows::Record& record) {
  using telephony::TransferResult;
  auto result = record.handoff.result.value_or(TransferResult::failed);
  if (result == TransferResult::answered || result == TransferResult::canceled)
    result = TransferResult::failed;
  return text::render("handoff." + wire_name(result), record.handoff.language,
                      {{"name", record.handoff.destination_name}}, context.profile().texts);
}

std::optional<destinations::Destination> Steps::asked_destination() const {
  if (record.handoff.destination_id.empty()) return std::nullopt;
  return destinations::find(context, record.handoff.destination_id);
}

dialogue::Policy Steps::dialogue_policy() const {
  dialogue::Policy policy;
  const auto& number = record.handoff.caller_number;
  if (number && may_be_called_back(number->type())) policy.caller_number = number->e164();
  policy.has_whatsapp =
      callbacks::settings(context, {}).notices && channels::to_send_with(context).has_value();
  policy.can_retry = record.transfer > 0 && !record.machine.destination_id.empty() &&
                     record.machine.retries < lifecycle::Policy{}.max_retries;
  const auto destination = asked_destination();
  policy.has_destination = destination.has_value();
  if (destination) policy.fallback = destination->fallback_action;
  return policy;
}

bool Steps::may_call_back(const std::string& e164) const {
  const auto leave = contact::check(context, {.address = e164, .purpose = contact::Purpose::requested});
  return leave.allowed || leave.next_allowed;
}

// A number is promised only if it can be kept: one that may never be called is refused where it is said.
dialogue::Decision Steps::decide(const dialogue::Input& input) const {
  dialogue::Policy policy = dialogue_policy();
  dialogue::Decision decision = dialogue::decide(record.dialogue, input, policy);
  const auto number = decision.state.number;
  if (!number || number == record.dialogue.number || may_call_back(*number)) return decision;
  dialogue::Input refused = input;
  if (policy.caller_number == number) policy.caller_number.reset();
  if (input.kind == InputKind::number) refused.kind = InputKind::unusable_number;
  if (input.form.number == number) {
    refused.form.number.reset();
    refused.unusable = true;
  }
  return dialogue::decide(record.dialogue, refused, policy);
}

bool Steps::answer(const dialogue::Input& input) {
  const dialogue::Decision decision = decide(input);
  if (decision.verdict == lifecycle::Verdict::refused)
    throw Error(ErrorCode::failed_precondition,
                "handoff \"" + record.handoff.id.value + "\": " + std::string(decision.reason),
                {{"question", wire_name(record.dialogue.at)}});
  if (decision.verdict == lifecycle::Verdict::ignored) {
    action = dialogue::is_final(record.dialogue.at) ? HearAction::hang_up : HearAction::none;
    return false;
  }
  // What was promised is read by the acts from the state in which it was promised.
  record.dialogue = decision.state;
  action = HearAction::say;
  for (const Line said : decision.say) {
    if (!say.empty()) say += ' ';
    say += line(said, decision.again);
  }
  for (const Act wanted : decision.acts) act(wanted, input);
  if (say.empty() && action == HearAction::say) action = HearAction::listen;
  return true;
}

std::string Steps::line(Line line, bool again) const {
  const Handoff& handoff = record.handoff;
  const TenantProfile& profile = context.profile();
  if (line == Line::result) return result_sentence(context, record);
  if (line == Line::blind_failed)
    return text("handoff.blind_failed", {{"sentence", result_sentence(context, record)}});
  if (line == Line::hold) return hold_sentence(true);
  const dialogue::State& state = record.dialogue;
  std::string number, time;
  if (state.number) number = PhoneNumber::from_e164(*state.number).display(profile.default_region);
  const auto when = state.proposed ? state.proposed : state.time;
  if (when) time = time_said(*when);
  if (line == Line::ask_which) return record.say;
  return text(
      key_of(line, again),
      {{"name", handoff.destination_name}, {"number", number}, {"time", time}, {"times", times_said()}});
}

std::string Steps::time_said(Instant at) const {
  return local_text(at, context.profile().zone, record.handoff.language);
}

// "16/01/2026 21:00 ou 17/01/2026 09:00".
std::string Steps::times_said() const {
  const auto& times = record.dialogue.wish.times;
  std::string said;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const std::string time = time_said(times[i]);
    const bool last = i > 0 && i + 1 == times.size();
    if (last)
      said = text("destination.or", {{"first", said}, {"last", time}});
    else
      said += (said.empty() ? "" : ", ") + time;
  }
  return said;
}

void Steps::act(Act act, const dialogue::Input& input) {
  switch (act) {
    case Act::create_callback:
      return create_callback();
    case Act::create_ticket:
      return create_ticket();
    case Act::hang_up:
      action = HearAction::hang_up;
      return feed({.kind = Kind::closing_wanted});
    case Act::transfer:
      return transfer(input.text, {});
    case Act::retry:
    case Act::retry_fallback:
      action = HearAction::transfer;
      begin(true);
      return feed({.kind = Kind::retry_requested, .fallback = act == Act::retry_fallback});
    case Act::conversation:
      return feed({.kind = Kind::conversation_wanted});
    case Act::open_dialogue:
      return feed({.kind = Kind::dialogue_requested});
    case Act::record_opt_out:
    case Act::record_wrong_person:
      return record_legal(act);
  }
}

void Steps::record_legal(Act act) {
  const bool opt_out = act == Act::record_opt_out;
  (opt_out ? record.dialogue.opted_out : record.dialogue.wrong_person) = true;
  emit(opt_out ? "handoff.opt_out" : "handoff.wrong_person");
  if (!record.handoff.caller_number) return;  // withheld: there is nobody to call
  const std::string& number = record.handoff.caller_number->e164();
  const std::string reason = "said in handoff " + record.handoff.id.value;
  if (opt_out)
    suppressions::add_opt_out(context, {.address = number, .reason = reason});
  else
    suppressions::add_wrong_person(context, {.address = number, .reason = reason});
}

// What was said so far, with the sentence that is about to be: it promises what is being stored.
std::vector<tickets::TranscriptLine> Steps::transcript() const {
  auto lines = rows::lines(context, record.handoff.id);
  if (!say.empty())
    lines.push_back({.speaker = tickets::Speaker::assistant, .text = say, .at = context.now()});
  return lines;
}

// A callback to the number that was agreed; committed with the sentence that says so.
void Steps::create_callback() {
  const auto destination = asked_destination();
  if (!destination || !record.dialogue.number) return create_ticket();
  const dialogue::State& state = record.dialogue;
  const Handoff& handoff = record.handoff;
  callbacks::CreateCallback request{.number = *state.number,
                                    .caller = handoff.caller,
                                    .destination_id = destination->id,
                                    .intended_for = destination->name,
                                    .department = destination->department,
                                    .reason = state.reason,
                                    .notify_whatsapp = state.whatsapp,
                                    .handoff_id = handoff.id,
                                    .call_id = handoff.call_id,
                                    .transcript = transcript(),
                                    .summary = record.summary,
                                    .recording = recording_of(handoff, context.now())};
  if (destination->type == destinations::DestinationType::extension) request.extension = destination->number;
  if (state.time && *state.time > context.now()) request.scheduled_at = state.time;
  const callbacks::Callback callback = callbacks::create_agreed(context, request);
  record.handoff.callback_id = callback.id;
  record_inbound(true);
  if (record.handoff.ticket_id.empty()) record.handoff.ticket_id = callback.ticket_id;
}

void Steps::create_ticket() {
  const auto destination = asked_destination();
  const Handoff& handoff = record.handoff;
  tickets::NewTicket ticket{.type = tickets::TicketType::voice,
                            .status = tickets::TicketStatus::open,
                            .contact = {.number = handoff.caller_number, .caller = handoff.caller},
                            .handoff_id = handoff.id,
                            .call_id = handoff.call_id,
                            .destination_id = handoff.destination_id,
                            .intended_for = handoff.destination_name,
                            .transcript = transcript(),
                            .summary = summary_of_call(),
                            .reason = record.dialogue.message,
                            .recording = recorded_call(handoff, context.now())};
  if (destination) ticket.department = destination->department;
  record.handoff.ticket_id = tickets::create(context, ticket).id;
}

// The host's words, else the caller's, else whom the call was for and why it failed.
std::string Steps::summary_of_call() const {
  if (!record.summary.empty()) return record.summary;
  if (!record.dialogue.message.empty()) return record.dialogue.message;
  std::string why;
  if (record.handoff.result) why = result_sentence(context, record);
  return text("ticket.no_message", {{"name", record.handoff.destination_name}, {"sentence", why}});
}

// The call's length is known when it is over.
void Steps::complete_ticket() {
  const Handoff& handoff = record.handoff;
  if (handoff.ticket_id.empty()) return;
  try {
    static_cast<void>(
        tickets::change(context, handoff.ticket_id, {.recording = recorded_call(handoff, context.now())}));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;  // erased meanwhile: there is nothing to complete
  }
}

// A new transfer: nothing of the last one's outcome is its own.
void Steps::begin(bool same_destination) {
  record.transfer += 1;
  record.status = TransferStatus::pending;
  record.handoff.result.reset();
  record.deciding_id = {};
  record.say.clear();
  if (!same_destination) record.asked.clear();
}

void Steps::transfer(const std::string& to, const DestinationId& destination_id) {
  // Refused before anything is looked up: while one is under way, a name is no question either.
  const lifecycle::Event wanted{.kind = Kind::transfer_requested};
  const auto may = lifecycle::decide(record.machine, wanted, {}, context.now());
  if (may.verdict == lifecycle::Verdict::refused) return feed(wanted);

  const auto found = whom(to, destination_id);
  begin(false);
  record.asked = to;
  switch (found.status) {
    case ResolveStatus::found:
      return put_through(found.destinations.front());
    case ResolveStatus::disabled:
      record.status = TransferStatus::disabled;
      break;
    case ResolveStatus::not_found:
      record.status = TransferStatus::not_found;
      break;
    case ResolveStatus::ambiguous:
      record.status = TransferStatus::ask_which;
      break;
    case ResolveStatus::ask_whom:
      record.status = TransferStatus::ask_whom;
      break;
  }
  record.say = found.say;
  if (found.status == ResolveStatus::disabled) {
    action = HearAction::say;
    say = found.say;
    return;
  }
  answer({.kind = found.status == ResolveStatus::ambiguous ? InputKind::ask_which : InputKind::ask_whom});
  say = found.say;
}

destinations::ResolvedDestination Steps::whom(const std::string& to, const DestinationId& id) const {
  if (!id.empty()) {
    auto destination = destinations::get(context, {.destination_id = id});
    const bool enabled = destination.enabled;
    destinations::ResolvedDestination found{.status =
                                                enabled ? ResolveStatus::found : ResolveStatus::disabled};
    if (!enabled) found.say = text("destination.disabled", {{"name", destination.name}});
    found.destinations.push_back(std::move(destination));
    return found;
  }
  const SecretaryId& secretary = record.handoff.secretary_id;
  // "A do financeiro" answers "which Jeni?": first together with what was asked before.
  if (record.status == TransferStatus::ask_which && !record.asked.empty()) {
    auto both = destinations::resolve(context, {.text = record.asked + " " + to, .secretary_id = secretary});
    if (both.status == ResolveStatus::found) return both;
  }
  return destinations::resolve(context, {.text = to, .secretary_id = secretary});
}

void Steps::put_through(const destinations::Destination& destination) {
  record.handoff.destination_id = destination.id;
  record.handoff.destination_name = destination.name;
  dialogue::State fresh;
  fresh.message = record.dialogue.message;
  fresh.opted_out = record.dialogue.opted_out;
  fresh.wrong_person = record.dialogue.wrong_person;
  record.dialogue = std::move(fresh);
  action = HearAction::transfer;
  feed({.kind = Kind::transfer_requested, .destination_id = destination.id.value});
  say = record.machine.blind ? text("handoff.transferring", {{"name", destination.name}}) : hold_sentence();
}

HearOutcome Steps::outcome() const {
  const Handoff& handoff = record.handoff;
  HearOutcome outcome{.handoff_id = handoff.id,
                      .action = action,
                      .say = say,
                      .offer = choices(record.dialogue.at),
                      .state = record.machine.at,
                      .question = record.dialogue.at,
                      .callback_id = handoff.callback_id,
                      .ticket_id = handoff.ticket_id,
                      .number = record.dialogue.number};
  outcome.time = record.dialogue.proposed ? record.dialogue.proposed : record.dialogue.time;
  return outcome;
}

}  // namespace smarthandoff::handoff
