// Queues: callers who wait, what they hear, and who takes them.
#include <algorithm>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::int64_t kMaxQueue = 1000;

}  // namespace

void Model::run_enqueue(Call& call, const Element& verb) {
  const std::string workflow = verb.attribute("workflowSid");
  CallQueue& queue = queue_named(call.account, workflow.empty() ? verb.text : workflow);
  const std::int64_t most = std::min(queue.max_size, to_number(verb.attribute("maxQueueSize"), kMaxQueue));
  if (static_cast<std::int64_t>(queue.members.size()) >= most)
    return act(call, verb, {{"QueueResult", "queue-full"}}, "queue action");
  queue.members.push_back({.call = call.sid, .since = now()});
  call.queue = queue.sid;
  call.queue_verb = verb;
  note(LogKind::queue, &call, "enters " + queue.name);
  if (!workflow.empty()) new_task(call, verb);
  wait_document(call);
  serve_waiting_agents(queue);
}

// What is played to who waits, in a queue or for a conference: again and again.
void Model::wait_document(Call& call) {
  std::string url, method, base = call.programs.front().url;
  bool silence = false;
  if (!call.queue.empty()) {
    url = call.queue_verb->attribute("waitUrl");
    method = call.queue_verb->attribute("waitUrlMethod", "POST");
    silence = call.queue_verb->has("waitUrl") && url.empty();
  } else if (Conference* room = conference(call.conference)) {
    const Participant* one = room->find(call.sid);
    if (room->status != "init" || one == nullptr) return;
    url = one->wait_url;
    method = one->wait_method;
    silence = url == "none";
  } else {
    return;
  }
  if (silence || url.empty()) return hear(call, silence ? "silence" : "music");
  hear(call, "silence");
  fetch(call, {.role = Role::wait,
               .url = resolve(base, url),
               .method = method,
               .what = "wait document",
               .extra = wait_params(call)});
}

std::int64_t Model::average_wait(const CallQueue& queue) const {
  if (queue.served > 0) return queue.waited_s / queue.served;
  std::int64_t sum = 0;
  for (const Member& one : queue.members) sum += seconds_between(one.since, now());
  return queue.members.empty() ? 0 : sum / static_cast<std::int64_t>(queue.members.size());
}

Params Model::wait_params(const Call& call) const {
  for (const CallQueue& queue : queues) {
    if (queue.sid != call.queue) continue;
    std::size_t position = 0;
    while (position < queue.members.size() && queue.members[position].call != call.sid) ++position;
    if (position == queue.members.size()) return {};
    return {{"QueuePosition", std::to_string(position + 1)},
            {"QueueSid", queue.sid},
            {"QueueTime", std::to_string(seconds_between(queue.members[position].since, now()))},
            {"AvgQueueTime", std::to_string(average_wait(queue))},
            {"CurrentQueueSize", std::to_string(queue.members.size())},
            {"MaxQueueSize", std::to_string(queue.max_size)}};
  }
  return {};
}

// Out of the queue; `follow` says whether what the action answers is carried out.
void Model::leave_queue(Call& call, const std::string& result, bool follow) {
  CallQueue* from = queue(std::exchange(call.queue, {}));
  if (from == nullptr) return;
  for (const Member& one : from->members) {
    if (one.call != call.sid) continue;
    const std::int64_t waited = seconds_between(one.since, now());
    ++from->served;
    from->waited_s += waited;
    call.queue_left = {{"QueueSid", from->sid}, {"QueueTime", std::to_string(waited)}};
    break;
  }
  std::erase_if(from->members, [&](const Member& one) { return one.call == call.sid; });
  note(LogKind::queue, &call, result + " from " + from->name);
  ++call.epoch;
  while (call.programs.size() > 1) call.programs.pop_back();
  for (Task& one : tasks)
    if (one.call == call.sid && result != "bridging" && one.status != "completed") one.status = "canceled";
  if (result != "bridging") queue_action(call, result, follow);
}

void Model::queue_action(Call& member, const std::string& result, bool follow) {
  if (!member.queue_verb) return;
  const Element verb = *member.queue_verb;
  member.queue_verb.reset();
  Params params{{"QueueResult", result}};
  params.insert(params.end(), member.queue_left.begin(), member.queue_left.end());
  if (!follow || member.is_over()) return send_action(member, verb, params, "queue action");
  ++member.epoch;
  hear(member, "silence");
  act(member, verb, params, "queue action");
}

// <Dial><Queue>: the caller who waits longest is taken, told what is to be told, and joined. False: nobody
// waits.
bool Model::serve_queue(Call& agent) {
  const Element target = agent.dialling->verb.children.front();
  CallQueue& queue = queue_named(agent.account, target.text);
  agent.dialling->queue = queue.sid;
  if (queue.members.empty()) return false;
  Call* member = live_call(queue.members.front().call);
  if (member == nullptr) return false;
  leave_queue(*member, "bridging", false);
  ++agent.epoch;  // no more waiting
  agent.dialling->legs = {member->sid};
  agent.dialling->answered = member->sid;
  agent.bridged_to = member->sid;
  member->bridged_to = agent.sid;
  if (target.attribute("url").empty()) {
    join(agent, *member);
    return true;
  }
  Params extra = member->queue_left;
  extra.emplace_back("DequeingCallSid", agent.sid);
  fetch(*member, {.role = Role::about,
                  .url = resolve(agent.programs.back().url, target.attribute("url")),
                  .method = target.attribute("method", "POST"),
                  .what = "queue document",
                  .extra = std::move(extra)});
  return true;
}

// Agents who dialled a queue while nobody waited.
void Model::serve_waiting_agents(const CallQueue& queue) {
  for (Call& agent : calls) {
    const bool waits = !agent.is_over() && agent.dialling && agent.dialling->queue == queue.sid &&
                       agent.dialling->answered.empty();
    if (waits && serve_queue(agent)) return;
  }
}

}  // namespace smarthandoff::twilio_double
