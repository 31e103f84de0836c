#include <smarthandoff/http/client.hpp>

#include <pthread.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "http/transfer.hpp"

namespace smarthandoff::http {
namespace {

constexpr int kPollMs = 1000;

// curl's own set-up, once per process; the library offers no way to do it per client.
void set_up_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Outcome not_sent(Error error) {
  return {.response = {}, .failure = std::move(error), .maybe_sent = false};
}

Error stopped() {
  return Error(ErrorCode::unavailable, "the HTTP client is stopped");
}

}  // namespace

class Client::Impl {
 public:
  explicit Impl(ClientOptions options);
  ~Impl() { stop(Milliseconds(0)); }

  void send(Request request, Callback done);
  void stop(Milliseconds grace) noexcept;

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Waiting {
    Request request;
    Callback done;
  };

  void run();
  void start_waiting();
  void start(Waiting waiting);
  void collect_finished();
  void fail_the_rest();
  bool over();
  int poll_ms();

  const ClientOptions options_;
  std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi_;
  std::map<CURL*, std::unique_ptr<Transfer>> under_way_;  // the thread's own
  std::mutex mutex_;                                      // guards everything below but the thread
  std::multimap<Moment, Waiting> waiting_;                // by when they begin
  std::size_t count_ = 0;                                 // waiting and under way
  bool stopping_ = false;
  Moment stop_at_;
  std::mutex ending_;  // held by whoever ends the thread
  std::thread thread_;
};

Client::Impl::Impl(ClientOptions options)
    : options_(std::move(options)), multi_((set_up_curl(), curl_multi_init()), curl_multi_cleanup) {
  if (options_.max_connections_per_host < 1 || options_.max_connections_per_host > 256)
    throw invalid_field("max_connections_per_host", "must be 1 to 256");
  if (options_.max_queued < 1) throw invalid_field("max_queued", "must be at least 1");
  if (!multi_) throw Error(ErrorCode::internal, "no memory for an HTTP client");
  curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS,
                    static_cast<long>(options_.max_connections_per_host));
  thread_ = std::thread([this] { run(); });
}

void Client::Impl::send(Request request, Callback done) {
  try {
    check(request);
  } catch (const Error& error) {
    return done(not_sent(error));
  }
  std::optional<Error> refused;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refused = stopped();
    } else if (count_ >= options_.max_queued) {
      refused = Error(ErrorCode::rate_limited, "too many requests are under way");
    } else {
      ++count_;
      const auto begin = std::chrono::steady_clock::now() + request.delay;
      waiting_.emplace(begin, Waiting{std::move(request), std::move(done)});
    }
  }
  if (refused) return done(not_sent(*refused));
  curl_multi_wakeup(multi_.get());
}

void Client::Impl::stop(Milliseconds grace) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) stop_at_ = std::chrono::steady_clock::now() + grace;
    stopping_ = true;
  }
  curl_multi_wakeup(multi_.get());
  const std::lock_guard lock(ending_);
  if (thread_.joinable()) thread_.join();
}

bool Client::Impl::over() {
  const std::lock_guard lock(mutex_);
  return stopping_ && (count_ == 0 || std::chrono::steady_clock::now() >= stop_at_);
}

// Until the next one begins, or, while stopping, until it is looked again whether time is up.
int Client::Impl::poll_ms() {
  const std::lock_guard lock(mutex_);
  if (stopping_) return 20;
  if (waiting_.empty()) return kPollMs;
  const auto left =
      std::chrono::ceil<Milliseconds>(waiting_.begin()->first - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, kPollMs));
}

void Client::Impl::run() {
  pthread_setname_np(pthread_self(), "sh-http");
  while (!over()) {
    start_waiting();
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    collect_finished();
    if (!over()) curl_multi_poll(multi_.get(), nullptr, 0, poll_ms(), nullptr);
  }
  fail_the_rest();
}

void Client::Impl::start_waiting() {
  std::vector<Waiting> due;
  {
    const std::lock_guard lock(mutex_);
    const auto later = waiting_.upper_bound(std::chrono::steady_clock::now());
    for (auto each = waiting_.begin(); each != later; ++each) due.push_back(std::move(each->second));
    waiting_.erase(waiting_.begin(), later);
  }
  for (Waiting& waiting : due) start(std::move(waiting));
}

void Client::Impl::start(Waiting waiting) {
  try {
    if (waiting.request.wanted && !waiting.request.wanted())
      throw Error(ErrorCode::failed_precondition, "the request is no longer wanted");
    auto transfer = std::make_unique<Transfer>(std::move(waiting.request), waiting.done, options_);
    CURL* handle = transfer->handle();
    if (curl_multi_add_handle(multi_.get(), handle) != CURLM_OK)
      throw Error(ErrorCode::internal, "curl takes no more requests");
    under_way_.emplace(handle, std::move(transfer));
  } catch (const Error& error) {
    {
      const std::lock_guard lock(mutex_);
      --count_;
    }
    waiting.done(not_sent(error));
  }
}

void Client::Impl::collect_finished() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    const auto found = under_way_.find(message->easy_handle);
    if (found == under_way_.end()) continue;
    const auto transfer = std::move(found->second);
    curl_multi_remove_handle(multi_.get(), transfer->handle());
    under_way_.erase(found);
    transfer->finish(code);
    const std::lock_guard lock(mutex_);
    --count_;
  }
}

void Client::Impl::fail_the_rest() {
  for (auto& [handle, transfer] : under_way_) {
    curl_multi_remove_handle(multi_.get(), handle);
    transfer->fail(stopped(), transfer->maybe_sent());
  }
  under_way_.clear();
  std::multimap<Moment, Waiting> rest;
  {
    const std::lock_guard lock(mutex_);
    rest.swap(waiting_);
    count_ = 0;
  }
  for (auto& [begin, waiting] : rest) waiting.done(not_sent(stopped()));
}

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;

void Client::send(Request request, Callback done) {
  impl_->send(std::move(request), std::move(done));
}

void Client::stop(Milliseconds grace) noexcept {
  impl_->stop(grace);
}

}  // namespace smarthandoff::http
