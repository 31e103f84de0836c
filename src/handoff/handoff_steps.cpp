#include "handoff/handoff_steps.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/callback/watch.hpp>
#include <smarthandoff/contact/contact_log.hpp>

#include "base/field_check.hpp"
#include "base/pbx_domain.hpp"
#include "base/trunk_number.hpp"

namespace smarthandoff::handoff {
namespace {

using destinations::Destination;
using destinations::DestinationType;
using lifecycle::Effect;
using Kind = lifecycle::EventKind;

constexpr std::size_t kMaxLine = 4096;

Settings settings_of(const Context& context, const SecretaryId& id) {
  const TenantProfile& profile = context.profile();
  Settings settings{
      .opening_hours = profile.opening_hours, .domain = pbx_domain(profile), .blind = profile.blind_transfer};
  const auto secretary = id.empty() ? std::nullopt : secretaries::find(context, id);
  if (!secretary) return settings;
  if (!secretary->opening_hours.empty()) settings.opening_hours = secretary->opening_hours;
  if (!secretary->pbx_domain.empty()) settings.domain = secretary->pbx_domain;
  if (secretary->blind_transfer) settings.blind = *secretary->blind_transfer;
  settings.dialogue = secretary->dialogue_enabled;
  return settings;
}

}  // namespace

Steps::Steps(Context& within, rows::Record of)
    : context(within), record(std::move(of)), settings_(settings_of(within, record.handoff.secretary_id)) {}

std::string Steps::text(std::string_view key,
                        const std::vector<std::pair<std::string_view, std::string>>& values) const {
  return text::render(key, record.handoff.language, values, context.profile().texts);
}

void Steps::emit(std::string topic, std::string said, std::string reason) {
  const Handoff& handoff = record.handoff;
  const HandoffEvent event{.handoff_id = handoff.id,
                           .call_id = handoff.call_id,
                           .state = record.machine.at,
                           .question = record.dialogue.at,
                           .destination_id = handoff.destination_id,
                           .attempt_id = record.attempt_id,
                           .result = handoff.result,
                           .callback_id = handoff.callback_id,
                           .ticket_id = handoff.ticket_id,
                           .say = std::move(said),
                           .reason = std::move(reason)};
  context.emit(std::move(topic), handoff.id.value, event);
}

void Steps::commit() {
  Handoff& handoff = record.handoff;
  handoff.state = record.machine.at;
  handoff.question = record.dialogue.at;
  handoff.opted_out = record.dialogue.opted_out;
  handoff.wrong_person = record.dialogue.wrong_person;
  handoff.updated_at = context.now();
  rows::update(context, record);
  emit("handoff.updated");
}

lifecycle::Policy Steps::policy() const {
  lifecycle::Policy policy{.blind = settings_.blind, .dialogue = settings_.dialogue};
  const DestinationId id{record.machine.destination_id};
  const auto destination = id.empty() ? std::nullopt : destinations::find(context, id);
  if (!destination) return policy;
  policy.whisper = !destination->whisper.empty();
  policy.gate = destination->accept_gate != destinations::AcceptGate::none;
  policy.ring_timeout = Seconds(destination->ring_timeout_seconds);
  for (const auto& next : destination->hunt) {
    const auto other = destinations::find(context, next.destination_id);
    if (other && other->enabled) policy.next[next.result].push_back(other->id.value);
  }
  return policy;
}

void Steps::feed(const lifecycle::Event& event) {
  queue_.push_back(event);
  while (!queue_.empty()) {
    const lifecycle::Event next = std::move(queue_.front());
    queue_.pop_front();
    apply(next);
  }
}

void Steps::apply(const lifecycle::Event& event) {
  const lifecycle::Decision decision = lifecycle::decide(record.machine, event, policy(), context.now());
  if (decision.verdict == lifecycle::Verdict::refused)
    throw Error(ErrorCode::failed_precondition,
                "handoff \"" + record.handoff.id.value + "\": " + std::string(decision.reason),
                {{"state", wire_name(record.machine.at)}});
  if (decision.verdict == lifecycle::Verdict::ignored) return;

  const HandoffState before = record.machine.at;
  record.machine = decision.state;
  set_timer(decision);
  for (const Effect effect : decision.effects) carry_out(effect, decision);
  if (record.machine.at != before) arrived();
}

void Steps::set_timer(const lifecycle::Decision& decision) {
  if (decision.keep_timer) return;
  if (decision.timer) {
    record.timer += 1;
    record.timer_runs = true;
    Order timer = order();
    timer.timer = record.timer;
    context.enqueue(kind::kTimer, record.handoff.id.value, timer, context.now() + *decision.timer);
  } else if (record.timer_runs) {
    record.timer_runs = false;
    context.cancel_job(kind::kTimer, record.handoff.id.value);
  }
}

Order Steps::order() const {
  const Handoff& handoff = record.handoff;
  return {.handoff_id = handoff.id,
          .attempt_id = record.attempt_id,
          .call = handoff.call_id,
          .leg = record.leg.value,
          .language = handoff.language};
}

void Steps::carry_out(Effect effect, const lifecycle::Decision& decision) {
  const std::string& id = record.handoff.id.value;
  switch (effect) {
    case Effect::begin_attempt:
      return begin_attempt();
    case Effect::end_attempt:
      return end_attempt(decision.ended);
    case Effect::hold:
      return hold();
    case Effect::ring:
      return ring();
    case Effect::cancel_leg:
      return cancel_leg();
    case Effect::cancel_stale:
      return;  // cancel_stale() knows the leg
    case Effect::whisper:
      return whisper();
    case Effect::bridge:
      return context.enqueue(kind::kBridge, record.leg.value, order());
    case Effect::transfer_blind:
      return transfer_blind();
    case Effect::hang_up:
      return context.enqueue(kind::kHangUp, id, order());
    case Effect::probe:
      return context.enqueue(kind::kProbe, id, order());
    case Effect::offer:
      return offer();
    case Effect::resume: {
      Order resume = order();
      resume.assistant = record.assistant;
      resume.tries = record.machine.stranded ? std::max<std::int64_t>(record.machine.resumes, 1) : 0;
      return context.enqueue(kind::kResume, id, resume);
    }
  }
}

void Steps::begin_attempt() {
  const DestinationId id{record.machine.destination_id};
  const auto destination = destinations::find(context, id);
  record.attempt_id.value = context.new_id();
  record.leg = {};
  if (record.machine.tried.size() == 1) record.deciding_id = record.attempt_id;
  rows::insert_attempt(context, {.id = record.attempt_id,
                                 .handoff_id = record.handoff.id,
                                 .transfer = record.transfer,
                                 .destination_id = id,
                                 .destination_name = destination ? destination->name : std::string(),
                                 .created_at = context.now()});
  if (!destination || destination->type != DestinationType::extension) {
    queue_.push_back({.kind = Kind::status_known, .asked = false});
    return;
  }
  Order check = order();
  check.number = destination->number;
  check.domain = settings_.domain;
  context.enqueue(kind::kCheck, record.attempt_id.value, check);
}

// The transfer's result is that of whom the caller asked for, unless somebody answered or the caller went.
void Steps::end_attempt(const lifecycle::AttemptEnd& ended) {
  rows::end_attempt(context, record, ended);
  const bool final = ended.result == telephony::TransferResult::answered ||
                     ended.result == telephony::TransferResult::canceled;
  if (!final && record.deciding_id != record.attempt_id) return;
  record.deciding_id = record.attempt_id;
  record.handoff.result = ended.result;
}

void Steps::hold() {
  context.enqueue(kind::kHold, record.handoff.id.value, order());
  const std::string said = hold_sentence(record.machine.at == HandoffState::waiting);
  keep_line(tickets::Speaker::assistant, said, context.now());
  emit("handoff.hold", said);
}

std::string Steps::hold_sentence(bool after_waiting) const {
  const auto destination = destinations::find(context, DestinationId{record.machine.destination_id});
  std::int64_t seconds = destination ? destination->ring_timeout_seconds : 30;
  if (after_waiting) seconds += std::chrono::duration_cast<Seconds>(lifecycle::Policy{}.retry_delay).count();
  return text("handoff.hold", {{"seconds", std::to_string(seconds)}});
}

// The leg's id is chosen and stored before the leg is placed: whatever happens, it can be found again.
void Steps::ring() {
  const auto destination = destinations::find(context, DestinationId{record.machine.destination_id});
  record.leg.value = context.new_id();
  rows::insert_leg(context, record.leg.value, record.handoff.id);
  rows::set_leg(context, record);
  Order ring = order();
  if (destination) {
    ring.number = destination->number;
    ring.context = destination->context;
    ring.timeout = Seconds(destination->ring_timeout_seconds);
    if (destination->type == DestinationType::extension) {
      ring.domain = settings_.domain;
    } else if (destination->type == DestinationType::external && !context.profile().trunk.gateway.empty()) {
      ring.dial = telephony::DialKind::trunk;
      ring.gateway = context.profile().trunk.gateway;
      ring.number = as_dialled(destination->number, context.profile().trunk);
    } else {
      ring.dial = telephony::DialKind::number;
    }
  }
  ring.caller_number =
      record.handoff.caller_number ? record.handoff.caller_number->e164() : record.handoff.caller;
  ring.caller_name = ring.caller_number;
  context.enqueue(kind::kRing, record.leg.value, ring);
}

void Steps::cancel_leg() {
  if (record.leg.empty()) return;
  context.cancel_job(kind::kRing, record.leg.value);
  context.enqueue(kind::kCancel, record.leg.value, order());
}

void Steps::cancel_stale(const std::string& leg) {
  Order stale = order();
  stale.leg = leg;
  context.enqueue(kind::kCancel, leg, stale);
}

void Steps::whisper() {
  const auto destination = destinations::find(context, DestinationId{record.machine.destination_id});
  const Handoff& handoff = record.handoff;
  std::string said = destination ? destination->whisper : std::string();
  const std::string caller = handoff.caller_number
                                 ? handoff.caller_number->display(context.profile().default_region)
                                 : handoff.caller;
  if (said.empty()) said = text("handoff.whisper", {{"caller", caller}, {"reason", record.summary}});
  if (destination && destination->accept_gate == destinations::AcceptGate::key)
    said += " " + text("handoff.accept_key", {{"key", lifecycle::Policy{}.accept_key}});
  if (destination && destination->accept_gate == destinations::AcceptGate::word)
    said += " " + text("handoff.accept_word", {});
  Order whisper = order();
  whisper.text = std::move(said);
  context.enqueue(kind::kWhisper, record.leg.value, whisper);
}

void Steps::transfer_blind() {
  Order blind = order();
  if (const auto destination = destinations::find(context, DestinationId{record.machine.destination_id})) {
    blind.number = destination->number;
    blind.context = destination->context;
    blind.timeout = Seconds(destination->ring_timeout_seconds);
    if (destination->type == DestinationType::extension) blind.domain = settings_.domain;
  }
  context.enqueue(kind::kBlind, record.attempt_id.value, blind);
}

// The caller is with the assistant again: the result's sentence, and what can be done instead.
void Steps::offer() {
  using dialogue::InputKind;
  const bool exhausted = record.machine.retrying;
  InputKind input = settings_.dialogue && !exhausted ? InputKind::begin : InputKind::begin_fallback;
  if (record.machine.blind) input = InputKind::begin_blind;
  record.status = TransferStatus::returned;
  answer({.kind = input});
  record.say = say;
  keep_line(tickets::Speaker::assistant, say, context.now());
  emit("handoff.returned", say);
}

// The caller talks to whom they wanted: nobody needs to call them back for it.
void Steps::served() {
  if (!record.handoff.caller_number) return;
  const auto destination = destinations::find(context, DestinationId{record.machine.destination_id});
  if (!destination) return;
  const bool extension = destination->type == DestinationType::extension;
  callbacks::on_served(context, {.number = *record.handoff.caller_number,
                                 .destination_id = destination->id,
                                 .extension = extension ? destination->number : std::string(),
                                 .department = destination->department});
}

// The person reached us, and spoke: what the gate must know before they are called. One entry per call, that
// of its beginning; a callback they asked for is a consent to be called.
void Steps::record_inbound(bool consent) {
  const Handoff& handoff = record.handoff;
  if (!handoff.caller_number) return;
  contact::record_contact(context, {.address = handoff.caller_number->e164(),
                                    .channel = contact::Channel::voice,
                                    .purpose = contact::Purpose::service,
                                    .direction = contact::Direction::inbound,
                                    .outcome = contact::ContactOutcome::conversation,
                                    .reference = handoff.id.value,
                                    .consent = consent,
                                    .at = handoff.created_at});
}

// What both sides said. A sentence that is given back and said by an event is one; a transcript that is full
// stays as it is, and the dialogue goes on.
void Steps::keep_line(tickets::Speaker speaker, const std::string& said, Instant at) {
  if (said.empty()) return;
  const tickets::TranscriptLine line{
      .speaker = speaker, .text = field::fitted(said, kMaxLine, true), .at = at};
  const auto last = rows::last_line(context, record.handoff.id);
  if (speaker == tickets::Speaker::assistant && last && last->speaker == speaker && last->text == line.text)
    return;
  static_cast<void>(rows::insert_line(context, record.handoff.id, line));
}

// What the host's tool call asked for, unless the caller's own words are noted already.
void Steps::keep_request(const std::string& to) {
  const auto last = rows::last_line(context, record.handoff.id);
  const bool noted = last && last->speaker == tickets::Speaker::customer &&
                     fold(last->text).find(fold(to)) != std::string::npos;
  if (!noted) keep_line(tickets::Speaker::customer, to, context.now());
}

// What the host is told, and what the end of the call owes to the caller.
void Steps::arrived() {
  switch (record.machine.at) {
    case HandoffState::bridged:
    case HandoffState::transferred:
      record.status = TransferStatus::transferred;
      emit(record.machine.at == HandoffState::bridged ? "handoff.bridged" : "handoff.transferred");
      if (record.machine.at == HandoffState::bridged) served();
      break;
    case HandoffState::ended:
      if (record.status == TransferStatus::pending) record.status = TransferStatus::canceled;
      record.handoff.ended_at = context.now();
      if (record.timer_runs) context.cancel_job(kind::kTimer, record.handoff.id.value);
      record.timer_runs = false;
      answer({.kind = dialogue::InputKind::caller_gone});
      complete_ticket();
      record_inbound(false);
      emit("handoff.ended");
      break;
    default:
      break;
  }
}

}  // namespace smarthandoff::handoff
