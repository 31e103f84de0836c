#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of channels, and nothing else.
namespace smarthandoff::channels::rows {

// A channel as it is stored: its credentials sealed.
struct Record {
  Channel channel;
  Sealed credentials;  // empty key id: none
  std::string verify_print;
};

std::optional<Record> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const ChannelId& id);
std::optional<Record> find_by_number(const storage::Transaction& transaction, const TenantId& tenant,
                                     const std::string& phone_number_id);
std::vector<Record> of_account(const storage::Transaction& transaction, const TenantId& tenant,
                               const std::string& waba_id);
// A page by id; of one status or of all.
std::vector<Record> list(const storage::Transaction& transaction, const TenantId& tenant,
                         const ListChannels& filter);

// Writes the channel as it is, whether or not it was there. Throws already_exists for a number that another
// channel has.
void save(storage::Transaction& transaction, const TenantId& tenant, const Record& record);
// No channel of the kind is the default any more.
void clear_default(storage::Transaction& transaction, const TenantId& tenant, ChannelKind kind);

ChannelCount count(const storage::Transaction& transaction);

// A message of this channel that may still go out, or may have.
bool has_unsettled(const storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id);
// The channel, its templates and what was told of it.
void remove(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id);

// What the peer is asked about a channel, by kind: asked, told, and the answer to the newest question.
void ask(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id, const char* kind);
void tell(storage::Transaction& transaction, const TenantId& tenant, const ChannelId& id, const char* kind,
          const std::string& report);
std::optional<std::string> told(const storage::Transaction& transaction, const TenantId& tenant,
                                const ChannelId& id, const char* kind);

std::vector<TenantId> tenants_of_number(const storage::Transaction& transaction, const std::string& id);
std::vector<TenantId> tenants_of_account(const storage::Transaction& transaction, const std::string& id);
std::vector<TenantId> tenants_of_verify_print(const storage::Transaction& transaction,
                                              const std::string& print);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::channels::rows
