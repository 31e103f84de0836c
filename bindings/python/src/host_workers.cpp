#include "host_workers.hpp"

#include <pthread.h>

#include <thread>
#include <utility>

namespace smarthandoff::python {

namespace {

thread_local bool running_host_function = false;

}  // namespace

HostWorkers::HostWorkers(std::string name, std::size_t threads, std::size_t max_queued)
    : state_(std::make_shared<State>()), max_queued_(max_queued) {
  state_->alive = threads;
  for (std::size_t i = 0; i < threads; ++i) {
    std::thread([name, state = state_] {
      pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
      running_host_function = true;
      run(state);
    }).detach();
  }
}

HostWorkers::~HostWorkers() {
  stop(Milliseconds(1000));
}

bool HostWorkers::post(std::function<void()> work) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->stopping || state_->queue.size() >= max_queued_) return false;
    state_->queue.push_back(std::move(work));
  }
  state_->changed.notify_one();
  return true;
}

void HostWorkers::stop(Milliseconds patience) {
  std::deque<std::function<void()>> forgotten;  // dies outside of the lock
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  forgotten.swap(state_->queue);
  state_->changed.notify_all();
  if (!is_current()) state_->changed.wait_for(lock, patience, [&] { return state_->alive == 0; });
}

bool HostWorkers::is_current() {
  return running_host_function;
}

void HostWorkers::run(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (true) {
    state->changed.wait(lock, [&] { return state->stopping || !state->queue.empty(); });
    if (state->stopping) break;
    auto work = std::move(state->queue.front());
    state->queue.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
  --state->alive;
  state->changed.notify_all();
}

}  // namespace smarthandoff::python
