#include "calls/worker_link.hpp"

#include <algorithm>

namespace smarthandoff::calls {
namespace {

constexpr std::size_t kMaxTold = 8, kMaxHeard = 16;
// How long an order that is not wanted any more may be under way: longer than its job's deadline.
constexpr Seconds kUnderWay{30};
// How far TaskRouter's clock may go before ours.
constexpr Seconds kSkew{2};
constexpr Milliseconds kCut{999};

Instant latest(const WorkerWord& word) {
  return word.whole_second ? word.at + kCut : word.at;
}

void end_by(ToldActivity& told, Instant until) {
  told.until = told.until ? std::min(*told.until, until) : until;
}

void drop_open_order(WorkerLink& link, Instant now) {
  if (open_order(link) == nullptr) return;
  if (link.told.back().queued)
    link.told.pop_back();
  else
    end_by(link.told.back(), now + kUnderWay);
}

void order(WorkerLink& link, Instant now) {
  link.told.push_back({.activity = link.wanted, .since = now, .until = {}, .queued = link.under_way});
  link.under_way = true;
  if (link.told.size() > kMaxTold) link.told.erase(link.told.begin());
}

bool is_of(const ToldActivity& told, const ToldActivity& order) {
  return told.activity == order.activity && told.since == order.since;
}

// The jobs of an agent run one after the other.
void next_under_way(WorkerLink& link) {
  link.under_way = open_order(link) != nullptr;
  if (link.under_way) link.told.back().queued = false;
}

bool was_heard(WorkerLink& link, const WorkerWord& word) {
  std::string id = word.id;
  if (id.empty()) id = word.activity + "@" + std::to_string(word.at.time_since_epoch().count());
  if (std::ranges::find(link.heard, id) != link.heard.end()) return true;
  link.heard.push_back(std::move(id));
  if (link.heard.size() > kMaxHeard) link.heard.erase(link.heard.begin());
  return false;
}

// Whether it is the echo of an order of ours: the last one of that activity that was given by then.
bool take_echo(WorkerLink& link, const WorkerWord& word) {
  const auto is_its_order = [&](const ToldActivity& told) {
    return told.activity == word.activity && !told.queued && told.since <= latest(word) &&
           (!told.until || word.at <= *told.until);
  };
  const auto found = std::find_if(link.told.rbegin(), link.told.rend(), is_its_order);
  if (found == link.told.rend()) return false;
  link.told.erase(std::next(found).base());
  return true;
}

// In the same instant, as far as it is told: what TaskRouter tells before our echo, it had before our change.
bool is_theirs_later(const AgentLine& line, const WorkerLink& link, const WorkerWord& word) {
  if (word.at > line.changed_at) return true;
  return latest(word) >= line.changed_at && open_order(link) == nullptr;
}

}  // namespace

const ToldActivity* open_order(const WorkerLink& link) {
  return link.told.empty() || link.told.back().until ? nullptr : &link.told.back();
}

LinkStep wanted_here(const AgentLine& line, WorkerLink& link, const std::string& activity, Instant now) {
  link.wanted = activity;
  const ToldActivity* open = open_order(link);
  if (open != nullptr && open->activity == activity) return {.order = true};
  drop_open_order(link, now);
  if (activity.empty() || (line.worker_activity == activity && link.told.empty())) return {};
  order(link, now);
  return {.order = true};
}

LinkStep heard(AgentLine& line, WorkerLink& link, const WorkerWord& word, Instant now) {
  LinkStep step;
  if (was_heard(link, word)) return step;
  const bool is_newest = latest(word) >= link.heard_at;
  if (is_newest) {
    line.worker_activity = word.activity;
    link.heard_at = std::max(link.heard_at, word.at);
  }
  if (!take_echo(link, word) && is_theirs_later(line, link, word)) {
    step.adopted = true;
    link.wanted = word.activity;
    line.changed_at = std::max(line.changed_at, word.at);
    drop_open_order(link, now);
  }
  if (is_newest)
    std::erase_if(link.told, [&](const ToldActivity& one) { return one.until && *one.until < word.at; });
  // An order that was under way when they changed it, or a word older than our change: they are told again.
  const bool apart = !link.wanted.empty() && line.worker_activity != link.wanted;
  if (apart && open_order(link) == nullptr) {
    order(link, now);
    step.order = true;
  }
  return step;
}

void order_done(WorkerLink& link, const ToldActivity& order, Instant now) {
  for (ToldActivity& told : link.told)
    if (told.since < order.since || is_of(told, order)) end_by(told, now + kSkew);
  next_under_way(link);
}

void order_refused(WorkerLink& link, const ToldActivity& order) {
  std::erase_if(link.told, [&](const ToldActivity& told) { return is_of(told, order); });
  next_under_way(link);
}

void order_waits(WorkerLink& link) {
  link.under_way = false;
}

const Type& describe(const ToldActivity*) {
  using T = ToldActivity;
  static const Immortal<Type> type = Description<T>("ToldActivity", "An activity that TaskRouter was told.")
                                         .field("activity", &T::activity, "of TaskRouter")
                                         .field("since", &T::since, "when it was ordered")
                                         .field("until", &T::until, "when it will not be told back any more")
                                         .field("queued", &T::queued, "behind the order that is under way")
                                         .build();
  return type;
}

const Type& describe(const WorkerLink*) {
  using T = WorkerLink;
  static const Immortal<Type> type =
      Description<T>("WorkerLink", "What a line and its worker told each other.")
          .field("wanted", &T::wanted, "the activity of the last change")
          .field("heard_at", &T::heard_at, "TaskRouter's newest word")
          .field("told", &T::told, "ordered, and not told back")
          .field("under_way", &T::under_way, "an order is")
          .field("heard", &T::heard, "TaskRouter's last words")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
