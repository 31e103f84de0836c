#include "storage/memory_gate.hpp"

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

void MemoryGate::enter_writer() {
  std::unique_lock lock(mutex_);
  ++waiting_writers_;
  const bool free = changed_.wait_for(lock, patience_, [this] { return !writing_ && readers_ == 0; });
  --waiting_writers_;
  if (!free) {
    changed_.notify_all();
    throw Error(ErrorCode::unavailable, "the in-memory store is in use by another transaction");
  }
  writing_ = true;
}

void MemoryGate::enter_reader() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience_, [this] { return !writing_ && waiting_writers_ == 0; })) {
    throw Error(ErrorCode::unavailable, "the in-memory store is in use by another transaction");
  }
  ++readers_;
}

void MemoryGate::leave_writer() noexcept {
  {
    const std::lock_guard lock(mutex_);
    writing_ = false;
  }
  changed_.notify_all();
}

void MemoryGate::leave_reader() noexcept {
  {
    const std::lock_guard lock(mutex_);
    --readers_;
  }
  changed_.notify_all();
}

}  // namespace smarthandoff::storage
