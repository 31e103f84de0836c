#include <doctest/doctest.h>

#include <asio.hpp>
#include <optional>
#include <string>

#include <smarthandoff/telephony/esl/decoder.hpp>
#include <smarthandoff/telephony/simulator.hpp>

using namespace smarthandoff;
using namespace smarthandoff::telephony::simulator;
using namespace std::chrono_literals;

namespace {

// A client that blocks until what it waits for has come, or the connection has ended.
class Client {
 public:
  explicit Client(const SimulatedPbx& pbx) {
    socket_.connect({asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(pbx.port())});
  }

  void say(const std::string& text) { asio::write(socket_, asio::buffer(text + "\n\n")); }

  // The next frame; nothing once the connection has ended.
  std::optional<esl::Frame> next() {
    while (frames_.empty()) {
      asio::error_code error;
      const std::size_t size = socket_.read_some(asio::buffer(buffer_), error);
      if (error) return std::nullopt;
      bytes += std::string(buffer_.data(), size);
      for (esl::Frame& frame : decoder_.feed({buffer_.data(), size})) frames_.push_back(std::move(frame));
    }
    esl::Frame frame = frames_.front();
    frames_.erase(frames_.begin());
    return frame;
  }

  // The next event of this name.
  std::optional<esl::Event> event(std::string_view name) {
    while (auto frame = next()) {
      if (frame->is_event() && frame->event().name() == name) return frame->event();
    }
    return std::nullopt;
  }

  // Logs in and subscribes.
  void enter(const std::string& events = "ALL") {
    next();
    say("auth ClueCon");
    next();
    say("event plain " + events);
    next();
  }

  std::string bytes;
  std::size_t unfinished() const { return decoder_.buffered(); }

 private:
  asio::io_context io_;
  asio::ip::tcp::socket socket_{io_};
  std::array<char, 65536> buffer_{};
  esl::Decoder decoder_;
  std::vector<esl::Frame> frames_;
};

struct Served {
  SimulatedPbx pbx;
  Served() {
    pbx.add_phone({.extension = "1001", .after = 10ms});
    pbx.listen();
  }
};

}  // namespace

TEST_CASE("in real time a client on TCP sees a call from its creation to the conversation") {
  Served served;
  served.pbx.start();
  Client client(served.pbx);
  client.enter("CHANNEL_PARK CHANNEL_ANSWER CHANNEL_BRIDGE");
  const std::string call = served.pbx.place_call({.caller = "+5518997751234"});
  CHECK(client.event("CHANNEL_PARK")->value("Unique-ID") == call);
  client.say("bgapi originate {origination_uuid=b1,ignore_early_media=true}user/1001@pbx.local &park()");
  CHECK(client.event("CHANNEL_ANSWER")->value("Unique-ID") == "b1");
  client.say("api uuid_bridge " + call + " b1");
  const auto bridged = client.event("CHANNEL_BRIDGE");
  REQUIRE(bridged);
  CHECK(bridged->value("Bridge-B-Unique-ID") == "b1");
  CHECK(served.pbx.calls().front().talking_to == "1001");
}

TEST_CASE("by hand, commands are carried out when they arrive and timers when time is moved") {
  SimulatedPbx pbx({.now = Instant(1'768'000'000'000ms)});
  pbx.add_phone({.extension = "1001"});
  pbx.listen();
  Client client(pbx);
  client.enter("CHANNEL_CREATE CHANNEL_ANSWER");
  client.say("bgapi originate {origination_uuid=b1}user/1001@pbx.local &park()");
  REQUIRE(client.event("CHANNEL_CREATE"));
  pbx.step(Instant(1'768'000'002'000ms));
  CHECK(client.event("CHANNEL_ANSWER")->value("Unique-ID") == "b1");
}

TEST_CASE("a wrong password is refused and the connection closed") {
  Served served;
  Client client(served.pbx);
  CHECK(client.next()->content_type() == "auth/request");
  client.say("auth wrong");
  CHECK(client.next()->answer_text() == "-ERR invalid");
  CHECK(client.next()->content_type() == "text/disconnect-notice");
  CHECK_FALSE(client.next());
}

TEST_CASE("a client outside of the access list is rejected") {
  Served served;
  served.pbx.set_faults({.reject_by_acl = true});
  Client client(served.pbx);
  CHECK(client.next()->content_type() == "text/rude-rejection");
  CHECK(client.next()->content_type() == "text/disconnect-notice");
  CHECK_FALSE(client.next());
}

