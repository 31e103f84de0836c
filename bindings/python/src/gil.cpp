#include "gil.hpp"

#include <unistd.h>

namespace smarthandoff::python {

bool finalizing() noexcept {
#if PY_VERSION_HEX >= 0x030D0000
  return !Py_IsInitialized() || Py_IsFinalizing();
#else
  return !Py_IsInitialized() || _Py_IsFinalizing();
#endif
}

void restore(PyThreadState* state) {
  // The thread that finalises never released the lock: it is not here.
  while (finalizing()) pause();
  PyEval_RestoreThread(state);
}

SharedObject share(PyObject* object) {
  Py_INCREF(object);
  return {object, [](PyObject* last) { with_gil([last] { Py_DECREF(last); }); }};
}

void check_signals() {
  with_gil([] {
    if (PyErr_CheckSignals() != 0) throw PythonError();
  });
}

}  // namespace smarthandoff::python
