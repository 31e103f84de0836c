#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include <smarthandoff/storage/database.hpp>

#include "crash/ledger.hpp"
#include "crash/phone_witness.hpp"

namespace crash {

// Reads the store by plain SQL, not by the library's own operations, and holds it against what was
// acknowledged and what the PBX saw. On SQLite nobody else may have it open.
class StoreWitness {
 public:
  StoreWitness(std::string url, const Ledger& ledger, const PhoneWitness& phones)
      : url_(std::move(url)), ledger_(ledger), phones_(phones) {}

  // After a kill. Lines and log must have been read before: on PostgreSQL others are at work.
  void check(Findings& findings);

  // Before the time is put far forward: what is pruned in a day.
  void check_history(Findings& findings);

  // Nothing is under way any more.
  void check_end(Findings& findings);

 private:
  struct Callback {
    std::string status, number;
    bool open = false;
  };
  struct Open;  // the store while it is looked at

  void check_callbacks(const Open& store, Findings& findings);
  void check_dials(const Open& store, Findings& findings);
  void check_legs(const Open& store, Findings& findings);
  void check_handoffs(const Open& store, Findings& findings);
  void check_events(const Open& store, Findings& findings);
  void check_requests(const Open& store, Findings& findings);

  std::string url_;
  const Ledger& ledger_;
  const PhoneWitness& phones_;
  std::map<std::string, std::string> ended_;  // callbacks and dials, as they ended
  std::int64_t cursor_ = 0, events_ = 0;      // positions read, and how many
};

}  // namespace crash
