#include "callback/callback_lifecycle.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace smarthandoff::callbacks;

TEST_CASE("every status knows whether it is open and what asking again makes of it") {
  using enum CallbackStatus;
  struct Row {
    CallbackStatus before;
    bool open;
    CallbackStatus asked_for_soon, asked_for_a_time;
  };
  const std::vector<Row> rows = {
      {pending, true, pending, scheduled},
      {scheduled, true, pending, scheduled},
      {notified, true, notified, scheduled},            // the agent already knows
      {ready_to_call, true, ready_to_call, scheduled},  // the customer already said yes
      {in_progress, true, in_progress, in_progress},    // the call is on its way
      {completed, false, completed, completed},
      {failed, false, failed, failed},
      {canceled, false, canceled, canceled},
  };
  for (const Row& row : rows) {
    CAPTURE(smarthandoff::wire_name(row.before));
    CHECK(is_open(row.before) == row.open);
    CHECK(status_when_joined(row.before, false) == row.asked_for_soon);
    CHECK(status_when_joined(row.before, true) == row.asked_for_a_time);
  }
  CHECK(status_of_wish(false) == pending);
  CHECK(status_of_wish(true) == scheduled);
}

TEST_CASE("the customer who said yes comes first, then the urgent, and closed ones last") {
  using enum CallbackStatus;
  using enum CallbackPriority;
  CHECK(place_of(ready_to_call, normal) < place_of(pending, urgent));
  CHECK(place_of(pending, urgent) < place_of(notified, high));
  CHECK(place_of(scheduled, high) < place_of(pending, normal));
  CHECK(place_of(pending, normal) < place_of(completed, urgent));
  CHECK(more_urgent(normal, urgent) == urgent);
  CHECK(more_urgent(urgent, high) == urgent);
}
