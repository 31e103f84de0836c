#include "pbx.hpp"

#include <smarthandoff/base/error.hpp>

#include "convert.hpp"

namespace smarthandoff::node {

namespace sim = telephony::simulator;

namespace {

std::string text_at(const Napi::CallbackInfo& info, std::size_t index, const char* name) {
  if (!info[index].IsString()) throw invalid_field(name, "must be a text");
  return info[index].As<Napi::String>().Utf8Value();
}

// An options object, or the defaults where none is given.
template <class T>
T value_at(const Napi::CallbackInfo& info, std::size_t index) {
  return info[index].IsUndefined() ? T{} : from_js<T>(info[index]);
}

// A command without an answer.
template <class Command>
Napi::Value run(const Napi::CallbackInfo& info, Command command) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    command();
    return info.Env().Undefined();
  });
}

}  // namespace

Napi::Function PbxObject::define(Napi::Env env) {
  return DefineClass(env, "SimulatedPbx",
                     {InstanceMethod("addPhone", &PbxObject::add_phone),
                      InstanceMethod("addStandardPhones", &PbxObject::add_standard_phones),
                      InstanceMethod("addGateway", &PbxObject::add_gateway),
                      InstanceMethod("addExtension", &PbxObject::add_extension),
                      InstanceMethod("scriptCalls", &PbxObject::script_calls),
                      InstanceMethod("setRegistered", &PbxObject::set_registered),
                      InstanceMethod("setVariable", &PbxObject::set_variable),
                      InstanceMethod("placeCall", &PbxObject::place_call),
                      InstanceMethod("hangUpCall", &PbxObject::hang_up_call),
                      InstanceMethod("hangUpPhone", &PbxObject::hang_up_phone),
                      InstanceMethod("pressKeys", &PbxObject::press_keys),
                      InstanceMethod("calls", &PbxObject::calls),
                      InstanceMethod("log", &PbxObject::log),
                      InstanceMethod("start", &PbxObject::start),
                      InstanceMethod("step", &PbxObject::step),
                      InstanceMethod("stop", &PbxObject::stop),
                      InstanceMethod("listen", &PbxObject::listen),
                      InstanceMethod("setFaults", &PbxObject::set_faults),
                      InstanceMethod("dropConnections", &PbxObject::drop_connections),
                      InstanceMethod("restoreConnections", &PbxObject::restore_connections)});
}

PbxObject::PbxObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  guarded(info.Env(), [&] {
    pbx_ = std::make_shared<OpenPbx>(value_at<sim::PbxOptions>(info, 0));
    Environment::of(info.Env()).closables()->add(pbx_);
  });
}

Napi::Value PbxObject::add_phone(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().add_phone(from_js<sim::Phone>(info[0])); });
}

Napi::Value PbxObject::add_standard_phones(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().add_standard_phones(); });
}

Napi::Value PbxObject::add_gateway(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().add_gateway(text_at(info, 0, "name")); });
}

Napi::Value PbxObject::add_extension(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().add_extension(from_js<sim::Extension>(info[0])); });
}

Napi::Value PbxObject::script_calls(const Napi::CallbackInfo& info) {
  return run(info, [&] {
    pbx_->get().script_calls(text_at(info, 0, "extension"), from_js<std::vector<sim::Phone>>(info[1]));
  });
}

Napi::Value PbxObject::set_registered(const Napi::CallbackInfo& info) {
  return run(info,
             [&] { pbx_->get().set_registered(text_at(info, 0, "extension"), info[1].ToBoolean().Value()); });
}

Napi::Value PbxObject::set_variable(const Napi::CallbackInfo& info) {
  return run(info, [&] {
    pbx_->get().set_variable(text_at(info, 0, "extension"), text_at(info, 1, "name"),
                             text_at(info, 2, "value"));
  });
}

Napi::Value PbxObject::place_call(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    return Napi::String::New(info.Env(), pbx_->get().place_call(value_at<sim::PlaceCall>(info, 0)));
  });
}

Napi::Value PbxObject::hang_up_call(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().hang_up_call(text_at(info, 0, "call")); });
}

Napi::Value PbxObject::hang_up_phone(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().hang_up_phone(text_at(info, 0, "extension")); });
}

Napi::Value PbxObject::press_keys(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().press_keys(text_at(info, 0, "id"), text_at(info, 1, "keys")); });
}

Napi::Value PbxObject::calls(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return to_js(info.Env(), pbx_->get().calls()); });
}

Napi::Value PbxObject::log(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return to_js(info.Env(), pbx_->get().log()); });
}

Napi::Value PbxObject::start(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().start(); });
}

Napi::Value PbxObject::step(const Napi::CallbackInfo& info) {
  return run(info, [&] {
    if (!info[0].IsDate()) throw invalid_field("now", "must be a Date");
    pbx_->get().step(Instant(Milliseconds(static_cast<std::int64_t>(info[0].As<Napi::Date>().ValueOf()))));
  });
}

Napi::Value PbxObject::stop(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().stop(); });
}

Napi::Value PbxObject::listen(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const std::int64_t port = info[0].IsNumber() ? info[0].As<Napi::Number>().Int64Value() : 0;
    const std::string password = info[1].IsUndefined() ? "ClueCon" : text_at(info, 1, "password");
    return Napi::Number::New(info.Env(), static_cast<double>(pbx_->get().listen(port, password)));
  });
}

Napi::Value PbxObject::set_faults(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().set_faults(value_at<sim::Faults>(info, 0)); });
}

Napi::Value PbxObject::drop_connections(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().drop_connections(info[0].ToBoolean().Value()); });
}

Napi::Value PbxObject::restore_connections(const Napi::CallbackInfo& info) {
  return run(info, [&] { pbx_->get().restore_connections(); });
}

}  // namespace smarthandoff::node
