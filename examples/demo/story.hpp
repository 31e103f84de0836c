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
  std::string extension;             // of whom they mean
  std::vector<std::string> answers;  // to the assistant's questions, in order
  bool hangs_up_while_ringing = false;
};

// The destinations that the stories ask for (docs/demo.md).
void make_destinations(smarthandoff::Tenant& tenant);

// One story per result of a transfer that the line has phones for.
std::vector<Story> stories(const Line& line);

// Plays one story on one live call.
void play(const Story& story, smarthandoff::Tenant tenant, Line& line, const Line::Caller& caller,
          const std::shared_ptr<Timeline>& timeline);

}  // namespace demo
