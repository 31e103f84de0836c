#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include <smarthandoff/storage/database.hpp>

#include "engine/loop.hpp"

namespace smarthandoff::engine {

// The threads that read, each with a connection of its own; every read gets a fresh snapshot.
class Readers {
 public:
  using Work = std::function<void(const storage::Transaction&)>;
  using Failed = std::function<void(std::exception_ptr)>;

  Readers(storage::Database& database, int count, std::size_t max_queued, const Clock* manual_clock);

  void start();
  void stop() noexcept;

  // Runs `work` in a read transaction on one of the threads; what it throws, and what the database throws,
  // goes to `failed`. Throws rate_limited when too many reads wait.
  void post(Work work, Failed failed);

  std::size_t run_due();
  const Loop& manual_loop() const { return *readers_.front().loop; }  // manual
  bool is_current() const;

 private:
  struct Reader {
    std::unique_ptr<storage::Connection> connection;
    std::unique_ptr<Loop> loop;
  };

  std::vector<Reader> readers_;
  std::atomic<std::size_t> next_{0};
  const std::size_t max_queued_;
};

}  // namespace smarthandoff::engine
