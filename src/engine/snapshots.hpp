#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/storage/database.hpp>

#include "storage/postgresql_error.hpp"

namespace smarthandoff::engine {

// Reads outside of the readers' queues: health and pages of events. Opening a connection costs more than most
// of them, so that the last one is kept. Any thread.
class Snapshots {
 public:
  explicit Snapshots(std::shared_ptr<storage::Database> database) : database_(std::move(database)) {}

  // Lets go of the store.
  void close() noexcept {
    const std::lock_guard lock(mutex_);
    database_.reset();
    kept_.reset();
  }

  // What `read` answers about the store as it is now. Throws unavailable when closed.
  template <class Read>
  auto read(const Read& read) {
    auto [database, connection] = take();
    if (connection) {
      try {
        return read_with(std::move(connection), read);
      } catch (const Error& error) {
        if (!storage::is_connection_lost(error)) throw;  // a server that restarted since
      }
    }
    return read_with(database->open_reader(), read);
  }

 private:
  template <class Read>
  auto read_with(std::unique_ptr<storage::Connection> connection, const Read& read) {
    connection->begin();
    auto answer = read(std::as_const(*connection));
    connection->rollback();
    const std::lock_guard lock(mutex_);
    if (database_) kept_ = std::move(connection);
    return answer;
  }

  std::pair<std::shared_ptr<storage::Database>, std::unique_ptr<storage::Connection>> take() {
    const std::lock_guard lock(mutex_);
    if (!database_) throw Error(ErrorCode::unavailable, "the engine is closed");
    return {database_, std::move(kept_)};
  }

  std::mutex mutex_;
  std::shared_ptr<storage::Database> database_;
  std::unique_ptr<storage::Connection> kept_;  // idle
};

}  // namespace smarthandoff::engine
