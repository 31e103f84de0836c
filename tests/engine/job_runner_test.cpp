#include "engine/job_runner.hpp"

#include <doctest/doctest.h>

#include <deque>

#include <smarthandoff/base/error.hpp>

#include "engine/loop.hpp"
#include "engine/no_telephony.hpp"

using namespace smarthandoff;

namespace {

// A store that takes nothing until it is told how it went.
class HeldStore final : public engine::Executor {
 public:
  void start() override {}
  void submit(engine::WriteTask task) override { tasks.push_back(std::move(task)); }
  void stop(Milliseconds) noexcept override {}
  void note_due(Instant) override {}
  std::size_t pump() override { return 0; }
  std::size_t queued() const override { return tasks.size(); }
  std::optional<Instant> next_due() const override { return std::nullopt; }

  void refuse(ErrorCode code) {
    const engine::WriteTask task = std::move(tasks.front());
    tasks.pop_front();
    task.done(std::make_exception_ptr(Error(code, "not now")));
  }

  std::deque<engine::WriteTask> tasks;
};

int effects = 0;

void count(Ports&, const Job&, Completion done) {
  ++effects;
  done([](Context&) {});
}

}  // namespace

// The disk was full when the end of a job was to be stored: the job died of twelve failures that were not its
// own, or was held until the engine was opened again. Found by the simulation.
TEST_CASE("what came of a job is kept until the store takes it, and is no failure of the job") {
  ManualClock clock(parse_rfc3339("2026-01-16T14:07:00Z"));
  engine::Loop io("io", &clock);
  HeldStore store;
  engine::NoTelephony telephony;
  const KeyRing keys;
  std::size_t logged = 0;
  engine::JobRunner jobs(store, io, {telephony, nullptr}, keys, clock, [&](const LogEntry&) { ++logged; });
  jobs.add({{.kind = "test", .effect = count}});
  effects = 0;
  jobs.run({{.tenant = {"acme"}, .kind = "test", .key = "1"}});
  for (const ErrorCode code :
       {ErrorCode::rate_limited, ErrorCode::unavailable, ErrorCode::in_doubt, ErrorCode::timeout}) {
    io.run_due();
    REQUIRE(store.tasks.size() == 1);
    store.refuse(code);
    io.run_due();
    CHECK(store.tasks.empty());  // left alone for a while
    clock.set(clock.now() + Seconds(1));
  }
  io.run_due();
  REQUIRE(store.tasks.size() == 1);
  CHECK(effects == 1);
  CHECK(logged == 0);
  store.tasks.front().done(nullptr);
  clock.set(clock.now() + Seconds(5));
  io.run_due();
  CHECK(store.tasks.size() == 1);  // stored: not once more
}
