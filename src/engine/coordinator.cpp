#include "engine/coordinator.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "engine/loop.hpp"
#include "storage/event_rows.hpp"
#include "storage/postgresql_error.hpp"
#include "storage/postgresql_events.hpp"
#include "storage/postgresql_jobs.hpp"
#include "storage/postgresql_processes.hpp"

namespace smarthandoff::engine {

namespace {

namespace processes = storage::postgresql_processes;

constexpr Milliseconds kLeadEvery{100};
constexpr Milliseconds kCareEvery{50};
constexpr Milliseconds kCareSeldom{1000};
constexpr Milliseconds kStrangersEvery{2000};
// A process whose session is gone has this long to come back with another one.
constexpr std::int64_t kSilence = 120;
// Events that somebody left and died before telling of them.
constexpr Milliseconds kNumberEvery{250};
// One commit numbers what came in this time: under load each costs as much as any other commit.
constexpr std::int64_t kGather = 2;
constexpr Milliseconds kLookEvery{1000};
// Whoever made a job does it; the others come to help when it is late.
constexpr Milliseconds kHelpAfter{25};
constexpr std::size_t kPage = 1000;
constexpr Milliseconds kLongestWait{50};

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::int64_t number_in(const std::string& payload) {
  std::int64_t number = 0;
  std::from_chars(payload.data() + 1, payload.data() + payload.size(), number);
  return number;
}

}  // namespace

Coordinator::Coordinator(Options options)
    : options_(std::move(options)), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  try {
    if (wake_ < 0) throw Error(ErrorCode::unavailable, "no descriptor left for waking a thread");
    const auto mode = storage::PostgresqlStore::Mode::writer;
    session_ = options_.database->open(mode);
    writer_ = options_.database->open(mode);
    reader_ = options_.database->open(storage::PostgresqlStore::Mode::reader);
    join();
    fed_ = newest_;
  } catch (...) {
    if (session_) session_->end_session();
    if (wake_ >= 0) close(wake_);
    throw;
  }
}

Coordinator::~Coordinator() {
  stop();
  close(wake_);
}

void Coordinator::start() {
  if (!options_.manual) thread_ = std::thread([this] { run(); });
}

void Coordinator::stop() noexcept {
  if (stopping_.exchange(true)) return;
  wake();
  if (thread_.joinable()) thread_.join();
  try {
    leave();
  } catch (const std::exception& error) {
    log(LogEntry::Level::info, "leases_left", error.what());  // the others take them over
  }
  session_->end_session();  // and with it the leadership
  writer_->end_session();
  reader_->end_session();
}

void Coordinator::events_left() {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(events_left_, true)) wake();
}

void Coordinator::job_made(Instant due) {
  const std::lock_guard lock(mutex_);
  if (job_made_ && *job_made_ <= due) return;
  job_made_ = due;
}

void Coordinator::wake() noexcept {
  // Full only when it is about to wake anyway.
  static_cast<void>(eventfd_write(wake_, 1));
}

void Coordinator::log(LogEntry::Level level, const std::string& what, const std::string& detail) const {
  if (options_.log) options_.log({level, what, {}, "", detail});
}

std::int64_t Coordinator::now_ms() const {
  if (options_.manual) return options_.clock->now().time_since_epoch().count();
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<Milliseconds>(now).count();
}

std::optional<Instant> Coordinator::lease_clock() const {
  return options_.manual ? std::optional(options_.clock->now()) : std::nullopt;
}

bool Coordinator::is_time(std::int64_t& next, Milliseconds every) const {
  const std::int64_t now = now_ms();
  if (now < next) return false;
  next = now + every.count();
  return true;
}

void Coordinator::run() {
  name_this_thread("sh-coordinator");
  while (!stopping_) {
    try {
      if (!joined_) join();
      round();
      wait();
    } catch (const Error& error) {
      leave(error);
      if (!stopping_) std::this_thread::sleep_for(Milliseconds(20));
    }
  }
}

