#include "esl.hpp"

#include <smarthandoff/telephony/esl/decoder.hpp>

#include "esl_frame.hpp"

namespace smarthandoff::python {

namespace {

class PythonDecoder {
 public:
  PythonDecoder(std::size_t max_frame_bytes, const Registry& registry, py::object frame_type)
      : decoder_({.max_frame_bytes = max_frame_bytes}),
        context_(std::make_shared<FrameContext>(FrameContext{registry, {}})),
        frame_type_(std::move(frame_type)) {}

  py::list feed(const py::buffer& bytes) {
    const py::buffer_info view = bytes.request();
    if (view.ndim > 1 || view.itemsize != 1) throw invalid_field("bytes", "must be bytes");
    py::list frames;
    for (esl::Frame& frame :
         decoder_.feed({static_cast<const char*>(view.ptr), static_cast<std::size_t>(view.size)})) {
      frames.append(make_frame(frame_type_, std::move(frame), context_));
    }
    return frames;
  }

  std::size_t buffered() const { return decoder_.buffered(); }

 private:
  esl::Decoder decoder_;
  std::shared_ptr<FrameContext> context_;
  py::object frame_type_;
};

}  // namespace

void bind_esl(py::module_& module, const Registry& registry) {
  const py::object frame_type = make_frame_type();
  module.attr("Frame") = frame_type;
  py::class_<PythonDecoder>(module, "Decoder")
      .def(py::init([&registry, frame_type](std::size_t max_frame_bytes) {
             return std::make_unique<PythonDecoder>(max_frame_bytes, registry, frame_type);
           }),
           py::arg("max_frame_bytes") = std::size_t{1} << 20)
      .def("feed", &PythonDecoder::feed, py::arg("bytes"))
      .def_property_readonly("buffered", &PythonDecoder::buffered);
}

}  // namespace smarthandoff::python
