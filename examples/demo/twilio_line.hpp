#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include <smarthandoff/smarthandoff.hpp>
#include <smarthandoff/telephony/twilio.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

#include "line.hpp"

namespace demo {

// The Twilio double: its REST API over HTTP, its signed webhooks handed to the adapter as a host's web server
// hands over those of Twilio.
class TwilioLine final : public Line {
 public:
  TwilioLine();
  ~TwilioLine() override;

  std::string name() const override { return "Twilio double at " + double_.url(); }
  bool has_every_phone() const override { return true; }
  std::shared_ptr<smarthandoff::telephony::Telephony> telephony() override { return adapter_; }
  void open() override;
  Caller next_caller(const std::string& story) override;
  void follow(const Caller& caller, const std::string& extension,
              std::shared_ptr<Timeline> timeline) override;
  void hang_up(const Caller& caller) override { double_.hang_up(caller.call); }

 private:
  void add_people();
  void read_log();
  void note(const smarthandoff::twilio_double::LogEntry& entry);

  struct Followed {
    std::string name;
    std::shared_ptr<Timeline> timeline;
  };

  smarthandoff::TwilioDouble double_;
  std::shared_ptr<smarthandoff::telephony::Twilio> adapter_;

  std::mutex mutex_;                          // guards followed_
  std::map<std::string, Followed> followed_;  // by a call's sid, or the address of whom we ring
  std::atomic<bool> ending_{false};
  std::thread reader_;
};

}  // namespace demo
