#include "calls/next_try.hpp"

#include <algorithm>

#include "calls/order_failures.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::int64_t kMaxTries = 24;
constexpr std::int64_t kLongestWait = 3600;

}  // namespace

std::optional<Seconds> next_try(const Failure& failure, std::int64_t tries) {
  if (!may_pass(*failure) || tries >= kMaxTries) return std::nullopt;
  return Seconds(std::min<std::int64_t>(1LL << std::min<std::int64_t>(tries, 12), kLongestWait));
}

}  // namespace smarthandoff::calls
