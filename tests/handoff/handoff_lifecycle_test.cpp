#include "handoff/handoff_lifecycle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include <smarthandoff/base/describe_types.hpp>

using namespace smarthandoff;
using namespace smarthandoff::handoff;
using namespace smarthandoff::handoff::lifecycle;
using telephony::ExtensionState;
using telephony::LegEnd;
using telephony::TransferResult;

namespace {

using On = EventKind;

const Instant kNow{Milliseconds(1'768'568'820'000)};

State in(HandoffState at) {
  State state;
  state.at = at;
  state.destination_id = "jeni";
  state.tried = {"jeni"};
  switch (at) {
    case HandoffState::ringing:
    case HandoffState::whispering:
    case HandoffState::bridging:
      state.leg_live = true;
      [[fallthrough]];
    case HandoffState::holding:
      state.on_hold = true;
      break;
    case HandoffState::bridged:
      state.leg_live = true;
      state.result = TransferResult::answered;
      break;
    case HandoffState::waiting:
    case HandoffState::returning:
      state.on_hold = true;
      state.result = TransferResult::busy;
      break;
    default:
      break;
  }
  return state;
}

Event of(On kind) {
  Event event{.kind = kind};
  event.destination_id = "jeni";
  event.status.state = ExtensionState::available;
  event.digit = "1";
  return event;
}

// How a cell of the table reads: "." ignored, "no" refused, "==" acted on in place, else the new state.
std::string cell(const Decision& decision, const State& before) {
  if (decision.verdict == Verdict::refused) return "no";
  if (decision.verdict == Verdict::ignored) return ".";
  if (decision.state.at == before.at) return "==";
  return wire_name(decision.state.at);
}

bool has(const Decision& decision, Effect effect) {
  return std::ranges::find(decision.effects, effect) != decision.effects.end();
}

std::vector<HandoffState> states() {
  std::vector<HandoffState> all;
  for (const auto& [name, value] : type_of<HandoffState>().enumerators)
    all.push_back(static_cast<HandoffState>(value));
  return all;
}
std::vector<On> kinds() {
  std::vector<On> all;
  for (const auto& [name, value] : type_of<On>().enumerators) all.push_back(static_cast<On>(value));
  return all;
}

}  // namespace

// Every event in every state, with an available extension and no whisper.
const char* const kProduct = R"(
event               conversation checking holding   ringing   whispering bridging  bridged transferring transferred waiting  returning dialogue     closing ended
transfer_requested  checking     no       no        no        no         no        no      no           no          no       no        checking     no      no
retry_requested     waiting      no       no        no        no         no        no      no           no          no       no        waiting      no      no
dialogue_requested  dialogue     no       no        no        no         no        no      no           no          no       no        .            no      no
conversation_wanted .            no       no        no        no         no        no      no           no          no       no        conversation no      no
closing_wanted      closing      no       no        no        no         no        no      no           no          no       no        closing      .       no
spoke               .            .        .         .         .          .         .       .            .           .        dialogue  .            .       .
accepted            .            .        .         .         bridging   .         .       .            .           .        .         .            .       .
declined            .            .        .         .         returning  .         .       .            .           .        .         .            .       .
finished            ended        ended    ended     ended     ended      ended     ended   ended        ended       ended    ended     ended        ended   .
status_known        .            holding  .         .         .          .         .       .            .           .        .         .            .       .
held                .            .        ringing   .         .          .         .       .            .           .        .         .            .       .
hold_failed         .            .        returning .         .          .         .       .            .           checking .         .            .       .
ring_failed         .            .        .         returning .          .         .       .            .           .        .         .            .       .
ring_doubtful       .            .        .         ==        .          .         .       .            .           .        .         .            .       .
whispered           .            .        .         .         bridging   .         .       .            .           .        .         .            .       .
whisper_failed      .            .        .         .         bridging   .         .       .            .           .        .         .            .       .
bridge_failed       .            .        .         .         .          returning .       .            .           .        .         .            .       .
resumed             .            .        .         .         .          .         .       .            .           .        dialogue  .            .       .
resume_failed       .            .        .         .         .          .         .       .            .           .        ==        .            .       .
blind_done          .            .        .         .         .          .         .       transferred  .           .        .         .            .       .
blind_failed        .            .        .         .         .          .         .       dialogue     .           .        .         .            .       .
rang                ==           ==       ==        ==        .          .         .       ==           ==          ==       ==        ==           ==      ==
answered            ==           ==       ==        bridging  .          .         .       ==           ==          ==       ==        ==           ==      ==
machine             .            .        .         returning returning  returning .       .            .           .        .         .            .       .
key                 .            .        .         .         .          .         .       .            .           .        .         .            .       .
leg_ended           .            .        .         returning returning  returning ==      .            .           .        .         .            .       .
stale_leg_alive     ==           ==       ==        ==        ==         ==        ==      ==           ==          ==       ==        ==           ==      ==
bridged             .            .        .         .         .          bridged   .       bridged      bridged     .        bridged   .            .       .
unbridged           .            .        .         .         .          .         ended   .            .           .        .         .            .       .
caller_gone         ended        ended    ended     ended     ended      ended     ended   ended        ended       ended    ended     ended        ended   .
caller_alone        .            .        .         .         .          .         ended   .            .           .        .         .            .       .
connection_lost     .            .        .         .         .          .         .       .            .           .        .         .            .       .
connection_restored ==           ==       ==        ==        ==         ==        ==      ==           ==          ==       ==        ==           ==      .
timed_out           .            holding  returning returning bridging   returning ==      dialogue     .           checking ==        .            ended   .
)";

