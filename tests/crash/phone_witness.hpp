#pragma once

#include <map>
#include <set>
#include <string>

#include <smarthandoff/telephony/simulator.hpp>

#include "crash/ledger.hpp"

namespace crash {

// Reads the PBX's own log of calls, which no kill touches.
class PhoneWitness {
 public:
  explicit PhoneWitness(const smarthandoff::SimulatedPbx& pbx) : pbx_(pbx) {}

  // What happened since the last time: no leg is placed twice, no customer is rung while a call to them
  // lives.
  void read(Findings& findings);

  // Every leg since the start, by id.
  const std::set<std::string>& placed() const { return placed_; }
  // Legs that have not ended, and whose.
  const std::map<std::string, std::string>& alive() const { return alive_; }

 private:
  void leg_placed(const smarthandoff::telephony::simulator::LogEntry& entry, Findings& findings);

  const smarthandoff::SimulatedPbx& pbx_;
  std::size_t seen_ = 0;
  std::set<std::string> placed_;
  std::map<std::string, std::string> alive_;
};

}  // namespace crash
