// Two processes on one PostgreSQL store click on the same callback at the same instant.
#include <smarthandoff/callback/desk.hpp>

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <sstream>
#include <thread>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/storage/tenants.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>
#include <smarthandoff/telephony/simulator.hpp>

#include "support/child.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;
using telephony::simulator::Behaviour;
using telephony::simulator::LogKind;

namespace {

constexpr int kRounds = 25;

// A Friday noon in São Paulo, going on as the machine's clock does.
class Friday final : public Clock {
 public:
  Instant now() const override {
    return parse_rfc3339("2026-01-16T15:00:00Z") + (SystemClock().now() - begun_);
  }

 private:
  const Instant begun_ = SystemClock().now();
};

std::unique_ptr<Engine> engine_on(const std::string& store, std::int64_t port) {
  EngineOptions options{.store = store};
  options.clock = std::make_shared<Friday>();
  options.telephony =
      telephony::make_freeswitch({.port = port, .password = Secret("ClueCon"), .domain = "pbx.local"});
  return std::make_unique<Engine>(std::move(options));
}

std::string click(Engine& engine, const std::string& id) {
  try {
    const auto outcome = engine.tenant("acme").call(callbacks::initiate, {.callback_id = {id}});
    return outcome.dial_id.value + (outcome.success ? " placed" : " not: " + outcome.reason);
  } catch (const Error& error) {
    return std::string("error: ") + error.what();
  }
}

// A process that clicks when it is told: "<port>" once, then "<callback> <instant of the steady clock>".
class Clicker {
 public:
  explicit Clicker(const std::string& store) {
    if (pipe(orders_) != 0) throw std::runtime_error("no pipe");
    child_ = std::make_unique<stores::Child>([&](int to_parent) {
      close(orders_[1]);
      work(store, to_parent);
    });
    close(orders_[0]);
  }
  ~Clicker() { close(orders_[1]); }

  void order(const std::string& line) { stores::tell(orders_[1], line + "\n"); }
  std::string answer() {
    std::string line;
    for (int byte = child_->next_byte(); byte >= 0 && byte != '\n'; byte = child_->next_byte())
      line += static_cast<char>(byte);
    return line;
  }

 private:
  std::string next_order() const {
    std::string line;
    for (char c = 0; read(orders_[0], &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }
  void work(const std::string& store, int to_parent) const {
    const auto engine = engine_on(store, std::stoll(next_order()));
    stores::tell(to_parent, "ready\n");
    while (true) {
      std::istringstream order(next_order());
      std::string id;
      std::int64_t at = 0;
      if (!(order >> id >> at)) return;
      std::this_thread::sleep_until(std::chrono::steady_clock::time_point(std::chrono::nanoseconds(at)));
      stores::tell(to_parent, click(*engine, id) + "\n");
    }
  }

  int orders_[2] = {-1, -1};
  std::unique_ptr<stores::Child> child_;
};

// The store's own process: it makes the callbacks, and is one more that works on them.
struct Office {
  explicit Office(const std::string& store) {
    pbx.add_gateway("trunk");
    pbx.start();
    port = pbx.listen();
    engine = engine_on(store, port);
    tenants::UpdateTenant trunk;
    trunk.trunk = Trunk{.gateway = "trunk", .number_format = NumberFormat::national};
    tenant().call(tenants::update, trunk);
  }
  ~Office() { engine.reset(); }

  Tenant tenant() { return engine->tenant("acme"); }
  std::string ask(int round) {
    const std::string extension = std::to_string(1000 + round),
                      number = "18997" + std::to_string(100000 + round);
    pbx.add_phone({.extension = extension, .after = Milliseconds(10)});
    pbx.add_phone({.extension = number, .after = Milliseconds(10), .gateway = "trunk"});
    return tenant().call(callbacks::create, {.number = "+55" + number, .extension = extension}).id.value;
  }

  SimulatedPbx pbx;
  std::int64_t port = 0;
  std::unique_ptr<Engine> engine;
};

}  // namespace

TEST_SUITE("postgresql") {
  TEST_CASE("two processes that click at once make one call, and both are told of it") {
    const test_postgresql::UsedDatabase database;
    const std::string store = database->url();
    Clicker one(store), two(store);  // forked while this process has no threads of its own
    Office office(store);
    for (Clicker* clicker : {&one, &two}) clicker->order(std::to_string(office.port));
    for (Clicker* clicker : {&one, &two}) REQUIRE(clicker->answer() == "ready");
    for (int round = 0; round < kRounds; ++round) {
      CAPTURE(round);
      const std::string id = office.ask(round);
      const auto at = std::chrono::steady_clock::now().time_since_epoch() + Milliseconds(5);
      const std::string order = id + " " + std::to_string(std::chrono::nanoseconds(at).count());
      for (Clicker* clicker : {&one, &two}) clicker->order(order);
      const std::string first = one.answer();
      CHECK(first == two.answer());
      const auto dials = office.tenant().call(callbacks::dials, {.callback_id = {id}}).dials;
      REQUIRE(dials.size() == 1);
      CHECK(first == dials.front().id.value + " placed");
    }
    std::map<std::string, int> rung;
    for (const auto& entry : office.pbx.log())
      if (entry.kind == LogKind::leg_placed) ++rung[entry.party];
    for (const auto& [party, times] : rung) {
      CAPTURE(party);
      CHECK(times == 1);
    }
    CHECK(rung.size() >= kRounds);
  }
}
