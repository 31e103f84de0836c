#include "calls/presence_jobs.hpp"

#include <algorithm>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/carrier.hpp>

#include "calls/line_rows.hpp"
#include "calls/order_failures.hpp"
#include "contact/agent_rows.hpp"

namespace smarthandoff::calls {

// All that the effect needs to know.
struct ActivityJob {
  AgentId agent_id;
  std::string workspace_sid, worker_sid, activity_sid;
  Instant since;  // with the activity: which order it is
  std::int64_t tries = 0;
};

const Type& describe(const ActivityJob*) {
  using A = ActivityJob;
  static const Immortal<Type> type = Description<A>("ActivityJob", "A worker's activity to be set.")
                                         .field("agent_id", &A::agent_id, "whose")
                                         .field("workspace_sid", &A::workspace_sid, "of TaskRouter")
                                         .field("worker_sid", &A::worker_sid, "of TaskRouter")
                                         .field("activity_sid", &A::activity_sid, "of TaskRouter")
                                         .field("since", &A::since, "when it was ordered")
                                         .field("tries", &A::tries, "earlier ones")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls

namespace smarthandoff::calls::presence {
namespace {

constexpr const char* kSet = "activity.set";
constexpr std::int64_t kMaxTries = 8;
// A time further on than two clocks may differ would outdo every change of that day.
constexpr auto kMaxAhead = std::chrono::minutes(1);

std::string activity_of(const CallSettings& settings, Presence presence) {
  switch (presence) {
    case Presence::available:
      return settings.available_activity;
    case Presence::busy:
      return settings.busy_activity;
    case Presence::offline:
      break;
  }
  return settings.offline_activity;
}

std::optional<Presence> presence_of(const CallSettings& settings, const std::string& activity) {
  if (activity.empty()) return std::nullopt;
  for (const Presence one : {Presence::available, Presence::busy, Presence::offline})
    if (activity_of(settings, one) == activity) return one;
  return std::nullopt;
}

ToldActivity order_of(const ActivityJob& job) {
  return {.activity = job.activity_sid, .since = job.since, .until = {}};
}

// A newer change has a job of its own.
bool is_outdated(const WorkerLink& link, const ActivityJob& job) {
  const ToldActivity* open = open_order(link);
  return open == nullptr || open->activity != job.activity_sid || open->since != job.since;
}

void enqueue(Context& context, const AgentLine& line, const WorkerLink& link, const CallSettings& settings) {
  const ToldActivity* open = open_order(link);
  if (open == nullptr || line.worker_sid.empty() || settings.workspace_sid.empty()) return;
  context.enqueue(kSet, line.agent_id.value,
                  ActivityJob{.agent_id = line.agent_id,
                              .workspace_sid = settings.workspace_sid,
                              .worker_sid = line.worker_sid,
                              .activity_sid = open->activity,
                              .since = open->since});
}

void again(Context& context, ActivityJob order) {
  const auto delay = Seconds(1LL << std::min<std::int64_t>(order.tries, 6));
  order.tries += 1;
  context.enqueue(kSet, order.agent_id.value, order, context.now() + delay);
}

std::string user_of(const Context& context, const AgentId& id) {
  const auto agent = agents::rows::find(context.transaction(), context.tenant(), id);
  return agent ? agent->user_id : std::string();
}

void after_setting(Context& context, const ActivityJob& job, const Failure& failure) {
  context.transaction().lock("call_lines", context.tenant().value);
  WorkerLink link = rows::find_link(context, job.agent_id);
  const bool outdated = is_outdated(link, job);
  const bool passes = failure && may_pass(*failure);
  const bool once_more = passes && !outdated && job.tries < kMaxTries;
  if (once_more)
    order_waits(link);
  else if (failure && !passes)
    order_refused(link, order_of(job));
  else
    order_done(link, order_of(job), context.now());
  rows::save_link(context, job.agent_id, link);
  if (once_more) return again(context, job);
  if (!failure || outdated) return;
  given_up(context,
           ActivityFailure{.agent_id = job.agent_id,
                           .user_id = user_of(context, job.agent_id),
                           .worker_sid = job.worker_sid,
                           .activity_sid = job.activity_sid},
           *failure);
}

void set_effect(Ports& ports, const Job& job, Completion done) {
  const ActivityJob order = from_json<ActivityJob>(job.payload);
  if (ports.voice == nullptr) return done([](Context&) {});
  const ActivityOrder wanted{.over = {job.tenant, {}},
                             .workspace_sid = order.workspace_sid,
                             .worker_sid = order.worker_sid,
                             .activity_sid = order.activity_sid};
  ports.voice->set_activity(wanted, [order, done](const Failure& failure) {
    done([order, failure](Context& context) { after_setting(context, order, failure); });
  });
}

}  // namespace

void emit(Context& context, const AgentLine& line, const std::string& user_id) {
  context.emit("line.presence", line.agent_id.value,
               PresenceEvent{.agent_id = line.agent_id, .user_id = user_id, .presence = line.presence});
}

void tell_taskrouter(Context& context, const AgentLine& line) {
  const CallSettings wanted = settings(context, {});
  const bool linked = !line.worker_sid.empty() && !wanted.workspace_sid.empty();
  WorkerLink link = rows::find_link(context, line.agent_id);
  const LinkStep step =
      wanted_here(line, link, linked ? activity_of(wanted, line.presence) : "", context.now());
  rows::save_link(context, line.agent_id, link);
  if (step.order) enqueue(context, line, link, wanted);
}

void told_by_taskrouter(Context& context, const std::string& worker_sid, WorkerWord word) {
  context.transaction().lock("call_lines", context.tenant().value);
  auto line = rows::find_line_of_worker(context, worker_sid);
  if (!line) return;
  const CallSettings wanted = settings(context, {});
  word.at = std::min(word.at, context.now() + kMaxAhead);
  WorkerLink link = rows::find_link(context, line->agent_id);
  const LinkStep step = heard(*line, link, word, context.now());
  const auto presence = step.adopted ? presence_of(wanted, word.activity) : std::nullopt;
  const bool changed = presence && *presence != line->presence;
  if (presence) line->presence = *presence;
  line->updated_at = context.now();
  rows::save_line(context, *line);
  rows::save_link(context, line->agent_id, link);
  if (step.adopted) context.cancel_job(kSet, line->agent_id.value);
  if (step.order) enqueue(context, *line, link, wanted);
  if (changed) emit(context, *line, user_of(context, line->agent_id));
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kSet, .effect = set_effect, .deadline = Seconds(20)}};
  return handlers;
}

}  // namespace smarthandoff::calls::presence
