#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/time.hpp>

// When a tenant or secretary is open: "mon-fri 08:00-12:00,13:00-18:00; sat 09:00-13:00", local time.
namespace smarthandoff {

// Minutes of a local day; `to` is not part of it and may be 24:00.
struct OpenPeriod {
  int from = 0, to = 0;
};
using OpenWeek = std::array<std::vector<OpenPeriod>, 8>;  // by ISO weekday, 1-7

// The text taken apart; nothing where it is not of the form.
std::optional<OpenWeek> read_opening_hours(std::string_view hours);

// Throws invalid_argument naming the field unless the text is empty (always open) or of that form.
void check_opening_hours(std::string_view field, std::string_view hours);

// True inside the hours. A text that check_opening_hours would refuse is always open.
bool is_open(std::string_view hours, Instant at, std::string_view zone);

// The first open instant at or after `at` within 60 days; nothing when it never opens.
std::optional<Instant> next_open(std::string_view hours, Instant at, std::string_view zone);

}  // namespace smarthandoff
