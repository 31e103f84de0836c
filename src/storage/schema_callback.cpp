#include "storage/schema.hpp"

namespace smarthandoff::storage {

namespace {

// `destination_key` and `person_key` say whom the one open callback is kept for; `place` is the order of
// lists and announcements before the time of the request; `waiting` those whom a free extension is looked
// for. Callbacks keep their row ids, as tickets do.
constexpr std::string_view kCallbacks = R"sql(
CREATE TABLE callbacks (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  number TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  contact_name TEXT NOT NULL,
  person_key TEXT NOT NULL,
  destination_id TEXT NOT NULL,
  destination_key TEXT NOT NULL,
  intended_for TEXT NOT NULL,
  extension TEXT NOT NULL,
  department TEXT NOT NULL,
  department_folded TEXT NOT NULL,
  scheduled_at INTEGER,
  reason TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  last_attempt_at INTEGER,
  notify_whatsapp INTEGER NOT NULL,
  whatsapp_message_id TEXT NOT NULL,
  whatsapp_sent_at INTEGER,
  status TEXT NOT NULL,
  open INTEGER NOT NULL,
  priority TEXT NOT NULL,
  place INTEGER NOT NULL,
  handoff_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  callback_call_id TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  talk_seconds INTEGER NOT NULL,
  result TEXT,
  result_at INTEGER,
  confirmation_sent_at INTEGER,
  ready_sent_at INTEGER,
  failed_sent_at INTEGER,
  notice_answered_at INTEGER,
  score INTEGER,
  end_reason TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  mode TEXT,
  agreed_at INTEGER,
  released INTEGER NOT NULL,
  by_customer INTEGER NOT NULL,
  alerts INTEGER NOT NULL,
  agent_misses INTEGER NOT NULL,
  dials_itself INTEGER NOT NULL,
  dialling INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  turn TEXT NOT NULL,
  announced_at INTEGER,
  clicked_at INTEGER,
  answered_at INTEGER,
  ended_at INTEGER,
  served_by TEXT NOT NULL,
  timer INTEGER NOT NULL,
  timer_runs INTEGER NOT NULL,
  score_asked_at INTEGER,
  PRIMARY KEY (tenant, id)
) STRICT)sql";
constexpr std::string_view kCallbacksOpen =
    "CREATE UNIQUE INDEX callbacks_open ON callbacks (tenant, person_key, destination_key) WHERE open";
constexpr std::string_view kCallbacksByNumber =
    "CREATE INDEX callbacks_number ON callbacks (tenant, number, destination_key) WHERE open";
constexpr std::string_view kCallbacksByPlace =
    "CREATE INDEX callbacks_place ON callbacks (tenant, place, requested_at, id)";
// The few whose alerts were ignored, among the many of a turn.
constexpr std::string_view kCallbacksNotified = R"sql(
CREATE INDEX callbacks_notified ON callbacks (tenant, turn, place, requested_at, id)
WHERE open AND waiting AND status = 'notified')sql";
constexpr std::string_view kCallbacksByTurn =
    "CREATE INDEX callbacks_turn ON callbacks (tenant, turn, place, requested_at, id) WHERE open";
// The last calls of an extension or a department, by which a wait is estimated.
constexpr std::string_view kCallbacksCompleted = R"sql(
CREATE INDEX callbacks_completed ON callbacks (tenant, extension, department_folded, ended_at, id)
WHERE status = 'completed')sql";

// By whom a person's closed callbacks are found; whoever was erased is in neither.
constexpr std::string_view kCallbacksClosedPerson =
    "CREATE INDEX callbacks_closed_person ON callbacks (tenant, person_key) WHERE person_key <> '' AND NOT "
    "open";
constexpr std::string_view kCallbacksClosedNumber =
    "CREATE INDEX callbacks_closed_number ON callbacks (tenant, number) WHERE number <> '' AND NOT open";

// Extensions that a callback is not announced to any more.
constexpr std::string_view kDismissals = R"sql(
CREATE TABLE callback_dismissals (
  tenant TEXT NOT NULL,
  callback_id TEXT NOT NULL,
  extension TEXT NOT NULL,
  PRIMARY KEY (tenant, callback_id, extension)
) STRICT, WITHOUT ROWID)sql";

