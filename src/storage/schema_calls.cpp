#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

// Accounts of the phone service with their credentials, encrypted. An account belongs to one tenant of the
// store.
constexpr std::string_view kPhoneAccounts = R"sql(
CREATE TABLE phone_accounts (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  account_sid TEXT,
  parent_id TEXT NOT NULL,
  status TEXT NOT NULL,
  failure TEXT NOT NULL,
  is_default INTEGER NOT NULL,
  application_sid TEXT NOT NULL,
  edge TEXT NOT NULL,
  region TEXT NOT NULL,
  calls_per_second INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  credentials TEXT NOT NULL,
  has_token INTEGER NOT NULL,
  has_api_key INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kPhoneAccountsPostgresql = R"sql(
CREATE TABLE phone_accounts (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  account_sid TEXT COLLATE "C",
  parent_id TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  failure TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  application_sid TEXT COLLATE "C" NOT NULL,
  edge TEXT COLLATE "C" NOT NULL,
  region TEXT COLLATE "C" NOT NULL,
  calls_per_second BIGINT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  credentials TEXT NOT NULL,
  has_token BOOLEAN NOT NULL,
  has_api_key BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

// The tenants' own numbers. `state` is that of the area code; `agent_id` who is rung by calls to it;
// `base_url` what the phone service was told last.
constexpr std::string_view kPhoneNumbers = R"sql(
CREATE TABLE phone_numbers (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  number TEXT NOT NULL,
  peer_id TEXT NOT NULL,
  base_url TEXT NOT NULL,
  label TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  status TEXT NOT NULL,
  failure TEXT NOT NULL,
  purpose TEXT NOT NULL,
  state TEXT NOT NULL,
  toll_free INTEGER NOT NULL,
  active INTEGER NOT NULL,
  daily_cap INTEGER NOT NULL,
  call_count INTEGER NOT NULL,
  last_used_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kPhoneNumbersPostgresql = R"sql(
CREATE TABLE phone_numbers (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  peer_id TEXT COLLATE "C" NOT NULL,
  base_url TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL,
  agent_id TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  failure TEXT NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  toll_free BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  daily_cap BIGINT NOT NULL,
  call_count BIGINT NOT NULL,
  last_used_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

// How many calls a number made on a day of the tenant's zone.
constexpr std::string_view kPhoneNumberDays = R"sql(
CREATE TABLE phone_number_days (
  tenant TEXT NOT NULL,
  number_id TEXT NOT NULL,
  day TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (tenant, number_id, day)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kPhoneNumberDaysPostgresql = R"sql(
CREATE TABLE phone_number_days (
  tenant TEXT COLLATE "C" NOT NULL,
  number_id TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (tenant, number_id, day)
))sql";

// By which number a person was called last; `contact` is a digest.
constexpr std::string_view kCallerIds = R"sql(
CREATE TABLE caller_ids (
  tenant TEXT NOT NULL,
  contact TEXT NOT NULL,
  number_id TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, contact)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kCallerIdsPostgresql = R"sql(
CREATE TABLE caller_ids (
  tenant TEXT COLLATE "C" NOT NULL,
  contact TEXT COLLATE "C" NOT NULL,
  number_id TEXT COLLATE "C" NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, contact)
))sql";

// A described struct as JSON.
constexpr std::string_view kCallSettings = R"sql(
CREATE TABLE call_settings (
  tenant TEXT NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (tenant)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kCallSettingsPostgresql = R"sql(
CREATE TABLE call_settings (
  tenant TEXT COLLATE "C" NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (tenant)
))sql";

// Calls over the phone service. `request` is what a call that we place was asked for, `recording` what is
// known of its recording: described structs as JSON, read whole.
constexpr std::string_view kCalls = R"sql(
CREATE TABLE calls (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  sid TEXT,
  parent_sid TEXT NOT NULL,
  direction TEXT NOT NULL,
  stage TEXT NOT NULL,
  status TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  agent_id TEXT NOT NULL,
  number_id TEXT NOT NULL,
  from_number TEXT NOT NULL,
  to_number TEXT NOT NULL,
  seconds INTEGER NOT NULL,
  cost INTEGER,
  currency TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  cause TEXT NOT NULL,
  recording TEXT NOT NULL,
  reference TEXT NOT NULL,
  request TEXT NOT NULL,
  is_take INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kCallsPostgresql = R"sql(
CREATE TABLE calls (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  sid TEXT COLLATE "C",
  parent_sid TEXT COLLATE "C" NOT NULL,
  direction TEXT COLLATE "C" NOT NULL,
  stage TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  agent_id TEXT COLLATE "C" NOT NULL,
  number_id TEXT COLLATE "C" NOT NULL,
  from_number TEXT COLLATE "C" NOT NULL,
  to_number TEXT COLLATE "C" NOT NULL,
  seconds BIGINT NOT NULL,
  cost BIGINT,
  currency TEXT COLLATE "C" NOT NULL,
  answered_by TEXT COLLATE "C" NOT NULL,
  cause TEXT NOT NULL,
  recording TEXT NOT NULL,
  reference TEXT COLLATE "C" NOT NULL,
  request TEXT NOT NULL,
  is_take BOOLEAN NOT NULL,
  started_at BIGINT NOT NULL,
  answered_at BIGINT,
  ended_at BIGINT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

// What a webhook was answered, for its repetitions.
constexpr std::string_view kWebhookTokens = R"sql(
CREATE TABLE webhook_tokens (
  tenant TEXT NOT NULL,
  operation TEXT NOT NULL,
  token TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, operation, token)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kWebhookTokensPostgresql = R"sql(
CREATE TABLE webhook_tokens (
  tenant TEXT COLLATE "C" NOT NULL,
  operation TEXT COLLATE "C" NOT NULL,
  token TEXT COLLATE "C" NOT NULL,
  status BIGINT NOT NULL,
  content_type TEXT COLLATE "C" NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant, operation, token)
))sql";

// How an agent is reached by the phone service, and whether they may be.
constexpr std::string_view kCallLines = R"sql(
CREATE TABLE call_lines (
  tenant TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  identity TEXT NOT NULL,
  phone TEXT NOT NULL,
  mobile TEXT NOT NULL,
  worker_sid TEXT NOT NULL,
  presence TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  worker_activity TEXT NOT NULL,
  worker_link TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, agent_id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kCallLinesPostgresql = R"sql(
CREATE TABLE call_lines (
  tenant TEXT COLLATE "C" NOT NULL,
  agent_id TEXT COLLATE "C" NOT NULL,
  identity TEXT COLLATE "C" NOT NULL,
  phone TEXT COLLATE "C" NOT NULL,
  mobile TEXT COLLATE "C" NOT NULL,
  worker_sid TEXT COLLATE "C" NOT NULL,
  presence TEXT COLLATE "C" NOT NULL,
  changed_at BIGINT NOT NULL,
  worker_activity TEXT COLLATE "C" NOT NULL,
  worker_link TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, agent_id)
))sql";

// Numbers that can be bought, as asked for; `report` is null until the phone service told.
constexpr std::string_view kNumberSearches = R"sql(
CREATE TABLE number_searches (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  report TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kNumberSearchesPostgresql = R"sql(
CREATE TABLE number_searches (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  report TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

// What people are to be told; `state` is sent, or held until the digest.
constexpr std::string_view kCallAlerts = R"sql(
CREATE TABLE call_alerts (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kCallAlertsPostgresql = R"sql(
CREATE TABLE call_alerts (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";

// Where alerts go, and what waits for a chat room.
constexpr std::string_view kAlertTargets = R"sql(
CREATE TABLE alert_targets (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  failure TEXT NOT NULL,
  number TEXT NOT NULL,
  template_name TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  tries INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  url TEXT NOT NULL,
  retry_at INTEGER,
  delivered_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kAlertTargetsPostgresql = R"sql(
CREATE TABLE alert_targets (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  failure TEXT COLLATE "C" NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  template_name TEXT COLLATE "C" NOT NULL,
  channel_id TEXT COLLATE "C" NOT NULL,
  tries BIGINT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  retry_at BIGINT,
  delivered_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kWaitingAlerts = R"sql(
CREATE TABLE waiting_alerts (
  tenant TEXT NOT NULL,
  target_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (tenant, target_id, at, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kWaitingAlertsPostgresql = R"sql(
CREATE TABLE waiting_alerts (
  tenant TEXT COLLATE "C" NOT NULL,
  target_id TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, target_id, at, id)
))sql";

constexpr std::string_view kAccountsBySid =
    "CREATE UNIQUE INDEX phone_accounts_sid ON phone_accounts (account_sid) WHERE account_sid IS NOT NULL";
constexpr std::string_view kNumbersByNumber =
    "CREATE UNIQUE INDEX phone_numbers_number ON phone_numbers (number) WHERE status IN ('ordered', "
    "'in_doubt', 'owned', 'releasing')";
constexpr std::string_view kNumbersByTenant =
    "CREATE INDEX phone_numbers_tenant ON phone_numbers (tenant, number)";
constexpr std::string_view kCallsBySid =
    "CREATE UNIQUE INDEX calls_sid ON calls (tenant, sid) WHERE sid IS NOT NULL";
constexpr std::string_view kCallsByTime = "CREATE INDEX calls_time ON calls (tenant, started_at)";
constexpr std::string_view kCallsByAgent = "CREATE INDEX calls_agent ON calls (tenant, agent_id, id)";
constexpr std::string_view kCallsByStatus = "CREATE INDEX calls_status ON calls (tenant, status, id)";
// Of whom calls were with: a person's are found by either.
constexpr std::string_view kCallsByCaller =
    "CREATE INDEX calls_from ON calls (tenant, from_number) WHERE from_number <> ''";
constexpr std::string_view kCallsByCalled =
    "CREATE INDEX calls_to ON calls (tenant, to_number) WHERE to_number <> ''";
constexpr std::string_view kTokensByTime = "CREATE INDEX webhook_tokens_time ON webhook_tokens (tenant, at)";
constexpr std::string_view kLinesByIdentity =
    "CREATE UNIQUE INDEX call_lines_identity ON call_lines (tenant, identity)";
constexpr std::string_view kLinesByWorker =
    "CREATE UNIQUE INDEX call_lines_worker ON call_lines (tenant, worker_sid) WHERE worker_sid <> ''";
constexpr std::string_view kAlertsByState =
    "CREATE INDEX call_alerts_state ON call_alerts (tenant, state, at)";

}  // namespace

std::vector<std::string_view> sqlite_calls_schema() {
  return {kPhoneAccounts,   kPhoneNumbers,  kPhoneNumberDays, kCallerIds,       kCallSettings,
          kCalls,           kWebhookTokens, kCallLines,       kNumberSearches,  kCallAlerts,
          kAlertTargets,    kWaitingAlerts, kAccountsBySid,   kNumbersByNumber, kNumbersByTenant,
          kCallsBySid,      kCallsByTime,   kCallsByAgent,    kCallsByStatus,   kTokensByTime,
          kLinesByIdentity, kLinesByWorker, kAlertsByState,   kCallsByCaller,   kCallsByCalled};
}

std::vector<std::string_view> postgresql_calls_schema() {
  return {kPhoneAccountsPostgresql,
          kPhoneNumbersPostgresql,
          kPhoneNumberDaysPostgresql,
          kCallerIdsPostgresql,
          kCallSettingsPostgresql,
          kCallsPostgresql,
          kWebhookTokensPostgresql,
          kCallLinesPostgresql,
          kNumberSearchesPostgresql,
          kCallAlertsPostgresql,
          kAlertTargetsPostgresql,
          kWaitingAlertsPostgresql,
          kAccountsBySid,
          kNumbersByNumber,
          kNumbersByTenant,
          kCallsBySid,
          kCallsByTime,
          kCallsByAgent,
          kCallsByStatus,
          kTokensByTime,
          kLinesByIdentity,
          kLinesByWorker,
          kAlertsByState,
          kCallsByCaller,
          kCallsByCalled};
}

}  // namespace smarthandoff::storage
