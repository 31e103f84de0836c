#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of callbacks, and nothing else. Transcript and summary are their tickets'.
namespace smarthandoff::callbacks::rows {

// Whom the one open callback is kept for.
struct Keys {
  std::string destination;
  std::string person;
};

std::optional<Callback> find(const storage::Transaction& transaction, const TenantId& tenant,
                             const CallbackId& id);

// The open callback of the person for the destination, else the oldest open one of that number.
std::optional<Callback> find_open(const storage::Transaction& transaction, const TenantId& tenant,
                                  const Keys& keys, const PhoneNumber& number);

// In the order of announcements; after `cursor` if there is one.
std::vector<Callback> list(const storage::Transaction& transaction, const TenantId& tenant,
                           const ListCallbacks& filter, const std::optional<Callback>& cursor);

void insert(storage::Transaction& transaction, const TenantId& tenant, const Callback& callback,
            const Keys& keys);

// Writes the wish anew; the keys and what later steps record stay.
void update_wish(storage::Transaction& transaction, const TenantId& tenant, const Callback& callback);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::callbacks::rows
