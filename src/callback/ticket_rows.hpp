#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/storage/database.hpp>

// The SQL of tickets, and nothing else.
namespace smarthandoff::tickets::rows {

std::optional<Ticket> find(const storage::Transaction& transaction, const TenantId& tenant,
                           const TicketId& id);

// Newest first.
std::vector<Ticket> list(const storage::Transaction& transaction, const TenantId& tenant,
                         const ListTickets& filter);

// Writes the ticket as it is, whether or not it was there.
void save(storage::Transaction& transaction, const TenantId& tenant, const Ticket& ticket);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> statements();

}  // namespace smarthandoff::tickets::rows
