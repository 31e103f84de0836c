#include "contact/retention_rows.hpp"

namespace smarthandoff::retention::rows {
namespace {

using contact::Expired;
using contact::ExpiryPage;
using storage::Row;

constexpr std::string_view kFind = "SELECT settings FROM retention WHERE tenant = ?1";
constexpr std::string_view kSave = R"sql(
INSERT INTO retention (tenant, settings) VALUES (?1, ?2)
ON CONFLICT (tenant) DO UPDATE SET settings = excluded.settings)sql";

// Ids grow with time: a round walks them in their order, and an entry that was told late is found all the
// same.
constexpr std::string_view kLogPage =
    "SELECT id, at FROM contact_log WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
constexpr std::string_view kRemoveLog = "DELETE FROM contact_log WHERE tenant = ?1 AND id = ?2";
constexpr std::string_view kDecisionsPage =
    "SELECT id, created_at FROM gate_decisions WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
constexpr std::string_view kRemoveDecision = "DELETE FROM gate_decisions WHERE tenant = ?1 AND id = ?2";

Expired expire(Context& context, const ExpiryPage& page, std::string_view select, std::string_view remove) {
  Expired done;
  std::vector<std::string> old;
  std::int64_t seen = 0;
  context.transaction().query(select, {context.tenant(), page.after, page.limit}, [&](const Row& row) {
    ++seen;
    done.last = row.string(0);
    if (row.instant(1) < page.before) old.push_back(row.string(0));
  });
  for (const std::string& id : old) context.transaction().execute(remove, {context.tenant(), id});
  done.removed = static_cast<std::int64_t>(old.size());
  // Later ones are younger still.
  if (seen < page.limit || old.empty()) done.last.clear();
  return done;
}

}  // namespace

std::optional<std::string> find_settings(const Context& context) {
  std::optional<std::string> found;
  context.transaction().query(kFind, {context.tenant()}, [&](const Row& row) { found = row.string(0); });
  return found;
}

void save_settings(Context& context, const std::string& json) {
  context.transaction().execute(kSave, {context.tenant(), json});
}

Expired expire_log(Context& context, const ExpiryPage& page) {
  return expire(context, page, kLogPage, kRemoveLog);
}

Expired expire_decisions(Context& context, const ExpiryPage& page) {
  return expire(context, page, kDecisionsPage, kRemoveDecision);
}

std::vector<std::string_view> statements() {
  return {kFind, kSave, kLogPage, kRemoveLog, kDecisionsPage, kRemoveDecision};
}

}  // namespace smarthandoff::retention::rows
