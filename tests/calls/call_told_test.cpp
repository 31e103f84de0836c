// Calls whose webhooks are lost, or come in an order in which the first ones say little.
#include <doctest/doctest.h>

#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/agent.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

using Orders = std::vector<std::string>;

constexpr auto kMinutes = [](int count) { return Milliseconds(std::chrono::minutes(count)); };

// Jeni has the number's calls; a caller's phone rings her.
struct Office : World {
  Office() {
    jeni = write(agents::create, agents::CreateAgent{.user_id = "jeni", .name = "Jeni", .extension = "1004"});
    write(set_line, SetLine{.agent_id = jeni.id});
    write(update_number, UpdateNumber{.number_id = number.id, .agent_id = jeni.id});
    post(incoming, "/voice",
         {{"CallSid", kCall},
          {"From", "+551833334444"},
          {"To", "+13055550100"},
          {"Direction", "inbound"},
          {"CallStatus", "ringing"}});
    orders();
    events.clear();
  }
  void leg_is(const std::string& status) {
    post(call_status, "/webhooks/call-status?agent=" + jeni.id.value,
         {{"CallSid", kLeg},
          {"ParentCallSid", kCall},
          {"CallStatus", status},
          {"Direction", "outbound-dial"},
          {"From", "+551833334444"},
          {"To", "client:jeni"}});
  }

  agents::Agent jeni;
};

const Error kNoAnswer(ErrorCode::unavailable, "the phone service cannot be reached");

}  // namespace

TEST_CASE("an incoming call whose end no webhook told is asked for, and missed") {
  // Only calls that we placed were: a caller's stayed open for ever, and nobody was told that it was missed.
  Office office;
  office.carrier.fetched = {.sid = kCall, .status = CallStatus::ringing, .outbound = false};
  office.advance(kMinutes(4));
  CHECK(office.orders().empty());
  office.advance(kMinutes(2));
  CHECK(office.orders() == Orders{"fetch " + kCall});
  CHECK(office.call().stage == CallStage::accepted);
  const Instant end = office.now + Seconds(30);
  office.carrier.fetched.status = CallStatus::no_answer;
  office.carrier.fetched.ended_at = end;
  office.advance(kMinutes(11));
  CHECK(office.orders() == Orders{"fetch " + kCall});
  CHECK(office.call().status == CallStatus::no_answer);
  CHECK(office.call().ended_at == end);
  CHECK(office.last("call.notification").find(R"("kind":"missed")") != std::string::npos);
  CHECK(office.read(call_metrics, GetCallMetrics{}).figures.unanswered == 1);
}

TEST_CASE("an answered call and its leg whose ends no webhook told have their seconds in the end") {
  Office office;
  office.leg_is("in-progress");
  CHECK(office.call().status == CallStatus::in_progress);
  office.carrier.fetched = {.status = CallStatus::completed,
                            .outbound = false,
                            .seconds = 60,
                            .cost = 75,
                            .ended_at = office.now + Seconds(60)};
  office.advance(kMinutes(6));
  CHECK(office.orders().size() == 2);
  CHECK(office.call().seconds == 60);
  CHECK(office.call().stage == CallStage::ended);
  CHECK(office.call(kLeg).stage == CallStage::ended);
  CHECK(office.read(call_metrics, GetCallMetrics{}).figures.average_seconds == 60);
  CHECK(office.count("call.notification") == 0);
  office.advance(kMinutes(2));
  CHECK(office.orders().size() == 2);  // as after every end: what it cost
  office.advance(std::chrono::hours(24));
  CHECK(office.orders().empty());
}

TEST_CASE("a call's end is asked for until the phone service answers, through an outage of hours") {
  // Minutes of it were enough to leave the call open for ever.
  Office office;
  office.carrier.answers.assign(20, kNoAnswer);
  office.carrier.fetched = {
      .sid = kCall, .status = CallStatus::completed, .outbound = false, .seconds = 9, .cost = 75};
  for (int minute = 0; minute < 240; ++minute) office.advance(kMinutes(1));
  CHECK(office.call().seconds == 9);
  CHECK(office.orders().size() == 22);  // the last one for what it cost
}

TEST_CASE("a call that the phone service does not know is asked for once") {
  Office office;
  office.carrier.answers = {Error(ErrorCode::not_found, "no such call")};
  for (int hour = 0; hour < 24; ++hour) office.advance(std::chrono::hours(1));
  CHECK(office.orders().size() == 1);
}

