#include "storage/postgresql_connection.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

#include "storage/postgresql_error.hpp"
#include "storage/statements.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kBegin = "BEGIN ISOLATION LEVEL READ COMMITTED";
constexpr std::string_view kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::string_view kCommit = "COMMIT";
// What a policy compares with (postgresql_policies.cpp); ends with the transaction.
constexpr std::string_view kActFor = "SELECT set_config('smarthandoff.tenant', ?1, TRUE)";
constexpr std::string_view kEveryTenant = "*";
constexpr std::string_view kLock = "SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))";
constexpr std::string_view kTryLock = "SELECT pg_try_advisory_xact_lock(hashtextextended(?1, 0))";

constexpr Milliseconds kFirstDelay{20};
constexpr Milliseconds kLongestDelay{500};
constexpr Milliseconds kPause{1000};
constexpr const char* kLocked = "locked";

std::int64_t changed_rows(pg_result* result) {
  const std::string_view text = PQcmdTuples(result);
  std::int64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

void hand_over(const PostgresqlCommand& command, pg_result* result) {
  if (command.changed != nullptr) *command.changed = changed_rows(result);
  if (!command.each) return;
  for (int row = 0; row < PQntuples(result); ++row) command.each(PostgresqlRow(result, row));
}

}  // namespace

bool is_locked(const Error& error) {
  return error.details().contains(kLocked);
}

PostgresqlConnection::PostgresqlConnection(std::shared_ptr<PostgresqlStore> store, PostgresqlStore::Mode mode)
    : store_(std::move(store)), mode_(mode), link_(store_->take(mode)) {}

PostgresqlConnection::~PostgresqlConnection() {
  if (store_->is_forked_child()) {
    if (link_) link_->leak();
    return;
  }
  rollback();
  if (link_) store_->give_back(std::move(link_), mode_);
}

void PostgresqlConnection::query(std::string_view sql, Values parameters, const EachRow& each) const {
  check_open();
  auto asked = command(sql, parameters);
  if (!link_->statements().find(sql).text.only_reads)
    throw Error(ErrorCode::internal, "a query must not write");
  asked.each = each;
  add(std::move(asked));
  flush();
}

std::int64_t PostgresqlConnection::execute(std::string_view sql, Values parameters) {
  check_open();
  auto asked = command(sql, parameters);
  std::int64_t changed = 0;
  asked.changed = &changed;
  add(std::move(asked));
  flush();
  return changed;
}

void PostgresqlConnection::execute(std::string_view sql, Values parameters, const EachRow& each) {
  check_open();
  auto asked = command(sql, parameters);
  asked.each = each;
  add(std::move(asked));
  flush();
}

void PostgresqlConnection::queue(std::string_view sql, std::initializer_list<Value> parameters,
                                 EachRow each) {
  check_open();
  auto asked = command(sql, Values(parameters.begin(), parameters.size()));
  asked.each = std::move(each);
  add(std::move(asked));
}

void PostgresqlConnection::lock(std::string_view scope, std::string_view key) {
  const std::string name = std::string(scope) + "/" + std::string(key);
  if (waits_for_locks_) return queue(kLock, {name});
  bool locked = false;
  execute(kTryLock, {name}, [&](const Row& row) { locked = row.boolean(0); });
  if (locked) return;
  throw Error(ErrorCode::conflict, store_->name() + ": another transaction works on this",
              {{kLocked, std::string(scope)}});
}

void PostgresqlConnection::act_for(std::string_view tenant) {
  tenant_ = tenant;
}

void PostgresqlConnection::check_open() const {
  if (!begun_) throw Error(ErrorCode::internal, "no transaction was begun");
  if (broken_ || !link_) {
    throw Error(ErrorCode::unavailable,
                store_->name() + ": the transaction was rolled back by an earlier error");
  }
  if (Clock::now() > deadline_) {
    throw Error(ErrorCode::timeout, store_->name() + ": the read transaction lasted too long");
  }
}

