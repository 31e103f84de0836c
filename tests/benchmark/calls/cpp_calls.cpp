// The same pure function that the bindings are measured with, called directly: what is not a binding's doing.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include <smarthandoff/base/document.hpp>

#include "support/arguments.hpp"

int main(int count, char** arguments) {
  test_support::Arguments(count, arguments, "benchmark_calls\n").end();
  using Clock = std::chrono::steady_clock;
  constexpr int kCalls = 50'000;
  const smarthandoff::documents::ParseDocument request{.text = "529.982.247-25"};
  double best = 1e9;
  std::size_t valid = 0;
  for (int round = 0; round < 10; ++round) {
    const auto start = Clock::now();
    for (int i = 0; i < kCalls; ++i) valid += smarthandoff::documents::parse(request).valid ? 1 : 0;
    best = std::min(best, std::chrono::duration<double, std::micro>(Clock::now() - start).count() / kCalls);
  }
  std::printf("{\"pure\": %.3f}\n", best);
  return valid > 0 ? 0 : 1;
}
