#include "storage/sqlite_connection.hpp"

namespace smarthandoff::storage {

namespace {
// How many steps of SQLite's machine lie between two looks at the clock: some tens of microseconds.
constexpr int kStepsBetweenLooks = 1000;
// Begins the message of what fails here, which people without the machine read: a path is no business of
// theirs.
constexpr std::string_view kStore = "store";
}  // namespace

SqliteConnection::SqliteConnection(std::shared_ptr<SqliteStore> store, SqliteStore::Mode mode)
    : store_(std::move(store)),
      reader_(mode == SqliteStore::Mode::reader),
      handle_(store_->open(mode)),
      statements_(handle_.get()) {
  if (reader_) sqlite3_progress_handler(handle_.get(), kStepsBetweenLooks, is_past_limit, this);
}

SqliteConnection::~SqliteConnection() {
  if (store_->is_forked_child()) {
    statements_.leak();
    static_cast<void>(handle_.release());
    return;
  }
  rollback();
}

int SqliteConnection::is_past_limit(void* self) {
  return Clock::now() > static_cast<const SqliteConnection*>(self)->deadline_ ? 1 : 0;
}

void SqliteConnection::query(std::string_view sql, Values parameters, const EachRow& each) const {
  check_open();
  const auto statement = statements_.use(sql);
  if (!statement->only_reads()) throw Error(ErrorCode::internal, "a query must not write");
  run(*statement, parameters, &each);
}

std::int64_t SqliteConnection::execute(std::string_view sql, Values parameters) {
  check_open();
  const auto statement = statements_.use(sql);
  run(*statement, parameters, nullptr);
  return sqlite3_changes64(handle_.get());
}

void SqliteConnection::execute(std::string_view sql, Values parameters, const EachRow& each) {
  check_open();
  const auto statement = statements_.use(sql);
  run(*statement, parameters, &each);
}

void SqliteConnection::lock(std::string_view, std::string_view) {}

// What runs after SQLite gave the transaction up would be committed by itself, statement by statement.
void SqliteConnection::check_open() const {
  if (!begun_) throw Error(ErrorCode::internal, "no transaction was begun");
  if (!in_transaction()) {
    throw Error(ErrorCode::unavailable,
                std::string(kStore) + ": the transaction was rolled back by an earlier error");
  }
  if (reader_ && Clock::now() > deadline_) {
    throw Error(ErrorCode::timeout, std::string(kStore) + ": the read transaction lasted too long");
  }
}

void SqliteConnection::run(SqliteStatement& statement, Values parameters, const EachRow* each) const {
  statement.bind(parameters);
  const SqliteRow row(statement);
  int code = statement.step();
  for (; code == SQLITE_ROW; code = statement.step()) {
    if (each != nullptr) (*each)(row);
  }
  if (code != SQLITE_DONE) throw sqlite_error(handle_.get(), code, kStore);
}

void SqliteConnection::command(std::string_view sql, Doing doing) const {
  const auto statement = statements_.use(sql);
  const int code = statement->step();
  if (code != SQLITE_DONE && code != SQLITE_ROW) throw sqlite_error(handle_.get(), code, kStore, doing);
}

void SqliteConnection::enter() {
  MemoryGate* gate = store_->gate();
  if (gate == nullptr) return;
  reader_ ? gate->enter_reader() : gate->enter_writer();
  inside_gate_ = true;
}

void SqliteConnection::leave() noexcept {
  begun_ = false;
  deadline_ = Clock::time_point::max();
  if (!inside_gate_) return;
  inside_gate_ = false;
  reader_ ? store_->gate()->leave_reader() : store_->gate()->leave_writer();
}

void SqliteConnection::begin() {
  store_->check_process();
  if (begun_ && in_transaction()) throw Error(ErrorCode::internal, "a transaction is open already");
  leave();
  enter();
  try {
    if (reader_) {
      deadline_ = Clock::now() + store_->options().read_limit;
      command("BEGIN");
      // SQLite takes the snapshot with the first read.
      command("SELECT rootpage FROM sqlite_schema LIMIT 1");
    } else {
      command("BEGIN IMMEDIATE");
    }
    begun_ = true;
  } catch (...) {
    rollback();
    throw;
  }
}

void SqliteConnection::commit() {
  store_->check_process();
  check_open();
  command("COMMIT", Doing::commit);
  leave();
}

void SqliteConnection::rollback() noexcept {
  if (store_->is_forked_child()) return;
  if (in_transaction()) {
    // An error here means that SQLite has rolled back by itself, which is what was wanted.
    sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  leave();
}

void SqliteConnection::savepoint() {
  check_open();
  command("SAVEPOINT operation");
}

void SqliteConnection::release_savepoint() {
  check_open();
  command("RELEASE operation");
}

void SqliteConnection::rollback_to_savepoint() {
  check_open();
  command("ROLLBACK TO operation");
  command("RELEASE operation");
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

}  // namespace smarthandoff::storage
