#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <smarthandoff/engine/engine.hpp>

#include "support/eventually.hpp"
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

using test_support::eventually;  // PostgreSQL numbers events after their commit

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
