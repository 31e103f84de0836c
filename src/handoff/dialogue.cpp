#include <smarthandoff/handoff/dialogue.hpp>

#include <smarthandoff/base/describe_understand.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/callback/look_up.hpp>

#include "base/field_check.hpp"
#include "handoff/dialogue_words.hpp"
#include "handoff/handoff_steps.hpp"

namespace smarthandoff::handoff {
namespace {

using dialogue::Form;
using dialogue::Hearing;
using dialogue::Input;
using dialogue::InputKind;
using Kind = lifecycle::EventKind;

constexpr std::size_t kMaxUtterance = 4096;                // of which the meaning is read
constexpr std::size_t kMaxHeard = std::size_t{64} * 1024;  // of a dictation that never pauses

Error refused(const rows::Record& record, std::string_view why) {
  return Error(ErrorCode::failed_precondition,
               "handoff \"" + record.handoff.id.value + "\": " + std::string(why),
               {{"state", wire_name(record.machine.at)}});
}

Hearing hearing_of(const Steps& steps) {
  return {.state = steps.record.dialogue,
          .language = steps.record.handoff.language,
          .opening_hours = steps.settings().opening_hours,
          .profile = steps.context.profile(),
          .now = steps.context.now(),
          .caller_number = steps.dialogue_policy().caller_number};
}

// The beginning of a long text, cut at a word.
std::string_view beginning(std::string_view text) {
  if (text.size() <= kMaxUtterance) return text;
  const auto space = text.rfind(' ', kMaxUtterance);
  return text.substr(0, space == std::string_view::npos || space == 0 ? kMaxUtterance : space);
}

void hear_words(Steps& steps, const Hear& request) {
  const Hearing hearing = hearing_of(steps);
  const std::string_view read = beginning(request.text);
  Input input =
      request.silence ? Input{.kind = InputKind::silence} : dialogue::understand_words(read, hearing);
  if (input.kind == InputKind::words && read.size() < request.text.size()) input.text = request.text;
  input.text = field::fitted(input.text, kMaxHeard, true);
  if (input.opt_out) steps.record_legal(dialogue::Act::record_opt_out);
  steps.answer(input);
}

// What the caller said while somebody was called is no answer; a caller off hold hears the offer first.
bool listens(Steps& steps) {
  switch (steps.record.machine.at) {
    case HandoffState::conversation:
    case HandoffState::dialogue:
      return true;
    case HandoffState::returning: {
      const bool answers = steps.record.machine.offered;
      steps.feed({.kind = Kind::spoke});
      return answers;
    }
    case HandoffState::closing:
      steps.action = HearAction::hang_up;
      return false;
    case HandoffState::ended:
      throw refused(steps.record, "the call is over");
    default:
      return false;
  }
}

Steps open(Context& context, const HandoffId& id) {
  context.transaction().lock("handoff", id.value);
  return Steps(context, rows::load(context, id));
}

// --- structured answers ---

// Refused with what the dialogue itself says then.
Error refused_number(const Steps& steps, const std::string& reason, const std::string& line,
                     const std::string& suggestion = {}) {
  const std::string say =
      text::render("dialogue." + line, steps.record.handoff.language, {}, steps.context.profile().texts);
  Error::Details details{{"field", "number"}, {"reason", reason}, {"say", say}};
  if (!suggestion.empty()) details["suggestion"] = suggestion;
  return {ErrorCode::invalid_argument,
          "field \"number\": not a number that can be called back (" + reason + ")", details};
}

std::string number_of(const std::string& text, const Steps& steps) {
  const Hearing hearing = hearing_of(steps);
  const auto intent =
      understand::intent(
          {.text = text, .context = understand::IntentContext::confirm_number, .language = hearing.language})
          .intent;
  if (intent == understand::Intent::use_caller_id) {
    const auto caller = steps.dialogue_policy().caller_number;
    if (caller && steps.may_call_back(*caller)) return *caller;
    throw refused_number(steps, "caller_id_unusable", "caller_id_unusable");
  }
  const auto number = understand::phone({.text = text,
                                         .default_region = hearing.profile.default_region,
                                         .default_area_code = hearing.profile.default_area_code});
  if (callbacks::own_extension(steps.context, number))
    throw refused_number(steps, "own_extension", "number_unusable");
  if (number.status != understand::PhoneStatus::valid) {
    const auto reason = number.reason.value_or(understand::PhoneReason::format);
    const bool service = reason == understand::PhoneReason::short_code;
    throw refused_number(steps, wire_name(reason), service ? "number_unusable" : "number.again",
                         number.suggestion.value_or(""));
  }
  if (!number.callback_allowed) throw refused_number(steps, "not_callable", "number_unusable");
  if (!steps.may_call_back(*number.e164)) throw refused_number(steps, "not_allowed", "number_unusable");
  return *number.e164;
}

void read_time(const Choose& request, const Steps& steps, Form& form) {
  const Hearing hearing = hearing_of(steps);
  if (request.time) {
    if (*request.time < hearing.now - std::chrono::minutes(1)) throw invalid_field("time", "is past");
    if (*request.time > hearing.now + std::chrono::days(365))
      throw invalid_field("time", "is more than a year ahead");
    form.time = dialogue::judge(*request.time, false, hearing);
  }
  if (request.time_text.empty()) return;
  dialogue::State asked;
  asked.at = DialogueState::which_time;
  const Hearing question{asked, hearing.language, hearing.opening_hours, hearing.profile, hearing.now};
  const Input input = dialogue::understand_words(request.time_text, question);
  if (input.kind == InputKind::asap) {
    form.asap = true;
  } else if (input.kind == InputKind::time) {
    form.time = input.time;
  } else {
    throw Error(ErrorCode::invalid_argument,
                "field \"time_text\": not one time; ask for the day and the hour",
                {{"field", "time_text"}, {"reason", "not_understood"}});
  }
}

Form form_of(const Choose& request, const Steps& steps) {
  Form form;
  if (!request.message.empty()) form.message = field::fitted(request.message, kMaxUtterance, true);
  if (!request.number.empty()) form.number = number_of(request.number, steps);
  read_time(request, steps, form);
  if (request.reason) form.reason = field::fitted(*request.reason, 500);
  form.whatsapp = request.whatsapp;
  return form;
}

bool has_answers(const Choose& request) {
  return !request.message.empty() || !request.number.empty() || request.time || !request.time_text.empty() ||
         request.reason || request.whatsapp;
}

Input input_of(const Choose& request, const Steps& steps) {
  if (request.choice) {
    switch (*request.choice) {
      case Choice::yes:
        return {.kind = InputKind::yes};
      case Choice::no:
        return {.kind = InputKind::no};
      case Choice::cancel:
        return {.kind = InputKind::cancel};
      case Choice::retry:
        return {.kind = InputKind::retry};
      case Choice::message:
        if (request.message.empty()) return {.kind = InputKind::message};
        break;
      case Choice::callback:
        if (!has_answers(request)) return {.kind = InputKind::callback};
        if (!request.message.empty()) throw invalid_field("message", "belongs to the choice message");
        break;
    }
  } else if (!has_answers(request)) {
    throw invalid_field("choice", "must be given, or an answer to what was chosen before");
  }
  return {.kind = InputKind::fill, .form = form_of(request, steps)};
}

void check(const Choose& request) {
  if (request.number.size() > kMaxUtterance) throw invalid_field("number", "must be at most 4096 bytes");
  if (request.time_text.size() > kMaxUtterance)
    throw invalid_field("time_text", "must be at most 4096 bytes");
  if (request.message.size() > kMaxUtterance) throw invalid_field("message", "must be at most 4096 bytes");
  if (request.time && !request.time_text.empty())
    throw invalid_field("time_text", "must be empty when time is given");
  field::check_paragraph("summary", request.summary, 4000);
}

}  // namespace

HearOutcome hear(Context& context, const Hear& request) {
  if (request.text.size() > kMaxHeard) throw invalid_field("text", "must be at most 65536 bytes");
  if (request.text.empty() != request.silence)
    throw invalid_field("text", "must hold what was said, or silence must be true");
  Steps steps = open(context, request.handoff_id);
  steps.keep_line(tickets::Speaker::customer, request.text, request.at.value_or(context.now()));
  if (listens(steps)) hear_words(steps, request);
  steps.keep_line(tickets::Speaker::assistant, steps.say, context.now());
  steps.commit();
  return steps.outcome();
}

HearOutcome choose(Context& context, const Choose& request) {
  check(request);
  Steps steps = open(context, request.handoff_id);
  const HandoffState at = steps.record.machine.at;
  if (at == HandoffState::returning) steps.feed({.kind = Kind::spoke});
  if (at == HandoffState::closing) throw refused(steps.record, "the call is being closed");
  if (at == HandoffState::ended) throw refused(steps.record, "the call is over");
  if (at == HandoffState::bridged || at == HandoffState::transferred)
    throw refused(steps.record, "the caller was transferred");
  if (lifecycle::is_under_way(steps.record.machine)) throw refused(steps.record, "a transfer is under way");
  steps.say.clear();
  if (!request.summary.empty()) steps.record.summary = request.summary;
  if (!steps.answer(input_of(request, steps))) throw refused(steps.record, "no question was asked");
  steps.keep_line(tickets::Speaker::assistant, steps.say, context.now());
  steps.commit();
  return steps.outcome();
}

}  // namespace smarthandoff::handoff
