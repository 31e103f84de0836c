#include "twilio_double.hpp"

#include <smarthandoff/base/error.hpp>

#include "convert.hpp"

namespace smarthandoff::node {

namespace doubled = twilio_double;

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

// One that answers a text.
template <class Command>
Napi::Value ask(const Napi::CallbackInfo& info, Command command) {
  return guarded(info.Env(), [&]() -> Napi::Value { return Napi::String::New(info.Env(), command()); });
}

}  // namespace

void OpenDouble::run_step(Instant now, std::function<void(std::exception_ptr)> done) {
  if (stepping_.exchange(true))
    throw Error(ErrorCode::failed_precondition, "the step before has not ended: await its promise");
  if (step_.joinable()) step_.join();
  step_ = std::thread([this, now, done = std::move(done)] {
    std::exception_ptr error;
    try {
      twilio_.step(now);
    } catch (...) {
      error = std::current_exception();
    }
    stepping_ = false;
    done(error);
  });
}

Napi::Function DoubleObject::define(Napi::Env env) {
  return DefineClass(env, "TwilioDouble",
                     {InstanceMethod("addPerson", &DoubleObject::add_person),
                      InstanceMethod("scriptCalls", &DoubleObject::script_calls),
                      InstanceMethod("addNumber", &DoubleObject::add_number),
                      InstanceMethod("addAvailableNumber", &DoubleObject::add_available_number),
                      InstanceMethod("call", &DoubleObject::call),
                      InstanceMethod("hangUp", &DoubleObject::hang_up),
                      InstanceMethod("pressKeys", &DoubleObject::press_keys),
                      InstanceMethod("speak", &DoubleObject::speak),
                      InstanceMethod("sendMessage", &DoubleObject::send_message),
                      InstanceMethod("endStream", &DoubleObject::end_stream),
                      InstanceMethod("offerTask", &DoubleObject::offer_task),
                      InstanceMethod("calls", &DoubleObject::calls),
                      InstanceMethod("log", &DoubleObject::log),
                      InstanceMethod("start", &DoubleObject::start),
                      InstanceMethod("step", &DoubleObject::step),
                      InstanceMethod("stop", &DoubleObject::stop),
                      InstanceMethod("listen", &DoubleObject::listen),
                      InstanceMethod("url", &DoubleObject::url),
                      InstanceMethod("setFaults", &DoubleObject::set_faults),
                      InstanceMethod("failRequests", &DoubleObject::fail_requests),
                      InstanceMethod("failCallbacks", &DoubleObject::fail_callbacks)});
}

DoubleObject::DoubleObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  guarded(info.Env(), [&] {
    twilio_ = std::make_shared<OpenDouble>(value_at<doubled::DoubleOptions>(info, 0));
    Environment::of(info.Env()).closables()->add(twilio_);
  });
}

Napi::Value DoubleObject::add_person(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().add_person(from_js<doubled::Person>(info[0])); });
}

Napi::Value DoubleObject::script_calls(const Napi::CallbackInfo& info) {
  return run(info, [&] {
    twilio_->get().script_calls(text_at(info, 0, "number"), from_js<std::vector<doubled::Person>>(info[1]));
  });
}

Napi::Value DoubleObject::add_number(const Napi::CallbackInfo& info) {
  return ask(info, [&] { return twilio_->get().add_number(from_js<doubled::OwnedNumber>(info[0])); });
}

Napi::Value DoubleObject::add_available_number(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().add_available_number(text_at(info, 0, "number")); });
}

Napi::Value DoubleObject::call(const Napi::CallbackInfo& info) {
  return ask(info, [&] { return twilio_->get().call(text_at(info, 0, "from"), text_at(info, 1, "to")); });
}

Napi::Value DoubleObject::hang_up(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().hang_up(text_at(info, 0, "call")); });
}

Napi::Value DoubleObject::press_keys(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().press_keys(text_at(info, 0, "call"), text_at(info, 1, "keys")); });
}

Napi::Value DoubleObject::speak(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().speak(text_at(info, 0, "call"), text_at(info, 1, "words")); });
}

Napi::Value DoubleObject::send_message(const Napi::CallbackInfo& info) {
  return ask(info, [&] {
    return twilio_->get().send_message(text_at(info, 0, "from"), text_at(info, 1, "to"),
                                       text_at(info, 2, "body"));
  });
}

Napi::Value DoubleObject::end_stream(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().end_stream(text_at(info, 0, "call")); });
}

Napi::Value DoubleObject::offer_task(const Napi::CallbackInfo& info) {
  return ask(info, [&] {
    return twilio_->get().offer_task(text_at(info, 0, "task"), text_at(info, 1, "workerAttributes"),
                                     text_at(info, 2, "url"));
  });
}

Napi::Value DoubleObject::calls(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return to_js(info.Env(), twilio_->get().calls()); });
}

Napi::Value DoubleObject::log(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return to_js(info.Env(), twilio_->get().log()); });
}

Napi::Value DoubleObject::start(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().start(); });
}

Napi::Value DoubleObject::step(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Environment& environment = Environment::of(env);
  const auto [id, promise] = environment.open_promise(env);
  try {
    if (!info[0].IsDate()) throw invalid_field("now", "must be a Date");
    const Instant now(Milliseconds(static_cast<std::int64_t>(info[0].As<Napi::Date>().ValueOf())));
    twilio_->run_step(now, [poster = environment.poster(), id = id](std::exception_ptr error) {
      poster->post([id, error = std::move(error)](Napi::Env inner) {
        Environment& mine = Environment::of(inner);
        if (error)
          mine.reject(inner, id, error);
        else
          mine.resolve(inner, id, inner.Undefined());
      });
    });
  } catch (...) {
    environment.reject(env, id, std::current_exception());
  }
  return promise;
}

Napi::Value DoubleObject::stop(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().stop(); });
}

Napi::Value DoubleObject::listen(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&]() -> Napi::Value {
    const std::int64_t port = info[0].IsNumber() ? info[0].As<Napi::Number>().Int64Value() : 0;
    return Napi::Number::New(info.Env(), static_cast<double>(twilio_->get().listen(port)));
  });
}

Napi::Value DoubleObject::url(const Napi::CallbackInfo& info) {
  return ask(info, [&] { return twilio_->get().url(); });
}

Napi::Value DoubleObject::set_faults(const Napi::CallbackInfo& info) {
  return run(info, [&] { twilio_->get().set_faults(value_at<doubled::Faults>(info, 0)); });
}

Napi::Value DoubleObject::fail_requests(const Napi::CallbackInfo& info) {
  return run(info,
             [&] { twilio_->get().fail_requests(from_js<std::vector<doubled::RequestFailure>>(info[0])); });
}

Napi::Value DoubleObject::fail_callbacks(const Napi::CallbackInfo& info) {
  return run(info,
             [&] { twilio_->get().fail_callbacks(from_js<std::vector<doubled::CallbackFailure>>(info[0])); });
}

}  // namespace smarthandoff::node
