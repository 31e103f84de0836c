#include "callback/watch_rows.hpp"

namespace smarthandoff::callbacks::rows {
namespace {

using storage::Row;

constexpr std::string_view kNextTurn =
    "SELECT min(turn) FROM callbacks WHERE tenant = ?1 AND turn > ?2 AND open AND waiting";
constexpr std::string_view kWaitedFor =
    "SELECT 1 FROM callbacks WHERE tenant = ?1 AND turn = ?2 AND open AND waiting LIMIT 1";
constexpr std::string_view kAged = R"sql(
SELECT id FROM callbacks WHERE tenant = ?1 AND place IN (0, 1, 2, 3) AND requested_at <= ?2 AND NOT dialling
  AND (agreed_at IS NULL OR agreed_at <= ?2) AND (scheduled_at IS NULL OR scheduled_at <= ?4) AND status <> 'in_progress' LIMIT ?3)sql";
constexpr std::string_view kAnyOpen = "SELECT 1 FROM callbacks WHERE tenant = ?1 AND open LIMIT 1";
constexpr std::string_view kAnySpent =
    "SELECT 1 FROM callbacks WHERE tenant = ?1 AND open AND waiting AND status = 'notified' LIMIT 1";
constexpr std::string_view kNextTenant = "SELECT min(tenant) FROM callbacks WHERE open AND tenant > ?1";
constexpr std::string_view kWithoutDomain = R"sql(
SELECT id FROM tenants t WHERE NOT EXISTS
  (SELECT 1 FROM tenant_identities i WHERE i.tenant = t.id AND i.kind = 'pbx_domain'))sql";
constexpr std::string_view kOfDomain =
    "SELECT tenant FROM tenant_identities WHERE kind = 'pbx_domain' AND value = ?1";
constexpr std::string_view kDismiss = R"sql(
INSERT INTO callback_dismissals (tenant, callback_id, extension) VALUES (?1, ?2, ?3)
ON CONFLICT (tenant, callback_id, extension) DO NOTHING)sql";
constexpr std::string_view kDismissals =
    "SELECT extension FROM callback_dismissals WHERE tenant = ?1 AND callback_id = ?2";

bool found_any(const storage::Transaction& transaction, std::string_view sql,
               std::initializer_list<storage::Value> parameters) {
  bool found = false;
  transaction.query(sql, parameters, [&](const Row&) { found = true; });
  return found;
}

}  // namespace

std::vector<std::string> waiting_turns(const Context& context, const std::string& after, std::size_t limit) {
  std::vector<std::string> found;
  std::string last = after;
  while (found.size() < limit) {
    std::optional<std::string> next;
    context.transaction().query(kNextTurn, {context.tenant(), last},
                                [&](const Row& row) { next = row.optional_string(0); });
    if (!next) break;
    last = *next;
    found.push_back(std::move(*next));
  }
  return found;
}

bool is_waited_for(const storage::Transaction& transaction, const TenantId& tenant,
                   const std::string& extension) {
  if (found_any(transaction, kWaitedFor, {tenant, extension})) return true;
  bool department = false;  // their turns come before all extensions
  transaction.query(kNextTurn, {tenant, ""},
                    [&](const Row& row) { department = !row.is_null(0) && row.text(0).starts_with('#'); });
  return department;
}

std::vector<CallbackId> aged(const Context& context, Instant before, Instant put_off_before,
                             std::int64_t limit) {
  std::vector<CallbackId> found;
  context.transaction().query(kAged, {context.tenant(), before, limit, put_off_before},
                              [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

bool any_open(const Context& context) {
  return found_any(context.transaction(), kAnyOpen, {context.tenant()});
}

bool any_spent(const Context& context) {
  return found_any(context.transaction(), kAnySpent, {context.tenant()});
}

std::vector<TenantId> tenants_open(const storage::Transaction& transaction) {
  std::vector<TenantId> found;
  std::string last;
  while (true) {
    std::optional<std::string> next;
    transaction.query(kNextTenant, {last}, [&](const Row& row) { next = row.optional_string(0); });
    if (!next) return found;
    last = *next;
    found.push_back({std::move(*next)});
  }
}

std::vector<TenantId> tenants_without_domain(const storage::Transaction& transaction) {
  std::vector<TenantId> found;
  transaction.query(kWithoutDomain, {}, [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::optional<TenantId> tenant_of_domain(const storage::Transaction& transaction, const std::string& domain) {
  std::optional<TenantId> found;
  transaction.query(kOfDomain, {domain}, [&](const Row& row) { found = TenantId{row.string(0)}; });
  return found;
}

bool dismiss(Context& context, const CallbackId& id, const std::string& extension) {
  return context.transaction().execute(kDismiss, {context.tenant(), id, extension}) == 1;
}

std::vector<std::string> dismissals(const Context& context, const CallbackId& id) {
  std::vector<std::string> found;
  context.transaction().query(kDismissals, {context.tenant(), id},
                              [&](const Row& row) { found.push_back(row.string(0)); });
  return found;
}

std::vector<std::string_view> watch_statements() {
  return {kNextTurn,      kWaitedFor, kAged,    kAnyOpen,    kNextTenant,
          kWithoutDomain, kOfDomain,  kDismiss, kDismissals, kAnySpent};
}

}  // namespace smarthandoff::callbacks::rows
