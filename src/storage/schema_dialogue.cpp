#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

// `machine`, `dialogue` and `assistant` are described structs as JSON: read and written whole, never
// searched.
constexpr std::string_view kHandoffs = R"sql(
CREATE TABLE handoffs (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  caller TEXT NOT NULL,
  caller_number TEXT,
  secretary_id TEXT NOT NULL,
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  destination_id TEXT NOT NULL,
  destination_name TEXT NOT NULL,
  result TEXT,
  status TEXT NOT NULL,
  asked TEXT NOT NULL,
  say TEXT NOT NULL,
  callback_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  recording_path TEXT NOT NULL,
  summary TEXT NOT NULL,
  assistant TEXT NOT NULL,
  machine TEXT NOT NULL,
  dialogue TEXT NOT NULL,
  attempt_id TEXT NOT NULL,
  deciding_id TEXT NOT NULL,
  leg TEXT NOT NULL,
  transfer INTEGER NOT NULL,
  timer INTEGER NOT NULL,
  timer_runs INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kHandoffsByCall =
    "CREATE UNIQUE INDEX handoffs_call ON handoffs (tenant, call_id)";
constexpr std::string_view kHandoffsOpen =
    "CREATE INDEX handoffs_open ON handoffs (tenant) WHERE ended_at IS NULL";
// By whom a person's ended handoffs are found; written once, when the call is over. With `ended_at` as a
// third column: in a table without row ids SQLite's planner walks all rows of a tenant rather than use two.
constexpr std::string_view kHandoffsByNumber =
    "CREATE INDEX handoffs_number ON handoffs (tenant, caller_number, ended_at) WHERE caller_number IS NOT "
    "NULL AND ended_at IS NOT NULL";
constexpr std::string_view kHandoffsByCaller =
    "CREATE INDEX handoffs_caller ON handoffs (tenant, caller, ended_at) WHERE caller <> '' AND ended_at IS "
    "NOT NULL";

constexpr std::string_view kAttempts = R"sql(
CREATE TABLE handoff_attempts (
  tenant TEXT NOT NULL,
  handoff_id TEXT NOT NULL,
  id TEXT NOT NULL,
  transfer INTEGER NOT NULL,
  destination_id TEXT NOT NULL,
  destination_name TEXT NOT NULL,
  leg TEXT NOT NULL,
  result TEXT,
  evidence TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (tenant, handoff_id, id)
) STRICT, WITHOUT ROWID)sql";

// The callers' calls and the persons' legs; an event of the PBX is found by its leg before any tenant is
// known.
constexpr std::string_view kLegs = R"sql(
CREATE TABLE handoff_legs (
  tenant TEXT NOT NULL,
  uuid TEXT NOT NULL,
  handoff_id TEXT NOT NULL,
  PRIMARY KEY (tenant, uuid)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kLegsByUuid = "CREATE INDEX handoff_legs_uuid ON handoff_legs (uuid)";

constexpr std::string_view kLines = R"sql(
CREATE TABLE handoff_lines (
  tenant TEXT NOT NULL,
  handoff_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, handoff_id, place)
) STRICT, WITHOUT ROWID)sql";

constexpr std::string_view kChecks = R"sql(
CREATE TABLE extension_checks (
  tenant TEXT NOT NULL,
  extension TEXT NOT NULL,
  domain TEXT NOT NULL,
  waiting INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (tenant, extension, domain)
) STRICT, WITHOUT ROWID)sql";

constexpr std::string_view kHandoffsPostgresql = R"sql(
CREATE TABLE handoffs (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  call_id TEXT COLLATE "C" NOT NULL,
  caller TEXT NOT NULL,
  caller_number TEXT COLLATE "C",
  secretary_id TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  destination_id TEXT COLLATE "C" NOT NULL,
  destination_name TEXT NOT NULL,
  result TEXT COLLATE "C",
  status TEXT COLLATE "C" NOT NULL,
  asked TEXT NOT NULL,
  say TEXT NOT NULL,
  callback_id TEXT COLLATE "C" NOT NULL,
  ticket_id TEXT COLLATE "C" NOT NULL,
  recording_path TEXT NOT NULL,
  summary TEXT NOT NULL,
  assistant TEXT NOT NULL,
  machine TEXT NOT NULL,
  dialogue TEXT NOT NULL,
  attempt_id TEXT COLLATE "C" NOT NULL,
  deciding_id TEXT COLLATE "C" NOT NULL,
  leg TEXT COLLATE "C" NOT NULL,
  transfer BIGINT NOT NULL,
  timer BIGINT NOT NULL,
  timer_runs BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kAttemptsPostgresql = R"sql(
CREATE TABLE handoff_attempts (
  tenant TEXT COLLATE "C" NOT NULL,
  handoff_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  transfer BIGINT NOT NULL,
  destination_id TEXT COLLATE "C" NOT NULL,
  destination_name TEXT NOT NULL,
  leg TEXT COLLATE "C" NOT NULL,
  result TEXT COLLATE "C",
  evidence TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (tenant, handoff_id, id)
))sql";
constexpr std::string_view kLegsPostgresql = R"sql(
CREATE TABLE handoff_legs (
  tenant TEXT COLLATE "C" NOT NULL,
  uuid TEXT COLLATE "C" NOT NULL,
  handoff_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, uuid)
))sql";
constexpr std::string_view kLinesPostgresql = R"sql(
CREATE TABLE handoff_lines (
  tenant TEXT COLLATE "C" NOT NULL,
  handoff_id TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  speaker TEXT COLLATE "C" NOT NULL,
  text TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant, handoff_id, place)
))sql";
constexpr std::string_view kChecksPostgresql = R"sql(
CREATE TABLE extension_checks (
  tenant TEXT COLLATE "C" NOT NULL,
  extension TEXT COLLATE "C" NOT NULL,
  domain TEXT COLLATE "C" NOT NULL,
  waiting BOOLEAN NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (tenant, extension, domain)
))sql";

}  // namespace

std::vector<std::string_view> sqlite_dialogue_schema() {
  return {kHandoffs,   kHandoffsByCall, kHandoffsOpen, kAttempts,         kLegs,
          kLegsByUuid, kLines,          kChecks,       kHandoffsByNumber, kHandoffsByCaller};
}

std::vector<std::string_view> postgresql_dialogue_schema() {
  return {kHandoffsPostgresql, kHandoffsByCall,  kHandoffsOpen,     kAttemptsPostgresql, kLegsPostgresql,
          kLegsByUuid,         kLinesPostgresql, kChecksPostgresql, kHandoffsByNumber,   kHandoffsByCaller};
}

}  // namespace smarthandoff::storage
