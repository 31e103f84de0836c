#include "telephony/twilio_port/scene.hpp"

using namespace twilio_scene;

TEST_CASE("a lost answer to a create is in doubt, and the leg is found before anything is repeated") {
  for (const RequestFailure how : {RequestFailure::silence_done, RequestFailure::error_done,
                                   RequestFailure::half_answer, RequestFailure::hangs_up_done}) {
    Scene scene;
    scene.twilio.fail_requests({how});
    Failure failure;
    scene.port->ring({.call = {scene.call}, .leg = {"leg-1"}, .number = "1003"},
                     [&](const Failure& told) { failure = told; });
    REQUIRE(failure);
    CHECK(failure->code() == ErrorCode::in_doubt);
    CHECK(scene.look_up("leg-1").exists);
    scene.run(1s);
    CHECK(scene.heard("ringing leg-1"));
    scene.port->cancel({"leg-1"}, scene.expect_ok());
    scene.run(1s);
    CHECK(scene.end()->end == LegEnd::canceled);
  }
}

TEST_CASE(
    "a create that was lost on the way is not there, and one that was refused for the rate is tried again") {
  Scene scene;
  scene.twilio.fail_requests({RequestFailure::silence_before});
  Failure failure;
  scene.port->ring({.leg = {"leg-1"}, .number = "1001"}, [&](const Failure& told) { failure = told; });
  CHECK(failure->code() == ErrorCode::in_doubt);
  scene.run(2s);
  CHECK_FALSE(scene.look_up("leg-1").exists);
  scene.twilio.fail_requests({RequestFailure::too_many, RequestFailure::too_many});
  scene.ring("1001", "leg-2");
  scene.run(2s);
  CHECK(scene.heard("answered leg-2"));
}

TEST_CASE("a leg that was given up while nobody knew of it is ended when it shows itself") {
  Scene scene;
  scene.twilio.fail_requests({RequestFailure::silence_done});
  scene.port->ring({.call = {scene.call}, .leg = {"leg-1"}, .number = "1001"}, [](const Failure&) {});
  scene.port->cancel({"leg-1"}, scene.expect_ok());
  scene.run(5s);
  CHECK_FALSE(scene.heard("answered leg-1"));
  CHECK(scene.state("client:1001").status == "canceled");
}

TEST_CASE("whatever happens to status callbacks, a handoff says the same") {
  struct Row {
    const char* name;
    twilio_double::Faults faults;
  };
  for (const Row& row :
       std::vector<Row>{{"doubled", {.repeat = 1}},
                        {"late", {.late = 1, .delay = 700ms}},
                        {"swapped", {.swap = 1, .delay = 400ms}},
                        {"all of it", {.repeat = 0.4, .late = 0.3, .swap = 0.3, .delay = 600ms}}}) {
    CAPTURE(row.name);
    Scene scene;
    scene.twilio.set_faults(row.faults);
    scene.port->hold({scene.call}, scene.expect_ok());
    scene.run(2s);
    scene.ring("1001");
    scene.run(5s);
    CHECK(scene.count("answered leg-1") == 1);
    CHECK(scene.count("ringing leg-1") <= 1);
    scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
    scene.run(3s);
    CHECK(scene.count("bridged leg-1") == 1);
    scene.twilio.hang_up("client:1001");
    scene.run(4s);
    CHECK(scene.count("unbridged leg-1") == 1);
    CHECK(scene.count("ended leg-1 completed") == 1);
    scene.twilio.hang_up(scene.call);
    scene.run(4s);
    CHECK(scene.count("call ended completed") == 1);
  }
}

TEST_CASE("a lost callback is made good by what was asked for, or by looking up") {
  Scene scene;
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.run(1s);
  scene.twilio.set_faults({.lose = 1});
  scene.ring("1001");
  scene.run(3s);
  CHECK(scene.heard("answered leg-1"));  // its document was asked for
  scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
  scene.run(1s);
  CHECK_FALSE(scene.heard("bridged leg-1"));
  CHECK(scene.look_up("leg-1").bridged);
  CHECK(scene.count("bridged leg-1") == 1);
  scene.twilio.hang_up(scene.call);
  scene.run(1s);
  CHECK_FALSE(scene.look_up(scene.call).exists);
  CHECK(scene.count("call ended completed") == 1);
  CHECK_FALSE(scene.look_up("leg-1").exists);
}

