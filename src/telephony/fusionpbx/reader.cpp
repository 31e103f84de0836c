#include "telephony/fusionpbx/reader.hpp"

#include <pthread.h>

#include <algorithm>
#include <csignal>

#include "storage/postgresql_error.hpp"
#include "telephony/with_directory.hpp"

namespace smarthandoff::telephony::fusionpbx {
namespace {

// FusionPBX's own oldest: what is asked for is in all of them.
constexpr int kOldestServer = 11;
constexpr Milliseconds kGrace{500};
// How often an idle session is looked at: a server that ended is noticed before the next question.
constexpr Milliseconds kLook{1000};
constexpr Milliseconds kMinute{60'000};
constexpr Milliseconds kLeastTimeout{50};

void check_limit(const std::string& field, Milliseconds value, Milliseconds least) {
  if (value < least || value > kMinute)
    throw invalid_field(field, "must be " + std::to_string(least.count()) + " to 60000 ms");
}

FusionPbxOptions checked(FusionPbxOptions options) {
  check_limit("connect_timeout", options.connect_timeout, Milliseconds(100));
  check_limit("query_timeout", options.query_timeout, kLeastTimeout);
  check_limit("reconnect_min", options.reconnect_min, Milliseconds(10));
  check_limit("reconnect_max", options.reconnect_max, options.reconnect_min);
  if (options.max_waiting < 1) throw invalid_field("max_waiting", "must be at least 1");
  if (!can_be_asked(options.domain)) throw invalid_field("domain", "must be one line of at most 255 bytes");
  return options;
}

storage::PostgresqlLimits limits_of(const FusionPbxOptions& options) {
  return {.connect = options.connect_timeout,
          .statement = options.query_timeout,
          .lock = options.query_timeout,
          .grace = kGrace,
          .oldest_server = kOldestServer,
          .read_only = true};
}

Error away(const std::string& name) {
  return Error(ErrorCode::unavailable, name + ": not connected");
}

std::vector<std::optional<bool>> cannot_tell(std::size_t count) {
  return std::vector<std::optional<bool>>(count);
}

}  // namespace

Reader::Reader(FusionPbxOptions options)
    : options_(checked(std::move(options))),
      address_(storage::parse_postgresql_url(options_.url.reveal(), "fusionpbx")),
      limits_(limits_of(options_)),
      retry_delay_(options_.reconnect_min) {}

Reader::~Reader() {
  stop();
}

void Reader::start(Milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (thread_.joinable() || stopped_)
    throw Error(ErrorCode::failed_precondition, "a directory is started only once");
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // a new thread has its maker's mask
  thread_ = std::thread([this] { run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  changed_.wait_for(lock, patience, [&] { return tried_; });
  if (failure_ != ErrorCode::unauthorized) return;
  const Error refused(ErrorCode::unauthorized, health_.detail);
  lock.unlock();
  stop();
  throw refused;
}

void Reader::stop() noexcept {
  std::thread thread;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    health_ = {PortState::stopped, ""};
    thread = std::move(thread_);
  }
  changed_.notify_all();
  if (thread.joinable()) thread.join();
  const std::lock_guard lock(mutex_);
  waiting_ = {};
}

PortHealth Reader::health() const {
  const std::lock_guard lock(mutex_);
  if (health_.state != PortState::connected) return health_;
  return {health_.state, dnd_trouble_.empty() ? destinations_trouble_ : dnd_trouble_};
}

bool Reader::is_stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void Reader::do_not_disturb(const std::vector<std::string>& extensions, const std::string& domain,
                            DndAnswers done) {
  DndQuestion question{.extensions = {}, .done = std::move(done)};
  bool sensible = can_be_asked(domain);
  for (const std::string& number : extensions) {
    sensible = sensible && can_be_asked(number);
    question.extensions.push_back({domain.empty() ? options_.domain : domain, number});
  }
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    const bool room =
        waiting_.extensions + extensions.size() <= static_cast<std::size_t>(options_.max_waiting);
    if (health_.state == PortState::connected && sensible && room && !extensions.empty()) {
      waiting_.extensions += extensions.size();
      waiting_.dnd.push_back(std::move(question));
      changed_.notify_all();
      return;
    }
  }
  question.done(cannot_tell(extensions.size()));
}

void Reader::destinations(const std::vector<std::string>& domains,
                          std::function<void(Failure, std::vector<DirectoryDomain>)> done) {
  const bool sensible = std::ranges::all_of(domains, can_be_asked);
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    if (health_.state == PortState::connected && sensible) {
      waiting_.destinations.push_back({domains, std::move(done)});
      changed_.notify_all();
      return;
    }
  }
  done(sensible ? away(address_.name) : invalid_field("domains", "must be lines of at most 255 bytes"), {});
}

Reader::Questions Reader::take(Milliseconds wait) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [&] { return stopped_ || !waiting_.empty(); });
  return std::exchange(waiting_, {});
}

