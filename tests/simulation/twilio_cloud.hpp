#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <smarthandoff/telephony/twilio.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

#include "simulation/late_work.hpp"
#include "simulation/phones.hpp"
#include "simulation/random.hpp"

namespace simulation {

namespace tp = smarthandoff::telephony;

// How badly Twilio, and the way to it, behave: chances of 0 to 1 for each callback or request.
struct TwilioTrouble {
  double lost = 0, doubled = 0, late = 0, swapped = 0;  // callbacks
  double failed_change = 0;                             // a POST, before or after it was carried out
  double failed_question = 0;                           // a GET
  double slow = 0;                                      // a request or its answer, by up to 9 s
};

// Twilio's double, the people behind it, and what goes wrong there. Used by one thread.
class TwilioCloud final : public Phones {
 public:
  TwilioCloud(std::int64_t seed, Random& random, sh::Instant now);

  // Who answers Twilio's requests; what it throws is a connection that failed.
  std::function<sh::http::Response(const sh::http::Request&)> host;

  void add_extension(const std::string& extension);
  void behave(const TwilioTrouble& trouble);
  const TwilioTrouble& trouble() const { return trouble_; }
  // Neither reaches Twilio us, nor we Twilio.
  void refuse_connections(bool refuse) { refuses_ = refuse; }

  // A request of ours, carried out or not, and what comes back of it.
  sh::http::Outcome handle(const sh::http::Request& request);
  // What a host knows of its agents' browsers.
  sh::telephony::ExtensionState presence(const std::string& extension) const;

  void step(sh::Instant now) { twilio_.step(now); }
  std::optional<sh::Instant> next_due() const { return twilio_.next_due(); }
  // Of a port on this account.
  static tp::TwilioOptions options();

  struct Figures {
    std::size_t requests = 0, placed = 0, talks = 0, webhooks = 0, mishaps = 0;
    void add(const Figures& more);
  };
  Figures figures() const;

  std::string place_call(const std::string& customer) override;
  void hang_up_call(const std::string& call) override { twilio_.hang_up(call); }
  void register_phone(const std::string& extension, bool registered) override;
  void script_calls(const std::string& extension, const std::vector<model::Behaviour>& ways) override;
  void hang_up_phone(const std::string& extension) override;
  void change_customer(const std::string& customer, model::Behaviour way,
                       std::optional<sh::Milliseconds> drops_after) override;
  std::vector<PhoneEntry> log_after(std::size_t seen) const override;
  std::vector<std::string> left_behind() const override;

 private:
  void note_placed(const std::string& leg, std::size_t seen);
  sh::http::Outcome failed_question();

  sh::TwilioDouble twilio_;
  Random& random_;
  TwilioTrouble trouble_;
  bool refuses_ = false;
  std::set<std::string> registered_;
  std::map<std::string, std::string> legs_;  // ours, by Twilio's sid
  std::set<std::string> inbound_;            // callers, by Twilio's sid
  Figures figures_;
};

// The port of one life of one engine, on its way to Twilio: requests and answers take their time.
class TwilioLine {
 public:
  TwilioLine(TwilioCloud& cloud, Random& random, std::shared_ptr<const sh::Clock> clock);
  ~TwilioLine() { stop(); }

  const std::shared_ptr<tp::Twilio>& port() const { return port_; }
  // Carries what is due by now; true if there was anything.
  bool step() { return late_.step(clock_->now()); }
  std::optional<sh::Instant> next_due() const { return late_.next_due(); }
  void stop() noexcept;

 private:
  void send(const sh::http::Request& request, const sh::http::Callback& done);
  void arrive(const sh::http::Request& request, const sh::http::Callback& done);
  sh::Milliseconds way();

  TwilioCloud& cloud_;
  Random& random_;
  const std::shared_ptr<const sh::Clock> clock_;
  LateWork late_;
  bool stopped_ = false;
  std::shared_ptr<tp::Twilio> port_;
};

}  // namespace simulation
