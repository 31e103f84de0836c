#include "messenger/message_lifecycle.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace smarthandoff;
using namespace smarthandoff::messages;
using namespace smarthandoff::messages::lifecycle;
using messenger::FailureKind;

namespace {

const Instant kNow = parse_rfc3339("2026-01-16T17:30:00Z");
const Instant kLater = kNow + std::chrono::hours(1);

const std::vector<MessageStatus> kStatuses = {
    MessageStatus::received,  MessageStatus::queued, MessageStatus::in_doubt, MessageStatus::sent,
    MessageStatus::delivered, MessageStatus::read,   MessageStatus::failed};
const std::vector<std::pair<EventKind, std::string>> kEvents = {
    {EventKind::accepted, "accepted"},   {EventKind::refused, "refused"},
    {EventKind::retry, "retry"},         {EventKind::doubtful, "doubtful"},
    {EventKind::expired, "expired"},     {EventKind::doubt_over, "doubt_over"},
    {EventKind::peer_sent, "peer_sent"}, {EventKind::peer_delivered, "peer_delivered"},
    {EventKind::peer_read, "peer_read"}, {EventKind::peer_failed, "peer_failed"}};

std::string told(const Decision& decision) {
  if (!decision.ignored.empty()) return "-";
  std::string text = wire_name(decision.status);
  if (decision.send_at) text += " again";
  if (decision.doubt_at) text += " look";
  if (decision.unresolved) text += " unresolved";
  return text;
}

Decision decided(MessageStatus status, EventKind kind, messenger::Failure failure = {},
                 std::int64_t tries = 0) {
  return decide({.status = status, .tries = tries, .expires_at = kLater},
                {.kind = kind, .failure = std::move(failure)}, {}, kNow);
}

}  // namespace

TEST_CASE("every status and event is decided") {
  // Columns in the order of kEvents.
  const std::map<std::string, std::vector<std::string>> table = {
      {"received", {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-"}},
      {"queued",
       {"sent", "failed", "queued again", "in_doubt look", "failed", "-", "sent", "delivered", "read",
        "failed"}},
      {"in_doubt",
       {"sent", "-", "-", "-", "-", "in_doubt unresolved", "sent", "delivered", "read", "failed"}},
      {"sent", {"-", "-", "-", "-", "-", "-", "-", "delivered", "read", "failed"}},
      {"delivered", {"-", "-", "-", "-", "-", "-", "-", "-", "read", "-"}},
      {"read", {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-"}},
      {"failed", {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-"}}};
  REQUIRE(table.size() == kStatuses.size());
  for (const MessageStatus status : kStatuses) {
    const auto& row = table.at(wire_name(status));
    for (std::size_t i = 0; i < kEvents.size(); ++i) {
      CAPTURE(wire_name(status));
      CAPTURE(kEvents[i].second);
      const Decision decision = decided(status, kEvents[i].first);
      CHECK(told(decision) == row[i]);
      CHECK(decision.changed == (decision.status != status));
    }
  }
}

TEST_CASE("statuses in any order and number end the same") {
  std::vector<EventKind> events = {EventKind::accepted, EventKind::peer_delivered, EventKind::peer_read,
                                   EventKind::peer_sent};
  std::sort(events.begin(), events.end());
  do {
    MessageStatus status = MessageStatus::queued;
    for (int twice = 0; twice < 2; ++twice)
      for (const EventKind event : events) status = decided(status, event).status;
    CHECK(status == MessageStatus::read);
  } while (std::next_permutation(events.begin(), events.end()));
}

TEST_CASE("how long a message waits until it is tried again") {
  struct Row {
    FailureKind kind;
    std::int64_t tries;
    std::int64_t seconds;
  };
  for (const Row& row : std::vector<Row>{{FailureKind::temporary, 0, 1},
                                         {FailureKind::temporary, 1, 2},
                                         {FailureKind::rate_limited, 5, 32},
                                         {FailureKind::temporary, 8, 256},
                                         {FailureKind::pair_limited, 0, 4},
                                         {FailureKind::pair_limited, 2, 64},
                                         {FailureKind::pair_limited, 7, 1024},
                                         {FailureKind::unauthorized, 3, 60}}) {
    const Decision decision = decided(MessageStatus::queued, EventKind::retry, {.kind = row.kind}, row.tries);
    REQUIRE(decision.send_at);
    CHECK(*decision.send_at - kNow == Seconds(row.seconds));
    const bool token = row.kind == FailureKind::unauthorized;
    CHECK(decision.tries == row.tries + (token ? 0 : 1));
    CHECK(decision.channel_refused == token);
  }
  const Decision asked = decide({.status = MessageStatus::queued, .tries = 4, .expires_at = kLater},
                                {.kind = EventKind::retry,
                                 .failure = {.kind = FailureKind::rate_limited},
                                 .retry_after = Milliseconds(700),
                                 .counts = false},
                                {}, kNow);
  CHECK(*asked.send_at == kNow + Milliseconds(700));
  CHECK(asked.tries == 4);
}

TEST_CASE("a message is given up after its last try, or when it is not worth sending any more") {
  const Decision last = decided(MessageStatus::queued, EventKind::retry, {.kind = FailureKind::temporary}, 9);
  CHECK(last.status == MessageStatus::failed);
  CHECK(last.failure.kind == FailureKind::temporary);
  const Decision late =
      decide({.status = MessageStatus::queued, .tries = 3, .expires_at = kNow + Seconds(7)},
             {.kind = EventKind::retry, .failure = {.kind = FailureKind::temporary, .code = 2}}, {}, kNow);
  CHECK(late.status == MessageStatus::failed);
  CHECK(late.failure.kind == FailureKind::expired);
  CHECK(late.failure.code == 2);
}
