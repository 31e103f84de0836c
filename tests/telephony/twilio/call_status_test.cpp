#include <smarthandoff/telephony/twilio/call_status.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

using namespace smarthandoff::twilio;

namespace {

CallProgress after(const std::vector<CallEvent>& events) {
  CallProgress progress;
  for (const CallEvent& event : events) progress = step(progress, event).now;
  return progress;
}

}  // namespace

TEST_CASE("a call's events end in the same place in whatever order and however often they come") {
  std::vector<CallEvent> events{{CallStatus::initiated, 0},
                                {CallStatus::ringing, 1},
                                {CallStatus::in_progress, 2},
                                {CallStatus::completed, 3}};
  std::vector<std::size_t> order{0, 1, 2, 3};
  do {
    std::vector<CallEvent> mixed;
    for (const std::size_t i : order) mixed.insert(mixed.end(), {events[i], events[i]});
    CHECK(after(mixed) == CallProgress{CallStatus::completed, 3});
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("no event goes down, and nothing follows a final one") {
  constexpr std::array kAll{CallStatus::queued,      CallStatus::initiated, CallStatus::ringing,
                            CallStatus::in_progress, CallStatus::completed, CallStatus::busy,
                            CallStatus::no_answer,   CallStatus::failed,    CallStatus::canceled};
  for (const CallStatus known : kAll) {
    for (const CallStatus told : kAll) {
      const CallStep result = step({known, 5}, {told, std::nullopt});
      const bool moves = !is_final(known) && rank(told) > rank(known);
      CHECK(result.moved == moves);
      CHECK(result.now == CallProgress{moves ? told : known, 5});
    }
  }
}

TEST_CASE("the words of calls and messages") {
  CHECK(call_status("in-progress") == CallStatus::in_progress);
  CHECK(call_status("no-answer") == CallStatus::no_answer);
  CHECK(call_status("answered") == CallStatus::in_progress);
  CHECK_FALSE(call_status("no_answer").has_value());
  CHECK(message_status("accepted") == MessageStatus::accepted);
  CHECK(message_status("read") == MessageStatus::read);
  CHECK_FALSE(message_status("").has_value());
}

TEST_CASE("a message that was delivered is not sent again, and may still be read") {
  using enum MessageStatus;
  CHECK(follows(queued, sent));
  CHECK(follows(sent, delivered));
  CHECK_FALSE(follows(delivered, sent));
  CHECK_FALSE(follows(delivered, failed));
  CHECK_FALSE(follows(failed, delivered));
  CHECK(follows(delivered, read));
  CHECK_FALSE(follows(read, delivered));
  CHECK_FALSE(follows(failed, read));
}
