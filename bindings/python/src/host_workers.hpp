#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::python {

// A fixed number of threads that run a host's functions, and a bounded queue before them. No thread is
// killed: one that is in a function that does not come back in time is held and counted, and while all are,
// new work is refused. What is still held at the end is left behind when the others have stopped.
class HostWorkers {
 public:
  HostWorkers(std::string name, std::size_t threads, std::size_t max_queued);
  // Stops, waiting at most a second.
  ~HostWorkers();
  HostWorkers(const HostWorkers&) = delete;
  HostWorkers& operator=(const HostWorkers&) = delete;

  // Has a thread run `work`, which must not throw; false when the queue is full, every thread is held or the
  // workers are stopped. Called without Python's lock or with it.
  bool post(std::function<void()> work);

  // The same with a time limit from now: past it `late` is called on a thread of its own, once, and told
  // whether the work had begun; what had not is not begun any more.
  using Late = std::function<void(bool begun)>;
  bool post(std::function<void()> work, Milliseconds limit, Late late);

  // How many threads are in a function that is past its time.
  std::size_t held() const;

  // Forgets what is queued and waits until the threads are done, at most `patience`. Called without Python's
  // lock. Repeatable.
  void stop(Milliseconds patience);

  // True on a thread that is running a host's function.
  static bool is_current();

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  struct Task {
    std::function<void()> work;
    Late late;
    bool begun = false, ended = false, is_late = false;
  };
  struct State {
    std::mutex mutex;  // guards all below
    std::condition_variable changed;
    std::deque<std::shared_ptr<Task>> queue;
    std::multimap<Deadline, std::shared_ptr<Task>> limits;
    std::size_t threads = 0, alive = 0, held = 0;
    bool watched = false;
    bool stopping = false;
  };
  bool add(const std::shared_ptr<Task>& task, const Deadline* limit);
  static void run(const std::shared_ptr<State>& state);
  static void watch(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
  std::string name_;
  std::size_t max_queued_;
};

}  // namespace smarthandoff::python