TEST_CASE("every pair of state and event is decided as the table says") {
  std::istringstream lines(kProduct);
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  std::size_t rows = 0;
  while (std::getline(lines, line)) {
    if (line.empty()) continue;
    std::istringstream words(line);
    std::string name, expected;
    words >> name;
    const auto kind = from_wire<On>(name, "event");
    CHECK(kind == kinds().at(rows++));
    for (const HandoffState at : states()) {
      words >> expected;
      REQUIRE_FALSE(words.fail());
      CAPTURE(name);
      CAPTURE(wire_name(at));
      CHECK(cell(decide(in(at), of(kind), {}, kNow), in(at)) == expected);
    }
  }
  CHECK(rows == kinds().size());
}

TEST_CASE("whatever is ignored or refused changes nothing and gives its reason") {
  for (const Policy& policy : {Policy{}, Policy{.whisper = true, .gate = true}, Policy{.blind = true}})
    for (const HandoffState at : states())
      for (const On kind : kinds()) {
        const Decision decision = decide(in(at), of(kind), policy, kNow);
        if (decision.verdict == Verdict::acted) continue;
        CAPTURE(wire_name(at));
        CAPTURE(wire_name(kind));
        CHECK(decision.state == in(at));
        CHECK(decision.effects.empty());
        CHECK(decision.keep_timer);
        CHECK_FALSE(decision.reason.empty());
      }
}

TEST_CASE("an ended handoff has no exit") {
  for (const On kind : kinds())
    CHECK(decide(in(HandoffState::ended), of(kind), {}, kNow).state == in(HandoffState::ended));
}

TEST_CASE("whenever the caller has gone, no leg of a person survives") {
  for (const HandoffState at : states()) {
    if (at == HandoffState::ended) continue;
    CAPTURE(wire_name(at));
    const Decision decision = decide(in(at), of(On::caller_gone), {}, kNow);
    CHECK(decision.state.at == HandoffState::ended);
    CHECK_FALSE(decision.state.leg_live);
    CHECK(has(decision, Effect::cancel_leg) == in(at).leg_live);
    const bool under_way = is_under_way(in(at)) && !in(at).result;
    const bool canceled = decision.state.result == TransferResult::canceled;
    CHECK(canceled == under_way);
    // ... nor one that rings or answers after the cancel
    CHECK(has(decide(decision.state, of(On::rang), {}, kNow), Effect::cancel_leg));
    CHECK(has(decide(decision.state, of(On::answered), {}, kNow), Effect::cancel_leg));
    CHECK(has(decide(decision.state, of(On::stale_leg_alive), {}, kNow), Effect::cancel_stale));
  }
}

