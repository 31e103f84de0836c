#include "contact/agent_rows.hpp"

#include <smarthandoff/base/immortal.hpp>

#include "base/department.hpp"
#include "base/field_check.hpp"

namespace smarthandoff::agents::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, user_id, name, email, extension, department, role, active, created_at, updated_at
FROM agents WHERE tenant = ?1 )sql";

// An absent filter is null, and lets every row pass.
constexpr std::string_view kFilters = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR department_folded = ?2)
  AND (CAST(?3 AS TEXT) IS NULL OR role = ?3)
  AND active IN (?4, ?5)
  AND id > ?6
ORDER BY id LIMIT ?7)sql";

constexpr std::string_view kSave = R"sql(
INSERT INTO agents (tenant, id, user_id, name, email, email_folded, extension, department, department_folded,
  role, active, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, email = excluded.email,
  email_folded = excluded.email_folded, extension = excluded.extension, department = excluded.department,
  department_folded = excluded.department_folded, role = excluded.role, active = excluded.active,
  updated_at = excluded.updated_at)sql";

struct Queries {
  std::string find, by_user, by_email, by_extension, list, of_department;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND id = ?2",
                   .by_user = select + "AND user_id = ?2",
                   .by_email = select + "AND email_folded = ?2 AND email_folded <> ''",
                   .by_extension = select + "AND extension = ?2 AND extension <> ''",
                   .list = select + std::string(kFilters),
                   .of_department = select + "AND department_folded = ?2 AND active = TRUE ORDER BY id"};
  }();
  return all;
}

Agent agent_of(const Row& row) {
  return {.id = {row.string(0)},
          .user_id = row.string(1),
          .name = row.string(2),
          .email = row.string(3),
          .extension = row.string(4),
          .department = row.string(5),
          .role = from_wire<Role>(row.text(6), "role"),
          .active = row.boolean(7),
          .created_at = row.instant(8),
          .updated_at = row.instant(9)};
}

// Capitals aside; accents make another mailbox (RFC 6531).
std::string email_key(std::string_view email) {
  std::string key(field::trimmed(email));
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return key;
}

std::optional<Agent> one(const storage::Transaction& transaction, std::string_view sql,
                         const TenantId& tenant, const Value& key) {
  std::optional<Agent> found;
  transaction.query(sql, {tenant, key}, [&](const Row& row) { found = agent_of(row); });
  return found;
}

}  // namespace

std::optional<Agent> find(const storage::Transaction& transaction, const TenantId& tenant,
                          const AgentId& id) {
  return one(transaction, queries().find, tenant, id);
}

std::optional<Agent> find_by_user(const storage::Transaction& transaction, const TenantId& tenant,
                                  const std::string& user_id) {
  return one(transaction, queries().by_user, tenant, user_id);
}

std::optional<Agent> find_by_email(const storage::Transaction& transaction, const TenantId& tenant,
                                   const std::string& email) {
  return one(transaction, queries().by_email, tenant, email_key(email));
}

std::optional<Agent> find_by_extension(const storage::Transaction& transaction, const TenantId& tenant,
                                       const std::string& extension) {
  return one(transaction, queries().by_extension, tenant, extension);
}

std::vector<Agent> list(const storage::Transaction& transaction, const TenantId& tenant,
                        const ListAgents& filter) {
  const std::string department = department_key(filter.department);
  std::vector<Agent> found;
  transaction.query(queries().list,
                    {tenant, department.empty() ? Value(nullptr) : Value(department),
                     filter.role ? Value(wire_name(*filter.role)) : Value(nullptr),
                     filter.active.value_or(true), filter.active.value_or(false), filter.after, filter.limit},
                    [&](const Row& row) { found.push_back(agent_of(row)); });
  return found;
}

std::vector<Agent> of_department(const storage::Transaction& transaction, const TenantId& tenant,
                                 const std::string& department) {
  std::vector<Agent> found;
  transaction.query(queries().of_department, {tenant, department_key(department)},
                    [&](const Row& row) { found.push_back(agent_of(row)); });
  return found;
}

void save(storage::Transaction& transaction, const TenantId& tenant, const Agent& agent) {
  transaction.execute(
      kSave, {tenant, agent.id, agent.user_id, agent.name, agent.email, email_key(agent.email),
              agent.extension, agent.department, department_key(agent.department), wire_name(agent.role),
              agent.active, agent.created_at, agent.updated_at});
}

std::vector<std::string_view> statements() {
  return {queries().find,
          queries().by_user,
          queries().by_email,
          queries().by_extension,
          queries().list,
          queries().of_department,
          kSave};
}

}  // namespace smarthandoff::agents::rows
