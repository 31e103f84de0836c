#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/error.hpp>

#include "storage/postgresql_row.hpp"
#include "storage/postgresql_statement.hpp"
#include "storage/postgresql_url.hpp"

struct pg_conn;

namespace smarthandoff::storage {

// The limits of one session.
struct PostgresqlLimits {
  Milliseconds connect{5000};
  Milliseconds statement{30'000};  // of one statement, kept by the server
  Milliseconds lock{5000};         // of waiting for another transaction
  Milliseconds grace{5000};        // an answer so much later than the statement's limit: the server is gone
  int oldest_server = 15;          // its major version
  bool read_only = false;          // the server refuses every change
};

// One thing to send: a statement with what becomes of its answer.
struct PostgresqlCommand {
  std::string sql;
  std::vector<Value> values;
  EachRow each;                     // called per row; may be empty
  std::int64_t* changed = nullptr;  // gets the number of rows it changed
};

// What became of a list of commands.
struct PostgresqlOutcome {
  std::vector<Result> results;  // of those that succeeded, in order
  std::optional<Error> error;   // of the one after them, which ended the list
};

// One session of the server. Commands are sent together, without waiting for each other's answers, and
// answered together. Used by one thread at a time.
class PostgresqlLink {
 public:
  using Clock = std::chrono::steady_clock;

  // Throws unavailable (not reachable in time), unauthorized (refused), failed_precondition (no such
  // database, a server that is too old or does not store UTF-8).
  PostgresqlLink(const PostgresqlAddress& address, const PostgresqlLimits& limits);
  ~PostgresqlLink();
  PostgresqlLink(const PostgresqlLink&) = delete;
  PostgresqlLink& operator=(const PostgresqlLink&) = delete;

  PostgresqlStatements& statements() { return statements_; }

  // Throws nothing: a lost connection is an outcome, too. The first command that fails ends the list.
  PostgresqlOutcome run(const std::vector<PostgresqlCommand>& commands) noexcept;

  // False when the other side is known to have ended it.
  bool is_alive() noexcept;
  // Whether the server has a transaction open here, failed or not.
  bool in_transaction() const noexcept;

  // Waits for notifications (LISTEN) until the limit or until `wake`, a descriptor, is readable; answers the
  // payloads. Throws unavailable for a lost connection.
  std::vector<std::string> wait_for_notifications(Milliseconds limit, int wake);

  // In a forked child: closing would end the parent's session.
  void leak() noexcept { connection_ = nullptr; }

 private:
  void connect(const PostgresqlAddress& address, const PostgresqlLimits& limits);
  void check_server(int oldest);
  bool send(const PostgresqlCommand& command, bool& prepares);
  Result next(Clock::time_point deadline, bool& late);
  bool read_outcome(const std::vector<PostgresqlCommand>& commands, const std::vector<bool>& prepares,
                    PostgresqlOutcome& outcome);
  std::string lost_reason(bool late) const;

  const std::string name_;
  const Milliseconds patience_;
  pg_conn* connection_ = nullptr;
  PostgresqlStatements statements_;
};

}  // namespace smarthandoff::storage
