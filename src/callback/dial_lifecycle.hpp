#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/dial.hpp>

// The machine of one dial: two legs, the agent's and the customer's, from the check to the end of the talk.
// Pure; orders to the PBX and rows are the business of those who carry the decision out (dial_steps.cpp).
namespace smarthandoff::callbacks::dial {

enum class Phase {
  checking,  // the PBX was asked whether the extension is free
  placing,   // a leg was ordered and is waited for
  context,   // the agent hears what it is about
  bridging,
  talking,
  host,  // the host dials by itself: only its report ends it
  over,
};

// One leg as far as is known.
enum class LegPhase {
  none,
  ordered,
  taken,    // by the PBX
  ringing,  // the agent's phone rings, and may yet be found taken
  waiting,  // it was not refused at once: as long as a phone may ring
  up,
  gone,
};

enum class Side { agent, customer };

// What the machine remembers; stored with the dial.
struct State {
  DialStage stage = DialStage::intended;
  Phase phase = Phase::checking;
  CallMode mode = CallMode::agent_first;
  LegPhase agent = LegPhase::none;
  LegPhase customer = LegPhase::none;
  std::int64_t looks = 0;                             // look-ups since the doubt began
  std::optional<telephony::ExtensionState> presence;  // at the check
  std::optional<Instant> answered_at;                 // by the customer
  std::optional<Instant> talking_since;
  std::optional<DialEnd> end;
  std::string cause;

  bool operator==(const State&) const = default;
};

enum class EventKind {
  status_known,
  order_taken,
  order_doubtful,
  order_refused,
  leg_ringing,
  leg_answered,
  leg_machine,
  leg_ended,
  played,  // or could not be played
  bridged,
  bridge_failed,
  found,          // the PBX said what is alive
  nothing_known,  // the PBX could not be asked
  connection_restored,
  called_off,
  host_reported,
  timed_out,
};

// What the PBX says of a leg when it is asked.
struct Found {
  bool exists = false, answered = false, bridged = false;
};

struct Event {
  EventKind kind = EventKind::timed_out;
  Side side = Side::agent;                                                // order_*, leg_*
  telephony::ExtensionState status = telephony::ExtensionState::unknown;  // status_known
  telephony::LegEnd leg_end = telephony::LegEnd::failed;                  // leg_ended
  bool rang = false;                                                      // leg_ended
  std::string cause{};                                                    // leg_ended, *_refused, *_failed
  bool lasting = false;                // order_refused: by the PBX, not for want of a connection
  Found agent{}, customer{};           // found
  DialEnd reported = DialEnd::failed;  // host_reported
};

struct Policy {
  bool context = false;  // the agent hears the context before the customer is connected
  Milliseconds check_limit{4'000};
  Milliseconds ring_told{3'000};  // for a word of the agent's phone, which whoever clicked waits for
  Milliseconds ring_kept{1'500};  // a phone that rings and is taken is so at once
  Milliseconds agent_ring{30'000};
  Milliseconds customer_ring{45'000};
  Milliseconds ring_margin{5'000};
  Milliseconds context_limit{60'000};
  Milliseconds bridge_limit{5'000};
  Milliseconds bridge_late{2'000};     // a bridge may be told after the end of one of its legs
  Milliseconds passed_on_wait{2'000};  // an agent who left may have passed the customer on
  Milliseconds talk_check{600'000};    // between looks at a long talk
  Milliseconds machine_limit{30'000};  // a machine is heard early in a talk, or it is none
  Milliseconds host_limit{7'200'000};  // for a host's report
};

// What is to be done, in this order.
enum class Effect {
  ask_status,
  accepted,  // the PBX has the dial: the callback is in progress
  ring_agent,
  ring_customer,
  hold_customer,  // music until the agent answers
  play_context,
  bridge,
  cancel_agent,  // also a leg not yet placed: then it never will be
  cancel_customer,
  look_up,
  finish,  // the end is known: the callback's turn
};

enum class Verdict { acted, ignored };

struct Decision {
  State state;
  Verdict verdict = Verdict::acted;
  std::string_view reason{};  // of ignored
  std::vector<Effect> effects{};
  bool keep_timer = false;
  std::optional<Milliseconds> timer{};
};

// The first step of a dial that we place.
Decision begin(CallMode mode, const Policy& policy);
// The first step of one that the host places.
Decision begin_by_host(const Policy& policy);

// The agent's phone was ordered first and may be found taken in a moment: whoever clicked waits for that, 4.5
// s at most.
bool is_awaited(const State& state);

// Total over (state, event): decides every pair, changes nothing outside of its answer.
Decision decide(const State& state, const Event& event, const Policy& policy, Instant now);

const Type& describe(const Phase*);
const Type& describe(const LegPhase*);
const Type& describe(const State*);

}  // namespace smarthandoff::callbacks::dial
