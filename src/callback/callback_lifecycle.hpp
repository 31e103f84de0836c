#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/dial.hpp>
#include <smarthandoff/callback/settings.hpp>

// The pure rules of where a callback stands. What a dial does is dial_lifecycle.hpp's.
namespace smarthandoff::callbacks {

// True until it was completed, failed or canceled; a person has at most one open one per destination.
bool is_open(CallbackStatus status);

// The status that a wish with or without a time begins with.
CallbackStatus status_of_wish(bool has_time);

// The status after the person asked once more: the new time wins, but a call under way goes on, and who was
// announced stays announced. Closed ones are never joined; they stay as they are.
CallbackStatus status_when_joined(CallbackStatus status, bool has_time);

// The greater of both: who asks again does not lose urgency.
CallbackPriority more_urgent(CallbackPriority one, CallbackPriority other);

// The order of lists and announcements before the time of the request, least first: ready_to_call, then by
// priority, closed ones last (docs/callbacks.md).
std::int64_t place_of(CallbackStatus status, CallbackPriority priority);

namespace lifecycle {

// No more alerts until a phone becomes free again, or a new day begins.
inline constexpr std::int64_t kSpent = -1;

// What the machine remembers; stored with the callback.
struct State {
  CallbackStatus at = CallbackStatus::pending;
  CallbackPriority priority = CallbackPriority::high;
  std::optional<Instant> scheduled_at;
  Instant requested_at;
  std::optional<Instant> agreed_at;  // the time the customer wished last
  std::int64_t attempts = 0;
  std::int64_t max_attempts = 3;
  std::int64_t agent_misses = 0;  // agent legs in a row that were taken or not answered
  std::int64_t alerts = 0;        // since it was due last; kSpent: all were ignored
  bool released = false;          // any agent of the department may take it
  bool dials_itself = false;      // when the extension is free next: the agent has asked for it
  bool dialling = false;          // a dial of it has not ended
  bool ready_sent = false;        // the customer was told by WhatsApp that we can call
  std::optional<CallbackResult> result;
  std::string end_reason;  // of failed and canceled

  bool operator==(const State&) const = default;
};

enum class EventKind {
  extension_free,   // of one who may take it: by presence, sweep or look
  extension_taken,  // it was looked at, and is not
  extension_back,   // it was not, and is free again
  extension_away,   // nobody's who may take it is free
  held,             // the gate lets it pass at a later time
  forbidden,        // the gate never lets it pass
  timed_out,        // its own timer: a time has come, an alert was ignored, nobody was free for long
  aged,             // the sweep found it older than the limit
  snoozed,
  dismissed,
  cancel_requested,
  rescheduled,
  asked_again,  // the person's newer wish joined it
  dial_requested,
  dial_accepted,
  dial_ended,
  said_yes,  // the customer's replies
  said_later,
  said_no,
  served,     // the person called in and was served
  opted_out,  // the person never wants to be called again, or is not whom we look for
};

struct Event {
  EventKind kind = EventKind::timed_out;
  std::optional<Instant> time{};  // snoozed, rescheduled, asked_again, said_later, held
  CallbackPriority priority = CallbackPriority::normal;  // asked_again
  bool last = false;                                     // dismissed: nobody else could take it
  std::string reason{};                                  // cancel_requested, forbidden
  DialEnd end = DialEnd::error;                          // dial_ended
  bool talking = false;  // opted_out: the customer is on the line, or the host has the call
};

struct Policy {
  Milliseconds repeat_after{120'000};
  std::int64_t alerts = 2;
  bool release = true;  // false also where there is no department
  std::optional<Milliseconds> expires_after = std::chrono::hours(72);
  AutoRetry auto_retry = AutoRetry::race;
  Milliseconds race_delay{30'000};
  Milliseconds retry_delay{300'000};
  std::int64_t agent_misses = 3;
  Milliseconds later_delay{1'800'000};
  bool notify = false;     // the customer wants WhatsApp notices, and the tenant sends them
  bool ask_score = false;  // and asks how it went
};

// What is to be done, in this order.
enum class Effect {
  look,              // is an extension that may take it free? the answer comes as an event
  announce,          // callback.ready to those who may take it
  alert_supervisor,  // nobody takes it
  dial,              // store a dial intent and begin it
  call_off,          // the dial under way
  ready_notice,
  failed_notice,
  score_question,
  open_ticket,
  close_ticket,
};

enum class Verdict { acted, ignored, refused };

// The new state and what it takes. Ignored: unchanged, `reason` says why that is right. Refused: nothing
// changes and whoever asked is told `reason`.
struct Decision {
  State state;
  Verdict verdict = Verdict::acted;
  std::string_view reason{};
  std::vector<Effect> effects{};
  bool keep_timer = false;
  std::optional<Instant> wake{};  // its own timer from now on
};

// Total over (state, event): decides every pair, changes nothing outside of its answer.
Decision decide(const State& state, const Event& event, const Policy& policy, Instant now);

// True once its age, counted from the request or from the time that was agreed on, is at the limit. Never
// before the time it was put off to, and an hour more to be announced then.
bool is_expired(const State& state, Milliseconds limit, Instant now);
inline constexpr Milliseconds kAnnounced = std::chrono::hours(1);

// The timer of a callback that was just made: its time, or the end of the patience with an absent owner.
std::optional<Instant> first_wake(const State& state, const Policy& policy, Instant now);

// True where it may be announced or dialled when an extension becomes free.
bool is_waiting(const State& state, Instant now);

}  // namespace lifecycle
}  // namespace smarthandoff::callbacks
