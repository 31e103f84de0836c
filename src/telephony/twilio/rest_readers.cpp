#include "telephony/twilio/rest_readers.hpp"

#include <charconv>

#include <smarthandoff/telephony/twilio/webhook.hpp>

namespace smarthandoff::twilio {
namespace {

using peer::boolean;
using peer::Json;
using peer::member;
using peer::text;

constexpr std::size_t kAddress = 4096;

// Twilio writes many numbers as texts; null and what is no number are none.
std::optional<std::int64_t> number(const Json& json, const char* name) {
  const Json& value = member(json, name);
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_string()) return std::nullopt;
  const auto& digits = value.get_ref<const std::string&>();
  std::int64_t number = 0;
  const auto end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, number);
  if (digits.empty() || result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

std::optional<Instant> instant(const Json& json, const char* name) {
  return parse_timestamp(text(json, name, 64));
}

// "-0.00750"; some resources have a number in its place.
std::string price(const Json& json) {
  const Json& value = member(json, "price");
  return value.is_number() ? value.dump() : text(json, "price", 32);
}

bool capable(const Json& json, const char* upper, const char* lower) {
  const Json& capabilities = member(json, "capabilities");
  return boolean(capabilities, upper) || boolean(capabilities, lower);
}

}  // namespace

void read(const Json& json, Call& call) {
  call = {.sid = text(json, "sid"),
          .account_sid = text(json, "account_sid"),
          .parent_call_sid = text(json, "parent_call_sid"),
          .phone_number_sid = text(json, "phone_number_sid"),
          .to = text(json, "to"),
          .from = text(json, "from"),
          .direction = text(json, "direction"),
          .answered_by = text(json, "answered_by"),
          .forwarded_from = text(json, "forwarded_from"),
          .caller_name = text(json, "caller_name"),
          .status = call_status(text(json, "status")),
          .created_at = instant(json, "date_created"),
          .started_at = instant(json, "start_time"),
          .ended_at = instant(json, "end_time"),
          .duration_s = number(json, "duration"),
          .queue_ms = number(json, "queue_time"),
          .price = price(json),
          .price_unit = text(json, "price_unit")};
}

void read(const Json& json, Recording& recording) {
  recording = {.sid = text(json, "sid"),
               .account_sid = text(json, "account_sid"),
               .call_sid = text(json, "call_sid"),
               .conference_sid = text(json, "conference_sid"),
               .status = text(json, "status"),
               .source = text(json, "source"),
               .track = text(json, "track"),
               .duration_s = number(json, "duration"),
               .channels = number(json, "channels"),
               .error_code = number(json, "error_code"),
               .created_at = instant(json, "date_created"),
               .started_at = instant(json, "start_time"),
               .price = price(json),
               .price_unit = text(json, "price_unit")};
}

void read(const Json& json, Account& account) {
  account = {.sid = text(json, "sid"),
             .owner_sid = text(json, "owner_account_sid"),
             .name = text(json, "friendly_name"),
             .type = text(json, "type"),
             .status = text(json, "status"),
             .auth_token = Secret(text(json, "auth_token")),
             .created_at = instant(json, "date_created")};
}

void read(const Json& json, OwnedNumber& number) {
  number = {.sid = text(json, "sid"),
            .account_sid = text(json, "account_sid"),
            .number = text(json, "phone_number"),
            .name = text(json, "friendly_name"),
            .status = text(json, "status"),
            .type = text(json, "type"),
            .voice_url = text(json, "voice_url", kAddress),
            .voice_application_sid = text(json, "voice_application_sid"),
            .sms_url = text(json, "sms_url", kAddress),
            .status_callback = text(json, "status_callback", kAddress),
            .voice = capable(json, "voice", "Voice"),
            .sms = capable(json, "SMS", "sms"),
            .mms = capable(json, "MMS", "mms"),
            .created_at = instant(json, "date_created")};
}

void read(const Json& json, AvailableNumber& number) {
  number = {.number = text(json, "phone_number"),
            .friendly = text(json, "friendly_name"),
            .locality = text(json, "locality"),
            .region = text(json, "region"),
            .postal_code = text(json, "postal_code"),
            .country = text(json, "iso_country"),
            .voice = capable(json, "voice", "Voice"),
            .sms = capable(json, "SMS", "sms"),
            .mms = capable(json, "MMS", "mms")};
}

void read(const Json& json, CallQueue& queue) {
  queue = {.sid = text(json, "sid"),
           .name = text(json, "friendly_name"),
           .size = number(json, "current_size"),
           .max_size = number(json, "max_size"),
           .average_wait_s = number(json, "average_wait_time"),
           .created_at = instant(json, "date_created")};
}

void read(const Json& json, QueueMember& member) {
  member = {.call_sid = text(json, "call_sid"),
            .queue_sid = text(json, "queue_sid"),
            .position = number(json, "position"),
            .waited_s = number(json, "wait_time"),
            .enqueued_at = instant(json, "date_enqueued")};
}

void read(const Json& json, Room& room) {
  room = {.sid = text(json, "sid"),
          .name = text(json, "friendly_name"),
          .region = text(json, "region"),
          .status = text(json, "status"),
          .end_reason = text(json, "reason_conference_ended"),
          .ended_by_call_sid = text(json, "call_sid_ending_conference"),
          .created_at = instant(json, "date_created")};
}

void read(const Json& json, Participant& participant) {
  participant = {.call_sid = text(json, "call_sid"),
                 .conference_sid = text(json, "conference_sid"),
                 .label = text(json, "label"),
                 .status = text(json, "status"),
                 .muted = boolean(json, "muted"),
                 .hold = boolean(json, "hold"),
                 .end_conference_on_exit = boolean(json, "end_conference_on_exit"),
                 .start_conference_on_enter = boolean(json, "start_conference_on_enter")};
}

void read(const Json& json, Message& message) {
  message = {.sid = text(json, "sid"),
             .account_sid = text(json, "account_sid"),
             .messaging_service_sid = text(json, "messaging_service_sid"),
             .to = text(json, "to"),
             .from = text(json, "from"),
             .body = text(json, "body", 4096, true),
             .direction = text(json, "direction"),
             .error_message = text(json, "error_message"),
             .status = message_status(text(json, "status")),
             .segments = number(json, "num_segments"),
             .error_code = number(json, "error_code"),
             .created_at = instant(json, "date_created"),
             .sent_at = instant(json, "date_sent"),
             .price = price(json),
             .price_unit = text(json, "price_unit")};
}

void read(const Json& json, Reservation& reservation) {
  reservation = {.sid = text(json, "sid"),
                 .task_sid = text(json, "task_sid"),
                 .worker_sid = text(json, "worker_sid"),
                 .worker_name = text(json, "worker_name"),
                 .status = text(json, "reservation_status"),
                 .created_at = instant(json, "date_created"),
                 .updated_at = instant(json, "date_updated")};
}

void read(const Json& json, Worker& worker) {
  worker = {.sid = text(json, "sid"),
            .name = text(json, "friendly_name"),
            .activity_sid = text(json, "activity_sid"),
            .activity_name = text(json, "activity_name"),
            .attributes = text(json, "attributes", 4096),
            .available = boolean(json, "available"),
            .updated_at = instant(json, "date_updated")};
}

}  // namespace smarthandoff::twilio
