#pragma once

#include <functional>
#include <mutex>
#include <thread>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>

namespace smarthandoff::esl {

// Starts a thread on which no signal of the host is handled.
std::thread start_quiet_thread(std::function<void()> run);

// One thread that runs an io_context, and the gate to it.
class IoThread {
 public:
  IoThread();
  ~IoThread();
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  asio::io_context& context() { return io_; }

  // Opens the gate and starts the thread. Once only.
  void start();

  // Runs `work` on the thread; false, without running it, before start() and after finish(). What was
  // accepted always runs.
  bool post(std::function<void()> work);

  // Runs `last`, closes the gate and lets the thread end when nothing is left to do. Idempotent.
  void finish(std::function<void()> last);

  // Waits for the thread's end. Not from the thread itself.
  void join();

 private:
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::mutex mutex_;  // guards open_ and, with it, that nothing is posted behind the last
  bool open_ = false;
  std::mutex joining_;  // guards thread_
  std::thread thread_;
};

}  // namespace smarthandoff::esl
