#include <sys/time.h>

#include <csignal>
#include <future>

#include <asio/io_context.hpp>

#include "telephony/esl/client_fixture.hpp"
#include "telephony/esl/connection.hpp"
#include "telephony/esl/recordings.hpp"

using namespace smarthandoff;
using namespace smarthandoff::esl;
using esl_test::ClientFixture;
using esl_test::code_of;
using esl_test::plain_frame;
using esl_test::Wire;

namespace {

std::string numbered_event(int number) {
  return plain_frame("Event-Name: CHANNEL_ANSWER\nn: " + std::to_string(number) +
                     "\npad: " + std::string(500, 'x') + "\n\n");
}

}  // namespace

TEST_CASE_FIXTURE(ClientFixture,
                  "after a loss the client is back with all subscriptions and filters, and tells the gap") {
  open();
  {
    Wire wire = pbx.accept_and_let_in();
    CHECK_FALSE(wait_state(ConnectionState::connected).gap);
    client->subscribe({"CHANNEL_HANGUP"}, {"sofia::register"}, collect());
    client->add_filter({"Unique-ID", "C"}, collect());
    for (int i = 0; i < 3; ++i) wire.answer("+OK");
    answers.wait(2);
  }
  CHECK(wait_state(ConnectionState::lost).reason->code() == ErrorCode::unavailable);
  std::vector<std::string> asked;
  Wire wire = pbx.accept_and_let_in(3, &asked);
  CHECK(asked == std::vector<std::string>{
                     "auth ClueCon",
                     "event plain CHANNEL_ANSWER CHANNEL_HANGUP BACKGROUND_JOB CUSTOM sofia::register",
                     "filter Event-Name BACKGROUND_JOB", "filter Unique-ID C"});
  CHECK(wait_state(ConnectionState::connected, 2).gap);
  wire.send(numbered_event(1));
  CHECK(events.wait(1)[0].value("n") == "1");
}

TEST_CASE_FIXTURE(ClientFixture, "a subscription made while not connected is issued with the connection") {
  open();
  client->subscribe({"CHANNEL_HANGUP"}, {}, collect());
  client->add_filter({"Unique-ID", "C"}, collect());
  CHECK(answers.wait(2)[0].ok());
  std::vector<std::string> asked;
  Wire wire = pbx.accept_and_let_in(3, &asked);
  CHECK(asked[1] == "event plain CHANNEL_ANSWER CHANNEL_HANGUP BACKGROUND_JOB");
  CHECK(asked[3] == "filter Unique-ID C");
}

TEST_CASE_FIXTURE(ClientFixture,
                  "a switch that dies in the middle of a frame leaves what was sent in doubt") {
  open();
  Wire wire = pbx.accept_and_let_in();
  wait_state(ConnectionState::connected);
  client->api("uuid_bridge A B", collect());
  client->bgapi("originate user/1 &park()", collect(), "J1");
  wire.read_command();
  wire.answer("+OK");  // for the bridge
  wire.send(numbered_event(1) + numbered_event(2).substr(0, 100));
  wire.close();
  const auto given = answers.wait(2);
  CHECK(given[0].text == "+OK");
  CHECK(code_of(given[1]) == ErrorCode::in_doubt);
  CHECK(given[1].error->details().at("job") == "J1");
  wait_state(ConnectionState::lost);
  CHECK(events.wait(1).size() == 1);
}

TEST_CASE_FIXTURE(ClientFixture, "a command without connection is unavailable at once: it was never sent") {
  options.reconnect_min = options.reconnect_max = Milliseconds{60000};
  open();
  { Wire wire = pbx.accept(); }
  wait_state(ConnectionState::lost);
  client->api("status", collect());
  client->bgapi("status", collect());
  CHECK(code_of(answers.wait(2)[0]) == ErrorCode::unavailable);
  CHECK(code_of(answers.all()[1]) == ErrorCode::unavailable);
}

TEST_CASE_FIXTURE(ClientFixture, "a disconnect notice with linger is not the end; one without is") {
  open();
  Wire wire = pbx.accept_and_let_in();
  wait_state(ConnectionState::connected);
  wire.send(
      "Content-Type: text/disconnect-notice\nContent-Disposition: linger\nLinger-Time: 3\nContent-Length: "
      "0\n\n" +
      numbered_event(1));
  CHECK(events.wait(1)[0].value("n") == "1");
  client->api("status", collect());
  wire.answer_api("UP");
  CHECK(answers.wait(1)[0].ok());

  wire.send("Content-Type: text/disconnect-notice\nContent-Length: 31\n\nThe system is being shut down.\n");
  const StateChange change = wait_state(ConnectionState::lost);
  CHECK(std::string(change.reason->what()).find("The system is being shut down.") != std::string::npos);
  CHECK(wire.is_closed());
}

TEST_CASE_FIXTURE(
    ClientFixture,
    "a frame over the limit, broken framing and an unasked answer end the connection as corrupt") {
  std::string poison;
  SUBCASE("100 MB") {
    poison = "Content-Length: 104857600\nContent-Type: text/event-plain\n\n";
  }
  SUBCASE("framing") {
    poison = "garbage\n\n";
  }
  SUBCASE("unasked") {
    poison = Wire::reply_frame("+OK");
  }
  open();
  Wire wire = pbx.accept_and_let_in();
  wait_state(ConnectionState::connected);
  wire.send(numbered_event(1) + poison);
  CHECK(wait_state(ConnectionState::lost).reason->code() == ErrorCode::corrupt);
  CHECK(events.wait(1).size() == 1);
  Wire again = pbx.accept_and_let_in();
  CHECK(wait_state(ConnectionState::connected, 2).gap);
}