// `machine` is a described struct as JSON: read and written whole, never searched.
constexpr std::string_view kDials = R"sql(
CREATE TABLE callback_dials (
  tenant TEXT NOT NULL,
  callback_id TEXT NOT NULL,
  id TEXT NOT NULL,
  open INTEGER NOT NULL,
  mode TEXT NOT NULL,
  stage TEXT NOT NULL,
  ended_as TEXT,
  extension TEXT NOT NULL,
  user_id TEXT NOT NULL,
  call_id TEXT NOT NULL,
  agent_leg TEXT NOT NULL,
  customer_leg TEXT NOT NULL,
  cause TEXT NOT NULL,
  talk_seconds INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  accepted_at INTEGER,
  answered_at INTEGER,
  ended_at INTEGER,
  machine TEXT NOT NULL,
  timer INTEGER NOT NULL,
  timer_runs INTEGER NOT NULL,
  PRIMARY KEY (tenant, callback_id, id)
) STRICT, WITHOUT ROWID)sql";
// At most one that has not ended, whoever dials.
constexpr std::string_view kDialsOpen =
    "CREATE UNIQUE INDEX callback_dials_open ON callback_dials (tenant, callback_id) WHERE open";
constexpr std::string_view kDialsById =
    "CREATE UNIQUE INDEX callback_dials_id ON callback_dials (tenant, id)";

constexpr std::string_view kDialsByCall =
    "CREATE INDEX callback_dials_call ON callback_dials (tenant, call_id)";

// Both legs of a dial; an event of the PBX is found by its leg before any tenant is known.
constexpr std::string_view kCallbackLegs = R"sql(
CREATE TABLE callback_legs (
  tenant TEXT NOT NULL,
  uuid TEXT NOT NULL,
  dial_id TEXT NOT NULL,
  PRIMARY KEY (tenant, uuid)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kCallbackLegsByUuid = "CREATE INDEX callback_legs_uuid ON callback_legs (uuid)";

// WhatsApp notices, by the id under which they were handed to the messenger.
constexpr std::string_view kNotices = R"sql(
CREATE TABLE callback_notices (
  tenant TEXT NOT NULL,
  message_id TEXT NOT NULL,
  callback_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  answered_at INTEGER,
  PRIMARY KEY (tenant, message_id)
) STRICT, WITHOUT ROWID)sql";
constexpr std::string_view kNoticesByCallback =
    "CREATE INDEX callback_notices_callback ON callback_notices (tenant, callback_id, sent_at)";

constexpr std::string_view kSettings = R"sql(
CREATE TABLE callback_settings (
  tenant TEXT NOT NULL PRIMARY KEY,
  settings TEXT NOT NULL
) STRICT, WITHOUT ROWID)sql";

