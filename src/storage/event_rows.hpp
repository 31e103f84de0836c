#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/storage/database.hpp>
#include <smarthandoff/storage/event.hpp>

// The rows of events, in the order of their positions.
namespace smarthandoff::storage::events {

// Stores the events under their positions, which only grow: a SQLite store has one writer, and it gives them.
// Position 0 is none yet: on PostgreSQL the sequencer numbers the event after its commit.
void append(Transaction& transaction, const std::vector<Event>& events);

// At most `limit` events after the cursor: of one tenant, or of all for an empty one.
std::vector<Event> read(const Transaction& transaction, const TenantId& tenant, std::int64_t after,
                        std::size_t limit);

// The first and last position kept; nothing for a store without events. A cursor below oldest - 1 has missed
// something, unless it is 0: the beginning.
struct Range {
  std::int64_t oldest = 0, newest = 0;
};
std::optional<Range> range(const Transaction& transaction);

// Removes at most `limit` of the events older than that, the oldest first, and answers how many. The newest
// event always stays: positions go on from it.
std::int64_t prune(Transaction& transaction, Instant older_than, std::size_t limit);

// What is left of an event that told of an erased person.
inline constexpr std::string_view kErased = R"({"erased":true})";

// Takes the payloads out of a tenant's events of these entities whose topics begin so, and answers
// how many there were. Positions, topics and entities stay, so that every cursor holds.
std::int64_t erase(Transaction& transaction, const TenantId& tenant, std::string_view topics,
                   std::span<const std::string> entities);

}  // namespace smarthandoff::storage::events
