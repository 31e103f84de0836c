#include "storage/memory_gate.hpp"

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

template <class Free>
void MemoryGate::wait_for_turn(Lock& lock, const Free& is_free) {
  const std::uint64_t ticket = next_ticket_++;
  waiting_.push_back(ticket);
  const bool mine =
      changed_.wait_for(lock, patience_, [&] { return waiting_.front() == ticket && is_free(); });
  std::erase(waiting_, ticket);
  changed_.notify_all();
  if (!mine) throw Error(ErrorCode::unavailable, "the in-memory store is in use by another transaction");
}

void MemoryGate::enter_writer() {
  Lock lock(mutex_);
  wait_for_turn(lock, [this] { return !writing_ && readers_ == 0; });
  writing_ = true;
}

void MemoryGate::enter_reader() {
  Lock lock(mutex_);
  wait_for_turn(lock, [this] { return !writing_; });
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
