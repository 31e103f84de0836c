// What callbacks have done later: their timers, the sweep, and looks at extensions.
#include <algorithm>
#include <memory>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

#include "base/pbx_domain.hpp"
#include "callback/callback_steps.hpp"
#include "callback/dial_jobs.hpp"
#include "callback/notices.hpp"
#include "callback/own_domain.hpp"
#include "callback/watch_rows.hpp"
#include "callback/who.hpp"

namespace smarthandoff::callbacks {
namespace {

using Kind = lifecycle::EventKind;

constexpr std::size_t kBatch = 50;

// The only timer of a callback; one that was replaced is late.
void timer(Context& context, const Job& job) {
  const Order order = from_json<Order>(job.payload);
  Steps steps = Steps::open(context, order.callback_id);
  if (!steps.record.timer_runs || steps.record.timer != order.timer) return;
  steps.record.timer_runs = false;
  const lifecycle::State& machine = steps.record.machine;
  const bool alerting = machine.at == CallbackStatus::notified && !machine.dialling;
  if (!alerting || steps.permitted()) steps.feed({.kind = Kind::timed_out});
  steps.commit();
}

void dial_timer(Context& context, const Job& job) {
  const Order order = from_json<Order>(job.payload);
  auto steps = Steps::open(context, order.dial_id);
  if (!steps || !steps->dial->timer_runs || steps->dial->timer != order.timer) return;
  steps->dial->timer_runs = false;
  steps->feed_dial({.kind = dial::EventKind::timed_out});
  steps->commit();
}

void end_the_old(Context& context) {
  const auto hours = settings(context, {}).expire_hours;
  if (hours == 0) return;
  const Milliseconds limit = std::chrono::hours(hours);
  const Instant before = context.now() - limit;
  const Instant put_off_before = context.now() - std::min(limit, lifecycle::kAnnounced);
  for (const CallbackId& id : rows::aged(context, before, put_off_before, kBatch)) {
    Steps steps = Steps::open(context, id);
    if (steps.feed({.kind = Kind::aged})) steps.commit();
  }
}

// Whatever waits for a department none of whose phones is known, or only the owner's.
void announce_to_department(Context& context, const std::string& turn) {
  rows::Turns turns{.departments = {turn.substr(1)}};
  for (const auto& found : rows::waiting(context.transaction(), context.tenant(), turns, kBatch)) {
    Steps steps = Steps::open(context, found.callback.id);
    if (steps.waits_for_nobody_known() && steps.offer_to({})) steps.commit();
  }
}

// The safety net: whatever an event of the phones should have announced, and did not, is found here.
void sweep(Context& context, const Job& job) {
  const auto request = from_json<Sweep>(job.payload);
  if (request.after.empty()) end_the_old(context);
  const auto turns = rows::waiting_turns(context, request.after, kBatch);
  Look look{.domain = pbx_domain(context.profile())};
  for (const std::string& turn : turns) {
    if (!turn.starts_with('#')) {
      look.extensions.push_back(turn);
      continue;
    }
    const auto people = who::of_department(context, turn.substr(1));
    const auto without_phone = [](const who::Person& person) { return person.extension.empty(); };
    if (people.empty() || std::ranges::any_of(people, without_phone)) announce_to_department(context, turn);
    for (const auto& person : people)
      if (!person.extension.empty()) look.extensions.push_back(person.extension);
  }
  std::ranges::sort(look.extensions);
  look.extensions.erase(std::ranges::unique(look.extensions).begin(), look.extensions.end());
  if (!look.extensions.empty()) context.enqueue(kind::kLook, "sweep:" + turns.front(), look);
  if (turns.size() == kBatch)
    context.enqueue(kind::kSweep, "sweep", Sweep{.after = turns.back()});
  else if (rows::any_open(context))
    schedule_sweep(context);
}

// Whose alerts were ignored waits again once all phones that may take it are seen to be away or taken.
void told_away(Context& context, const std::string& extension,
               const std::vector<telephony::ExtensionStatus>& statuses) {
  if (!rows::any_spent(context)) return;
  rows::Turns turns{.extension = extension};
  for (const auto& person : who::of_extension(context, extension))
    if (!person.department.empty()) turns.departments.push_back(person.department);
  for (const auto& found : rows::spent(context.transaction(), context.tenant(), turns, kBatch)) {
    Steps steps = Steps::open(context, found.callback.id);
    if (steps.nobody_free(statuses) && steps.feed({.kind = Kind::extension_away})) steps.commit();
  }
}

// What is to be dialled at once: by the phone of whoever clicked, which may be of nobody's turn, or not now.
void told_of_one(Context& context, const CallbackId& id,
                 const std::vector<telephony::ExtensionStatus>& statuses) {
  Steps steps = Steps::open(context, id);
  bool free = false;
  for (const auto& status : statuses) {
    if (!status.available) continue;
    free = true;
    if (!steps.record.machine.dials_itself || !steps.offer_to(status.extension)) continue;
    return steps.commit();
  }
  const bool promised = steps.record.machine.at == CallbackStatus::ready_to_call;
  if (free || !steps.feed({.kind = Kind::extension_taken})) return;
  if (promised) notices::delayed(steps);
  steps.commit();
}

// What a look found is told to whatever waits, one transaction for all.
void told(Context& context, const Look& look, const std::vector<telephony::ExtensionStatus>& statuses) {
  for (const auto& status : statuses) {
    if (!status.available) {
      told_away(context, status.extension, statuses);
      continue;
    }
    offer_all(context, status.extension);
  }
  if (!look.callback_id.empty()) told_of_one(context, look.callback_id, statuses);
}

void look(Ports& ports, const Job& job, Completion done) {
  const auto request = std::make_shared<const Look>(from_json<Look>(job.payload));
  ports.telephony.known_statuses(request->extensions, request->domain,
                                 [request, own = ports.telephony.own_domain(),
                                  done](const std::vector<telephony::ExtensionStatus>& found) {
                                   done([request, own, found](Context& context) {
                                     std::vector<telephony::ExtensionStatus> statuses = found;
                                     hide_anothers(context, request->domain, own, statuses);
                                     told(context, *request, statuses);
                                   });
                                 });
}

}  // namespace

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers = [] {
    std::vector<JobHandler> all = dial::job_handlers();
    all.push_back({.kind = kind::kTimer, .rule = timer});
    all.push_back({.kind = kind::kDialTimer, .rule = dial_timer});
    all.push_back({.kind = kind::kSweep, .rule = sweep});
    all.push_back({.kind = kind::kLook, .effect = look, .deadline = Seconds(15)});
    return all;
  }();
  return handlers;
}

}  // namespace smarthandoff::callbacks
