#include <algorithm>

#include "telephony/freeswitch/support.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

// A recorded attempt: its events, the leg's and the caller's ids as recorded, and its job renamed to ours.
struct Attempt {
  std::string leg, call;
  std::vector<esl::Event> events;
};

std::string between(const std::string& text, const std::string& before, char after) {
  const auto start = text.find(before);
  if (start == std::string::npos) return {};
  return text.substr(start + before.size(), text.find(after, start) - start - before.size());
}

Attempt attempt(const std::string& name) {
  Attempt result;
  std::string outbound;
  for (const esl::Event& event : decode(recording(name))) {
    if (event.name() == "CHANNEL_CREATE" && result.call.empty() && event.value("Call-Direction") == "inbound")
      result.call = event.value("Unique-ID");
    if (event.name() == "CHANNEL_CREATE" && outbound.empty() && event.value("Call-Direction") == "outbound")
      outbound = event.value("Unique-ID");
    if (event.name() == "BACKGROUND_JOB" && event.value("Job-Command") == "originate") {
      result.leg = between(event.value("Job-Command-Arg"), "origination_uuid=", ',');
      if (result.leg.empty()) result.leg = outbound.empty() ? "none" : outbound;
      result.events.push_back(make_job(result.leg, std::string(event.body())));
    } else {
      result.events.push_back(event);
    }
  }
  REQUIRE_MESSAGE(!result.leg.empty(), name);
  return result;
}

bool is_of(const Event& event, const std::string& leg) {
  return std::visit(
      [&](const auto& e) {
        if constexpr (requires { e.leg; })
          return e.leg.value == leg;
        else
          return false;
      },
      event);
}

Story story_of(Bench& bench, const Attempt& recorded) {
  bench.pass(Milliseconds(2000));
  Story story;
  for (const Event& event : bench.events)
    if (is_of(event, recorded.leg)) story.push_back(to_text(event));
  return story;
}

struct Row {
  std::string name;
  Story story;
};

const Row kAttempts[] = {
    {"attended_busy", {"ended busy USER_BUSY 486"}},
    {"attended_noanswer", {"ringing", "ended no_answer NO_ANSWER - rang"}},
    {"attended_declined", {"ringing", "ended rejected CALL_REJECTED 603 rang"}},
    {"attended_dnd480", {"ended unavailable NO_USER_RESPONSE 480"}},
    {"attended_offline", {"ended not_registered USER_NOT_REGISTERED -"}},
    {"attended_nouser", {"ended unknown_number SUBSCRIBER_ABSENT -"}},
    {"attended_nogateway", {"ended no_route INVALID_GATEWAY -"}},
    {"attended_error_user_busy", {"ended busy USER_BUSY -"}},
    {"attended_notfound404", {"ended unknown_number UNALLOCATED_NUMBER 404"}},
    {"attended_stale", {"ended failed NORMAL_TEMPORARY_FAILURE 503"}},
    {"attended_blackhole_t60", {"ended no_answer RECOVERY_ON_TIMER_EXPIRE 408"}},
    {"attended_trunk_early_busy", {"ringing", "ended busy USER_BUSY 486 rang"}},
    {"cancel_attended_uuid_kill_ORIGINATOR_CANCEL", {"ringing", "ended canceled ORIGINATOR_CANCEL - rang"}},
    {"cancel_attended_uuid_kill", {"ringing", "ended failed NORMAL_CLEARING - rang"}},
    {"attended_answer", {"ringing", "answered", "bridged", "ended completed NORMAL_CLEARING - rang"}},
    {"attended_trunk_answer", {"ringing", "answered", "bridged", "ended completed NORMAL_CLEARING - rang"}},
    {"attended_trunk_early_answer",
     {"ringing", "answered", "bridged", "ended completed NORMAL_CLEARING - rang"}},
    {"uuid_bridge_after_park_after_bridge",
     {"ringing", "answered", "bridged", "ended completed NORMAL_CLEARING - rang", "unbridged"}},
    {"ai_leg_attended_answer_keep_ai",
     {"ringing", "answered", "bridged", "ended completed NORMAL_CLEARING - rang", "unbridged"}},
};

TEST_CASE("every recorded attempt is reported as what it was, once") {
  for (const Row& row : kAttempts) {
    INFO(row.name);
    const Attempt recorded = attempt(row.name);
    Bench bench;
    bench.ring(recorded.leg, recorded.call);
    bench.feed(recorded.events);
    CHECK(story_of(bench, recorded) == row.story);
  }
}

