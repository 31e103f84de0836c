// A store that is full, busy or fails for a while, under the real engine in manual time: what is asked and
// what the phone system tells meanwhile. The disk is the simulation's.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include <smarthandoff/smarthandoff.hpp>

#include "simulation/memory_disk.hpp"
#include "support/error_code.hpp"
#include "support/scripted_telephony.hpp"

using namespace smarthandoff;
using simulation::DiskTrouble;
using test_support::code_of;

namespace {

class Phones final : public scripted::Telephony {
 public:
  void start(Listener listener, Milliseconds) override { tell = std::move(listener); }
  Listener tell;
};

struct Office {
  Office() {
    phones->calls.insert("call-1");
    handoff = tenant.call(handoff::start, {.call_id = "call-1", .caller = "+5518997751234"}).id;
    settle();
  }
  void settle(Milliseconds by = Milliseconds(0)) {
    clock->advance(by);
    engine.step(clock->now());
  }
  handoff::HandoffState state() { return tenant.call(handoff::get, {.handoff_id = handoff}).state; }
  std::int64_t logged(const std::string& what) const { return std::ranges::count(log, what); }

  simulation::Random random{1};
  simulation::MemoryDisk disk{random};
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T14:07:00Z"));
  std::shared_ptr<Phones> phones = std::make_shared<Phones>();
  std::vector<std::string> log;
  Engine engine{{.store = disk.url(),
                 .telephony = phones,
                 .clock = clock,
                 .manual = true,
                 .log = [this](const LogEntry& entry) { log.push_back(entry.what); }}};
  Tenant tenant = engine.tenant("acme");
  HandoffId handoff;
};

}  // namespace

// An event that the store could not take was lost: a caller who had gone was put through for ever, and a leg
// that had ended was placed again. Found by the simulation.
TEST_CASE("what the phone system told while the store was full is told again once it is back") {
  for (const DiskTrouble& trouble : {DiskTrouble{.full = 1}, DiskTrouble{.write_fails = 1}}) {
    Office office;
    office.disk.behave(trouble);
    office.phones->tell(telephony::CallEnded{{"call-1"}, "NORMAL_CLEARING"});
    office.settle();
    office.settle(Seconds(5));
    CHECK(office.logged("telephony_event_failed") > 0);
    CHECK(office.state() == handoff::HandoffState::conversation);
    office.disk.behave({});
    office.settle(Seconds(2));
    CHECK(office.state() == handoff::HandoffState::ended);
  }
}

// They waited in the queue for as long as the lock was held, minutes even, and were done long after their
// callers had given up.
TEST_CASE("an operation that finds the store locked or full says so, leaves nothing, and works afterwards") {
  struct {
    DiskTrouble trouble;
    ErrorCode code;
  } const rows[] = {{{.busy = 1}, ErrorCode::unavailable}, {{.full = 1}, ErrorCode::unavailable}};
  for (const auto& [trouble, code] : rows) {
    Office office;
    office.disk.behave(trouble);
    CHECK(code_of([&] { office.tenant.call(handoff::finish, {.handoff_id = office.handoff}); }) == code);
    office.disk.behave({});
    office.settle(Seconds(2));
    CHECK(office.state() == handoff::HandoffState::conversation);
    CHECK(office.tenant.call(handoff::finish, {.handoff_id = office.handoff}).state ==
          handoff::HandoffState::ended);
  }
}

// health() only read, and said "ok" of a store that refused every write.
TEST_CASE("health tells of a store that takes no writes, until it takes one") {
  for (const DiskTrouble& trouble : {DiskTrouble{.full = 1}, DiskTrouble{.write_fails = 1}}) {
    Office office;
    const auto note = [&] {
      office.tenant.call(handoff::note, {.handoff_id = office.handoff, .text = "a note"});
    };
    const auto find_nothing = [&] { office.tenant.call(handoff::finish, {.handoff_id = {"none"}}); };
    CHECK(office.engine.health().store == "ok");
    CHECK(code_of(find_nothing) == ErrorCode::not_found);  // refused by itself
    CHECK(office.engine.health().store == "ok");
    office.disk.behave(trouble);
    code_of(note);
    const std::string told = office.engine.health().store;
    CHECK(told.starts_with("store: disk"));
    CHECK(code_of(find_nothing) == ErrorCode::not_found);  // commits nothing, which works on a full disk
    CHECK(office.engine.health().store == told);
    office.disk.behave({});
    office.settle(Seconds(2));
    office.tenant.call(handoff::finish, {.handoff_id = office.handoff});
    CHECK(office.engine.health().store == "ok");
  }
}

TEST_CASE("what the phone system told while the store was locked is stored once it is free") {
  Office office;
  office.disk.behave({.busy = 1});
  office.phones->tell(telephony::CallEnded{{"call-1"}, "NORMAL_CLEARING"});
  office.settle();
  office.settle(Seconds(5));
  CHECK(code_of([&] { office.tenant.call(handoff::finish, {.handoff_id = office.handoff}); }) ==
        ErrorCode::unavailable);
  CHECK(office.state() == handoff::HandoffState::conversation);
  office.disk.behave({});
  office.settle(Seconds(2));
  CHECK(office.state() == handoff::HandoffState::ended);
}
