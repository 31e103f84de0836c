// What a dial takes: its rows, its jobs, and what its end means for the callback.
#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/contact/contact_log.hpp>

#include "base/pbx_domain.hpp"
#include "base/trunk_number.hpp"
#include "callback/callback_steps.hpp"
#include "callback/gate_questions.hpp"

namespace smarthandoff::callbacks {
namespace {

using dial::Effect;
using dial::Side;
using Kind = dial::EventKind;

std::string dialled_number(const TenantProfile& profile) {
  for (const TenantIdentity& identity : profile.identities)
    if (identity.kind == "dialled_number") return identity.value;
  return {};
}

std::optional<contact::ContactOutcome> outcome_of(DialEnd end) {
  using contact::ContactOutcome;
  switch (end) {
    case DialEnd::answered:
      return ContactOutcome::conversation;
    case DialEnd::no_answer:
      return ContactOutcome::no_answer;
    case DialEnd::busy:
      return ContactOutcome::busy;
    case DialEnd::machine:
      return ContactOutcome::voicemail;
    case DialEnd::no_route:
    case DialEnd::error:
      return ContactOutcome::failed;
    default:  // failed, called off or lost after it was placed: the phone may have rung, so that it counts
      return std::nullopt;
  }
}

// The customer's leg was placed, or refused by the trunk.
bool is_attempt(DialEnd end) {
  switch (end) {
    case DialEnd::no_route:
    case DialEnd::answered:
    case DialEnd::no_answer:
    case DialEnd::busy:
    case DialEnd::machine:
    case DialEnd::failed:
      return true;
    default:
      return false;
  }
}

std::int64_t seconds_between(const std::optional<Instant>& from, Instant to) {
  if (!from) return 0;
  return std::max<std::int64_t>(0, std::chrono::duration_cast<Seconds>(to - *from).count());
}

}  // namespace

dial::Policy Steps::dial_policy() const {
  return {.context = settings_.context_audio,
          .agent_ring = Seconds(settings_.agent_ring_seconds),
          .customer_ring = Seconds(settings_.customer_ring_seconds)};
}

// The ids of both legs are chosen and stored before anything is placed: whatever happens, they can be found.
void Steps::begin_dial() {
  const bool by_host = !click_.host_call.empty();
  if (!by_host && context.profile().trunk.gateway.empty())
    return static_cast<void>(feed({.kind = lifecycle::EventKind::dial_ended, .end = DialEnd::no_route}));
  const std::string extension = click_.extension.empty() ? record.callback.extension : click_.extension;
  if (!by_host && extension.empty())
    return static_cast<void>(feed({.kind = lifecycle::EventKind::dial_ended, .end = DialEnd::error}));
  dial::rows::Record made;
  made.dial = {.id = {context.new_id()},
               .callback_id = record.callback.id,
               .mode = mode(),
               .extension = extension,
               .user = click_.user,
               .call_id = click_.host_call,
               .created_at = context.now()};
  if (!by_host) {
    made.dial.agent_leg = context.new_id();
    made.dial.customer_leg = context.new_id();
    made.dial.call_id =
        made.dial.mode == CallMode::agent_first ? made.dial.agent_leg : made.dial.customer_leg;
  }
  if (by_host) record.callback.last_attempt_at = context.now();
  if (dial) dial::rows::update(context, *dial);  // the one before is over
  dial = made;
  if (const auto leave = gate::may_call(context, record.callback); !leave.allowed) return forbid(leave);
  dial::rows::insert(context, made);
  if (by_host) {
    record_contact(contact::ContactOutcome::no_answer);
  } else {
    dial::rows::insert_leg(context, made.dial.agent_leg, made.dial.id);
    dial::rows::insert_leg(context, made.dial.customer_leg, made.dial.id);
  }
  apply_dial(by_host ? dial::begin_by_host(dial_policy()) : dial::begin(made.dial.mode, dial_policy()));
}

// The dial that must not be: kept with the rule that forbids it.
void Steps::forbid(const gate::Leave& leave) {
  dial->dial.stage = dial->machine.stage = DialStage::ended;
  dial->dial.end = dial->machine.end = DialEnd::forbidden;
  dial->machine.phase = dial::Phase::over;
  dial->dial.cause = dial->machine.cause = leave.rule;
  dial->dial.ended_at = context.now();
  dial::rows::insert(context, *dial);
  forget_click();
  emit_dial();
  feed({.kind = lifecycle::EventKind::dial_ended, .end = DialEnd::forbidden});
  if (!leave.next_allowed) feed({.kind = lifecycle::EventKind::forbidden, .reason = leave.rule});
}

// A refused click changes nothing, so it was not the agent's reaction either.
void Steps::forget_click() {
  if (record.callback.clicked_at == dial->dial.created_at) record.callback.clicked_at.reset();
}

bool Steps::feed_dial(const dial::Event& event) {
  if (!dial) return false;
  const dial::Decision decision = dial::decide(dial->machine, event, dial_policy(), context.now());
  if (decision.verdict == dial::Verdict::ignored) return false;
  apply_dial(decision);
  return true;
}

void Steps::apply_dial(const dial::Decision& decision) {
  const dial::State before = dial->machine;
  dial->machine = decision.state;
  dial->dial.stage = decision.state.stage;
  dial->dial.end = decision.state.end;
  dial->dial.cause = decision.state.cause;
  dial->dial.answered_at = decision.state.answered_at;
  set_dial_timer(decision);
  const bool answered = !before.answered_at && decision.state.answered_at;
  const bool told = dial::is_awaited(before) && !dial::is_awaited(decision.state);
  const bool news = answered || told || dial->dial.stage != before.stage || !decision.effects.empty();
  for (const Effect effect : decision.effects) carry_out_dial(effect);
  if (news) emit_dial();
}

void Steps::set_dial_timer(const dial::Decision& decision) {
  if (decision.keep_timer) return;
  const std::string& id = dial->dial.id.value;
  if (decision.timer) {
    dial->timer += 1;
    dial->timer_runs = true;
    Order timer = order();
    timer.timer = dial->timer;
    context.enqueue(kind::kDialTimer, id, timer, context.now() + *decision.timer);
  } else if (dial->timer_runs) {
    dial->timer_runs = false;
    context.cancel_job(kind::kDialTimer, id);
  }
}

void Steps::emit_dial() {
  const Dial& d = dial->dial;
  context.emit("callback.dial", d.id.value,
               DialEvent{.dial_id = d.id,
                         .callback_id = d.callback_id,
                         .stage = d.stage,
                         .end = d.end,
                         .call_id = d.call_id,
                         .extension = d.extension});
}

Order Steps::order() const {
  return {.callback_id = record.callback.id,
          .dial_id = dial->dial.id,
          .domain = pbx_domain(context.profile()),
          .language = context.profile().language};
}

void Steps::carry_out_dial(Effect effect) {
  const Dial& d = dial->dial;
  switch (effect) {
    case Effect::ask_status: {
      Order check = order();
      check.number = d.extension;
      return context.enqueue(kind::kCheck, d.id.value, check);
    }
    case Effect::accepted:
      dial->dial.accepted_at = context.now();
      record.callback.callback_call_id = d.call_id;
      feed({.kind = lifecycle::EventKind::dial_accepted});
      return;
    case Effect::ring_agent:
      return ring_agent();
    case Effect::ring_customer:
      return ring_customer();
    case Effect::hold_customer: {
      Order hold = order();
      hold.leg = d.customer_leg;
      return context.enqueue(kind::kHold, d.id.value, hold);
    }
    case Effect::play_context:
      return play_context();
    case Effect::bridge:
      return bridge();
    case Effect::cancel_agent:
      return cancel_leg(d.agent_leg);
    case Effect::cancel_customer:
      return cancel_leg(d.customer_leg);
    case Effect::look_up: {
      Order find = order();
      find.leg = d.agent_leg;
      find.other = d.customer_leg;
      return context.enqueue(kind::kFind, d.id.value, find);
    }
    case Effect::finish:
      return finish_dial();
  }
}

void Steps::ring_agent() {
  Order ring = order();
  ring.side = Side::agent;
  ring.leg = dial->dial.agent_leg;
  if (dial->machine.customer == dial::LegPhase::up) ring.other = dial->dial.customer_leg;
  ring.number = dial->dial.extension;
  ring.timeout = Seconds(settings_.agent_ring_seconds);
  const std::string digits(record.callback.number->national());
  ring.caller_name = text("callback.caller_name", {{"digits", digits}});
  ring.caller_number = digits;
  context.enqueue(kind::kRing, ring.leg, ring);
}

void Steps::ring_customer() {
  const TenantProfile& profile = context.profile();
  // Once more at the instant before: much may have happened since the click.
  if (const auto leave = gate::may_call(context, record.callback); !leave.allowed)
    return static_cast<void>(
        feed_dial({.kind = Kind::order_refused, .side = Side::customer, .cause = leave.rule}));
  record.callback.last_attempt_at = context.now();
  record_contact(contact::ContactOutcome::no_answer);  // as long as nothing else is known
  Order ring = order();
  ring.side = Side::customer;
  ring.leg = dial->dial.customer_leg;
  if (dial->machine.agent == dial::LegPhase::up) ring.other = dial->dial.agent_leg;
  ring.dial = telephony::DialKind::trunk;
  ring.gateway = profile.trunk.gateway;
  ring.number = as_dialled(record.callback.number->e164(), profile.trunk);
  ring.timeout = Seconds(settings_.customer_ring_seconds);
  ring.caller_name = profile.company_name;
  ring.caller_number = dialled_number(profile);
  context.enqueue(kind::kRing, ring.leg, ring);
}

void Steps::play_context() {
  const TenantProfile& profile = context.profile();
  Order play = order();
  play.leg = dial->dial.agent_leg;
  play.text =
      text("callback.context_audio", {{"number", record.callback.number->display(profile.default_region)},
                                      {"reason", record.callback.reason}});
  context.enqueue(kind::kPlay, play.leg, play);
}

void Steps::bridge() {
  const bool agent_first = dial->dial.mode == CallMode::agent_first;
  Order bridge = order();
  bridge.other = agent_first ? dial->dial.agent_leg : dial->dial.customer_leg;
  bridge.leg = agent_first ? dial->dial.customer_leg : dial->dial.agent_leg;
  context.enqueue(kind::kBridge, dial->dial.id.value, bridge);
}

void Steps::cancel_leg(const std::string& leg) {
  if (leg.empty()) return;
  context.cancel_job(kind::kRing, leg);
  Order cancel = order();
  cancel.leg = leg;
  context.enqueue(kind::kCancel, leg, cancel);
}

// What others must know of it before they contact the person, from the instant at which the customer's leg is
// ordered: two callbacks of one person never ring at once.
void Steps::record_contact(contact::ContactOutcome outcome) {
  if (!record.callback.number) return;
  contact::record_contact(context, {.address = record.callback.number->e164(),
                                    .channel = contact::Channel::voice,
                                    .purpose = contact::Purpose::requested,
                                    .outcome = outcome,
                                    .contact_id = record.callback.contact_id,
                                    .reference = dial->dial.id.value,
                                    .at = record.callback.last_attempt_at});
}

// The dial is over: what the callback keeps of it, and what follows.
void Steps::finish_dial() {
  Dial& d = dial->dial;
  Callback& c = record.callback;
  d.ended_at = context.now();
  if (!d.accepted_at) forget_click();
  if (d.end == DialEnd::answered) {
    if (d.talk_seconds == 0) d.talk_seconds = seconds_between(dial->machine.talking_since, context.now());
    if (!d.answered_at) d.answered_at = context.now() - Seconds(d.talk_seconds);
    c.talk_seconds = d.talk_seconds;
    c.answered_at = d.answered_at;
    c.served_by = d.extension;
  }
  const bool placed = dial->machine.customer != dial::LegPhase::none || d.agent_leg.empty();
  const DialEnd end = d.end.value_or(DialEnd::error);
  if (const auto outcome = outcome_of(end); placed && outcome) record_contact(*outcome);
  const bool open = is_open(record.machine.at);
  feed({.kind = lifecycle::EventKind::dial_ended, .end = end});
  if (open && is_attempt(end)) {
    c.result_at = context.now();
    c.last_attempt_at = c.last_attempt_at ? c.last_attempt_at : std::optional(context.now());
  }
}

}  // namespace smarthandoff::callbacks
