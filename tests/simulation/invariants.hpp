#pragma once

#include <map>
#include <string>

#include "simulation/people.hpp"

namespace simulation {

// What must hold whatever goes wrong. Each throws Broken with what was seen.
class Invariants {
 public:
  Invariants(World& world, People& people);

  // After every step: what the events tell of, and what the phone system saw.
  void check_step();
  // Now and then: every promise and every dial.
  void check_all();
  // Some time after the last fault: nothing waits any more.
  void check_end();

 private:
  void check_promise(const std::string& id, Promise& promise);
  void check_dials(const std::string& id, const Promise& promise);
  void check_phone_log();
  void check_messages();
  void check_contact(const PhoneEntry& placed);
  bool is_customer(const std::string& party) const;
  void check_events();

  World& world_;
  People& people_;
  std::int64_t cursor_ = 0;
  std::map<std::string, sh::Instant> placed_;  // legs, and when
  std::string broken_;                         // what a callback saw
  std::size_t log_seen_ = 0;
};

}  // namespace simulation
