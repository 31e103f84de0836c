#pragma once

#include <sys/types.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/postgresql_link.hpp"

namespace smarthandoff::storage {

// What all connections of one open store share: the address, the limits, and sessions that nobody uses just
// now, since making one costs milliseconds. In a forked child nothing of it is touched.
class PostgresqlStore {
 public:
  enum class Mode { writer, reader };

  explicit PostgresqlStore(const DatabaseOptions& options);
  ~PostgresqlStore();
  PostgresqlStore(const PostgresqlStore&) = delete;
  PostgresqlStore& operator=(const PostgresqlStore&) = delete;

  // A session, kept or new. Throws as PostgresqlLink does.
  std::unique_ptr<PostgresqlLink> take(Mode mode);
  // Keeps a session for later, or ends it.
  void give_back(std::unique_ptr<PostgresqlLink> link, Mode mode) noexcept;

  // Throws failed_precondition in another process than the one that opened the store.
  void check_process() const;
  bool is_forked_child() const;

  const std::string& name() const { return address_.name; }
  Milliseconds read_limit() const { return options_.read_limit; }
  Milliseconds patience() const { return options_.busy_timeout; }

 private:
  const DatabaseOptions options_;
  PostgresqlAddress address_;
  const pid_t owner_;
  std::mutex mutex_;  // guards the sessions
  std::vector<std::unique_ptr<PostgresqlLink>> idle_[2];
};

}  // namespace smarthandoff::storage
