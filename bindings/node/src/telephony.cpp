// A phone system from what JavaScript hands over.
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>

#include "convert.hpp"
#include "engine.hpp"
#include "host_source.hpp"
#include "pbx.hpp"
#include "twilio.hpp"

namespace smarthandoff::node {

std::shared_ptr<telephony::Telephony> telephony_from(Napi::Env env, Napi::Value value) {
  if (value.IsNull() || value.IsUndefined()) return nullptr;
  constexpr const char* kChoices = "must be a FreeSwitch, a Twilio or a SimulatedPbx";
  if (!value.IsObject()) throw invalid_field("telephony", kChoices);
  const auto object = value.As<Napi::Object>();
  if (object.InstanceOf(Environment::of(env).pbx.Value())) {
    return PbxObject::Unwrap(object)->open()->get().telephony();
  }
  if (object.InstanceOf(Environment::of(env).twilio.Value())) return TwilioObject::Unwrap(object)->make();
  if (!object.Get("freeSwitch").IsObject()) throw invalid_field("telephony", kChoices);
  auto options = from_js<telephony::FreeSwitchOptions>(object.Get("freeSwitch"));
  const Napi::Value dnd = object.Get("dnd");
  if (dnd.IsFunction()) options.dnd = source_of<bool>(env, dnd.As<Napi::Function>());
  return telephony::make_freeswitch(std::move(options));
}

Napi::Value check_freeswitch(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    telephony::check_options(from_js<telephony::FreeSwitchOptions>(info[0]));
    return info.Env().Undefined();
  });
}

}  // namespace smarthandoff::node
