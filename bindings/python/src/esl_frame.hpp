#pragma once

#include <memory>

#include <smarthandoff/telephony/esl/frame.hpp>

#include "esl_text.hpp"
#include "registry.hpp"

namespace smarthandoff::python {

// What the frames of one decoder share; it outlives them.
struct FrameContext {
  const Registry& registry;
  HeaderNames names;
};

// The Python type Frame. It is written out, not bound by pybind11: an event is a frame and some of its
// headers, each of which would cost more than decoding the whole event.
py::object make_frame_type();

// A new instance of that type.
py::object make_frame(const py::object& type, esl::Frame frame, std::shared_ptr<FrameContext> context);

}  // namespace smarthandoff::python
