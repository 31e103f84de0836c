#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

// `department_folded` is what lists compare; names are matched in memory (destination_match.hpp).
constexpr std::string_view kDestinations = R"sql(
CREATE TABLE destinations (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  aliases TEXT NOT NULL,
  type TEXT NOT NULL,
  number TEXT NOT NULL,
  context TEXT NOT NULL,
  department TEXT NOT NULL,
  department_folded TEXT NOT NULL,
  description TEXT NOT NULL,
  ring_timeout_seconds INTEGER NOT NULL,
  fallback_action TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  secretary_id TEXT NOT NULL,
  whisper TEXT NOT NULL,
  accept_gate TEXT NOT NULL,
  hunt TEXT NOT NULL,
  source TEXT NOT NULL,
  source_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";

// A row of the PBX's table is one destination.
constexpr std::string_view kDestinationsBySource =
    "CREATE UNIQUE INDEX destinations_source ON destinations (tenant, source, source_id) WHERE source_id <> "
    "''";

constexpr std::string_view kSecretaries = R"sql(
CREATE TABLE secretaries (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  pbx_domain TEXT NOT NULL,
  language TEXT NOT NULL,
  voice TEXT NOT NULL,
  greeting TEXT NOT NULL,
  default_destination_id TEXT NOT NULL,
  opening_hours TEXT NOT NULL,
  blind_transfer INTEGER,
  assistant_extension TEXT NOT NULL,
  assistant_context TEXT NOT NULL,
  dialogue_enabled INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";

// Tickets keep their row ids: their rows are long, and for a table without them SQLite's planner
// walks all rows of a tenant rather than use a secondary index.
constexpr std::string_view kTickets = R"sql(
CREATE TABLE tickets (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  contact_name TEXT NOT NULL,
  contact_number TEXT,
  contact_caller TEXT NOT NULL,
  handoff_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  destination_id TEXT NOT NULL,
  intended_for TEXT NOT NULL,
  department TEXT NOT NULL,
  transcript TEXT NOT NULL,
  transcript_complete INTEGER NOT NULL,
  summary TEXT NOT NULL,
  reason TEXT NOT NULL,
  recording TEXT,
  callback_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT)sql";
constexpr std::string_view kTicketsByStatus = "CREATE INDEX tickets_status ON tickets (tenant, status, id)";
constexpr std::string_view kTicketsByHandoff =
    "CREATE INDEX tickets_handoff ON tickets (tenant, handoff_id, id)";
constexpr std::string_view kTicketsByNumber =
    "CREATE INDEX tickets_number ON tickets (tenant, contact_number) WHERE contact_number IS NOT NULL";
constexpr std::string_view kTicketsByCaller =
    "CREATE INDEX tickets_caller ON tickets (tenant, contact_caller) WHERE contact_caller <> ''";

constexpr std::string_view kDestinationsPostgresql = R"sql(
CREATE TABLE destinations (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  aliases TEXT NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  context TEXT NOT NULL,
  department TEXT NOT NULL,
  department_folded TEXT COLLATE "C" NOT NULL,
  description TEXT NOT NULL,
  ring_timeout_seconds BIGINT NOT NULL,
  fallback_action TEXT COLLATE "C" NOT NULL,
  enabled BOOLEAN NOT NULL,
  secretary_id TEXT COLLATE "C" NOT NULL,
  whisper TEXT NOT NULL,
  accept_gate TEXT COLLATE "C" NOT NULL,
  hunt TEXT NOT NULL,
  source TEXT COLLATE "C" NOT NULL,
  source_id TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

constexpr std::string_view kSecretariesPostgresql = R"sql(
CREATE TABLE secretaries (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  pbx_domain TEXT NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  voice TEXT NOT NULL,
  greeting TEXT NOT NULL,
  default_destination_id TEXT COLLATE "C" NOT NULL,
  opening_hours TEXT NOT NULL,
  blind_transfer BOOLEAN,
  assistant_extension TEXT NOT NULL,
  assistant_context TEXT NOT NULL,
  dialogue_enabled BOOLEAN NOT NULL,
  enabled BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

constexpr std::string_view kTicketsPostgresql = R"sql(
CREATE TABLE tickets (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  contact_name TEXT NOT NULL,
  contact_number TEXT COLLATE "C",
  contact_caller TEXT NOT NULL,
  handoff_id TEXT COLLATE "C" NOT NULL,
  call_id TEXT COLLATE "C" NOT NULL,
  destination_id TEXT COLLATE "C" NOT NULL,
  intended_for TEXT NOT NULL,
  department TEXT NOT NULL,
  transcript TEXT NOT NULL,
  transcript_complete BOOLEAN NOT NULL,
  summary TEXT NOT NULL,
  reason TEXT NOT NULL,
  recording TEXT,
  callback_id TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

}  // namespace

std::vector<std::string_view> sqlite_handoff_schema() {
  return {kDestinations,    kDestinationsBySource, kSecretaries,     kTickets,
          kTicketsByStatus, kTicketsByHandoff,     kTicketsByNumber, kTicketsByCaller};
}

std::vector<std::string_view> postgresql_handoff_schema() {
  return {kDestinationsPostgresql, kDestinationsBySource, kSecretariesPostgresql, kTicketsPostgresql,
          kTicketsByStatus,        kTicketsByHandoff,     kTicketsByNumber,       kTicketsByCaller};
}

}  // namespace smarthandoff::storage
