#include "messenger.hpp"

#include <mutex>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "convert.hpp"
#include "environment.hpp"

namespace smarthandoff::node {

namespace {

using messenger::Failure;
using messenger::SendResult;
using messenger::TemplatesResult;

using Reference = std::shared_ptr<Napi::FunctionReference>;

// Lets no answer through once the messenger was stopped.
struct Gate {
  std::mutex mutex;  // held while an answer is given
  bool open = true;
};

SendResult failed(const Error& error, const SendResult*) {
  return messenger::failed_send(error);
}
Failure failed(const Error& error, const Failure*) {
  return messenger::failure_of(error);
}
TemplatesResult failed(const Error& error, const TemplatesResult*) {
  return {.templates = {}, .failure = messenger::failure_of(error)};
}

// What JavaScript threw, by its `code` if that is one of ours.
Error thrown(const Napi::Value& value) {
  if (value.IsObject()) {
    const auto object = value.As<Napi::Object>();
    const Napi::Value code = object.Get("code");
    const Napi::Value message = object.Get("message");
    const std::string name = code.IsString() ? utf8_of(code) : std::string();
    for (int each = 0; each <= static_cast<int>(ErrorCode::internal); ++each)
      if (to_string(static_cast<ErrorCode>(each)) == name)
        return {static_cast<ErrorCode>(each), message.IsString() ? utf8_of(message) : name};
  }
  return {ErrorCode::internal, "the host's messenger failed"};
}

// Destroyed on the JavaScript thread only, whoever lets go of it last.
Reference reference_of(const std::shared_ptr<Environment::Poster>& poster, const Napi::Value& function) {
  if (!function.IsFunction()) return nullptr;
  return {new Napi::FunctionReference(Napi::Persistent(function.As<Napi::Function>())),
          [poster](Napi::FunctionReference* owned) { poster->post([owned](Napi::Env) { delete owned; }); }};
}

class HostMessenger final : public messenger::Messenger {
 public:
  HostMessenger(Napi::Env env, const Napi::Object& functions)
      : poster_(Environment::of(env).poster()),
        send_(reference_of(poster_, functions.Get("send"))),
        mark_read_(reference_of(poster_, functions.Get("markRead"))),
        list_templates_(reference_of(poster_, functions.Get("listTemplates"))) {}

  void send(const messenger::SendRequest& request, std::function<void(SendResult)> done) override {
    ask<SendResult>(send_, request, std::move(done));
  }
  void mark_read(const messenger::MarkRead& request, std::function<void(Failure)> done) override {
    ask<Failure>(mark_read_, request, std::move(done));
  }
  void list_templates(const messenger::ListTemplates& request,
                      std::function<void(TemplatesResult)> done) override {
    ask<TemplatesResult>(list_templates_, request, std::move(done));
  }
  void stop() noexcept override {
    const std::lock_guard lock(gate_->mutex);
    gate_->open = false;
  }

 private:
  template <class Result, class Request>
  void ask(const Reference& function, const Request& request, std::function<void(Result)> done) {
    constexpr const Result* kind = nullptr;
    if (!function)
      return done(failed(Error(ErrorCode::unsupported, "the host's messenger cannot do this"), kind));
    const std::function<void(Result)> answer = [gate = gate_, done = std::move(done)](Result result) {
      const std::lock_guard lock(gate->mutex);
      if (gate->open) done(std::move(result));
    };
    poster_->post(
        [function, request, answer](Napi::Env env) { call<Result>(env, *function, request, answer); });
  }

  // lib/index.js sees to it that the promise is settled in time.
  template <class Result, class Request>
  static void call(Napi::Env env, const Napi::FunctionReference& function, const Request& request,
                   const std::function<void(Result)>& answer) {
    constexpr const Result* kind = nullptr;
    const auto fulfilled = [answer](const Napi::CallbackInfo& info) {
      Result result = failed(Error(ErrorCode::internal, "the host's messenger answered nonsense"), kind);
      try {
        result = from_js<Result>(info[0]);
      } catch (const std::exception&) {
        // It was said after the message was sent: `result` tells so.
      }
      answer(std::move(result));
    };
    const auto rejected = [answer](const Napi::CallbackInfo& info) { answer(failed(thrown(info[0]), kind)); };
    try {
      const auto promise = function.Call({to_js(env, request)}).template As<Napi::Object>();
      promise.Get("then").template As<Napi::Function>().Call(
          promise, {Napi::Function::New(env, fulfilled), Napi::Function::New(env, rejected)});
    } catch (const Napi::Error& error) {
      answer(failed(thrown(error.Value()), kind));
    }
  }

  const std::shared_ptr<Environment::Poster> poster_;
  const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  const Reference send_, mark_read_, list_templates_;
};

}  // namespace

std::shared_ptr<messenger::Messenger> messenger_from(Napi::Env env, Napi::Value value) {
  if (!value.IsObject()) return nullptr;
  return std::make_shared<HostMessenger>(env, value.As<Napi::Object>());
}

}  // namespace smarthandoff::node
