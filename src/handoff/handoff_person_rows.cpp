#include "handoff/handoff_person_rows.hpp"

#include <smarthandoff/base/json.hpp>

namespace smarthandoff::handoff::rows {
namespace {

using storage::Row;

// Each by its own index: PostgreSQL's sessions do not join two for an OR.
constexpr std::string_view kEndedOfNumber =
    "SELECT id FROM handoffs WHERE tenant = ?1 AND caller_number = ?2 AND ended_at IS NOT NULL";
constexpr std::string_view kEndedOfCaller =
    "SELECT id FROM handoffs WHERE tenant = ?1 AND caller = ?2 AND caller <> '' AND ended_at IS NOT NULL";
// In the order of their ids, which is that of time.
constexpr std::string_view kOld = R"sql(
SELECT id, created_at, CASE WHEN ended_at < ?4 AND (caller <> '' OR caller_number IS NOT NULL OR asked <> ''
  OR say <> '' OR summary <> '' OR recording_path <> '') THEN 1
  WHEN ended_at IS NULL AND created_at < ?4 THEN 2 ELSE 0 END
FROM handoffs WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3)sql";
constexpr std::string_view kForget = R"sql(
UPDATE handoffs SET caller = '', caller_number = NULL, asked = '', say = '', summary = '', recording_path = '',
  dialogue = ?3 WHERE tenant = ?1 AND id = ?2)sql";
constexpr std::string_view kForgetLines = "DELETE FROM handoff_lines WHERE tenant = ?1 AND handoff_id = ?2";

}  // namespace

std::vector<HandoffId> ended_of(const Context& context, const std::string& address) {
  std::vector<HandoffId> found;
  for (const std::string_view sql : {kEndedOfNumber, kEndedOfCaller})
    context.transaction().query(sql, {context.tenant(), address},
                                [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

OldHandoffs old_ones(const Context& context, const contact::ExpiryPage& page) {
  OldHandoffs found;
  std::int64_t seen = 0;
  bool younger = false;
  context.transaction().query(kOld, {context.tenant(), page.after, page.limit, page.before},
                              [&](const Row& row) {
                                ++seen;
                                found.last = row.string(0);
                                younger = row.instant(1) >= page.before;
                                if (row.integer(2) == 1) found.ids.push_back({row.string(0)});
                                if (row.integer(2) == 2) found.never_ended.push_back({row.string(0)});
                              });
  if (seen < page.limit || younger) found.last.clear();
  return found;
}

void forget(Context& context, const HandoffId& id, const dialogue::State& dialogue) {
  context.transaction().execute(kForget, {context.tenant(), id, to_json(dialogue)});
  context.transaction().execute(kForgetLines, {context.tenant(), id});
}

std::vector<std::string_view> person_statements() {
  return {kEndedOfNumber, kEndedOfCaller, kOld, kForget, kForgetLines};
}

}  // namespace smarthandoff::handoff::rows