TEST_CASE("after a crash a leg is taken up by its next request, and what cannot be told is not guessed") {
  Scene scene;
  scene.twilio.add_person({.number = "client:1001", .after = 5s});
  scene.ring("1001");
  scene.run(1s);
  scene.begin();
  scene.said.clear();
  Failure failure;
  scene.port->look_up("leg-1", [&](const Failure& told, LegState) { failure = told; });
  REQUIRE(failure);
  CHECK(failure->code() == ErrorCode::unavailable);
  scene.run(6s);
  CHECK(scene.heard("answered leg-1"));
  CHECK(scene.look_up("leg-1").answered);
  CHECK_FALSE(scene.look_up("leg-2").exists);
  scene.port->bridge({scene.call}, {"leg-1"}, scene.expect_ok());
  scene.run(1s);
  CHECK(scene.heard("bridged leg-1"));
}

TEST_CASE("a leg that was given up after a crash is hung up when it is answered") {
  Scene scene;
  scene.twilio.add_person({.number = "client:1001", .after = 5s});
  scene.ring("1001");
  scene.run(1s);
  scene.begin();
  scene.said.clear();
  scene.port->cancel({"leg-1"}, scene.expect_ok());
  scene.run(6s);
  CHECK_FALSE(scene.heard("answered leg-1"));
  CHECK(scene.state("client:1001").status == "completed");
}

TEST_CASE("health says what the last request met") {
  Scene scene;
  REQUIRE(scene.port->health().state == PortState::connected);
  scene.twilio.fail_requests({twilio_double::RequestFailure::hangs_up_done});
  // Whether it succeeds in the end is another test's; here, that the silence of Twilio is told.
  scene.port->ring({.call = {scene.call}, .leg = {"leg-1"}, .number = "1001", .timeout = 30s},
                   [](const Failure&) {});
  CHECK(scene.port->health().state == PortState::lost);
  CHECK_FALSE(scene.port->health().detail.empty());
  scene.port->hold({scene.call}, scene.expect_ok());
  scene.run(2s);
  CHECK(scene.port->health().state == PortState::connected);
}

TEST_CASE("wrong credentials are refused when it is started") {
  Scene scene;
  TwilioOptions given = options();
  given.account.auth_token = Secret("wrong");
  try {
    scene.begin(given);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unauthorized);
    CHECK(std::string(error.what()).find("wrong") == std::string::npos);
  }
}

TEST_CASE("requests that Twilio did not sign, unknown paths and too much are refused") {
  Scene scene;
  http::Request request{.method = "POST",
                        .url = "/twilio/status?call=" + scene.call,
                        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                        .body = "CallSid=" + scene.call + "&CallStatus=completed"};
  CHECK(scene.port->webhook(request).status == 403);
  request.headers.push_back({"X-Twilio-Signature", "c2lnbmVk"});
  CHECK(scene.port->webhook(request).status == 403);
  CHECK(scene.said.empty());
  request.body = std::string(10U << 20U, 'x');
  CHECK(scene.port->webhook(request).status == 413);
  CHECK(scene.said.empty());
}

TEST_CASE("after stop nothing runs any more") {
  Scene scene;
  scene.ring("1001");
  scene.port->stop();
  scene.run(5s);
  CHECK(scene.said.empty());
  bool told = false;
  scene.port->hold({scene.call}, [&](const Failure& failure) { told = failure.has_value(); });
  CHECK(told);
  CHECK(scene.port->health().state == PortState::stopped);
}

TEST_CASE("options that cannot work are refused by their names") {
  const auto refused = [](auto change) {
    TwilioOptions given = options();
    change(given);
    try {
      make_twilio(given);
    } catch (const Error& error) {
      return error.details().at("field");
    }
    return std::string("accepted");
  };
  CHECK(refused([](TwilioOptions&) {}) == "accepted");
  CHECK(refused([](TwilioOptions& o) { o.public_url = "http://host.example"; }) == "public_url");
  CHECK(refused([](TwilioOptions& o) { o.number = "5550001111"; }) == "number");
  CHECK(refused([](TwilioOptions& o) { o.extension_address = "client:ana"; }) == "extension_address");
  CHECK(refused([](TwilioOptions& o) { o.assistant_stream = "https://host.example"; }) == "assistant_stream");
  CHECK(refused([](TwilioOptions& o) { o.answered_timeout = 1ms; }) == "answered_timeout");
  CHECK(refused([](TwilioOptions& o) { o.account.account_sid = "AC1"; }) == "account_sid");
}
