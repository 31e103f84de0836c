#include "telephony/esl/io_thread.hpp"

#include <csignal>
#include <utility>

#include <asio/post.hpp>

namespace smarthandoff::esl {

std::thread start_quiet_thread(std::function<void()> run) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // a new thread has its maker's mask
  std::thread thread(std::move(run));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

IoThread::IoThread() : io_(1), work_(io_.get_executor()) {}

IoThread::~IoThread() {
  finish([] {});
  join();
}

void IoThread::start() {
  {
    const std::lock_guard lock(mutex_);
    open_ = true;
  }
  const std::lock_guard lock(joining_);
  thread_ = start_quiet_thread([this] { io_.run(); });
}

bool IoThread::post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (!open_) return false;
  asio::post(io_, std::move(work));
  return true;
}

void IoThread::finish(std::function<void()> last) {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(open_, false)) return;
  asio::post(io_, std::move(last));
  work_.reset();
}

void IoThread::join() {
  const std::lock_guard lock(joining_);
  if (thread_.joinable()) thread_.join();
}

}  // namespace smarthandoff::esl
