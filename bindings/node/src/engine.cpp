#include "engine.hpp"

#include <cmath>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/fusionpbx.hpp>

#include "convert.hpp"
#include "messenger.hpp"
#include "subscription.hpp"

namespace smarthandoff::node {

namespace {

// A piece of work on libuv's pool whose promise is settled on the JavaScript thread.
class Background final : public Napi::AsyncWorker {
 public:
  Background(Napi::Env env, std::function<void()> work, std::function<Napi::Value(Napi::Env)> answer)
      : AsyncWorker(env),
        deferred_(Napi::Promise::Deferred::New(env)),
        work_(std::move(work)),
        answer_(std::move(answer)) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

  void Execute() override {
    try {
      work_();
    } catch (...) {
      error_ = std::current_exception();
    }
  }
  void OnOK() override {
    const Napi::HandleScope scope(Env());
    if (error_) return deferred_.Reject(to_js_error(Env(), error_).Value());
    try {
      deferred_.Resolve(answer_(Env()));
    } catch (...) {
      deferred_.Reject(to_js_error(Env(), std::current_exception()).Value());
    }
  }

 private:
  Napi::Promise::Deferred deferred_;
  std::function<void()> work_;
  std::function<Napi::Value(Napi::Env)> answer_;
  std::exception_ptr error_;
};

std::string text_of(const Napi::Value& value) {
  return value.IsString() ? utf8_of(value) : std::string();
}

Role role_of(const Napi::Value& value) {
  return from_wire<Role>(text_of(value), "role");
}

const Operation& operation_at(const Napi::Value& index) {
  return operations().at(index.As<Napi::Number>().Uint32Value());
}

std::shared_ptr<void> request_from(const Operation& operation, Napi::Value value) {
  auto request = operation.request->create();
  from_js(*operation.request, request.get(), value);
  return request;
}

std::size_t count_of(const std::string& field, std::int64_t value, std::int64_t most = 1'000'000) {
  if (value < 1 || value > most) throw invalid_field(field, "must be 1 to " + std::to_string(most));
  return static_cast<std::size_t>(value);
}

// The members of lib/index.js's options that are plain values.
struct OpenOptions {
  std::string store = "sqlite://:memory:";
  std::int64_t readers = 2;
  std::int64_t pg_connections = 4;
  std::int64_t max_queued_operations = 10'000;
  std::int64_t max_awaiters = 10'000;
  Milliseconds connect_patience{3000};
  Milliseconds close_limit{5000};
  std::vector<EncryptionKey> encryption_keys;
  std::string twilio_url;
  std::string fusionpbx, fusionpbx_domain;
  Milliseconds fusionpbx_timeout{1500}, fusionpbx_refresh{30'000};
  bool manual = false;
  std::optional<Instant> now;
};

const Type& describe(const OpenOptions*) {
  static const Type type =
      Description<OpenOptions>("EngineOptions", "How an engine is opened.")
          .field("store", &OpenOptions::store,
                 "sqlite:///relative.db, sqlite:////absolute.db, sqlite://:memory:, "
                 "postgresql://user:password@host:port/database")
          .field("readers", &OpenOptions::readers, "connections for reads")
          .field("pg_connections", &OpenOptions::pg_connections, "PostgreSQL: operations at a time")
          .field("max_queued_operations", &OpenOptions::max_queued_operations,
                 "more are refused (rate_limited)")
          .field("max_awaiters", &OpenOptions::max_awaiters, "awaited operations at a time")
          .field("connect_patience", &OpenOptions::connect_patience, "ms to learn that a password is wrong")
          .field("close_limit", &OpenOptions::close_limit, "ms that close waits for queued work")
          .field("encryption_keys", &OpenOptions::encryption_keys, "of credentials at rest, oldest first")
          .field("twilio_url", &OpenOptions::twilio_url,
                 "a double of Twilio's REST API; empty: Twilio itself")
          .field("fusionpbx", &OpenOptions::fusionpbx, "postgresql://... of a FusionPBX; empty: none")
          .field("fusionpbx_domain", &OpenOptions::fusionpbx_domain, "of extensions without one")
          .field("fusionpbx_timeout", &OpenOptions::fusionpbx_timeout, "ms for one question")
          .field("fusionpbx_refresh", &OpenOptions::fusionpbx_refresh, "ms between looks at destinations")
          .field("manual", &OpenOptions::manual, "no threads: only step() moves things")
          .field("now", &OpenOptions::now, "where a manual engine's time starts")
          .build();
  return type;
}

std::shared_ptr<telephony::Directory> fusionpbx_from(const OpenOptions& plain) {
  telephony::check_fusionpbx_times(plain.fusionpbx_timeout, plain.fusionpbx_refresh);
  if (plain.fusionpbx.empty()) return nullptr;
  return telephony::make_fusionpbx({.url = Secret(plain.fusionpbx),
                                    .domain = plain.fusionpbx_domain,
                                    .query_timeout = plain.fusionpbx_timeout});
}

EngineOptions options_from(Napi::Env env, Napi::Value given, Napi::Value telephony, Napi::Value messenger) {
  const auto plain = from_js<OpenOptions>(given);
  EngineOptions options;
  options.store = plain.store;
  options.readers = static_cast<int>(count_of("readers", plain.readers, 64));
  options.pg_connections = static_cast<int>(count_of("pg_connections", plain.pg_connections, 64));
  options.max_queued_operations = count_of("max_queued_operations", plain.max_queued_operations);
  options.max_awaiters = count_of("max_awaiters", plain.max_awaiters);
  options.connect_patience = plain.connect_patience;
  options.close_limit = plain.close_limit;
  options.encryption_keys = plain.encryption_keys;
  options.twilio_url = plain.twilio_url;
  options.directory = fusionpbx_from(plain);
  options.directory_refresh = plain.fusionpbx_refresh;
  options.manual = plain.manual;
  if (plain.manual) options.clock = std::make_shared<ManualClock>(plain.now.value_or(SystemClock().now()));
  options.telephony = telephony_from(env, telephony);
  options.messenger = messenger_from(env, messenger);
  return options;
}

}  // namespace

Napi::Value in_background(Napi::Env env, std::function<void()> work,
                          std::function<Napi::Value(Napi::Env)> answer) {
  auto* background = new Background(env, std::move(work), std::move(answer));  // destroys itself when done
  background->Queue();
  return background->promise();
}

Napi::Function EngineObject::define(Napi::Env env) {
  return DefineClass(
      env, "EngineObject",
      {InstanceMethod("call", &EngineObject::call), InstanceMethod("callPure", &EngineObject::call_pure),
       InstanceMethod("health", &EngineObject::health), InstanceMethod("backup", &EngineObject::backup),
       InstanceMethod("events", &EngineObject::events), InstanceMethod("subscribe", &EngineObject::subscribe),
       InstanceMethod("step", &EngineObject::step), InstanceMethod("close", &EngineObject::close)});
}

Napi::Value EngineObject::check_tenant(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    check_tenant_id(TenantId{text_of(info[0])});
    if (!info[1].IsUndefined()) static_cast<void>(role_of(info[1]));
    return info.Env().Undefined();
  });
}