std::size_t Coordinator::pump() {
  try {
    if (!joined_) join();
    hear(session_->wait_for_notifications(Milliseconds(0), wake_));
    return round();
  } catch (const Error& error) {
    leave(error);
    return 0;
  }
}

// The session is gone, with the leadership; another process leads. join() waits for the server.
void Coordinator::leave(const Error& error) {
  if (std::exchange(joined_, false)) log(LogEntry::Level::warning, "store_lost", error.what());
  holds_lock_ = leads_ = false;
  session_->end_session();
}

// Enters, or comes back with another session and, unless it was taken for dead meanwhile, the same id: its
// jobs are still its own.
void Coordinator::join() {
  session_->connect();
  processes::attend(*session_);
  const bool returns = id_ != 0;
  holds_lock_ = returns && processes::hold(*session_, id_);
  if (!returns || !processes::renew(*session_, id_, lease_clock())) {
    id_ = 0;
    id_ = processes::enroll(*session_, getpid(), host_name(), lease_clock());
    holds_lock_ = true;
  }
  reader_->begin();
  const auto range = storage::events::range(*reader_);
  reader_->rollback();
  newest_ = std::max(newest_, range ? range->newest : 0);
  to_number_ = joined_ = true;
  silent_.clear();
  if (!returns) return;
  log(LogEntry::Level::info, "store_back", "");
  options_.profiles(std::nullopt);  // a change may have been told meanwhile
  options_.due(options_.clock->now());
}

std::size_t Coordinator::round() {
  tell_others();
  if (is_time(next_renew_, processes::kRenewEvery)) renew();
  if (!leads_ && is_time(next_lead_, kLeadEvery)) lead();
  std::size_t did = 0;
  if (leads_) {
    did += number();
  }
  // The others care for a leader that went silent.
  if (is_time(next_care_, leads_ ? kCareEvery : kCareSeldom)) look_after_others();
  if (is_time(next_look_, kLookEvery)) options_.due(options_.clock->now());
  return did + feed();
}

void Coordinator::tell_others() {
  bool events = false;
  std::optional<Instant> due;
  {
    const std::lock_guard lock(mutex_);
    events = std::exchange(events_left_, false);
    due = std::exchange(job_made_, std::nullopt);
  }
  to_number_ = to_number_ || events;
  if (events && !leads_) processes::tell(*session_, "n");
  if (due) processes::tell(*session_, "d" + std::to_string(due->time_since_epoch().count()));
}

void Coordinator::renew() {
  if (!processes::renew(*session_, id_, lease_clock())) {
    throw Error(ErrorCode::unavailable, "this process was taken for dead; it begins again");
  }
  if (!holds_lock_) holds_lock_ = processes::hold(*session_, id_);
}

void Coordinator::lead() {
  leads_ = processes::try_to_lead(*session_);
  to_number_ = leads_;
  if (leads_) next_care_ = 0;  // whoever led before may have died
  if (leads_) log(LogEntry::Level::info, "leads", "this process numbers the events");
}

std::size_t Coordinator::number() {
  const std::int64_t now = now_ms();
  if (now < next_number_ - (to_number_ ? kNumberEvery.count() - kGather : 0)) return 0;
  std::size_t numbered = 0;
  for (auto batch = kPage; batch == kPage; numbered += batch) {
    const auto given = storage::postgresql_events::number(*session_, kPage);
    newest_ = std::max(newest_, given.newest);
    batch = given.count;
  }
  to_number_ = false;
  next_number_ = now_ms() + kNumberEvery.count();
  return numbered;
}

