#include <doctest/doctest.h>

#include "replay.hpp"

using namespace replay;

namespace {

struct Row {
  const char* name;
  Options options{};
  // What differed between runs of the real switch, or between its threads: "leg #event name header".
  std::vector<std::string> races{};
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table{
      {"attended_answer"},
      {"attended_answer_caller_in_playback", {.to = "9003"}},
      {"attended_answer_with_moh_broadcast", {}, {"leg 1 #16 CHANNEL_DESTROY variable_bridge_hangup_cause"}},
      {"attended_busy"},
      {"attended_noanswer"},
      {"attended_declined"},
      {"attended_dnd480"},
      {"attended_offline"},
      {"attended_nouser"},
      {"attended_nogateway"},
      {"attended_notfound404"},
      {"attended_stale"},
      {"attended_blackhole_t60", {.silent_1007 = true}},
      {"attended_error_user_busy"},
      {"attended_trunk_answer"},
      {"attended_trunk_early_answer"},
      {"attended_trunk_early_busy"},
      {"attended_trunk_early_busy_NO_ignore", {}, {"caller #16 CHANNEL_HANGUP Channel-State"}},
      {"attended_fork_busy_declined"},
      {"attended_fork_busy_ring"},
      {"cancel_attended_uuid_kill"},
      {"cancel_attended_uuid_kill_ORIGINATOR_CANCEL"},
      {"caller_hangup_during_attended"},
      {"cancel_bridge_park"},
      {"park_timeout_callee_caller_gone"},
      {"uuid_bridge_after_default"},
      {"uuid_bridge_after_hangup_after_bridge_false"},
      {"uuid_bridge_after_park_after_bridge"},
      {"uuid_bridge_after_transfer_after_bridge"},
      {"uuid_bridge_gone"},
      {"hold_park_broadcast_parked"},
      {"uuid_park_twice", {}, {"leg 1 #16 CHANNEL_DESTROY variable_bridge_hangup_cause"}},
      {"park2_recover_none"},
      {"park2_recover_transfer_9000",
       {},
       {"caller #25 CHANNEL_EXECUTE_COMPLETE Application-Response",
        "caller #27 CHANNEL_EXECUTE_COMPLETE Application-Response"}},
      {"park2_recover_transfer_inline"},
      {"transfer_inline_busy"},
      {"transfer_inline_noanswer"},
      {"transfer_inline_offline"},
      {"transfer_blind_answer"},
      {"transfer_blind_busy"},
      {"transfer_blind_declined"},
      {"transfer_blind_dnd480"},
      {"transfer_blind_noanswer"},
      {"transfer_blind_offline"},
      {"sendmsg_bridge_answer"},
      {"sendmsg_bridge_busy"},
      {"sendmsg_bridge_declined"},
      {"sendmsg_bridge_dnd480"},
      {"sendmsg_bridge_offline"},
      {"bridge_trunk_early_media_then_486"},
      {"seq_busy_then_offline_then_noanswer"}};
  return table;
}

bool raced(const Row& row, const std::string& difference) {
  return std::any_of(row.races.begin(), row.races.end(),
                     [&](const std::string& race) { return difference.starts_with(race + ":"); });
}

// Replies of a recording without a call, exactly as bytes or, for what is a matter of the machine, by their
// start.
struct Spoken {
  std::vector<std::string> recorded, simulated;
};

Spoken speak(const std::string& name) {
  const Heard recorded = sort_out(unzip(name + ".bin.gz"));
  return {recorded.replies, sort_out(play(name, recorded, {})).replies};
}

}  // namespace

TEST_CASE("the server answers the commands of each recording with the recorded events, headers and replies") {
  for (const Row& row : rows()) {
    const Heard recorded = sort_out(unzip(std::string(row.name) + ".bin.gz"));
    REQUIRE(!recorded.legs.empty());
    const Heard simulated = sort_out(play(row.name, recorded, row.options));
    for (const std::string& difference : differences(recorded, simulated)) {
      if (!raced(row, difference)) FAIL_CHECK(std::string(row.name) << ": " << difference);
    }
  }
}

