#include "crash/store_witness.hpp"

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/callback/callback.hpp>

namespace crash {

namespace sh = smarthandoff;
using sh::storage::Row;

namespace {

using Set = std::set<std::string>;

bool contains(const Set& set, const std::string& value) {
  return set.find(value) != set.end();
}

}  // namespace

struct StoreWitness::Open {
  explicit Open(const std::string& url)
      : database(sh::storage::open_database({.url = url})), reader(database->open_reader()) {
    reader->begin();
  }
  ~Open() { reader->rollback(); }

  void each(std::string_view sql, const sh::storage::EachRow& row) const { reader->query(sql, {}, row); }
  Set column(std::string_view sql) const {
    Set values;
    each(sql, [&](const Row& row) { values.insert(row.string(0)); });
    return values;
  }

  std::unique_ptr<sh::storage::Database> database;
  std::unique_ptr<sh::storage::Connection> reader;
};

void StoreWitness::check(Findings& findings) {
  const Open store(url_);
  check_callbacks(store, findings);
  check_dials(store, findings);
  check_legs(store, findings);
  check_handoffs(store, findings);
  check_events(store, findings);
  check_requests(store, findings);
}

// Everybody who was promised a call is there once, and somebody will look after them.
void StoreWitness::check_callbacks(const Open& store, Findings& findings) {
  std::map<std::string, int> by_number;
  Set ids, persons;
  bool any_open = false;
  store.each(
      "SELECT id, status, open, number, attempts, max_attempts, destination_key, person_key FROM callbacks",
      [&](const Row& row) {
        const std::string id = row.string(0), status = row.string(1);
        ids.insert(id);
        ++by_number[row.string(3)];
        if (row.integer(4) > row.integer(5))
          findings.broken.push_back(id + " has more attempts than its maximum");
        if (const auto before = ended_.find(id); before != ended_.end() && before->second != status)
          findings.lost.push_back(id + " had ended as " + before->second + " and is " + status);
        if (!row.boolean(2)) return static_cast<void>(ended_.emplace(id, status));
        any_open = true;
        if (!persons.insert(row.string(6) + "|" + row.string(7)).second)
          findings.doubled.push_back(id + " is open beside another one of that person and destination");
      });
  for (const auto& [id, statuses] : ledger_.callbacks)
    if (!contains(ids, id)) findings.lost.push_back("callback " + id + " was acknowledged and is gone");
  for (const auto& [request, number] : ledger_.numbers)
    if (const auto found = by_number.find("+55" + number); found != by_number.end() && found->second > 1)
      findings.doubled.push_back("request " + request + " made more than one callback");
  const Set sweeps = store.column("SELECT state FROM jobs WHERE kind = 'callback.sweep'");
  if (any_open && (sweeps.empty() || contains(sweeps, "dead")))
    findings.lost.push_back("callbacks are open, and nothing will ever look at them");
}

void StoreWitness::check_dials(const Open& store, Findings& findings) {
  const Set due = store.column("SELECT key FROM jobs WHERE kind LIKE 'callback.%' AND state <> 'dead'");
  std::map<std::string, std::string> calls;
  Set open, clicks;
  store.each(
      "SELECT id, callback_id, open, stage, ended_as, user_id, call_id, agent_leg, customer_leg "
      "FROM callback_dials",
      [&](const Row& row) {
        const std::string id = row.string(0), callback = row.string(1), user = row.string(5);
        calls.emplace(id, row.string(6));
        if (!user.empty() && !clicks.insert(user).second)
          findings.doubled.push_back("click " + user + " made two dials");
        const std::string end = row.optional_string(4).value_or("");
        if (const auto before = ended_.find(id); before != ended_.end() && before->second != end)
          findings.lost.push_back("dial " + id + " had ended as " + before->second + " and has as " + end);
        if (!row.boolean(2)) return static_cast<void>(ended_.emplace(id, end));
        if (!open.insert(callback).second) findings.doubled.push_back(callback + " has two dials at once");
        if (!contains(due, id) && !contains(due, row.string(7)) && !contains(due, row.string(8)))
          findings.lost.push_back("dial " + id + " is under way, and nothing will ever end it");
      });
  for (const auto& [id, said] : ledger_.dials) {
    if (id == "-") continue;
    const auto found = calls.find(id);
    if (found == calls.end() || found->second != said.call)
      findings.lost.push_back("dial " + id + " was acknowledged and is gone");
    if (said.placed && !contains(phones_.placed(), said.call))
      findings.lost.push_back("dial " + id + " was acknowledged as placed, and the PBX never saw it");
  }
}

// Nobody rings whom the store does not know of.
void StoreWitness::check_legs(const Open& store, Findings& findings) {
  Set known = store.column("SELECT uuid FROM callback_legs");
  known.merge(store.column("SELECT uuid FROM handoff_legs"));
  for (const std::string& leg : phones_.placed())
    if (!contains(known, leg)) findings.doubled.push_back("leg " + leg + " was placed and is in no row");
}

void StoreWitness::check_handoffs(const Open& store, Findings& findings) {
  std::map<std::string, std::string> calls;
  store.each("SELECT id, call_id FROM handoffs",
             [&](const Row& row) { calls.emplace(row.string(0), row.string(1)); });
  const Set attempts = store.column("SELECT id FROM handoff_attempts");
  for (const auto& [id, call] : ledger_.handoffs) {
    const auto found = calls.find(id);
    if (found == calls.end() || found->second != call) findings.lost.push_back("handoff " + id + " is gone");
  }
  for (const auto& [id, tried] : ledger_.transferred)
    for (const std::string& attempt : tried)
      if (!contains(attempts, attempt)) findings.lost.push_back("attempt " + attempt + " is gone");
}

// A reader's cursor never misses an event: none appears at or before a position that was read.
void StoreWitness::check_events(const Open& store, Findings& findings) {
  const std::string upto = std::to_string(cursor_);
  store.each("SELECT count(*) FROM events WHERE position <= " + upto, [&](const Row& row) {
    if (row.integer(0) != events_)
      findings.broken.push_back("events before position " + upto + " have changed");
  });
  store.each("SELECT position FROM events WHERE position > " + upto + " ORDER BY position",
             [&](const Row& row) {
               if (row.integer(0) <= cursor_) findings.broken.push_back("a position was given twice");
               cursor_ = row.integer(0);
               ++events_;
             });
}

void StoreWitness::check_requests(const Open& store, Findings& findings) {
  const Set known = store.column("SELECT request_id FROM requests");
  for (const std::string& request : ledger_.requests)
    if (!contains(known, request))
      findings.lost.push_back("request " + request + " was answered and is gone");
}

// What was answered did happen: each callback was told of once, and was as was said.
void StoreWitness::check_history(Findings& findings) {
  const Open store(url_);
  std::map<std::string, int> told;
  std::map<std::string, Set> statuses;
  store.each("SELECT topic, entity, payload FROM events WHERE topic LIKE 'callback.%'", [&](const Row& row) {
    const std::string topic = row.string(0);
    if (topic == "callback.created") ++told[row.string(1)];
    if (topic != "callback.created" && topic != "callback.updated" && topic != "callback.joined") return;
    const auto event = sh::from_json<sh::callbacks::CallbackEvent>(row.string(2));
    statuses[row.string(1)].insert(sh::wire_name(event.status));
  });
  store.each("SELECT id FROM callbacks", [&](const Row& row) {
    const int times = told[row.string(0)];
    if (times == 0) findings.lost.push_back("nobody was told of callback " + row.string(0));
    if (times > 1) findings.doubled.push_back("callback " + row.string(0) + " was told of as new twice");
  });
  for (const auto& [id, said] : ledger_.callbacks)
    for (const std::string& status : said)
      if (!contains(statuses[id], status)) findings.lost.push_back(id + " was acknowledged as " + status);
}

void StoreWitness::check_end(Findings& findings) {
  const Open store(url_);
  check_callbacks(store, findings);
  check_dials(store, findings);
  check_legs(store, findings);
  check_handoffs(store, findings);
  check_events(store, findings);
  for (const std::string& kind : store.column("SELECT kind FROM jobs WHERE state = 'dead'"))
    findings.broken.push_back("a job failed for good: " + kind);
  for (const auto& [leg, party] : phones_.alive())
    findings.broken.push_back("leg " + leg + " to " + party + " was left on the line");
  if (store.database->driver() != "sqlite") return;
  store.each("PRAGMA integrity_check", [&](const Row& row) {
    if (row.text(0) != "ok") findings.broken.push_back("integrity_check: " + row.string(0));
  });
}

}  // namespace crash