void Coordinator::look_after_others() {
  std::map<std::int32_t, std::int64_t> still;
  for (const auto& process : processes::silent(*session_, lease_clock())) {
    if (process.id == id_) continue;
    const auto known = silent_.find(process.id);
    const std::int64_t since = known == silent_.end() ? now_ms() : known->second;
    if (process.expired || now_ms() - since >= kSilence) {
      if (process.expired) end_sessions_of(process.id);
      take_over(process.id, process.expired ? "its time ran out" : "its session is gone");
    } else {
      still[process.id] = since;
    }
  }
  silent_ = std::move(still);
  if (!is_time(next_strangers_, kStrangersEvery)) return;
  for (const std::int32_t id : processes::strangers(*session_)) take_over(id, "it is no process any more");
}

void Coordinator::end_sessions_of(std::int32_t id) {
  try {
    processes::end_sessions_of(*session_, id);
  } catch (const Error& error) {
    if (storage::is_connection_lost(error)) throw;
    // Another role's: it goes when the server finds its peer silent.
    log(LogEntry::Level::warning, "session_left", error.what());
  }
}

void Coordinator::take_over(std::int32_t id, const char* why) {
  storage::postgresql_jobs::Released released;
  writer_->begin();
  try {
    processes::remove(*writer_, id);
    released = storage::postgresql_jobs::release(*writer_, id, options_.clock->now());
    writer_->commit();
  } catch (...) {
    writer_->rollback();
    throw;
  }
  log(LogEntry::Level::warning, "process_lost",
      "process " + std::to_string(id) + ": " + why + "; " + std::to_string(released.count) +
          " jobs taken over");
  for (const Job& dead : released.dead) {
    if (options_.log)
      options_.log({LogEntry::Level::error, "job_dead", dead.tenant, dead.kind + " " + dead.key, ""});
  }
  if (released.count > 0) options_.due(options_.clock->now());
}

std::size_t Coordinator::feed() {
  if (fed_ >= newest_) return 0;
  if (!options_.wants_events()) {
    options_.passed(fed_ = newest_);
    return 1;
  }
  std::size_t all = 0;
  while (fed_ < newest_) {
    reader_->begin();
    std::vector<Event> page;
    try {
      page = storage::events::read(*reader_, {}, fed_, kPage);
    } catch (...) {
      reader_->rollback();
      throw;
    }
    reader_->rollback();
    if (page.empty()) break;  // pruned meanwhile
    fed_ = page.back().position;
    all += page.size();
    options_.events(page);
  }
  fed_ = std::max(fed_, newest_);
  return all;
}

void Coordinator::hear(const std::vector<std::string>& payloads) {
  for (const std::string& payload : payloads) {
    switch (payload.empty() ? '\0' : payload.front()) {
      case 'n':
        to_number_ = true;
        break;
      case 'p':
        newest_ = std::max(newest_, number_in(payload));
        break;
      case 't':
        options_.profiles(TenantId{payload.substr(1)});
        break;
      case 'd':
        options_.due(Instant(Milliseconds(number_in(payload))) + kHelpAfter);
        break;
      default:
        log(LogEntry::Level::warning, "unknown_notification", payload);  // a newer release's
    }
  }
}

void Coordinator::wait() {
  const std::int64_t busy = next_number_ - kNumberEvery.count() + kGather - now_ms();
  const Milliseconds limit =
      leads_ && to_number_ ? Milliseconds(std::clamp<std::int64_t>(busy, 0, kGather)) : kLongestWait;
  const auto payloads = session_->wait_for_notifications(limit, wake_);
  eventfd_t ignored = 0;
  static_cast<void>(eventfd_read(wake_, &ignored));
  hear(payloads);
}

void Coordinator::leave() {
  if (id_ == 0) return;
  writer_->begin();
  processes::remove(*writer_, id_);
  storage::postgresql_jobs::release(*writer_, id_, options_.clock->now());
  writer_->commit();
  id_ = 0;
  if (joined_)
    processes::tell(*session_, "d" + std::to_string(options_.clock->now().time_since_epoch().count()));
}

}  // namespace smarthandoff::engine
