#include <smarthandoff/storage/job_stats.hpp>

#include "storage/job_rows.hpp"

namespace smarthandoff::jobs {

JobStats stats(const Context& context, const GetJobStats&) {
  JobStats answer;
  for (auto& kind : storage::jobs::stats_of(context.transaction(), context.tenant(), context.now()))
    answer.kinds.push_back({.kind = std::move(kind.kind),
                            .waiting = kind.totals.waiting,
                            .leased = kind.totals.leased,
                            .late = kind.totals.late,
                            .dead = kind.totals.dead,
                            .oldest_due = kind.totals.oldest_due});
  return answer;
}

const Type& describe(const GetJobStats*) {
  static const Immortal<Type> type =
      Description<GetJobStats>("GetJobStats", "Asks what the tenant's work is waiting for.").build();
  return type;
}

const Type& describe(const JobCount*) {
  static const Immortal<Type> type =
      Description<JobCount>("JobCount", "The jobs of one kind.")
          .field("kind", &JobCount::kind, "e.g. callback.sweep")
          .field("waiting", &JobCount::waiting, "for their time, or for their turn")
          .field("leased", &JobCount::leased, "being done")
          .field("late", &JobCount::late, "of those waiting: more than a second past their due time")
          .field("dead", &JobCount::dead, "given up after 12 attempts; a person has to look")
          .field("oldest_due", &JobCount::oldest_due, "of those waiting; none: nothing waits")
          .build();
  return type;
}

const Type& describe(const JobStats*) {
  static const Immortal<Type> type =
      Description<JobStats>("JobStats", "What the tenant's work is waiting for.")
          .field("kinds", &JobStats::kinds, "by name; those with jobs")
          .build();
  return type;
}

}  // namespace smarthandoff::jobs
