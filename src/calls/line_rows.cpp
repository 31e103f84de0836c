#include "calls/line_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

namespace smarthandoff::calls::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT agent_id, identity, phone, mobile, worker_sid, presence, worker_activity, changed_at, updated_at
FROM call_lines WHERE tenant = ?1 )sql";
constexpr std::string_view kSave = R"sql(
INSERT INTO call_lines (tenant, agent_id, identity, phone, mobile, worker_sid, presence, changed_at, worker_activity,
  worker_link, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', ?10)
ON CONFLICT (tenant, agent_id) DO UPDATE SET identity = excluded.identity, phone = excluded.phone,
  mobile = excluded.mobile, worker_sid = excluded.worker_sid, presence = excluded.presence,
  changed_at = excluded.changed_at, worker_activity = excluded.worker_activity, updated_at = excluded.updated_at)sql";
constexpr std::string_view kFindLink =
    "SELECT worker_link FROM call_lines WHERE tenant = ?1 AND agent_id = ?2";
constexpr std::string_view kSaveLink =
    "UPDATE call_lines SET worker_link = ?3 WHERE tenant = ?1 AND agent_id = ?2";

struct Queries {
  std::string find, of_identity, of_worker, list;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND agent_id = ?2",
                   .of_identity = select + "AND identity = ?2",
                   .of_worker = select + "AND worker_sid = ?2 AND worker_sid <> ''",
                   .list = select +
                           "AND (CAST(?2 AS TEXT) IS NULL OR presence = ?2) AND agent_id > ?3 "
                           "ORDER BY agent_id LIMIT ?4"};
  }();
  return all;
}

AgentLine line_of(const Row& row) {
  return {.agent_id = {row.string(0)},
          .identity = row.string(1),
          .phone = row.string(2),
          .mobile = row.string(3),
          .worker_sid = row.string(4),
          .presence = from_wire<Presence>(row.text(5), "presence"),
          .worker_activity = row.string(6),
          .changed_at = row.instant(7),
          .updated_at = row.instant(8)};
}

std::optional<AgentLine> one(const Context& context, std::string_view sql, const Value& key) {
  std::optional<AgentLine> found;
  context.transaction().query(sql, {context.tenant(), key}, [&](const Row& row) { found = line_of(row); });
  return found;
}

}  // namespace

std::optional<AgentLine> find_line(const Context& context, const AgentId& agent) {
  return one(context, queries().find, agent);
}

std::optional<AgentLine> find_line_of(const Context& context, const std::string& identity) {
  return one(context, queries().of_identity, identity);
}

std::optional<AgentLine> find_line_of_worker(const Context& context, const std::string& worker_sid) {
  return one(context, queries().of_worker, worker_sid);
}

std::vector<AgentLine> list_lines(const Context& context, const ListLines& filter) {
  std::vector<AgentLine> found;
  context.transaction().query(
      queries().list,
      {context.tenant(), filter.presence ? Value(wire_name(*filter.presence)) : Value(nullptr), filter.after,
       filter.limit},
      [&](const Row& row) { found.push_back(line_of(row)); });
  return found;
}

void save_line(Context& context, const AgentLine& l) {
  context.transaction().execute(kSave,
                                {context.tenant(), l.agent_id, l.identity, l.phone, l.mobile, l.worker_sid,
                                 wire_name(l.presence), l.changed_at, l.worker_activity, l.updated_at});
}

WorkerLink find_link(const Context& context, const AgentId& agent) {
  WorkerLink found;
  context.transaction().query(kFindLink, {context.tenant(), agent}, [&](const Row& row) {
    if (!row.text(0).empty()) found = from_json<WorkerLink>(row.text(0));
  });
  return found;
}

void save_link(Context& context, const AgentId& agent, const WorkerLink& link) {
  context.transaction().execute(kSaveLink, {context.tenant(), agent, to_json(link)});
}

std::vector<std::string_view> line_statements() {
  return {queries().find, queries().of_identity, queries().of_worker, queries().list, kSave, kFindLink,
          kSaveLink};
}

}  // namespace smarthandoff::calls::rows