TEST_CASE("no wait is without a timer, and every state that waits for a peer has one") {
  for (const HandoffState at : states())
    for (const On kind : kinds()) {
      const Decision decision = decide(in(at), of(kind), {}, kNow);
      if (decision.verdict != Verdict::acted || decision.keep_timer) continue;
      CAPTURE(wire_name(at));
      CAPTURE(wire_name(kind));
      const bool waits = is_under_way(decision.state) || decision.state.at == HandoffState::closing ||
                         (decision.state.at == HandoffState::bridged && !decision.state.leg_live);
      CHECK(decision.timer.has_value() == waits);
    }
}

TEST_CASE("an extension that cannot answer is not rung") {
  struct Row {
    ExtensionState status;
    std::optional<TransferResult> result;
  };
  for (const auto& [status, result] :
       {Row{ExtensionState::offline, TransferResult::offline},
        Row{ExtensionState::in_call, TransferResult::busy},
        Row{ExtensionState::ringing, TransferResult::busy}, Row{ExtensionState::dnd, TransferResult::dnd},
        Row{ExtensionState::available, {}}, Row{ExtensionState::unknown, {}}}) {
    Event event = of(On::status_known);
    event.status.state = status;
    const Decision decision = decide(in(HandoffState::checking), event, {}, kNow);
    CAPTURE(wire_name(status));
    CHECK(decision.state.result == result);
    CHECK(decision.state.at == (result ? HandoffState::dialogue : HandoffState::holding));
    CHECK(has(decision, Effect::offer) == result.has_value());
    CHECK_FALSE(has(decision, Effect::resume));
    CHECK(decision.state.evidence.presence == status);
  }
}

TEST_CASE("what is no extension is rung without being asked for its status") {
  Event event = of(On::status_known);
  event.asked = false;
  event.status.state = ExtensionState::offline;
  const Decision decision = decide(in(HandoffState::checking), event, {}, kNow);
  CHECK(decision.state.at == HandoffState::holding);
  CHECK_FALSE(decision.state.evidence.presence.has_value());
}

TEST_CASE("a leg that ends gives the result of all that is known") {
  struct Row {
    HandoffState at;
    LegEnd end;
    TransferResult result;
  };
  for (const auto& [at, end, result] :
       {Row{HandoffState::ringing, LegEnd::busy, TransferResult::busy},
        Row{HandoffState::ringing, LegEnd::no_answer, TransferResult::no_answer},
        Row{HandoffState::ringing, LegEnd::rejected, TransferResult::rejected},
        Row{HandoffState::ringing, LegEnd::not_registered, TransferResult::offline},
        Row{HandoffState::ringing, LegEnd::no_route, TransferResult::failed},
        Row{HandoffState::ringing, LegEnd::canceled, TransferResult::failed},
        Row{HandoffState::ringing, LegEnd::completed, TransferResult::failed},
        Row{HandoffState::whispering, LegEnd::completed, TransferResult::rejected},
        Row{HandoffState::bridging, LegEnd::completed, TransferResult::failed}}) {
    Event event = of(On::leg_ended);
    event.end = end;
    const Decision decision = decide(in(at), event, {}, kNow);
    CAPTURE(wire_name(end));
    CHECK(decision.state.result == result);
    CHECK(decision.state.at == HandoffState::returning);
    CHECK(decision.effects == std::vector{Effect::end_attempt, Effect::resume});
    CHECK(decision.state.evidence.leg_end == end);
  }
}