TEST_CASE("events that come twice are reported once") {
  for (const Row& row : kAttempts) {
    INFO(row.name);
    const Attempt recorded = attempt(row.name);
    Bench bench;
    bench.ring(recorded.leg, recorded.call);
    for (const esl::Event& event : recorded.events) bench.feed({event, event});
    CHECK(story_of(bench, recorded) == row.story);
  }
}

TEST_CASE("the order of hang-up, its details and the job's end between threads does not matter") {
  for (const Row& row : kAttempts) {
    const Attempt recorded = attempt(row.name);
    const auto is_terminal = [&](const esl::Event& event) {
      if (event.name() == "BACKGROUND_JOB") return event.body().starts_with("-ERR");
      return event.value("Unique-ID") == recorded.leg &&
             (event.name() == "CHANNEL_HANGUP" || event.name() == "CHANNEL_HANGUP_COMPLETE");
    };
    std::vector<esl::Event> others = recorded.events, terminal;
    std::copy_if(others.begin(), others.end(), std::back_inserter(terminal), is_terminal);
    others.erase(std::find_if(others.begin(), others.end(), is_terminal), others.end());
    if (terminal.size() < 3) continue;  // it had no leg, or was answered
    std::vector<std::size_t> order{0, 1, 2};
    do {
      INFO(row.name, " ", order[0], order[1], order[2]);
      Bench bench;
      bench.ring(recorded.leg, recorded.call);
      bench.feed(others);
      for (const std::size_t index : order) bench.feed({terminal[index]});
      CHECK(story_of(bench, recorded) == row.story);
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("a 183 is no answer, whatever the job and CHANNEL_BRIDGE say") {
  // Recorded without ignore_early_media: job +OK and CHANNEL_BRIDGE though nobody answered.
  const Attempt recorded = attempt("attended_trunk_early_busy_NO_ignore");
  Bench bench;
  bench.ring(recorded.leg, recorded.call);
  bench.feed(recorded.events);
  const Story story = story_of(bench, recorded);
  CHECK(story == Story{"ringing", "ended failed NORMAL_CLEARING - rang"});
}

TEST_CASE("a caller who hangs up takes the ringing leg with him") {
  const Attempt recorded = attempt("caller_hangup_during_attended");
  Bench bench;
  bench.ring(recorded.leg, recorded.call);
  bool killed = false;
  for (const esl::Event& event : recorded.events) {
    bench.feed({event});
    const bool gone = event.name() == "CHANNEL_HANGUP" && event.value("Unique-ID") == recorded.call;
    if (gone) killed = bench.wire.lines() == Story{"uuid_kill " + recorded.leg + " ORIGINATOR_CANCEL"};
  }
  CHECK(killed);
  bench.pass(Milliseconds(1000));
  CHECK(bench.story() == Story{"1003@pbx.local ringing", "ringing", "call ended NORMAL_CLEARING",
                               "ended canceled ORIGINATOR_CANCEL - rang", "1003@pbx.local available"});
}

TEST_CASE("legs of other programs on the same PBX are not reported") {
  for (const char* name :
       {"attended_answer", "attended_busy", "transfer_inline_busy", "outbound_async_full"}) {
    INFO(name);
    Bench bench;
    bench.feed(decode(recording(name)));
    for (const std::string& text : bench.story()) CHECK(text.find("pbx.local") != std::string::npos);
  }
}

TEST_CASE("sticky variables of the caller decide nothing") {
  // Three attempts by the bridge application on one caller: the third leaves sip:486 of the first behind.
  Bench bench;
  bench.options.assistant_extension = "9000";
  bench.feed(decode(recording("seq_busy_then_offline_then_noanswer")));
  std::size_t legs = 0;
  for (const Event& event : bench.events) legs += std::holds_alternative<LegEnded>(event) ? 1 : 0;
  CHECK(legs == 0);
  CHECK(bench.story().back() == "call ended NORMAL_CLEARING");
}

TEST_CASE("callers of the assistant's extension are followed from their arrival") {
  Bench bench;
  bench.options.assistant_extension = "9000";
  bench.feed(decode(recording("caller_bye_real")));
  CHECK(bench.story() == Story{"call ended NORMAL_CLEARING"});
}

TEST_CASE("extensions' states follow the calls of the recordings") {
  Bench bench;
  bench.feed(decode(recording("attended_answer")));
  CHECK(bench.story() ==
        Story{"1001@pbx.local ringing", "1001@pbx.local in_call", "1001@pbx.local available"});
}

}  // namespace
}  // namespace smarthandoff::telephony::freeswitch
