// Calls of our own: an agent's leg that nobody waits for, and a customer's leg for it.
#include "telephony/freeswitch/support.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

esl::Event channel(const std::string& name, const std::string& id, Headers more = {}) {
  Headers headers{{"Event-Name", name}, {"Unique-ID", id}};
  headers.insert(headers.end(), more.begin(), more.end());
  return make_event(headers);
}

void answers(Bench& bench, const std::string& leg) {
  bench.feed({channel("CHANNEL_CREATE", leg), channel("CHANNEL_ANSWER", leg), make_job(leg, "+OK " + leg),
              channel("CHANNEL_PARK", leg)});
}

RingRequest to_customer() {
  RingRequest request;
  request.leg = LegId{"customer-1"};
  request.call = CallId{"agent-1"};
  request.kind = DialKind::trunk;
  request.gateway = "trunk-1";
  request.number = "+5518997751234";
  request.caller_number = "1833334444";
  return request;
}

// The agent has answered, and the customer's phone rings.
void call(Bench& bench) {
  RingRequest agent;
  agent.leg = LegId{"agent-1"};
  agent.number = "1001";
  agent.caller_name = "Callback - 18997751234";
  agent.caller_number = "18997751234";
  bench.core.ring(agent, bench.done());
  const std::string line = bench.wire.lines().front();
  CHECK(line.find("origination_uuid=agent-1") != std::string::npos);
  CHECK(line.find("Callback - 18997751234") != std::string::npos);
  CHECK(line.find("sh_call") == std::string::npos);
  CHECK(line.find("user/1001@pbx.local") != std::string::npos);
  bench.wire.answer("originate", "+OK Job-UUID: sh-agent-1");
  answers(bench, "agent-1");
  bench.core.ring(to_customer(), bench.done());
  const std::string other = bench.wire.lines().front();
  CHECK(other.find("sofia/gateway/trunk-1/+5518997751234") != std::string::npos);
  CHECK(other.find("sh_call=agent-1") != std::string::npos);
  bench.wire.answer("originate", "+OK Job-UUID: sh-customer-1");
  bench.feed({channel("CHANNEL_CREATE", "customer-1"), channel("CHANNEL_PROGRESS", "customer-1")});
}

TEST_CASE("two legs of ours are bridged with each other, and each one's end is told") {
  Bench bench;
  call(bench);
  answers(bench, "customer-1");
  bench.core.bridge(CallId{"agent-1"}, LegId{"customer-1"}, bench.done());
  bench.wire.answer("uuid_setvar agent-1 park_after_bridge true", "+OK");
  bench.wire.answer("uuid_bridge agent-1 customer-1", "+OK customer-1");
  bench.feed({channel("CHANNEL_BRIDGE", "agent-1",
                      {{"Bridge-A-Unique-ID", "agent-1"}, {"Bridge-B-Unique-ID", "customer-1"}}),
              channel("CHANNEL_HANGUP", "customer-1", {{"Hangup-Cause", "NORMAL_CLEARING"}})});
  CHECK(bench.story() ==
        Story{"answered", "ringing", "answered", "bridged", "ended completed NORMAL_CLEARING - rang"});
}

TEST_CASE("an agent who hangs up while the customer's phone rings ends that leg at once") {
  Bench bench;
  call(bench);
  bench.feed({channel("CHANNEL_HANGUP", "agent-1", {{"Hangup-Cause", "NORMAL_CLEARING"}})});
  CHECK(bench.wire.lines() == Story{"uuid_kill customer-1 ORIGINATOR_CANCEL"});
  bench.feed({channel("CHANNEL_HANGUP", "customer-1", {{"Hangup-Cause", "ORIGINATOR_CANCEL"}})});
  CHECK(bench.story().back() == "ended canceled ORIGINATOR_CANCEL - rang");
}

TEST_CASE("many extensions are told from the picture, without a question each") {
  Bench bench;
  std::vector<std::string> extensions, told;
  for (int i = 0; i < 1000; ++i) extensions.push_back(std::to_string(1000 + i));
  bench.core.known_statuses(extensions, "", [&](const std::vector<ExtensionStatus>& statuses) {
    for (const ExtensionStatus& status : statuses) told.push_back(wire_name(status.state));
  });
  CHECK(bench.wire.sent.empty());
  REQUIRE(told.size() == 1000);
  CHECK(told[1] == "available");  // 1001 is registered
  CHECK(told[999] == "offline");
}

TEST_CASE("of many extensions only those that seem free are asked for DND") {
  FreeSwitchOptions options;
  options.dnd_variable = "dnd";
  Bench bench(options);
  std::vector<std::string> told;
  bench.core.known_statuses({"1001", "1999"}, "", [&](const std::vector<ExtensionStatus>& statuses) {
    for (const ExtensionStatus& status : statuses) told.push_back(wire_name(status.state));
  });
  CHECK(told.empty());
  bench.wire.answer("user_data 1001@pbx.local var dnd", "true");
  CHECK(bench.wire.sent.empty());
  CHECK(told == Story{"dnd", "offline"});
}

}  // namespace
}  // namespace smarthandoff::telephony::freeswitch
