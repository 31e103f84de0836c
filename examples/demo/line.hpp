#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <smarthandoff/telephony/esl.hpp>

#include "timeline.hpp"

namespace demo {

// The demo's own ear on the PBX: which callers reach the assistant's extension, and what the PBX does with
// the legs of a call. A real host has an assistant there, which knows its calls.
class Line {
 public:
  Line(std::string host, std::uint16_t port, std::string password);
  ~Line();

  // Waits until the PBX lets us listen. Throws what it refuses us with.
  void open();

  // The next caller who was parked at 9000, and the number they call from; nothing after `patience`.
  struct Caller {
    std::string call, number;
  };
  std::optional<Caller> next_caller(std::chrono::seconds patience);

  // From now on, what happens to this leg is a line of the timeline.
  void follow(const std::string& leg, const std::string& name, std::shared_ptr<Timeline> timeline);

  // Hangs up as a caller would who puts the phone down.
  void hang_up(const std::string& call);

 private:
  void on_event(const smarthandoff::esl::Event& event);
  void on_state(const smarthandoff::esl::StateChange& change);

  struct Followed {
    std::string name;
    std::shared_ptr<Timeline> timeline;
  };

  std::mutex mutex_;  // guards everything but the client
  std::condition_variable changed_;
  std::deque<Caller> waiting_;
  std::map<std::string, Followed> followed_;
  std::map<std::string, bool> seen_;
  std::optional<smarthandoff::esl::StateChange> state_;
  std::unique_ptr<smarthandoff::esl::Client> client_;
};

}  // namespace demo
