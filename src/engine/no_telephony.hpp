#pragma once

#include <smarthandoff/telephony/port.hpp>

namespace smarthandoff::engine {

// The port of an engine that was opened without a phone system: every order fails and says why.
class NoTelephony : public telephony::Telephony {
 public:
  void start(Listener, Milliseconds) override {}
  void stop() noexcept override {}
  telephony::PortHealth health() const override {
    return {telephony::PortState::stopped, "no phone system given"};
  }

  void extension_status(const std::string& extension, const std::string&,
                        std::function<void(telephony::ExtensionStatus)> done) override {
    done({.extension = extension});
  }
  void hold(const telephony::CallId&, telephony::Done done) override { refuse(done); }
  void resume(const telephony::CallId&, const telephony::AssistantTarget&, telephony::Done done) override {
    refuse(done);
  }
  void ring(const telephony::RingRequest&, telephony::Done done) override { refuse(done); }
  void cancel(const telephony::LegId&, telephony::Done done) override { refuse(done); }
  void bridge(const telephony::CallId&, const telephony::LegId&, telephony::Done done) override {
    refuse(done);
  }
  void transfer_blind(const telephony::BlindTransfer&, telephony::Done done) override { refuse(done); }
  void play(const telephony::LegId&, const std::string&, const std::string&, telephony::Done done) override {
    refuse(done);
  }
  void record(const telephony::CallId&, const std::string&, telephony::Done done) override { refuse(done); }
  void hangup(const telephony::CallId&, telephony::Done done) override { refuse(done); }
  void look_up(const std::string&,
               std::function<void(telephony::Failure, telephony::LegState)> done) override {
    done(failure(), {});
  }

 private:
  static Error failure() {
    return Error(ErrorCode::failed_precondition, "the engine was opened without a phone system (telephony)");
  }
  static void refuse(const telephony::Done& done) { done(failure()); }
};

}  // namespace smarthandoff::engine
