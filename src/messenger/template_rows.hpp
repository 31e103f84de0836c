#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of templates, and nothing else.
namespace smarthandoff::templates::rows {

std::optional<MessageTemplate> find(const storage::Transaction& transaction, const TenantId& tenant,
                                    const ChannelId& channel, const std::string& name,
                                    const std::string& language);
std::vector<MessageTemplate> list(const storage::Transaction& transaction, const TenantId& tenant,
                                  const ChannelId& channel);
void save(storage::Transaction& transaction, const TenantId& tenant, const MessageTemplate& one);
void clear_callback(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& channel);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::templates::rows
