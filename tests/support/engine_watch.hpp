#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

#include <smarthandoff/engine/engine.hpp>

#include "support/eventually.hpp"

namespace test_support {

// Waits for what an engine's events tell of: looks at once, and again after each of them.
class EngineWatch {
 public:
  explicit EngineWatch(smarthandoff::Engine& engine)
      : subscription_(engine.subscribe({}, "*", [this](const smarthandoff::Event&) {
          const std::lock_guard lock(mutex_);
          ++heard_;
          changed_.notify_all();
        })) {}

  template <class Condition>
  bool until(const Condition& condition, std::chrono::milliseconds limit = kPatience) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (true) {
      const std::uint64_t before = heard();
      if (condition()) return true;
      std::unique_lock lock(mutex_);
      if (!changed_.wait_until(lock, end, [&] { return heard_ != before; })) return false;
    }
  }

 private:
  std::uint64_t heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

  std::mutex mutex_;  // guards heard_
  std::condition_variable changed_;
  std::uint64_t heard_ = 0;
  std::shared_ptr<smarthandoff::Engine::Subscription> subscription_;
};

}  // namespace test_support
