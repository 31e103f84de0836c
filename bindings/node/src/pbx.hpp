#pragma once

#include <memory>

#include <napi.h>

#include <smarthandoff/telephony/simulator.hpp>

#include "environment.hpp"

namespace smarthandoff::node {

// A simulated PBX of one environment; its clean-up stops it.
class OpenPbx final : public Closable {
 public:
  explicit OpenPbx(telephony::simulator::PbxOptions options) : pbx_(std::move(options)) {}
  void close() noexcept override { pbx_.stop(); }
  SimulatedPbx& get() { return pbx_; }

 private:
  SimulatedPbx pbx_;
};

// The JavaScript class SimulatedPbx: the C++ one, method by method, with plain objects as values.
class PbxObject final : public Napi::ObjectWrap<PbxObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit PbxObject(const Napi::CallbackInfo& info);

  const std::shared_ptr<OpenPbx>& open() const { return pbx_; }

 private:
  Napi::Value add_phone(const Napi::CallbackInfo& info);
  Napi::Value add_standard_phones(const Napi::CallbackInfo& info);
  Napi::Value add_gateway(const Napi::CallbackInfo& info);
  Napi::Value add_extension(const Napi::CallbackInfo& info);
  Napi::Value script_calls(const Napi::CallbackInfo& info);
  Napi::Value set_registered(const Napi::CallbackInfo& info);
  Napi::Value set_variable(const Napi::CallbackInfo& info);
  Napi::Value place_call(const Napi::CallbackInfo& info);
  Napi::Value hang_up_call(const Napi::CallbackInfo& info);
  Napi::Value hang_up_phone(const Napi::CallbackInfo& info);
  Napi::Value press_keys(const Napi::CallbackInfo& info);
  Napi::Value calls(const Napi::CallbackInfo& info);
  Napi::Value log(const Napi::CallbackInfo& info);
  Napi::Value start(const Napi::CallbackInfo& info);
  Napi::Value step(const Napi::CallbackInfo& info);
  Napi::Value stop(const Napi::CallbackInfo& info);
  Napi::Value listen(const Napi::CallbackInfo& info);
  Napi::Value set_faults(const Napi::CallbackInfo& info);
  Napi::Value drop_connections(const Napi::CallbackInfo& info);
  Napi::Value restore_connections(const Napi::CallbackInfo& info);

  std::shared_ptr<OpenPbx> pbx_;
};

}  // namespace smarthandoff::node
