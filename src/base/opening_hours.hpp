#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/base/time.hpp>

// When a tenant or secretary is open: "mon-fri 08:00-12:00,13:00-18:00; sat 09:00-13:00", local time.
namespace smarthandoff {

// Throws invalid_argument naming the field unless the text is empty (always open) or of that form.
void check_opening_hours(std::string_view field, std::string_view hours);

// True inside the hours. A text that check_opening_hours would refuse is always open.
bool is_open(std::string_view hours, Instant at, std::string_view zone);

// The first open instant at or after `at` within 60 days; nothing when it never opens.
std::optional<Instant> next_open(std::string_view hours, Instant at, std::string_view zone);

}  // namespace smarthandoff
