#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kAgents = R"sql(
CREATE TABLE agents (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL,
  extension TEXT NOT NULL,
  department TEXT NOT NULL,
  department_folded TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kAgentsByUser = "CREATE UNIQUE INDEX agents_user ON agents (tenant, user_id)";
constexpr std::string_view kAgentsByEmail =
    "CREATE UNIQUE INDEX agents_email ON agents (tenant, email_folded) WHERE email_folded <> ''";
constexpr std::string_view kAgentsByExtension =
    "CREATE UNIQUE INDEX agents_extension ON agents (tenant, extension) WHERE extension <> ''";
constexpr std::string_view kAgentsByDepartment =
    "CREATE INDEX agents_department ON agents (tenant, department_folded)";

constexpr std::string_view kContacts = R"sql(
CREATE TABLE contacts (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  zones TEXT NOT NULL,
  convenient_hours TEXT NOT NULL,
  tags TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  erased_at INTEGER,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";

// `digest` stands for the address in every spelling; two people cannot have the same one.
constexpr std::string_view kAddresses = R"sql(
CREATE TABLE contact_addresses (
  tenant TEXT NOT NULL,
  digest TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, digest)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kAddressesByContact =
    "CREATE INDEX contact_addresses_contact ON contact_addresses (tenant, contact_id)";

// Kept when the person is erased: the digest still stops contacts, the address is then masked.
constexpr std::string_view kSuppressions = R"sql(
CREATE TABLE suppressions (
  tenant TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  reason TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, digest, kind)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kSuppressionsById =
    "CREATE UNIQUE INDEX suppressions_id ON suppressions (tenant, id)";

// What each person last told a messaging service about promotions: an older word that comes late changes
// nothing. `suppression_id`: the suppression that it made, until a host makes that its own.
constexpr std::string_view kWishes = R"sql(
CREATE TABLE marketing_wishes (
  tenant TEXT NOT NULL,
  digest TEXT NOT NULL,
  stopped INTEGER NOT NULL,
  at INTEGER NOT NULL,
  suppression_id TEXT NOT NULL,
  PRIMARY KEY (tenant, digest)
) STRICT, WITHOUT ROWID)sql";

// `debts` is a list as JSON: read whole, never searched.
constexpr std::string_view kLog = R"sql(
CREATE TABLE contact_log (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  purpose TEXT NOT NULL,
  direction TEXT NOT NULL,
  outcome TEXT NOT NULL,
  debts TEXT NOT NULL,
  reference TEXT NOT NULL,
  consent_at INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kLogByAddress =
    "CREATE INDEX contact_log_address ON contact_log (tenant, digest, at)";

// `question` and `answer` are described structs as JSON: read whole, never searched.
constexpr std::string_view kDecisions = R"sql(
CREATE TABLE gate_decisions (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  address TEXT NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  allowed INTEGER NOT NULL,
  reference TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kDecisionsByAddress =
    "CREATE INDEX gate_decisions_address ON gate_decisions (tenant, digest, id)";
constexpr std::string_view kDecisionsByReference =
    "CREATE INDEX gate_decisions_reference ON gate_decisions (tenant, reference, id)";

// Of how many days each tenant keeps what; a described struct as JSON.
constexpr std::string_view kRetention = R"sql(
CREATE TABLE retention (
  tenant TEXT NOT NULL PRIMARY KEY,
  settings TEXT NOT NULL
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kRetentionPostgresql = R"sql(
CREATE TABLE retention (
  tenant TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  settings TEXT NOT NULL
))sql";

// A tenant's own laws, in place of those released with the library; `body` is one of the file's entries.
constexpr std::string_view kRules = R"sql(
CREATE TABLE legal_rules (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  body TEXT NOT NULL,
  source TEXT NOT NULL,
  loaded_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind, name, valid_from)
) STRICT, WITHOUT ROWID)sql";

constexpr std::string_view kAgentsPostgresql = R"sql(
CREATE TABLE agents (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_folded TEXT COLLATE "C" NOT NULL,
  extension TEXT COLLATE "C" NOT NULL,
  department TEXT NOT NULL,
  department_folded TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kContactsPostgresql = R"sql(
CREATE TABLE contacts (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  zones TEXT COLLATE "C" NOT NULL,
  convenient_hours TEXT COLLATE "C" NOT NULL,
  tags TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  erased_at BIGINT,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kAddressesPostgresql = R"sql(
CREATE TABLE contact_addresses (
  tenant TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  contact_id TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, digest)
))sql";
constexpr std::string_view kSuppressionsPostgresql = R"sql(
CREATE TABLE suppressions (
  tenant TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  address TEXT NOT NULL,
  reason TEXT NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, digest, kind)
))sql";
constexpr std::string_view kWishesPostgresql = R"sql(
CREATE TABLE marketing_wishes (
  tenant TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  stopped BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  suppression_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, digest)
))sql";
constexpr std::string_view kLogPostgresql = R"sql(
CREATE TABLE contact_log (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  contact_id TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  address TEXT NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  direction TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  debts TEXT NOT NULL,
  reference TEXT COLLATE "C" NOT NULL,
  consent_at BIGINT,
  at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kDecisionsPostgresql = R"sql(
CREATE TABLE gate_decisions (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  contact_id TEXT COLLATE "C" NOT NULL,
  address TEXT NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  allowed BOOLEAN NOT NULL,
  reference TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kRulesPostgresql = R"sql(
CREATE TABLE legal_rules (
  tenant TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  valid_from TEXT COLLATE "C" NOT NULL,
  body TEXT NOT NULL,
  source TEXT NOT NULL,
  loaded_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, kind, name, valid_from)
))sql";

}  // namespace

std::vector<std::string_view> sqlite_contact_schema() {
  return {kRetention,
          kAgents,
          kAgentsByUser,
          kAgentsByEmail,
          kAgentsByExtension,
          kAgentsByDepartment,
          kContacts,
          kAddresses,
          kAddressesByContact,
          kSuppressions,
          kSuppressionsById,
          kWishes,
          kLog,
          kLogByAddress,
          kDecisions,
          kDecisionsByAddress,
          kDecisionsByReference,
          kRules};
}

std::vector<std::string_view> postgresql_contact_schema() {
  return {kRetentionPostgresql,  kAgentsPostgresql,       kAgentsByUser,        kAgentsByEmail,
          kAgentsByExtension,    kAgentsByDepartment,     kContactsPostgresql,  kAddressesPostgresql,
          kAddressesByContact,   kSuppressionsPostgresql, kSuppressionsById,    kWishesPostgresql,
          kLogPostgresql,        kLogByAddress,           kDecisionsPostgresql, kDecisionsByAddress,
          kDecisionsByReference, kRulesPostgresql};
}

}  // namespace smarthandoff::storage
