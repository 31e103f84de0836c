#include <doctest/doctest.h>

#include "replay.hpp"

using namespace replay;

namespace {

// One client of a switch with the recordings' phones, without a socket.
struct Client {
  Model model{{.now = Instant(Milliseconds(1'768'000'000'000))}};
  Api api{model};
  std::string output;
  std::shared_ptr<EslSession> session = std::make_shared<EslSession>(
      model, api, "ClueCon", [this](const std::string& frame, bool) { output += frame; });
  std::int64_t sequence = 0;

  Client() {
    furnish(model);
    model.watchers.push_back([this](const Emission& emission) { session->watch(emission, ++sequence); });
    session->open(false);
    say("auth ClueCon");
    output.clear();
  }

  void say(const std::string& text) { session->receive(text + "\n\n"); }

  std::string ask(const std::string& line) {
    output.clear();
    say("api " + line);
    const Heard heard = sort_out(output);
    return heard.replies.empty() ? "" : heard.replies.front();
  }

  void run(Milliseconds time) { model.scheduler.run_until(model.scheduler.now() + time); }

  std::vector<esl::Frame> frames() {
    esl::Decoder decoder;
    return decoder.feed(output);
  }

  std::string events() {
    std::string names;
    for (const esl::Frame& frame : frames()) {
      if (frame.is_event()) names += (names.empty() ? "" : " ") + std::string(frame.event().name());
    }
    return names;
  }
};

}  // namespace

TEST_CASE("an API originate holds its own events back until it returns") {
  Client client;
  client.say("event plain CHANNEL_CREATE CHANNEL_ANSWER");
  client.output.clear();
  client.say("api originate {origination_uuid=b1}user/1001@pbx.local &park()");
  client.say("api echo next");
  client.run(Milliseconds(900));
  CHECK(client.output.empty());
  client.run(Milliseconds(300));
  const auto frames = client.frames();
  REQUIRE(frames.size() == 4);
  CHECK(frames[0].body() == "+OK b1\n");
  CHECK(client.events() == "CHANNEL_CREATE CHANNEL_ANSWER");
  CHECK(frames[3].body() == "next");
}

TEST_CASE("msleep holds the next reply back") {
  Client client;
  client.say("api msleep 2000");
  client.say("api echo done");
  client.run(Milliseconds(1999));
  CHECK(client.output.empty());
  client.run(Milliseconds(1));
  CHECK(sort_out(client.output).replies == std::vector<std::string>{"+OK\n", "done"});
}

TEST_CASE("commands are understood however their bytes are cut, with either line end") {
  Client client;
  for (const char c : std::string("api echo one\r\n\r\napi echo two\n\nsendevent CUSTOM\nContent-Length: "
                                  "5\n\nhelloapi echo three\n\n")) {
    client.session->receive(std::string(1, c));
  }
  const auto replies = sort_out(client.output).replies;
  REQUIRE(replies.size() == 4);
  CHECK(replies[0] == "one");
  CHECK(replies[1] == "two");
  CHECK(replies[3] == "three");
}

TEST_CASE("filters are alternatives, and one filter keeps everything else away") {
  Client client;
  client.say("event plain ALL");
  client.say("filter variable_rig_transfer_id T9");
  client.output.clear();
  client.say("bgapi originate {rig_transfer_id=T1}user/1002@pbx.local &park()");
  client.run(Milliseconds(500));
  CHECK(client.events().empty());
  client.say("filter Event-Name BACKGROUND_JOB");
  client.say("bgapi originate {rig_transfer_id=T9}user/1002@pbx.local &park()\nJob-UUID: my-job");
  client.run(Milliseconds(500));
  CHECK(client.events() ==
        "CHANNEL_CREATE CHANNEL_ORIGINATE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE BACKGROUND_JOB "
        "CHANNEL_DESTROY");
  CHECK(sort_out(client.output).jobs.at("my-job") == "-ERR USER_BUSY\n");
}

TEST_CASE("a JSON subscription gets events with arrays and bodies as JSON") {
  Client client;
  client.say("event json CHANNEL_CREATE BACKGROUND_JOB");
  client.output.clear();
  client.say(
      "bgapi originate {origination_caller_id_name='Zoë \"D\"'}user/1001@pbx.local &park()\nJob-UUID: j");
  client.run(Milliseconds(1500));
  const auto frames = client.frames();
  REQUIRE(frames.size() == 3);
  CHECK(frames[1].content_type() == "text/event-json");
  CHECK(frames[1].event().value("Caller-Caller-ID-Name") == "Zoë \"D\"");
  CHECK(frames[2].event().body().starts_with("+OK "));
}

