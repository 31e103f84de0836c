#pragma once

#include <cstdint>
#include <string>

#include "simulation/story.hpp"

namespace simulation {

struct Outcome {
  std::string failure;  // empty: everything held
  Story story;
  std::size_t promises = 0;
};

// One run: `steps` random things with the rules checked after each, then calm, then the last check.
// `postgresql`: the address of an empty database for 2-4 engines; empty: one engine on SQLite.
Outcome run(std::uint64_t seed, std::size_t steps, const std::string& postgresql);

}  // namespace simulation
