#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "storage/postgresql_store.hpp"

namespace smarthandoff::storage {

// One PostgreSQL connection. What has no answer to wait for (BEGIN, savepoints, the tenant, queued
// statements) is sent together with the next statement, or with COMMIT: a small transaction is one or two
// round trips. A lost connection is made anew by the next begin().
//
// Beyond what Transaction promises: an error ends the whole transaction unless it is rolled back to a
// savepoint.
class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(std::shared_ptr<PostgresqlStore> store, PostgresqlStore::Mode mode);
  ~PostgresqlConnection() override;
  PostgresqlConnection(const PostgresqlConnection&) = delete;
  PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;

  using Transaction::execute;
  using Transaction::query;
  void query(std::string_view sql, Values parameters, const EachRow& each) const override;
  std::int64_t execute(std::string_view sql, Values parameters) override;
  void execute(std::string_view sql, Values parameters, const EachRow& each) override;
  void lock(std::string_view scope, std::string_view key) override;
  void act_for(std::string_view tenant) override;

  void begin() override;
  void commit() override;
  void rollback() noexcept override;
  void savepoint() override;
  void release_savepoint() override;
  void rollback_to_savepoint() override;
  bool in_transaction() const override;

  // Sends the statement with whatever is sent next; its rows come then, its error ends the transaction then.
  void queue(std::string_view sql, std::initializer_list<Value> parameters, EachRow each = {});

  // Whether lock() waits for another transaction (at most the lock limit) or fails at once with `conflict`
  // and the detail "locked": for a transaction that holds other operations' locks already.
  void wait_for_locks(bool wait) { waits_for_locks_ = wait; }

  // Outside of transactions: for a session that lasts, such as one that listens. Throws unavailable when it
  // is lost; everything it held is gone then.
  void run_alone(std::string_view sql, std::initializer_list<Value> parameters, const EachRow& each = {});
  std::vector<std::string> wait_for_notifications(Milliseconds limit, int wake);
  // Ends the session with all that it holds; begin() or connect() makes another.
  void end_session() noexcept;
  // Makes sure of a session, trying again for as long as an operation may wait. Throws unavailable.
  void connect();

 private:
  using Clock = std::chrono::steady_clock;

  void check_open() const;
  PostgresqlCommand command(std::string_view sql, Values parameters) const;
  void add_scope() const;
  void add(PostgresqlCommand command) const;
  void flush() const;
  void end() noexcept;

  const std::shared_ptr<PostgresqlStore> store_;
  const PostgresqlStore::Mode mode_;
  mutable std::unique_ptr<PostgresqlLink> link_;
  mutable std::vector<PostgresqlCommand> queued_;
  bool begun_ = false;
  mutable bool started_ = false;  // the server knows of the transaction
  mutable bool broken_ = false;   // and gave it up
  mutable bool lost_ = false;     // with the session
  bool waits_for_locks_ = true;
  mutable std::string tenant_;                   // to act for; empty: all
  mutable std::optional<std::string> acts_for_;  // as the server knows
  // Where the savepoint stands in the queue while it is not sent: what is before it belongs to others.
  mutable std::optional<std::size_t> savepoint_;
  mutable bool savepoint_sent_ = false;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point next_connect_ = Clock::time_point::min();
};

// The failure of lock() where it must not wait.
bool is_locked(const Error& error);

}  // namespace smarthandoff::storage
