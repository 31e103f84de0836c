#pragma once

#include <string>

#include <smarthandoff/contact/suppression.hpp>

// Promotions that a person stopped, or takes again, at the messaging service itself: its word is theirs.
namespace smarthandoff::suppressions::wishes {

struct ToldWish {
  std::string address;
  Channel channel = Channel::whatsapp;
  bool stopped = true;
  Instant at;          // when it was said; later than now: now
  std::string reason;  // of the suppression; at most 100 characters
};

// The newest word counts, in whatever order they come; of two of one instant the stop. Taking them again
// lifts what was stopped so, neither an opt-out nor what a host stored. An address that cannot be one is
// nobody's.
void take(Context& context, const ToldWish& told);

}  // namespace smarthandoff::suppressions::wishes
