// The real engine, in its own time, with an outside that misbehaves: many seeds, one verdict.
#include <malloc.h>
#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "simulation/run.hpp"
#include "support/arguments.hpp"
#include "support/postgresql.hpp"

namespace {

constexpr std::uint64_t kForever = std::uint64_t{1} << 62U;
constexpr std::uint64_t kToldEvery = 100;
constexpr int kKeptMemory = 256 << 20;

struct Arguments {
  std::uint64_t first = 1, seeds = 200;
  std::size_t steps = 2000;
  std::optional<std::uint64_t> one;
  std::size_t jobs = 2;
  std::string postgresql;
  bool twilio = false;
};

const char* const kUsage =
    "simulate [--seeds N] [--first S] [--steps M] [--jobs N] [--postgresql URL]\n"
    "simulate --forever [--first S] [--steps M] [--jobs N] [--postgresql URL]   until it is interrupted\n"
    "simulate --seed S [--steps M] [--postgresql URL]                          one run, its story printed\n"
    "--twilio: every seed that is not on PostgreSQL has Twilio for a phone system, not every fourth.\n"
    "Each run is on one thread; --jobs N (2) runs so many at once. 200 seeds from 1 on, of 2000 steps "
    "each.\n";

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  test_support::Arguments given(argc, argv, kUsage);
  const bool forever = given.flag("--forever");
  const bool counted = given.number("--seeds", arguments.seeds);
  const bool ranged = given.number("--first", arguments.first, std::uint64_t{0}) || counted || forever;
  if (std::uint64_t seed = 0; given.number("--seed", seed, std::uint64_t{0})) arguments.one = seed;
  given.number("--steps", arguments.steps);
  given.number("--jobs", arguments.jobs);
  given.text("--postgresql", arguments.postgresql);
  arguments.twilio = given.flag("--twilio");
  given.end();
  if (forever && counted) given.fail("--forever or --seeds, not both");
  if (arguments.one && ranged) given.fail("--seed is one run: it goes with no other seeds");
  if (forever) arguments.seeds = kForever;
  return arguments;
}

// Every tenth seed is a run of several engines on PostgreSQL.
simulation::Outcome run_one(std::uint64_t seed, const Arguments& arguments) {
  if (arguments.postgresql.empty() || seed % 10 != 0)
    return simulation::run(seed, arguments.steps, "", arguments.twilio);
  const test_postgresql::Database database(arguments.postgresql);
  return simulation::run(seed, arguments.steps / 4, database.url());
}

void print(const simulation::Story& story) {
  for (const std::string& line : story.lines()) std::printf("%s\n", line.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  // What a run needs and leaves, the next one needs again.
  mallopt(M_TRIM_THRESHOLD, kKeptMemory);
  mallopt(M_MMAP_THRESHOLD, kKeptMemory);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const Arguments arguments = parse(argc, argv);
  if (arguments.one) {
    const auto outcome = run_one(*arguments.one, arguments);
    print(outcome.story);
    std::printf("seed %llu: %s, %zu callbacks, story %016llx\n",
                static_cast<unsigned long long>(*arguments.one),
                outcome.failure.empty() ? "held" : outcome.failure.c_str(), outcome.promises,
                static_cast<unsigned long long>(outcome.story.hash()));
    return outcome.failure.empty() ? 0 : 1;
  }
  std::atomic<std::uint64_t> next = arguments.first;
  std::atomic<std::size_t> promises = 0;
  simulation::TwilioCloud::Figures twilio;
  std::size_t on_twilio = 0, twilio_promises = 0;
  std::mutex printing;
  std::vector<std::uint64_t> broken;
  const auto work = [&] {
    for (std::uint64_t seed = next++; seed < arguments.first + arguments.seeds; seed = next++) {
      const auto outcome = run_one(seed, arguments);
      promises += outcome.promises;
      const std::lock_guard lock(printing);
      if (outcome.twilio) {
        twilio.add(*outcome.twilio);
        twilio_promises += outcome.promises;
        ++on_twilio;
      }
      if (arguments.seeds == kForever && seed % kToldEvery == 0) {
        std::printf("seed %llu, %zu callbacks so far\n", static_cast<unsigned long long>(seed),
                    promises.load());
        std::fflush(stdout);
      }
      if (outcome.failure.empty()) continue;
      broken.push_back(seed);
      std::printf("seed %llu broke: %s\n", static_cast<unsigned long long>(seed), outcome.failure.c_str());
      std::fflush(stdout);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < arguments.jobs; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  std::printf("%llu seeds of %zu steps, %zu callbacks, %zu broken\n",
              static_cast<unsigned long long>(arguments.seeds), arguments.steps, promises.load(),
              broken.size());
  std::printf(
      "on Twilio: %zu seeds, %zu callbacks, %zu calls placed, %zu who talked, %zu requests, %zu webhooks, "
      "%zu mishaps\n",
      on_twilio, twilio_promises, twilio.placed, twilio.talks, twilio.requests, twilio.webhooks,
      twilio.mishaps);
  for (const std::uint64_t seed : broken) {
    std::printf("replay: simulate --seed %llu --steps %zu%s%s\n", static_cast<unsigned long long>(seed),
                arguments.steps, arguments.twilio ? " --twilio" : "",
                arguments.postgresql.empty() ? "" : " --postgresql <url>");
  }
  return broken.empty() ? 0 : 1;
}
