#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <smarthandoff/smarthandoff.hpp>

namespace smarthandoff::benchmark {

// A line of JSON for run.py; figures in the order given.
struct Figure {
  const char* name;
  double value;
};
void print(const std::vector<Figure>& figures);

inline constexpr std::size_t kInFlight = 1000;

// What is asked of the store by one enqueued job: a row of about 280 bytes.
struct EnqueueJob {
  std::string kind, key, payload;
  Instant due;
};
const Type& describe(const EnqueueJob*);

// A look at extensions. At none, it is an empty handler that goes the whole way of a real one: claimed,
// carried out by the phone system's port, completed in a transaction. At one, the moment its port is asked is
// the moment the handler started.
inline constexpr const char* kLook = "callback.look";
std::string empty_look();  // 280 bytes, as the peers' payloads

// Enqueues many through an engine, `kInFlight` at a time; answers how many a second.
double enqueue(Engine& engine, std::size_t count, Instant due, std::size_t in_flight = kInFlight);
// The same for one job.
void enqueue_one(Engine& engine, EnqueueJob job);

// Operations that each leave one event of 280 bytes, and callbacks for a thousand extensions that wait for
// their turn: as many a second, `kInFlight` at a time.
double leave_events(Engine& engine, std::size_t count);
double create_callbacks(Engine& engine, std::size_t count);

// The statements of enqueueing through SQLite alone, and of claiming and finishing through the storage module
// in one loop: what the engine cannot be faster than.
double raw_enqueue(const std::string& path, std::size_t count);
double raw_work(const std::string& url, std::size_t count);

// Writes jobs straight into the store, due one second after the other.
void fill(const std::string& url, std::size_t count, Instant first_due);

}  // namespace smarthandoff::benchmark
