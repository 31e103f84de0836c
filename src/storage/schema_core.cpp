#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kTenants = R"sql(
CREATE TABLE tenants (
  id TEXT NOT NULL PRIMARY KEY,
  company_name TEXT NOT NULL,
  service_phone TEXT NOT NULL,
  logo_url TEXT NOT NULL,
  colour TEXT NOT NULL,
  language TEXT NOT NULL,
  zone TEXT NOT NULL,
  default_region TEXT NOT NULL,
  default_area_code TEXT NOT NULL,
  default_destination_id TEXT NOT NULL,
  default_queue_id TEXT NOT NULL,
  default_channel_id TEXT NOT NULL,
  opening_hours TEXT NOT NULL,
  blind_transfer INTEGER NOT NULL,
  trunk_gateway TEXT NOT NULL,
  trunk_number_format TEXT NOT NULL,
  trunk_carrier TEXT NOT NULL
) STRICT, WITHOUT ROWID)sql";

// Found by what came from outside, before any tenant is known: hence not by tenant first.
constexpr std::string_view kIdentities = R"sql(
CREATE TABLE tenant_identities (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kIdentitiesByTenant =
    "CREATE INDEX tenant_identities_tenant ON tenant_identities (tenant, place)";

constexpr std::string_view kTexts = R"sql(
CREATE TABLE tenant_texts (
  tenant TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (tenant, key, language)
) STRICT, WITHOUT ROWID)sql";

// `due` is when a waiting job may start and when a leased one's lease ends; `again` is when a job starts
// once more whose payload was replaced while it was being done.
constexpr std::string_view kJobs = R"sql(
CREATE TABLE jobs (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  again INTEGER,
  error TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, key)
) STRICT, WITHOUT ROWID)sql";
// With the state, though each has one of them only: SQLite reads the row to see it otherwise, and counting
// those that wait would read them all.
constexpr std::string_view kJobsByDue = "CREATE INDEX jobs_due ON jobs (due, state) WHERE state = 'waiting'";
constexpr std::string_view kJobsLeased =
    "CREATE INDEX jobs_leased ON jobs (due, state) WHERE state = 'leased'";
constexpr std::string_view kJobsDead = "CREATE INDEX jobs_dead ON jobs (due, state) WHERE state = 'dead'";

// The writer is alone here, so that the row's number is its place in commit order.
constexpr std::string_view kEvents = R"sql(
CREATE TABLE events (
  position INTEGER NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  topic TEXT NOT NULL,
  entity TEXT NOT NULL,
  version INTEGER NOT NULL,
  payload TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT)sql";
constexpr std::string_view kEventsByTenant = "CREATE INDEX events_tenant ON events (tenant, position)";
// A person's own are emptied when they are erased, among months of everybody's.
constexpr std::string_view kEventsByEntity = "CREATE INDEX events_entity ON events (tenant, entity)";

constexpr std::string_view kRequests = R"sql(
CREATE TABLE requests (
  tenant TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  response TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, request_id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kRequestsByAge = "CREATE INDEX requests_at ON requests (at)";

constexpr std::string_view kTenantsPostgresql = R"sql(
CREATE TABLE tenants (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_name TEXT NOT NULL,
  service_phone TEXT NOT NULL,
  logo_url TEXT NOT NULL,
  colour TEXT NOT NULL,
  language TEXT NOT NULL,
  zone TEXT NOT NULL,
  default_region TEXT NOT NULL,
  default_area_code TEXT NOT NULL,
  default_destination_id TEXT NOT NULL,
  default_queue_id TEXT NOT NULL,
  default_channel_id TEXT NOT NULL,
  opening_hours TEXT NOT NULL,
  blind_transfer BOOLEAN NOT NULL,
  trunk_gateway TEXT NOT NULL,
  trunk_number_format TEXT NOT NULL,
  trunk_carrier TEXT NOT NULL
))sql";
constexpr std::string_view kIdentitiesPostgresql = R"sql(
CREATE TABLE tenant_identities (
  kind TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  place BIGINT NOT NULL,
  PRIMARY KEY (kind, value)
))sql";
constexpr std::string_view kTextsPostgresql = R"sql(
CREATE TABLE tenant_texts (
  tenant TEXT COLLATE "C" NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  key TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  text TEXT NOT NULL,
  place BIGINT NOT NULL,
  PRIMARY KEY (tenant, key, language)
))sql";
constexpr std::string_view kJobsPostgresql = R"sql(
CREATE TABLE jobs (
  tenant TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  payload TEXT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  due BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  again BIGINT,
  error TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, key)
))sql";
// Inserted without a position; the elected sequencer numbers committed rows in the order of `id`.
constexpr std::string_view kEventsPostgresql = R"sql(
CREATE TABLE events (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  position BIGINT UNIQUE,
  tenant TEXT COLLATE "C" NOT NULL,
  topic TEXT COLLATE "C" NOT NULL,
  entity TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  payload TEXT NOT NULL,
  at BIGINT NOT NULL
))sql";
constexpr std::string_view kRequestsPostgresql = R"sql(
CREATE TABLE requests (
  tenant TEXT COLLATE "C" NOT NULL,
  request_id TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  response TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant, request_id)
))sql";
constexpr std::string_view kEventsToNumberPostgresql =
    "CREATE INDEX events_unnumbered ON events (id) WHERE position IS NULL";

}  // namespace

std::vector<std::string_view> sqlite_core_schema() {
  return {kTenants,  kIdentities, kIdentitiesByTenant, kTexts,    kJobs,          kJobsByDue,     kJobsLeased,
          kJobsDead, kEvents,     kEventsByTenant,     kRequests, kRequestsByAge, kEventsByEntity};
}

std::vector<std::string_view> postgresql_core_schema() {
  return {kTenantsPostgresql,
          kIdentitiesPostgresql,
          kIdentitiesByTenant,
          kTextsPostgresql,
          kJobsPostgresql,
          kJobsByDue,
          kJobsLeased,
          kJobsDead,
          kEventsPostgresql,
          kEventsByTenant,
          kEventsToNumberPostgresql,
          kRequestsPostgresql,
          kRequestsByAge,
          kEventsByEntity};
}

}  // namespace smarthandoff::storage
