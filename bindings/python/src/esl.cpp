#include "esl.hpp"

#include <unordered_map>

#include <smarthandoff/telephony/esl/decoder.hpp>
#include <smarthandoff/telephony/esl/text.hpp>

#include "gil.hpp"

namespace smarthandoff::python {

namespace {

// Header names as Python texts, made once per decoder: an event has sixty of them, always the same.
class Names {
 public:
  py::object get(std::string_view name) {
    const auto found = known_.find(name);
    if (found != known_.end()) return found->second;
    py::object made = text(name);
    if (known_.size() < kMaxNames) known_.emplace(name, made);
    return made;
  }

  // Bytes of the switch as text; what is not UTF-8 is replaced.
  static py::object text(std::string_view bytes) {
    PyObject* made = PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), nullptr);
    if (made == nullptr) {
      PyErr_Clear();
      const std::string valid = esl::to_valid_utf8(bytes);
      made = PyUnicode_DecodeUTF8(valid.data(), static_cast<Py_ssize_t>(valid.size()), nullptr);
    }
    if (made == nullptr) throw PythonError();
    return py::reinterpret_steal<py::object>(made);
  }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  static constexpr std::size_t kMaxNames = 4096;
  std::unordered_map<std::string, py::object, Hash, std::equal_to<>> known_;
};

// One frame and, for events, what was read of it.
class PythonFrame {
 public:
  PythonFrame(esl::Frame frame, std::shared_ptr<Names> names)
      : frame_(std::move(frame)), names_(std::move(names)) {}

  const esl::Frame& frame() const { return frame_; }
  py::object content_type() const { return names_->get(frame_.content_type()); }
  py::bytes body() const { return py::bytes(frame_.body().data(), frame_.body().size()); }

  py::dict headers() const {
    py::dict all;
    for (std::size_t i = frame_.header_count(); i-- > 0;) {
      all[names_->get(frame_.header_name(i))] = Names::text(frame_.header_value(i));
    }
    return all;
  }

  // The event as a dict, the same one at every call; None for other frames.
  py::object event() {
    if (!frame_.is_event()) return py::none();
    if (!decoded_) {
      py::dict all;
      const esl::Event& event = read();
      std::string scratch;
      for (std::size_t i = event.size(); i-- > 0;) {
        all[names_->get(event.name_at(i))] = Names::text(event.value_at(i, scratch));
      }
      decoded_ = std::move(all);
    }
    return decoded_;
  }

  // One decoded header of the event, without decoding the others.
  py::object get(std::string_view name, py::object otherwise) {
    if (!frame_.is_event() || !read().has(name)) return otherwise;
    std::string scratch;
    return Names::text(read().value(name, scratch));
  }

  py::object event_body() {
    if (!frame_.is_event()) return py::none();
    const std::string_view body = read().body();
    return py::bytes(body.data(), body.size());
  }

  std::vector<py::object> values(std::string_view name) {
    std::vector<py::object> found;
    if (!frame_.is_event()) return found;
    for (const std::string& value : read().list(name)) found.push_back(Names::text(value));
    return found;
  }

 private:
  const esl::Event& read() {
    if (!event_) event_ = frame_.event();
    return *event_;
  }

  esl::Frame frame_;
  std::shared_ptr<Names> names_;
  std::optional<esl::Event> event_;
  py::object decoded_;
};

class PythonDecoder {
 public:
  explicit PythonDecoder(std::size_t max_frame_bytes) : decoder_({.max_frame_bytes = max_frame_bytes}) {}

  py::list feed(const py::buffer& bytes) {
    const py::buffer_info view = bytes.request();
    if (view.ndim > 1 || view.itemsize != 1) throw invalid_field("bytes", "must be bytes");
    py::list frames;
    for (esl::Frame& frame :
         decoder_.feed({static_cast<const char*>(view.ptr), static_cast<std::size_t>(view.size)})) {
      frames.append(PythonFrame(std::move(frame), names_));
    }
    return frames;
  }

  std::size_t buffered() const { return decoder_.buffered(); }

 private:
  esl::Decoder decoder_;
  std::shared_ptr<Names> names_ = std::make_shared<Names>();
};

}  // namespace

void bind_esl(py::module_& module) {
  py::class_<PythonFrame>(module, "Frame")
      .def_property_readonly("content_type", &PythonFrame::content_type)
      .def_property_readonly("headers", &PythonFrame::headers)
      .def_property_readonly("body", &PythonFrame::body)
      .def_property_readonly("is_event", [](const PythonFrame& self) { return self.frame().is_event(); })
      .def_property_readonly("event", &PythonFrame::event)
      .def_property_readonly("event_body", &PythonFrame::event_body)
      .def_property_readonly("answer_text",
                             [](const PythonFrame& self) { return Names::text(self.frame().answer_text()); })
      .def("get", &PythonFrame::get, py::arg("name"), py::arg("default") = py::none())
      .def("values", &PythonFrame::values, py::arg("name"))
      .def("__repr__", [](const PythonFrame& self) {
        return "<Frame " + std::string(self.frame().content_type()) + ", " +
               std::to_string(self.frame().body().size()) + " bytes>";
      });
  py::class_<PythonDecoder>(module, "Decoder")
      .def(py::init<std::size_t>(), py::arg("max_frame_bytes") = std::size_t{1} << 20)
      .def("feed", &PythonDecoder::feed, py::arg("bytes"))
      .def_property_readonly("buffered", &PythonDecoder::buffered);
}

}  // namespace smarthandoff::python
