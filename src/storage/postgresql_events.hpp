#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <smarthandoff/storage/event.hpp>

#include "storage/postgresql_connection.hpp"

// Events where several processes leave them: stored without a position, and numbered after their commit by
// the one process that is the sequencer. The order of ids is that of an entity's commits, since whoever
// changes an entity second inserts after the first one committed.
namespace smarthandoff::storage::postgresql_events {

// Stores the events with the next thing that is sent.
void append(PostgresqlConnection& connection, const std::vector<Event>& events);

// Outside of a transaction, by the sequencer's session alone: gives positions to at most `limit` committed
// events and tells whoever listens (postgresql_processes.hpp).
struct Numbered {
  std::size_t count = 0;
  std::int64_t newest = 0;
};
Numbered number(PostgresqlConnection& session, std::size_t limit);

std::vector<std::string_view> statements();

}  // namespace smarthandoff::storage::postgresql_events
