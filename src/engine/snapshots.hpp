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
  explicit Snapshots(storage::Database& database) : database_(database) {}

  // What `read` answers about the store as it is now.
  template <class Read>
  auto read(const Read& read) {
    auto connection = take_kept();
    if (connection) {
      try {
        return read_with(std::move(connection), read);
      } catch (const Error& error) {
        if (!storage::is_connection_lost(error)) throw;  // a server that restarted since
      }
    }
    return read_with(database_.open_reader(), read);
  }

 private:
  template <class Read>
  auto read_with(std::unique_ptr<storage::Connection> connection, const Read& read) {
    connection->begin();
    auto answer = read(std::as_const(*connection));
    connection->rollback();
    const std::lock_guard lock(mutex_);
    kept_ = std::move(connection);
    return answer;
  }

  std::unique_ptr<storage::Connection> take_kept() {
    const std::lock_guard lock(mutex_);
    return std::move(kept_);
  }

  storage::Database& database_;
  std::mutex mutex_;
  std::unique_ptr<storage::Connection> kept_;  // idle
};

}  // namespace smarthandoff::engine