PostgresqlCommand PostgresqlConnection::command(std::string_view sql, Values parameters) const {
  PostgresqlParameters::check(parameters);
  const auto& text = link_->statements().find(sql).text;
  if (mode_ == PostgresqlStore::Mode::reader && !text.only_reads)
    throw Error(ErrorCode::failed_precondition, store_->name() + ": a reader cannot write");
  const std::size_t wanted = text.parameters;
  if (wanted != parameters.size()) {
    throw Error(ErrorCode::internal, "the statement has " + std::to_string(wanted) + " parameters, given " +
                                         std::to_string(parameters.size()));
  }
  return {.sql = std::string(sql), .values = {parameters.begin(), parameters.end()}, .each = {}};
}

void PostgresqlConnection::add_scope() const {
  if (acts_for_ == tenant_) return;
  const std::string_view tenant = tenant_.empty() ? kEveryTenant : std::string_view(tenant_);
  queued_.push_back({.sql = std::string(kActFor), .values = {tenant}, .each = {}});
  acts_for_ = tenant_;
}

void PostgresqlConnection::add(PostgresqlCommand command) const {
  add_scope();
  queued_.push_back(std::move(command));
}

// Sends what is queued and hands the rows over. After an error the transaction is good for nothing but a
// rollback; if the failed command stands before the savepoint, not even for one to it.
void PostgresqlConnection::flush() const {
  const std::vector<PostgresqlCommand> commands = std::exchange(queued_, {});
  const std::size_t of_others = savepoint_.value_or(0);
  if (savepoint_) savepoint_sent_ = true;
  savepoint_.reset();
  started_ = true;
  PostgresqlOutcome outcome = link_->run(commands);
  if (outcome.error) {
    lost_ = is_connection_lost(*outcome.error);
    acts_for_.reset();
    if (outcome.results.size() < of_others || !link_->in_transaction()) broken_ = true;
  }
  // Also those before the failed one: their effects last if the transaction is rolled back to the savepoint.
  for (std::size_t i = 0; i < outcome.results.size(); ++i) hand_over(commands[i], outcome.results[i].get());
  if (outcome.error) throw std::move(*outcome.error);
}

// A server that restarts is back within seconds. One that is not back by then is asked again once a second
// only, so that nobody waits for it again and again.
void PostgresqlConnection::connect() {
  if (link_ && link_->is_alive()) return;
  link_.reset();
  if (Clock::now() < next_connect_)
    throw connection_lost(store_->name(), "not reachable; it will be tried again");
  const auto limit = Clock::now() + store_->patience();
  for (Milliseconds delay = kFirstDelay;; delay = std::min(2 * delay, kLongestDelay)) {
    try {
      link_ = store_->take(mode_);
      return;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::unavailable || Clock::now() + delay > limit) {
        next_connect_ = Clock::now() + kPause;
        throw;
      }
    }
    std::this_thread::sleep_for(delay);
  }
}

void PostgresqlConnection::end_session() noexcept {
  if (store_->is_forked_child()) return;
  end();
  link_.reset();
}

void PostgresqlConnection::begin() {
  store_->check_process();
  if (begun_ && in_transaction()) throw Error(ErrorCode::internal, "a transaction is open already");
  rollback();
  connect();
  const bool reads = mode_ == PostgresqlStore::Mode::reader;
  queued_.push_back({.sql = std::string(reads ? kBeginReading : kBegin), .values = {}, .each = {}});
  tenant_.clear();
  begun_ = true;
  if (!reads) return;
  deadline_ = Clock::now() + store_->read_limit();
  try {
    add_scope();
    flush();  // the snapshot is taken with the first statement
  } catch (...) {
    rollback();
    throw;
  }
}