TEST_CASE("a refused connection is closed without a word, and the next one is taken again") {
  Served served;
  served.pbx.set_faults({.refuse_connections = true});
  Client refused(served.pbx);
  CHECK_FALSE(refused.next());
  served.pbx.set_faults({});
  Client taken(served.pbx);
  CHECK(taken.next()->content_type() == "auth/request");
}

TEST_CASE("a connection dropped in the middle of a frame leaves half an event") {
  Served served;
  Client client(served.pbx);
  client.enter();
  served.pbx.drop_connections(true);
  CHECK_FALSE(client.next());
  CHECK(client.unfinished() > 0);
}

TEST_CASE("with the chance to drop at its highest the first frame breaks off") {
  Served served;
  Client client(served.pbx);
  client.enter();
  served.pbx.set_faults({.drop = 1});
  served.pbx.place_call();
  CHECK_FALSE(client.next());
  CHECK(client.unfinished() > 0);
}

TEST_CASE("a switch that stops answering carries commands out all the same") {
  Served served;
  Client client(served.pbx);
  client.enter("CHANNEL_CREATE");
  served.pbx.set_faults({.stop_answering = true});
  const std::string call = served.pbx.place_call();
  client.say("api uuid_setvar " + call + " seen yes");
  client.say("exit");
  CHECK_FALSE(client.next());
  served.pbx.set_faults({});
  Client other(served.pbx);
  other.enter();
  other.say("api uuid_getvar " + call + " seen");
  CHECK(other.next()->body() == "yes");
}

TEST_CASE("events may come twice, replies never") {
  Served served;
  Client client(served.pbx);
  client.enter("CHANNEL_PARK");
  served.pbx.set_faults({.duplicate = 1});
  served.pbx.place_call();
  client.say("api echo end");
  CHECK(client.next()->event().name() == "CHANNEL_PARK");
  CHECK(client.next()->event().name() == "CHANNEL_PARK");
  CHECK(client.next()->body() == "end");
  client.say("api echo again");
  CHECK(client.next()->body() == "again");
}

TEST_CASE("a delay holds frames back by the model's time, in order") {
  SimulatedPbx pbx({.now = Instant(1'768'000'000'000ms)});
  pbx.listen();
  Client client(pbx);
  client.enter("CHANNEL_PARK");
  pbx.set_faults({.delay = 300ms});
  pbx.place_call();
  pbx.set_faults({});
  client.say("api echo fast");
  CHECK(client.next()->body() == "fast");
  pbx.step(Instant(1'768'000'000'300ms));
  CHECK(client.event("CHANNEL_PARK"));
}

TEST_CASE("a slow line brings the same frames, a few bytes a millisecond") {
  Served served;
  Client client(served.pbx);
  client.enter("CHANNEL_PARK");
  served.pbx.set_faults({.bytes_at_once = 10});
  const std::size_t before = client.bytes.size();
  const auto start = std::chrono::steady_clock::now();
  served.pbx.place_call();
  CHECK(client.event("CHANNEL_PARK"));
  const auto pieces = static_cast<std::int64_t>((client.bytes.size() - before) / 10);
  CHECK(std::chrono::steady_clock::now() - start >= (pieces - 1) * 1ms);
}

TEST_CASE("stopping ends the connections, and it can listen again") {
  Served served;
  Client client(served.pbx);
  client.enter();
  served.pbx.stop();
  CHECK_FALSE(client.next());
  CHECK(served.pbx.port() == 0);
  CHECK(served.pbx.listen() > 0);
  Client again(served.pbx);
  CHECK(again.next()->content_type() == "auth/request");
}

TEST_CASE("listening twice is refused") {
  Served served;
  CHECK_THROWS_AS(served.pbx.listen(), Error);
}

TEST_CASE("every connection with the subscription gets a background job's result") {
  Served served;
  Client one(served.pbx), other(served.pbx);
  one.enter("BACKGROUND_JOB");
  other.enter("BACKGROUND_JOB");
  one.say("bgapi echo hello\nJob-UUID: j1");
  CHECK(one.event("BACKGROUND_JOB")->body() == "hello");
  CHECK(other.event("BACKGROUND_JOB")->value("Job-UUID") == "j1");
}
