#include "twilio.hpp"

#include <smarthandoff/base/error.hpp>

#include "convert.hpp"
#include "host_source.hpp"

namespace smarthandoff::node {

Napi::Function TwilioObject::define(Napi::Env env) {
  return DefineClass(env, "Twilio", {InstanceMethod("webhook", &TwilioObject::webhook)});
}

TwilioObject::TwilioObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  guarded(info.Env(), [&] {
    options_ = from_js<TwilioOptions>(info[0]);
    if (info[1].IsFunction())
      options_.presence = source_of<telephony::ExtensionState>(info.Env(), info[1].As<Napi::Function>());
  });
}

std::shared_ptr<telephony::Telephony> TwilioObject::make() {
  adapter_ = telephony::make_twilio(options_);
  return adapter_;
}

Napi::Value TwilioObject::webhook(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    const auto request = from_js<telephony::TwilioRequest>(info[0]);
    if (!adapter_) throw Error(ErrorCode::failed_precondition, "no engine was opened with this Twilio");
    return to_js(info.Env(), telephony::answer(*adapter_, request));
  });
}

}  // namespace smarthandoff::node
