#include "decoder.hpp"

#include <smarthandoff/base/error.hpp>

#include "convert.hpp"
#include "environment.hpp"

namespace smarthandoff::node {

namespace {

Napi::String utf8(Napi::Env env, std::string_view text) {
  const std::string valid = esl::to_valid_utf8(text);
  return Napi::String::New(env, valid);
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

}  // namespace

Napi::Function DecoderObject::define(Napi::Env env) {
  return DefineClass(env, "Decoder", {InstanceMethod("feed", &DecoderObject::feed)});
}

DecoderObject::DecoderObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  guarded(info.Env(), [&] {
    const auto options = info[0].IsUndefined() ? Options{} : from_js<Options>(info[0]);
    if (options.max_frame_bytes < 1) throw invalid_field("max_frame_bytes", "must be at least 1");
    decoder_.emplace(esl::DecoderOptions{static_cast<std::size_t>(options.max_frame_bytes)});
  });
}

Napi::Value DecoderObject::feed(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    auto frames = decoder_->feed(bytes_of(info[0]));
    auto list = Napi::Array::New(env, frames.size());
    const auto& create = Environment::of(env).frame;
    for (std::uint32_t i = 0; i < frames.size(); ++i) {
      list.Set(i, create.New({Napi::External<esl::Frame>::New(env, &frames[i])}));
    }
    return list;
  });
}

Napi::Function FrameObject::define(Napi::Env env) {
  return DefineClass(env, "Frame",
                     {InstanceAccessor<&FrameObject::content_type>("contentType", napi_enumerable),
                      InstanceAccessor<&FrameObject::headers>("headers", napi_enumerable),
                      InstanceAccessor<&FrameObject::body>("body", napi_enumerable),
                      InstanceAccessor<&FrameObject::event>("event", napi_enumerable),
                      InstanceAccessor<&FrameObject::event_body>("eventBody", napi_enumerable),
                      InstanceMethod("get", &FrameObject::get)});
}

FrameObject::FrameObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  if (!info[0].IsExternal()) throw Napi::TypeError::New(info.Env(), "frames come from Decoder.feed()");
  frame_ = *info[0].As<Napi::External<esl::Frame>>().Data();
}

const esl::Event& FrameObject::parsed() {
  if (!parsed_) parsed_ = frame_->event();
  return *parsed_;
}

Napi::Value FrameObject::content_type(const Napi::CallbackInfo& info) {
  return utf8(info.Env(), frame_->content_type());
}

Napi::Value FrameObject::headers(const Napi::CallbackInfo& info) {
  auto object = Napi::Object::New(info.Env());
  for (std::size_t i = 0; i < frame_->header_count(); ++i) {
    const auto name = utf8(info.Env(), frame_->header_name(i));
    if (!object.Has(name)) object.Set(name, utf8(info.Env(), frame_->header_value(i)));
  }
  return object;
}

Napi::Value FrameObject::body(const Napi::CallbackInfo& info) {
  const auto body = frame_->body();
  return Napi::Buffer<char>::Copy(info.Env(), body.data(), body.size());
}

Napi::Value FrameObject::event(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!frame_->is_event()) return env.Undefined();
  return guarded(env, [&]() -> Napi::Value {
    auto object = Napi::Object::New(env);
    std::string scratch;
    for (std::size_t i = 0; i < parsed().size(); ++i) {
      const auto name = utf8(env, parsed().name_at(i));
      if (!object.Has(name)) object.Set(name, utf8(env, parsed().value_at(i, scratch)));
    }
    return object;
  });
}

Napi::Value FrameObject::event_body(const Napi::CallbackInfo& info) {
  if (!frame_->is_event()) return info.Env().Undefined();
  return guarded(info.Env(), [&]() -> Napi::Value {
    const auto body = parsed().body();
    return Napi::Buffer<char>::Copy(info.Env(), body.data(), body.size());
  });
}

Napi::Value FrameObject::get(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!frame_->is_event()) return env.Undefined();
  return guarded(env, [&]() -> Napi::Value {
    if (!info[0].IsString()) throw invalid_field("name", "must be a text");
    const std::string name = info[0].As<Napi::String>().Utf8Value();
    if (!parsed().has(name)) return env.Undefined();
    std::string scratch;
    return utf8(env, parsed().value(name, scratch));
  });
}

}  // namespace smarthandoff::node
