#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <smarthandoff/telephony/freeswitch.hpp>
#include <smarthandoff/telephony/simulator.hpp>

#include "telephony/freeswitch/support.hpp"

// A simulated PBX behind TCP with the adapter connected to it, in real time with quick people.
namespace smarthandoff::telephony::freeswitch {

constexpr Milliseconds kPatience{10000};

// What came from the adapter's thread, waited for by the test's.
class Inbox {
 public:
  void put(std::string text) {
    const std::lock_guard lock(mutex_);
    history_.push_back(text);
    texts_.push_back(std::move(text));
    changed_.notify_all();
  }
  // Waits for a text that begins so; returns it, and forgets what came before it.
  std::string next(const std::string& prefix) {
    std::unique_lock lock(mutex_);
    std::string found;
    const bool came = changed_.wait_for(lock, kPatience, [&] { return take(prefix, found); });
    REQUIRE_MESSAGE(came, prefix << " did not come, but " << doctest::StringMaker<Story>::convert(history_));
    return found;
  }
  // Waits until a text that begins so has come, whatever was taken by next().
  void seen(const std::string& prefix) {
    std::unique_lock lock(mutex_);
    const bool came = changed_.wait_for(lock, kPatience, [&] {
      return std::any_of(history_.begin(), history_.end(),
                         [&](const std::string& text) { return text.starts_with(prefix); });
    });
    REQUIRE_MESSAGE(came, prefix << " did not come, but " << doctest::StringMaker<Story>::convert(history_));
  }
  Story all() {
    const std::lock_guard lock(mutex_);
    return {texts_.begin(), texts_.end()};
  }
  std::size_t count(const std::string& prefix) {
    const std::lock_guard lock(mutex_);
    std::size_t result = 0;
    for (const std::string& text : texts_) result += text.starts_with(prefix) ? 1 : 0;
    return result;
  }

 private:
  bool take(const std::string& prefix, std::string& found) {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (!texts_[i].starts_with(prefix)) continue;
      found = texts_[i];
      texts_.erase(texts_.begin(), texts_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      return true;
    }
    return false;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> texts_;
  Story history_;
};

struct Office {
  explicit Office(const std::function<void(FreeSwitchOptions&)>& change = {}) {
    pbx.add_standard_phones();
    for (const char* quick : {"1001", "1004", "1008"}) {
      simulator::Phone phone;
      phone.extension = quick;
      if (phone.extension == "1004") phone.behaviour = simulator::Behaviour::declines;
      phone.after = Milliseconds(50);
      pbx.add_phone(phone);
    }
    pbx.start();
    options.port = pbx.listen();
    options.password = Secret("ClueCon");
    options.domain = "pbx.local";
    options.assistant_extension = "9000";
    options.reconnect_min = Milliseconds(20);
    options.reconnect_max = Milliseconds(100);
    if (change) change(options);
    port = make_freeswitch(options);
  }
  ~Office() { port->stop(); }

  void start() {
    port->start([this](const Event& event) { events.put(to_text(event)); }, kPatience);
  }
  Done done() {
    return [this](const Failure& failure) {
      results.put(failure ? std::string(to_string(failure->code())) + " " + failure->what() : "done");
    };
  }
  std::string caller() {
    simulator::PlaceCall call;
    call.caller = "+5518997751234";
    return pbx.place_call(call);
  }
  void ring(const std::string& leg, const std::string& call, const std::string& number,
            Milliseconds timeout = Milliseconds(3000)) {
    RingRequest request;
    request.tenant = TenantId{"acme"};
    request.leg = LegId{leg};
    request.call = CallId{call};
    request.number = number;
    request.timeout = timeout;
    request.caller_name = "Jeni\n\"do\" {financeiro}, 'x'";
    request.caller_number = "+5518997751234";
    port->ring(request, done());
  }
  void hold(const std::string& call) {
    port->hold(CallId{call}, done());
    CHECK(results.next("") == "done");
  }
  simulator::CallState state(const std::string& call) const {
    for (const simulator::CallState& state : pbx.calls())
      if (state.call == call) return state;
    return {};
  }
  ExtensionStatus status(const std::string& extension) {
    Inbox answer;
    ExtensionStatus result;
    port->extension_status(extension, "", [&](const ExtensionStatus& given) {
      result = given;
      answer.put("status");
    });
    answer.next("status");
    return result;
  }

  SimulatedPbx pbx;
  FreeSwitchOptions options;
  Inbox events, results;
  std::shared_ptr<Telephony> port;
};

}  // namespace smarthandoff::telephony::freeswitch
