#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/twilio/rest_calls.hpp>

// Where callers meet or wait: Twilio's queues and conferences, as its REST API has them.
namespace smarthandoff::twilio {

struct CallQueue {
  std::string sid, name;
  std::optional<std::int64_t> size, max_size, average_wait_s;
  std::optional<Instant> created_at;
  bool operator==(const CallQueue&) const = default;
};

struct CreateQueue {
  std::string name;                      // 1-64 characters
  std::optional<std::int64_t> max_size;  // 1-5000
};

struct UpdateQueue {
  std::string queue_sid;
  std::string name;
  std::optional<std::int64_t> max_size;
};

struct QueueMember {
  std::string call_sid, queue_sid;
  std::optional<std::int64_t> position, waited_s;
  std::optional<Instant> enqueued_at;
  bool operator==(const QueueMember&) const = default;
};

// Takes a caller out of a queue, to the TwiML given.
struct Dequeue {
  std::string queue_sid;
  std::string member = "Front";  // or a CallSid
  std::string url, method;
};

struct Room {
  std::string sid, name, region;
  std::string status;  // init, in-progress, completed
  std::string end_reason, ended_by_call_sid;
  std::optional<Instant> created_at;
  bool operator==(const Room&) const = default;
};

struct ListRooms {
  std::string name, status;
  std::int64_t limit = 1000;
};

struct UpdateRoom {
  std::string conference_sid;
  std::string status;                         // completed: everybody is hung up; or
  std::string announce_url, announce_method;  // played to everybody
};

struct Participant {
  std::string call_sid, conference_sid, label;
  std::string status;  // queued, connecting, ringing, connected, complete, failed
  bool muted = false, hold = false, end_conference_on_exit = false, start_conference_on_enter = false;
  bool operator==(const Participant&) const = default;
};

// Dials somebody into a conference. As ambiguous as CreateCall; found again by its label.
struct CreateParticipant {
  std::string conference;  // CF…, or the name of one that is in progress or begins with this
  std::string to, from, label;
  Hook status;  // initiated, ringing, answered, completed
  std::optional<std::int64_t> timeout_s, time_limit_s;
  std::optional<bool> muted, early_media, start_conference_on_enter, end_conference_on_exit;
  std::string beep;  // true, false, onEnter, onExit
  std::optional<std::string> wait_url;
  Hook conference_status;  // start, end, join, leave, mute, hold, modify, speaker, announcement
  std::string conference_record;
  std::string caller_id, call_reason, call_token;
  Detection detection;  // in_background is how it always is here
};

struct UpdateParticipant {
  std::string conference;   // CF…, or its name
  std::string participant;  // the CallSid, or the label
  std::optional<bool> muted, hold, end_conference_on_exit;
  std::string hold_url, hold_method, announce_url, announce_method;
};

struct ParticipantKey {
  std::string conference, participant;
};

}  // namespace smarthandoff::twilio
