// The engine's jobs as a queue, beside BullMQ and graphile-worker (run.py); prints a line of JSON.
#include <libpq-fe.h>
#include <sys/prctl.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "benchmark/queue/queue.hpp"
#include "benchmark/support/resident_size.hpp"
#include "engine/no_telephony.hpp"
#include "support/arguments.hpp"

namespace sh = smarthandoff;
using namespace sh::benchmark;

namespace {

constexpr double kPerSecondAtWorst = 3000;  // enqueued before they fall due
constexpr sh::Seconds kOver{10};
constexpr sh::Milliseconds kYear = std::chrono::hours(24 * 365);

sh::Instant now() {
  return sh::SystemClock().now();
}

double micros_since_epoch() {
  return std::chrono::duration<double, std::micro>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Tells when so many looks at no extension were asked for.
class Counter final : public sh::engine::NoTelephony {
 public:
  explicit Counter(std::size_t expected) : left_(expected) {}
  void known_statuses(const std::vector<std::string>&, const std::string&,
                      std::function<void(std::vector<sh::telephony::ExtensionStatus>)> done) override {
    if (--left_ == 0) all_.set_value();
    done({});
  }
  void wait() { all_.get_future().wait(); }

 private:
  std::atomic<std::size_t> left_;
  std::promise<void> all_;
};

// Notes when each extension was asked for; its number is the instant for which that was due.
class Stopwatch final : public sh::engine::NoTelephony {
 public:
  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(sh::telephony::ExtensionStatus)> done) override {
    {
      const std::lock_guard lock(mutex_);
      late_.push_back(micros_since_epoch() / 1000 - std::stod(extension));
      if (!std::exchange(began_, true)) first_.set_value();
    }
    NoTelephony::extension_status(extension, domain, std::move(done));
  }
  std::future<void> first() { return first_.get_future(); }
  std::vector<double> take() {
    const std::lock_guard lock(mutex_);
    return std::move(late_);
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return late_.size();
  }

 private:
  std::mutex mutex_;
  std::vector<double> late_;
  bool began_ = false;
  std::promise<void> first_;
};

// All fall due at one instant; how long until none is left.
void work(const std::string& url, std::size_t count) {
  const auto counter = std::make_shared<Counter>(count);
  sh::Engine engine({.store = url, .telephony = counter});
  const auto lead = sh::Seconds(2 + static_cast<int>(static_cast<double>(count) / kPerSecondAtWorst));
  const sh::Instant due = now() + lead;
  enqueue(engine, count, due);
  if (now() >= due) {
    std::fprintf(stderr, "benchmark_queue: enqueueing took longer than %lld s\n",
                 static_cast<long long>(lead.count()));
    std::exit(1);
  }
  std::this_thread::sleep_until(std::chrono::system_clock::time_point(due.time_since_epoch()));
  counter->wait();
  for (;;) {
    const auto health = engine.health();
    if (health.jobs_waiting + health.jobs_leased == 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  const double seconds =
      (micros_since_epoch() - std::chrono::duration<double, std::micro>(due.time_since_epoch()).count()) /
      1e6;
  print({{"per_second", static_cast<double>(count) / seconds}});
}

void help(const std::string& url, std::size_t batch) {
  sh::EngineOptions options{.store = url};
  if (batch != 0) options.max_batch = batch;
  const sh::Engine engine(std::move(options));
  std::puts("ready");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
}

EnqueueJob look_at(sh::Instant due) {
  const std::string number = std::to_string(due.time_since_epoch().count());
  return {.kind = kLook, .key = number, .payload = "{\"extensions\":[\"" + number + "\"]}", .due = due};
}

double quantile(const std::vector<double>& sorted, double share) {
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

// Opens a store with so many rows that wait, and in which one job is due.
struct Opened {
  std::shared_ptr<Stopwatch> watch = std::make_shared<Stopwatch>();
  double before = ::benchmark::resident_mb();
  std::optional<sh::Engine> engine;
  double first_ms = 0;

  explicit Opened(const std::string& url) {
    {
      sh::Engine due({.store = url});
      enqueue_one(due, look_at(now() + sh::Seconds(1)));
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
    before = ::benchmark::resident_mb();
    auto first = watch->first();
    const double opening = micros_since_epoch();
    engine.emplace(sh::EngineOptions{.store = url, .telephony = watch});
    first.wait();
    first_ms = (micros_since_epoch() - opening) / 1000;
  }
  double bytes_each(std::size_t waiting) const {
    const double grown = std::max(0.0, ::benchmark::resident_mb() - before);
    return waiting == 0 ? 0.0 : grown * 1e6 / static_cast<double>(waiting);
  }
};

void lateness(const std::string& url, std::size_t pending, int count) {
  fill(url, pending, now() + kYear);
  Opened opened(url);
  opened.watch->take();

  const sh::Instant begin = now() + sh::Seconds(1 + count / 1000);
  for (int i = 0; i < count; ++i)
    enqueue_one(*opened.engine, look_at(begin + sh::Milliseconds(kOver) * i / count));
  while (opened.watch->size() < static_cast<std::size_t>(count))
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  auto late = opened.watch->take();
  std::ranges::sort(late);
  print({{"p50_ms", quantile(late, 0.5)},
         {"p99_ms", quantile(late, 0.99)},
         {"max_ms", late.back()},
         {"first_ms", opened.first_ms},
         {"bytes_each", opened.bytes_each(pending)}});
}

void callbacks(const std::string& url, std::size_t count) {
  double per_second = 0;
  {
    sh::Engine engine({.store = url});
    per_second = create_callbacks(engine, count);
  }
  const Opened opened(url);
  std::this_thread::sleep_for(kOver);  // its looks at the extensions are over
  print(
      {{"per_second", per_second}, {"first_ms", opened.first_ms}, {"bytes_each", opened.bytes_each(count)}});
}

void events(const std::string& url, std::size_t count, bool numbered) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> session(PQconnectdb(url.c_str()), PQfinish);
  const auto ask = [&](const char* sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(session.get(), sql), PQclear);
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
      throw std::runtime_error(PQerrorMessage(session.get()));
    return std::string(PQgetvalue(result.get(), 0, 0));
  };
  if (!numbered) ask("SELECT pg_advisory_lock(21320, 0)");  // the leader's (postgresql_processes.cpp)
  sh::Engine engine({.store = url});
  const double begun = micros_since_epoch();
  leave_events(engine, count);
  while (numbered && ask("SELECT count(*) FROM events WHERE position IS NULL") != "0")
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  print({{"per_second", static_cast<double>(count) * 1e6 / (micros_since_epoch() - begun)}});
}

const char* const kUsage =
    "benchmark_queue enqueue URL COUNT       a second, 1,000 in flight\n"
    "benchmark_queue enqueue-raw PATH COUNT  the same statements by SQLite alone\n"
    "benchmark_queue work URL COUNT          claimed and finished a second, by one engine\n"
    "benchmark_queue work-raw URL COUNT      the same by the storage module in one loop\n"
    "benchmark_queue fill URL COUNT          jobs that are due, straight into the store\n"
    "benchmark_queue help URL [BATCH]        an engine that does what is due, until its input ends\n"
    "benchmark_queue lateness URL PENDING COUNT\n"
    "  of jobs due evenly over ten seconds while others wait for next year; and how long that store takes "
    "to\n"
    "  open and start the first that is due\n"
    "benchmark_queue callbacks URL COUNT     the same of a store with so many pending callbacks\n"
    "benchmark_queue events URL COUNT        operations with an event each, until all are numbered\n"
    "benchmark_queue events-unnumbered URL COUNT  the same while nobody numbers (PostgreSQL)\n";

struct Order {
  std::string mode, store;
  std::size_t count = 0;
  int late = 0;  // jobs of `lateness`
};

Order parse(int argc, char** argv) {
  static const std::vector<std::string> modes = {
      "enqueue", "enqueue-raw", "work",      "work-raw", "fill",
      "help",    "lateness",    "callbacks", "events",   "events-unnumbered"};
  test_support::Arguments given(argc, argv, kUsage);
  Order order{.mode = given.next("a mode"), .store = given.next("a store")};
  if (std::ranges::find(modes, order.mode) == modes.end()) given.fail("no mode is called " + order.mode);
  if (order.mode != "help" || given.has_next())
    order.count = given.next_number<std::size_t>("the count", order.mode == "lateness" ? 0 : 1);
  if (order.mode == "lateness") order.late = given.next_number<int>("the count");
  given.end();
  return order;
}

}  // namespace

int main(int argc, char** argv) {
  const auto [mode, store, count, late] = parse(argc, argv);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // the helpers end with run.py
  if (mode == "enqueue") {
    sh::Engine engine({.store = store});
    print({{"per_second", enqueue(engine, count, now() + kYear)}});
  } else if (mode == "enqueue-raw") {
    print({{"per_second", raw_enqueue(store, count)}});
  } else if (mode == "work") {
    work(store, count);
  } else if (mode == "work-raw") {
    print({{"per_second", raw_work(store, count)}});
  } else if (mode == "fill") {
    fill(store, count, now() - kYear);
    print({});
  } else if (mode == "help") {
    help(store, count);
  } else if (mode == "callbacks") {
    callbacks(store, count);
  } else if (mode.starts_with("events")) {
    events(store, count, mode == "events");
  } else {
    lateness(store, count, late);
  }
  return 0;
}
