// Commits of a SQLite store that fail, told by a connection that can be made to.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <smarthandoff/base/error.hpp>

#include "engine/writer.hpp"
#include "support/error_code.hpp"

using namespace smarthandoff;
using test_support::code_of;

namespace {

enum class Commits { done, in_doubt_and_lost, in_doubt_and_done };

// What the disk does.
struct Disk {
  Commits commits = Commits::done;
  bool opens = true;
  int opened = 0;
};

class Faulty final : public storage::Connection {
 public:
  Faulty(std::unique_ptr<storage::Connection> real, Disk& disk) : real_(std::move(real)), disk_(disk) {}

  void query(std::string_view sql, storage::Values values, const storage::EachRow& each) const override {
    std::as_const(*real_).query(sql, values, each);
  }
  std::int64_t execute(std::string_view sql, storage::Values values) override {
    return real_->execute(sql, values);
  }
  void execute(std::string_view sql, storage::Values values, const storage::EachRow& each) override {
    real_->execute(sql, values, each);
  }
  void lock(std::string_view scope, std::string_view key) override { real_->lock(scope, key); }
  void begin() override { real_->begin(); }
  void commit() override {
    if (disk_.commits == Commits::in_doubt_and_lost)
      real_->rollback();
    else
      real_->commit();
    if (disk_.commits != Commits::done) throw Error(ErrorCode::in_doubt, "store: disk I/O error");
  }
  void rollback() noexcept override { real_->rollback(); }
  void savepoint() override { real_->savepoint(); }
  void release_savepoint() override { real_->release_savepoint(); }
  void rollback_to_savepoint() override { real_->rollback_to_savepoint(); }
  bool in_transaction() const override { return real_->in_transaction(); }

 private:
  std::unique_ptr<storage::Connection> real_;
  Disk& disk_;
};

// A writer that is moved by hand, on such a disk.
struct Desk {
  Disk disk;
  std::vector<std::string> logged;
  ManualClock clock{parse_rfc3339("2026-01-16T13:00:00Z")};
  engine::Seeds seeds{clock, {}};
  engine::StoreWatch watch;
  std::unique_ptr<storage::Database> database = storage::open_database({.url = "sqlite://:memory:"});
  engine::Writer writer{{.max_queued = 100,
                         .max_queued_bytes = 1U << 20U,
                         .max_batch = 10,
                         .max_batch_bytes = 1U << 20U,
                         .batch_window = Milliseconds(2),
                         .lease = Milliseconds(60'000),
                         .clock = &clock,
                         .seeds = &seeds,
                         .manual = true,
                         .committed = [](engine::Committed&&) {},
                         .reopen = [this]() -> std::unique_ptr<storage::Connection> {
                           if (!disk.opens)
                             throw Error(ErrorCode::unavailable, "store \"/srv/x.db\" is away");
                           ++disk.opened;
                           return std::make_unique<Faulty>(database->open_writer(), disk);
                         },
                         .log = [this](const LogEntry& entry) { logged.push_back(entry.what); },
                         .watch = &watch}};

  // Runs it as an operation of "acme" and throws what it is answered.
  void run(std::function<void(Context&)> work) {
    std::exception_ptr answer;
    bool answered = false;
    writer.submit({.call = {.tenant = {"acme"}, .actor = {}, .now = {}},
                   .route = {},
                   .work = std::move(work),
                   .done = [&](const std::exception_ptr& error) {
                     answer = error;
                     answered = true;
                   }});
    writer.pump();
    REQUIRE(answered);
    if (answer) std::rethrow_exception(answer);
  }
  void leave_event() {
    run([](Context& context) { context.emit_json("note.written", "n1", "{}"); });
  }
  std::int64_t events() const {
    std::int64_t count = 0;
    const auto reader = database->open_reader();
    reader->begin();
    reader->query("SELECT count(*) FROM events", {},
                  [&](const storage::Row& row) { count = row.integer(0); });
    return count;
  }
  auto times_logged(const std::string& what) const { return std::ranges::count(logged, what); }
};

}  // namespace

// The store could not be opened again at once, and the process ended with it.
TEST_CASE("after a commit of unknown outcome everything is refused until the store can be opened again") {
  Desk desk;
  desk.leave_event();
  desk.disk = {.commits = Commits::in_doubt_and_lost, .opens = false, .opened = 0};
  CHECK(code_of([&] { desk.leave_event(); }) == ErrorCode::in_doubt);
  CHECK(desk.times_logged("commit_failed") == 1);
  desk.disk.commits = Commits::done;
  for (int i = 0; i < 2; ++i) {
    CHECK_THROWS_WITH_AS(desk.leave_event(),
                         "store: cannot be opened again after a commit of unknown outcome", Error);
    CHECK(code_of([&] { desk.leave_event(); }) == ErrorCode::unavailable);
  }
  CHECK(desk.times_logged("reopen_failed") == 1);
  CHECK(desk.times_logged("commit_failed") == 1);
  desk.disk.opens = true;
  desk.leave_event();
  desk.leave_event();
  CHECK(desk.disk.opened == 1);
  CHECK(desk.events() == 3);
}

// The next events would have been given the positions of those that nobody believed in.
TEST_CASE("after a commit of unknown outcome that did happen the events go on behind its own") {
  Desk desk;
  desk.disk.commits = Commits::in_doubt_and_done;
  CHECK(code_of([&] { desk.leave_event(); }) == ErrorCode::in_doubt);
  desk.disk.commits = Commits::done;
  desk.leave_event();
  CHECK(desk.events() == 2);
}

TEST_CASE("what an operation throws is answered, whatever it is, and is no failed commit") {
  Desk desk;
  const auto lose_the_transaction = [&](Context& context) {
    static_cast<void>(context);
    throw 42;
  };
  CHECK_THROWS_AS(desk.run(lose_the_transaction), int);
  desk.leave_event();
  CHECK(desk.logged.empty());
}
