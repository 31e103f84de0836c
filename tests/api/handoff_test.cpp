#include <smarthandoff/handoff/handoff.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>
#include <thread>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/handoff/dialogue.hpp>
#include <smarthandoff/handoff/extension.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>
#include <smarthandoff/telephony/simulator.hpp>

#include "support/engine_watch.hpp"

// Handoffs with everything real but the phones: engine, store, jobs, and the simulated PBX's port.

using namespace smarthandoff;
using telephony::TransferResult;
using telephony::simulator::Behaviour;

namespace {

struct Floor {
  Floor() {
    pbx.add_standard_phones();
    pbx.start();
  }

  HandoffId start_call(const std::string& caller = "+5518997751234") {
    call = pbx.place_call({.caller = caller});
    return tenant
        .call(handoff::start, {.call_id = call, .caller = caller, .assistant = {.extension = "9000"}})
        .id;
  }

  void add(const std::string& name, const std::string& number, std::int64_t ring_timeout = 5) {
    tenant.call(destinations::create, {.name = name, .number = number, .ring_timeout_seconds = ring_timeout});
  }

  std::string hears() {
    for (const auto& state : pbx.calls())
      if (state.call == call) return state.active ? state.hears : "gone";
    return "unknown";
  }

  // True once the caller hears nothing of the music any more: the PBX carries an order out after taking it.
  bool off_hold() {
    return test_support::eventually([&] { return hears() != "music"; }, Seconds(2));
  }

  SimulatedPbx pbx;
  Engine engine{{.telephony = pbx.telephony()}};
  Tenant tenant = engine.tenant("acme");
  std::string call;
};

}  // namespace

TEST_CASE("each way a phone can answer ends in its result, and the caller is back or connected") {
  struct Row {
    std::string number;
    TransferResult result;
  };
  Floor floor;
  for (const auto& [number, result] :
       {Row{"1001", TransferResult::answered}, Row{"1002", TransferResult::busy},
        Row{"1003", TransferResult::no_answer}, Row{"1004", TransferResult::rejected},
        Row{"1005", TransferResult::dnd}, Row{"1006", TransferResult::offline}}) {
    floor.add("Pessoa " + number, number);
    const HandoffId id = floor.start_call();
    const auto outcome = floor.tenant.call(handoff::transfer, {.handoff_id = id, .to = "Pessoa " + number});
    CAPTURE(number);
    CAPTURE(wire_name(outcome.state));
    REQUIRE(outcome.result.has_value());
    CHECK(wire_name(*outcome.result) == wire_name(result));
    CHECK(outcome.settled);
    CHECK(outcome.say.empty() == (result == TransferResult::answered));
    if (result == TransferResult::answered) CHECK(floor.hears() == "talking to 1001");
    if (result != TransferResult::answered) CHECK(floor.off_hold());
    floor.pbx.hang_up_call(floor.call);
  }
}

TEST_CASE("a caller who hangs up while it rings cancels the person's phone") {
  Floor floor;
  floor.add("Ana", "1003", 30);
  const HandoffId id = floor.start_call();
  auto subscription = floor.engine.subscribe({"acme"}, "handoff.hold", [&](const Event&) {});
  std::thread impatient([&] {
    test_support::eventually([&] { return floor.hears() == "music"; });
    floor.pbx.hang_up_call(floor.call);
  });
  const auto outcome = floor.tenant.call(handoff::transfer, {.handoff_id = id, .to = "Ana"});
  impatient.join();
  CHECK(outcome.result == TransferResult::canceled);
  CHECK(outcome.state == handoff::HandoffState::ended);
}

