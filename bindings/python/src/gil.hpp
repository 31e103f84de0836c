#pragma once

#include <Python.h>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

// How this module takes and gives back Python's lock. The RAII guards of pybind11 are not used where a thread
// may wait: a thread that comes back while the interpreter finalises is ended by Python inside of the guard's
// destructor, which terminates the process.
namespace smarthandoff::python {

// True from when the interpreter begins to finalise: no thread of ours may enter it any more.
bool finalizing() noexcept;

// Takes the lock back for a thread of Python that had released it; while finalising it never returns.
void restore(PyThreadState* state);

// Thrown when a Python exception is already set on this thread.
struct PythonError final : std::exception {
  const char* what() const noexcept override { return "a Python exception is set"; }
};

// Runs `work` without the lock and answers what it answers or throws. While finalising no other thread wants
// the lock, so it is kept.
template <class Work>
auto without_gil(Work work) {
  if (finalizing()) return work();
  PyThreadState* state = PyEval_SaveThread();
  std::exception_ptr failure;
  std::optional<std::conditional_t<std::is_void_v<decltype(work())>, bool, decltype(work())>> result;
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
    } else {
      result.emplace(work());
    }
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  restore(state);
  if (failure) std::rethrow_exception(failure);
  if constexpr (!std::is_void_v<decltype(work())>) return std::move(*result);
}

// Runs `work` with the lock, on any thread that holds no lock of ours. Nothing is run while finalising.
template <class Work>
void with_gil(Work work) {
  if (finalizing()) return;
  const PyGILState_STATE state = PyGILState_Ensure();
  std::exception_ptr failure;
  try {
    work();
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  PyGILState_Release(state);
  if (failure) std::rethrow_exception(failure);
}

// A reference to a Python object that may be copied and dropped on any thread.
using SharedObject = std::shared_ptr<PyObject>;

// A new shared reference; the lock is held.
SharedObject share(PyObject* object);

// Looks for signals while a Python thread waits without the lock; throws PythonError for an interrupt.
void check_signals();

}  // namespace smarthandoff::python
