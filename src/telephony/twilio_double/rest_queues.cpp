#include <algorithm>

#include <nlohmann/json.hpp>

#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

CallQueue& queue_of(Model& model, const Ask& ask) {
  CallQueue* found = model.queue(ask.parts.at(1));
  if (found == nullptr || found->account != ask.account->sid) not_found(ask);
  return *found;
}

Json to_json(const Model& model, const CallQueue& queue) {
  const std::string path = path_of(queue.account, "Queues/" + queue.sid);
  return {{"sid", queue.sid},
          {"account_sid", queue.account},
          {"friendly_name", queue.name},
          {"current_size", queue.members.size()},
          {"max_size", queue.max_size},
          {"average_wait_time", model.average_wait(queue)},
          {"date_created", rfc2822(queue.created)},
          {"date_updated", rfc2822(queue.updated)},
          {"uri", path + ".json"},
          {"subresource_uris", {{"members", path + "/Members.json"}}}};
}

Json to_json(const Model& model, const CallQueue& queue, std::size_t position) {
  const Member& member = queue.members.at(position);
  return {{"call_sid", member.call},
          {"queue_sid", queue.sid},
          {"position", position + 1},
          {"date_enqueued", rfc2822(member.since)},
          {"wait_time", seconds_between(member.since, model.now())},
          {"uri", path_of(queue.account, "Queues/" + queue.sid + "/Members/" + member.call + ".json")}};
}

void set_size(CallQueue& queue, const Params& form) {
  if (!has(form, "MaxSize")) return;
  const std::int64_t size = to_number(value_of(form, "MaxSize"), 0);
  if (size < 1 || size > 5000) refuse(400, 20001, "'MaxSize' must be 1 to 5000");
  queue.max_size = size;
}

Reply list(Model& model, Ask& ask) {
  std::vector<Json> all;
  for (const CallQueue& one : model.queues)
    if (one.account == ask.account->sid) all.push_back(to_json(model, one));
  return page(ask, "queues", all);
}

Reply create(Model& model, Ask& ask) {
  const std::string name = value_of(ask.form, "FriendlyName");
  if (name.size() > 64) refuse(400, 20001, "'FriendlyName' must be at most 64 characters");
  for (const CallQueue& one : model.queues)
    if (one.account == ask.account->sid && one.name == name)
      refuse(400, 22003, "A queue with the name " + name + " exists already");
  CallQueue& made = model.queue_named(ask.account->sid, name);
  set_size(made, ask.form);
  return reply(to_json(model, made), 201);
}

Reply get(Model& model, Ask& ask) {
  return reply(to_json(model, queue_of(model, ask)));
}

Reply update(Model& model, Ask& ask) {
  CallQueue& queue = queue_of(model, ask);
  set_size(queue, ask.form);
  if (has(ask.form, "FriendlyName")) queue.name = value_of(ask.form, "FriendlyName");
  queue.updated = model.now();
  return reply(to_json(model, queue));
}

Reply remove(Model& model, Ask& ask) {
  CallQueue& queue = queue_of(model, ask);
  if (!queue.members.empty()) refuse(409, 20009, "A queue with members cannot be deleted");
  std::erase_if(model.queues, [sid = queue.sid](const CallQueue& one) { return one.sid == sid; });
  return done();
}

Reply list_members(Model& model, Ask& ask) {
  const CallQueue& queue = queue_of(model, ask);
  std::vector<Json> all;
  for (std::size_t i = 0; i < queue.members.size(); ++i) all.push_back(to_json(model, queue, i));
  return page(ask, "queue_members", all);
}

std::size_t position_of(Model& model, const Ask& ask) {
  const CallQueue& queue = queue_of(model, ask);
  const std::string& which = ask.parts.at(2);
  for (std::size_t i = 0; i < queue.members.size(); ++i)
    if (which == "Front" || queue.members[i].call == which) return i;
  not_found(ask);
}

Reply get_member(Model& model, Ask& ask) {
  return reply(to_json(model, queue_of(model, ask), position_of(model, ask)));
}

Reply dequeue(Model& model, Ask& ask) {
  const CallQueue& queue = queue_of(model, ask);
  const std::size_t position = position_of(model, ask);
  const Json taken = to_json(model, queue, position);
  Call* call = model.live_call(queue.members.at(position).call);
  if (call == nullptr) not_found(ask);
  model.redirect(*call, value_of(ask.form, "Url"), value_of(ask.form, "Method", "POST"));
  return reply(taken);
}

}  // namespace

std::vector<Route> queue_routes() {
  return {{"GET", "Accounts/*/Queues.json", list},
          {"POST", "Accounts/*/Queues.json", create},
          {"GET", "Accounts/*/Queues/*.json", get},
          {"POST", "Accounts/*/Queues/*.json", update},
          {"DELETE", "Accounts/*/Queues/*.json", remove},
          {"GET", "Accounts/*/Queues/*/Members.json", list_members},
          {"GET", "Accounts/*/Queues/*/Members/*.json", get_member},
          {"POST", "Accounts/*/Queues/*/Members/*.json", dequeue}};
}

}  // namespace smarthandoff::twilio_double
