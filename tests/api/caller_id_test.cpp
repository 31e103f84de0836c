// Two engines on one store choose numbers at the same instant.
#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <thread>

#include <smarthandoff/smarthandoff.hpp>

#include "engine/engine_stores.hpp"

using namespace smarthandoff;

namespace {

constexpr int kNumbers = 3, kThreads = 4;
constexpr std::int64_t kCap = 20;

// What a number of threads were answered, each asking so often, on the engines in turn.
struct Answers {
  std::map<std::string, std::int64_t> uses;     // by number
  std::map<std::int64_t, std::int64_t> counts;  // how often it was said that a number is at its n-th call
  std::int64_t none = 0;
};

Answers ask(std::vector<Engine*> engines, int asked_by_each) {
  std::mutex mutex;
  Answers answers;
  std::atomic<int> ready{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      Tenant acme = engines[static_cast<std::size_t>(i) % engines.size()]->tenant("acme");
      ++ready;
      while (ready < kThreads) std::this_thread::yield();
      for (int n = 0; n < asked_by_each; ++n) {
        const std::string to = "+551899775" + std::to_string(1000 + i * 100 + n);
        try {
          const auto chosen = acme.call(calls::choose_caller_id, {.to = to});
          const std::lock_guard lock(mutex);
          ++answers.uses[chosen.number];
          ++answers.counts[chosen.used_today];
        } catch (const Error& error) {
          const std::lock_guard lock(mutex);
          if (error.code() == ErrorCode::failed_precondition) ++answers.none;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return answers;
}

void prepare(Engine& engine) {
  calls::ConfigureCalls settings;
  settings.sticky_days = 0;
  settings.daily_cap = kCap;
  engine.tenant("acme").call(calls::configure, settings);
  for (int i = 0; i < kNumbers; ++i)
    engine.tenant("acme").call(calls::create_number, {.number = "+1305555010" + std::to_string(i)});
}

void check_fair(std::vector<Engine*> engines) {
  prepare(*engines.front());
  // Half of what there is: each number as often as the others, whatever the threads did at once.
  const Answers half = ask(engines, 6);
  CHECK(half.none == 0);
  REQUIRE(half.uses.size() == kNumbers);
  for (const auto& [number, uses] : half.uses) CHECK(uses == kThreads * 6 / kNumbers);
  for (const auto& [count, times] : half.counts) CHECK(times == kNumbers);
  // More than there is: to the cap and not one more.
  const Answers rest = ask(engines, 15);
  CHECK(rest.none == kThreads * 21 - kNumbers * kCap);
  for (const auto& [number, uses] : rest.uses) CHECK(uses == kCap - kThreads * 6 / kNumbers);
  for (const auto& [count, times] : rest.counts) CHECK(times == kNumbers);
  CHECK(rest.counts.rbegin()->first == kCap);
}

}  // namespace

TEST_CASE("calls that are placed at once are spread evenly over the numbers, and stop at the cap") {
  Engine engine(stores::SqliteMemory().options());
  check_fair({&engine});
}

TEST_SUITE("postgresql") {
  TEST_CASE("two engines on one store spread calls evenly over the numbers, and stop at the cap") {
    const stores::Postgresql store;
    Engine first(store.options()), second(store.options());
    check_fair({&first, &second});
  }
}