TEST_CASE_FIXTURE(ClientFixture, "an event that cannot be read is a gap of one, and the connection stays") {
  options.subscription.format = command::EventFormat::json;
  open();
  Wire wire = pbx.accept_and_let_in();
  wire.send(esl_test::json_frame("{\"a\":") + esl_test::json_frame(R"({"Event-Name":"X"})"));
  CHECK(events.wait(1)[0].name() == "X");
  CHECK(gaps.wait(1)[0].lost == 1);
}

TEST_CASE_FIXTURE(ClientFixture,
                  "a slow reader bounds the queue: what does not fit is counted as a gap in its place") {
  constexpr int kSent = 5000;
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  on_event = [&, this](const Event& event) {
    released.wait();
    events.add(event);
  };
  SUBCASE("by number") {
    options.max_queue_events = 100;
  }
  SUBCASE("by bytes") {
    options.max_queue_bytes = 100 * 2000;
  }
  open();
  Wire wire = pbx.accept_and_let_in();
  wait_state(ConnectionState::connected);
  for (int i = 0; i < kSent; ++i) wire.send(numbered_event(i));
  // Answered behind the events: all of them were read although no handler took any.
  std::thread pbx_side([&] { wire.answer_api("UP"); });
  CHECK(client->api_and_wait("status").text == "UP");
  pbx_side.join();
  release.set_value();
  gaps.wait(1);  // behind the events that were queued, so there is room again
  wire.send(numbered_event(kSent));
  const auto seen = events.wait_until(
      [](const auto& all) { return !all.empty() && all.back().value("n") == std::to_string(kSent); });
  client->close();
  std::uint64_t lost = 0;
  for (const Gap& gap : gaps.all()) lost += gap.lost;
  CHECK(lost + seen.size() == kSent + 1);
  CHECK(seen.size() <= 500);
  for (std::size_t i = 0; i + 1 < seen.size(); ++i) CHECK(seen[i].value("n") == std::to_string(i));
}

TEST_CASE_FIXTURE(ClientFixture,
                  "silence is answered by asking for a sign of life, and no answer is a loss") {
  options.keep_alive_interval = Milliseconds{20};
  options.command_timeout = Milliseconds{1000};
  open();
  Wire wire = pbx.accept_and_let_in();
  CHECK(wire.answer_api("alive") == "api echo alive");
  CHECK(wire.answer_api("alive") == "api echo alive");
  CHECK(wire.read_command() == "api echo alive");
  const StateChange change = wait_state(ConnectionState::lost);
  CHECK(change.reason->code() == ErrorCode::timeout);
  CHECK(wire.is_closed());
}

TEST_CASE_FIXTURE(ClientFixture, "no sign of life is asked for while a command is waited for") {
  options.keep_alive_interval = Milliseconds{10};
  open();
  Wire wire = pbx.accept_and_let_in();
  wait_state(ConnectionState::connected);
  // Until here it may have asked already.
  client->api("msleep 100", collect());
  std::string command = wire.read_command();
  for (; command == "api echo alive"; command = wire.read_command()) wire.send(Wire::api_frame("alive"));
  CHECK(command == "api msleep 100");
  CHECK(wire.is_silent(100));
}

// libesl took a signal during poll for the loss of the connection.
TEST_CASE_FIXTURE(ClientFixture, "signals that interrupt system calls lose no event") {
  constexpr int kSent = 8000;
  asio::io_context io;
  int received = 0;
  bool lost = false;
  Connection connection(
      io, options,
      {.on_event =
           [&](const Event& event) {
             CHECK(event.value("n") == std::to_string(received));
             if (++received == kSent) connection.close();
           },
       .on_state = [&](const StateChange& c) { lost = lost || c.state == ConnectionState::lost; }});
  std::thread pbx_side([&] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    Wire wire = pbx.accept_and_let_in();
    for (int i = 0; i < kSent; ++i) wire.send(numbered_event(i));
    wire.is_closed();
  });
  struct sigaction ignore {};
  ignore.sa_handler = [](int) {};  // without SA_RESTART
  struct sigaction before {};
  sigaction(SIGALRM, &ignore, &before);
  const itimerval every{{0, 500}, {0, 500}};
  setitimer(ITIMER_REAL, &every, nullptr);
  connection.open();
  io.run();
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  sigaction(SIGALRM, &before, nullptr);
  pbx_side.join();
  CHECK(received == kSent);
  CHECK_FALSE(lost);
}

TEST_CASE("a connection may be closed in any of its handlers and destroyed after") {
  for (const ConnectionState at :
       {ConnectionState::connecting, ConnectionState::connected, ConnectionState::lost}) {
    CAPTURE(static_cast<int>(at));
    esl_test::ScriptedSwitch pbx;
    ClientOptions options;
    options.port = pbx.port();
    options.password = "ClueCon";
    asio::io_context io;
    std::vector<ConnectionState> states;
    Connection connection(io, options, {.on_state = [&](const StateChange& change) {
                            states.push_back(change.state);
                            if (change.state == at) connection.close();
                          }});
    std::thread pbx_side([&] {
      if (at != ConnectionState::connecting) Wire wire = pbx.accept_and_let_in();
    });
    connection.open();
    io.run();
    pbx_side.join();
    CHECK(states.back() == ConnectionState::closed);
  }
}
