#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::engine {

// One thread that runs what is posted to it, in order, and what is due, by time: the readers, the notifier,
// the listeners and the I/O thread are each one. In a manual engine it has no thread and step() runs it.
// Deadlines are on the monotonic clock; in a manual engine on the engine's clock.
class Loop {
 public:
  using Work = std::function<void()>;

  // `manual_clock` makes it a loop without a thread; it must outlive the loop.
  Loop(std::string name, const Clock* manual_clock);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void start();

  // Finishes what was posted (deadlines not yet due are dropped) and ends the thread; idempotent. Work posted
  // later is destroyed without running.
  void stop() noexcept;

  bool post(Work work);  // false: it will never run
  void after(Milliseconds delay, Work work);

  // Manual only: runs everything posted or due and answers how many things ran.
  std::size_t run_due();
  // Manual only: when the next deadline is.
  std::optional<Milliseconds> next_delay() const;

  // True on this loop's own thread.
  bool is_current() const;
  std::size_t queued() const;

 private:
  std::int64_t now_ms() const;
  void run();
  // Everything that is due or posted; waits for the first if told to. Empty: the end.
  std::deque<Work> take(std::unique_lock<std::mutex>& lock, bool wait);

  const std::string name_;
  const Clock* const manual_clock_;
  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  std::deque<Work> posted_;
  std::multimap<std::int64_t, Work> timed_;
  bool stopping_ = false;
  std::thread thread_;
};

// Gives the calling thread a name of at most 15 bytes, as debuggers and `top -H` show it.
void name_this_thread(const std::string& name);

}  // namespace smarthandoff::engine