Napi::Value EngineObject::open(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    auto options = std::make_shared<EngineOptions>(options_from(env, info[0], info[1], info[2]));
    auto opened = std::make_shared<std::shared_ptr<OpenEngine>>();
    return in_background(
        env,
        [options, opened, closables = Environment::of(env).closables()] {
          *opened = std::make_shared<OpenEngine>(std::move(*options));
          closables->add(*opened);
        },
        [opened](Napi::Env inner) -> Napi::Value {
          return Environment::of(inner).engine.New(
              {Napi::External<std::shared_ptr<OpenEngine>>::New(inner, opened.get())});
        });
  });
}

EngineObject::EngineObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  if (!info[0].IsExternal()) throw Napi::TypeError::New(info.Env(), "use Engine.open()");
  engine_ = *info[0].As<Napi::External<std::shared_ptr<OpenEngine>>>().Data();
}

Napi::Value EngineObject::call(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Environment& environment = Environment::of(env);
  const auto [id, promise] = environment.open_promise(env);
  try {
    const Operation& operation = operation_at(info[0]);
    CallOptions options;
    options.actor.user = text_of(info[2]);
    if (!info[3].IsUndefined()) options.actor.role = role_of(info[3]);
    options.request_id = text_of(info[4]);
    if (info[5].IsNumber()) options.timeout = Milliseconds(info[5].As<Napi::Number>().Int64Value());
    auto request = request_from(operation, info[6]);
    engine_->get().run(operation, TenantId{text_of(info[1])}, std::move(request), options,
                       [poster = environment.poster(), id = id, &operation](std::shared_ptr<void> response,
                                                                            std::exception_ptr error) {
                         poster->post([id, &operation, response = std::move(response),
                                       error = std::move(error)](Napi::Env inner) {
                           Environment& mine = Environment::of(inner);
                           if (error)
                             mine.reject(inner, id, error);
                           else
                             mine.resolve(inner, id, to_js(inner, *operation.response, response.get()));
                         });
                       });
  } catch (...) {
    environment.reject(env, id, std::current_exception());
  }
  return promise;
}

