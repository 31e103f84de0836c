#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include "gil.hpp"
#include "registry.hpp"

namespace smarthandoff::python {

// How many answers found nobody waiting any more.
struct Abandoned {
  std::atomic<std::int64_t> count{0};
};

// Answers on their way to one asyncio loop. Engine threads leave them here without Python's lock; the loop is
// woken once per batch, by call_soon_threadsafe, and takes all of them on its own thread.
class Completions : public std::enable_shared_from_this<Completions> {
 public:
  // `wake` is loop.call_soon_threadsafe bound to the function that takes the answers.
  // `abandoned` counts the answers that found the loop closed.
  Completions(const Registry& registry, PyObject* wake, std::shared_ptr<Abandoned> abandoned)
      : registry_(registry), wake_(share(wake)), abandoned_(std::move(abandoned)) {}

  // Leaves an answer for `future`: a response of `type`, or an error. From any thread, without the lock.
  void add(SharedObject future, const Type& type, std::shared_ptr<void> response, std::exception_ptr error);

  // [(future, None, value) or (future, exception, None)], oldest first; the lock is held.
  py::list take();

  // Forgets and counts what a loop left behind when it was closed; the lock is held.
  void abandon();

 private:
  struct Answer {
    SharedObject future;
    const Type* type;
    std::shared_ptr<void> response;
    std::exception_ptr error;
  };
  void wake();
  py::tuple convert(const Answer& answer) const;

  const Registry& registry_;
  const SharedObject wake_;
  std::mutex mutex_;  // guards waiting_; never held while taking Python's lock
  std::vector<Answer> waiting_;
  const std::shared_ptr<Abandoned> abandoned_;
};

}  // namespace smarthandoff::python
