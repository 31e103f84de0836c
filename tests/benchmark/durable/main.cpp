// Durable operations of one engine beside raw SQLite on the same disk, in the same run: one row a commit, and
// the very statements of the operations, replayed through SQLite's own interface in the same batches.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <future>
#include <string>

#include <smarthandoff/smarthandoff.hpp>

#include "benchmark/durable/raw_sqlite.hpp"
#include "benchmark/durable/recorded_statements.hpp"
#include "support/arguments.hpp"

namespace sh = smarthandoff;

namespace {

constexpr int kOneAtATime = 1000;
constexpr std::size_t kInFlight = 1000;
constexpr std::size_t kBatch = 256;  // the engine's own limit

template <class Work>
double rate(int count, const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return count / std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// `begin` starts one operation and answers its future.
template <class Begin>
double in_flight(int operations, const Begin& begin) {
  return rate(operations, [&] {
    std::deque<decltype(begin(0))> waiting;
    for (int i = 0; i < operations; ++i) {
      if (waiting.size() == kInFlight) {
        waiting.front().get();
        waiting.pop_front();
      }
      waiting.push_back(begin(i));
    }
    for (auto& answer : waiting) answer.get();
  });
}

sh::handoff::StartHandoff start_request(int i) {
  return {.call_id = "call-" + std::to_string(i), .caller = "+5518997751234"};
}
sh::callbacks::CreateCallback callback_request(int i) {
  return {.number = "18997" + std::to_string(100'000 + i), .extension = "1004"};
}

void print(const char* what, double value, double peer) {
  std::printf("%-58s %9.0f/s %7.2f\n", what, value, value / peer);
  std::fflush(stdout);
}

// One operation in both ways: by the engine, and its statements by SQLite alone.
template <class Operation, class Request>
void compare(const std::string& folder, const std::string& name, int operations, Operation operation,
             Request request_of) {
  using sh::benchmark::record;
  const auto statements =
      record(operations, [&](sh::Context& context, int i) { operation(context, request_of(i)); });
  const auto few =
      record(kOneAtATime, [&](sh::Context& context, int i) { operation(context, request_of(i)); });
  sh::benchmark::RawSqlite raw_one(folder + "/" + name + "-raw-one.db");
  const double alone = rate(kOneAtATime, [&] { raw_one.replay(few, 1); });
  sh::benchmark::RawSqlite raw_many(folder + "/" + name + "-raw-many.db");
  const double batched = rate(operations, [&] { raw_many.replay(statements, kBatch); });

  sh::Engine one({.store = "sqlite:///" + folder + "/" + name + "-one.db"});
  auto first = one.tenant("acme");
  const double single = rate(kOneAtATime, [&] {
    for (int i = 0; i < kOneAtATime; ++i) first.call(operation, request_of(i));
  });
  const auto flying = [&](const char* store, sh::Milliseconds window) {
    sh::Engine engine({.store = "sqlite:///" + folder + "/" + name + store, .batch_window = window});
    auto tenant = engine.tenant("acme");
    return in_flight(operations, [&](int i) { return tenant.async(operation, request_of(i)); });
  };
  const double many = flying("-many.db", sh::EngineOptions{}.batch_window);
  const double full = flying("-full.db", sh::Seconds(1));

  std::printf("%s: %.1f statements each\n", name.c_str(),
              static_cast<double>(statements.size()) / static_cast<double>(operations));
  print("  raw SQLite, its statements, one operation a commit", alone, alone);
  print("  engine, one at a time", single, alone);
  print("  raw SQLite, its statements, 256 operations a commit", batched, batched);
  print("  engine, 1000 in flight, batches of 256", full, batched);
  print("  engine, 1000 in flight, batches as they come", many, batched);
}

}  // namespace

int main(int argc, char** argv) {
  test_support::Arguments given(argc, argv, "benchmark_durable [OPERATIONS]\n");
  const int operations = given.has_next() ? given.next_number<int>("OPERATIONS") : 50'000;
  given.end();
  std::string folder = std::filesystem::temp_directory_path() / "smarthandoff-benchmark-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  const double raw = rate(kOneAtATime, [&] { sh::benchmark::commit_rows(folder + "/raw.db", kOneAtATime); });
  print("raw SQLite, one row of 300 bytes a commit", raw, raw);
  compare(folder, "handoffs.start", operations, sh::handoff::start, start_request);
  compare(folder, "callbacks.create", operations, sh::callbacks::create, callback_request);
  std::filesystem::remove_all(folder);
  return 0;
}