TEST_CASE("an utterance begins a transfer, waits for it, and the dialogue ends in a callback") {
  Floor floor;
  floor.add("Jeni", "1002");
  const HandoffId id = floor.start_call();
  const auto begun = floor.tenant.call(handoff::hear, {.handoff_id = id, .text = "quero falar com a Jeni"});
  CHECK(begun.action == handoff::HearAction::transfer);
  const auto outcome = floor.tenant.call(handoff::wait, {.handoff_id = id});
  CHECK(outcome.say ==
        "O ramal de Jeni está ocupado no momento. Posso pedir para retornarem sua ligação, ou você prefere "
        "deixar um "
        "recado?");
  const auto done = floor.tenant.call(handoff::choose, {.handoff_id = id,
                                                        .choice = handoff::Choice::callback,
                                                        .number = "este mesmo",
                                                        .time_text = "assim que puder",
                                                        .reason = ""});
  CHECK(done.action == handoff::HearAction::hang_up);
  CHECK_FALSE(done.callback_id.empty());
  floor.tenant.call(handoff::finish, {.handoff_id = id});
  CHECK(floor.tenant.call(handoff::get, {.handoff_id = id}).state == handoff::HandoffState::ended);
}

TEST_CASE("an extension's status is read from the phone system") {
  Floor floor;
  CHECK(floor.tenant.call(extensions::status, {.extension = "1001"}).state ==
        telephony::ExtensionState::available);
  const auto away = floor.tenant.call(extensions::status, {.extension = "1006"});
  CHECK(away.state == telephony::ExtensionState::offline);
  CHECK(away.reason == "Ramal não registrado");
}

TEST_CASE("a phone system that is lost in the middle and comes back leaves no caller on hold") {
  Floor floor;
  floor.add("Ana", "1003", 5);
  const HandoffId id = floor.start_call();
  std::thread fault([&] {
    test_support::eventually([&] { return floor.hears() == "music"; });
    floor.pbx.drop_connections();
    test_support::eventually(
        [&] { return floor.engine.health().telephony.state == telephony::PortState::lost; });
    floor.pbx.restore_connections();
  });
  const auto outcome = floor.tenant.call(handoff::transfer, {.handoff_id = id, .to = "Ana"});
  fault.join();
  REQUIRE(outcome.result.has_value());
  CHECK(outcome.settled);
  CHECK(outcome.status == handoff::TransferStatus::returned);
  CHECK(floor.off_hold());
}

// A call that ended between two processes was `bridged` for ever: bridged calls have no timer, and the port
// tells only of connections that it lost itself.
TEST_CASE("a call that ends while no engine is open has ended when one is opened") {
  const std::string folder =
      (std::filesystem::temp_directory_path() / ("smarthandoff-" + std::to_string(random_seed()))).string();
  std::filesystem::create_directory(folder);
  for (const bool with_a_person : {true, false}) {
    CAPTURE(with_a_person);
    Floor floor;
    const auto options = [&](bool late) {
      return EngineOptions{
          .store = "sqlite:///" + folder + (with_a_person ? "/bridged.db" : "/talking.db"),
          .telephony = telephony::make_freeswitch({.port = late ? floor.pbx.port() : floor.pbx.listen(),
                                                   .password = Secret("ClueCon"),
                                                   .domain = "pbx.local"})};
    };
    std::optional<Engine> engine(options(false));
    Tenant tenant = engine->tenant("acme");
    if (with_a_person) tenant.call(destinations::create, {.name = "Ana", .number = "1001"});
    const std::string call = floor.pbx.place_call({.caller = "+5518997751234"});
    const HandoffId id = tenant.call(handoff::start, {.call_id = call, .caller = "+5518997751234"}).id;
    if (with_a_person)
      CHECK(tenant.call(handoff::transfer, {.handoff_id = id, .to = "Ana"}).result ==
            TransferResult::answered);
    engine.reset();
    floor.pbx.hang_up_call(call);
    engine.emplace(options(true));
    const auto state = [&] { return engine->tenant("acme").call(handoff::get, {.handoff_id = id}).state; };
    test_support::EngineWatch(*engine).until([&] { return state() == handoff::HandoffState::ended; },
                                             Seconds(10));
    CHECK(wire_name(state()) == "ended");
  }
  std::filesystem::remove_all(folder);
}
