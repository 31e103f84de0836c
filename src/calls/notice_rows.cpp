#include "calls/notice_rows.hpp"

namespace smarthandoff::calls::rows {
namespace {

constexpr std::string_view kCount = R"sql(
SELECT kind, count(*) FROM call_alerts WHERE tenant = ?1 AND state = ?2 AND at > ?3 GROUP BY kind ORDER BY kind)sql";
constexpr std::string_view kSave =
    "INSERT INTO call_alerts (tenant, id, kind, state, at) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kForget = "DELETE FROM call_alerts WHERE tenant = ?1 AND state = ?2 AND at <= ?3";

}  // namespace

std::vector<std::pair<AlertKind, std::int64_t>> count_alerts(const Context& context, std::string_view state,
                                                             Instant since) {
  std::vector<std::pair<AlertKind, std::int64_t>> found;
  context.transaction().query(kCount, {context.tenant(), state, since}, [&](const storage::Row& row) {
    found.emplace_back(from_wire<AlertKind>(row.text(0), "kind"), row.integer(1));
  });
  return found;
}

void save_alert(Context& context, AlertKind kind, std::string_view state) {
  context.transaction().execute(kSave,
                                {context.tenant(), context.new_id(), wire_name(kind), state, context.now()});
}

void forget_alerts(Context& context, std::string_view state, Instant before) {
  context.transaction().execute(kForget, {context.tenant(), state, before});
}

std::vector<std::string_view> notice_statements() {
  return {kCount, kSave, kForget};
}

}  // namespace smarthandoff::calls::rows
