#pragma once

#include <cstdint>
#include <string>

#include <optional>

#include "simulation/story.hpp"
#include "simulation/twilio_cloud.hpp"

namespace simulation {

struct Outcome {
  std::string failure;  // empty: everything held
  Story story;
  std::size_t promises = 0;
  std::optional<TwilioCloud::Figures> twilio;  // of a run on Twilio
};

// One run: `steps` random things with the rules checked after each, then calm, then the last check.
// `postgresql`: the address of an empty database for 2-4 engines; empty: one engine on SQLite. `twilio`: the
// phone system is Twilio whatever the seed, where there is one engine.
Outcome run(std::uint64_t seed, std::size_t steps, const std::string& postgresql, bool twilio = false);

}  // namespace simulation