void PostgresqlConnection::commit() {
  store_->check_process();
  check_open();
  if (!started_ && queued_.size() <= 1) return end();  // nothing was done
  if (!link_->is_alive()) {
    broken_ = true;
    throw connection_lost(store_->name(), "the connection was lost before the commit");
  }
  queued_.push_back({.sql = std::string(kCommit), .values = {}, .each = {}});
  const std::vector<PostgresqlCommand> commands = std::exchange(queued_, {});
  started_ = true;
  PostgresqlOutcome outcome = link_->run(commands);
  if (!outcome.error && std::string_view(PQcmdStatus(outcome.results.back().get())) != kCommit) {
    outcome.error = Error(ErrorCode::unavailable,
                          store_->name() + ": the transaction was rolled back by an earlier error");
  }
  if (outcome.error) {
    broken_ = !link_->in_transaction();
    lost_ = is_connection_lost(*outcome.error);
    // What failed before COMMIT, and said so, kept it from happening.
    const bool at_commit = outcome.results.size() + 1 == commands.size();
    const bool unknown =
        at_commit ? lost_ || !link_->is_alive() : lost_ && !is_told_by_server(*outcome.error);
    if (!unknown || mode_ == PostgresqlStore::Mode::reader) throw std::move(*outcome.error);
    throw Error(ErrorCode::in_doubt,
                std::string(outcome.error->what()) + " while committing: it may have happened");
  }
  end();
  for (std::size_t i = 0; i < outcome.results.size(); ++i) hand_over(commands[i], outcome.results[i].get());
}

void PostgresqlConnection::end() noexcept {
  queued_.clear();
  begun_ = started_ = broken_ = lost_ = false;
  waits_for_locks_ = true;
  acts_for_.reset();
  savepoint_.reset();
  savepoint_sent_ = false;
  deadline_ = Clock::time_point::max();
}

void PostgresqlConnection::rollback() noexcept {
  if (store_->is_forked_child()) return;
  if (lost_) link_.reset();
  if (link_ && link_->in_transaction()) {
    // An error here means that the session is lost, and the transaction with it.
    const auto outcome = link_->run({{.sql = "ROLLBACK", .values = {}, .each = {}}});
    if (outcome.error) link_.reset();
  }
  end();
}

void PostgresqlConnection::savepoint() {
  check_open();
  savepoint_ = queued_.size();
  savepoint_sent_ = false;
  queued_.push_back({.sql = "SAVEPOINT operation", .values = {}, .each = {}});
}

void PostgresqlConnection::release_savepoint() {
  check_open();
  queued_.push_back({.sql = "RELEASE operation", .values = {}, .each = {}});
  savepoint_.reset();
  savepoint_sent_ = false;
}

void PostgresqlConnection::rollback_to_savepoint() {
  check_open();
  if (!savepoint_ && !savepoint_sent_) throw Error(ErrorCode::internal, "no savepoint was set");
  const std::optional<std::size_t> unsent = std::exchange(savepoint_, std::nullopt);
  savepoint_sent_ = false;
  acts_for_.reset();
  queued_.resize(unsent.value_or(0), {.sql = {}, .values = {}, .each = {}});
  if (unsent) return;
  queued_.push_back({.sql = "ROLLBACK TO operation", .values = {}, .each = {}});
  queued_.push_back({.sql = "RELEASE operation", .values = {}, .each = {}});
  flush();
}

bool PostgresqlConnection::in_transaction() const {
  if (!begun_ || broken_ || !link_) return false;
  return !started_ || link_->in_transaction();
}

void PostgresqlConnection::run_alone(std::string_view sql, std::initializer_list<Value> parameters,
                                     const EachRow& each) {
  if (begun_) throw Error(ErrorCode::internal, "a transaction is open");
  if (!link_) throw connection_lost(store_->name(), "not connected");
  PostgresqlCommand asked = command(sql, Values(parameters.begin(), parameters.size()));
  asked.each = each;
  const std::vector<PostgresqlCommand> commands = {std::move(asked)};
  PostgresqlOutcome outcome = link_->run(commands);
  if (outcome.error) throw std::move(*outcome.error);
  hand_over(commands[0], outcome.results[0].get());
}

std::vector<std::string> PostgresqlConnection::wait_for_notifications(Milliseconds limit, int wake) {
  if (!link_) throw connection_lost(store_->name(), "not connected");
  return link_->wait_for_notifications(limit, wake);
}

}  // namespace smarthandoff::storage
