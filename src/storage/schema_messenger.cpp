#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

// `credentials` are encrypted by the key `key_id`; `verify_print` is the keyed digest of the verify token, by
// which a challenge finds its channel. A number of the peer's belongs to one channel of the whole store.
constexpr std::string_view kChannels = R"sql(
CREATE TABLE channels (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT NOT NULL,
  is_default INTEGER NOT NULL,
  number TEXT NOT NULL,
  phone_number_id TEXT,
  waba_id TEXT NOT NULL,
  api_version TEXT NOT NULL,
  base_url TEXT NOT NULL,
  rate_per_second INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  credentials TEXT NOT NULL,
  has_access_token INTEGER NOT NULL,
  has_app_secret INTEGER NOT NULL,
  has_verify_token INTEGER NOT NULL,
  verify_print TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT)sql";
constexpr std::string_view kChannelsByNumber =
    "CREATE UNIQUE INDEX channels_number ON channels (phone_number_id)";
constexpr std::string_view kChannelsByAccount = "CREATE INDEX channels_account ON channels (waba_id)";
constexpr std::string_view kChannelsByVerify = "CREATE INDEX channels_verify ON channels (verify_print)";
constexpr std::string_view kChannelsByStatus = "CREATE INDEX channels_status ON channels (status)";
constexpr std::string_view kChannelsDefault =
    "CREATE UNIQUE INDEX channels_default ON channels (tenant, kind) WHERE is_default";

constexpr std::string_view kMessages = R"sql(
CREATE TABLE messages (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  direction TEXT NOT NULL,
  status TEXT NOT NULL,
  address TEXT NOT NULL,
  peer_id TEXT,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  content TEXT NOT NULL,
  raw TEXT NOT NULL,
  answers TEXT NOT NULL,
  reference TEXT NOT NULL,
  failure_kind TEXT NOT NULL,
  failure_code INTEGER NOT NULL,
  failure_detail TEXT NOT NULL,
  tries INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  delivered_at INTEGER,
  read_at INTEGER,
  failed_at INTEGER,
  expires_at INTEGER,
  PRIMARY KEY (tenant, id)
) STRICT)sql";
constexpr std::string_view kMessagesByPeer =
    "CREATE UNIQUE INDEX messages_peer ON messages (tenant, channel_id, peer_id)";
constexpr std::string_view kMessagesByAddress =
    "CREATE INDEX messages_address ON messages (tenant, address, id)";

// Whom a channel has talked to: `address` is ours (E.164, or "user:" and an id), `peer_address` the peer's
// own spelling, which is what it is answered with.
constexpr std::string_view kAddresses = R"sql(
CREATE TABLE message_addresses (
  tenant TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  address TEXT NOT NULL,
  peer_address TEXT NOT NULL,
  user_id TEXT,
  profile_name TEXT NOT NULL,
  last_inbound_at INTEGER,
  last_outbound_id TEXT NOT NULL,
  PRIMARY KEY (tenant, address, channel_id)
) STRICT)sql";
constexpr std::string_view kAddressesByUser =
    "CREATE INDEX message_addresses_user ON message_addresses (tenant, channel_id, user_id)";

constexpr std::string_view kTemplates = R"sql(
CREATE TABLE message_templates (
  tenant TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  status TEXT NOT NULL,
  category TEXT NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  is_callback INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, channel_id, name, language)
) STRICT)sql";

// What the peer told last of a number, or is asked just now: `report` is a described struct as JSON.
constexpr std::string_view kInspections = R"sql(
CREATE TABLE channel_inspections (
  tenant TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  waiting INTEGER NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (tenant, channel_id, kind)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kInspectionsPostgresql = R"sql(
CREATE TABLE channel_inspections (
  tenant TEXT COLLATE "C" NOT NULL,
  channel_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  waiting BOOLEAN NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (tenant, channel_id, kind)
))sql";

constexpr std::string_view kChannelsPostgresql = R"sql(
CREATE TABLE channels (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  status_reason TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  phone_number_id TEXT COLLATE "C",
  waba_id TEXT COLLATE "C" NOT NULL,
  api_version TEXT COLLATE "C" NOT NULL,
  base_url TEXT NOT NULL,
  rate_per_second BIGINT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  credentials TEXT NOT NULL,
  has_access_token BOOLEAN NOT NULL,
  has_app_secret BOOLEAN NOT NULL,
  has_verify_token BOOLEAN NOT NULL,
  verify_print TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kMessagesPostgresql = R"sql(
CREATE TABLE messages (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  channel_id TEXT COLLATE "C" NOT NULL,
  direction TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  peer_id TEXT COLLATE "C",
  kind TEXT COLLATE "C" NOT NULL,
  text TEXT NOT NULL,
  content TEXT NOT NULL,
  raw TEXT NOT NULL,
  answers TEXT COLLATE "C" NOT NULL,
  reference TEXT COLLATE "C" NOT NULL,
  failure_kind TEXT COLLATE "C" NOT NULL,
  failure_code BIGINT NOT NULL,
  failure_detail TEXT NOT NULL,
  tries BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  delivered_at BIGINT,
  read_at BIGINT,
  failed_at BIGINT,
  expires_at BIGINT,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kAddressesPostgresql = R"sql(
CREATE TABLE message_addresses (
  tenant TEXT COLLATE "C" NOT NULL,
  channel_id TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  peer_address TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C",
  profile_name TEXT NOT NULL,
  last_inbound_at BIGINT,
  last_outbound_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, address, channel_id)
))sql";
constexpr std::string_view kTemplatesPostgresql = R"sql(
CREATE TABLE message_templates (
  tenant TEXT COLLATE "C" NOT NULL,
  channel_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  category TEXT COLLATE "C" NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  is_callback BOOLEAN NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, channel_id, name, language)
))sql";

}  // namespace

std::vector<std::string_view> sqlite_messenger_schema() {
  return {kChannels,  kChannelsByNumber, kChannelsByAccount, kChannelsByVerify, kChannelsDefault,
          kMessages,  kMessagesByPeer,   kMessagesByAddress, kAddresses,        kAddressesByUser,
          kTemplates, kInspections,      kChannelsByStatus};
}

std::vector<std::string_view> postgresql_messenger_schema() {
  return {kChannelsPostgresql,  kChannelsByNumber,   kChannelsByAccount,   kChannelsByVerify,
          kChannelsDefault,     kMessagesPostgresql, kMessagesByPeer,      kMessagesByAddress,
          kAddressesPostgresql, kAddressesByUser,    kTemplatesPostgresql, kInspectionsPostgresql,
          kChannelsByStatus};
}

}  // namespace smarthandoff::storage
