#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <smarthandoff/telephony/port.hpp>

#include "timeline.hpp"

namespace demo {

// A phone system with callers who want the assistant, and the demo's own ear on it: what the phone system
// does with a caller and with whoever is called for them. A real host has an assistant there, which knows its
// calls.
class Line {
 public:
  struct Caller {
    std::string call, number;
  };

  virtual ~Line() = default;

  virtual std::string name() const = 0;      // "simulated PBX at 127.0.0.1:4711"
  virtual bool has_every_phone() const = 0;  // also those that a real system does not promise
  virtual std::shared_ptr<smarthandoff::telephony::Telephony> telephony() = 0;  // what the engine is given

  // Waits until it can be listened to, once the engine is open. Throws what it refuses us with.
  virtual void open() = 0;
  // The next caller who reached the assistant. Throws where nobody comes.
  virtual Caller next_caller(const std::string& story) = 0;
  // From now on, what happens to the caller and to the extension that they are put through to is a line of
  // the timeline.
  virtual void follow(const Caller& caller, const std::string& extension,
                      std::shared_ptr<Timeline> timeline) = 0;
  // Hangs up as a caller would who puts the phone down.
  virtual void hang_up(const Caller& caller) = 0;
};

}  // namespace demo
