#pragma once

#include <cstddef>

#include <smarthandoff/handoff/destination.hpp>

// What every destination must be, whoever made it.
namespace smarthandoff::destinations {

inline constexpr std::size_t kMaxName = 100;
inline constexpr std::size_t kMaxAliases = 50;
inline constexpr std::size_t kMaxDescription = 1000;
inline constexpr std::int64_t kLeastRing = 5, kMostRing = 120;  // seconds

// Trims name and department, makes the number what is dialled, and throws invalid_argument naming the field;
// not_found for a secretary or hunt destination that does not exist.
void check(const Context& context, Destination& destination);

// Those of its hunt list that were deleted since would refuse every change.
void forget_deleted(const Context& context, Destination& destination);

}  // namespace smarthandoff::destinations
