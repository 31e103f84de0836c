#pragma once

#include <optional>

#include <napi.h>

#include <smarthandoff/telephony/esl.hpp>

namespace smarthandoff::node {

// The JavaScript class esl.Decoder: feed(bytes) answers the frames completed so far.
class DecoderObject final : public Napi::ObjectWrap<DecoderObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit DecoderObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value feed(const Napi::CallbackInfo& info);

  std::optional<esl::Decoder> decoder_;
};

// One frame; its parts are made when they are read, since most headers of an event never are.
class FrameObject final : public Napi::ObjectWrap<FrameObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit FrameObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value content_type(const Napi::CallbackInfo& info);
  Napi::Value headers(const Napi::CallbackInfo& info);
  Napi::Value body(const Napi::CallbackInfo& info);
  Napi::Value event(const Napi::CallbackInfo& info);
  Napi::Value event_body(const Napi::CallbackInfo& info);
  Napi::Value get(
      const Napi::CallbackInfo& info);  // (name) -> decoded value of an event's header, or undefined

  const esl::Event& parsed();

  std::optional<esl::Frame> frame_;
  std::optional<esl::Event> parsed_;
};

}  // namespace smarthandoff::node
