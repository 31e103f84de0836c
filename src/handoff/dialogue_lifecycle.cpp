#include "handoff/dialogue_lifecycle.hpp"

#include "handoff/dialogue_step.hpp"

namespace smarthandoff::handoff::dialogue {
namespace {

using At = DialogueState;
using In = InputKind;

// --- one function per state: the answers that mean something there; nothing: see `otherwise` ---

std::optional<Decision> in_offer(const Step& step) {
  switch (step.input.kind) {
    case In::no:
    case In::done:
      return step.ask(step.before, At::offer_message, {Line::offer_message});
    case In::cancel:
      return step.unclear();
    case In::later:
    case In::yes:
      return step.begin_callback(step.before);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> in_ask(const Step& step) {  // ask_whom, ask_which
  if (step.input.kind != In::cancel || step.policy.has_destination) return std::nullopt;
  return step.ask(fresh(step.before), At::none, {Line::conversation}, {Act::conversation});
}

std::optional<Decision> in_offer_message(const Step& step) {
  switch (step.input.kind) {
    case In::yes:
      return step.ask(step.before, At::message, {Line::message});
    case In::no:
    case In::done:
      return step.leave(step.before, Line::goodbye);
    default:
      return std::nullopt;
  }
}

std::optional<Decision> in_number(const Step& step) {
  if (step.input.kind == In::no || step.input.kind == In::yes) return step.unclear();
  return std::nullopt;
}

std::optional<Decision> in_confirm(const Step& step) {
  State after = step.before;
  switch (step.input.kind) {
    case In::caller_id:  // another number than the one read back is read back too
      if (step.policy.caller_number != step.before.number) return std::nullopt;
      [[fallthrough]];
    case In::yes:
      after.number_confirmed = true;
      return step.next(std::move(after));
    case In::no:
    case In::other_number:
      after.refusals += 1;
      after.number.reset();
      if (after.refusals >= step.policy.max_refusals)
        return step.ask(std::move(after), At::offer_message, {Line::offer_message});
      return step.next(std::move(after));
    default:
      return std::nullopt;
  }
}

std::optional<Decision> in_time(const Step& step) {  // when, which_time
  if (step.input.kind != In::later) return std::nullopt;
  const Wish& wish = step.input.wish;
  const bool news = wish.any() && wish != step.before.wish;
  if (step.before.at == At::which_time && !news) return step.unclear();
  State after = step.before;
  if (news) after.wish = wish;
  if (news || after.wish.any()) return step.next(std::move(after));
  return step.ask(std::move(after), At::which_time, {Line::which_time});
}

std::optional<Decision> in_confirm_time(const Step& step) {
  State after = step.before;
  switch (step.input.kind) {
    case In::yes:
      after.time_known = true;
      after.time = after.proposed;
      after.proposed.reset();
      return step.next(std::move(after));
    case In::no:
    case In::later:
      // An hour that follows without a day is of this day.
      after.wish =
          step.input.wish.any() ? step.input.wish : Wish{.from = after.proposed, .to = after.proposed};
      after.proposed.reset();
      return step.next(std::move(after));
    default:
      return std::nullopt;
  }
}

std::optional<Decision> in_reason(const Step& step) {
  State after = step.before;
  switch (step.input.kind) {
    case In::words:
      if (!after.reason.empty()) after.reason += ". ";
      after.reason = cut_at_word(after.reason + step.input.text, step.policy.max_reason);
      [[fallthrough]];
    case In::no:
    case In::done:
    case In::silence:
      after.reason_known = true;
      return step.next(std::move(after));
    default:
      return std::nullopt;
  }
}

std::optional<Decision> in_whatsapp(const Step& step) {
  if (step.input.kind != In::yes && step.input.kind != In::no) return std::nullopt;
  State after = step.before;
  after.whatsapp_known = true;
  after.whatsapp = step.input.kind == In::yes;
  return step.next(std::move(after));
}

std::optional<Decision> in_message(const Step& step) {
  switch (step.input.kind) {
    case In::words: {
      Decision decision = step.take_message(step.before, step.input.text);
      if (!step.input.ends || decision.state.at != At::message) return decision;
      return step.ask(std::move(decision.state), At::more, {Line::more});
    }
    case In::done:
    case In::silence:
      if (step.before.message.empty()) return step.unclear();
      return step.ask(step.before, At::more, {Line::more});
    default:
      return std::nullopt;
  }
}

std::optional<Decision> in_more(const Step& step) {
  switch (step.input.kind) {
    case In::yes:
      return step.ask(fresh(step.before), At::none, {Line::conversation}, {Act::conversation});
    case In::no:
    case In::done:
    case In::silence:
      return step.leave(step.before, Line::goodbye);
    case In::message:
      return step.ask(step.before, At::message, {Line::message});
    default:
      return std::nullopt;
  }
}

std::optional<Decision> in_none(const Step& step) {
  switch (step.input.kind) {
    case In::callback: {
      Decision decision = step.begin_callback(fresh(step.before));
      decision.acts.insert(decision.acts.begin(), Act::open_dialogue);
      return decision;
    }
    case In::message:
      return step.ask(fresh(step.before), At::message, {Line::message}, {Act::open_dialogue});
    case In::fill:
      return std::nullopt;
    case In::retry:
      if (!step.policy.can_retry) return step.refuse("nobody can be tried again");
      return step.ask(fresh(step.before), At::none, {Line::hold}, {Act::retry});
    case In::begin:
    case In::begin_fallback:
    case In::begin_blind:
    case In::ask_whom:
    case In::ask_which:
    case In::wants_human:
    case In::opt_out:
    case In::wrong_person:
    case In::caller_gone:
      return std::nullopt;
    default:
      return step.ignore("no question was asked: the assistant answers by itself");
  }
}

std::optional<Decision> of_state(const Step& step) {
  switch (step.before.at) {
    case At::none:
      return in_none(step);
    case At::ask_whom:
    case At::ask_which:
      return in_ask(step);
    case At::offer:
      return in_offer(step);
    case At::offer_message:
      return in_offer_message(step);
    case At::number:
      return in_number(step);
    case At::confirm:
      return in_confirm(step);
    case At::when:
    case At::which_time:
      return in_time(step);
    case At::confirm_time:
      return in_confirm_time(step);
    case At::reason:
      return in_reason(step);
    case At::whatsapp:
      return in_whatsapp(step);
    case At::message:
      return in_message(step);
    case At::more:
      return in_more(step);
    default:
      return std::nullopt;
  }
}

// --- structured calls ---

Decision fill(const Step& step) {
  const Form& form = step.input.form;
  const bool opens = step.before.at == At::none;
  State after = opens ? fresh(step.before) : step.before;
  Decision decision;
  if (form.message) {
    decision = step.take_message(std::move(after), *form.message);
    if (decision.state.message.empty()) return step.ask(decision.state, At::message, {Line::message});
    if (decision.state.at == At::message) decision = step.ask(decision.state, At::more, {Line::more});
  } else {
    if (form.number) {
      after.number = form.number;
      after.number_confirmed = true;
    }
    if (form.reason) {
      after.reason = cut_at_word(*form.reason, step.policy.max_reason);
      after.reason_known = true;
    }
    if (form.whatsapp) {
      after.whatsapp = *form.whatsapp;
      after.whatsapp_known = true;
    }
    if (form.asap) {
      after.time_known = true;
      after.time.reset();
      after.proposed.reset();
      after.wish = {};
    }
    decision = form.time ? step.take_time(std::move(after), *form.time) : step.next(std::move(after));
  }
  if (opens) decision.acts.insert(decision.acts.begin(), Act::open_dialogue);
  return decision;
}

// --- what every state does with the rest ---

Decision record(const Step& step, Act act, Line line) {
  State after = step.before;
  if (after.at == At::message) after = step.take_message(std::move(after), step.input.text).state;
  std::vector<Act> acts{act};
  if (!after.message.empty()) acts.push_back(Act::create_ticket);
  acts.push_back(Act::hang_up);
  after.number_confirmed = false;
  after.opted_out = after.opted_out || act == Act::record_opt_out;
  after.wrong_person = after.wrong_person || act == Act::record_wrong_person;
  return step.ask(std::move(after), At::goodbye, {line}, std::move(acts));
}

// What the call brings, whatever was asked; nothing: an answer of the caller.
std::optional<Decision> of_the_call(const Step& step) {
  switch (step.input.kind) {
    case In::begin:
      return step.offer({Line::result});
    case In::begin_fallback: {
      Decision decision = step.fallback();
      decision.say.insert(decision.say.begin(), Line::result);
      return decision;
    }
    case In::begin_blind:
      return step.ask(fresh(step.before), At::closed, {Line::blind_failed},
                      {Act::create_ticket, Act::hang_up});
    case In::ask_whom:
      return step.ask(fresh(step.before), At::ask_whom, {Line::ask_whom});
    case In::ask_which:
      return step.ask(fresh(step.before), At::ask_which, {Line::ask_which});
    case In::caller_gone:
      return step.gone();
    default:
      return std::nullopt;
  }
}

// A callback is being agreed there.
bool can_be_dropped(At at) {
  switch (at) {
    case At::number:
    case At::confirm:
    case At::when:
    case At::which_time:
    case At::confirm_time:
    case At::reason:
    case At::whatsapp:
      return true;
    default:
      return false;
  }
}

Decision otherwise(const Step& step) {
  State after = step.before;
  switch (step.input.kind) {
    case In::wants_human:
    case In::words:
      if (step.input.kind == In::words && step.before.at != At::ask_whom && step.before.at != At::ask_which)
        return step.unclear();
      return step.ask(fresh(step.before), At::none, {}, {Act::transfer});
    case In::callback:
      return step.begin_callback(std::move(after));
    case In::message:
      return step.ask(fresh(step.before), At::message, {Line::message});
    case In::retry:
      if (!step.policy.can_retry) return step.unclear();
      return step.ask(fresh(step.before), At::none, {Line::hold}, {Act::retry});
    case In::caller_id:
      return step.take_caller_id(std::move(after));
    case In::number:
      return step.take_number(std::move(after), step.input.text);
    case In::unusable_number:
      return step.refuse_number(std::move(after), Line::number_unusable);
    case In::other_number:
      if (step.before.at == At::number) return step.unclear();
      after.number.reset();
      after.number_confirmed = false;
      return step.ask(std::move(after), At::number, {Line::number});
    case In::asap:
      after.time_known = true;
      after.time.reset();
      after.proposed.reset();
      after.wish = {};
      return step.next(std::move(after));
    case In::time:
      return step.take_time(std::move(after), step.input.time);
    case In::cancel:
      return step.restart();
    case In::cancel_doubtful:
      return can_be_dropped(step.before.at) ? step.doubt_cancel() : step.restart();
    case In::will_call:
      return step.leave(std::move(after), Line::will_call);
    case In::repeat:
      return step.repeat();
    case In::opt_out:
      return record(step, Act::record_opt_out, Line::opt_out);
    case In::wrong_person:
      return record(step, Act::record_wrong_person, Line::wrong_person);
    case In::fill:
      return fill(step);
    default:
      return step.unclear();
  }
}

}  // namespace

bool is_final(DialogueState state) {
  return state == At::created || state == At::closed || state == At::goodbye || state == At::over;
}

namespace {

// The answer to "which one do you want to cancel"; nothing: another answer, heard as ever.
std::optional<Decision> of_doubt(const Step& step) {
  switch (step.input.kind) {
    case In::yes:
    case In::cancel:
    case In::cancel_doubtful:
      return step.restart();
    case In::no:
      return step.not_canceled();
    case In::unclear:
      return step.unclear();
    case In::repeat:
      return step.repeat();
    default:
      return std::nullopt;
  }
}

}  // namespace

Decision decide(const State& state, const Input& input, const Policy& policy) {
  if (state.cancel_doubtful) {
    if (auto decision = of_doubt({state, input, policy})) return std::move(*decision);
    State settled = state;
    settled.cancel_doubtful = false;
    return decide(settled, input, policy);
  }
  const Step step{state, input, policy};
  if (is_final(state.at)) {
    const bool answers = input.kind != In::caller_gone;
    return answers ? step.ignore("good-bye was said") : step.ignore("what was promised is stored");
  }
  if (auto decision = of_state(step)) return std::move(*decision);
  if (auto decision = of_the_call(step)) return std::move(*decision);
  return otherwise(step);
}

}  // namespace smarthandoff::handoff::dialogue
