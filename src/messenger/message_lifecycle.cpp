#include "messenger/message_lifecycle.hpp"

#include <algorithm>

namespace smarthandoff::messages::lifecycle {
namespace {

using messenger::FailureKind;

constexpr Milliseconds kLongestWait = std::chrono::minutes(5);
constexpr Milliseconds kLongestPairWait = Seconds(1024);
constexpr Milliseconds kTokenWait = std::chrono::minutes(1);

int rank(MessageStatus status) {
  switch (status) {
    case MessageStatus::queued:
      return 0;
    case MessageStatus::in_doubt:
      return 1;
    case MessageStatus::sent:
      return 2;
    case MessageStatus::delivered:
      return 3;
    case MessageStatus::read:
      return 4;
    case MessageStatus::failed:
    case MessageStatus::received:
      return 5;
  }
  return 5;
}

// Doubled with each try; for one recipient alone, fourfold, as the peer asks.
Milliseconds wait(const State& state, const Event& event) {
  if (event.retry_after) return *event.retry_after;
  if (event.failure.kind == FailureKind::unauthorized) return kTokenWait;
  const auto n = std::min<std::int64_t>(state.tries, 20);
  if (event.failure.kind == FailureKind::pair_limited)
    return std::min<Milliseconds>(Seconds(1LL << std::min<std::int64_t>(2 * (n + 1), 20)), kLongestPairWait);
  return std::min<Milliseconds>(Seconds(1LL << n), kLongestWait);
}

Decision stay(const State& state, std::string_view why) {
  return {.status = state.status, .tries = state.tries, .ignored = why};
}

Decision to(const State& state, MessageStatus status, messenger::Failure failure = {}) {
  return {.status = status,
          .changed = status != state.status,
          .tries = state.tries,
          .failure = std::move(failure)};
}

// What was withdrawn says so, whatever kept it from being sent before.
messenger::Failure expiry(const State& state, messenger::Failure failure) {
  failure.kind = FailureKind::expired;
  if (!state.withdrawn.empty()) failure.detail = state.withdrawn;
  return failure;
}

Decision retry(const State& state, const Event& event, const Policy& policy, Instant now) {
  const bool token = event.failure.kind == FailureKind::unauthorized;
  Decision again = to(state, state.status, event.failure);
  again.channel_refused = token;
  again.tries += event.counts && !token ? 1 : 0;
  again.send_at = now + wait(state, event);
  const bool used_up = again.tries >= policy.max_tries;
  if (!used_up && *again.send_at <= state.expires_at) return again;
  Decision end = to(state, MessageStatus::failed, used_up ? event.failure : expiry(state, event.failure));
  end.tries = again.tries;
  end.channel_refused = token;
  return end;
}

// What a try of ours brought; only a message that still waits for it can be changed by it.
Decision of_try(const State& state, const Event& event, const Policy& policy, Instant now) {
  if (event.kind == EventKind::accepted) {
    return rank(state.status) < rank(MessageStatus::sent) ? to(state, MessageStatus::sent)
                                                          : stay(state, "the peer's status came first");
  }
  if (state.status != MessageStatus::queued) return stay(state, "a late answer");
  switch (event.kind) {
    case EventKind::refused:
      return to(state, MessageStatus::failed, event.failure);
    case EventKind::retry:
      return retry(state, event, policy, now);
    case EventKind::expired:
      return to(state, MessageStatus::failed, expiry(state, event.failure));
    default: {
      Decision doubt = to(state, MessageStatus::in_doubt, event.failure);
      doubt.doubt_at = now + policy.doubt_patience;
      return doubt;
    }
  }
}

Decision forward(const State& state, MessageStatus status) {
  return rank(status) > rank(state.status) ? to(state, status) : stay(state, "an older status");
}

}  // namespace

Decision decide(const State& state, const Event& event, const Policy& policy, Instant now) {
  if (state.status == MessageStatus::received) return stay(state, "not a message of ours");
  if (state.status == MessageStatus::failed) return stay(state, "it has failed");
  switch (event.kind) {
    case EventKind::accepted:
    case EventKind::refused:
    case EventKind::retry:
    case EventKind::doubtful:
    case EventKind::expired:
      return of_try(state, event, policy, now);
    case EventKind::doubt_over: {
      if (state.status != MessageStatus::in_doubt) return stay(state, "no doubt any more");
      Decision told = to(state, state.status);
      told.unresolved = true;
      return told;
    }
    case EventKind::peer_sent:
      return forward(state, MessageStatus::sent);
    case EventKind::peer_delivered:
      return forward(state, MessageStatus::delivered);
    case EventKind::peer_read:
      return forward(state, MessageStatus::read);
    case EventKind::peer_failed:
      // What was delivered has not failed, whatever comes late.
      return rank(state.status) <= rank(MessageStatus::sent) ? to(state, MessageStatus::failed, event.failure)
                                                             : stay(state, "it was delivered");
  }
  return stay(state, "no such event");
}

}  // namespace smarthandoff::messages::lifecycle
