#include "handoff/dialogue_step.hpp"

namespace smarthandoff::handoff::dialogue {

using At = DialogueState;
using In = InputKind;

namespace {

// What must be stored before the call ends, whatever way it ends.
std::vector<Act> owed(const State& state) {
  if (is_final(state.at)) return {};
  std::vector<Act> acts;
  if (state.number_confirmed) acts.push_back(Act::create_callback);
  if (!state.message.empty()) acts.push_back(Act::create_ticket);
  return acts;
}

}  // namespace

State fresh(const State& state) {
  State after;
  after.message = state.message;
  after.opted_out = state.opted_out;
  after.wrong_person = state.wrong_person;
  return after;
}

Decision Step::ask(State after, At at, std::vector<Line> say, std::vector<Act> acts) const {
  after.at = at;
  after.unclear = 0;
  return {.state = std::move(after), .say = std::move(say), .acts = std::move(acts)};
}

Decision Step::offer(std::vector<Line> say) const {
  say.push_back(Line::offer);
  return ask(fresh(before), At::offer, std::move(say));
}

// "cancelar": what was said for the callback or the message is dropped.
Decision Step::restart() const {
  State after = fresh(before);
  after.message.clear();
  return ask(std::move(after), At::offer, {Line::offer});
}

namespace {

Line proposal(const State& state) {
  return state.proposed_for_closed ? Line::propose_open : Line::propose_time;
}

Line which(const State& state) {
  return state.wish.times.size() > 1 ? Line::which_of : Line::which_time;
}

}  // namespace

// The first question of the callback that has no answer yet.
Decision Step::next(State after) const {
  if (!policy.has_destination) return ask(std::move(after), At::ask_whom, {Line::ask_whom});
  if (!after.number) return ask(std::move(after), At::number, {Line::number});
  if (!after.number_confirmed) return ask(std::move(after), At::confirm, {Line::confirm});
  if (after.proposed) {
    const Line line = proposal(after);
    return ask(std::move(after), At::confirm_time, {line});
  }
  if (!after.time_known && !after.wish.any()) return ask(std::move(after), At::when, {Line::when});
  if (!after.time_known) {
    const Line line = which(after);
    return ask(std::move(after), At::which_time, {line});
  }
  if (!after.reason_known) return ask(std::move(after), At::reason, {Line::reason});
  if (!after.whatsapp_known && policy.has_whatsapp)
    return ask(std::move(after), At::whatsapp, {Line::whatsapp});
  return create(std::move(after), Line::created);
}

// What the caller said with the wish for a callback; a number is read back like any other.
Decision Step::begin_callback(State after) const {
  const Form& said = input.form;
  const bool unusable = input.unusable || (input.own_number && !policy.caller_number);
  if (!after.number_confirmed) {
    if (said.number)
      after.number = said.number;
    else if (input.own_number && policy.caller_number)
      after.number = policy.caller_number;
  }
  if (!said.time && said.asap) {
    after.time_known = true;
    after.time.reset();
    after.proposed.reset();
  } else if (!said.time && input.wish.any()) {
    after.wish = input.wish;
  }
  Decision decision = said.time ? take_time(std::move(after), *said.time) : next(std::move(after));
  if (unusable && decision.state.at == At::number)
    decision.say = {input.unusable ? Line::number_unusable : Line::caller_id_unusable};
  return decision;
}

Decision Step::take_number(State after, const std::string& number) const {
  after.number = number;
  after.number_confirmed = false;
  return next(std::move(after));
}

Decision Step::take_caller_id(State after) const {
  if (before.number_confirmed) return unclear();
  if (policy.caller_number) return take_number(std::move(after), *policy.caller_number);
  return refuse_number(std::move(after), Line::caller_id_unusable);
}

// The line says why and asks for another; twice in a row is as good as no answer.
Decision Step::refuse_number(State after, Line line) const {
  after.number.reset();
  after.number_confirmed = false;
  if (before.at != At::number) return ask(std::move(after), At::number, {line});
  Decision again = unclear();
  if (again.state.at == At::number) {
    again.say = {line};
    again.again = false;
  }
  return again;
}

Decision Step::take_time(State after, const TimeAnswer& time) const {
  after.proposed.reset();
  after.wish = {};
  if (time.open && !time.to_confirm) {
    after.time_known = true;
    after.time = time.at;
    return next(std::move(after));
  }
  if (!time.open && !time.next_open) return ask(std::move(after), At::which_time, {Line::which_time});
  after.proposed = time.open ? time.at : *time.next_open;
  after.proposed_for_closed = !time.open;
  after.time_known = false;
  return next(std::move(after));  // the number comes first; the proposal waits for it
}

Decision Step::take_message(State after, const std::string& words) const {
  if (words.empty()) return ask(std::move(after), At::message, {});
  if (!after.message.empty()) after.message += '\n';
  after.message += words;
  if (after.message.size() > policy.max_message) {
    std::string kept = cut_at_word(after.message, policy.max_message);
    const bool full = kept.size() < after.message.size();
    after.message = std::move(kept);
    if (full) return ask(std::move(after), At::more, {Line::message_full, Line::more});
  }
  return ask(std::move(after), At::message, {});
}

Decision Step::create(State after, Line line) const {
  std::vector<Act> acts{Act::create_callback};
  if (!after.message.empty()) acts.push_back(Act::create_ticket);
  acts.push_back(Act::hang_up);
  return ask(std::move(after), At::created, {line}, std::move(acts));
}

Decision Step::close(State after, Line line) const {
  return ask(std::move(after), At::closed, {line}, {Act::create_ticket, Act::hang_up});
}

// Good-bye; a message dictated before is still owed.
Decision Step::leave(State after, Line line) const {
  if (!after.message.empty()) return close(std::move(after), Line::closing);
  return ask(std::move(after), At::goodbye, {line}, {Act::hang_up});
}

Decision Step::fallback() const {
  State after = before;
  switch (policy.fallback) {
    case Fallback::callback:
      if (!policy.caller_number || !policy.has_destination) break;
      after.number = policy.caller_number;
      after.number_confirmed = true;
      return create(std::move(after), Line::fallback_callback);
    case Fallback::voicemail:
      if (before.at == At::message) break;
      return ask(std::move(after), At::message, {Line::fallback_voicemail});
    case Fallback::retry:
      if (!policy.can_retry || input.kind == In::begin_fallback) break;
      return ask(fresh(before), At::none, {Line::fallback_retry}, {Act::retry_fallback});
    case Fallback::hangup:
      return leave(std::move(after), Line::fallback_hangup);
    case Fallback::ticket:
      break;
  }
  return close(std::move(after), Line::ticket);
}

// Asked twice in vain: what is known by now is never lost.
Decision Step::give_up() const {
  if (before.cancel_doubtful) return not_canceled();
  State after = before;
  switch (before.at) {
    case At::when:
    case At::which_time:
      if (before.wish.open) {  // "amanhã de manhã" is no wish to be called today
        after.proposed = before.wish.open;
        after.proposed_for_closed = false;
        after.wish = {};
        return next(std::move(after));
      }
      after.time_known = true;
      return next(std::move(after));
    case At::confirm_time:
      after.time_known = true;
      after.time = after.proposed;
      after.proposed.reset();
      return next(std::move(after));
    case At::reason:
      after.reason_known = true;
      return next(std::move(after));
    case At::whatsapp:
      after.whatsapp_known = true;
      return next(std::move(after));
    case At::more:
      return leave(std::move(after), Line::goodbye);
    case At::ask_whom:
    case At::ask_which:
      return ask(std::move(after), At::offer_message, {Line::offer_message});
    default:
      return fallback();
  }
}

namespace {

std::vector<Line> question(const State& state) {
  if (state.cancel_doubtful) return {Line::which_cancel};
  switch (state.at) {
    case At::ask_whom:
      return {Line::ask_whom};
    case At::ask_which:
      return {Line::ask_which};
    case At::offer:
      return {Line::offer};
    case At::offer_message:
      return {Line::offer_message};
    case At::number:
      return {Line::number};
    case At::confirm:
      return {Line::confirm};
    case At::when:
      return {Line::when};
    case At::which_time:
      return {which(state)};
    case At::confirm_time:
      return {proposal(state)};
    case At::reason:
      return {Line::reason};
    case At::whatsapp:
      return {Line::whatsapp};
    case At::message:
      return {Line::message};
    case At::more:
      return {Line::more};
    default:
      return {};
  }
}

}  // namespace

Decision Step::unclear() const {
  if (before.unclear >= 1) return give_up();
  State after = before;
  after.unclear += 1;
  return {.state = std::move(after), .say = question(before), .again = true};
}

Decision Step::repeat() const {
  return {.state = before, .say = question(before)};
}

// "Quero cancelar": asked once more what, before anything is dropped.
Decision Step::doubt_cancel() const {
  State after = before;
  after.cancel_doubtful = true;
  if (before.at == At::reason) after.reason = cut_at_word(input.text, policy.max_reason);
  return ask(std::move(after), before.at, {Line::which_cancel});
}

// It was the matter, or nothing: the dialogue goes on where it was.
Decision Step::not_canceled() const {
  State after = before;
  after.cancel_doubtful = false;
  if (before.at == At::reason) {
    after.reason_known = true;
    return next(std::move(after));
  }
  return ask(after, before.at, question(after));
}

Decision Step::gone() const {
  Decision decision{.state = before, .acts = owed(before)};
  decision.state.at = At::over;
  return decision;
}

std::string cut_at_word(std::string_view text, std::size_t characters) {
  std::string clean;
  std::size_t count = 0, last_space = std::string::npos;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    const bool begins = (code & 0xC0U) != 0x80U;
    if (begins && count == characters) {
      if (byte != ' ' && last_space != std::string::npos) clean.resize(last_space);
      break;
    }
    if (begins) ++count;
    const bool control = (code < 0x20U && byte != '\n') || code == 0x7FU;
    if (byte == ' ' || byte == '\n' || control) last_space = clean.size();
    clean += control ? ' ' : byte;
  }
  const auto end = clean.find_last_not_of(" \n");
  clean.resize(end == std::string::npos ? 0 : end + 1);
  return clean;
}

}  // namespace smarthandoff::handoff::dialogue
