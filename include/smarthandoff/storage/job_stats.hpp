#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/storage/context.hpp>

// What a tenant's work is waiting for, for whoever watches a running system: operation `jobs.stats`. The
// whole store's sums are in Engine::health().
namespace smarthandoff::jobs {

struct GetJobStats {};

// The jobs of one kind.
struct JobCount {
  std::string kind;                   // e.g. "callback.sweep"
  std::int64_t waiting = 0;           // for their time, or for their turn
  std::int64_t leased = 0;            // being done
  std::int64_t late = 0;              // of those waiting: more than a second past their due time
  std::int64_t dead = 0;              // given up after 12 attempts; a person has to look
  std::optional<Instant> oldest_due;  // of those waiting; none: nothing waits

  bool operator==(const JobCount&) const = default;
};
struct JobStats {
  std::vector<JobCount> kinds;  // by name; a kind without jobs is left out
};

// Only the tenant's own jobs are counted. Reads the tenant's jobs: cheap, but no thing for every request.
JobStats stats(const Context& context, const GetJobStats& request);

const Type& describe(const GetJobStats*);
const Type& describe(const JobCount*);
const Type& describe(const JobStats*);

}  // namespace smarthandoff::jobs
