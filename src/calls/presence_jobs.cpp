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
  std::int64_t tries = 0;
};

const Type& describe(const ActivityJob*) {
  using A = ActivityJob;
  static const Immortal<Type> type = Description<A>("ActivityJob", "A worker's activity to be set.")
                                         .field("agent_id", &A::agent_id, "whose")
                                         .field("workspace_sid", &A::workspace_sid, "of TaskRouter")
                                         .field("worker_sid", &A::worker_sid, "of TaskRouter")
                                         .field("activity_sid", &A::activity_sid, "of TaskRouter")
                                         .field("tries", &A::tries, "earlier ones")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls

namespace smarthandoff::calls::presence {
namespace {

constexpr const char* kSet = "activity.set";
constexpr std::int64_t kMaxTries = 8;

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

// Not what is wanted now any more: a newer job has that.
bool is_outdated(const Context& context, const ActivityJob& order) {
  return rows::told_activity(context, order.agent_id) != order.activity_sid;
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

void after_setting(Context& context, const ActivityJob& order, const Failure& failure) {
  if (!failure || is_outdated(context, order)) return;
  if (may_pass(*failure) && order.tries < kMaxTries) return again(context, order);
  given_up(context,
           ActivityFailure{.agent_id = order.agent_id,
                           .user_id = user_of(context, order.agent_id),
                           .worker_sid = order.worker_sid,
                           .activity_sid = order.activity_sid},
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
  const std::string activity = activity_of(wanted, line.presence);
  if (line.worker_sid.empty() || wanted.workspace_sid.empty() || activity.empty()) return;
  if (line.worker_activity == activity && rows::told_activity(context, line.agent_id).empty()) return;
  rows::tell_activity(context, line.agent_id, activity);
  context.enqueue(kSet, line.agent_id.value,
                  ActivityJob{.agent_id = line.agent_id,
                              .workspace_sid = wanted.workspace_sid,
                              .worker_sid = line.worker_sid,
                              .activity_sid = activity});
}

void told_by_taskrouter(Context& context, const std::string& worker_sid, const std::string& activity_sid,
                        Instant at) {
  context.transaction().lock("call_lines", context.tenant().value);
  auto line = rows::find_line_of_worker(context, worker_sid);
  if (!line) return;
  const std::string told = rows::told_activity(context, line->agent_id);
  if (activity_sid == told) {  // the echo of what we told
    line->worker_activity = activity_sid;
    rows::save_line(context, *line);
    rows::tell_activity(context, line->agent_id, "");
    return;
  }
  if (at < line->changed_at) return;  // our change is the newer one, and TaskRouter is told of it
  line->worker_activity = activity_sid;
  const auto presence = presence_of(settings(context, {}), activity_sid);
  const bool changed = presence && *presence != line->presence;
  if (presence) line->presence = *presence;
  line->changed_at = at;
  line->updated_at = context.now();
  rows::save_line(context, *line);
  rows::tell_activity(context, line->agent_id, "");
  context.cancel_job(kSet, line->agent_id.value);
  if (!changed) return;
  emit(context, *line, user_of(context, line->agent_id));
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kSet, .effect = set_effect, .deadline = Seconds(20)}};
  return handlers;
}

}  // namespace smarthandoff::calls::presence