void Reader::run() {
  pthread_setname_np(pthread_self(), "sh-fusionpbx");
  while (!is_stopped()) {
    if (link_ && !link_->is_alive()) link_.reset();
    if (!link_ && !connect()) {
      // What was asked while the end of the session was not known yet.
      answer(take(Milliseconds(0)));
      wait_before_retry();
      continue;
    }
    Questions questions = take(kLook);
    if (is_stopped()) break;
    // The server may have gone and come back since the last look.
    if (!questions.empty() && !link_->is_alive()) {
      link_.reset();
      connect();
    }
    answer(std::move(questions));
  }
  link_.reset();
}

bool Reader::connect() {
  try {
    link_ = std::make_unique<storage::PostgresqlLink>(address_, limits_);
  } catch (const Error& error) {
    const bool refused =
        error.code() == ErrorCode::unauthorized || error.code() == ErrorCode::failed_precondition;
    set_health(refused          ? PortState::refused
               : was_connected_ ? PortState::lost
                                : PortState::connecting,
               error.what(), error.code());
    return false;
  }
  was_connected_ = true;
  retry_delay_ = options_.reconnect_min;
  set_health(PortState::connected, "", {});
  return true;
}

void Reader::set_health(PortState state, const std::string& detail, std::optional<ErrorCode> failure) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    health_ = {state, detail};
    failure_ = failure;
    tried_ = true;
  }
  changed_.notify_all();
}

void Reader::wait_before_retry() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, retry_delay_, [&] { return stopped_; });
  retry_delay_ = std::min(retry_delay_ * 2, options_.reconnect_max);
}

void Reader::answer(Questions questions) {
  if (!questions.dnd.empty()) answer_dnd(questions.dnd);
  for (const DestinationsQuestion& question : questions.destinations) answer_destinations(question);
}

// All that was asked in one question; what fails is answered with nothing, and asked again when somebody
// asks.
void Reader::answer_dnd(std::deque<DndQuestion>& questions) {
  std::vector<Extension> all;
  for (const DndQuestion& question : questions)
    all.insert(all.end(), question.extensions.begin(), question.extensions.end());
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  std::map<Extension, bool> known;
  std::string trouble;
  try {
    known = read_dnd(ask(ask_dnd(all)));
  } catch (const Error& error) {
    trouble = error.what();
  }
  {
    const std::lock_guard lock(mutex_);
    dnd_trouble_ = trouble;
  }
  for (const DndQuestion& question : questions) {
    if (is_stopped()) return;
    auto answers = cannot_tell(question.extensions.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
      if (const auto found = known.find(question.extensions[i]); found != known.end())
        answers[i] = found->second;
    question.done(std::move(answers));
  }
}

void Reader::answer_destinations(const DestinationsQuestion& question) {
  Failure failure;
  std::vector<DirectoryDomain> found;
  try {
    found = read_destinations(ask(ask_destinations(question.domains)), question.domains);
  } catch (const Error& error) {
    failure = error;
  }
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    destinations_trouble_ = failure ? failure->what() : "";
  }
  question.done(failure, std::move(found));
}

storage::Result Reader::ask(const storage::PostgresqlCommand& command) {
  if (!link_) throw away(address_.name);
  storage::PostgresqlOutcome outcome = link_->run({command});
  if (outcome.error && storage::is_connection_lost(*outcome.error)) {
    link_.reset();
    set_health(PortState::lost, outcome.error->what(), outcome.error->code());
  }
  if (outcome.error) throw Error(*outcome.error);
  return std::move(outcome.results.front());
}

}  // namespace smarthandoff::telephony::fusionpbx

namespace smarthandoff::telephony {

std::shared_ptr<Directory> make_fusionpbx(FusionPbxOptions options) {
  return std::make_shared<fusionpbx::Reader>(std::move(options));
}

void check_fusionpbx_times(Milliseconds timeout, Milliseconds refresh) {
  fusionpbx::check_limit("fusionpbx_timeout", timeout, fusionpbx::kLeastTimeout);
  check_directory_refresh("fusionpbx_refresh", refresh);
}

}  // namespace smarthandoff::telephony
