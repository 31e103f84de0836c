#include "datetime.hpp"
#include "engine.hpp"
#include "errors.hpp"
#include "esl.hpp"
#include "registry.hpp"
#include "telephony.hpp"
#include "twilio_double.hpp"

namespace smarthandoff::python {

namespace {

void bind_registry(py::module_& module) {
  py::class_<Registry>(module, "Registry")
      .def(py::init<>())
      .def("types", &describe_types)
      .def("bind_structure", [](Registry& self, const std::string& name,
                                py::object python) { self.bind_structure(self.type(name), python); })
      .def("bind_enumeration",
           [](Registry& self, const std::string& name, const py::list& members) {
             std::vector<py::object> all;
             for (const py::handle member : members)
               all.push_back(py::reinterpret_borrow<py::object>(member));
             self.bind_enumeration(self.type(name), all);
           })
      .def("bind_helpers", &Registry::bind_helpers);
}

}  // namespace

}  // namespace smarthandoff::python

PYBIND11_MODULE(_native, module) {
  namespace python = smarthandoff::python;
  namespace py = pybind11;
  python::load_datetime();
  python::bind_registry(module);
  // Functions of this module refer to it: it lives as long as the process.
  auto* registry = new python::Registry();
  module.attr("registry") = py::cast(registry, py::return_value_policy::reference);
  python::register_translator(module);
  module.def("operations", &python::describe_operations);
  module.def("error_codes", &python::describe_error_codes);
  python::bind_telephony(module, *registry);
  python::bind_twilio_double(module, *registry);
  python::bind_engine(module, *registry);
  python::bind_calls(module, *registry);
  python::bind_esl(module, *registry);
}
