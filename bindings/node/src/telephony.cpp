// A phone system from what JavaScript hands over.
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>

#include "convert.hpp"
#include "engine.hpp"
#include "pbx.hpp"

namespace smarthandoff::node {

namespace {

// The plain members of telephony::FreeSwitchOptions.
struct FreeSwitch {
  std::string host = "127.0.0.1";
  std::int64_t port = 8021;
  std::string password, user, domain;
  std::string assistant_extension, assistant_context = "default";
  std::string music = "local_stream://moh";
  std::string speech_engine = "flite", speech_voice = "kal";
  std::map<std::string, std::string> speech_voices;
  std::string recording_folder, dnd_variable;
  bool detect_beep = false, keep_assistant_leg = true;
  Milliseconds command_timeout{5000}, reconnect_min{250}, reconnect_max{10'000};
};

const Type& describe(const FreeSwitch*) {
  static const Type type =
      Description<FreeSwitch>("FreeSwitchOptions", "How a FreeSWITCH is reached over its Event Socket.")
          .field("host", &FreeSwitch::host, "host name or address")
          .field("port", &FreeSwitch::port, "of the Event Socket")
          .required("password", &FreeSwitch::password, "of the Event Socket")
          .field("user", &FreeSwitch::user, "user@domain for userauth; empty: the socket's own password")
          .field("domain", &FreeSwitch::domain, "of extensions, e.g. pbx.local")
          .field("assistant_extension", &FreeSwitch::assistant_extension, "where a caller goes back to")
          .field("assistant_context", &FreeSwitch::assistant_context, "of the assistant's extension")
          .field("music", &FreeSwitch::music, "what a caller on hold hears")
          .field("speech_engine", &FreeSwitch::speech_engine, "the module that speaks a whisper")
          .field("speech_voice", &FreeSwitch::speech_voice, "its voice")
          .field("speech_voices", &FreeSwitch::speech_voices, "its voice by language")
          .field("recording_folder", &FreeSwitch::recording_folder, "put before relative paths")
          .field("dnd_variable", &FreeSwitch::dnd_variable, "of the directory; empty: none")
          .field("detect_beep", &FreeSwitch::detect_beep, "listen for a voicemail's beep")
          .field("keep_assistant_leg", &FreeSwitch::keep_assistant_leg, "park the assistant's SIP leg")
          .field("command_timeout", &FreeSwitch::command_timeout, "ms for the answer to one command")
          .field("reconnect_min", &FreeSwitch::reconnect_min, "ms before the first try to reconnect")
          .field("reconnect_max", &FreeSwitch::reconnect_max, "ms between tries at the most")
          .build();
  return type;
}

telephony::FreeSwitchOptions options_from(const FreeSwitch& given) {
  telephony::FreeSwitchOptions options;
  options.host = given.host;
  options.port = given.port;
  options.password = Secret(given.password);
  options.user = given.user;
  options.domain = given.domain;
  options.assistant_extension = given.assistant_extension;
  options.assistant_context = given.assistant_context;
  options.music = given.music;
  options.speech_engine = given.speech_engine;
  options.speech_voice = given.speech_voice;
  options.speech_voices = given.speech_voices;
  options.recording_folder = given.recording_folder;
  options.dnd_variable = given.dnd_variable;
  options.detect_beep = given.detect_beep;
  options.keep_assistant_leg = given.keep_assistant_leg;
  options.command_timeout = given.command_timeout;
  options.reconnect_min = given.reconnect_min;
  options.reconnect_max = given.reconnect_max;
  return options;
}

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
  auto options = options_from(from_js<FreeSwitch>(object.Get("freeSwitch")));
  const Napi::Value dnd = object.Get("dnd");
  if (dnd.IsFunction()) options.dnd = dnd_source(env, dnd.As<Napi::Function>());
  return telephony::make_freeswitch(std::move(options));
}

}  // namespace smarthandoff::node
