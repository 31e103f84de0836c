#pragma once

#include <sys/types.h>

#include <string>

namespace smarthandoff::storage {

// Holds the file `<store>.lock` for as long as a store is open, so that one SQLite store belongs to one
// engine in one process. The file stays behind, empty: removing it would race with the next holder.
class StoreLock {
 public:
  // Throws failed_precondition naming the holder, or why the file cannot be locked.
  explicit StoreLock(const std::string& store_path);

  // In a forked child nothing is unlocked: the lock is the parent's.
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

 private:
  int descriptor_ = -1;
  pid_t owner_;
};

}  // namespace smarthandoff::storage
