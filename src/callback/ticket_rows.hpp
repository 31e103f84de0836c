#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of tickets, and nothing else.
namespace smarthandoff::tickets::rows {

std::optional<Ticket> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const TicketId& id);

// What an agent sees: by the own extension and department, each of which may be empty, and their
// destinations.
struct Sight {
  std::string extension;
  std::string department;
  std::vector<DestinationId> destinations;
};
bool is_in_sight(const storage::Transaction& transaction, const TenantId& tenant, const TicketId& id,
                 const Sight& sight);

// Newest first; in `sight` if it is limited.
std::vector<Ticket> list(const storage::Transaction& transaction, const TenantId& tenant,
                         const ListTickets& filter, const std::optional<Sight>& sight);

// Writes the ticket as it is, whether or not it was there.
void save(storage::Transaction& transaction, const TenantId& tenant, const Ticket& ticket);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::tickets::rows