TEST_CASE("a placed call that a webhook told of before its order's answer is asked for, too") {
  // The search found that it was known and asked nothing more: a lost last webhook left it open.
  World desk;
  desk.carrier.answers = {Error(ErrorCode::in_doubt, "the answer got lost")};
  const auto made = desk.write(calls::place, PlaceCall{.to = "+5518997751234"}).call;
  REQUIRE(made);
  desk.orders();
  desk.post(call_status, "/webhooks/call-status?call=" + made->id.value,
            {{"CallSid", kCall}, {"CallStatus", "ringing"}, {"Direction", "outbound-api"}});
  desk.carrier.fetched = {.sid = kCall, .status = CallStatus::busy, .cost = 0};
  desk.advance(kMinutes(6));
  CHECK(desk.call().status == CallStatus::busy);
  CHECK(desk.orders() == Orders{"find +5518997751234", "fetch " + kCall});
}

namespace {

// What Twilio sends of a call that the host placed by itself, without our addresses.
Fields of_the_host(const Fields& more) {
  Fields all{
      {"CallSid", kCall}, {"From", "+13055550100"}, {"To", "+5518997757777"}, {"Direction", "outbound-api"}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

void recorded(World& world) {
  world.post(calls::recording, "/webhooks/recording",
             {{"CallSid", kCall},
              {"RecordingSid", "RE1"},
              {"RecordingStatus", "completed"},
              {"RecordingDuration", "9"}});
}

}  // namespace

TEST_CASE("a call that is known by who answered, or by its recording, is made whole by its next webhook") {
  // It stayed an incoming call from nobody to nobody for ever.
  for (const bool by_recording : {false, true}) {
    World world;
    if (by_recording)
      recorded(world);
    else
      world.post(detection, "/webhooks/amd-result", {{"CallSid", kCall}, {"AnsweredBy", "human"}});
    CHECK(world.call().from_number.empty());
    world.post(call_status, "/webhooks/call-status",
               of_the_host({{"CallStatus", "completed"}, {"CallDuration", "30"}, {"SequenceNumber", "3"}}));
    const auto call = world.call();
    CHECK(call.direction == CallDirection::outbound);
    CHECK(call.from_number == "+13055550100");
    CHECK(call.to_number == "+5518997757777");
    CHECK(call.number_id == world.number.id);
    CHECK(call.seconds == 30);
    CHECK(call.answered_by == (by_recording ? "" : "human"));
    CHECK(world.read(list_calls, ListCalls{.direction = CallDirection::outbound}).calls.size() == 1);
    CHECK(world.last("call.updated").find(R"("direction":"outbound")") != std::string::npos);
  }
}

TEST_CASE("a leg that is known by who answered leaves the lists when its caller's call is told") {
  Office office;
  office.post(detection, "/webhooks/amd-result", {{"CallSid", kLeg}, {"AnsweredBy", "human"}});
  CHECK(office.read(list_calls, ListCalls{}).calls.size() == 2);
  office.leg_is("in-progress");
  CHECK(office.read(list_calls, ListCalls{}).calls.size() == 1);
  CHECK(office.call(kLeg).direction == CallDirection::outbound);
  CHECK(office.call(kLeg).agent_id == office.jeni.id);
}

TEST_CASE("what no webhook tells of a call that is known by its recording is asked for") {
  // It stayed `queued` in the figures.
  World world;
  recorded(world);
  world.carrier.fetched = {.sid = kCall,
                           .from_number = "+13055550100",
                           .to_number = "+5518997757777",
                           .status = CallStatus::completed,
                           .seconds = 9,
                           .cost = 75};
  world.advance(kMinutes(6));
  CHECK(world.call().status == CallStatus::completed);
  CHECK(world.call().direction == CallDirection::outbound);
  CHECK(world.call().to_number == "+5518997757777");
  CHECK(world.read(call_metrics, GetCallMetrics{}).figures.answered == 1);
}

TEST_CASE("what is told of a call changes, later, neither its direction nor its numbers") {
  World world;
  world.status("ringing", "1");
  const auto before = world.call();
  world.post(call_status, "/webhooks/call-status", of_the_host({{"CallStatus", "in-progress"}}));
  CHECK(world.call().direction == before.direction);
  CHECK(world.call().from_number == before.from_number);
  CHECK(world.call().to_number == before.to_number);
}
