#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <smarthandoff/base/error.hpp>

#include "engine/event_hub.hpp"

using namespace smarthandoff;

namespace {

// A hub whose listeners are run by hand.
struct Desk {
  std::vector<std::string> logged;
  std::vector<Event> stored;
  bool readable = true;
  ManualClock clock{parse_rfc3339("2026-01-16T13:00:00Z")};
  engine::Loop loop{"listeners", &clock};
  engine::EventHub hub{loop,
                       [this](std::int64_t cursor, std::size_t) {
                         if (!readable) throw Error(ErrorCode::unavailable, "store: disk I/O error");
                         return std::vector<Event>(stored.begin() + cursor, stored.end());
                       },
                       [this](const LogEntry& entry) { logged.push_back(entry.what + ": " + entry.detail); }};

  Event event() {
    stored.push_back({.position = static_cast<std::int64_t>(stored.size()) + 1, .topic = "note.written"});
    return stored.back();
  }
  void happen() {
    hub.committed({event()});
    loop.run_due();
  }
};

}  // namespace

// Its function was destroyed while it ran. A manual engine waited for itself.
TEST_CASE("a listener may let go of its own subscription, and is called no more") {
  Desk desk;
  auto alive = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = alive;
  std::shared_ptr<Engine::Subscription> subscription;
  subscription =
      desk.hub.subscribe({}, "*", [&subscription, alive = std::move(alive), watched](const Event&) {
        const auto same = watched;
        subscription.reset();
        REQUIRE_FALSE(same.expired());
        ++*alive;
        CHECK(*alive == 1);
      });
  desk.happen();
  CHECK(watched.expired());
  desk.happen();
  CHECK(desk.logged.empty());
}

TEST_CASE("a listener may end another's subscription and begin one, which hears what comes next") {
  Desk desk;
  int first = 0, second = 0, third = 0;
  std::shared_ptr<Engine::Subscription> other, late;
  const auto subscription = desk.hub.subscribe({}, "*", [&](const Event&) {
    ++first;
    other.reset();
    if (!late) late = desk.hub.subscribe({}, "*", [&](const Event&) { ++third; });
  });
  other = desk.hub.subscribe({}, "*", [&](const Event&) { ++second; });
  desk.happen();
  CHECK(third == 0);
  desk.happen();
  CHECK(first == 2);
  CHECK(second == 0);
  CHECK(third == 1);
}

TEST_CASE("whatever a listener throws is logged, and the next one still runs") {
  Desk desk;
  int heard = 0;
  const auto bad = desk.hub.subscribe({}, "*", [](const Event&) { throw 42; });
  const auto good = desk.hub.subscribe({}, "*", [&](const Event&) { ++heard; });
  desk.happen();
  CHECK(heard == 1);
  CHECK(desk.logged ==
        std::vector<std::string>{"listener_failed: something that is no exception was thrown"});
}

TEST_CASE("events that cannot be read from the store are logged and heard later") {
  Desk desk;
  int heard = 0;
  const auto subscription = desk.hub.subscribe({}, "*", [&](const Event&) { ++heard; });
  desk.readable = false;
  desk.hub.passed(desk.event().position);
  desk.loop.run_due();
  CHECK(heard == 0);
  CHECK(desk.logged == std::vector<std::string>{"events_not_read: store: disk I/O error"});
  desk.readable = true;
  desk.clock.advance(Seconds(1));
  desk.loop.run_due();
  CHECK(heard == 1);
}
