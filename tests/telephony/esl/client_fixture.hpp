#pragma once

#include <memory>
#include <string>

#include <doctest/doctest.h>

#include <smarthandoff/telephony/esl.hpp>

#include "telephony/esl/scripted_switch.hpp"

namespace esl_test {

// A client, the switch the test plays for it, and what the client told.
struct ClientFixture {
  ClientFixture() {
    options.port = pbx.port();
    options.password = "ClueCon";
    options.subscription.events = {"CHANNEL_ANSWER"};
    options.reconnect_min = smarthandoff::Milliseconds{1};
    options.reconnect_max = smarthandoff::Milliseconds{20};
  }
  ~ClientFixture() { client.reset(); }  // before what its handlers use

  smarthandoff::esl::Client& open() {
    client = std::make_unique<smarthandoff::esl::Client>(options, handlers());
    client->open();
    return *client;
  }

  smarthandoff::esl::ClientHandlers handlers() {
    return {.on_event = [this](const auto& event) { on_event(event); },
            .on_state = [this](const auto& change) { states.add(change); },
            .on_gap = [this](const auto& gap) { gaps.add(gap); },
            .on_log = [this](const auto& line) { lines.add(line); }};
  }

  // Waits until the state was reached `times` times and returns the last change to it.
  smarthandoff::esl::StateChange wait_state(smarthandoff::esl::ConnectionState state, int times = 1) {
    const auto count = [state](const std::vector<smarthandoff::esl::StateChange>& changes) {
      return std::count_if(changes.begin(), changes.end(), [&](const auto& c) { return c.state == state; });
    };
    const auto changes = states.wait_until([&](const auto& all) { return count(all) >= times; });
    return *std::find_if(changes.rbegin(), changes.rend(), [&](const auto& c) { return c.state == state; });
  }

  smarthandoff::esl::AnswerHandler collect() {
    return [this](smarthandoff::esl::Answer answer) { answers.add(std::move(answer)); };
  }

  ScriptedSwitch pbx;
  smarthandoff::esl::ClientOptions options;
  std::function<void(const smarthandoff::esl::Event&)> on_event = [this](const auto& event) {
    events.add(event);
  };
  Log<smarthandoff::esl::Event> events;
  Log<smarthandoff::esl::StateChange> states;
  Log<smarthandoff::esl::Gap> gaps;
  Log<std::string> lines;
  Log<smarthandoff::esl::Answer> answers;
  std::unique_ptr<smarthandoff::esl::Client> client;
};

// The code an answer failed with.
inline smarthandoff::ErrorCode code_of(const smarthandoff::esl::Answer& answer) {
  REQUIRE(answer.error);
  return answer.error->code();
}

}  // namespace esl_test
