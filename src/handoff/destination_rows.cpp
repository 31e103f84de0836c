#include "handoff/destination_rows.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

#include "base/department.hpp"

namespace smarthandoff::destinations::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, name, aliases, type, number, context, department, description, ring_timeout_seconds,
  fallback_action, enabled, secretary_id, whisper, accept_gate, hunt, source, source_id,
  created_at, updated_at
FROM destinations WHERE tenant = ?1 )sql";

// An absent filter is null, and lets every row pass.
constexpr std::string_view kFilters = R"sql(
  AND (CAST(?2 AS TEXT) IS NULL OR secretary_id = ?2 OR secretary_id = '')
  AND (CAST(?3 AS TEXT) IS NULL OR department_folded = ?3)
  AND (CAST(?4 AS TEXT) IS NULL OR type = ?4)
  AND enabled IN (?5, ?6)
  AND id > ?7
ORDER BY id LIMIT ?8)sql";

constexpr std::string_view kReachable =
    "AND (CAST(?2 AS TEXT) IS NULL OR secretary_id = ?2 OR secretary_id = '') ORDER BY id";

constexpr std::string_view kImported = "AND source = ?2 AND source_id <> '' ORDER BY id";

constexpr std::string_view kOfDepartment =
    "SELECT id FROM destinations WHERE tenant = ?1 AND department_folded = ?2 ORDER BY id";

constexpr std::string_view kSave = R"sql(
INSERT INTO destinations (tenant, id, name, aliases, type, number, context, department, department_folded,
  description, ring_timeout_seconds, fallback_action, enabled, secretary_id, whisper, accept_gate, hunt,
  source, source_id, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, aliases = excluded.aliases, type = excluded.type,
  number = excluded.number, context = excluded.context, department = excluded.department,
  department_folded = excluded.department_folded, description = excluded.description,
  ring_timeout_seconds = excluded.ring_timeout_seconds, fallback_action = excluded.fallback_action,
  enabled = excluded.enabled, secretary_id = excluded.secretary_id, whisper = excluded.whisper,
  accept_gate = excluded.accept_gate, hunt = excluded.hunt, updated_at = excluded.updated_at)sql";

constexpr std::string_view kRemove = "DELETE FROM destinations WHERE tenant = ?1 AND id = ?2";

struct Queries {
  std::string find, list, reachable, imported, of_number;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect);
    return Queries{.find = select + "AND id = ?2",
                   .list = select + std::string(kFilters),
                   .reachable = select + std::string(kReachable),
                   .imported = select + std::string(kImported),
                   .of_number = select + "AND number = ?2 ORDER BY id"};
  }();
  return all;
}

Destination destination_of(const Row& row) {
  return {.id = {row.string(0)},
          .name = row.string(1),
          .aliases = from_json<std::vector<std::string>>(row.text(2)),
          .type = from_wire<DestinationType>(row.text(3), "type"),
          .number = row.string(4),
          .context = row.string(5),
          .department = row.string(6),
          .description = row.string(7),
          .ring_timeout_seconds = row.integer(8),
          .fallback_action = from_wire<FallbackAction>(row.text(9), "fallback_action"),
          .enabled = row.boolean(10),
          .secretary_id = {row.string(11)},
          .whisper = row.string(12),
          .accept_gate = from_wire<AcceptGate>(row.text(13), "accept_gate"),
          .hunt = from_json<std::vector<NextDestination>>(row.text(14)),
          .source = from_wire<DestinationSource>(row.text(15), "source"),
          .source_id = row.string(16),
          .created_at = row.instant(17),
          .updated_at = row.instant(18)};
}

Value unless_empty(std::string_view text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

}  // namespace

std::optional<Destination> find(const storage::Transaction& transaction, const TenantId& tenant,
                                const DestinationId& id) {
  std::optional<Destination> found;
  transaction.query(queries().find, {tenant, id}, [&](const Row& row) { found = destination_of(row); });
  return found;
}

std::vector<Destination> list(const storage::Transaction& transaction, const TenantId& tenant,
                              const ListDestinations& filter) {
  std::vector<Destination> found;
  transaction.query(
      queries().list,
      {tenant, unless_empty(filter.secretary_id.value), unless_empty(department_key(filter.department)),
       filter.type ? Value(wire_name(*filter.type)) : Value(nullptr), filter.enabled.value_or(true),
       filter.enabled.value_or(false), filter.after, filter.limit},
      [&](const Row& row) { found.push_back(destination_of(row)); });
  return found;
}

std::vector<Destination> of_number(const storage::Transaction& transaction, const TenantId& tenant,
                                   const std::string& number) {
  std::vector<Destination> found;
  transaction.query(queries().of_number, {tenant, number},
                    [&](const Row& row) { found.push_back(destination_of(row)); });
  return found;
}

std::vector<DestinationId> of_department(const storage::Transaction& transaction, const TenantId& tenant,
                                         const std::string& key) {
  std::vector<DestinationId> found;
  transaction.query(kOfDepartment, {tenant, key}, [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<Destination> reachable(const storage::Transaction& transaction, const TenantId& tenant,
                                   const SecretaryId& secretary) {
  std::vector<Destination> found;
  transaction.query(queries().reachable, {tenant, unless_empty(secretary.value)},
                    [&](const Row& row) { found.push_back(destination_of(row)); });
  return found;
}

std::vector<Destination> imported(const storage::Transaction& transaction, const TenantId& tenant,
                                  DestinationSource source) {
  std::vector<Destination> found;
  transaction.query(queries().imported, {tenant, wire_name(source)},
                    [&](const Row& row) { found.push_back(destination_of(row)); });
  return found;
}

void save(storage::Transaction& transaction, const TenantId& tenant, const Destination& destination) {
  transaction.execute(kSave, {tenant,
                              destination.id,
                              destination.name,
                              to_json(destination.aliases),
                              wire_name(destination.type),
                              destination.number,
                              destination.context,
                              destination.department,
                              department_key(destination.department),
                              destination.description,
                              destination.ring_timeout_seconds,
                              wire_name(destination.fallback_action),
                              destination.enabled,
                              destination.secretary_id,
                              destination.whisper,
                              wire_name(destination.accept_gate),
                              to_json(destination.hunt),
                              wire_name(destination.source),
                              destination.source_id,
                              destination.created_at,
                              destination.updated_at});
}

bool remove(storage::Transaction& transaction, const TenantId& tenant, const DestinationId& id) {
  return transaction.execute(kRemove, {tenant, id}) > 0;
}

std::vector<std::string_view> statements() {
  return {queries().find,
          queries().list,
          queries().reachable,
          queries().imported,
          queries().of_number,
          kOfDepartment,
          kSave,
          kRemove};
}

}  // namespace smarthandoff::destinations::rows
