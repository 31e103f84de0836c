#pragma once

#include <memory>

#include <napi.h>

#include <smarthandoff/engine/engine.hpp>

#include "environment.hpp"

namespace smarthandoff::node {

// An open engine of one environment; closed by its clean-up at the latest.
class OpenEngine final : public Closable {
 public:
  explicit OpenEngine(EngineOptions options) : engine_(std::move(options)) {}
  void close() noexcept override { engine_.close(); }
  Engine& get() { return engine_; }

 private:
  Engine engine_;
};

// The JavaScript side of an engine. lib/index.js wraps it; its methods take positional arguments.
class EngineObject final : public Napi::ObjectWrap<EngineObject> {
 public:
  static Napi::Function define(Napi::Env env);
  // open(options, telephony, messenger) -> Promise<EngineObject>
  static Napi::Value open(const Napi::CallbackInfo& info);
  // checkTenant(id, role): throws what an operation of such a tenant would.
  static Napi::Value check_tenant(const Napi::CallbackInfo& info);

  explicit EngineObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value call(
      const Napi::CallbackInfo& info);  // (index, tenant, user, role, requestId, timeoutMs, request)
  Napi::Value call_pure(const Napi::CallbackInfo& info);  // (index, tenant, request)
  Napi::Value health(const Napi::CallbackInfo& info);
  Napi::Value backup(const Napi::CallbackInfo& info);     // (path)
  Napi::Value events(const Napi::CallbackInfo& info);     // (tenant, cursor, limit)
  Napi::Value subscribe(const Napi::CallbackInfo& info);  // (tenant, topic, listener) -> () => void
  Napi::Value step(const Napi::CallbackInfo& info);       // (now)
  Napi::Value close(const Napi::CallbackInfo& info);

  std::shared_ptr<OpenEngine> engine_;
};

// Runs `work` on a thread of libuv's pool and settles a promise with what it answers.
Napi::Value in_background(Napi::Env env, std::function<void()> work,
                          std::function<Napi::Value(Napi::Env)> answer);

// Telephony from what lib/index.js hands over: null, a SimulatedPbx, or the options of a FreeSWITCH.
std::shared_ptr<telephony::Telephony> telephony_from(Napi::Env env, Napi::Value value);

// checkFreeSwitch(options): throws for options that telephony_from would refuse.
Napi::Value check_freeswitch(const Napi::CallbackInfo& info);

}  // namespace smarthandoff::node
