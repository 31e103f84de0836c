// An engine that has nothing to do: how long it takes to open, and how much memory it holds. With a store on
// disk and a FreeSWITCH, as hosts have it. Prints a line of JSON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <smarthandoff/smarthandoff.hpp>

#include "support/arguments.hpp"
#include "support/resident_size.hpp"

namespace sh = smarthandoff;

namespace {

constexpr int kOpens = 5;

// Milliseconds until the engine is open.
double open_and_close(const std::string& store, bool idle, double& resident) {
  sh::FreeSwitchOptions freeswitch;
  freeswitch.port = 1;  // where nobody listens
  freeswitch.password = sh::Secret("ClueCon");
  const auto start = std::chrono::steady_clock::now();
  sh::Engine engine({.store = store,
                     .telephony = sh::telephony::make_freeswitch(freeswitch),
                     .connect_patience = sh::Milliseconds(0)});
  const std::chrono::duration<double, std::milli> opened = std::chrono::steady_clock::now() - start;
  if (idle) std::this_thread::sleep_for(std::chrono::seconds(2));
  resident = benchmark::resident_mb();
  return opened.count();
}

}  // namespace

int main(int count, char** arguments) {
  test_support::Arguments(count, arguments, "benchmark_idle\n").end();
  std::string name = (std::filesystem::temp_directory_path() / "smarthandoff-benchmark-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  const std::string store = "sqlite:///" + (folder / "handoff.db").string();
  double resident = 0;
  const double first = open_and_close(store, true, resident);
  std::vector<double> later;
  double ignored = 0;
  for (int i = 0; i < kOpens; ++i) later.push_back(open_and_close(store, false, ignored));
  std::sort(later.begin(), later.end());
  std::printf("{\"first_open_ms\": %.1f, \"open_ms\": %.1f, \"resident_mb\": %.1f}\n", first,
              later[kOpens / 2], resident);
  std::filesystem::remove_all(folder);
  return 0;
}
