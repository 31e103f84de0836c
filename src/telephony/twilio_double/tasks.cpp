// TaskRouter, as far as callers in a workflow go: tasks, offers to workers and their instructions.
#include <nlohmann/json.hpp>

#include "telephony/twilio/xml.hpp"
#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

using Json = nlohmann::json;

constexpr Seconds kReservationTimeout{120};

Json read_object(const std::string& text) {
  Json read = Json::parse(text, nullptr, false);
  return read.is_object() ? read : Json::object();
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace

std::string Model::new_task(const Call& call, const Element& verb) {
  Task& made = tasks.emplace_back();
  made.sid = sids.sid("WT");
  made.account = call.account;
  made.workspace = tasks.size() > 1 ? tasks.front().workspace : sids.sid("WS");
  made.workflow = verb.attribute("workflowSid");
  made.queue = sids.sid("WQ");
  made.call = call.sid;
  made.created = made.updated = now();
  Json attributes = Json::object();
  for (const Element& child : verb.children) {
    if (child.name != "Task") continue;
    attributes = read_object(child.text);
    made.priority = to_number(child.attribute("priority"), 0);
  }
  attributes["call_sid"] = call.sid;
  attributes["from"] = call.from;
  attributes["to"] = call.to;
  attributes["direction"] = call.direction;
  made.attributes = attributes.dump();
  note_other(LogKind::task, made.sid, call.from, "pending " + made.attributes);
  return made.sid;
}

std::string Model::offer(Task& task, const std::string& worker_attributes, const std::string& url) {
  Reservation& made = reservations.emplace_back();
  made.sid = sids.sid("WR");
  made.task = task.sid;
  made.worker = sids.sid("WK");
  made.worker_attributes = worker_attributes;
  made.created = made.updated = now();
  task.status = "reserved";
  note_other(LogKind::task, made.sid, task.sid, "offered");
  scheduler.after(kReservationTimeout, [this, sid = made.sid] {
    Reservation* late = reservation(sid);
    if (late == nullptr || late->status != "pending") return;
    late->status = "timeout";
    late->updated = now();
    if (Task* of = this->task(late->task)) of->status = "pending";
    note_other(LogKind::task, sid, late->task, "timeout");
  });
  Webhook webhook{.account = task.account,
                  .call = task.call,
                  .what = "assignment",
                  .url = url,
                  .params = {{"Timestamp", rfc2822(now())},
                             {"AccountSid", task.account},
                             {"WorkspaceSid", task.workspace},
                             {"WorkflowSid", task.workflow},
                             {"TaskQueueSid", task.queue},
                             {"WorkerSid", made.worker},
                             {"WorkerAttributes", worker_attributes},
                             {"TaskSid", task.sid},
                             {"TaskAttributes", task.attributes},
                             {"TaskAge", std::to_string(seconds_between(task.created, now()))},
                             {"TaskPriority", std::to_string(task.priority)},
                             {"ReservationSid", made.sid}}};
  webhook.done = [this, sid = made.sid](const http::Outcome& outcome) {
    Reservation* found = reservation(sid);
    if (found == nullptr || !outcome.response || outcome.response->body.empty()) return;
    const Json instruction = read_object(outcome.response->body);
    Params params;
    for (const auto& [name, value] : instruction.items())
      params.emplace_back(name, text_of(instruction, name.c_str()));
    instruct(*found, params);
  };
  send(std::move(webhook));
  return made.sid;
}

// accept, reject, dequeue (rings the worker, who takes the caller), redirect; others are noted only.
void Model::instruct(Reservation& reservation, const Params& instruction) {
  Task* of = task(reservation.task);
  if (of == nullptr || reservation.status != "pending") return;
  const std::string what = value_of(instruction, "instruction");
  note_other(LogKind::task, reservation.sid, of->sid, what);
  reservation.updated = of->updated = now();
  if (what == "reject") {
    reservation.status = "rejected";
    of->status = "pending";
    return;
  }
  reservation.status = "accepted";
  of->status = "assigned";
  Call* waiting = live_call(of->call);
  if (what == "redirect") {
    if (waiting != nullptr) redirect(*waiting, value_of(instruction, "url"), "POST");
    return;
  }
  if (what != "dequeue" || waiting == nullptr) return;
  const Json worker = read_object(reservation.worker_attributes);
  std::string to = value_of(instruction, "to");
  if (to.empty()) to = text_of(worker, "contact_uri");
  std::string from = value_of(instruction, "from");
  if (from.empty()) from = waiting->to;
  Call& leg =
      add_call({.account = of->account, .from = from, .to = to, .direction = "outbound-api", .parent = {}});
  leg.asked = {{"Timeout", value_of(instruction, "timeout", "60")}};
  std::string name;
  xml::append_text(name, of->workflow);
  leg.twiml = "<Response><Dial><Queue>" + name + "</Queue></Dial></Response>";
  reservation.leg = leg.sid;
  dial(leg);
}

}  // namespace smarthandoff::twilio_double
