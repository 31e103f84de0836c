#pragma once

#include <chrono>
#include <thread>

namespace test_support {

// A limit that only a broken program reaches.
inline constexpr std::chrono::seconds kPatience{60};

// Waits for what nobody tells of: another process, a server's state, what the simulated PBX lets people hear.
template <class Condition>
bool eventually(const Condition& condition, std::chrono::milliseconds limit = kPatience) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace test_support
