#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>

#include "engine/engine_stores.hpp"
#include "engine/notes.hpp"
#include "support/error_code.hpp"
#include "support/temporary_store.hpp"

using namespace smarthandoff;
using test_support::code_of;
using test_support::TemporaryStore;

TEST_CASE_TEMPLATE("a write is read back by its tenant and by no other", Store, SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  auto acme = engine.tenant("acme");
  CHECK(acme.call(notes::write, {"n1", "hello"}).text == "hello");
  CHECK(acme.call(notes::read, {"n1"}).text == "hello");
  CHECK(code_of([&] { engine.tenant("other").call(notes::read, {"n1"}); }) == ErrorCode::not_found);
}

TEST_CASE_TEMPLATE("an operation that fails leaves nothing behind", Store, SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  auto acme = engine.tenant("acme");
  acme.call(notes::write, {"n1", "hello"});
  CHECK(code_of([&] { acme.call(notes::fail, {"n2", "gone"}); }) == ErrorCode::failed_precondition);
  CHECK(code_of([&] { acme.call(notes::read, {"n2"}); }) == ErrorCode::not_found);
  CHECK(stores::events_of(engine, "acme", 1).size() == 1);
}

TEST_CASE("in one batch, those that fail after writing take nothing of the others with them") {
  const auto clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T13:00:00Z"));
  Engine engine({.clock = clock, .manual = true});
  auto acme = engine.tenant("acme");
  std::vector<std::future<notes::Note>> answers;
  for (int i = 0; i < 30; ++i) {
    const notes::WriteNote note{"n" + std::to_string(i), "hello"};
    answers.push_back(i % 3 == 1 ? acme.async(notes::fail, note) : acme.async(notes::write, note));
  }
  engine.step(clock->now());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string id = "n" + std::to_string(i);
    CAPTURE(id);
    if (i % 3 == 1) {
      CHECK(code_of([&] { answers[i].get(); }) == ErrorCode::failed_precondition);
      CHECK(code_of([&] { acme.call(notes::read, {id}); }) == ErrorCode::not_found);
    } else {
      CHECK(answers[i].get().id == id);
      CHECK(acme.call(notes::read, {id}).text == "hello");
    }
  }
  const auto events = engine.events({"acme"}, 0).events;
  REQUIRE(events.size() == 20);
  CHECK(events.back().position - events.front().position == 19);
}

TEST_CASE("a job that was claimed together with a failing operation is done once") {
  const auto clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T13:00:00Z"));
  std::vector<std::string> failed;  // nothing here can handle the job: each try is told once
  Engine engine({.clock = clock, .manual = true, .log = [&](const LogEntry& entry) {
                   if (entry.what == "job_failed") failed.push_back(entry.id);
                 }});
  auto acme = engine.tenant("acme");
  acme.call(notes::finish_later, {"n1", "1000"});
  auto failing = acme.async(notes::fail, {"n2", "gone"});
  engine.step(clock->now() + Seconds(1));
  CHECK(code_of([&] { failing.get(); }) == ErrorCode::failed_precondition);
  CHECK(failed.size() == 1);
}

TEST_CASE_TEMPLATE("a role below the least one is unauthorized and told which it needs", Store,
                   SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  engine.tenant("acme").call(notes::write, {"n1", "hello"});
  try {
    engine.tenant("acme", "ana", Role::agent).call(notes::finish, {"n1"});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unauthorized);
    CHECK(std::string(error.what()) == "notes.finish needs the role supervisor, not agent");
  }
}

TEST_CASE_TEMPLATE("the same request id answers the same, and another request under it conflicts", Store,
                   SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  auto acme = engine.tenant("acme");
  acme.call(notes::write, {"n1", "hello"}, {.request_id = "r1"});
  CHECK(acme.call(notes::write, {"n1", "hello"}, {.request_id = "r1"}).text == "hello");
  CHECK(code_of([&] {
          acme.call(notes::write, {"n1", "other"}, {.request_id = "r1"});
        }) == ErrorCode::conflict);
  CHECK(code_of([&] { acme.call(notes::write, {"n1", "hello"}); }) == ErrorCode::already_exists);
}

