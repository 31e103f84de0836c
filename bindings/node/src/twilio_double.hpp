#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <thread>

#include <napi.h>

#include <smarthandoff/telephony/twilio_double.hpp>

#include "environment.hpp"

namespace smarthandoff::node {

// A Twilio double of one environment; its clean-up stops it. Steps run on a thread of their own, because the
// host that they wait for may be the JavaScript thread.
class OpenDouble final : public Closable {
 public:
  explicit OpenDouble(twilio_double::DoubleOptions options) : twilio_(std::move(options)) {}
  ~OpenDouble() override { close(); }

  void close() noexcept override {
    if (step_.joinable()) step_.join();
    twilio_.stop();
  }
  TwilioDouble& get() { return twilio_; }

  // Runs a step, and `done` after it, on that thread. Throws failed_precondition while the one before runs.
  void run_step(Instant now, std::function<void(std::exception_ptr)> done);

 private:
  TwilioDouble twilio_;
  std::atomic<bool> stepping_{false};
  std::thread step_;
};

// The JavaScript class TwilioDouble: the C++ one, method by method, with plain objects as values.
class DoubleObject final : public Napi::ObjectWrap<DoubleObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit DoubleObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value add_person(const Napi::CallbackInfo& info);
  Napi::Value script_calls(const Napi::CallbackInfo& info);
  Napi::Value add_number(const Napi::CallbackInfo& info);
  Napi::Value add_available_number(const Napi::CallbackInfo& info);
  Napi::Value call(const Napi::CallbackInfo& info);
  Napi::Value hang_up(const Napi::CallbackInfo& info);
  Napi::Value press_keys(const Napi::CallbackInfo& info);
  Napi::Value speak(const Napi::CallbackInfo& info);
  Napi::Value send_message(const Napi::CallbackInfo& info);
  Napi::Value end_stream(const Napi::CallbackInfo& info);
  Napi::Value offer_task(const Napi::CallbackInfo& info);
  Napi::Value calls(const Napi::CallbackInfo& info);
  Napi::Value log(const Napi::CallbackInfo& info);
  Napi::Value start(const Napi::CallbackInfo& info);
  Napi::Value step(const Napi::CallbackInfo& info);
  Napi::Value stop(const Napi::CallbackInfo& info);
  Napi::Value listen(const Napi::CallbackInfo& info);
  Napi::Value url(const Napi::CallbackInfo& info);
  Napi::Value set_faults(const Napi::CallbackInfo& info);
  Napi::Value fail_requests(const Napi::CallbackInfo& info);
  Napi::Value fail_callbacks(const Napi::CallbackInfo& info);

  std::shared_ptr<OpenDouble> twilio_;
};

}  // namespace smarthandoff::node
