#pragma once

#include <condition_variable>
#include <mutex>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::storage {

// An in-memory store has no snapshots: its readers and its writer take turns here, so that they wait for each
// other without polling. A writer that waits keeps new readers out.
class MemoryGate {
 public:
  explicit MemoryGate(Milliseconds patience) : patience_(patience) {}

  // Throws unavailable when the others do not end within the patience.
  void enter_writer();
  void enter_reader();
  void leave_writer() noexcept;
  void leave_reader() noexcept;

 private:
  const Milliseconds patience_;
  std::mutex mutex_;  // guards the members below
  std::condition_variable changed_;
  int readers_ = 0;
  int waiting_writers_ = 0;
  bool writing_ = false;
};

}  // namespace smarthandoff::storage
