#include "completions.hpp"

#include <utility>

#include "errors.hpp"
#include "sink.hpp"

namespace smarthandoff::python {

void Completions::add(SharedObject future, const Type& type, std::shared_ptr<void> response,
                      std::exception_ptr error) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = waiting_.empty();
    waiting_.push_back({std::move(future), &type, std::move(response), std::move(error)});
  }
  if (first) wake();
}

void Completions::abandon() {
  std::vector<Answer> lost;  // dies outside of the mutex
  {
    const std::lock_guard lock(mutex_);
    lost.swap(waiting_);
  }
  abandoned_->count += static_cast<std::int64_t>(lost.size());
}

void Completions::wake() {
  with_gil([&] {
    PyObject* woken = PyObject_CallNoArgs(wake_.get());
    if (woken != nullptr) {
      Py_DECREF(woken);
      return;
    }
    // The loop is closed: nobody waits any more.
    PyErr_Clear();
    abandon();
  });
}

py::list Completions::take() {
  std::vector<Answer> answers;
  {
    const std::lock_guard lock(mutex_);
    answers.swap(waiting_);
  }
  py::list taken;
  for (const Answer& answer : answers) taken.append(convert(answer));
  return taken;
}

py::tuple Completions::convert(const Answer& answer) const {
  const py::handle future = answer.future.get();
  if (answer.error) return py::make_tuple(future, exception_of(registry_, answer.error), py::none());
  try {
    return py::make_tuple(future, py::none(), to_python(registry_, *answer.type, answer.response.get()));
  } catch (const std::exception&) {
    return py::make_tuple(future, exception_of(registry_, std::current_exception()), py::none());
  }
}

}  // namespace smarthandoff::python
