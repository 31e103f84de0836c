#pragma once

#include <cstdint>
#include <optional>

#include <smarthandoff/calls/carrier.hpp>

namespace smarthandoff::calls {

// When an order that may be repeated is given again after this failure, for about half a day; none: it never
// is, or not any more.
std::optional<Seconds> next_try(const Failure& failure, std::int64_t tries);

}  // namespace smarthandoff::calls
