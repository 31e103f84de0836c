// A phone system from what JavaScript hands over.
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>

#include "convert.hpp"
#include "engine.hpp"
#include "pbx.hpp"

namespace smarthandoff::node {

namespace {

// Reads what a JavaScript function answered to "is Do Not Disturb on": true, false, or anything else for
// "cannot tell".
std::optional<bool> dnd_answer(const Napi::Value& value) {
  return value.IsBoolean() ? std::optional(value.As<Napi::Boolean>().Value()) : std::nullopt;
}

// Asks a JavaScript function, plain or async; its failure is "cannot tell".
void ask(Napi::Env env, const Napi::FunctionReference& function, const std::string& extension,
         const std::string& domain, const telephony::DndAnswer& answer) {
  try {
    const Napi::Value result =
        function.Call({Napi::String::New(env, extension), Napi::String::New(env, domain)});
    if (!result.IsPromise()) return answer(dnd_answer(result));
    const auto then = result.As<Napi::Object>().Get("then").As<Napi::Function>();
    then.Call(
        result,
        {Napi::Function::New(env, [answer](const Napi::CallbackInfo& info) { answer(dnd_answer(info[0])); }),
         Napi::Function::New(env, [answer](const Napi::CallbackInfo&) { answer(std::nullopt); })});
  } catch (const Napi::Error&) {
    answer(std::nullopt);
  }
}

telephony::DndSource dnd_source(Napi::Env env, const Napi::Function& function) {
  // Destroyed on the JavaScript thread only, whoever lets go of it last.
  auto poster = Environment::of(env).poster();
  auto reference = std::shared_ptr<Napi::FunctionReference>(
      new Napi::FunctionReference(Napi::Persistent(function)),
      [poster](Napi::FunctionReference* owned) { poster->post([owned](Napi::Env) { delete owned; }); });
  return [poster, reference](const std::string& extension, const std::string& domain,
                             telephony::DndAnswer answer) {
    poster->post([reference, extension, domain, answer = std::move(answer)](Napi::Env inner) {
      ask(inner, *reference, extension, domain, answer);
    });
  };
}

}  // namespace

std::shared_ptr<telephony::Telephony> telephony_from(Napi::Env env, Napi::Value value) {
  if (value.IsNull() || value.IsUndefined()) return nullptr;
  if (!value.IsObject()) throw invalid_field("telephony", "must be a FreeSwitch or a SimulatedPbx");
  const auto object = value.As<Napi::Object>();
  if (object.InstanceOf(Environment::of(env).pbx.Value())) {
    return PbxObject::Unwrap(object)->open()->get().telephony();
  }
  if (!object.Get("freeSwitch").IsObject()) {
    throw invalid_field("telephony", "must be a FreeSwitch or a SimulatedPbx");
  }
  auto options = from_js<telephony::FreeSwitchOptions>(object.Get("freeSwitch"));
  const Napi::Value dnd = object.Get("dnd");
  if (dnd.IsFunction()) options.dnd = dnd_source(env, dnd.As<Napi::Function>());
  return telephony::make_freeswitch(std::move(options));
}

Napi::Value check_freeswitch(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    from_js<telephony::FreeSwitchOptions>(info[0]);
    return info.Env().Undefined();
  });
}

}  // namespace smarthandoff::node