Napi::Value EngineObject::call_pure(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const Operation& operation = operation_at(info[0]);
    const auto request = request_from(operation, info[2]);
    const auto response = engine_->get().run_pure(operation, TenantId{text_of(info[1])}, request.get());
    return to_js(env, *operation.response, response.get());
  });
}

Napi::Value EngineObject::health(const Napi::CallbackInfo& info) {
  auto health = std::make_shared<EngineHealth>();
  return in_background(
      info.Env(), [engine = engine_, health] { *health = engine->get().health(); },
      [health](Napi::Env env) { return to_js(env, *health); });
}

Napi::Value EngineObject::backup(const Napi::CallbackInfo& info) {
  return in_background(
      info.Env(), [engine = engine_, path = text_of(info[0])] { engine->get().backup(path); },
      [](Napi::Env env) { return env.Undefined(); });
}

Napi::Value EngineObject::events(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const TenantId tenant{text_of(info[0])};
    const std::int64_t cursor = position_from(text_of(info[1]));
    const std::int64_t limit = info[2].IsNumber() ? info[2].As<Napi::Number>().Int64Value() : 1000;
    auto page = std::make_shared<EventPage>();
    return in_background(
        env,
        [engine = engine_, tenant, cursor, limit, page] {
          *page = engine->get().events(tenant, cursor,
                                       static_cast<std::size_t>(std::max<std::int64_t>(limit, 0)));
        },
        [page](Napi::Env inner) -> Napi::Value {
          auto list = Napi::Array::New(inner, page->events.size());
          for (std::uint32_t i = 0; i < page->events.size(); ++i)
            list.Set(i, event_to_js(inner, page->events[i]));
          auto result = Napi::Object::New(inner);
          result.Set("events", list);
          result.Set("next", std::to_string(page->next));
          return result;
        });
  });
}

Napi::Value EngineObject::subscribe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    return begin_subscription(env, engine_, TenantId{text_of(info[0])}, text_of(info[1]), info[2]);
  });
}

Napi::Value EngineObject::step(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    const double given = info[0].IsDate() ? info[0].As<Napi::Date>().ValueOf() : std::nan("");
    if (std::isnan(given)) throw invalid_field("now", "must be a valid Date");
    const auto now = Instant(Milliseconds(static_cast<std::int64_t>(given)));
    return Napi::Number::New(env, static_cast<double>(engine_->get().step(now)));
  });
}

Napi::Value EngineObject::close(const Napi::CallbackInfo& info) {
  return in_background(
      info.Env(), [engine = engine_] { engine->close(); }, [](Napi::Env env) { return env.Undefined(); });
}

}  // namespace smarthandoff::node
