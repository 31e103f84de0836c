#include "telephony/esl/client_fixture.hpp"
#include "telephony/esl/recordings.hpp"

using namespace smarthandoff;
using namespace smarthandoff::esl;
using esl_test::Log;
using esl_test::Wire;

namespace {

using SessionPtr = std::shared_ptr<OutboundSession>;

// A server, and what it told. The test plays the switch that connects to it.
struct OutboundFixture {
  OutboundFixture() { make(); }
  ~OutboundFixture() { server.reset(); }  // before what its handlers use

  void make() {
    server = std::make_unique<OutboundServer>(
        options,
        OutboundHandlers{
            .on_session = [this](SessionPtr session) { sessions.add(std::move(session)); },
            .on_event = [this](OutboundSession&, const Event& event) { events.add(event); },
            .on_ended = [this](OutboundSession&, const Error& reason) { endings.add(reason.what()); },
            .on_log = [this](const std::string& line) { lines.add(line); }});
  }

  // Connects as the recorded call did and hands the call over.
  Wire hand_over(const std::string& recorded) {
    Wire wire = Wire::to(server->port());
    CHECK(wire.read_command() == "connect");
    wire.send(recorded.substr(0, recorded.find("\n\n") + 2));
    return wire;
  }

  AnswerHandler collect() {
    return [this](Answer answer) { answers.add(std::move(answer)); };
  }

  OutboundOptions options;
  Log<SessionPtr> sessions;
  Log<Event> events;
  Log<std::string> endings;
  Log<std::string> lines;
  Log<Answer> answers;
  std::unique_ptr<OutboundServer> server;
};

}  // namespace

TEST_CASE_FIXTURE(OutboundFixture, "a call that is handed over comes with its channel's data") {
  Wire wire = hand_over(esl_test::recording("outbound_async_full"));
  const SessionPtr session = sessions.wait(1)[0];
  CHECK(session->channel().name() == "CHANNEL_DATA");
  CHECK(session->channel().value("Control") == "full");
  CHECK(session->channel().value("Channel-Caller-ID-Number") == "+390612345678");
  session->send(command::execute({.application = "bridge", .argument = "user/1002@pbx.local"}), collect());
  CHECK(wire.answer("+OK") ==
        "sendmsg\ncall-command: execute\nexecute-app-name: bridge\nexecute-app-arg: user/1002@pbx.local");
  CHECK(answers.wait(1)[0].text == "+OK");
}

TEST_CASE_FIXTURE(OutboundFixture, "with linger the events behind the hang-up come before the end") {
  const std::string recorded = esl_test::recording("outbound_caller_hangs_up_linger_json");
  Wire wire = hand_over(recorded);
  const SessionPtr session = sessions.wait(1)[0];
  session->send(command::linger(), collect());
  session->send(command::myevents(command::EventFormat::json), collect());
  CHECK(wire.read_command() == "linger");
  CHECK(wire.read_command() == "myevents json");
  wire.send(recorded.substr(recorded.find("\n\n") + 2));
  wire.close();
  endings.wait(1);
  CHECK(answers.all()[0].text == "+OK will linger");
  const auto seen = events.all();
  CHECK(std::count_if(seen.begin(), seen.end(),
                      [](const Event& e) { return e.name() == "CHANNEL_HANGUP_COMPLETE"; }) == 1);
}

TEST_CASE_FIXTURE(OutboundFixture, "without linger the disconnect notice ends the session") {
  const std::string recorded = esl_test::recording("outbound_caller_hangs_up_no_linger");
  Wire wire = hand_over(recorded);
  const SessionPtr session = sessions.wait(1)[0];
  for (const auto& command : {command::myevents(), command::execute({.application = "park"})}) {
    session->send(command, collect());
    wire.read_command();
  }
  wire.send(recorded.substr(recorded.find("\n\n") + 2));
  CHECK(wire.is_closed());
  endings.wait(1);
  session->send(command::linger(), collect());
  const auto given = answers.wait(3);
  REQUIRE(given.back().error);
  CHECK(given.back().error->code() == ErrorCode::unavailable);
}

TEST_CASE_FIXTURE(OutboundFixture, "closing a session closes its socket and ends it once") {
  Wire wire = hand_over(esl_test::recording("outbound_async_full"));
  const SessionPtr session = sessions.wait(1)[0];
  session->close();
  session->close();
  CHECK(wire.is_closed());
  CHECK(endings.wait(1).size() == 1);
}

TEST_CASE_FIXTURE(OutboundFixture, "several calls at once are kept apart") {
  const std::string recorded = esl_test::recording("outbound_async_full");
  Wire first = hand_over(recorded);
  sessions.wait(1);
  Wire second = hand_over(recorded);
  sessions.wait(2)[1]->send(command::linger(), collect());
  CHECK(second.answer("+OK will linger") == "linger");
  CHECK(answers.wait(1)[0].ok());
  second.close();
  endings.wait(1);
  sessions.all()[0]->send(command::linger(), collect());
  CHECK(first.answer("+OK will linger") == "linger");
  CHECK(answers.wait(2)[1].ok());
}

TEST_CASE_FIXTURE(OutboundFixture, "what connects and is no switch is logged and never becomes a session") {
  {
    Wire stranger = Wire::to(server->port());
    stranger.read_command();
    stranger.send("GET / HTTP/1.1\r\nHost: x\n\n");
    CHECK(stranger.is_closed());
  }
  {
    Wire stranger = Wire::to(server->port());
    stranger.read_command();
  }
  CHECK(lines.wait(2).size() == 2);
  CHECK(sessions.all().empty());
}

TEST_CASE_FIXTURE(OutboundFixture, "calls above the limit are let go") {
  options.max_sessions = 1;
  make();
  Wire first = hand_over(esl_test::recording("outbound_async_full"));
  sessions.wait(1);
  Wire second = Wire::to(server->port());
  CHECK(second.is_closed());
}

TEST_CASE_FIXTURE(OutboundFixture, "a port that is taken and an address that is none are refused") {
  options.port = server->port();
  CHECK_THROWS_AS(OutboundServer(options, {}), Error);
  options.port = 0;
  options.address = "localhost:1";
  CHECK_THROWS_AS(OutboundServer(options, {}), Error);
}

TEST_CASE_FIXTURE(OutboundFixture, "closing the server ends every session, and sessions kept say so") {
  Wire wire = hand_over(esl_test::recording("outbound_async_full"));
  const SessionPtr session = sessions.wait(1)[0];
  server->close();
  CHECK(endings.all().size() == 1);
  CHECK(wire.is_closed());
  CHECK_THROWS_AS(session->send(command::linger(), collect()), Error);
  server.reset();
  CHECK(session->channel().name() == "CHANNEL_DATA");
}
