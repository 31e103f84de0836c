#include "benchmark/queue/queue.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <mutex>

#include "benchmark/durable/raw_sqlite.hpp"
#include "benchmark/durable/recorded_statements.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::benchmark {

namespace {

constexpr std::size_t kBatch = 256;   // the engine's own limit of operations in a commit
constexpr std::size_t kClaims = 256;  // and of jobs
constexpr std::size_t kFill = 10'000;
constexpr Milliseconds kLease{60'000};
constexpr Milliseconds kYear = std::chrono::hours(24 * 365);

EnqueueJob put(Context& context, const EnqueueJob& job) {
  context.enqueue_json(job.kind, job.key, job.payload, job.due);
  return {};
}

EnqueueJob leave(Context& context, const EnqueueJob& event) {
  context.emit_json("benchmark.left", event.key, event.payload);
  return {};
}

const Operation& leaving() {
  static const Operation line =
      operation("benchmark.leave", leave, Role::service, "Leaves one event: for measuring.");
  return line;
}

const Operation& enqueueing() {
  static const Operation line =
      operation("benchmark.enqueue", put, Role::service, "Makes one job: for measuring.");
  return line;
}

// Waits until fewer than a limit are under way.
class Flight {
 public:
  explicit Flight(std::size_t limit) : limit_(limit) {}
  void begin() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_ < limit_; });
    ++under_way_;
  }
  void end(const std::exception_ptr& error) {
    const std::lock_guard lock(mutex_);
    if (error) error_ = error;
    --under_way_;
    changed_.notify_one();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return under_way_ == 0; });
    if (error_) std::rethrow_exception(error_);
  }

 private:
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t under_way_ = 0;
  std::exception_ptr error_;
};

template <class Work>
double rate(std::size_t count, const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return static_cast<double>(count) /
         std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace

const Type& describe(const EnqueueJob*) {
  static const Type type = Description<EnqueueJob>("EnqueueJob", "One job.")
                               .field("kind", &EnqueueJob::kind, "its kind")
                               .field("key", &EnqueueJob::key, "its key")
                               .field("payload", &EnqueueJob::payload, "its payload")
                               .field("due", &EnqueueJob::due, "its instant")
                               .build();
  return type;
}

void print(const std::vector<Figure>& figures) {
  std::string line = "{";
  for (const Figure& figure : figures)
    line +=
        (line.size() == 1 ? "\"" : ", \"") + std::string(figure.name) + "\": " + std::to_string(figure.value);
  std::printf("%s}\n", line.c_str());
}

std::string empty_look() {
  const std::string text = "{\"extensions\":[],\"domain\":\"";
  constexpr std::size_t kBytes = 280;
  return text + std::string(kBytes - text.size() - 2, 'x') + "\"}";
}

namespace {

// As many of an operation a second, so many at a time.
template <class RequestOf>
double run_many(Engine& engine, const Operation& operation, std::size_t count, std::size_t in_flight,
                const RequestOf& request_of) {
  Flight flight(in_flight);
  return rate(count, [&] {
    for (std::size_t i = 0; i < count; ++i) {
      flight.begin();
      engine.run(operation, {"acme"}, request_of(i), {},
                 [&flight](const auto&, const std::exception_ptr& error) { flight.end(error); });
    }
    flight.wait();
  });
}

}  // namespace

double enqueue(Engine& engine, std::size_t count, Instant due, std::size_t in_flight) {
  return run_many(engine, enqueueing(), count, in_flight, [due](std::size_t i) {
    return std::make_shared<EnqueueJob>(
        EnqueueJob{.kind = kLook, .key = std::to_string(i), .payload = empty_look(), .due = due});
  });
}

double leave_events(Engine& engine, std::size_t count) {
  return run_many(engine, leaving(), count, kInFlight, [](std::size_t i) {
    return std::make_shared<EnqueueJob>(
        EnqueueJob{.kind = {}, .key = std::to_string(i), .payload = empty_look(), .due = {}});
  });
}

double create_callbacks(Engine& engine, std::size_t count) {
  constexpr std::size_t kExtensions = 1000, kNumbers = 9'000'000;
  const auto& creating = operation_of(reinterpret_cast<const void*>(callbacks::create));
  return run_many(engine, creating, count, kInFlight, [](std::size_t i) {
    return std::make_shared<callbacks::CreateCallback>(
        callbacks::CreateCallback{.number = "+55189" + std::to_string(90'000'000 + i % kNumbers),
                                  .extension = std::to_string(2000 + i % kExtensions)});
  });
}

void enqueue_one(Engine& engine, EnqueueJob job) {
  engine.run(enqueueing(), {"acme"}, std::make_shared<EnqueueJob>(std::move(job)), {});
}

double raw_enqueue(const std::string& path, std::size_t count) {
  const Instant due = SystemClock().now() + kYear;
  const auto statements = record(static_cast<int>(count), [&](Context& context, int i) {
    context.enqueue_json(kLook, std::to_string(i), empty_look(), due);
  });
  RawSqlite raw(path);
  return rate(count, [&] { raw.replay(statements, kBatch); });
}

double raw_work(const std::string& url, std::size_t count) {
  const auto database = storage::open_database({.url = url});
  const auto connection = database->open_writer();
  const Instant now = SystemClock().now();
  connection->begin();
  for (std::size_t i = 0; i < count; ++i)
    storage::jobs::put(
        *connection,
        {.tenant = {"acme"}, .kind = kLook, .key = std::to_string(i), .payload = empty_look(), .due = now},
        now, std::nullopt);
  connection->commit();
  return rate(count, [&] {
    std::vector<Job> claimed;
    do {
      connection->begin();
      for (const Job& job : claimed) storage::jobs::finish(*connection, job);
      claimed = storage::jobs::claim_due(*connection, now, kClaims, kLease);
      connection->commit();
    } while (!claimed.empty());
  });
}

void fill(const std::string& url, std::size_t count, Instant first_due) {
  const auto database = storage::open_database({.url = url});
  const auto connection = database->open_writer();
  const Instant now = SystemClock().now();
  for (std::size_t done = 0; done < count;) {
    connection->begin();
    for (std::size_t i = 0; i < kFill && done < count; ++i, ++done)
      storage::jobs::put(*connection,
                         {.tenant = {"acme"},
                          .kind = kLook,
                          .key = "pending-" + std::to_string(done),
                          .payload = empty_look(),
                          .due = first_due + Seconds(done)},
                         now, std::nullopt);
    connection->commit();
  }
}

}  // namespace smarthandoff::benchmark
