#include "telephony/twilio_double/host.hpp"

#include <future>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::twilio_double {
namespace {

Instant machine_now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Error running_already() {
  return {ErrorCode::failed_precondition,
          "the Twilio double runs in another thread; stop it before stepping by hand"};
}

http::Outcome asked(const HostFunction& host, const http::Request& request) {
  try {
    return {.response = host(request), .failure = {}};
  } catch (const std::exception& wrong) {
    return {.response = {}, .failure = Error(ErrorCode::unavailable, wrong.what()), .maybe_sent = true};
  }
}

}  // namespace

Host::Host(const DoubleOptions& options) : model_(options) {
  model_.transport = [this](http::Request request, Done done) {
    outbox_.push_back({std::move(request), std::move(done)});
  };
}

Host::~Host() {
  stop();
  std::unique_ptr<http::Client> client;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    client = std::move(client_);
  }
  if (client) client->stop();  // with the lock free, which its callbacks take
}

void Host::answer_webhooks(HostFunction host) {
  const std::lock_guard lock(mutex_);
  host_ = std::move(host);
}

void Host::catch_up() {
  if (real_time_) model_.scheduler.run_until(machine_now());
}

void Host::start() {
  std::unique_lock lock(mutex_);
  if (real_time_ || thread_.get_id() == std::this_thread::get_id()) throw running_already();
  std::thread ended = std::move(thread_);  // stopped by what answered one of its webhooks
  lock.unlock();
  if (ended.joinable()) ended.join();
  lock.lock();
  if (real_time_ || stepping_) throw running_already();
  real_time_ = true;
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void Host::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    model_.scheduler.run_until(machine_now());
    deliver_all(lock, false);
    if (stopping_ || !outbox_.empty()) continue;
    const auto due = model_.scheduler.next_due();
    wake_.wait_until(lock, due.value_or(machine_now() + Seconds(1)));
  }
}

// Moves time to the next thing that is due until `until`; false when all of it is done.
bool Host::run_next(Instant until) {
  const auto due = model_.scheduler.next_due();
  const bool more = due && *due <= until;
  model_.scheduler.run_until(more ? std::max(*due, model_.scheduler.now()) : until);
  return more;
}

void Host::step(Instant now) {
  if (stepping_.exchange(true)) throw running_already();
  struct Finally {
    std::atomic<bool>& flag;
    ~Finally() { flag = false; }
  } finally{stepping_};
  std::unique_lock lock(mutex_);
  if (real_time_) throw running_already();
  if (now < model_.now()) {
    throw Error(ErrorCode::failed_precondition, "the Twilio double's time cannot go back from " +
                                                    to_rfc3339(model_.now()) + " to " + to_rfc3339(now) +
                                                    "; give it the earliest time in its options");
  }
  deliver_all(lock, true);
  bool more = true;
  while (more || !outbox_.empty()) {
    more = run_next(now);
    deliver_all(lock, true);
  }
}

std::optional<Instant> Host::next_due() {
  const std::lock_guard lock(mutex_);
  catch_up();
  if (!outbox_.empty()) return model_.now();
  return model_.scheduler.next_due();
}

void Host::deliver_all(std::unique_lock<std::mutex>& lock, bool wait) {
  while (!outbox_.empty() && !stopping_) {
    Job job = std::move(outbox_.front());
    outbox_.pop_front();
    deliver(std::move(job), lock, wait);
  }
}

// In manual time everything waits for the answer; in real time the network answers when it does.
void Host::deliver(Job job, std::unique_lock<std::mutex>& lock, bool wait) {
  if (const HostFunction host = host_) {
    lock.unlock();
    const http::Outcome outcome = asked(host, job.request);
    lock.lock();
    catch_up();
    return job.done(outcome);
  }
  http::Client& network = client();
  lock.unlock();
  if (!wait) {
    network.send(std::move(job.request), [this, done = std::move(job.done)](const http::Outcome& outcome) {
      finished(done, outcome);
    });
    return lock.lock();
  }
  const auto promise = std::make_shared<std::promise<http::Outcome>>();
  network.send(std::move(job.request),
               [promise](http::Outcome outcome) { promise->set_value(std::move(outcome)); });
  const http::Outcome outcome = promise->get_future().get();
  lock.lock();
  job.done(outcome);
}

void Host::finished(const Done& done, const http::Outcome& outcome) {
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  catch_up();
  done(outcome);
  wake_.notify_all();
}

http::Client& Host::client() {
  if (!client_) client_ = std::make_unique<http::Client>();
  return *client_;
}

void Host::stop() noexcept {
  std::thread ended;
  {
    const std::lock_guard lock(mutex_);
    if (real_time_) stopping_ = true;
    if (thread_.get_id() != std::this_thread::get_id()) ended = std::move(thread_);
  }
  wake_.notify_all();
  if (ended.joinable()) ended.join();
  const std::lock_guard lock(mutex_);
  real_time_ = false;
  stopping_ = false;
}

}  // namespace smarthandoff::twilio_double
