#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/base/time.hpp>

#include "simulation/random.hpp"

namespace simulation {

// How badly a connection carries its bytes: chances of 0 to 1.
struct WireTrouble {
  double cut = 0;      // what comes is cut into small segments, and its end waits a little
  double late = 0;     // what is written comes up to half a second later
  double stalled = 0;  // ... or up to 15 s: longer than anybody waits for an answer
  double broken = 0;   // the connection ends in the middle of what comes
  double doubled_event = 0;
};

// One direction of a connection: a stream of bytes that comes out later, in segments of any size. Nothing is
// reordered and, until it breaks, nothing lost.
class BytePipe {
 public:
  using Sink = std::function<void(std::string_view)>;

  BytePipe(Random& random, const smarthandoff::Clock& clock) : random_(random), clock_(clock) {}

  void write(std::string_view bytes, const WireTrouble& trouble);

  // Gives out what is due; true if there was any. What comes behind a break is lost.
  bool step(const WireTrouble& trouble, const Sink& sink);
  // Gives out a part of what is still on its way and breaks.
  void break_off(const Sink& sink);

  bool broken() const { return broken_; }
  bool empty() const { return writes_.empty(); }
  std::optional<smarthandoff::Instant> next_due() const;

 private:
  struct Write {
    smarthandoff::Instant due;
    std::string bytes;
  };

  void deliver(std::string_view bytes, bool in_pieces, const Sink& sink);

  Random& random_;
  const smarthandoff::Clock& clock_;
  std::deque<Write> writes_;
  bool broken_ = false;
};

}  // namespace simulation
