#pragma once

#include <memory>

#include <smarthandoff/storage/database.hpp>

namespace smarthandoff::engine {

// One read of its own, outside of the readers' queues: health and pages of events.
class Snapshot {
 public:
  explicit Snapshot(storage::Database& database) : connection_(database.open_reader()) {
    connection_->begin();
  }
  ~Snapshot() { connection_->rollback(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  const storage::Transaction& operator*() const { return *connection_; }

 private:
  std::unique_ptr<storage::Connection> connection_;
};

}  // namespace smarthandoff::engine
