#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include <smarthandoff/engine/engine.hpp>

#include "support/postgresql.hpp"

// The stores that the engine's tests run on.
namespace stores {

using namespace smarthandoff;

struct SqliteMemory {
  EngineOptions options() const { return {}; }
};

struct Postgresql {
  Postgresql() {
    server->sql(
        "CREATE TABLE notes (tenant TEXT, id TEXT, text TEXT, done BOOLEAN, PRIMARY KEY (tenant, id))");
  }
  EngineOptions options() const { return {.store = server->url()}; }

  test_postgresql::UsedDatabase server;
};

#define SH_ENGINE_STORES stores::SqliteMemory, stores::Postgresql

// Waits until `condition` holds, at most a minute: PostgreSQL numbers events after their commit, and other
// processes do as they please.
template <class Condition>
bool eventually(const Condition& condition) {
  const auto limit = std::chrono::steady_clock::now() + Seconds(60);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(Milliseconds(1));
  }
  return true;
}

// The events of a tenant (empty: of all) from the beginning, once there are that many.
inline std::vector<Event> events_of(Engine& engine, const std::string& tenant, std::size_t count) {
  std::vector<Event> events;
  eventually([&] {
    events = engine.events({tenant}, 0, 10'000).events;
    return events.size() >= count;
  });
  return events;
}

}  // namespace stores
