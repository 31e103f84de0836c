#include <doctest/doctest.h>

#include <set>

#include "telephony/twilio_double/world.hpp"

using namespace world;
using namespace std::chrono_literals;

namespace {

const std::string kWatched =
    "&Url=https://host.example/voice&StatusCallback=https://host.example/status&StatusCallbackEvent=initiated"
    "&StatusCallbackEvent=ringing&StatusCallbackEvent=answered&StatusCallbackEvent=completed";

}  // namespace

TEST_CASE("creates go wrong as told: what was done is there, what was not is not") {
  struct Row {
    RequestFailure how;
    std::int64_t status;
    int code;
    bool done;
  };
  using F = RequestFailure;
  for (const Row& row : {Row{F::too_many, 429, 20429, false}, Row{F::error_before, 500, 20500, false},
                         Row{F::error_done, 500, 20500, true}, Row{F::silence_before, 0, 0, false},
                         Row{F::silence_done, 0, 0, true}, Row{F::half_answer, 0, 0, true},
                         Row{F::hangs_up_before, 0, 0, false}, Row{F::hangs_up_done, 0, 0, true}}) {
    CAPTURE(static_cast<int>(row.how));
    World world;
    world.twilio.add_person({.number = "+5518997751234"});
    world.twilio.fail_requests({row.how});
    const Json answer = world.request(
        "POST", "/Calls.json", "From=%2B15550001111&To=%2B5518997751234&Url=https://host.example/voice");
    CHECK(world.status == row.status);
    if (row.code != 0) CHECK(answer["code"] == row.code);
    if (row.status == 0) CHECK(world.last.maybe_sent);
    // Found again by looking, as a host must.
    const Json list =
        world.request("GET", "/Calls.json?To=%2B5518997751234&StartTime%3E=2026-11-20T11:59:59Z")["calls"];
    CHECK(list.size() == (row.done ? 1 : 0));
    world.place("+5518997751234");
    CHECK(world.status == 201);
  }
}

TEST_CASE("callbacks are lost, doubled, late and swapped as told") {
  struct Row {
    CallbackFailure how;
    Texts told;
  };
  using F = CallbackFailure;
  for (const Row& row : {Row{F::lost, {"initiated", "in-progress", "completed"}},
                         Row{F::doubled, {"initiated", "ringing", "ringing", "in-progress", "completed"}},
                         Row{F::swapped, {"initiated", "in-progress", "ringing", "completed"}},
                         Row{F::late, {"initiated", "in-progress", "completed", "ringing"}}}) {
    CAPTURE(static_cast<int>(row.how));
    World world;
    world.twilio.add_person({.number = "+5518997751234"});
    world.documents["/voice"] = "<Hangup/>";
    world.twilio.fail_callbacks({F::none, row.how});
    world.place("+5518997751234", kWatched);
    world.pass(30s);
    CHECK(world.told("/status", "CallStatus") == row.told);
    CHECK(world.all_signed);
    // What comes twice has one token, everything else its own.
    std::set<std::string> tokens;
    for (const Asked& one : world.asked_at("/status")) tokens.insert(one.token);
    CHECK(tokens.size() == (row.how == F::doubled ? 4 : row.told.size()));
  }
}

TEST_CASE("the same seed makes the same run, with all its mishaps") {
  const auto run = [](std::int64_t seed) {
    World world({.seed = seed});
    world.twilio.add_person({.number = "*"});
    world.documents["/voice"] = "<Say>Ola</Say>";
    world.twilio.set_faults({.lose = 0.2, .repeat = 0.2, .late = 0.2, .swap = 0.2, .requests = 0.3});
    for (int i = 0; i < 20; ++i) {
      world.place("+551899775000" + std::to_string(i % 10), kWatched);
      world.pass(1500ms);
    }
    world.pass(60s);
    std::string all;
    for (const LogEntry& entry : world.twilio.log()) all += to_string(entry) + "\n";
    return all;
  };
  CHECK(run(7) == run(7));
  CHECK(run(7) != run(8));
}

TEST_CASE("no callback that goes wrong keeps a call from its end") {
  World world;
  world.twilio.add_person({.number = "*"});
  world.documents["/voice"] = "<Pause length=\"3\"/>";
  world.twilio.set_faults({.lose = 0.3, .repeat = 0.3, .late = 0.3, .swap = 0.3});
  for (int i = 0; i < 50; ++i) world.place("+551899775000" + std::to_string(i % 10), kWatched);
  world.pass(120s);
  for (const CallState& one : world.twilio.calls()) CHECK(one.status == "completed");
}

TEST_CASE("calls beyond the limit per second wait, and say how long") {
  TwilioDouble twilio({.numbers = {kOurs}, .now = kStart, .calls_per_second = 1});
  twilio.answer_webhooks([](const http::Request&) { return xml("<Hangup/>"); });
  twilio.add_person({.number = "*"});
  Texts waits;
  for (int i = 0; i < 3; ++i) {
    const http::Outcome made =
        twilio.handle({.method = "POST",
                       .url = "https://api.twilio.com/2010-04-01/Accounts/" + kAccount + "/Calls.json",
                       .headers = {{"Authorization", "Basic " + base64(kAccount + ":12345")},
                                   {"Content-Type", "application/x-www-form-urlencoded"}},
                       .body = "From=%2B15550001111&To=%2B5518997750001&Url=https://host.example/voice"});
    waits.push_back(Json::parse(made.response->body)["queue_time"]);
  }
  CHECK(waits == Texts{"0", "1000", "2000"});
  twilio.step(kStart + 1100ms);
  CHECK(twilio.calls()[1].status == "initiated");
  CHECK(twilio.calls()[2].status == "queued");
}

TEST_CASE("a host that asks for more tries in the URL gets them") {
  World world;
  world.twilio.add_person({.number = "*"});
  world.handlers["/status"] = [](const Fields&) {
    return http::Response{.status = 503, .headers = {}, .body = ""};
  };
  world.documents["/voice"] = "<Hangup/>";
  world.place("+5518997751234",
              "&Url=https://host.example/voice&StatusCallback=https://host.example/status%23rc=2%26rp=5xx");
  world.pass(30s);
  CHECK(world.asked_at("/status").size() == 3);
  CHECK(world.all_signed);
  CHECK(world.logged(LogKind::error, "15003"));
}
