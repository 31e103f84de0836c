#include "calls/settings_rows.hpp"

namespace smarthandoff::calls::rows {
namespace {

constexpr std::string_view kFind = "SELECT settings FROM call_settings WHERE tenant = ?1";
constexpr std::string_view kSave = R"sql(
INSERT INTO call_settings (tenant, settings) VALUES (?1, ?2)
ON CONFLICT (tenant) DO UPDATE SET settings = excluded.settings)sql";

}  // namespace

std::optional<std::string> find_settings(const Context& context) {
  std::optional<std::string> found;
  context.transaction().query(kFind, {context.tenant()},
                              [&](const storage::Row& row) { found = row.string(0); });
  return found;
}

void save_settings(Context& context, const std::string& json) {
  context.transaction().execute(kSave, {context.tenant(), json});
}

std::vector<std::string_view> settings_statements() {
  return {kFind, kSave};
}

}  // namespace smarthandoff::calls::rows
