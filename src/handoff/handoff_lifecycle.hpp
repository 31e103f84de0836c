#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/handoff/state.hpp>
#include <smarthandoff/telephony/types.hpp>

// The machine of one handoff: what each event means in each state. Pure; rows, jobs and sentences are the
// business of those who carry the decision out (handoff_steps.cpp).
namespace smarthandoff::handoff::lifecycle {

// What the machine remembers; stored with the handoff.
struct State {
  HandoffState at = HandoffState::conversation;
  std::string destination_id;                       // being tried, or tried last
  std::vector<std::string> tried;                   // in this transfer, in order
  bool on_hold = false;                             // the caller hears music: going back takes a resume
  bool leg_live = false;                            // the person's leg was ordered and has not ended
  bool blind = false;                               // this transfer is a blind one
  bool retrying = false;                            // of the fallback `retry`: a failure is tried again
  bool offered = false;                             // what can be done instead was told before the resume
  bool stranded = false;                            // a resume is overdue; the result stands all the same
  std::int64_t retries = 0;                         // tries after a wait so far, in the whole handoff
  std::int64_t resumes = 0;                         // fruitless orders to take the caller off hold
  std::optional<telephony::TransferResult> result;  // of the attempt
  telephony::Evidence evidence;                     // of the attempt

  bool operator==(const State&) const = default;
};

enum class EventKind {
  // requests of the host
  transfer_requested,
  retry_requested,      // by the caller's choice or the fallback action
  dialogue_requested,   // a choice without a failed transfer before
  conversation_wanted,  // "anything else?" yes
  closing_wanted,       // the last sentence is being said
  spoke,                // the caller talks to the assistant
  accepted,             // the person's word, understood by the host
  declined,
  finished,
  // answers to our orders
  status_known,
  held,
  hold_failed,
  ring_failed,
  ring_doubtful,
  whispered,
  whisper_failed,
  bridge_failed,
  resumed,
  resume_failed,
  blind_done,
  blind_failed,
  // the phone system
  rang,
  answered,
  machine,
  key,
  leg_ended,
  stale_leg_alive,  // another leg of ours, given up before, rings or was answered
  bridged,
  unbridged,
  caller_gone,
  caller_alone,  // a look-up found the caller alive and with nobody
  connection_lost,
  connection_restored,
  // time
  timed_out,
};

// What happened, with what is needed to judge it.
struct Event {
  EventKind kind = EventKind::timed_out;
  std::string destination_id{};                       // transfer_requested
  bool fallback = false;                              // retry_requested: not the caller's choice
  bool hang_up = true;                                // finished
  bool asked = true;                                  // status_known: false for what is no extension
  telephony::ExtensionStatus status{};                // status_known
  telephony::LegEnd end = telephony::LegEnd::failed;  // leg_ended
  std::optional<std::int64_t> sip_code{};             // leg_ended
  std::string cause{};                                // leg_ended, *_failed, declined (the reason)
  bool rang = false;                                  // leg_ended
  std::string digit{};                                // key
};

// The rules of the destination and the tenant.
struct Policy {
  bool blind = false;
  bool dialogue = true;  // what can be done instead is offered
  bool whisper = false;  // the person hears the context first
  bool gate = false;     // only acceptance bridges
  std::string accept_key = "1";
  std::map<telephony::TransferResult, std::vector<std::string>> next;  // whom to try then
  std::size_t max_tries = 5;                                           // destinations in one transfer
  std::int64_t max_retries = 2;
  std::int64_t max_resumes = 100;
  Milliseconds ring_timeout{30'000};
  Milliseconds check_limit{3'000};
  Milliseconds hold_limit{5'000};
  Milliseconds ring_margin{5'000};
  Milliseconds gate_limit{20'000};
  Milliseconds bridge_limit{5'000};
  Milliseconds resume_limit{3'000};
  Milliseconds blind_limit{10'000};
  Milliseconds retry_delay{10'000};
  Milliseconds closing_limit{20'000};
  Milliseconds alone_limit{2'000};
};

// What is to be done, in this order.
enum class Effect {
  begin_attempt,  // for state.destination_id: asks its status
  end_attempt,    // stores `ended`
  hold,
  ring,
  cancel_leg,    // also one not yet placed
  cancel_stale,  // the leg that the event was about
  whisper,
  bridge,
  resume,
  transfer_blind,
  hang_up,  // the caller
  probe,    // ask the PBX what is alive
  offer,    // the dialogue begins with the result's sentence
};

enum class Verdict { acted, ignored, refused };

// How the attempt ended that `end_attempt` is about; the state may already be of the next one.
struct AttemptEnd {
  std::optional<telephony::TransferResult> result;  // none: not known (blind mode)
  telephony::Evidence evidence;
};

// The new state and what it takes. Ignored: the state is unchanged, `reason` says why that is right.
// Refused: nothing changes and the host is told `reason` (failed_precondition).
struct Decision {
  State state;
  Verdict verdict = Verdict::acted;
  std::string_view reason{};
  std::vector<Effect> effects{};
  AttemptEnd ended{};                   // with Effect::end_attempt
  bool keep_timer = false;              // the running timer goes on
  std::optional<Milliseconds> timer{};  // else: the new one
};

// Total over (state, event): decides every pair, changes nothing outside of its answer.
Decision decide(const State& state, const Event& event, const Policy& policy, Instant now);

// True while an attempt is under way, that is, a transfer is not settled.
bool is_under_way(const State& state);

const Type& describe(const State*);
const Type& describe(const EventKind*);

}  // namespace smarthandoff::handoff::lifecycle
