#include <smarthandoff/callback/desk.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/callback/reply.hpp>

#include "base/field_check.hpp"
#include "callback/callback_steps.hpp"
#include "callback/gate_questions.hpp"
#include "callback/own_domain.hpp"
#include "callback/permission.hpp"
#include "callback/schedule_check.hpp"
#include "callback/watch_rows.hpp"
#include "callback/who.hpp"

namespace smarthandoff::callbacks {
namespace {

using Kind = lifecycle::EventKind;

constexpr std::string_view kCallId = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@";
constexpr Milliseconds kPatience{20'000};  // for the check and the PBX's word
constexpr std::int64_t kRetryAfter = 30;   // seconds

rows::Turns turns_of(const Context& context, ListPending request) {
  request.extension = field::trimmed(request.extension);
  request.department = field::trimmed(request.department);
  field::check_word("extension", request.extension, field::kDialled, 10);
  check_own_list(context, request.extension, request.department);
  rows::Turns turns{.extension = request.extension};
  if (!request.department.empty()) turns.departments.push_back(request.department);
  const bool unnamed = request.extension.empty() && request.department.empty();
  const auto person = unnamed ? who::acting(context) : std::nullopt;
  const bool agent = context.actor().role < Role::supervisor;
  if (unnamed && agent) {  // who is no active agent has no list
    if (person) turns.extension = person->extension;
    if (person && !person->department.empty()) turns.departments.push_back(person->department);
  } else if (unnamed) {
    turns.all = true;
  }
  if (!request.extension.empty() && request.department.empty())
    for (const auto& one : who::of_extension(context, request.extension))
      if (!one.department.empty()) turns.departments.push_back(one.department);
  return turns;
}

PendingCallback in_list(const rows::Record& record, Instant now) {
  const Callback& c = record.callback;
  return {.callback_id = c.id,
          .ticket_id = c.ticket_id,
          .number = c.number,
          .contact_name = c.contact_name,
          .reason = c.reason,
          .intended_for = c.intended_for,
          .extension = c.extension,
          .department = c.department,
          .status = c.status,
          .priority = c.priority,
          .scheduled_at = c.scheduled_at,
          .waiting_minutes = std::max<std::int64_t>(
              0, std::chrono::duration_cast<std::chrono::minutes>(now - c.requested_at).count()),
          .attempts = c.attempts,
          .released = c.released,
          .has_audio = record.has_recording,
          .has_transcript = !c.transcript.empty()};
}

Steps handle(Context& context, const CallbackId& id) {
  Steps steps = Steps::open(context, id);
  check_may_handle(context, steps.record.callback);
  return steps;
}

// A call is one claim: its report could not be told from another's. The same claim again is answered.
void check_call_is_new(const Context& context, const Steps& steps, const std::string& call) {
  if (call.empty()) return;
  const auto known = dial::rows::find_call(context, call);
  if (!known) return;
  const bool same =
      known->dial.callback_id == steps.record.callback.id && known->dial.stage != DialStage::ended;
  if (!same)
    throw Error(ErrorCode::already_exists,
                "call \"" + call + "\" was claimed before: every call has its own id",
                {{"field", "call_id"}});
}

// "Tentando novamente" is said where the callback dials again by itself.
std::string_view sentence_of_missed(const Context& context, const dial::rows::Record& dial) {
  const auto record = rows::find(context.transaction(), context.tenant(), dial.dial.callback_id);
  if (record && record->machine.dials_itself) return "refusal.extension_taken";
  return dial.dial.end == DialEnd::agent_busy ? "refusal.extension_busy" : "refusal.extension_unanswered";
}

// "Ramal in_call: Em chamada ativa", or what else kept it from being dialled.
void explain(const Context& context, const dial::rows::Record& dial, InitiateOutcome& outcome) {
  const TenantProfile& profile = context.profile();
  if (dial.dial.end == DialEnd::unavailable) {
    const auto state = dial.machine.presence.value_or(telephony::ExtensionState::unknown);
    outcome.extension_state = state;
    outcome.reason =
        text::render(profile, "refusal.extension_status",
                     {{"status", wire_name(state)}, {"reason", telephony::reason_of(state, profile)}});
    outcome.retry_after = kRetryAfter;
  } else if (dial.dial.end == DialEnd::agent_busy || dial.dial.end == DialEnd::agent_unanswered) {
    const std::int64_t seconds = settings(context, {}).race_seconds;
    outcome.reason =
        text::render(profile, sentence_of_missed(context, dial), {{"n", std::to_string(seconds)}});
    outcome.retry_after = seconds;
  } else if (dial.dial.end == DialEnd::no_route) {
    outcome.reason = text::render(profile, "refusal.no_route");
    outcome.retry_after = kRetryAfter;
  } else if (dial.dial.end == DialEnd::forbidden) {
    outcome.reason =
        text::render(profile, "refusal.not_allowed", {{"reason", gate::sentence(profile, dial.dial.cause)}});
    outcome.retry_after = gate::seconds_left(context, dial.dial.callback_id, dial.dial.created_at);
  } else if (dial.dial.end == DialEnd::error) {
    outcome.reason = dial.dial.cause;
    outcome.retry_after = kRetryAfter;
  } else if (!outcome.success && dial.dial.end == DialEnd::canceled) {
    outcome.reason = text::render(profile, "refusal.closed_meanwhile");
  } else if (!outcome.success && (outcome.stage == DialStage::in_doubt || dial.dial.end == DialEnd::lost)) {
    outcome.reason = text::render(profile, "refusal.in_doubt");  // whether to call again, a person decides
  }
}

// The PBX has the call, or had it as far as the customer's phone.
bool is_success(const dial::rows::Record& dial) {
  if (!dial.dial.accepted_at) return false;
  if (dial.dial.end == DialEnd::no_route || dial.dial.end == DialEnd::error) return false;
  const bool by_host = dial.dial.agent_leg.empty();
  return dial.dial.stage != DialStage::ended || by_host || dial.machine.customer != dial::LegPhase::none;
}

// Agents dismiss for themselves; a supervisor and the host, who name nobody, for whom the callback waits.
std::string dismissing_extension(const Context& context, const Callback& callback, const std::string& asked) {
  const bool for_owner =
      asked.empty() && context.actor().role >= Role::supervisor && !callback.extension.empty();
  const std::string extension = for_owner ? callback.extension : working_extension(context, callback, asked);
  if (extension.empty()) throw invalid_field("extension", "must be given: the callback names none");
  return extension;
}

DialEnd end_of(CallbackResult result) {
  switch (result) {
    case CallbackResult::answered:
      return DialEnd::answered;
    case CallbackResult::no_answer:
      return DialEnd::no_answer;
    case CallbackResult::busy:
      return DialEnd::busy;
    case CallbackResult::machine:
      return DialEnd::machine;
    case CallbackResult::failed:
      return DialEnd::failed;
  }
  return DialEnd::failed;
}

}  // namespace

PendingList pending(const Context& context, const ListPending& request) {
  field::check_page(request.limit);
  const rows::Turns turns = turns_of(context, request);
  PendingList list;
  for (const auto& record : rows::of_turns(context.transaction(), context.tenant(), turns, request.limit))
    list.callbacks.push_back(in_list(record, context.now()));
  list.badge = rows::count_due(context.transaction(), context.tenant(), turns, context.now());
  return list;
}

Pending start_initiate(Context& context, const Initiate& request) {
  field::check_word("extension", request.extension, field::kDialled, 10);
  field::check_word("call_id", request.call_id, kCallId, 64);
  own_domain(context, request.domain);
  Steps steps = handle(context, request.callback_id);
  const Callback& callback = steps.record.callback;
  const Click click{.extension = working_extension(context, callback, request.extension),
                    .user = context.actor().user,
                    .mode = request.mode,
                    .host_call = request.call_id};
  const bool running = steps.record.machine.dialling;
  if (!running && is_open(callback.status) && request.call_id.empty()) {
    if (click.extension.empty()) throw invalid_field("extension", "must be given: the callback names none");
    if (context.profile().trunk.gateway.empty())
      throw Error(ErrorCode::failed_precondition, "the tenant has no trunk to dial customers by",
                  {{"reason", "no_route"}});
  }
  check_call_is_new(context, steps, request.call_id);
  if (running && !request.call_id.empty() && steps.dial && steps.dial->dial.call_id != request.call_id)
    throw Error(ErrorCode::conflict, "the callback is being called already, by another call",
                {{"field", "call_id"}});
  const DialId dial = steps.click(click);
  if (!running) steps.commit();
  return {.entity = dial.value, .deadline = context.now() + kPatience};
}

std::optional<InitiateOutcome> answer_initiate(const Context& context, const Pending& pending) {
  const auto dial = dial::rows::find(context, DialId{pending.entity});
  if (!dial) throw no_such("dial", pending.entity);
  const bool settled = dial->dial.stage != DialStage::intended;
  const bool waits = !settled || dial::is_awaited(dial->machine);
  if (waits && !pending.at_deadline) return std::nullopt;
  InitiateOutcome outcome{.callback_id = dial->dial.callback_id,
                          .dial_id = dial->dial.id,
                          .call_id = dial->dial.call_id,
                          .stage = dial->dial.stage,
                          .end = dial->dial.end,
                          .success = is_success(*dial),
                          .settled = settled};
  explain(context, *dial, outcome);
  return outcome;
}

Callback result(Context& context, const ReportResult& request) {
  if (request.call_id.empty()) throw invalid_field("call_id", "must not be empty");
  field::check_between("talk_seconds", request.talk_seconds, 0, 86'400);
  Steps steps = handle(context, request.callback_id);
  const auto found = dial::rows::find_by_call(context, request.callback_id, request.call_id);
  if (!found) throw no_such("call", request.call_id);
  const DialEnd end = end_of(request.result);
  if (found->dial.stage == DialStage::ended) {
    if (found->dial.end == end) return steps.record.callback;
    throw Error(ErrorCode::conflict,
                "call \"" + request.call_id + "\" has ended as " + wire_name(*found->dial.end) + ", not " +
                    wire_name(end),
                {{"result", wire_name(*found->dial.end)}});
  }
  const bool tellable = found->machine.phase == dial::Phase::host || found->dial.stage == DialStage::in_doubt;
  if (!tellable)
    throw Error(ErrorCode::failed_precondition,
                "call \"" + request.call_id + "\" is under way: the phone system tells how it ends");
  steps.dial->dial.talk_seconds = request.talk_seconds;
  steps.feed_dial({.kind = dial::EventKind::host_reported, .reported = end});
  steps.commit();
  return steps.record.callback;
}

Callback snooze(Context& context, const Snooze& request) {
  if (request.minutes) field::check_between("minutes", *request.minutes, 1, 1440);
  Steps steps = handle(context, request.callback_id);
  const auto minutes = std::chrono::minutes(request.minutes.value_or(steps.settings().snooze_minutes));
  steps.feed({.kind = Kind::snoozed, .time = context.now() + minutes});
  steps.commit();
  return steps.record.callback;
}

Callback dismiss(Context& context, const Dismiss& request) {
  field::check_word("extension", request.extension, field::kDialled, 10);
  Steps steps = handle(context, request.callback_id);
  const Callback& callback = steps.record.callback;
  const std::string extension = dismissing_extension(context, callback, request.extension);
  const auto people = who::of_department(context, callback.department);
  const bool owner = callback.extension.empty() || extension == callback.extension;
  if (!owner && std::ranges::find(people, extension, &who::Person::extension) == people.end())
    throw invalid_field("extension", "is neither the callback's nor one of its department");
  rows::dismiss(context, callback.id, extension);
  if (!owner && !callback.released) return callback;  // its owner has it still
  const auto gone = rows::dismissals(context, callback.id);
  const bool last =
      callback.department.empty() || (!people.empty() && std::ranges::all_of(people, [&](const auto& person) {
        return std::ranges::find(gone, person.extension) != gone.end();
      }));
  steps.feed({.kind = Kind::dismissed, .last = last});
  steps.commit();
  return steps.record.callback;
}

Callback cancel(Context& context, const Cancel& request) {
  field::check_name("reason", request.reason, 500);
  Steps steps = handle(context, request.callback_id);
  if (steps.feed({.kind = Kind::cancel_requested, .reason = request.reason})) {
    steps.record.by_customer = request.by_customer;
    steps.commit();
  }
  return steps.record.callback;
}

Callback reschedule(Context& context, const Reschedule& request) {
  Steps steps = handle(context, request.callback_id);
  if (request.scheduled_at) {
    check_time(*request.scheduled_at, context.now(), context.now());
    check_inside_hours(context, *request.scheduled_at);
  }
  // Only a time that the customer named waives the calling hours, and is what the wait is counted from.
  if (request.by_customer) steps.record.callback.agreed_at = request.scheduled_at;
  steps.feed({.kind = Kind::rescheduled, .time = request.scheduled_at});
  steps.commit();
  return steps.record.callback;
}

Callback rate(Context& context, const Rate& request) {
  field::check_between("score", request.score, 0, 10);
  Steps steps = Steps::open(context, request.callback_id);
  check_may_see(context, steps.record.callback);
  if (steps.record.callback.status != CallbackStatus::completed)
    throw Error(ErrorCode::failed_precondition,
                "callback \"" + request.callback_id.value + "\": only a completed one is rated");
  steps.record.callback.score = request.score;
  steps.commit();
  context.emit("callback.rated", request.callback_id.value,
               NoticeEvent{.callback_id = request.callback_id, .kind = "score"});
  return steps.record.callback;
}

DialList dials(const Context& context, const ListDials& request) {
  get(context, {.callback_id = request.callback_id});
  return {.dials = dial::rows::list(context, request.callback_id)};
}

}  // namespace smarthandoff::callbacks
