#include "host_workers.hpp"

#include <pthread.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace smarthandoff::python {

namespace {

thread_local bool running_host_function = false;

void name_thread(const std::string& name) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
}

}  // namespace

HostWorkers::HostWorkers(std::string name, std::size_t threads, std::size_t max_queued)
    : state_(std::make_shared<State>()), name_(std::move(name)), max_queued_(max_queued) {
  state_->alive = state_->threads = threads;
  for (std::size_t i = 0; i < threads; ++i) {
    std::thread([name = name_, state = state_] {
      name_thread(name);
      running_host_function = true;
      run(state);
    }).detach();
  }
}

HostWorkers::~HostWorkers() {
  stop(Milliseconds(1000));
}

bool HostWorkers::post(std::function<void()> work) {
  return add(std::make_shared<Task>(Task{.work = std::move(work), .late = nullptr}), nullptr);
}

bool HostWorkers::post(std::function<void()> work, Milliseconds limit, Late late) {
  const Deadline end = std::chrono::steady_clock::now() + limit;
  return add(std::make_shared<Task>(Task{.work = std::move(work), .late = std::move(late)}), &end);
}

bool HostWorkers::add(const std::shared_ptr<Task>& task, const Deadline* limit) {
  {
    const std::lock_guard lock(state_->mutex);
    const bool full = state_->queue.size() >= max_queued_ || state_->held >= state_->threads;
    if (state_->stopping || full) return false;
    state_->queue.push_back(task);
    if (limit != nullptr) {
      state_->limits.emplace(*limit, task);
      if (!std::exchange(state_->watched, true)) {
        ++state_->alive;
        std::thread([name = name_, state = state_] {
          name_thread(name + "-limit");
          watch(state);
        }).detach();
      }
    }
  }
  state_->changed.notify_all();
  return true;
}

std::size_t HostWorkers::held() const {
  const std::lock_guard lock(state_->mutex);
  return state_->held;
}

void HostWorkers::stop(Milliseconds patience) {
  std::deque<std::shared_ptr<Task>> forgotten;  // die outside of the lock
  std::multimap<Deadline, std::shared_ptr<Task>> unwatched;
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  forgotten.swap(state_->queue);
  unwatched.swap(state_->limits);
  state_->changed.notify_all();
  if (!is_current()) state_->changed.wait_for(lock, patience, [&] { return state_->alive == 0; });
  lock.unlock();
}

bool HostWorkers::is_current() {
  return running_host_function;
}

void HostWorkers::run(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (true) {
    state->changed.wait(lock, [&] { return state->stopping || !state->queue.empty(); });
    if (state->stopping) break;
    const auto task = std::move(state->queue.front());
    state->queue.pop_front();
    task->begun = true;
    auto work = std::move(task->work);
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
    task->ended = true;
    if (task->is_late) --state->held;
  }
  --state->alive;
  state->changed.notify_all();
}

void HostWorkers::watch(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (!state->stopping) {
    if (state->limits.empty()) {
      state->changed.wait(lock);
      continue;
    }
    const Deadline next = state->limits.begin()->first;
    if (std::chrono::steady_clock::now() < next) {
      state->changed.wait_until(lock, next);
      continue;
    }
    const auto task = state->limits.extract(state->limits.begin()).mapped();
    if (task->ended) continue;
    task->is_late = true;
    const bool begun = task->begun;
    std::function<void()> work;  // of what is not begun any more; dies outside of the lock
    if (begun) {
      ++state->held;
    } else {
      work = std::move(task->work);
      std::erase(state->queue, task);
    }
    lock.unlock();
    task->late(begun);
    work = nullptr;
    lock.lock();
  }
  --state->alive;
  state->changed.notify_all();
}

}  // namespace smarthandoff::python
