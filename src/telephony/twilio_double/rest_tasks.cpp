#include <nlohmann/json.hpp>

#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

Task& task_of(Model& model, const Ask& ask) {
  Task* found = model.task(ask.parts.at(1));
  if (found == nullptr || found->workspace != ask.parts.at(0) || found->account != ask.account->sid)
    not_found(ask);
  return *found;
}

Json to_json(const Model& model, const Task& task) {
  return {{"sid", task.sid},
          {"account_sid", task.account},
          {"workspace_sid", task.workspace},
          {"workflow_sid", task.workflow},
          {"task_queue_sid", task.queue},
          {"attributes", task.attributes},
          {"assignment_status", task.status},
          {"priority", task.priority},
          {"age", seconds_between(task.created, model.now())},
          {"date_created", iso8601(task.created)},
          {"date_updated", iso8601(task.updated)},
          {"url", "/v1/Workspaces/" + task.workspace + "/Tasks/" + task.sid}};
}

Json to_json(const Task& task, const Reservation& one) {
  return {{"sid", one.sid},
          {"account_sid", task.account},
          {"workspace_sid", task.workspace},
          {"task_sid", task.sid},
          {"worker_sid", one.worker},
          {"worker_name", one.worker},
          {"reservation_status", one.status},
          {"date_created", iso8601(one.created)},
          {"date_updated", iso8601(one.updated)},
          {"url", "/v1/Workspaces/" + task.workspace + "/Tasks/" + task.sid + "/Reservations/" + one.sid}};
}

Reservation& reservation_of(Model& model, const Ask& ask) {
  Reservation* found = model.reservation(ask.parts.at(2));
  if (found == nullptr || found->task != task_of(model, ask).sid) not_found(ask);
  return *found;
}

Reply list(Model& model, Ask& ask) {
  std::vector<Json> all;
  for (const Task& one : model.tasks) {
    const bool fits = one.workspace == ask.parts.at(0) && one.account == ask.account->sid &&
                      is_asked_for(ask, "AssignmentStatus", one.status);
    if (fits) all.push_back(to_json(model, one));
  }
  return page(ask, "tasks", all);
}

Reply get(Model& model, Ask& ask) {
  return reply(to_json(model, task_of(model, ask)));
}

Reply update(Model& model, Ask& ask) {
  Task& task = task_of(model, ask);
  if (has(ask.form, "Attributes")) task.attributes = value_of(ask.form, "Attributes");
  if (has(ask.form, "AssignmentStatus")) task.status = value_of(ask.form, "AssignmentStatus");
  if (has(ask.form, "Priority")) task.priority = to_number(value_of(ask.form, "Priority"), 0);
  task.updated = model.now();
  return reply(to_json(model, task));
}

Reply list_reservations(Model& model, Ask& ask) {
  const Task& task = task_of(model, ask);
  std::vector<Json> all;
  for (const Reservation& one : model.reservations) {
    const bool fits = one.task == task.sid && is_asked_for(ask, "ReservationStatus", one.status) &&
                      is_asked_for(ask, "WorkerSid", one.worker);
    if (fits) all.push_back(to_json(task, one));
  }
  return page(ask, "reservations", all);
}

Reply get_reservation(Model& model, Ask& ask) {
  return reply(to_json(task_of(model, ask), reservation_of(model, ask)));
}

// A status alone accepts or rejects; an instruction says how.
Reply update_reservation(Model& model, Ask& ask) {
  Reservation& one = reservation_of(model, ask);
  const std::string status = value_of(ask.form, "ReservationStatus");
  const std::string instruction = value_of(ask.form, "Instruction");
  if (one.status != "pending" && status != "completed" && status != "wrapping")
    refuse(400, 20001, "Cannot update reservation " + one.sid + ": it is " + one.status);
  if (!instruction.empty()) {
    model.instruct(one, {{"instruction", instruction},
                         {"from", value_of(ask.form, "DequeueFrom", value_of(ask.form, "From"))},
                         {"to", value_of(ask.form, "DequeueTo")},
                         {"timeout", value_of(ask.form, "DequeueTimeout", "60")},
                         {"url", value_of(ask.form, "RedirectUrl")}});
  } else if (status == "accepted") {
    model.instruct(one, {{"instruction", "accept"}});
  } else if (status == "rejected") {
    model.instruct(one, {{"instruction", "reject"}});
  } else if (!status.empty()) {
    one.status = status;
    one.updated = model.now();
  }
  return reply(to_json(task_of(model, ask), one));
}

}  // namespace

std::vector<Route> task_routes() {
  return {{"GET", "v1/Workspaces/*/Tasks", list},
          {"GET", "v1/Workspaces/*/Tasks/*", get},
          {"POST", "v1/Workspaces/*/Tasks/*", update},
          {"GET", "v1/Workspaces/*/Tasks/*/Reservations", list_reservations},
          {"GET", "v1/Workspaces/*/Tasks/*/Reservations/*", get_reservation},
          {"POST", "v1/Workspaces/*/Tasks/*/Reservations/*", update_reservation}};
}

}  // namespace smarthandoff::twilio_double
