#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/storage/database.hpp>
#include <smarthandoff/telephony/directory.hpp>

#include "engine/executor.hpp"
#include "engine/loop.hpp"
#include "engine/readers.hpp"

namespace smarthandoff::engine {

// Keeps the destinations of every tenant that has a PBX domain in step with the PBX's directory: one question
// for all of them every `every`, and a write only where a tenant's rows differ from those last taken over. A
// tenant with a domain that the PBX does not know keeps what it has. Processes that share a store each do it;
// the second finds nothing to change.
class DirectoryFeed {
 public:
  // The references must outlive the feed.
  DirectoryFeed(std::shared_ptr<telephony::Directory> directory, Milliseconds every, Readers& readers,
                Executor& executor, Loop& io, std::function<void(const LogEntry&)> log);

  // The first look, at once.
  void start();

 private:
  using Rows = std::vector<telephony::DirectoryDestination>;
  using Domains = std::map<TenantId, std::vector<std::string>>;

  // All on the I/O thread but for what the readers and the directory call back.
  void look();
  void ask(Domains domains);
  void answered(const Domains& domains, const telephony::Failure& failure,
                std::vector<telephony::DirectoryDomain> found);
  void take_over(const TenantId& tenant, Rows rows);
  void not_read(const std::string& why);
  void look_again(Milliseconds delay);
  void warn(const std::string& what, const TenantId& tenant, const std::string& detail);

  const std::shared_ptr<telephony::Directory> directory_;
  const Milliseconds every_;
  Readers& readers_;
  Executor& executor_;
  Loop& io_;
  const std::function<void(const LogEntry&)> log_;
  std::map<TenantId, Rows> taken_;           // as of the last commit of this process
  std::map<TenantId, std::string> unknown_;  // the domain warned of
  std::string trouble_;                      // warned of
};

}  // namespace smarthandoff::engine
