#include "callback/dial_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::callbacks::dial::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, callback_id, mode, stage, ended_as, extension, user_id, call_id, agent_leg, customer_leg, cause,
  talk_seconds, created_at, accepted_at, answered_at, ended_at, machine, timer, timer_runs
FROM callback_dials WHERE tenant = ?1 )sql";

constexpr std::string_view kInsert = R"sql(
INSERT INTO callback_dials (tenant, id, callback_id, open, mode, stage, ended_as, extension, user_id, call_id,
  agent_leg, customer_leg, cause, talk_seconds, created_at, accepted_at, answered_at, ended_at, machine, timer,
  timer_runs)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21))sql";
constexpr std::string_view kUpdate = R"sql(
UPDATE callback_dials SET open = ?4, stage = ?5, ended_as = ?6, cause = ?7, talk_seconds = ?8, accepted_at = ?9,
  answered_at = ?10, ended_at = ?11, machine = ?12, timer = ?13, timer_runs = ?14
WHERE tenant = ?1 AND callback_id = ?2 AND id = ?3)sql";

constexpr std::string_view kInsertLeg =
    "INSERT INTO callback_legs (tenant, uuid, dial_id) VALUES (?1, ?2, ?3)";
constexpr std::string_view kDialOfLeg = "SELECT dial_id FROM callback_legs WHERE tenant = ?1 AND uuid = ?2";
constexpr std::string_view kTenantOfLeg = "SELECT tenant FROM callback_legs WHERE uuid = ?1";
constexpr std::string_view kOpenOnes =
    "SELECT id FROM callback_dials WHERE tenant = ?1 AND open ORDER BY callback_id";

struct Queries {
  std::string find, open, by_call, of_call, newest, list;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND id = ?2",
                   .open = select + "AND callback_id = ?2 AND open",
                   .by_call = select + "AND callback_id = ?2 AND call_id = ?3",
                   .of_call = select + "AND call_id = ?2 ORDER BY created_at DESC, id DESC LIMIT 1",
                   .newest = select + "AND callback_id = ?2 ORDER BY id DESC LIMIT 1",
                   .list = select + "AND callback_id = ?2 ORDER BY id"};
  }();
  return all;
}

template <class Enum>
Value if_given(const std::optional<Enum>& value) {
  return value ? Value(wire_name(*value)) : Value(nullptr);
}

Record record_of(const Row& row) {
  Record record;
  Dial& dial = record.dial;
  dial.id = {row.string(0)};
  dial.callback_id = {row.string(1)};
  dial.mode = from_wire<CallMode>(row.text(2), "mode");
  dial.stage = from_wire<DialStage>(row.text(3), "stage");
  if (!row.is_null(4)) dial.end = from_wire<DialEnd>(row.text(4), "end");
  dial.extension = row.text(5);
  dial.user = row.text(6);
  dial.call_id = row.text(7);
  dial.agent_leg = row.text(8);
  dial.customer_leg = row.text(9);
  dial.cause = row.text(10);
  dial.talk_seconds = row.integer(11);
  dial.created_at = row.instant(12);
  dial.accepted_at = row.optional_instant(13);
  dial.answered_at = row.optional_instant(14);
  dial.ended_at = row.optional_instant(15);
  record.machine = from_json<State>(row.text(16));
  record.timer = row.integer(17);
  record.timer_runs = row.boolean(18);
  return record;
}

std::optional<Record> find_one(const Context& context, const std::string& sql,
                               std::initializer_list<Value> parameters) {
  std::optional<Record> found;
  context.transaction().query(sql, parameters, [&](const Row& row) { found = record_of(row); });
  return found;
}

}  // namespace

std::optional<Record> find(const Context& context, const DialId& id) {
  return find_one(context, queries().find, {context.tenant(), id});
}

std::optional<Record> find_open(const Context& context, const CallbackId& id) {
  return find_one(context, queries().open, {context.tenant(), id});
}

std::optional<Record> find_by_call(const Context& context, const CallbackId& id, const std::string& call) {
  return find_one(context, queries().by_call, {context.tenant(), id, call});
}

std::optional<Record> find_call(const Context& context, const std::string& call) {
  return find_one(context, queries().of_call, {context.tenant(), call});
}

std::optional<Record> find_newest(const Context& context, const CallbackId& id) {
  return find_one(context, queries().newest, {context.tenant(), id});
}

std::vector<Dial> list(const Context& context, const CallbackId& id) {
  std::vector<Dial> found;
  context.transaction().query(queries().list, {context.tenant(), id},
                              [&](const Row& row) { found.push_back(record_of(row).dial); });
  return found;
}

void insert(Context& context, const Record& record) {
  const Dial& d = record.dial;
  context.transaction().execute(kInsert, {context.tenant(),
                                          d.id,
                                          d.callback_id,
                                          d.stage != DialStage::ended,
                                          wire_name(d.mode),
                                          wire_name(d.stage),
                                          if_given(d.end),
                                          d.extension,
                                          d.user,
                                          d.call_id,
                                          d.agent_leg,
                                          d.customer_leg,
                                          d.cause,
                                          d.talk_seconds,
                                          d.created_at,
                                          d.accepted_at,
                                          d.answered_at,
                                          d.ended_at,
                                          to_json(record.machine),
                                          record.timer,
                                          record.timer_runs});
}

void update(Context& context, const Record& record) {
  const Dial& d = record.dial;
  context.transaction().execute(
      kUpdate, {context.tenant(), d.callback_id, d.id, d.stage != DialStage::ended, wire_name(d.stage),
                if_given(d.end), d.cause, d.talk_seconds, d.accepted_at, d.answered_at, d.ended_at,
                to_json(record.machine), record.timer, record.timer_runs});
}

void insert_leg(Context& context, const std::string& uuid, const DialId& id) {
  context.transaction().execute(kInsertLeg, {context.tenant(), uuid, id});
}

std::optional<DialId> dial_of_leg(const Context& context, const std::string& uuid) {
  std::optional<DialId> found;
  context.transaction().query(kDialOfLeg, {context.tenant(), uuid},
                              [&](const Row& row) { found = DialId{row.string(0)}; });
  return found;
}

std::optional<TenantId> tenant_of_leg(const storage::Transaction& transaction, const std::string& uuid) {
  std::optional<TenantId> found;
  transaction.query(kTenantOfLeg, {uuid}, [&](const Row& row) { found = TenantId{row.string(0)}; });
  return found;
}

std::vector<DialId> open_ones(const Context& context) {
  std::vector<DialId> found;
  context.transaction().query(kOpenOnes, {context.tenant()},
                              [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<std::string_view> statements() {
  return {queries().find, queries().open, queries().by_call, queries().list, queries().newest, kInsert,
          kUpdate,        kInsertLeg,     kDialOfLeg,        kTenantOfLeg,   kOpenOnes};
}

}  // namespace smarthandoff::callbacks::dial::rows
