#pragma once

#include <functional>
#include <optional>
#include <string>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/esl/event.hpp>

namespace smarthandoff::esl {

// What became of a command sent to the switch.
struct Answer {
  // What the switch said, without the newline at its end: the output of an API line or of a background job,
  // else the Reply-Text. "-ERR …" and "-USAGE …" are refusals.
  std::string text;

  // Set when there is no answer: `unavailable` (not connected, or lost before it was sent), `in_doubt` (sent,
  // and the connection was lost or the deadline passed before an answer came: it may have happened),
  // `rate_limited` (too many commands wait).
  std::optional<Error> error;

  // The channel's data, in the answer to `connect` of an outbound socket.
  std::optional<Event> event;

  // The switch answered, and refused.
  bool refused() const { return text.starts_with("-ERR") || text.starts_with("-USAGE"); }

  // The switch answered, and did not refuse.
  bool ok() const { return !error && !refused(); }
};

// Called exactly once for each command, never before the call that sent it returns.
using AnswerHandler = std::function<void(Answer)>;

}  // namespace smarthandoff::esl
