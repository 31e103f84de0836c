#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <smarthandoff/telephony/simulator.hpp>

#include "crash/ledger.hpp"
#include "crash/load.hpp"
#include "crash/phone_witness.hpp"
#include "crash/process.hpp"
#include "crash/shared_clock.hpp"
#include "crash/store_witness.hpp"
#include "simulation/random.hpp"

namespace crash {

// One store, one PBX that survives every kill, and the processes that are killed.
class Run {
 public:
  // `store`: of an empty store; `processes` work on it at the same time (1 on SQLite). Throws if it cannot
  // be set up.
  Run(std::string store, std::uint64_t seed, std::size_t processes);

  // Kills a process at a random instant, looks, and starts another one.
  void kill_one();
  // No more kills: everything is still due, and after some days everything has ended.
  void finish();

  const Findings& findings() const { return findings_; }
  std::size_t acknowledged() const { return ledger_.acknowledged; }
  std::size_t calls() const { return phones_.placed().size(); }

 private:
  using Steady = std::chrono::steady_clock;

  void set_up();
  void add_customer(int number);
  void move_phones();
  std::unique_ptr<Process> start();
  std::vector<std::string> arguments(const char* kind, sh::Milliseconds patience = {});
  void live(Process& process);
  void hear_until(Process& process, std::size_t lines, Steady::time_point until);
  void look();
  void hear_out(Process& process);
  std::string wait_after(sh::Milliseconds ahead, sh::Milliseconds patience);

  const std::string store_;
  const std::uint64_t seed_;
  simulation::Random random_;
  SharedClock clock_;
  sh::SimulatedPbx pbx_;
  int lives_ = 0, calls_ = 0;
  struct Caller {
    std::string call, number;
  };
  std::vector<Caller> callers_;
  Findings findings_;
  Ledger ledger_;
  PhoneWitness phones_{pbx_};
  StoreWitness rows_;
  std::vector<std::unique_ptr<Process>> processes_;
};

}  // namespace crash
