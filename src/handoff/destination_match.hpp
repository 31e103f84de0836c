#pragma once

#include <string_view>
#include <vector>

#include <smarthandoff/handoff/destination.hpp>

// Whom a caller means: pure, over the destinations that this caller may reach.
namespace smarthandoff::destinations {

struct Match {
  std::vector<Destination> found;  // all that fit equally well, in the order given
  MatchedBy by = MatchedBy::nothing;
  bool anyone = false;  // nobody was named: "alguém", or nothing at all
};

// The best of: name or alias letter by letter; the same without case, accents and filler words; name,
// alias, department and extension number as words of a sentence, where more words that fit are better, and a
// name is better than a department; close spelling. "Alguém" only where no name fits. A switched-off
// destination counts only where no other fits as well. Time linear in text and destinations.
Match match(std::string_view text, const std::vector<Destination>& destinations);

}  // namespace smarthandoff::destinations
