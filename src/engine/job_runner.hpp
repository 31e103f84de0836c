#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/telephony/ports.hpp>

#include "engine/executor.hpp"
#include "engine/loop.hpp"

namespace smarthandoff::engine {

// Does the jobs that a commit leased: rules in a transaction of their own, effects on the I/O thread through
// a port. What an effect brings back is committed together with the end of its job; what fails backs off.
class JobRunner {
 public:
  // `keys` must outlive it: what a job brings back may be a credential, which is stored encrypted.
  JobRunner(Executor& executor, Loop& io, Ports ports, const KeyRing& keys, const Clock& clock,
            std::function<void(const LogEntry&)> log);

  void add(const std::vector<JobHandler>& handlers);

  // Any thread; returns at once.
  void run(std::vector<Job> leased);

 private:
  using Leased = std::shared_ptr<const Job>;  // its payload is shared by all that is still to happen to it
  struct Try;                                 // one effect under way

  WriteTask inside_task(const Job& job) const;
  void run_rule(const JobHandler& handler, const Leased& job);
  void run_effect(const JobHandler& handler, const Leased& job);
  void end(const Leased& job, std::function<void(Context&)> work);
  void fail(const Leased& job, const std::string& reason);
  void submit(WriteTask task, const Leased& job);

  Executor& executor_;
  Loop& io_;
  Ports ports_;
  const KeyRing& keys_;
  const Clock& clock_;
  std::function<void(const LogEntry&)> log_;
  std::map<std::string, JobHandler> handlers_;  // filled before the engine starts
};

}  // namespace smarthandoff::engine