TEST_CASE_TEMPLATE("an awaited operation answers when another call finishes what it waits for", Store,
                   SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  auto acme = engine.tenant("acme");
  acme.call(notes::write, {"n1", "hello"});
  auto waiting = acme.async(notes::wait, {"n1"});
  acme.call(notes::finish, {"n1"});
  CHECK(waiting.get().done);
}

TEST_CASE_TEMPLATE("an awaited operation answers as things stand when its time is over", Store,
                   SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  auto acme = engine.tenant("acme");
  acme.call(notes::write, {"n1", "hello"});
  CHECK_FALSE(acme.call(notes::wait, {"n1"}, {.timeout = Milliseconds(20)}).done);
}

TEST_CASE_TEMPLATE("a listener gets every event in the order of the commits", Store, SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  std::mutex mutex;
  std::vector<std::string> seen;
  std::promise<void> all;
  const auto subscription = engine.subscribe({"acme"}, "note.*", [&](const Event& event) {
    const std::lock_guard lock(mutex);
    seen.push_back(event.entity);
    if (seen.size() == 300) all.set_value();
  });
  std::vector<std::future<notes::Note>> writes;
  for (int i = 0; i < 300; ++i) {
    writes.push_back(engine.tenant("acme").async(notes::write, {std::to_string(i), "x"}));
    writes.push_back(engine.tenant("other").async(notes::write, {std::to_string(i), "x"}));
  }
  for (auto& write : writes) write.get();
  all.get_future().wait();
  const auto events = stores::events_of(engine, "acme", 300);
  REQUIRE(events.size() == 300);
  for (std::size_t i = 0; i < 300; ++i) CHECK(events[i].entity == seen[i]);
  CHECK(engine.events({"acme"}, events.back().position).events.empty());
}

TEST_CASE_TEMPLATE("a listener that throws is logged and the next one still runs", Store, SH_ENGINE_STORES) {
  const Store store;
  std::atomic<int> logged = 0;
  std::promise<void> reached;
  {
    auto options = store.options();
    options.log = [&](const LogEntry& entry) { logged += entry.what == "listener_failed"; };
    Engine engine(std::move(options));
    const auto bad = engine.subscribe({}, "", [](const Event&) { throw std::runtime_error("no"); });
    const auto good = engine.subscribe({}, "", [&](const Event&) { reached.set_value(); });
    engine.tenant("acme").call(notes::write, {"n1", "hello"});
    reached.get_future().wait();
  }
  CHECK(logged == 1);
}

TEST_CASE("many threads write at once and every answer is committed") {
  TemporaryStore store;
  {
    Engine engine({.store = store.url()});
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&engine, t] {
        auto tenant = engine.tenant("tenant" + std::to_string(t % 3));
        for (int i = 0; i < 50; ++i)
          tenant.call(notes::write, {std::to_string(t) + "-" + std::to_string(i), "x"});
      });
    }
    for (auto& thread : threads) thread.join();
  }
  Engine engine({.store = store.url()});
  CHECK(engine.events({}, 0, 1000).events.size() == 400);
}

TEST_CASE("a store belongs to one engine, and the second is told by whom it is held") {
  TemporaryStore store;
  Engine engine({.store = store.url()});
  CHECK(code_of([&] { Engine second({.store = store.url()}); }) == ErrorCode::failed_precondition);
}

TEST_CASE("a backup opens as a store of its own") {
  TemporaryStore store;
  const auto copy = (store.folder / "copy.db").string();
  {
    Engine engine({.store = store.url()});
    engine.tenant("acme").call(notes::write, {"n1", "hello"});
    engine.backup(copy);
    CHECK(code_of([&] { engine.backup(copy); }) != ErrorCode::internal);
  }
  Engine engine({.store = "sqlite:///" + copy});
  CHECK(engine.tenant("acme").call(notes::read, {"n1"}).text == "hello");
}

