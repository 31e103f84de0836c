#pragma once

#include <memory>
#include <string>
#include <vector>

#include <smarthandoff/smarthandoff.hpp>

#include "line.hpp"
#include "timeline.hpp"

namespace demo {

// One caller of the demo: whom they ask for, what that leads to, and what they then say.
struct Story {
  std::string title;
  std::string asks_for;              // as said
  std::vector<std::string> answers;  // to the assistant's questions, in order
  bool hangs_up_while_ringing = false;
};

// The destinations that the stories ask for: 1001 to 1006 are the extensions of docs/demo.md.
void make_destinations(smarthandoff::Tenant& tenant);

// One story per result of a transfer. `simulated` adds those that need phones a real PBX does not promise.
std::vector<Story> stories(bool simulated);

// Plays one story on one live call; answers whether it went as the title says.
void play(const Story& story, smarthandoff::Tenant tenant, Line& line, const Line::Caller& caller,
          const std::shared_ptr<Timeline>& timeline);

}  // namespace demo
