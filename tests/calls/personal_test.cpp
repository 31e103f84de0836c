#include <doctest/doctest.h>

#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

// A call from a person, recorded.
struct Desk : World {
  Desk() {
    register_with_contacts();
    status("completed", "1", {{"CallDuration", "30"}});
    post(calls::recording, "/r",
         {{"CallSid", kCall},
          {"RecordingSid", "RE1"},
          {"RecordingUrl", "https://api.twilio.com/RE1"},
          {"RecordingStatus", "completed"},
          {"RecordingDuration", "30"}});
    jobs.clear();
  }
  contact::Expired expire(Instant before) {
    for (const auto& data : contact::registered_personal_data())
      if (data.name == "calls")
        return write([&](Context& c, const contact::ExpiryPage& page) { return data.expire(c, page); },
                     contact::ExpiryPage{.before = before, .after = "", .limit = 500});
    return {};
  }
};

}  // namespace

TEST_CASE("a person's calls are exported, and made anonymous with their recording when they are erased") {
  Desk desk;
  const auto person = desk.write(
      contacts::create,
      contacts::CreateContact{.name = "Ana", .addresses = {{contact::Channel::voice, "+14155551234"}}});
  const auto rows = desk.read(contacts::export_, contacts::ExportContact{.contact_id = person.id.value}).rows;
  REQUIRE(rows.contains("calls"));
  CHECK(rows.at("calls").size() == 1);
  const auto erased = desk.write(contacts::erase, contacts::EraseContact{.contact_id = person.id.value});
  CHECK(erased.rows.at("calls") == 1);
  const auto call = desk.call();
  CHECK(call.from_number.empty());
  CHECK(call.to_number == "+13055550100");
  CHECK(call.seconds == 30);
  CHECK(call.recording->url.empty());
  CHECK(desk.orders() == std::vector<std::string>{"delete RE1"});
}

TEST_CASE("a late webhook does not bring an erased person back into a call that was told of in parts") {
  Desk desk;
  desk.post(detection, "/a", {{"CallSid", kLeg}, {"AnsweredBy", "human"}});
  const Fields told{{"CallSid", kLeg}, {"From", "+14155551234"}, {"To", "+13055550100"}};
  desk.post(call_status, "/s", told);  // without its direction
  CHECK(desk.call(kLeg).from_number == "+14155551234");
  const auto person = desk.write(
      contacts::create,
      contacts::CreateContact{.name = "Ana", .addresses = {{contact::Channel::voice, "+14155551234"}}});
  desk.write(contacts::erase, contacts::EraseContact{.contact_id = person.id.value});
  desk.post(call_status, "/s", told);
  CHECK(desk.call(kLeg).from_number.empty());
}

TEST_CASE("calls that are over for long lose their numbers and keep their figures") {
  Desk desk;
  CHECK(desk.expire(desk.now).anonymised == 0);
  CHECK(desk.expire(desk.now + Seconds(1)).anonymised == 1);
  CHECK(desk.expire(desk.now + Seconds(1)).anonymised == 0);
  CHECK(desk.call().from_number.empty());
  CHECK(desk.orders() == std::vector<std::string>{"delete RE1"});
  CHECK(desk.read(call_metrics, GetCallMetrics{}).figures.total == 1);
}