TEST_CASE_TEMPLATE("after close everything is refused, and closing twice is fine", Store, SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  engine.close();
  engine.close();
  CHECK(code_of([&] { engine.tenant("acme").call(notes::write, {"n1", "x"}); }) == ErrorCode::unavailable);
}

TEST_CASE("a closed engine has let go of its store while the object still lives") {
  TemporaryStore store;
  Engine first({.store = store.url()});
  first.tenant("acme").call(notes::write, {"n1", "hello"});
  first.close();
  for (const auto& entry : std::filesystem::directory_iterator(store.folder))
    CHECK(entry.path().extension() != ".db-wal");
  Engine second({.store = store.url()});
  CHECK(second.tenant("acme").call(notes::read, {"n1"}).text == "hello");
  CHECK(code_of([&] { static_cast<void>(first.health()); }) == ErrorCode::unavailable);
  CHECK(code_of([&] { static_cast<void>(first.events({"acme"}, 0)); }) == ErrorCode::unavailable);
}

TEST_CASE("a closed engine leads no more while the object still lives" * doctest::test_suite("postgresql")) {
  const stores::Postgresql store;
  Engine first(store.options());
  first.tenant("kept").call(notes::write, {"n1", "hello"});
  first.close();
  Engine second(store.options());
  second.tenant("acme").call(notes::write, {"n1", "hello"});
  CHECK(stores::eventually([&] { return !second.events({"acme"}, 0).events.empty(); }));
}

TEST_CASE_TEMPLATE("an engine opened before fork refuses to work in the child", Store, SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  const pid_t child = fork();
  if (child == 0) {
    try {
      engine.tenant("acme").call(notes::write, {"n1", "x"});
    } catch (const Error& error) {
      _exit(error.code() == ErrorCode::failed_precondition ? 0 : 1);
    }
    _exit(2);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  engine.tenant("acme").call(notes::write, {"n1", "x"});
}

TEST_CASE_TEMPLATE("a manual engine moves only when it is stepped", Store, SH_ENGINE_STORES) {
  const Store store;
  const auto clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T13:00:00Z"));
  auto options = store.options();
  options.clock = clock;
  options.manual = true;
  Engine engine(std::move(options));
  auto acme = engine.tenant("acme");
  acme.call(notes::write, {"n1", "hello"});
  auto waiting = acme.async(notes::wait, {"n1"}, {.timeout = Seconds(10)});
  engine.step(clock->now() + Seconds(5));
  CHECK(waiting.wait_for(Seconds(0)) == std::future_status::timeout);
  engine.step(clock->now() + Seconds(11));
  CHECK_FALSE(waiting.get().done);
  CHECK(code_of([&] { engine.step(clock->now() - Seconds(1)); }) == ErrorCode::invalid_argument);
}

TEST_CASE_TEMPLATE("threads may share a manual engine: they move it one after the other", Store,
                   SH_ENGINE_STORES) {
  const Store store;
  const auto clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T13:00:00Z"));
  auto options = store.options();
  options.clock = clock;
  options.manual = true;
  Engine engine(std::move(options));
  constexpr int kThreads = 4, kWrites = 50;
  std::atomic<int> written = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kWrites; ++i) {
        engine.tenant("acme").call(notes::write, {std::to_string(thread * kWrites + i), "hello"});
        ++written;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(written == kThreads * kWrites);
}

TEST_CASE("a manual engine tells when it has something to do next") {
  auto clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T14:07:00Z"));
  Engine engine({.clock = clock, .manual = true});
  engine.step(clock->now());
  auto acme = engine.tenant("acme");
  acme.call(notes::write, {.id = "n", .text = "Olá"});
  acme.call(notes::finish_later, {.id = "n", .text = "5000"});
  CHECK(engine.next_due() == clock->now() + Seconds(5));
  engine.step(*engine.next_due());
  CHECK(engine.next_due() > clock->now());
}

TEST_CASE_TEMPLATE("a pure operation takes what was left out from the tenant's profile", Store,
                   SH_ENGINE_STORES) {
  const Store store;
  Engine engine(store.options());
  const auto& operation = find_operation("notes.echo");
  const notes::Echo request{"oi", ""};
  const auto answer = engine.run_pure(operation, {"acme"}, &request);
  CHECK(static_cast<const notes::Echo*>(answer.get())->language == "pt-BR");
  const auto alone = engine.run_pure(operation, {}, &request);
  CHECK(static_cast<const notes::Echo*>(alone.get())->language.empty());
}

TEST_CASE_TEMPLATE("a full queue is refused at once and the others are still answered", Store,
                   SH_ENGINE_STORES) {
  const Store store;
  auto options = store.options();
  options.max_queued_operations = 50;
  Engine engine(std::move(options));
  auto acme = engine.tenant("acme");
  std::vector<std::future<notes::Note>> writes;
  for (int i = 0; i < 2000; ++i) writes.push_back(acme.async(notes::write, {std::to_string(i), "x"}));
  int answered = 0;
  int refused = 0;
  for (auto& write : writes) {
    try {
      write.get();
      ++answered;
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::rate_limited);
      ++refused;
    }
  }
  CHECK(answered + refused == 2000);
  CHECK(answered >= 50);
  const auto count = static_cast<std::size_t>(answered);
  CHECK(stores::events_of(engine, "", count).size() == count);
}

