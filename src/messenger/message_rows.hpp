#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of messages and of the addresses they went to or came from, and nothing else.
namespace smarthandoff::messages::rows {

std::optional<Message> find(const storage::Transaction& transaction, const TenantId& tenant,
                            const MessageId& id);
std::optional<Message> find_by_peer(const storage::Transaction& transaction, const TenantId& tenant,
                                    const ChannelId& channel, const std::string& peer_id);
// A page, newest first, before an id (empty: from the newest), of one address or of all.
std::vector<Message> list(const storage::Transaction& transaction, const TenantId& tenant,
                          const std::string& address, const MessageId& before, std::int64_t limit);

// What waits to be sent to the same address by the same channel since then, the oldest first.
std::optional<Message> next_waiting(const storage::Transaction& transaction, const TenantId& tenant,
                                    const Message& after);

// False if the channel has a message of that peer id already.
bool insert(storage::Transaction& transaction, const TenantId& tenant, const Message& message);
// Writes what changes: status, peer id, failure, tries and instants, expires_at among them.
void update(storage::Transaction& transaction, const TenantId& tenant, const Message& message);
std::int64_t erase(storage::Transaction& transaction, const TenantId& tenant, const std::string& address);

// Removes the oldest from before an instant, at most so many.
std::int64_t expire(storage::Transaction& transaction, const TenantId& tenant, Instant before,
                    std::int64_t limit);

// What is known of a person on a channel.
struct Address {
  ChannelId channel_id;
  std::string address;
  std::string peer_address;  // as the peer spells it; empty until it told
  std::string user_id;       // may be empty
  std::string profile_name;
  std::optional<Instant> last_inbound_at;
  MessageId last_outbound_id;
};
std::optional<Address> find_address(const storage::Transaction& transaction, const TenantId& tenant,
                                    const ChannelId& channel, const std::string& address);
std::optional<Address> find_user(const storage::Transaction& transaction, const TenantId& tenant,
                                 const ChannelId& channel, const std::string& user_id);
void save(storage::Transaction& transaction, const TenantId& tenant, const Address& address);
// On one channel, or (empty) on any.
std::optional<Instant> last_inbound(const storage::Transaction& transaction, const TenantId& tenant,
                                    const std::string& address, const ChannelId& channel);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::messages::rows
