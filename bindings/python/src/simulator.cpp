#include "simulator.hpp"

#include <unistd.h>

#include <smarthandoff/telephony/simulator.hpp>

#include "options.hpp"
#include "sink.hpp"

namespace smarthandoff::python {

namespace {

namespace simulated = telephony::simulator;

// A simulated PBX that is left alone in a forked child, like an engine. Each method lets go of the lock: the
// PBX calls its listeners, which wait for engines.
class PythonPbx final : public TelephonyChoice {
 public:
  explicit PythonPbx(simulated::PbxOptions options)
      : pbx_(new SimulatedPbx(std::move(options)), [owner = getpid()](SimulatedPbx* pbx) {
          if (getpid() == owner) without_gil([pbx] { delete pbx; });
        }) {}

  template <class Work>
  auto run(Work work) {
    if (getpid() != owner_) {
      throw Error(ErrorCode::failed_precondition, "opened before fork: make a SimulatedPbx in this process");
    }
    return without_gil([&] { return work(*pbx_); });
  }

  std::shared_ptr<telephony::Telephony> make(const HostFunctions&) override {
    return run([](SimulatedPbx& pbx) { return pbx.telephony(); });
  }

  // In a forked child there is nothing to stop.
  void stop() {
    if (getpid() == owner_) run([](SimulatedPbx& pbx) { pbx.stop(); });
  }

 private:
  const pid_t owner_ = getpid();
  std::shared_ptr<SimulatedPbx> pbx_;
};

using Class = py::class_<PythonPbx, TelephonyChoice>;

void bind_setting_up(Class& pbx, const Registry& registry) {
  pbx.def(py::init([&registry](const py::args& positional, const py::kwargs& named) {
       return std::make_unique<PythonPbx>(argument<simulated::PbxOptions>(registry, positional, named));
     }))
      .def("add_phone",
           [&registry](PythonPbx& self, const py::args& positional, const py::kwargs& named) {
             auto phone = argument<simulated::Phone>(registry, positional, named);
             self.run([&](SimulatedPbx& model) { model.add_phone(std::move(phone)); });
           })
      .def("add_standard_phones",
           [](PythonPbx& self) { self.run([](SimulatedPbx& model) { model.add_standard_phones(); }); })
      .def("add_gateway",
           [](PythonPbx& self, const std::string& name) {
             self.run([&](SimulatedPbx& model) { model.add_gateway(name); });
           })
      .def("add_extension",
           [&registry](PythonPbx& self, const py::args& positional, const py::kwargs& named) {
             auto extension = argument<simulated::Extension>(registry, positional, named);
             self.run([&](SimulatedPbx& model) { model.add_extension(std::move(extension)); });
           })
      .def("script_calls",
           [&registry](PythonPbx& self, const std::string& extension, const py::object& calls) {
             auto phones = from_python<std::vector<simulated::Phone>>(registry, calls, "calls");
             self.run([&](SimulatedPbx& model) { model.script_calls(extension, std::move(phones)); });
           })
      .def("set_registered",
           [](PythonPbx& self, const std::string& extension, bool registered) {
             self.run([&](SimulatedPbx& model) { model.set_registered(extension, registered); });
           })
      .def("set_variable",
           [](PythonPbx& self, const std::string& extension, const std::string& name,
              const std::string& value) {
             self.run([&](SimulatedPbx& model) { model.set_variable(extension, name, value); });
           })
      .def("set_faults", [&registry](PythonPbx& self, const py::args& positional, const py::kwargs& named) {
        auto faults = argument<simulated::Faults>(registry, positional, named);
        self.run([&](SimulatedPbx& model) { model.set_faults(std::move(faults)); });
      });
}

void bind_calls_of(Class& pbx, const Registry& registry) {
  pbx.def("place_call",
          [&registry](PythonPbx& self, const py::args& positional, const py::kwargs& named) {
            auto call = argument<simulated::PlaceCall>(registry, positional, named);
            return self.run([&](SimulatedPbx& model) { return model.place_call(std::move(call)); });
          })
      .def("hang_up_call",
           [](PythonPbx& self, const std::string& call) {
             self.run([&](SimulatedPbx& model) { model.hang_up_call(call); });
           })
      .def("hang_up_phone",
           [](PythonPbx& self, const std::string& extension) {
             self.run([&](SimulatedPbx& model) { model.hang_up_phone(extension); });
           })
      .def("press_keys",
           [](PythonPbx& self, const std::string& id, const std::string& keys) {
             self.run([&](SimulatedPbx& model) { model.press_keys(id, keys); });
           })
      .def("calls",
           [&registry](PythonPbx& self) {
             return to_python(registry, self.run([](SimulatedPbx& model) { return model.calls(); }));
           })
      .def("log", [&registry](PythonPbx& self) {
        return to_python(registry, self.run([](SimulatedPbx& model) { return model.log(); }));
      });
}

void bind_time(Class& pbx, const Registry& registry) {
  pbx.def("now",
          [&registry](PythonPbx& self) {
            return to_python(registry, self.run([](SimulatedPbx& model) { return model.now(); }));
          })
      .def("next_due",
           [&registry](PythonPbx& self) {
             return to_python(registry, self.run([](SimulatedPbx& model) { return model.next_due(); }));
           })
      .def("start", [](PythonPbx& self) { self.run([](SimulatedPbx& model) { model.start(); }); })
      .def("step",
           [&registry](PythonPbx& self, const py::object& now) {
             const auto instant = from_python<Instant>(registry, now, "now");
             self.run([&](SimulatedPbx& model) { model.step(instant); });
           })
      .def("stop", &PythonPbx::stop);
}

void bind_server(Class& pbx) {
  pbx.def(
         "listen",
         [](PythonPbx& self, std::int64_t port, const std::string& password) {
           return self.run([&](SimulatedPbx& model) { return model.listen(port, password); });
         },
         py::arg("port") = 0, py::arg("password") = "ClueCon")
      .def_property_readonly(
          "port", [](PythonPbx& self) { return self.run([](SimulatedPbx& model) { return model.port(); }); })
      .def(
          "drop_connections",
          [](PythonPbx& self, bool mid_frame) {
            self.run([&](SimulatedPbx& model) { model.drop_connections(mid_frame); });
          },
          py::arg("mid_frame") = false)
      .def("restore_connections",
           [](PythonPbx& self) { self.run([](SimulatedPbx& model) { model.restore_connections(); }); });
}

}  // namespace

void bind_simulator(py::module_& module, const Registry& registry) {
  Class pbx(module, "SimulatedPbx");
  bind_setting_up(pbx, registry);
  bind_calls_of(pbx, registry);
  bind_time(pbx, registry);
  bind_server(pbx);
}

}  // namespace smarthandoff::python