TEST_CASE("a whisper comes before the bridge, and with a gate only acceptance bridges") {
  const Policy whisper{.whisper = true}, gate{.gate = true};
  const Decision answered = decide(in(HandoffState::ringing), of(On::answered), whisper, kNow);
  CHECK(answered.state.at == HandoffState::whispering);
  CHECK(answered.effects == std::vector{Effect::whisper});

  struct Row {
    On kind;
    std::string digit;
    std::optional<TransferResult> result;  // none: bridging
    bool waits = false;
  };
  for (const auto& [kind, digit, result, waits] :
       {Row{On::key, "1", {}}, Row{On::key, "2", TransferResult::rejected}, Row{On::accepted, "", {}},
        Row{On::declined, "", TransferResult::rejected}, Row{On::machine, "", TransferResult::voicemail},
        Row{On::timed_out, "", TransferResult::no_answer}, Row{On::whispered, "", {}, true},
        Row{On::whisper_failed, "", {}, true}}) {
    Event event = of(kind);
    event.digit = digit;
    const Decision decision = decide(in(HandoffState::whispering), event, gate, kNow);
    CAPTURE(wire_name(kind));
    CAPTURE(digit);
    CHECK(decision.state.result == result);
    if (waits) {
      CHECK(decision.verdict == Verdict::ignored);
    } else {
      CHECK(decision.state.at == (result ? HandoffState::returning : HandoffState::bridging));
      CHECK(has(decision, Effect::cancel_leg) == result.has_value());
    }
  }
}

TEST_CASE("a decline keeps its reason") {
  Event event = of(On::declined);
  event.cause = "in a meeting";
  CHECK(decide(in(HandoffState::whispering), event, {.gate = true}, kNow).state.evidence.cause ==
        "in a meeting");
}

TEST_CASE("the next destination is tried by result, nobody twice, and not for ever") {
  Policy policy;
  policy.next[TransferResult::busy] = {"jeni", "ana", "rui"};
  Event busy = of(On::leg_ended);
  busy.end = LegEnd::busy;

  const Decision first = decide(in(HandoffState::ringing), busy, policy, kNow);
  CHECK(first.state.at == HandoffState::checking);
  CHECK(first.state.destination_id == "ana");
  CHECK(first.state.tried == std::vector<std::string>{"jeni", "ana"});
  CHECK(first.state.on_hold);  // the music goes on
  CHECK(first.ended.result == TransferResult::busy);
  CHECK(first.ended.evidence.leg_end == LegEnd::busy);
  CHECK(first.effects == std::vector{Effect::end_attempt, Effect::begin_attempt});

  const Decision ring = decide(first.state, of(On::status_known), policy, kNow);
  CHECK(ring.state.at == HandoffState::ringing);  // already on hold
  const Decision second = decide(ring.state, busy, policy, kNow);
  CHECK(second.state.destination_id == "rui");
  State last = decide(second.state, of(On::status_known), policy, kNow).state;
  CHECK(decide(last, busy, policy, kNow).state.at == HandoffState::returning);

  Event rejected = of(On::leg_ended);
  rejected.end = LegEnd::rejected;
  CHECK(decide(in(HandoffState::ringing), rejected, policy, kNow).state.at == HandoffState::returning);

  policy.max_tries = 1;
  CHECK(decide(in(HandoffState::ringing), busy, policy, kNow).state.at == HandoffState::returning);
}

TEST_CASE("the fallback `retry` waits on hold and tries again, twice at most") {
  State state = in(HandoffState::dialogue);
  Event retry = of(On::retry_requested);
  retry.fallback = true;
  Event busy = of(On::leg_ended);
  busy.end = LegEnd::busy;
  int tries = 0;
  state = decide(state, retry, {}, kNow).state;
  while (state.at == HandoffState::waiting) {
    CHECK(state.on_hold);
    state = decide(state, of(On::timed_out), {}, kNow).state;
    CHECK(state.at == HandoffState::checking);
    state = decide(state, of(On::status_known), {}, kNow).state;
    CHECK(state.at == HandoffState::ringing);
    state = decide(state, busy, {}, kNow).state;
    ++tries;
  }
  CHECK(tries == 2);
  CHECK(state.at == HandoffState::returning);
  CHECK(decide(decide(state, of(On::resumed), {}, kNow).state, retry, {}, kNow).verdict == Verdict::refused);
}

TEST_CASE("a try that the caller chose comes back to the caller when it fails") {
  State state = decide(in(HandoffState::dialogue), of(On::retry_requested), {}, kNow).state;
  state = decide(state, of(On::timed_out), {}, kNow).state;
  state = decide(state, of(On::status_known), {}, kNow).state;
  CHECK(decide(state, of(On::machine), {}, kNow).state.at == HandoffState::returning);
}

