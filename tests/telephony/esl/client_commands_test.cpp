#include "telephony/esl/client_fixture.hpp"
#include "telephony/esl/recordings.hpp"

using namespace smarthandoff;
using namespace smarthandoff::esl;
using esl_test::ClientFixture;
using esl_test::code_of;
using esl_test::plain_frame;
using esl_test::Wire;

namespace {

std::string job_event(const std::string& id, const std::string& result) {
  return plain_frame("Event-Name: BACKGROUND_JOB\nJob-UUID: " + id +
                     "\nContent-Length: " + std::to_string(result.size()) + "\n\n" + result);
}

// A client that is connected.
struct Connected : ClientFixture {
  Wire connect(std::size_t commands_after_auth = 1) {
    open();
    Wire wire = pbx.accept_and_let_in(commands_after_auth);
    wait_state(ConnectionState::connected);
    return wire;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Connected, "pipelined commands are answered in order, whatever the switch's pieces") {
  Wire wire = connect();
  for (int i = 0; i < 200; ++i) client->api("echo n" + std::to_string(i), collect());
  std::string replies;
  for (int i = 0; i < 200; ++i) {
    const std::string command = wire.read_command();
    CHECK(command == "api echo n" + std::to_string(i));
    replies += Wire::api_frame(command.substr(9));
  }
  for (std::size_t at = 0; at < replies.size(); at += 37) wire.send(std::string_view(replies).substr(at, 37));
  const auto given = answers.wait(200);
  for (std::size_t i = 0; i < given.size(); ++i) CHECK(given[i].text == "n" + std::to_string(i));
}

// modesl wrote the command and its blank line in two small pieces without TCP_NODELAY: 44 ms a command.
TEST_CASE_FIXTURE(Connected, "a command arrives in one piece") {
  Wire wire = connect();
  for (int i = 0; i < 50; ++i) {
    client->api("status", collect());
    CHECK(wire.receive() == "api status\n\n");
    wire.send(Wire::api_frame("UP"));
    answers.wait(static_cast<std::size_t>(i) + 1);
  }
}

TEST_CASE_FIXTURE(Connected, "an answer says whether the switch refused") {
  Wire wire = connect();
  client->api("nosuchcmd", collect());
  client->api("originate", collect());
  client->api("uuid_exists B", collect());
  // `api` without a line is answered by command/reply: any answer settles the oldest command.
  client->send(command::nixevent({"CHANNEL_ANSWER"}), collect());
  wire.answer_api("-ERR nosuchcmd Command not found!\n");
  wire.answer_api("-USAGE: <call url>\n");
  wire.answer_api("true");
  wire.answer("+OK events nixed");
  const auto given = answers.wait(4);
  CHECK(given[0].refused());
  CHECK(given[0].text == "-ERR nosuchcmd Command not found!");
  CHECK(given[1].refused());
  CHECK(given[2].ok());
  CHECK(given[2].text == "true");
  CHECK(given[3].text == "+OK events nixed");
}

TEST_CASE_FIXTURE(Connected, "a caller may wait for an answer") {
  Wire wire = connect();
  std::thread pbx_side([&] { wire.answer_api("+OK\n"); });
  CHECK(client->api_and_wait("uuid_kill B").text == "+OK");
  pbx_side.join();
}

TEST_CASE_FIXTURE(Connected,
                  "results of background jobs are matched by our id, in whatever order they come") {
  Wire wire = connect();
  const std::string first = client->bgapi("originate user/1 &park()", collect());
  client->bgapi("originate user/2 &park()", collect(), "second");
  client->bgapi("nonsense", collect(), "third");
  CHECK_FALSE(first.empty());
  CHECK(wire.answer("+OK Job-UUID: " + first) == "bgapi originate user/1 &park()\nJob-UUID: " + first);
  CHECK(wire.answer("+OK Job-UUID: second") == "bgapi originate user/2 &park()\nJob-UUID: second");
  wire.answer("-ERR refused");
  CHECK(answers.wait(1)[0].text == "-ERR refused");
  wire.send(job_event("foreign", "+OK x\n") + job_event("second", "-ERR USER_BUSY\n") +
            plain_frame("Event-Name: CHANNEL_ANSWER\n\n") + job_event(first, "+OK B\n"));
  const auto given = answers.wait(3);
  CHECK(given[1].text == "-ERR USER_BUSY");
  CHECK(given[1].refused());
  CHECK(given[2].text == "+OK B");
  // Another client's job is nothing to us, as we did not subscribe to BACKGROUND_JOB ourselves.
  CHECK(events.wait(1).size() == 1);
  CHECK(events.all()[0].name() == "CHANNEL_ANSWER");
}

TEST_CASE_FIXTURE(Connected, "every job of the recording of 200 is settled once with its own result") {
  Wire wire = connect();
  const std::string recorded = esl_test::recording("bgapi_order");
  std::size_t jobs = 0;
  for (const Frame& frame : esl_test::decode(recorded)) {
    if (!frame.is_event() || frame.event().name() != "BACKGROUND_JOB") continue;
    const std::string id = frame.event().value("Job-UUID");
    client->bgapi(
        "echo " + id, [this, id](const Answer& answer) { lines.add(id + "=" + answer.text); }, id);
    wire.read_command();
    ++jobs;
  }
  REQUIRE(jobs == 200);
  wire.send(recorded.substr(recorded.find("Content-Type: command/reply\nReply-Text: +OK Job-UUID")));
  const auto settled = lines.wait(jobs);
  for (std::size_t i = 0; i < jobs; ++i) {
    CAPTURE(settled[i]);
    const std::size_t equals = settled[i].find('=');
    CHECK(std::stoul(settled[i].substr(6, equals - 6)) == i);
    CHECK(std::stoul(settled[i].substr(equals + 1)) == i);
  }
}

TEST_CASE_FIXTURE(Connected, "jobs of others are delivered to who subscribed to BACKGROUND_JOB") {
  options.subscription.events = {"BACKGROUND_JOB"};
  Wire wire = connect();
  wire.send(job_event("foreign", "+OK x\n"));
  CHECK(events.wait(1)[0].body() == "+OK x\n");
}

TEST_CASE_FIXTURE(Connected, "a job id that is under way is not used twice") {
  Wire wire = connect();
  client->bgapi("status", collect(), "J");
  client->bgapi("status", collect(), "J");
  CHECK(code_of(answers.wait(1)[0]) == ErrorCode::already_exists);
}

TEST_CASE_FIXTURE(Connected, "a late answer fails its command as in doubt and does not shift the others") {
  options.command_timeout = Milliseconds{500};
  Wire wire = connect();
  client->api("msleep 2000", collect());
  CHECK(wire.read_command() == "api msleep 2000");
  CHECK(code_of(answers.wait(1)[0]) == ErrorCode::in_doubt);
  std::thread pbx_side([&] {
    wire.read_command();
    wire.send(Wire::api_frame("late") + Wire::api_frame("in time"));
  });
  CHECK(client->api_and_wait("echo in time").text == "in time");
  pbx_side.join();
  CHECK(answers.all().size() == 1);
}

TEST_CASE_FIXTURE(Connected, "a job without result fails as in doubt, naming its id") {
  options.job_timeout = Milliseconds{40};
  Wire wire = connect();
  client->bgapi("originate user/1 &park()", collect(), "J1");
  wire.answer("+OK Job-UUID: J1");
  CHECK(code_of(answers.wait(1)[0]) == ErrorCode::in_doubt);
  CHECK(answers.all()[0].error->details().at("job") == "J1");
}

TEST_CASE_FIXTURE(Connected, "commands above the limit are turned away") {
  options.max_pending_commands = 2;
  Wire wire = connect();
  for (int i = 0; i < 3; ++i) client->api("status", collect());
  CHECK(code_of(answers.wait(1)[0]) == ErrorCode::rate_limited);
  wire.answer_api("UP");
  wire.answer_api("UP");
  CHECK(answers.wait(3)[2].text == "UP");
}

TEST_CASE_FIXTURE(Connected, "sendmsg, subscriptions and filters go out as the codec writes them") {
  Wire wire = connect();
  client->execute({.channel = "C", .application = "park", .event_uuid = "E"}, collect());
  CHECK(wire.answer("+OK") == "sendmsg C\ncall-command: execute\nexecute-app-name: park\nevent-uuid: E");
  client->subscribe({"CHANNEL_HANGUP"}, {"sofia::expire"}, collect());
  CHECK(wire.answer("+OK") == "event plain CHANNEL_HANGUP CUSTOM sofia::expire");
  client->add_filter({"Unique-ID", "C"}, collect());
  CHECK(wire.answer("+OK") == "filter Event-Name BACKGROUND_JOB");
  CHECK(wire.answer("+OK") == "filter Unique-ID C");
  client->add_filter({"Unique-ID", "D"}, collect());
  CHECK(wire.answer("+OK") == "filter Unique-ID D");
  client->remove_filter({"Unique-ID", "C"}, collect());
  CHECK(wire.answer("+OK") == "filter delete Unique-ID C");
  client->remove_filter({"Unique-ID", "D"}, collect());
  CHECK(wire.answer("+OK") == "filter delete all");
  CHECK(answers.wait(6).back().ok());
}

TEST_CASE_FIXTURE(Connected, "what the codec refuses is thrown where it was called and nothing is sent") {
  Wire wire = connect();
  CHECK_THROWS_AS(client->api("status\n\napi shutdown", collect()), Error);
  CHECK_THROWS_AS(client->bgapi("status", collect(), "J\nx: y"), Error);
  CHECK_THROWS_AS(client->add_filter({"a b", "c"}, collect()), Error);
  CHECK_THROWS_AS(client->subscribe({"all"}, {}, collect()), Error);
  client->api("status", collect());
  CHECK(wire.answer_api("UP") == "api status");
}

TEST_CASE_FIXTURE(Connected, "a handler that throws is logged and the next one still runs") {
  on_event = [this](const Event& event) {
    if (event.value("n") == "1") throw std::runtime_error("mine");
    events.add(event);
  };
  Wire wire = connect();
  wire.send(plain_frame("Event-Name: X\nn: 1\n\n") + plain_frame("Event-Name: X\nn: 2\n\n"));
  CHECK(events.wait(1)[0].value("n") == "2");
  CHECK(lines.wait(1)[0] == "event socket: on_event threw: mine");
}

TEST_CASE_FIXTURE(Connected, "a client that is not open refuses commands, before and after") {
  Client unopened(options, {});
  CHECK_THROWS_AS(unopened.api("status", collect()), Error);
  Wire wire = connect();
  client->api("status", collect());
  wire.read_command();
  client->close();
  CHECK(code_of(answers.wait(1)[0]) == ErrorCode::in_doubt);
  CHECK(states.all().back().state == ConnectionState::closed);
  CHECK_THROWS_AS(client->api("status", collect()), Error);
  CHECK_THROWS_AS(client->open(), Error);
  CHECK(wire.is_closed());
}

TEST_CASE_FIXTURE(Connected, "a handler may close the client") {
  on_event = [this](const Event&) { client->close(); };
  Wire wire = connect();
  wire.send(plain_frame("Event-Name: X\n\n"));
  wait_state(ConnectionState::closed);
  CHECK(wire.is_closed());
}
