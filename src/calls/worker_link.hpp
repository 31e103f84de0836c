#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/calls/line.hpp>

// An agent's presence and the activity of their worker of TaskRouter: what each change, order and word of
// TaskRouter's makes of the other. Pure. The last change wins by its instant, in whatever order it is told.
namespace smarthandoff::calls {

// An activity that TaskRouter was told, and has not told back. One that is not wanted any more, or was
// answered, may still be told back until then: its order may be under way.
struct ToldActivity {
  std::string activity;
  Instant since;
  std::optional<Instant> until;
  bool queued = false;  // behind the order that is under way: nobody was told yet
  bool operator==(const ToldActivity&) const = default;
};

// Stored beside the line.
struct WorkerLink {
  std::string wanted;              // by the last change, here or there; empty: no activity stands for it
  Instant heard_at;                // TaskRouter's newest word, by its clock
  std::vector<ToldActivity> told;  // oldest first
  bool under_way = false;          // an order is, as far as is known
  std::vector<std::string> heard;  // TaskRouter's last words: what is told twice is known by its id
  bool operator==(const WorkerLink&) const = default;
};

// TaskRouter says that a worker has an activity since then.
struct WorkerWord {
  std::string activity;
  std::string id;  // of the event; empty: it has none
  Instant at;
  bool whole_second = false;  // `at` was cut to the second
};

// What follows; an activity to be ordered is the link's `wanted`.
struct LinkStep {
  bool adopted = false;  // their change is the last one: it holds here too
  bool order = false;
};

// A presence was set here, for which this activity stands; empty: none does.
LinkStep wanted_here(const AgentLine& line, WorkerLink& link, const std::string& activity, Instant now);

// Takes in what TaskRouter said; the presence is left to the caller.
LinkStep heard(AgentLine& line, WorkerLink& link, const WorkerWord& word, Instant now);

// An order was answered, or given up in doubt: what may come of it comes soon. Refused: nothing comes of it.
// To be repeated: it waits, and a newer one takes its place.
void order_done(WorkerLink& link, const ToldActivity& order, Instant now);
void order_refused(WorkerLink& link, const ToldActivity& order);
void order_waits(WorkerLink& link);

// The order that is to be done, or done again; nothing while none is.
const ToldActivity* open_order(const WorkerLink& link);

const Type& describe(const ToldActivity*);
const Type& describe(const WorkerLink*);

}  // namespace smarthandoff::calls
