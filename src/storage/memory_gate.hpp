#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::storage {

// An in-memory store has no snapshots: its readers and its writer take turns here, so that they wait for each
// other without polling, in the order in which they came: neither side starves.
class MemoryGate {
 public:
  explicit MemoryGate(Milliseconds patience) : patience_(patience) {}

  // Throws unavailable when the others do not end within the patience.
  void enter_writer();
  void enter_reader();
  void leave_writer() noexcept;
  void leave_reader() noexcept;

 private:
  using Lock = std::unique_lock<std::mutex>;
  template <class Free>
  void wait_for_turn(Lock& lock, const Free& is_free);

  const Milliseconds patience_;
  std::mutex mutex_;  // guards the members below
  std::condition_variable changed_;
  int readers_ = 0;
  std::uint64_t next_ticket_ = 0;
  std::deque<std::uint64_t> waiting_;
  bool writing_ = false;
};

}  // namespace smarthandoff::storage
