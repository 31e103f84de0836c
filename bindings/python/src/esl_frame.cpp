#include "esl_frame.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "errors.hpp"

namespace smarthandoff::python {

namespace {

// One frame and, for events, what was read of it.
struct State {
  esl::Frame frame;
  std::shared_ptr<FrameContext> context;
  std::optional<esl::Event> event;
  py::object decoded;

  const esl::Event& read() {
    if (!event) event = frame.event();
    return *event;
  }
};

struct FrameObject {
  PyObject_HEAD State* state;
};

State& state_of(PyObject* self) {
  return *reinterpret_cast<FrameObject*>(self)->state;
}

PyObject* none() {
  Py_INCREF(Py_None);
  return Py_None;
}

PyObject* bytes_of(std::string_view bytes) {
  PyObject* made = PyBytes_FromStringAndSize(bytes.data(), static_cast<Py_ssize_t>(bytes.size()));
  if (made == nullptr) throw PythonError();
  return made;
}

// Takes over `value`; of a repeated name the first counts.
void add(PyObject* dict, PyObject* name, PyObject* value) {
  const bool added = PyDict_SetDefault(dict, name, value) != nullptr;
  Py_DECREF(value);
  if (!added) throw PythonError();
}

// A getter or method whose exceptions become Python's.
template <class Work>
PyObject* with_state(PyObject* self, Work work) {
  State& state = state_of(self);
  return guarded(state.context->registry, [&] { return work(state); });
}

PyObject* content_type(PyObject* self, void*) {
  return with_state(self, [](State& state) {
    py::object made;
    PyObject* type = state.context->names.get(state.frame.content_type(), SIZE_MAX, made);
    Py_INCREF(type);
    return type;
  });
}

PyObject* headers(PyObject* self, void*) {
  return with_state(self, [](State& state) {
    py::dict all;
    py::object made;
    for (std::size_t i = 0; i < state.frame.header_count(); ++i) {
      PyObject* name = state.context->names.get(state.frame.header_name(i), SIZE_MAX, made);
      add(all.ptr(), name, text_of(state.frame.header_value(i)));
    }
    return all.release().ptr();
  });
}

PyObject* body(PyObject* self, void*) {
  return with_state(self, [](State& state) { return bytes_of(state.frame.body()); });
}

PyObject* is_event(PyObject* self, void*) {
  return PyBool_FromLong(state_of(self).frame.is_event() ? 1 : 0);
}

// The event as a dict, the same one at every use; None for other frames.
PyObject* event(PyObject* self, void*) {
  return with_state(self, [](State& state) {
    if (!state.frame.is_event()) return none();
    if (!state.decoded) {
      py::dict all;
      py::object made;
      std::string scratch;
      const esl::Event& event = state.read();
      for (std::size_t i = 0; i < event.size(); ++i) {
        PyObject* name = state.context->names.get(event.name_at(i), i, made);
        add(all.ptr(), name, text_of(event.value_at(i, scratch)));
      }
      state.decoded = std::move(all);
    }
    return py::object(state.decoded).release().ptr();
  });
}

PyObject* event_body(PyObject* self, void*) {
  return with_state(
      self, [](State& state) { return state.frame.is_event() ? bytes_of(state.read().body()) : none(); });
}

PyObject* answer_text(PyObject* self, void*) {
  return with_state(self, [](State& state) { return text_of(state.frame.answer_text()); });
}

// The arguments of get and values, the first of which must be there; others stay as they are.
void read_arguments(const std::vector<const char*>& names, PyObject** into, PyObject* const* given,
                    Py_ssize_t count, PyObject* keywords) {
  const auto limit = static_cast<Py_ssize_t>(names.size());
  const Py_ssize_t named = keywords == nullptr ? 0 : PyTuple_GET_SIZE(keywords);
  bool fits = count <= limit;
  for (Py_ssize_t i = 0; fits && i < count; ++i) into[i] = given[i];
  for (Py_ssize_t i = 0; fits && i < named; ++i) {
    Py_ssize_t place = count;
    PyObject* keyword = PyTuple_GET_ITEM(keywords, i);
    while (place < limit &&
           PyUnicode_CompareWithASCIIString(keyword, names[static_cast<std::size_t>(place)]) != 0)
      ++place;
    fits = place < limit;
    if (fits) into[place] = given[count + i];
  }
  if (fits && into[0] != nullptr) return;
  PyErr_SetString(PyExc_TypeError,
                  names.size() == 2 ? "get() takes a name and a default" : "values() takes a name");
  throw PythonError();
}

// The UTF-8 of a header's name; throws PythonError for anything but a str.
std::string_view name_from(PyObject* given) {
  Py_ssize_t size = 0;
  const char* name = PyUnicode_AsUTF8AndSize(given, &size);
  if (name == nullptr) throw PythonError();
  return {name, static_cast<std::size_t>(size)};
}

// get(name, default=None): one decoded header of the event, without decoding the others.
PyObject* get(PyObject* self, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
  return with_state(self, [&](State& state) -> PyObject* {
    static const std::vector<const char*> kNames = {"name", "default"};
    PyObject* given[] = {nullptr, Py_None};
    read_arguments(kNames, given, arguments, count, keywords);
    const std::string_view name = name_from(given[0]);
    std::string scratch;
    if (state.frame.is_event() && state.read().has(name)) return text_of(state.read().value(name, scratch));
    Py_INCREF(given[1]);
    return given[1];
  });
}

// values(name): the values of a repeated header.
PyObject* values(PyObject* self, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
  return with_state(self, [&](State& state) {
    static const std::vector<const char*> kNames = {"name"};
    PyObject* given[] = {nullptr};
    read_arguments(kNames, given, arguments, count, keywords);
    const std::string_view name = name_from(given[0]);
    py::list found;
    if (!state.frame.is_event()) return found.release().ptr();
    for (const std::string& value : state.read().list(name)) {
      found.append(py::reinterpret_steal<py::object>(text_of(value)));
    }
    return found.release().ptr();
  });
}

PyObject* repr(PyObject* self) {
  return with_state(self, [](State& state) {
    return text_of("<Frame " + std::string(state.frame.content_type()) + ", " +
                   std::to_string(state.frame.body().size()) + " bytes>");
  });
}

PyObject* refuse_new(PyTypeObject*, PyObject*, PyObject*) {
  PyErr_SetString(PyExc_TypeError, "frames come from Decoder.feed()");
  return nullptr;
}

void destroy(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  delete reinterpret_cast<FrameObject*>(self)->state;
  type->tp_free(self);
  Py_DECREF(type);
}

template <class Function>
PyCFunction as_function(Function function) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

template <class Function>
PyType_Slot slot(int id, Function* function) {
  return {id, reinterpret_cast<void*>(function)};
}

}  // namespace

py::object make_frame_type() {
  // Python keeps pointers to these.
  static PyGetSetDef properties[] = {{"content_type", content_type, nullptr, nullptr, nullptr},
                                     {"headers", headers, nullptr, nullptr, nullptr},
                                     {"body", body, nullptr, nullptr, nullptr},
                                     {"is_event", is_event, nullptr, nullptr, nullptr},
                                     {"event", event, nullptr, nullptr, nullptr},
                                     {"event_body", event_body, nullptr, nullptr, nullptr},
                                     {"answer_text", answer_text, nullptr, nullptr, nullptr},
                                     {nullptr, nullptr, nullptr, nullptr, nullptr}};
  static PyMethodDef methods[] = {{"get", as_function(get), METH_FASTCALL | METH_KEYWORDS, nullptr},
                                  {"values", as_function(values), METH_FASTCALL | METH_KEYWORDS, nullptr},
                                  {nullptr, nullptr, 0, nullptr}};
  PyType_Slot slots[] = {{Py_tp_getset, properties},  {Py_tp_methods, methods},     slot(Py_tp_repr, repr),
                         slot(Py_tp_new, refuse_new), slot(Py_tp_dealloc, destroy), {0, nullptr}};
  PyType_Spec spec = {"smarthandoff.esl.Frame", sizeof(FrameObject), 0, Py_TPFLAGS_DEFAULT, slots};
  PyObject* type = PyType_FromSpec(&spec);
  if (type == nullptr) throw PythonError();
  return py::reinterpret_steal<py::object>(type);
}

py::object make_frame(const py::object& type, esl::Frame frame, std::shared_ptr<FrameContext> context) {
  auto* python = reinterpret_cast<PyTypeObject*>(type.ptr());
  auto state = std::make_unique<State>(State{std::move(frame), std::move(context), {}, {}});
  PyObject* made = python->tp_alloc(python, 0);
  if (made == nullptr) throw PythonError();
  reinterpret_cast<FrameObject*>(made)->state = state.release();
  return py::reinterpret_steal<py::object>(made);
}

}  // namespace smarthandoff::python
