#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/storage/database.hpp>
#include <smarthandoff/storage/job.hpp>

// The rows of jobs: made, claimed by due time, finished or tried again. A lease is told from later ones of
// the same job by its fence; whoever holds an older one is answered "stale" and must leave no effect.
namespace smarthandoff::storage::jobs {

inline constexpr std::int64_t kMaxAttempts = 12;

// Makes the job, or moves the due time and payload of the one with its key and forgets its failures. With a
// lease it is handed to the caller in the same commit: the answer is the fence to do it under, or 0 when the
// caller must not do it, either because no lease was asked for or because the job is being done: then it is
// done once more afterwards (Finished::again, Failed::retry_at).
std::int64_t put(Transaction& transaction, const Job& job, Instant now,
                 std::optional<Milliseconds> lease = {});

inline constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

// How much of the work may go to one tenant or to one kind.
struct Fairness {
  // The most jobs of one tenant, or kind, under lease at a time, those claimed before included.
  std::size_t tenant_limit = kUnlimited;
  std::size_t kind_limit = kUnlimited;
  // How many of the jobs that fell due last are looked at for other tenants and kinds, when those that wait
  // longest are too much alike.
  std::size_t search = 256;
};

// Leases at most `limit` jobs that are due, the longest waiting first; no tenant and no kind gets more than
// half of the claim while others wait. Job::due is when it was due.
std::vector<Job> claim_due(Transaction& transaction, Instant now, std::size_t limit, Milliseconds lease,
                           const Fairness& fairness = {});

// The answer to an end of work.
struct Finished {
  bool current = false;          // false: stale, leave no effect
  std::optional<Instant> again;  // it was made again meanwhile and waits for this

  explicit operator bool() const { return current; }
};
Finished finish(Transaction& transaction, const Job& job);

// What becomes of a job that failed; neither: stale.
struct Failed {
  bool dead = false;                // it had kMaxAttempts
  std::optional<Instant> retry_at;  // else: backed off, 1 s doubled with each attempt, at most 10 min
};
Failed fail(Transaction& transaction, const Job& job, Instant now, std::string_view error);

// Removes a job that waits or is dead. One that is being done goes on; it will not be done once more.
void cancel(Transaction& transaction, const TenantId& tenant, std::string_view kind, std::string_view key);

// Takes back every lease (a process that opens the store knows that nobody works): each counts as an
// attempt. The answer is the jobs that are dead by it.
std::vector<Job> release_all_leases(Transaction& transaction, Instant now);

// How a job stands that has not ended; nothing if there is none.
struct Standing {
  bool leased = false;
  std::int64_t attempt = 0;  // above 0: what it does may have been done
  std::string payload;
};
std::optional<Standing> find(const Transaction& transaction, const TenantId& tenant, std::string_view kind,
                             std::string_view key);

// When the next waiting job is due.
std::optional<Instant> next_due(const Transaction& transaction);

struct JobTotals {
  std::int64_t waiting = 0, leased = 0, dead = 0;
  std::int64_t late = 0;              // waiting for more than a second past their due time
  std::optional<Instant> oldest_due;  // of those waiting

  bool operator==(const JobTotals&) const = default;
};
// Of the whole store.
JobTotals totals(const Transaction& transaction, Instant now);

// Of one tenant, by kind: reads each of its jobs.
struct KindStats {
  std::string kind;
  JobTotals totals;
};
std::vector<KindStats> stats_of(const Transaction& transaction, const TenantId& tenant, Instant now);

}  // namespace smarthandoff::storage::jobs
