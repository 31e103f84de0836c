#pragma once

#include <optional>

#include <smarthandoff/storage/context.hpp>

// The times that a callback may be put to.
namespace smarthandoff::callbacks {

// Beyond a year.
bool is_too_far(Instant at, Instant now);

// `at` inside the tenant's hours, else when they begin next; nothing where they never do.
std::optional<Instant> open_at_or_after(const Context& context, Instant at);

// Throws invalid_argument (field "scheduled_at") before `earliest` and beyond a year.
void check_time(Instant at, Instant earliest, Instant now);

// Throws invalid_argument (details: reason `outside_hours`, next_open) outside the tenant's hours.
void check_inside_hours(const Context& context, Instant at);

}  // namespace smarthandoff::callbacks
