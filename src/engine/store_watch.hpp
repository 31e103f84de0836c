#pragma once

#include <exception>
#include <mutex>
#include <string>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::engine {

// What became of the last write: a full disk can still be read, and looks well to who only reads. Any thread.
class StoreWatch {
 public:
  // Something was written and committed.
  void worked() noexcept {
    const std::lock_guard lock(mutex_);
    trouble_.clear();
  }

  // A write failed. Counts only where that is the store's fault, not the operation's or another writer's.
  void failed(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const Error& failure) {
      if (!is_trouble(failure)) return;
      const std::lock_guard lock(mutex_);
      trouble_ = failure.what();
    } catch (...) {
      return;  // what an operation of ours threw says nothing of the store
    }
  }

  // Empty: the store takes writes, as far as is known.
  std::string trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
  }

 private:
  static bool is_trouble(const Error& failure) {
    const bool of_store = failure.details().contains("sqlite_code") || failure.details().contains("sqlstate");
    const ErrorCode code = failure.code();
    return of_store &&
           (code == ErrorCode::unavailable || code == ErrorCode::in_doubt || code == ErrorCode::corrupt);
  }

  mutable std::mutex mutex_;  // guards the text
  std::string trouble_;
};

}  // namespace smarthandoff::engine
