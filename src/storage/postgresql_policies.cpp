#include "storage/postgresql_policies.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kCreate = "CREATE TABLE ";

bool is_registry(const std::string& table) {
  return table == "tenants" || table == "tenant_identities" || table == "tenant_texts";
}

}  // namespace

std::vector<std::string> row_level_security(std::string_view create_table) {
  const std::size_t begin = create_table.find(kCreate);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = create_table.substr(begin + kCreate.size());
  const std::string table(rest.substr(0, rest.find_first_of(" (\n")));
  const bool has_tenant = rest.find("\n  tenant TEXT") != std::string_view::npos;
  if (!has_tenant && table != "tenants") return {};
  const std::string tenant = has_tenant ? "tenant" : "id";
  // As a subquery it is asked for once in a statement, not once a row.
  const std::string setting = "(SELECT current_setting('smarthandoff.tenant', TRUE))";
  std::vector<std::string> statements = {
      "ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY",
      "ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY",
      "CREATE POLICY own_tenant ON " + table + " USING (" + tenant + " = " + setting + ")",
      "CREATE POLICY every_tenant ON " + table + " USING (" + setting + " = '*')",
  };
  if (is_registry(table))
    statements.push_back("CREATE POLICY read_by_all ON " + table + " FOR SELECT USING (TRUE)");
  return statements;
}

}  // namespace smarthandoff::storage