TEST_CASE("a tenant id that could not be one is refused by name") {
  Engine engine({});
  CHECK(code_of([&] { engine.tenant("a b"); }) == ErrorCode::invalid_argument);
  CHECK(code_of([&] { engine.tenant(""); }) == ErrorCode::invalid_argument);
}

TEST_CASE("an address in place of Twilio's that could not be one is refused by name") {
  for (const char* url : {"twilio", "http://twilio.example", "http://127.0.0.1:80/", "https://a?b=c"}) {
    CAPTURE(url);
    CHECK_THROWS_WITH_AS(Engine({.twilio_url = url}), doctest::Contains("twilio_url"), Error);
  }
}

TEST_CASE("an option that is no number of what it counts is refused by name") {
  const auto field_of = [](EngineOptions options) -> std::string {
    try {
      Engine engine(std::move(options));
    } catch (const Error& error) {
      return error.details().at("field");
    }
    return {};
  };
  for (const Milliseconds time : {Milliseconds(-1), Milliseconds::max()}) {
    CHECK(field_of({.directory_refresh = time}) == "directory_refresh");
    CHECK(field_of({.batch_window = time}) == "batch_window");
    CHECK(field_of({.connect_patience = time}) == "connect_patience");
    CHECK(field_of({.close_limit = time}) == "close_limit");
    CHECK(field_of({.event_retention = time}) == "event_retention");
  }
  CHECK(field_of({.event_retention = Milliseconds(0)}) == "event_retention");
  CHECK(field_of({.readers = 0}) == "readers");
  CHECK(field_of({.workers = 65}) == "workers");
  CHECK(field_of({.pg_connections = -1}) == "pg_connections");
  CHECK(field_of({.max_queued_operations = 0}) == "max_queued_operations");
  CHECK(field_of({.max_queued_bytes = 0}) == "max_queued_bytes");
  CHECK(field_of({.max_batch = 0}) == "max_batch");
  CHECK(field_of({.max_awaiters = 0}) == "max_awaiters");
  CHECK(field_of({.max_fetches = 0}) == "max_fetches");
}

// 5,000 went a minute, however many there were.
TEST_CASE("all that has expired is gone within a minute, however much it is") {
  const auto clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T13:00:00Z"));
  Engine engine({.clock = clock,
                 .manual = true,
                 .max_queued_operations = 20'000,
                 .event_retention = std::chrono::minutes(1)});
  auto acme = engine.tenant("acme");
  std::vector<std::future<notes::Note>> writes;
  for (int i = 0; i < 11'000; ++i) writes.push_back(acme.async(notes::write, {std::to_string(i), "x"}));
  engine.step(clock->now());
  REQUIRE(engine.events({}, 0, 1).events.front().position == 1);
  engine.step(clock->now() + std::chrono::minutes(2));
  CHECK(engine.events({}, 0, 1).events.front().position == 11'000);  // the newest one stays
}
