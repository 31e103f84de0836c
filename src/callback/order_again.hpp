#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include <smarthandoff/storage/context.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// What becomes of an order to the phone system that was not taken, of callbacks and of handoffs.
namespace smarthandoff {

inline constexpr std::int64_t kMaxOrderTries = 12;

inline Answer nothing() {
  return [](Context&) {};
}

// The same order once more, later and later; after the last try `given_up` says so.
template <class Order>
Answer again(const char* kind, const std::string& key, Order order, Answer given_up) {
  if (order.tries >= kMaxOrderTries) return given_up;
  const auto delay = Seconds(1LL << std::min<std::int64_t>(order.tries, 5));
  order.tries += 1;
  return [kind, key, order = std::move(order), delay](Context& context) {
    context.enqueue(kind, key, order, context.now() + delay);
  };
}

}  // namespace smarthandoff
