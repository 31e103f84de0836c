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
