#include "subscription.hpp"

#include <charconv>
#include <condition_variable>

#include <smarthandoff/base/error.hpp>

#include "convert.hpp"

namespace smarthandoff::node {

namespace {

// How many events may wait for the JavaScript thread. More stay in the engine, which feeds a slow listener
// from the store; nothing is dropped.
constexpr std::size_t kMaxWaiting = 1000;

// One listener: counts what waits for the JavaScript thread, and makes the engine's thread wait when that is
// too much.
class Listener final : public Closable {
 public:
  Listener(std::shared_ptr<Environment::Poster> poster, Napi::Function function)
      : poster_(std::move(poster)), function_(Napi::Persistent(function)) {}

  void close() noexcept override {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    room_.notify_all();
  }

  // On the engine's thread for listeners.
  void on_event(const std::shared_ptr<Listener>& self, const Event& event) {
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [this] { return waiting_ < kMaxWaiting || ended_; });
      if (ended_) return;
      ++waiting_;
    }
    poster_->post([self, event](Napi::Env env) { self->call(env, event); });
  }

  std::shared_ptr<Engine::Subscription> subscription;  // set once, on the JavaScript thread

  void release() { function_.Reset(); }

 private:
  void call(Napi::Env env, const Event& event) {
    bool ended = false;
    {
      const std::lock_guard lock(mutex_);
      --waiting_;
      ended = ended_;
      room_.notify_one();
    }
    if (ended || function_.IsEmpty()) return;
    try {
      function_.Call({event_to_js(env, event)});
    } catch (const Napi::Error& error) {
      // A listener that throws is the host's bug: raised as an uncaught exception, as with any emitter.
      napi_fatal_exception(env, error.Value());
    }
  }

  const std::shared_ptr<Environment::Poster> poster_;
  Napi::FunctionReference function_;
  std::mutex mutex_;  // guards the two below
  std::size_t waiting_ = 0;
  bool ended_ = false;
  std::condition_variable room_;
};

}  // namespace

Napi::Value event_to_js(Napi::Env env, const Event& event) {
  auto object = Napi::Object::New(env);
  object.Set("position", std::to_string(event.position));
  object.Set("tenant", event.tenant.value);
  object.Set("topic", event.topic);
  object.Set("entity", event.entity);
  object.Set("version", static_cast<double>(event.version));
  const auto json = env.Global().Get("JSON").As<Napi::Object>();
  const auto parse = json.Get("parse").As<Napi::Function>();
  object.Set("payload", parse.Call(json, {Napi::String::New(env, event.payload)}));
  object.Set("at", Napi::Date::New(env, static_cast<double>(event.at.time_since_epoch().count())));
  return object;
}

std::int64_t position_from(const std::string& text) {
  std::int64_t position = 0;
  if (text.empty()) return position;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw invalid_field("cursor", "must be the position of an event, as text");
  }
  return position;
}

Napi::Value begin_subscription(Napi::Env env, const std::shared_ptr<OpenEngine>& engine,
                               const TenantId& tenant, const std::string& topic, Napi::Value function) {
  if (!function.IsFunction()) throw invalid_field("listener", "must be a function");
  Environment& environment = Environment::of(env);
  auto listener = std::make_shared<Listener>(environment.poster(), function.As<Napi::Function>());
  environment.closables()->add(listener);
  listener->subscription =
      engine->get().subscribe(tenant, topic, [weak = std::weak_ptr(listener)](const Event& event) {
        if (const auto self = weak.lock()) self->on_event(self, event);
      });
  return Napi::Function::New(env, [listener, engine](const Napi::CallbackInfo&) {
    listener->close();
    listener->subscription.reset();
    listener->release();
  });
}

}  // namespace smarthandoff::node
