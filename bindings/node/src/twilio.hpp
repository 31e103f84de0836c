#pragma once

#include <memory>

#include <napi.h>

#include <smarthandoff/telephony/twilio_host.hpp>

namespace smarthandoff::node {

// The JavaScript class Twilio: an account as a phone system, and where a host hands over Twilio's requests.
class TwilioObject final : public Napi::ObjectWrap<TwilioObject> {
 public:
  static Napi::Function define(Napi::Env env);
  // (options, presence function or undefined)
  explicit TwilioObject(const Napi::CallbackInfo& info);

  // The adapter of an engine that is being opened; requests go to the last one made.
  std::shared_ptr<telephony::Telephony> make();

 private:
  Napi::Value webhook(const Napi::CallbackInfo& info);

  TwilioOptions options_;
  std::shared_ptr<telephony::Twilio> adapter_;
};

}  // namespace smarthandoff::node
