#include "callback/callback_steps.hpp"

#include <algorithm>
#include <map>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/callback/desk.hpp>

#include "base/document_mask.hpp"
#include "base/pbx_domain.hpp"
#include "callback/notices.hpp"
#include "callback/watch_rows.hpp"
#include "callback/who.hpp"

namespace smarthandoff::callbacks {
namespace {

using lifecycle::Effect;
using Kind = lifecycle::EventKind;

constexpr std::int64_t kBatch = 50;
constexpr Milliseconds kSweepEvery{30'000};
constexpr Milliseconds kGather{100};  // many callbacks for one extension are one look

std::int64_t minutes_since(Instant from, Instant now) {
  return std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::minutes>(now - from).count());
}

Error refused(const Steps& steps, std::string_view reason) {
  const Callback& callback = steps.record.callback;
  const bool closed = !is_open(steps.record.machine.at);
  const bool used_up = steps.record.machine.attempts >= callback.max_attempts &&
                       (!closed || steps.record.machine.at == CallbackStatus::failed);
  const std::string say =
      used_up ? steps.text("refusal.max_attempts", {{"n", std::to_string(callback.max_attempts)}})
              : steps.text("refusal.invalid_ticket");
  Error::Details details{{"state", wire_name(steps.record.machine.at)}, {"reason", std::string(reason)}};
  if (closed || used_up) details.emplace("say", say);
  return {ErrorCode::failed_precondition, "callback \"" + callback.id.value + "\": " + std::string(reason),
          details};
}

// Whose turn it is when the extension is free: its own, and its agents' departments'.
rows::Turns turns_of(const Context& context, const std::string& extension) {
  rows::Turns turns{.extension = extension};
  for (const auto& person : who::of_extension(context, extension))
    if (!person.department.empty()) turns.departments.push_back(person.department);
  return turns;
}

}  // namespace

void schedule_sweep(Context& context) {
  // The same instant for everybody who asks within one period: asking again does not put it off.
  const Instant next = std::chrono::floor<Seconds>(context.now());
  const auto period = std::chrono::duration_cast<Seconds>(kSweepEvery).count();
  const auto passed = next.time_since_epoch().count() / 1000 % period;
  context.enqueue(kind::kSweep, "sweep", Sweep{}, next + Seconds(period - passed));
}

void lock_callback(Context& context, const CallbackId& id) {
  context.transaction().lock("callback_id", context.tenant().value + "/" + id.value);
}

Steps::Steps(Context& within, rows::Record of)
    : context(within), record(std::move(of)), settings_(callbacks::settings(within, {})) {
  if (record.machine.dialling) dial = dial::rows::find_open(context, record.callback.id);
}

Steps Steps::open(Context& context, const CallbackId& id) {
  lock_callback(context, id);
  auto record = rows::find(context.transaction(), context.tenant(), id);
  if (!record) throw no_such("callback", id.value);
  return {context, std::move(*record)};
}

std::optional<Steps> Steps::open(Context& context, const DialId& id) {
  const auto found = dial::rows::find(context, id);
  if (!found) return std::nullopt;
  Steps steps = open(context, found->dial.callback_id);
  // An older dial has ended: only what would be a ghost of it matters.
  if (!steps.dial || steps.dial->dial.id != id) steps.dial = dial::rows::find(context, id);
  return steps;
}

std::string Steps::text(std::string_view key,
                        const std::vector<std::pair<std::string_view, std::string>>& values) const {
  return text::render(context.profile(), key, values);
}

CallMode Steps::mode() const {
  if (click_.mode) return *click_.mode;
  return record.callback.mode.value_or(settings_.mode);
}

bool Steps::talking() const {
  if (!record.machine.dialling || !dial) return false;
  return dial->machine.answered_at.has_value() || dial->machine.phase == dial::Phase::host;
}

lifecycle::Policy Steps::policy() const {
  const CallbackSettings& s = settings_;
  lifecycle::Policy policy{.repeat_after = Seconds(s.repeat_seconds),
                           .alerts = s.alerts,
                           .release = s.release && !record.callback.department.empty(),
                           .auto_retry = s.auto_retry,
                           .race_delay = Seconds(s.race_seconds),
                           .retry_delay = std::chrono::minutes(s.retry_minutes),
                           .agent_misses = s.agent_misses,
                           .later_delay = std::chrono::minutes(s.later_minutes),
                           .notify = s.notices && record.callback.notify_whatsapp,
                           .ask_score = s.ask_score};
  policy.expires_after.reset();
  if (s.expire_hours > 0) policy.expires_after = std::chrono::hours(s.expire_hours);
  return policy;
}

void Steps::begin(const rows::Keys& keys) {
  if (const auto wake = lifecycle::first_wake(record.machine, policy(), context.now()))
    set_timer({.state = {}, .wake = wake});
  rows::insert(context.transaction(), context.tenant(), record, keys);
  emit("callback.created");
  if (record.machine.at == CallbackStatus::pending) look();
  notices::confirm(*this);
  if (decided_ || touched) commit();
}

bool Steps::feed(const lifecycle::Event& event) {
  const lifecycle::Decision decision = lifecycle::decide(record.machine, event, policy(), context.now());
  if (decision.verdict == lifecycle::Verdict::refused) throw refused(*this, decision.reason);
  if (decision.verdict == lifecycle::Verdict::ignored) return false;
  decided_ = true;
  const bool was_open = is_open(record.machine.at);
  record.machine = decision.state;
  set_timer(decision);
  if (was_open && !is_open(record.machine.at)) {
    record.callback.ended_at = context.now();
    notices::withdraw(*this);
  }
  rows::apply(record);
  for (const Effect effect : decision.effects) carry_out(effect);
  return true;
}

void Steps::set_timer(const lifecycle::Decision& decision) {
  if (decision.keep_timer) return;
  const std::string& id = record.callback.id.value;
  if (decision.wake) {
    record.timer += 1;
    record.timer_runs = true;
    context.enqueue(kind::kTimer, id, Order{.callback_id = {id}, .timer = record.timer}, *decision.wake);
  } else if (record.timer_runs) {
    record.timer_runs = false;
    context.cancel_job(kind::kTimer, id);
  }
}

void Steps::carry_out(Effect effect) {
  switch (effect) {
    case Effect::look:
      return look();
    case Effect::announce:
      return announce();
    case Effect::alert_supervisor:
      return emit("callback.unowned");
    case Effect::dial:
      return begin_dial();
    case Effect::call_off:
      return static_cast<void>(feed_dial({.kind = dial::EventKind::called_off}));
    case Effect::ready_notice:
      return notices::ready(*this);
    case Effect::failed_notice:
      return notices::failed(*this);
    case Effect::score_question:
      return notices::ask_score(*this);
    case Effect::open_ticket:
      return change_ticket(tickets::TicketStatus::open);
    case Effect::close_ticket:
      return change_ticket(tickets::TicketStatus::closed);
  }
}

void Steps::change_ticket(tickets::TicketStatus status) {
  tickets::change(context, record.callback.ticket_id, {.status = status});
}

void Steps::emit(const char* topic) {
  const Callback& c = record.callback;
  context.emit(topic, c.id.value,
               CallbackEvent{.callback_id = c.id,
                             .ticket_id = c.ticket_id,
                             .status = c.status,
                             .priority = c.priority,
                             .destination_id = c.destination_id,
                             .handoff_id = c.handoff_id,
                             .extension = c.extension,
                             .department = c.department,
                             .scheduled_at = c.scheduled_at,
                             .end_reason = mask_documents(c.end_reason)});
}

// Whose phones may take it, without those that dismissed it.
std::vector<std::string> Steps::candidates() const {
  const Callback& c = record.callback;
  std::vector<std::string> found;
  if (!c.extension.empty()) found.push_back(c.extension);
  if (c.released || c.extension.empty())
    for (const auto& person : who::of_department(context, c.department))
      if (!person.extension.empty() && std::ranges::find(found, person.extension) == found.end())
        found.push_back(person.extension);
  const auto gone = rows::dismissals(context, c.id);
  std::erase_if(found, [&](const std::string& one) { return std::ranges::find(gone, one) != gone.end(); });
  if (found.size() > kBatch) found.resize(kBatch);
  return found;
}

// Whoever clicked asked for the retry, too: their phone, their mode.
std::optional<Click> Steps::click_again() const {
  if (!record.machine.dials_itself) return std::nullopt;
  const auto last = dial::rows::find_newest(context, record.callback.id);
  if (!last || last->dial.extension.empty()) return std::nullopt;
  return Click{.extension = last->dial.extension, .user = last->dial.user, .mode = last->dial.mode};
}

void Steps::look() {
  const Callback& c = record.callback;
  const auto again = click_again();
  Look look{.extensions = again ? std::vector{again->extension} : candidates(),
            .domain = pbx_domain(context.profile())};
  const bool at_once = record.machine.at == CallbackStatus::ready_to_call || record.machine.dials_itself;
  if ((look.extensions.empty() || !at_once) && waits_for_nobody_known())
    return static_cast<void>(offer_to({}));
  if (look.extensions.empty()) return;
  if (at_once) {
    look.callback_id = c.id;
    return context.enqueue(kind::kLook, c.id.value, look);
  }
  context.enqueue_no_later(kind::kLook, rows::turn_of(c), look, context.now() + kGather);
}

bool Steps::waits_for_nobody_known() const {
  const Callback& c = record.callback;
  const bool departments = c.extension.empty() || c.released;
  return departments && !c.department.empty() &&
         who::no_phone_known(who::of_department(context, c.department), c.extension);
}

bool Steps::offer_to(const std::string& extension) {
  click_ = click_again().value_or(Click{.extension = extension});
  if (click_.extension != extension) return false;
  if (lifecycle::is_waiting(record.machine, context.now()) && !permitted()) return true;
  return feed({.kind = Kind::extension_free});
}

bool Steps::permitted() {
  if (!record.callback.number) return true;  // erased: it is closed
  const gate::Leave leave = gate::may_call(context, record.callback);
  if (leave.allowed) return true;
  if (leave.next_allowed)
    feed({.kind = Kind::held, .time = leave.next_allowed});
  else
    feed({.kind = Kind::forbidden, .reason = leave.rule});
  return false;
}

bool Steps::nobody_free(const std::vector<telephony::ExtensionStatus>& statuses) const {
  return std::ranges::all_of(candidates(), [&](const std::string& extension) {
    const auto seen = std::ranges::find(statuses, extension, &telephony::ExtensionStatus::extension);
    return seen != statuses.end() && !seen->available;
  });
}

void Steps::announce() {
  Callback& c = record.callback;
  if (!c.announced_at) c.announced_at = context.now();
  const bool departments = c.released || c.extension.empty();
  ReadyEvent event{.id = c.id,
                   .ticket_id = c.ticket_id,
                   .number = c.number,
                   .reason = mask_documents(c.reason),
                   .department = c.department,
                   .extension = c.extension,
                   .waiting_minutes = minutes_since(c.requested_at, context.now()),
                   .priority = c.priority,
                   .has_audio = record.has_recording,
                   .has_transcript = !c.transcript.empty(),
                   .alert = record.machine.alerts};
  const auto gone = rows::dismissals(context, c.id);
  for (const auto& person :
       departments ? who::of_department(context, c.department) : who::of_extension(context, c.extension))
    if (std::ranges::find(gone, person.extension) == gone.end()) event.user_ids.push_back(person.user);
  context.emit("callback.ready", c.id.value, event);
}

DialId Steps::click(const Click& click) {
  click_ = click;
  if (!record.callback.clicked_at) record.callback.clicked_at = context.now();
  if (!feed({.kind = Kind::dial_requested}) && dial) return dial->dial.id;
  if (!dial) throw refused(*this, "it is being called");
  return dial->dial.id;
}

void Steps::commit(const char* topic) {
  if (dial) dial::rows::update(context, *dial);
  record.callback.updated_at = context.now();
  rows::update(context.transaction(), context.tenant(), record);
  if (decided_) emit(topic);
}

void offer_all(Context& context, const std::string& extension) {
  const rows::Turns turns = turns_of(context, extension);
  for (const auto& found : rows::waiting(context.transaction(), context.tenant(), turns, kBatch)) {
    Steps steps = Steps::open(context, found.callback.id);
    if (steps.offer_to(extension)) steps.commit();
  }
}

void offer_again(Context& context, const std::string& extension) {
  const rows::Turns turns = turns_of(context, extension);
  for (const auto& found : rows::spent(context.transaction(), context.tenant(), turns, kBatch)) {
    Steps steps = Steps::open(context, found.callback.id);
    if (!steps.permitted() || steps.feed({.kind = Kind::extension_back})) steps.commit();
  }
}

}  // namespace smarthandoff::callbacks
