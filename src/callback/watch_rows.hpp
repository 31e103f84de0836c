#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/storage/context.hpp>

// The SQL of watching: whose turn anything waits for, what grew old, who dismissed what.
namespace smarthandoff::callbacks::rows {

// The turns (callback_rows.hpp) after `after` for which a callback waits, in order: each costs one step in
// the index, however many callbacks wait for it.
std::vector<std::string> waiting_turns(const Context& context, const std::string& after, std::size_t limit);

// True if a callback waits for this extension, or for somebody of a department.
bool is_waited_for(const storage::Transaction& transaction, const TenantId& tenant,
                   const std::string& extension);

// Open ones asked for and agreed for before `before`, put off at most to `put_off_before`, that are not being
// called.
std::vector<CallbackId> aged(const Context& context, Instant before, Instant put_off_before,
                             std::int64_t limit);

bool any_open(const Context& context);

// Whether the alerts of any have been ignored: mostly not, and then nobody needs to be looked up.
bool any_spent(const Context& context);

// Tenants with open callbacks.
std::vector<TenantId> tenants_open(const storage::Transaction& transaction);

// Tenants whose extensions are not told apart by a domain of the PBX.
std::vector<TenantId> tenants_without_domain(const storage::Transaction& transaction);
std::optional<TenantId> tenant_of_domain(const storage::Transaction& transaction, const std::string& domain);

// False if it was dismissed there before.
bool dismiss(Context& context, const CallbackId& id, const std::string& extension);
std::vector<std::string> dismissals(const Context& context, const CallbackId& id);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> watch_statements();

}  // namespace smarthandoff::callbacks::rows
