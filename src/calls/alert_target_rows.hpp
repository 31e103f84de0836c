#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/calls/alert_target.hpp>

// The SQL of alerts' targets and of what waits for them, and nothing else.
namespace smarthandoff::calls::rows {

struct TargetRecord {
  AlertTarget target;
  Sealed url;
};

std::optional<TargetRecord> find_target(const Context& context, const AlertTargetId& id);
std::vector<TargetRecord> list_targets(const Context& context, const ListAlertTargets& filter);
void save_target(Context& context, const TargetRecord& record);
// With all that waits for it.
void delete_target(Context& context, const AlertTargetId& id);

struct WaitingRow {
  AlertId alert_id;
  std::string text;
};
void insert_waiting(Context& context, const AlertTargetId& target, const WaitingRow& alert);
// Those that waited longest, at most so many.
std::vector<WaitingRow> waiting(const Context& context, const AlertTargetId& target, std::int64_t limit);
std::int64_t count_waiting(const Context& context, const AlertTargetId& target);
void delete_waiting(Context& context, const AlertTargetId& target, const AlertId& alert);

// Of every tenant that configured its calls.
std::vector<TenantId> configured_tenants(const storage::Transaction& transaction);

// Every statement above of one tenant, so that a test prepares them on each driver.
std::vector<std::string_view> target_statements();
// The one that walks all tenants.
std::string_view configured_tenants_statement();

}  // namespace smarthandoff::calls::rows
