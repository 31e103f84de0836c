#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/telephony/twilio/call_status.hpp>
#include <smarthandoff/telephony/twilio_double_types.hpp>

#include "telephony/twilio_double/text.hpp"
#include "telephony/twilio_double/xml_read.hpp"

// What the double keeps. Times are the model's.
namespace smarthandoff::twilio_double {

using twilio::CallStatus;

// Where the host wants to be told, and of what.
struct Hook {
  std::string url;
  std::string method = "POST";
  std::vector<std::string> events;

  bool wants(std::string_view event) const;
};

struct Account {
  std::string sid, token, owner, friendly_name;
  std::string status = "active";
  Instant created, updated;
  std::optional<Instant> next_call;  // when the limit per second lets the next one through
};

// What stands between a caller and the verbs: a document that is being carried out. Where a call waits in a
// queue, one lies on top of the other.
enum class Role {
  main,
  whisper,  // for who answered, before being joined
  wait,     // for who waits
  about,    // for who waited, before being joined
};

struct Program {
  Role role = Role::main;
  std::string url;
  std::vector<Element> verbs;
  std::size_t next = 0;
  Instant begun{};
};

struct Gathering {
  Element verb;
  std::size_t prompt = 0;
  std::string digits;
  bool heard_all = false;
};

struct Taping {
  Element verb;
  std::string recording;
};

// A <Dial> under way.
struct Dialling {
  Element verb;
  std::vector<std::string> legs;
  std::size_t waiting = 0;  // elements of a sequential one that have not been tried
  std::string answered;     // the leg that was first
  std::string queue;        // whose next caller is awaited
  std::optional<Instant> bridged;
  std::string recording;
};

// What detection was asked for.
struct Detection {
  std::string mode;  // Enable, DetectMessageEnd; empty: none
  bool async = false;
  Hook hook;
  std::int64_t timeout_s = 30;
};

struct Call {
  std::string sid, account, parent, from, to, direction, forwarded_from, phone_number_sid;
  CallStatus status = CallStatus::queued;
  Instant created, updated;
  std::optional<Instant> started, answered, ended;
  std::int64_t queue_time_ms = 0;
  int sip_code = 0;
  std::string answered_by;

  Hook status_hook;
  std::int64_t sequence = 0;
  Params asked;  // the form that made it
  std::string url, method = "POST", fallback_url, fallback_method = "POST", twiml;
  Detection detection;

  Person person;          // the other end
  std::size_t reply = 0;  // the next one
  std::string hears;

  // Raised with every turn that the call takes: what was arranged before it is void.
  std::uint64_t epoch = 0;
  std::vector<Program> programs;
  bool fell_back = false;
  std::optional<Gathering> gathering;
  std::optional<Taping> taping;
  std::optional<Dialling> dialling;
  Element whisper;  // the <Number> that it was dialled by
  std::string bridged_to;
  std::string conference;
  std::string queue;
  std::optional<Element> queue_verb;
  Params queue_left;  // what its action is told once it has been taken from the queue
  std::optional<Element> connected;

  bool is_over() const { return twilio::is_final(status); }
  bool is_answered() const { return status == CallStatus::in_progress; }
};

struct Recording {
  std::string sid, account, call, conference, source, track = "both";
  std::string status = "in-progress";
  std::int64_t channels = 1, duration_s = 0;
  Instant started, updated;
  std::optional<Instant> paused_at;
  Milliseconds paused{0};
  Hook hook;
};

struct Participant {
  std::string call, label, coached;
  bool muted = false, hold = false, starts = true, ends = false;
  Instant joined;
  std::string wait_url, wait_method, hold_url;
};

struct Conference {
  std::string sid, account, name, region = "us1", end_reason, ended_by, recording;
  std::string status = "init";
  Instant created, updated;
  Hook hook;
  std::int64_t sequence = 0, most = 250;
  std::vector<Participant> participants;

  Participant* find(std::string_view call);
};

struct Member {
  std::string call;
  Instant since;
  bool leaving = false;  // taken, and about to be joined
};

struct CallQueue {
  std::string sid, account, name;
  std::int64_t max_size = 1000;
  Instant created, updated;
  std::vector<Member> members;
  std::int64_t served = 0, waited_s = 0;  // of those who have left, for the average
};

struct Number {
  std::string sid, account, number;
  Params settings;  // by their names as fields of the answer: voice_url …
  Instant created, updated;
};

struct Message {
  std::string sid, account, from, to, body, service, direction = "outbound-api", status = "queued";
  std::vector<std::string> media;
  std::int64_t error_code = 0;
  Hook hook;
  Instant created, updated;
  std::optional<Instant> sent;
};

struct Stream {
  std::string sid, account, call, name, url;
  bool one_way = false, stopped = false;
  Instant updated;
  Hook hook;
};

struct Task {
  std::string sid, account, workspace, workflow, queue, attributes, call, status = "pending";
  std::int64_t priority = 0;
  Instant created, updated;
};

struct Reservation {
  std::string sid, task, worker, worker_attributes, status = "pending", leg;
  Instant created, updated;
};

}  // namespace smarthandoff::twilio_double
