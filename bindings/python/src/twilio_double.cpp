#include "twilio_double.hpp"

#include <unistd.h>

#include <smarthandoff/telephony/twilio_double.hpp>

#include "options.hpp"
#include "sink.hpp"

namespace smarthandoff::python {

namespace {

namespace doubled = twilio_double;

// A Twilio double that is left alone in a forked child, like an engine. Each method lets go of the lock: a
// step waits for the host, which may be Python.
class PythonDouble {
 public:
  explicit PythonDouble(doubled::DoubleOptions options)
      : twilio_(new TwilioDouble(std::move(options)), [owner = getpid()](TwilioDouble* twilio) {
          if (getpid() == owner) without_gil([twilio] { delete twilio; });
        }) {}

  template <class Work>
  auto run(Work work) {
    if (getpid() != owner_) {
      throw Error(ErrorCode::failed_precondition, "opened before fork: make a TwilioDouble in this process");
    }
    return without_gil([&] { return work(*twilio_); });
  }

  // In a forked child there is nothing to stop.
  void stop() {
    if (getpid() == owner_) run([](TwilioDouble& twilio) { twilio.stop(); });
  }

 private:
  const pid_t owner_ = getpid();
  std::shared_ptr<TwilioDouble> twilio_;
};

using Class = py::class_<PythonDouble>;

void bind_setting_up(Class& twilio, const Registry& registry) {
  twilio
      .def(py::init([&registry](const py::args& positional, const py::kwargs& named) {
        return std::make_unique<PythonDouble>(argument<doubled::DoubleOptions>(registry, positional, named));
      }))
      .def("add_person",
           [&registry](PythonDouble& self, const py::args& positional, const py::kwargs& named) {
             auto person = argument<doubled::Person>(registry, positional, named);
             self.run([&](TwilioDouble& model) { model.add_person(std::move(person)); });
           })
      .def("script_calls",
           [&registry](PythonDouble& self, const std::string& number, const py::object& calls) {
             auto people = from_python<std::vector<doubled::Person>>(registry, calls, "calls");
             self.run([&](TwilioDouble& model) { model.script_calls(number, std::move(people)); });
           })
      .def("add_number",
           [&registry](PythonDouble& self, const py::args& positional, const py::kwargs& named) {
             auto number = argument<doubled::OwnedNumber>(registry, positional, named);
             return self.run([&](TwilioDouble& model) { return model.add_number(std::move(number)); });
           })
      .def("add_available_number",
           [](PythonDouble& self, const std::string& number) {
             self.run([&](TwilioDouble& model) { model.add_available_number(number); });
           })
      .def("set_faults",
           [&registry](PythonDouble& self, const py::args& positional, const py::kwargs& named) {
             const auto faults = argument<doubled::Faults>(registry, positional, named);
             self.run([&](TwilioDouble& model) { model.set_faults(faults); });
           })
      .def("fail_requests",
           [&registry](PythonDouble& self, const py::object& next) {
             auto failures = from_python<std::vector<doubled::RequestFailure>>(registry, next, "next");
             self.run([&](TwilioDouble& model) { model.fail_requests(std::move(failures)); });
           })
      .def("fail_callbacks", [&registry](PythonDouble& self, const py::object& next) {
        auto failures = from_python<std::vector<doubled::CallbackFailure>>(registry, next, "next");
        self.run([&](TwilioDouble& model) { model.fail_callbacks(std::move(failures)); });
      });
}

void bind_people(Class& twilio) {
  using Text = const std::string&;
  twilio
      .def("call",
           [](PythonDouble& self, Text from, Text to) {
             return self.run([&](TwilioDouble& model) { return model.call(from, to); });
           })
      .def("hang_up",
           [](PythonDouble& self, Text who) { self.run([&](TwilioDouble& model) { model.hang_up(who); }); })
      .def("press_keys",
           [](PythonDouble& self, Text call, Text keys) {
             self.run([&](TwilioDouble& model) { model.press_keys(call, keys); });
           })
      .def("speak", [](PythonDouble& self, Text call,
                       Text words) { self.run([&](TwilioDouble& model) { model.speak(call, words); }); })
      .def("send_message",
           [](PythonDouble& self, Text from, Text to, Text body) {
             return self.run([&](TwilioDouble& model) { return model.send_message(from, to, body); });
           })
      .def("end_stream", [](PythonDouble& self,
                            Text call) { self.run([&](TwilioDouble& model) { model.end_stream(call); }); })
      .def("offer_task", [](PythonDouble& self, Text task, Text worker_attributes, Text url) {
        return self.run([&](TwilioDouble& model) { return model.offer_task(task, worker_attributes, url); });
      });
}

void bind_seeing(Class& twilio, const Registry& registry) {
  twilio
      .def("calls",
           [&registry](PythonDouble& self) {
             return to_python(registry, self.run([](TwilioDouble& model) { return model.calls(); }));
           })
      .def("log",
           [&registry](PythonDouble& self) {
             return to_python(registry, self.run([](TwilioDouble& model) { return model.log(); }));
           })
      .def("now",
           [&registry](PythonDouble& self) {
             return to_python(registry, self.run([](TwilioDouble& model) { return model.now(); }));
           })
      .def("next_due", [&registry](PythonDouble& self) {
        return to_python(registry, self.run([](TwilioDouble& model) { return model.next_due(); }));
      });
}

void bind_running(Class& twilio, const Registry& registry) {
  twilio.def("start", [](PythonDouble& self) { self.run([](TwilioDouble& model) { model.start(); }); })
      .def("step",
           [&registry](PythonDouble& self, const py::object& now) {
             const auto instant = from_python<Instant>(registry, now, "now");
             self.run([&](TwilioDouble& model) { model.step(instant); });
           })
      .def("stop", &PythonDouble::stop)
      .def(
          "listen",
          [](PythonDouble& self, std::int64_t port) {
            return self.run([&](TwilioDouble& model) { return model.listen(port); });
          },
          py::arg("port") = 0)
      .def_property_readonly(
          "port",
          [](PythonDouble& self) { return self.run([](TwilioDouble& model) { return model.port(); }); })
      .def_property_readonly("url", [](PythonDouble& self) {
        return self.run([](TwilioDouble& model) { return model.url(); });
      });
}

}  // namespace

void bind_twilio_double(py::module_& module, const Registry& registry) {
  Class twilio(module, "TwilioDouble");
  bind_setting_up(twilio, registry);
  bind_people(twilio);
  bind_seeing(twilio, registry);
  bind_running(twilio, registry);
}

}  // namespace smarthandoff::python
