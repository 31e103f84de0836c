#include "storage/event_rows.hpp"

#include <doctest/doctest.h>

#include "storage/stores.hpp"

using namespace smarthandoff;
using namespace stores;
namespace events = smarthandoff::storage::events;

namespace {

Event event(const std::string& entity, const std::string& tenant = "acme", Instant when = at(1000)) {
  return {.tenant = {tenant},
          .topic = "handoff.created",
          .entity = entity,
          .version = 2,
          .payload = "{}",
          .at = when};
}

// As the writer of a SQLite store does it.
std::vector<Event> append(storage::Transaction& tx, std::vector<Event> list) {
  const auto range = events::range(tx);
  std::int64_t position = range ? range->newest : 0;
  for (Event& one : list) one.position = ++position;
  events::append(tx, list);
  return list;
}

std::string entities_of(const std::vector<Event>& list) {
  std::string text;
  for (const Event& one : list) text += one.entity;
  return text;
}

}  // namespace

TEST_CASE_TEMPLATE("an erased person's events keep their places and tell nothing", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  std::vector<Event> all;
  for (int i = 0; i < 12; ++i) all.push_back(event("e" + std::to_string(i)));
  all.push_back(event("e0", "other"));
  all.push_back(event("e0"));
  all.back().topic = "callback.ready";
  const auto stored = append(*tx, all);
  std::vector<std::string> theirs;
  for (int i = 0; i < 11; ++i) theirs.push_back("e" + std::to_string(i));  // more than one walk
  CHECK(events::erase(*tx, {"acme"}, "handoff.", theirs) == 11);
  CHECK(events::erase(*tx, {"acme"}, "handoff.", theirs) == 0);
  CHECK(events::erase(*tx, {"acme"}, "handoff.", {}) == 0);
  const auto left = events::read(*tx, {}, 0, 20);
  REQUIRE(left.size() == stored.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    CHECK(left[i].position == stored[i].position);
    CHECK(left[i].payload == (i < 11 ? std::string(events::kErased) : "{}"));
  }
}

TEST_CASE_TEMPLATE("events are read in commit order from any cursor, of one tenant or of all", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  const auto stored = append(*tx, {event("a"), event("b", "other"), event("c")});
  CHECK(stored[0].position < stored[1].position);
  CHECK(stored[1].position < stored[2].position);
  CHECK(events::read(*tx, {}, 0, 10) == stored);
  CHECK(entities_of(events::read(*tx, {}, 0, 2)) == "ab");
  CHECK(entities_of(events::read(*tx, {}, stored[1].position, 10)) == "c");
  CHECK(entities_of(events::read(*tx, {"acme"}, 0, 10)) == "ac");
  CHECK(entities_of(events::read(*tx, {"acme"}, stored[0].position, 10)) == "c");
  CHECK(events::read(*tx, {"nobody"}, 0, 10).empty());
}

TEST_CASE_TEMPLATE("positions of a rolled back transaction leave no hole that a reader could wait for", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  const auto first = append(*tx, {event("a")});
  tx->commit();
  tx->begin();
  append(*tx, {event("lost")});
  tx->rollback();
  tx->begin();
  CHECK(append(*tx, {event("b")})[0].position == first[0].position + 1);
}

TEST_CASE_TEMPLATE("pruning removes the oldest and keeps positions growing", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  CHECK_FALSE(events::range(*tx));
  const auto stored =
      append(*tx, {event("a", "acme", at(1)), event("b", "acme", at(2)), event("c", "acme", at(3))});
  CHECK(events::prune(*tx, at(3), 1) == 1);
  CHECK(events::range(*tx)->oldest == stored[1].position);
  CHECK(events::range(*tx)->newest == stored[2].position);
  CHECK(events::prune(*tx, at(1'000'000), 100) == 1);
  CHECK(events::prune(*tx, at(1'000'000), 100) == 0);  // the newest stays
  CHECK(append(*tx, {event("d")})[0].position == stored[2].position + 1);
}
