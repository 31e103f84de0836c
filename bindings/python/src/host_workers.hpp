#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::python {

// A fixed number of threads that run a host's functions, and a bounded queue before them. No thread is
// killed: one that is in a function that does not come back is left behind when the others have stopped.
class HostWorkers {
 public:
  HostWorkers(std::string name, std::size_t threads, std::size_t max_queued);
  // Stops, waiting at most a second.
  ~HostWorkers();
  HostWorkers(const HostWorkers&) = delete;
  HostWorkers& operator=(const HostWorkers&) = delete;

  // Has a thread run `work`, which must not throw; false when the queue is full or the workers are stopped.
  // Called without Python's lock or with it.
  bool post(std::function<void()> work);

  // Forgets what is queued and waits until the threads are done, at most `patience`. Called without Python's
  // lock. Repeatable.
  void stop(Milliseconds patience);

  // True on a thread that is running a host's function.
  static bool is_current();

 private:
  struct State {
    std::mutex mutex;  // guards all below
    std::condition_variable changed;
    std::deque<std::function<void()>> queue;
    std::size_t alive = 0;
    bool stopping = false;
  };
  static void run(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
  std::size_t max_queued_;
};

}  // namespace smarthandoff::python
