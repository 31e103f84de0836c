#pragma once

#include <smarthandoff/storage/context.hpp>

// The times that a callback may be put to.
namespace smarthandoff::callbacks {

// Throws invalid_argument (field "scheduled_at") before `earliest` and beyond a year.
void check_time(Instant at, Instant earliest, Instant now);

// Throws invalid_argument (details: reason `outside_hours`, next_open) outside the tenant's hours.
void check_inside_hours(const Context& context, Instant at);

}  // namespace smarthandoff::callbacks
