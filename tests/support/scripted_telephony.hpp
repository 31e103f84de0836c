#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/port.hpp>

// A phone system that does what a test tells it, one order at a time, and writes down every order.
namespace scripted {

using namespace smarthandoff;
using telephony::ExtensionState;
using telephony::LegEnd;

class Telephony : public telephony::Telephony {
 public:
  // How an extension answers: its status, and what becomes of a leg that rings it.
  struct Phone {
    ExtensionState status = ExtensionState::available;
    std::deque<telephony::Event> leg;  // reported after it is placed; ids are filled in
  };

  void start(Listener, Milliseconds) override {}
  void stop() noexcept override {}
  telephony::PortHealth health() const override { return {}; }
  std::string own_domain() const override { return home; }

  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(telephony::ExtensionStatus)> done) override {
    note("status " + extension);
    asked_domain = domain;
    if (mute.contains("status")) return;
    const ExtensionState state = phones[extension].status;
    done({.extension = extension, .state = state, .available = state == ExtensionState::available});
  }
  void hold(const telephony::CallId& call, telephony::Done done) override { order("hold", call.value, done); }
  void resume(const telephony::CallId& call, const telephony::AssistantTarget& target,
              telephony::Done done) override {
    order("resume", call.value + (target.extension.empty() ? "" : " to " + target.extension), done);
  }
  void ring(const telephony::RingRequest& request, telephony::Done done) override {
    const std::string by = request.kind == telephony::DialKind::trunk ? " by " + request.gateway : "";
    rung.push_back(request);
    if (!order("ring", request.number + by, done)) return;
    last_leg = request.leg;
    legs.insert(request.leg.value);
    for (telephony::Event event : phones[request.number].leg) report(with_leg(std::move(event), request.leg));
  }
  void cancel(const telephony::LegId& leg, telephony::Done done) override {
    if (!order("cancel", legs.contains(leg.value) ? "leg" : "unplaced leg", done)) return;
    legs.erase(leg.value);
  }
  void bridge(const telephony::CallId& call, const telephony::LegId& leg, telephony::Done done) override {
    if (!order("bridge", call.value, done)) return;
    if (bridges) report(telephony::Bridged{call, leg});
  }
  void transfer_blind(const telephony::BlindTransfer& request, telephony::Done done) override {
    order("blind", request.number, done);
  }
  void play(const telephony::LegId&, const std::string& text, const std::string&,
            telephony::Done done) override {
    order("play", text, done);
  }
  void record(const telephony::CallId&, const std::string& path, telephony::Done done) override {
    order("record", path, done);
  }
  void hangup(const telephony::CallId& call, telephony::Done done) override {
    order("hangup", call.value, done);
  }
  void look_up(const std::string& id,
               std::function<void(telephony::Failure, telephony::LegState)> done) override {
    note("look_up " + std::string(legs.contains(id) ? "leg" : calls.contains(id) ? id : "nothing"));
    if (fails.contains("look_up")) return done(Error(ErrorCode::unavailable, "no connection"), {});
    done({}, {.exists = legs.contains(id) || calls.contains(id),
              .answered = answered.contains(id),
              .bridged = bridged.contains(id)});
  }

  // Reported as soon as the test lets the world run.
  void report(telephony::Event event) { reports.push_back(std::move(event)); }

  std::map<std::string, Phone> phones;
  std::map<std::string, ErrorCode> fails;  // by order: how it fails, until erased
  std::set<std::string> mute;              // orders that are never answered
  std::string home;                        // the domain of phones for which none is named
  std::string asked_domain;                // of the last status
  bool bridges = true;                     // `Bridged` follows a bridge
  std::set<std::string> calls, legs, answered, bridged;
  std::vector<std::string> orders;
  std::vector<telephony::RingRequest> rung;
  telephony::LegId last_leg;
  std::deque<telephony::Event> reports;

 private:
  void note(std::string what) { orders.push_back(std::move(what)); }

  // True when the order is taken.
  bool order(const std::string& name, const std::string& what, const telephony::Done& done) {
    note(name + " " + what);
    if (mute.contains(name)) return false;
    const auto failure = fails.find(name);
    if (failure == fails.end()) {
      done({});
      return true;
    }
    done(Error(failure->second, "scripted"));
    return false;
  }

  static telephony::Event with_leg(telephony::Event event, const telephony::LegId& leg) {
    std::visit(
        [&](auto& what) {
          if constexpr (requires { what.leg; }) what.leg = leg;
        },
        event);
    return event;
  }
};

}  // namespace scripted
