#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/twilio/call_status.hpp>

// Messages and TaskRouter's tasks, as Twilio's REST API has them.
namespace smarthandoff::twilio {

struct Message {
  std::string sid, account_sid, messaging_service_sid, to, from, body, direction, error_message;
  std::optional<MessageStatus> status;
  std::optional<std::int64_t> segments, error_code;
  std::optional<Instant> created_at, sent_at;
  std::string price, price_unit;
  bool operator==(const Message&) const = default;
};

// Sends. As ambiguous as CreateCall.
struct CreateMessage {
  std::string to;
  std::string from;                            // or
  std::string messaging_service_sid;           // MG…
  std::string body;                            // at most 1600 characters; and/or
  std::vector<std::string> media_urls;         // at most 10; or
  std::string content_sid, content_variables;  // HX… and a JSON object
  std::string status_callback;
  std::optional<std::int64_t> validity_s;  // 1-36000
  std::optional<Instant> send_at;          // with a messaging service only
};

struct UpdateMessage {
  std::string message_sid;
  bool cancel = false;  // one that is scheduled; or
  bool redact = false;  // its text is forgotten
};

struct ListMessages {
  std::string to, from;
  std::optional<Instant> sent_after, sent_before;
  std::int64_t limit = 1000;
};

// Decides on an offered task; what belongs to another instruction is left out.
struct UpdateReservation {
  std::string workspace_sid, task_sid, reservation_sid;  // WS…, WT…, WR…
  std::string status;               // accepted, rejected, canceled, completed, wrapping …; or
  std::string instruction;          // dequeue, call, redirect, conference
  std::string worker_activity_sid;  // when rejecting
  std::string from, to;             // of the instruction
  std::string url;                  // of call and redirect
  std::string call_sid;             // of redirect
  std::string post_work_activity_sid, record, status_callback;
  std::optional<std::int64_t> timeout_s;
  std::optional<bool> accept;  // call and redirect: the reservation too
};

struct Reservation {
  std::string sid, task_sid, worker_sid, worker_name, status;
  std::optional<Instant> created_at, updated_at;
  bool operator==(const Reservation&) const = default;
};

struct UpdateWorker {
  std::string workspace_sid, worker_sid;  // WS…, WK…
  std::string activity_sid;               // WA…
  std::string attributes;                 // a JSON object
  std::optional<bool> reject_pending;
};

struct Worker {
  std::string sid, name, activity_sid, activity_name, attributes;
  bool available = false;
  std::optional<Instant> updated_at;
  bool operator==(const Worker&) const = default;
};

}  // namespace smarthandoff::twilio