constexpr std::string_view kCallbacksPostgresql = R"sql(
CREATE TABLE callbacks (
  tenant TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  ticket_id TEXT COLLATE "C" NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  contact_id TEXT COLLATE "C" NOT NULL,
  contact_name TEXT NOT NULL,
  person_key TEXT COLLATE "C" NOT NULL,
  destination_id TEXT COLLATE "C" NOT NULL,
  destination_key TEXT COLLATE "C" NOT NULL,
  intended_for TEXT NOT NULL,
  extension TEXT COLLATE "C" NOT NULL,
  department TEXT NOT NULL,
  department_folded TEXT COLLATE "C" NOT NULL,
  scheduled_at BIGINT,
  reason TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  max_attempts BIGINT NOT NULL,
  last_attempt_at BIGINT,
  notify_whatsapp BOOLEAN NOT NULL,
  whatsapp_message_id TEXT NOT NULL,
  whatsapp_sent_at BIGINT,
  status TEXT COLLATE "C" NOT NULL,
  open BOOLEAN NOT NULL,
  priority TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  handoff_id TEXT COLLATE "C" NOT NULL,
  call_id TEXT COLLATE "C" NOT NULL,
  callback_call_id TEXT COLLATE "C" NOT NULL,
  requested_at BIGINT NOT NULL,
  talk_seconds BIGINT NOT NULL,
  result TEXT COLLATE "C",
  result_at BIGINT,
  confirmation_sent_at BIGINT,
  ready_sent_at BIGINT,
  failed_sent_at BIGINT,
  notice_answered_at BIGINT,
  score BIGINT,
  end_reason TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  mode TEXT COLLATE "C",
  agreed_at BIGINT,
  released BOOLEAN NOT NULL,
  by_customer BOOLEAN NOT NULL,
  alerts BIGINT NOT NULL,
  agent_misses BIGINT NOT NULL,
  dials_itself BOOLEAN NOT NULL,
  dialling BOOLEAN NOT NULL,
  waiting BOOLEAN NOT NULL,
  turn TEXT COLLATE "C" NOT NULL,
  announced_at BIGINT,
  clicked_at BIGINT,
  answered_at BIGINT,
  ended_at BIGINT,
  served_by TEXT COLLATE "C" NOT NULL,
  timer BIGINT NOT NULL,
  timer_runs BOOLEAN NOT NULL,
  score_asked_at BIGINT,
  PRIMARY KEY (tenant, id)
))sql";
constexpr std::string_view kDismissalsPostgresql = R"sql(
CREATE TABLE callback_dismissals (
  tenant TEXT COLLATE "C" NOT NULL,
  callback_id TEXT COLLATE "C" NOT NULL,
  extension TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, callback_id, extension)
))sql";
constexpr std::string_view kDialsPostgresql = R"sql(
CREATE TABLE callback_dials (
  tenant TEXT COLLATE "C" NOT NULL,
  callback_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  open BOOLEAN NOT NULL,
  mode TEXT COLLATE "C" NOT NULL,
  stage TEXT COLLATE "C" NOT NULL,
  ended_as TEXT COLLATE "C",
  extension TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  call_id TEXT COLLATE "C" NOT NULL,
  agent_leg TEXT COLLATE "C" NOT NULL,
  customer_leg TEXT COLLATE "C" NOT NULL,
  cause TEXT NOT NULL,
  talk_seconds BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  accepted_at BIGINT,
  answered_at BIGINT,
  ended_at BIGINT,
  machine TEXT NOT NULL,
  timer BIGINT NOT NULL,
  timer_runs BOOLEAN NOT NULL,
  PRIMARY KEY (tenant, callback_id, id)
))sql";
constexpr std::string_view kCallbackLegsPostgresql = R"sql(
CREATE TABLE callback_legs (
  tenant TEXT COLLATE "C" NOT NULL,
  uuid TEXT COLLATE "C" NOT NULL,
  dial_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, uuid)
))sql";
constexpr std::string_view kNoticesPostgresql = R"sql(
CREATE TABLE callback_notices (
  tenant TEXT COLLATE "C" NOT NULL,
  message_id TEXT COLLATE "C" NOT NULL,
  callback_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  sent_at BIGINT NOT NULL,
  answered_at BIGINT,
  PRIMARY KEY (tenant, message_id)
))sql";
constexpr std::string_view kSettingsPostgresql = R"sql(
CREATE TABLE callback_settings (
  tenant TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  settings TEXT NOT NULL
))sql";

}  // namespace

std::vector<std::string_view> sqlite_callback_schema() {
  return {kCallbacks,
          kCallbacksOpen,
          kCallbacksByNumber,
          kCallbacksByPlace,
          kCallbacksByTurn,
          kCallbacksNotified,
          kCallbacksCompleted,
          kDismissals,
          kDials,
          kDialsOpen,
          kDialsById,
          kDialsByCall,
          kCallbackLegs,
          kCallbackLegsByUuid,
          kNotices,
          kNoticesByCallback,
          kSettings,
          kCallbacksClosedPerson,
          kCallbacksClosedNumber};
}

std::vector<std::string_view> postgresql_callback_schema() {
  return {kCallbacksPostgresql,
          kCallbacksOpen,
          kCallbacksByNumber,
          kCallbacksByPlace,
          kCallbacksByTurn,
          kCallbacksNotified,
          kCallbacksCompleted,
          kDismissalsPostgresql,
          kDialsPostgresql,
          kDialsOpen,
          kDialsById,
          kDialsByCall,
          kCallbackLegsPostgresql,
          kCallbackLegsByUuid,
          kNoticesPostgresql,
          kNoticesByCallback,
          kSettingsPostgresql,
          kCallbacksClosedPerson,
          kCallbacksClosedNumber};
}

}  // namespace smarthandoff::storage
