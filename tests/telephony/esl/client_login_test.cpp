#include "telephony/esl/client_fixture.hpp"
#include "telephony/esl/recordings.hpp"

using namespace smarthandoff;
using namespace smarthandoff::esl;
using esl_test::ClientFixture;
using esl_test::Wire;

TEST_CASE_FIXTURE(ClientFixture, "a client logs in, subscribes and then says that it is connected") {
  options.subscription.custom_subclasses = {"sofia::register"};
  options.filters = {{"Unique-ID", "abc"}};
  open();
  std::vector<std::string> asked;
  Wire wire = pbx.accept_and_let_in(3, &asked);
  CHECK(asked == std::vector<std::string>{"auth ClueCon",
                                          "event plain CHANNEL_ANSWER BACKGROUND_JOB CUSTOM sofia::register",
                                          "filter Event-Name BACKGROUND_JOB", "filter Unique-ID abc"});
  CHECK_FALSE(wait_state(ConnectionState::connected).gap);
  CHECK(states.all().front().state == ConnectionState::connecting);
  CHECK(client->state() == ConnectionState::connected);
}

TEST_CASE_FIXTURE(ClientFixture, "a user of the directory logs in by userauth") {
  options.user = "1001@pbx.local";
  open();
  std::vector<std::string> asked;
  Wire wire = pbx.accept_and_let_in(1, &asked);
  CHECK(asked.front() == "userauth 1001@pbx.local:ClueCon");
  wait_state(ConnectionState::connected);
}

TEST_CASE_FIXTURE(ClientFixture, "a wrong password is final and says so without the password") {
  options.password = "wrong-secret";
  open();
  Wire wire = pbx.accept();
  const std::string recorded = esl_test::recording("auth_fail");
  const std::size_t greeting = recorded.find("\n\n") + 2;
  wire.send(recorded.substr(0, greeting));
  CHECK(wire.read_command() == "auth wrong-secret");
  wire.send(recorded.substr(greeting));
  const StateChange change = wait_state(ConnectionState::refused);
  REQUIRE(change.reason);
  CHECK(change.reason->code() == ErrorCode::unauthorized);
  CHECK(change.reason->details().at("reason") == "password");
  CHECK(std::string(change.reason->what()).find("secret") == std::string::npos);
  CHECK(wire.is_closed());
  CHECK_FALSE(pbx.is_called(100));
  CHECK(client->state() == ConnectionState::refused);
}

TEST_CASE_FIXTURE(ClientFixture, "a refusal by the access list is told as such and tried again") {
  open();
  {
    Wire wire = pbx.accept();
    wire.send(esl_test::recording("rude_rejection_acl"));
    const StateChange change = wait_state(ConnectionState::lost);
    REQUIRE(change.reason);
    CHECK(change.reason->code() == ErrorCode::unauthorized);
    CHECK(change.reason->details().at("reason") == "acl");
  }
  Wire wire = pbx.accept_and_let_in();
  wait_state(ConnectionState::connected);
}

TEST_CASE_FIXTURE(ClientFixture, "a refused subscription is a loss that names the command") {
  open();
  Wire wire = pbx.accept();
  wire.send("Content-Type: auth/request\n\n");
  wire.answer("+OK accepted");
  wire.answer("-ERR no keywords supplied");
  const StateChange change = wait_state(ConnectionState::lost);
  REQUIRE(change.reason);
  CHECK(change.reason->code() == ErrorCode::failed_precondition);
  CHECK(std::string(change.reason->what()).find("event plain CHANNEL_ANSWER") != std::string::npos);
}

TEST_CASE_FIXTURE(ClientFixture,
                  "a server that never greets is given up after the connect timeout and tried again") {
  options.connect_timeout = Milliseconds{30};
  open();
  Wire silent = pbx.accept();
  const StateChange change = wait_state(ConnectionState::lost);
  REQUIRE(change.reason);
  CHECK(change.reason->code() == ErrorCode::timeout);
  CHECK(silent.is_closed());
  CHECK(pbx.is_called(esl_test::kPatienceMs));
}

TEST_CASE_FIXTURE(ClientFixture,
                  "a port where nobody listens is a loss, and so is a name that does not resolve") {
  SUBCASE("port") {
    std::uint16_t port = 0;
    {
      const esl_test::ScriptedSwitch gone;
      port = gone.port();
    }
    options.port = port;
  }
  SUBCASE("name") {
    options.host = "no-such-host.invalid";
  }
  open();
  const StateChange change = wait_state(ConnectionState::lost, 2);
  REQUIRE(change.reason);
  CHECK(change.reason->code() == ErrorCode::unavailable);
}

TEST_CASE("options that make no sense are refused when the client is made") {
  const auto refused = [](const std::function<void(ClientOptions&)>& spoil) {
    ClientOptions options;
    options.password = "x";
    spoil(options);
    try {
      const Client client(options, {});
    } catch (const Error& error) {
      return error.code() == ErrorCode::invalid_argument;
    }
    return false;
  };
  CHECK_FALSE(refused([](ClientOptions&) {}));
  CHECK(refused([](ClientOptions& o) { o.host.clear(); }));
  CHECK(refused([](ClientOptions& o) { o.port = 0; }));
  CHECK(refused([](ClientOptions& o) { o.password = "a\nb"; }));
  CHECK(refused([](ClientOptions& o) { o.user = "a b"; }));
  CHECK(refused([](ClientOptions& o) { o.subscription.format = command::EventFormat::xml; }));
  CHECK(refused([](ClientOptions& o) { o.subscription.events = {"ALL\n"}; }));
  CHECK(refused([](ClientOptions& o) { o.filters = {{"a b", "c"}}; }));
  CHECK(refused([](ClientOptions& o) { o.command_timeout = Milliseconds{0}; }));
  CHECK(refused([](ClientOptions& o) { o.reconnect_max = Milliseconds{1}; }));
  CHECK(refused([](ClientOptions& o) { o.max_pending_commands = 0; }));
  CHECK(refused([](ClientOptions& o) { o.max_frame_bytes = 17U << 20; }));
  CHECK(refused([](ClientOptions& o) { o.max_queue_events = 0; }));
}