TEST_CASE("a background job's result comes between the events of its leg as recorded") {
  const std::vector<std::pair<std::string, std::string>> places{
      {"attended_busy", "CHANNEL_HANGUP_COMPLETE BACKGROUND_JOB CHANNEL_DESTROY"},
      {"attended_noanswer", "CHANNEL_HANGUP BACKGROUND_JOB CHANNEL_HANGUP_COMPLETE"},
      {"attended_answer", "CHANNEL_OUTGOING BACKGROUND_JOB CHANNEL_EXECUTE"},
      {"attended_nogateway", "CHANNEL_DESTROY BACKGROUND_JOB"},
      {"attended_trunk_early_busy_NO_ignore", "CHANNEL_PROGRESS_MEDIA BACKGROUND_JOB CHANNEL_EXECUTE"}};
  for (const auto& [name, place] : places) {
    const Heard recorded = sort_out(unzip(name + ".bin.gz"));
    for (const std::string& bytes : {unzip(name + ".bin.gz"), play(name, recorded, {})}) {
      std::string order;
      esl::Decoder decoder;
      for (const esl::Frame& frame : decoder.feed(bytes)) {
        const std::string event(frame.event().name());
        const bool of_leg =
            frame.event().value("Call-Direction") == "outbound" && compared(event) && event != "PRESENCE_IN";
        if (of_leg || event == "BACKGROUND_JOB") order += event + " ";
      }
      CAPTURE(name);
      CHECK_MESSAGE(order.find(place) != std::string::npos, order);
    }
  }
}

TEST_CASE("logging in, and commands that are no calls, are answered as recorded") {
  for (const std::string name : {"auth_ok", "auth_fail", "auth_missing", "userauth_fail", "commands_misc"}) {
    const Spoken spoken = speak(name);
    REQUIRE(spoken.recorded.size() == spoken.simulated.size());
    for (std::size_t i = 0; i < spoken.recorded.size(); ++i) {
      const std::string& recorded = spoken.recorded[i];
      const bool id = recorded.starts_with("+OK ") && recorded.size() >= 40;  // a new uuid each time
      const std::size_t length = recorded.starts_with("UP ") ? 3 : id ? 4 : std::string::npos;
      CAPTURE(name);
      CAPTURE(i);
      CHECK(spoken.simulated[i].substr(0, length) == recorded.substr(0, length));
    }
  }
}

TEST_CASE("whole conversations without calls are the recorded bytes") {
  for (const std::string name : {"auth_ok", "auth_fail", "auth_missing", "userauth_fail"}) {
    const std::string recorded = unzip(name + ".bin.gz");
    CAPTURE(name);
    CHECK(play(name, sort_out(recorded), {}) == recorded);
  }
}

TEST_CASE("looks at the switch are answered as recorded") {
  const Spoken spoken = speak("api_idle");
  const auto sent = sent_of("api_idle");
  REQUIRE(spoken.recorded.size() == spoken.simulated.size());
  const std::set<std::string> exact{"echo",          "user_exists",     "user_data", "list_users",
                                    "sofia_contact", "sofia_count_reg", "version",   "eval",
                                    "global_getvar", "nosuchcmd"};
  std::size_t compared_replies = 0;
  for (std::size_t i = 0; i < std::min(sent.size(), spoken.recorded.size()); ++i) {
    const auto words = split_words(sent[i].text.substr(0, sent[i].text.find('\n')));
    if (words.size() < 2 || words[0] != "api" || !exact.contains(words[1])) continue;
    if (sent[i].text.starts_with("api user_data 1001@pbx.local param")) continue;  // no dial strings here
    CAPTURE(sent[i].text);
    CHECK(spoken.simulated[i] == spoken.recorded[i]);
    ++compared_replies;
  }
  CHECK(compared_replies >= 15);
}
