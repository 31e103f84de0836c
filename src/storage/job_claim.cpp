#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "storage/job_rows.hpp"
#include "storage/statements.hpp"

namespace smarthandoff::storage {

namespace {

constexpr std::string_view kLeasedByTenantAndKind =
    "SELECT tenant, kind, count(*) FROM jobs WHERE state = 'leased' GROUP BY tenant, kind";
constexpr std::string_view kDue =
    "SELECT tenant, kind, key, payload, due, attempt, fence FROM jobs "
    "WHERE state = 'waiting' AND due <= ?1 ORDER BY due LIMIT ?2";
// Whoever has a backlog fills the front of the queue. What others just asked for is at its end, so that is
// where they are looked for; a tenant or kind that had its share is left out ('' leaves out nothing).
constexpr std::string_view kDueOfOthers = R"sql(
SELECT tenant, kind, key, payload, due, attempt, fence
FROM (SELECT tenant, kind, key, payload, due, attempt, fence FROM jobs WHERE state = 'waiting' AND due <= ?1
      ORDER BY due DESC LIMIT ?2) AS latest
WHERE tenant NOT IN (?4, ?5, ?6, ?7) AND kind NOT IN (?8, ?9, ?10, ?11)
ORDER BY due LIMIT ?3)sql";
// Without RETURNING, for which SQLite makes a temporary table each time.
constexpr std::string_view kLease =
    "UPDATE jobs SET state = 'leased', due = ?4, fence = fence + 1 "
    "WHERE tenant = ?1 AND kind = ?2 AND key = ?3 AND state = 'waiting' AND fence = ?5";

constexpr std::size_t kLeftOut = 4;
using Names = std::array<std::string, kLeftOut>;

std::int64_t as_limit(std::size_t count) {
  return static_cast<std::int64_t>(std::min<std::size_t>(count, 1'000'000'000));
}

}  // namespace

std::vector<std::string_view> job_claim_statements() {
  return {kLeasedByTenantAndKind, kDue, kDueOfOthers, kLease};
}

namespace jobs {

namespace {

// How many one tenant, or one kind, has: in this claim, and under lease altogether.
class Shares {
 public:
  Shares(std::size_t share, std::size_t limit) : share_(share), limit_(limit) {}

  void count_leased(const std::string& name, std::size_t more) { counts_[name].leased += more; }
  void count_claimed(const std::string& name) {
    ++counts_[name].leased;
    ++counts_[name].claimed;
  }
  bool may_ever(const std::string& name) { return counts_[name].leased < limit_; }
  bool has_share_left(const std::string& name) { return may_ever(name) && counts_[name].claimed < share_; }

  // The names to search beyond.
  Names used_up() {
    Names names;
    std::size_t next = 0;
    for (const auto& [name, count] : counts_) {
      if (next < kLeftOut && !has_share_left(name)) names[next++] = name;
    }
    return names;
  }

 private:
  struct Count {
    std::size_t leased = 0, claimed = 0;
  };
  std::size_t share_, limit_;
  std::unordered_map<std::string, Count> counts_;
};

// One claim: takes candidates in turn, first by fair share, then whatever is left.
class Claim {
 public:
  Claim(Transaction& transaction, Instant now, std::size_t limit, Milliseconds lease,
        const Fairness& fairness)
      : transaction_(transaction),
        lease_end_(now + lease),
        counts_all_(fairness.tenant_limit != kUnlimited || fairness.kind_limit != kUnlimited),
        limit_(limit),
        tenants_((limit + 1) / 2, fairness.tenant_limit),
        kinds_((limit + 1) / 2, fairness.kind_limit) {}

  std::vector<Job> run(Instant now, std::size_t search) {
    if (limit_ == 0) return {};
    if (counts_all_) count_leased();
    const std::vector<Job> first = candidates(kDue, {now, as_limit(limit_)});
    const std::vector<Job> skipped = take_shares(first);
    if (!skipped.empty() && first.size() == limit_) {
      const Names t = tenants_.used_up();
      const Names k = kinds_.used_up();
      take_shares(candidates(kDueOfOthers, {now, as_limit(search), as_limit(limit_), t[0], t[1], t[2], t[3],
                                            k[0], k[1], k[2], k[3]}));
    }
    for (const Job& job : skipped) {
      if (tenants_.may_ever(job.tenant.value) && kinds_.may_ever(job.kind)) take(job);
    }
    return std::move(claimed_);
  }

 private:
  void count_leased() {
    transaction_.query(kLeasedByTenantAndKind, {}, [this](const Row& row) {
      const auto count = static_cast<std::size_t>(row.integer(2));
      tenants_.count_leased(row.string(0), count);
      kinds_.count_leased(row.string(1), count);
    });
  }

  std::vector<Job> candidates(std::string_view sql, std::initializer_list<Value> parameters) {
    std::vector<Job> found;
    transaction_.query(sql, parameters, [&](const Row& row) {
      found.push_back({.tenant = {row.string(0)},
                       .kind = row.string(1),
                       .key = row.string(2),
                       .payload = row.string(3),
                       .due = row.instant(4),
                       .attempt = row.integer(5),
                       .fence = row.integer(6)});
    });
    return found;
  }

  // Leases what the shares allow and answers the rest.
  std::vector<Job> take_shares(const std::vector<Job>& found) {
    std::vector<Job> skipped;
    for (const Job& job : found) {
      if (tenants_.has_share_left(job.tenant.value) && kinds_.has_share_left(job.kind))
        take(job);
      else
        skipped.push_back(job);
    }
    return skipped;
  }

  // Leaves out what another process took meanwhile.
  void take(Job job) {
    if (claimed_.size() == limit_) return;
    if (transaction_.execute(kLease, {job.tenant, job.kind, job.key, lease_end_, job.fence}) == 0) return;
    ++job.fence;
    tenants_.count_claimed(job.tenant.value);
    kinds_.count_claimed(job.kind);
    claimed_.push_back(std::move(job));
  }

  Transaction& transaction_;
  const Instant lease_end_;
  const bool counts_all_;
  const std::size_t limit_;
  Shares tenants_, kinds_;
  std::vector<Job> claimed_;
};

}  // namespace

std::vector<Job> claim_due(Transaction& transaction, Instant now, std::size_t limit, Milliseconds lease,
                           const Fairness& fairness) {
  return Claim(transaction, now, limit, lease, fairness).run(now, fairness.search);
}

}  // namespace jobs
}  // namespace smarthandoff::storage
