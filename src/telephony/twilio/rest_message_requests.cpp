// Messages and TaskRouter.
#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "telephony/twilio/rest_requests.hpp"

namespace smarthandoff::twilio::requests {
namespace {

std::string message_path(const std::string& account, const std::string& sid) {
  if (!sid.starts_with("MM")) check_sid("message_sid", sid, "SM");
  if (sid.starts_with("MM")) check_sid("message_sid", sid, "MM");
  return account_path(account, "/Messages/" + sid);
}

void check(const CreateMessage& request) {
  check_needed("to", request.to, 256);
  if (request.from.empty() == request.messaging_service_sid.empty())
    throw invalid_field("from", "must be given, or messaging_service_sid, not both");
  check_sid_or_none("messaging_service_sid", request.messaging_service_sid, "MG");
  check_sid_or_none("content_sid", request.content_sid, "HX");
  field::check_paragraph("body", request.body, 1600);
  if (request.body.empty() && request.media_urls.empty() && request.content_sid.empty())
    throw invalid_field("body", "must be given, or media_urls, or content_sid");
  if (request.media_urls.size() > 10) throw invalid_field("media_urls", "must be at most 10");
  check_between("validity_s", request.validity_s, 1, 36'000);
  if (request.send_at && request.messaging_service_sid.empty())
    throw invalid_field("send_at", "needs a messaging_service_sid");
}

std::string reservation_path(const UpdateReservation& request) {
  check_sid("workspace_sid", request.workspace_sid, "WS");
  check_sid("task_sid", request.task_sid, "WT");
  check_sid("reservation_sid", request.reservation_sid, "WR");
  return "/v1/Workspaces/" + request.workspace_sid + "/Tasks/" + request.task_sid + "/Reservations/" +
         request.reservation_sid;
}

// Each instruction has names of its own for the same things.
void add_instruction(FormText& form, const UpdateReservation& request) {
  if (request.instruction == "dequeue") {
    form.add("DequeueFrom", request.from)
        .add("DequeueTo", request.to)
        .add("DequeueRecord", request.record)
        .add("DequeueTimeout", request.timeout_s)
        .add("DequeueStatusCallbackUrl", request.status_callback)
        .add("DequeuePostWorkActivitySid", request.post_work_activity_sid);
  } else if (request.instruction == "call") {
    form.add("CallFrom", request.from)
        .add("CallTo", request.to)
        .add("CallUrl", request.url)
        .add("CallRecord", request.record)
        .add("CallTimeout", request.timeout_s)
        .add("CallStatusCallbackUrl", request.status_callback)
        .add("CallAccept", request.accept);
  } else if (request.instruction == "redirect") {
    form.add("RedirectCallSid", request.call_sid)
        .add("RedirectUrl", request.url)
        .add("RedirectAccept", request.accept);
  } else if (request.instruction == "conference") {
    form.add("From", request.from)
        .add("To", request.to)
        .add("Timeout", request.timeout_s)
        .add("StatusCallback", request.status_callback)
        .add("PostWorkActivitySid", request.post_work_activity_sid);
  }
}

}  // namespace

RestRequest create_message(const std::string& account, const CreateMessage& request) {
  check(request);
  FormText form;
  form.add("To", request.to)
      .add("From", request.from)
      .add("MessagingServiceSid", request.messaging_service_sid)
      .add("Body", request.body)
      .add("MediaUrl", request.media_urls)
      .add("ContentSid", request.content_sid)
      .add("ContentVariables", request.content_variables)
      .add("StatusCallback", request.status_callback)
      .add("ValidityPeriod", request.validity_s);
  if (request.send_at) form.add("ScheduleType", "fixed").add_time("SendAt", request.send_at);
  return post_request(RestKind::change, account_path(account, "/Messages"), form);
}

RestRequest fetch_message(const std::string& account, const std::string& message_sid) {
  return read_request(message_path(account, message_sid));
}

RestRequest update_message(const std::string& account, const UpdateMessage& request) {
  if (request.cancel == request.redact) throw invalid_field("cancel", "must be set, or redact, not both");
  FormText form;
  if (request.cancel) form.add("Status", "canceled");
  if (request.redact) form.add_empty("Body");
  return post_request(RestKind::repeat, message_path(account, request.message_sid), form);
}

RestRequest list_messages(const std::string& account, const ListMessages& request) {
  FormText query;
  query.add("To", request.to)
      .add("From", request.from)
      .add_from("DateSent", request.sent_after)
      .add_until("DateSent", request.sent_before)
      .add("PageSize", page_size(request.limit));
  return read_request(account_path(account, "/Messages"), query);
}

RestRequest update_reservation(const UpdateReservation& request) {
  check_one_of("instruction", request.instruction, {"", "dequeue", "call", "redirect", "conference"});
  check_sid_or_none("worker_activity_sid", request.worker_activity_sid, "WA");
  check_sid_or_none("post_work_activity_sid", request.post_work_activity_sid, "WA");
  check_sid_or_none("call_sid", request.call_sid, "CA");
  check_between("timeout_s", request.timeout_s, 1, 999);
  FormText form;
  form.add("ReservationStatus", request.status)
      .add("WorkerActivitySid", request.worker_activity_sid)
      .add("Instruction", request.instruction);
  add_instruction(form, request);
  if (form.text().empty()) throw invalid_field("status", "must be given, or instruction");
  const RestKind kind = request.instruction.empty() ? RestKind::repeat : RestKind::change;
  RestRequest made = post_request(kind, reservation_path(request), form);
  made.product = "taskrouter";
  return made;
}

RestRequest update_worker(const UpdateWorker& request) {
  check_sid("workspace_sid", request.workspace_sid, "WS");
  check_sid("worker_sid", request.worker_sid, "WK");
  check_sid_or_none("activity_sid", request.activity_sid, "WA");
  FormText form;
  form.add("ActivitySid", request.activity_sid)
      .add("Attributes", request.attributes)
      .add("RejectPendingReservations", request.reject_pending);
  if (form.text().empty()) throw invalid_field("activity_sid", "must be given, or attributes");
  RestRequest made = post_request(
      RestKind::repeat, "/v1/Workspaces/" + request.workspace_sid + "/Workers/" + request.worker_sid, form);
  made.product = "taskrouter";
  return made;
}

}  // namespace smarthandoff::twilio::requests
