#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of agents, and nothing else.
namespace smarthandoff::agents::rows {

std::optional<Agent> find(const storage::Transaction& transaction, const TenantId& tenant, const AgentId& id);
std::optional<Agent> find_by_user(const storage::Transaction& transaction, const TenantId& tenant,
                                  const std::string& user_id);
std::optional<Agent> find_by_email(const storage::Transaction& transaction, const TenantId& tenant,
                                   const std::string& email);
std::optional<Agent> find_by_extension(const storage::Transaction& transaction, const TenantId& tenant,
                                       const std::string& extension);

// A page in the order of creation.
std::vector<Agent> list(const storage::Transaction& transaction, const TenantId& tenant,
                        const ListAgents& filter);

// The active ones of a department, case and accents aside.
std::vector<Agent> of_department(const storage::Transaction& transaction, const TenantId& tenant,
                                 const std::string& department);

// Writes the agent as it is, whether or not it was there.
void save(storage::Transaction& transaction, const TenantId& tenant, const Agent& agent);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::agents::rows