TEST_CASE("custom events come to those who asked for their subclass") {
  Client client;
  client.say("event plain CUSTOM sofia::unregister");
  client.output.clear();
  client.model.set_registered(*client.model.phone("1001"), false);
  client.model.set_registered(*client.model.phone("1001"), true);
  const auto frames = client.frames();
  REQUIRE(frames.size() == 1);
  CHECK(frames[0].event().value("Event-Subclass") == "sofia::unregister");
  CHECK(frames[0].event().value("from-user") == "1001");
  CHECK(frames[0].event().value("from-host") == "pbx.local");
}

TEST_CASE("the directory says who is registered, in a call, or undisturbed") {
  Client client;
  client.model.add_phone({.extension = "1011", .variables = {{"do_not_disturb", "true"}}});
  CHECK(client.ask("sofia_contact */1006@pbx.local") == "error/user_not_registered");
  CHECK(client.ask("user_data 1011@pbx.local var do_not_disturb") == "true");
  CHECK(client.ask("user_data 1001@pbx.local var do_not_disturb") == "-ERR no reply\n");
  CHECK(client.ask("user_data 1099@pbx.local var do_not_disturb") == "-ERR no reply\n");
  CHECK(client.ask("show channels as json") == "{\"row_count\": 0}\n");
  client.say("bgapi originate user/1001@pbx.local &park()");
  client.run(Milliseconds(50));
  CHECK(client.ask("show channels as json") == "{\"row_count\": 0}\n");
  client.run(Milliseconds(200));
  const std::string rows = client.ask("show channels as json");
  CHECK(rows.starts_with("{\"row_count\":1,\"rows\":[{\"uuid\":\""));
  CHECK(rows.find("\"presence_id\":\"1001@pbx.local\"") != std::string::npos);
  CHECK(rows.find("\"callstate\":\"RINGING\"") != std::string::npos);
}

TEST_CASE("a phone without call waiting is busy while it is in a call") {
  Client client;
  client.model.add_phone({.extension = "1011", .call_waiting = false});
  client.say("event plain BACKGROUND_JOB");
  for (const std::string job : {"first", "second"}) {
    client.say("bgapi originate user/1011@pbx.local &park()\nJob-UUID: " + job);
    client.run(Milliseconds(2000));
  }
  const auto jobs = sort_out(client.output).jobs;
  CHECK(jobs.at("first").starts_with("+OK "));
  CHECK(jobs.at("second") == "-ERR USER_BUSY\n");
}

TEST_CASE("timeouts fire in whole seconds and with the recorded causes") {
  struct Row {
    std::string variables;
    std::string result;
    Milliseconds at_least, at_most;
  };
  const std::vector<Row> rows{
      {"{originate_timeout=3}", "-ERR NO_ANSWER\n", Milliseconds(2000), Milliseconds(3000)},
      {"{call_timeout=3}", "-ERR NO_ANSWER\n", Milliseconds(2000), Milliseconds(3000)},
      {"[leg_timeout=3]", "-ERR NO_ANSWER\n", Milliseconds(2000), Milliseconds(3000)},
      {"{originate_timeout=10,leg_timeout=3}", "-ERR ALLOTTED_TIMEOUT\n", Milliseconds(3000),
       Milliseconds(4050)},
      {"{progress_timeout=1}", "-ERR PROGRESS_TIMEOUT\n", Milliseconds(1000), Milliseconds(2050)}};
  for (const Row& row : rows) {
    Client client;
    CAPTURE(row.variables);
    client.run(Milliseconds(430));
    client.say("event plain BACKGROUND_JOB");
    client.say("bgapi originate " + row.variables + "user/1003@pbx.local &park()\nJob-UUID: j");
    client.run(row.at_least);
    CHECK(sort_out(client.output).jobs.empty());
    client.run(row.at_most - row.at_least);
    CHECK(sort_out(client.output).jobs["j"] == row.result);
  }
}

TEST_CASE("targets after a bar are tried when those before it have failed") {
  Client client;
  client.say("event plain BACKGROUND_JOB");
  client.say(
      "bgapi originate [origination_uuid=u1]user/1002@pbx.local|[origination_uuid=u2]user/1001@pbx.local "
      "&park()\nJob-UUID: j");
  client.run(Milliseconds(3000));
  CHECK(sort_out(client.output).jobs["j"] == "+OK u2\n");
}

TEST_CASE("a command without an end is not kept for ever") {
  Client client;
  client.session->receive(std::string(std::size_t{2} << 20, 'x'));
  CHECK(client.session->closed());
}
