#pragma once

#include <cstddef>
#include <vector>

#include <smarthandoff/storage/job.hpp>

#include "storage/postgresql_connection.hpp"

// The rows of jobs where several processes share them. A lease belongs to a process, its holder, and lasts as
// long as that lives (postgresql_processes.hpp). Ending and canceling jobs are the same everywhere
// (job_rows.hpp).
namespace smarthandoff::storage::postgresql_jobs {

// As jobs::put, with the statement queued: `fence` gets its answer by the time the transaction committed and
// must stay until then. Holder 0: nobody's, the job waits.
void put(PostgresqlConnection& connection, const Job& job, Instant now, std::int32_t holder,
         std::int64_t* fence);

// Leases jobs that are due, those that wait longest first, at most `limit`, without waiting for other
// processes that do the same. Where one tenant or kind fills the whole claim, at most half as many of others
// are added.
std::vector<Job> claim_due(PostgresqlConnection& connection, Instant now, std::size_t limit,
                           std::int32_t holder);

// jobs::finish for many at once, of those alone that are not to be done again: which of them are ended now.
// The rest may be stale, are to be done again, or are locked by somebody for whom this does not wait:
// jobs::finish tells.
std::vector<std::size_t> finish(PostgresqlConnection& connection, const std::vector<const Job*>& jobs);

// What becomes of the jobs that a process did when it ended: each counts as an attempt and waits again, the
// first time at once.
struct Released {
  std::size_t count = 0;
  std::vector<Job> dead;  // by kMaxAttempts
};
Released release(PostgresqlConnection& connection, std::int32_t holder, Instant now);

std::vector<std::string_view> statements();

}  // namespace smarthandoff::storage::postgresql_jobs