TEST_CASE("blind mode checks the extension, sends the caller away, and returns only what the PBX refused") {
  const Policy blind{.blind = true};
  State state = decide(in(HandoffState::conversation), of(On::transfer_requested), blind, kNow).state;
  CHECK(state.blind);
  const Decision sent = decide(state, of(On::status_known), blind, kNow);
  CHECK(sent.state.at == HandoffState::transferring);
  CHECK(sent.effects == std::vector{Effect::transfer_blind});
  CHECK(decide(sent.state, of(On::blind_done), blind, kNow).state.at == HandoffState::transferred);
  const Decision refused = decide(sent.state, of(On::blind_failed), blind, kNow);
  CHECK(refused.state.result == TransferResult::failed);
  CHECK(refused.state.at == HandoffState::dialogue);
}

TEST_CASE("a caller who cannot be taken off hold is tried again and never forgotten") {
  State state = in(HandoffState::returning);
  const Decision overdue = decide(state, of(On::timed_out), {}, kNow);
  CHECK(overdue.state.stranded);
  CHECK(overdue.effects == std::vector{Effect::offer, Effect::resume});
  // ... and hears what can be done instead once only
  CHECK(decide(overdue.state, of(On::timed_out), {}, kNow).effects == std::vector{Effect::resume});
  CHECK(decide(overdue.state, of(On::spoke), {}, kNow).effects.empty());
  CHECK(decide(state, of(On::timed_out), {.dialogue = false}, kNow).effects == std::vector{Effect::resume});
  const Decision restored = decide(overdue.state, of(On::connection_restored), {}, kNow);
  CHECK(restored.effects == std::vector{Effect::resume});
  CHECK(restored.state.resumes == 0);
  CHECK(decide(restored.state, of(On::resumed), {}, kNow).state.at == HandoffState::dialogue);

  const Policy policy{.max_resumes = 3};
  int orders = 0;
  while (state.at == HandoffState::returning && ++orders < 100)
    state = decide(state, of(On::timed_out), policy, kNow).state;
  CHECK(orders == 3);
  CHECK(has(decide(overdue.state, of(On::timed_out), {.max_resumes = 2}, kNow), Effect::hang_up));
}

TEST_CASE("when the person has hung up, the caller is asked for before being hung up") {
  const Decision ended = decide(in(HandoffState::bridged), of(On::leg_ended), {}, kNow);
  CHECK(ended.effects.empty());  // the person may have passed the caller on
  CHECK(decide(ended.state, of(On::timed_out), {}, kNow).effects == std::vector{Effect::probe});
  CHECK(has(decide(ended.state, of(On::caller_alone), {}, kNow), Effect::hang_up));
  CHECK(has(decide(in(HandoffState::bridged), of(On::unbridged), {}, kNow), Effect::hang_up));
}

TEST_CASE("any order of events ends, and no machine keeps a leg without a state that minds it") {
  std::uint64_t random = 7;
  const auto next = [&random](std::size_t below) {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((random >> 33U) % below);
  };
  for (int run = 0; run < 2000; ++run) {
    State state;
    Policy policy{.whisper = next(2) == 0, .gate = next(2) == 0};
    policy.next[TransferResult::busy] = {"ana"};
    bool leg = false;  // the PBX's view: placed and not canceled
    for (int step = 0; step < 40; ++step) {
      Event event = of(kinds()[next(kinds().size())]);
      if (event.kind == On::leg_ended || event.kind == On::ring_failed) leg = false;
      const Decision decision = decide(state, event, policy, kNow);
      for (const Effect effect : decision.effects) {
        if (effect == Effect::ring) CHECK_FALSE(leg);
        if (effect == Effect::ring) leg = true;
        if (effect == Effect::cancel_leg) leg = false;
      }
      state = decision.state;
      const bool minded = state.at == HandoffState::ringing || state.at == HandoffState::whispering ||
                          state.at == HandoffState::bridging || state.at == HandoffState::bridged;
      if (leg && !minded)
        CHECK(state.at == HandoffState::ended);  // finished while bridged: they go on talking
    }
    state = decide(state, of(On::caller_gone), policy, kNow).state;
    CHECK(state.at == HandoffState::ended);
  }
}
