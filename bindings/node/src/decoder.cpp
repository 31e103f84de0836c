#include "decoder.hpp"

#include <optional>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/esl.hpp>

#include "convert.hpp"
#include "environment.hpp"

namespace smarthandoff::node {

namespace {

Napi::String text(Napi::Env env, std::string_view bytes) {
  return is_ascii(bytes) ? js_text(env, bytes) : js_text(env, esl::to_valid_utf8(bytes));
}

std::string_view bytes_of(const Napi::Value& value) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw invalid_field("bytes", "must be a Buffer or Uint8Array");
  }
  const auto array = value.As<Napi::Uint8Array>();
  return {reinterpret_cast<const char*>(array.Data()), array.ByteLength()};
}

struct Options {
  std::int64_t max_frame_bytes = std::int64_t{1} << 20;
};

const Type& describe(const Options*) {
  static const Type type = Description<Options>("DecoderOptions", "Limits of a Decoder.")
                               .field("max_frame_bytes", &Options::max_frame_bytes, "at most 16 MiB")
                               .build();
  return type;
}

// The frames of one feed and, where they were asked for, their events.
class Batch {
 public:
  explicit Batch(std::vector<esl::Frame> frames) : frames_(std::move(frames)), events_(frames_.size()) {
    for (const esl::Frame& frame : frames_)
      memory_ += static_cast<std::int64_t>(2 * frame.body().size() + 512);
  }

  const std::vector<esl::Frame>& frames() const { return frames_; }
  const esl::Frame& frame(std::size_t index) const { return frames_.at(index); }

  const esl::Event& event(std::size_t index) {
    std::optional<esl::Event>& event = events_.at(index);
    if (!event) event = frames_[index].event();
    return *event;
  }

  // What JavaScript's collector is told that this holds, so that it comes in time.
  std::int64_t memory() const { return memory_; }

 private:
  std::vector<esl::Frame> frames_;
  std::vector<std::optional<esl::Event>> events_;
  std::int64_t memory_ = 0;
};

Napi::Value batch_object(Napi::Env env, std::vector<esl::Frame> frames) {
  auto* batch = new Batch(std::move(frames));
  Napi::MemoryManagement::AdjustExternalMemory(env, batch->memory());
  return Napi::External<Batch>::New(env, batch, [](Napi::Env inner, Batch* last) {
    Napi::MemoryManagement::AdjustExternalMemory(inner, -last->memory());
    delete last;
  });
}

class DecoderObject final : public Napi::ObjectWrap<DecoderObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Decoder", {InstanceMethod<&DecoderObject::feed>("feed")});
  }

  explicit DecoderObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    guarded(info.Env(), [&] {
      const auto options = info[0].IsUndefined() ? Options{} : from_js<Options>(info[0]);
      if (options.max_frame_bytes < 1) throw invalid_field("max_frame_bytes", "must be at least 1");
      decoder_.emplace(esl::DecoderOptions{static_cast<std::size_t>(options.max_frame_bytes)});
    });
  }

 private:
  Napi::Value feed(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    return guarded(env, [&]() -> Napi::Value {
      auto frames = decoder_->feed(bytes_of(info[0]));
      auto list = Napi::Array::New(env, frames.size() + 1);
      std::string_view last;
      Napi::Value type;
      for (std::uint32_t i = 0; i < frames.size(); ++i) {
        const std::string_view current = frames[i].content_type();
        if (type.IsEmpty() || current != last) type = text(env, current);
        last = current;
        list.Set(i, type);
      }
      const auto size = static_cast<std::uint32_t>(frames.size());
      list.Set(size, size == 0 ? env.Undefined() : batch_object(env, std::move(frames)));
      return list;
    });
  }

  std::optional<esl::Decoder> decoder_;
};

Batch& batch_of(const Napi::CallbackInfo& info) {
  return *info[0].As<Napi::External<Batch>>().Data();
}
std::size_t index_of(const Napi::CallbackInfo& info) {
  return info[1].As<Napi::Number>().Uint32Value();
}

// openEvent(batch, index): whether the frame is an event; throws if it is one that cannot be read.
Napi::Value open_event(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    Batch& batch = batch_of(info);
    const bool is_event = batch.frame(index_of(info)).is_event();
    if (is_event) batch.event(index_of(info));
    return Napi::Boolean::New(env, is_event);
  });
}

// eventHeader(batch, index, name): one decoded value, or undefined.
Napi::Value event_header(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    Batch& batch = batch_of(info);
    if (!batch.frame(index_of(info)).is_event()) return env.Undefined();
    if (!info[2].IsString()) throw invalid_field("name", "must be a text");
    const std::string name = utf8_of(info[2]);
    const esl::Event& event = batch.event(index_of(info));
    if (!event.has(name)) return env.Undefined();
    std::string scratch;
    return text(env, event.value(name, scratch));
  });
}

// eventHeaders(batch, index): names and decoded values in turn, of an event.
Napi::Value event_headers(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const esl::Event& event = batch_of(info).event(index_of(info));
    auto list = Napi::Array::New(env, 2 * event.size());
    std::string scratch;
    for (std::uint32_t i = 0; i < event.size(); ++i) {
      list.Set(2 * i, text(env, event.name_at(i)));
      list.Set(2 * i + 1, text(env, event.value_at(i, scratch)));
    }
    return list;
  });
}

// frameHeaders(batch, index): the same of the frame's own headers, as sent.
Napi::Value frame_headers(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const esl::Frame& frame = batch_of(info).frame(index_of(info));
  auto list = Napi::Array::New(env, 2 * frame.header_count());
  for (std::uint32_t i = 0; i < frame.header_count(); ++i) {
    list.Set(2 * i, text(env, frame.header_name(i)));
    list.Set(2 * i + 1, text(env, frame.header_value(i)));
  }
  return list;
}

// frameBody(batch, index) and eventBody(batch, index): a Buffer; undefined if there is no event.
Napi::Value frame_body(const Napi::CallbackInfo& info) {
  const auto body = batch_of(info).frame(index_of(info)).body();
  return Napi::Buffer<char>::Copy(info.Env(), body.data(), body.size());
}
Napi::Value event_body(const Napi::CallbackInfo& info) {
  Batch& batch = batch_of(info);
  if (!batch.frame(index_of(info)).is_event()) return info.Env().Undefined();
  return guarded(info.Env(), [&]() -> Napi::Value {
    const auto body = batch.event(index_of(info)).body();
    return Napi::Buffer<char>::Copy(info.Env(), body.data(), body.size());
  });
}

}  // namespace

void add_decoder(Napi::Env env, Napi::Object exports) {
  exports.Set("Decoder", DecoderObject::define(env));
  exports.Set("openEvent", Napi::Function::New<open_event>(env));
  exports.Set("eventHeader", Napi::Function::New<event_header>(env));
  exports.Set("eventHeaders", Napi::Function::New<event_headers>(env));
  exports.Set("frameHeaders", Napi::Function::New<frame_headers>(env));
  exports.Set("frameBody", Napi::Function::New<frame_body>(env));
  exports.Set("eventBody", Napi::Function::New<event_body>(env));
}

}  // namespace smarthandoff::node
