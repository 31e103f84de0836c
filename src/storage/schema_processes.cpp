#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

// The processes that share a store. A job's lease belongs to its holder and lasts as long as that lives:
// until `alive_until` by the database's clock, which it moves on every second, or until its session, which
// holds the advisory lock of its id, ends. `renewed_at` tells a session that ended with a restart of the
// server.
constexpr std::string_view kProcesses = R"sql(
CREATE TABLE processes (
  id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host TEXT NOT NULL,
  pid BIGINT NOT NULL,
  alive_until BIGINT NOT NULL,
  renewed_at BIGINT NOT NULL
))sql";
constexpr std::string_view kHolder = "ALTER TABLE jobs ADD COLUMN holder INTEGER NOT NULL DEFAULT 0";
// Rows come and go all the time: cleared early, a claim does not wade through the dead ones.
constexpr std::string_view kVacuum =
    "ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)";

}  // namespace

std::vector<std::string_view> postgresql_process_schema() {
  return {kProcesses, kHolder, kVacuum};
}

}  // namespace smarthandoff::storage
