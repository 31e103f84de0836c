#include "telephony/freeswitch/driver.hpp"

#include <thread>
#include <utility>

#include "telephony/freeswitch/commands.hpp"

namespace smarthandoff::telephony {
namespace {

using freeswitch::Core;
using freeswitch::Driver;

Error not_started() {
  return {ErrorCode::unavailable, "the phone system is not started"};
}
Error queue_full() {
  return {ErrorCode::rate_limited, "too many commands wait for the phone system"};
}

// The port: hands every call over to the driver's thread.
class FreeSwitch final : public Telephony {
 public:
  explicit FreeSwitch(FreeSwitchOptions options) : options_(std::move(options)) {
    freeswitch::check(options_);
  }
  ~FreeSwitch() override { stop(); }

  void start(Listener listener, Milliseconds patience) override {
    std::shared_ptr<Driver> driver;
    {
      const std::lock_guard lock(mutex_);
      if (driver_ || stopped_)
        throw Error(ErrorCode::failed_precondition, "the phone system is started only once");
      driver_ = driver = std::make_shared<Driver>(options_, std::move(listener));
      thread_ = std::thread([driver] { driver->run(); });
    }
    try {
      driver->wait(patience);
    } catch (...) {
      stop();
      throw;
    }
  }

  void stop() noexcept override {
    std::thread thread;
    std::shared_ptr<Driver> driver;
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
      thread = std::move(thread_);
      driver = driver_;
    }
    if (driver) driver->stop();
    if (!thread.joinable()) return;
    if (thread.get_id() == std::this_thread::get_id())
      thread.detach();  // it owns the driver until it ends
    else
      thread.join();
  }

  std::string own_domain() const override { return options_.domain; }

  PortHealth health() const override {
    const std::lock_guard lock(mutex_);
    if (driver_) return driver_->health();
    return {stopped_ ? PortState::stopped : PortState::connecting, stopped_ ? "" : "not started"};
  }

  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(ExtensionStatus)> done) override {
    ExtensionStatus unknown;
    unknown.extension = extension;
    unknown.at = SystemClock().now();
    const auto failed = [unknown, done](const Error&) { done(unknown); };
    submit(failed, [extension, domain, done](Core& core, Driver& driver) {
      core.extension_status(extension, domain, driver.guarded(done));
    });
  }
  void known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                      std::function<void(std::vector<ExtensionStatus>)> done) override {
    std::vector<ExtensionStatus> unknown;
    for (const std::string& extension : extensions)
      unknown.push_back({.extension = extension, .at = SystemClock().now()});
    const auto failed = [unknown, done](const Error&) { done(unknown); };
    submit(failed, [extensions, domain, done](Core& core, Driver& driver) {
      core.known_statuses(extensions, domain, driver.guarded(done));
    });
  }
  void hold(const CallId& call, Done done) override {
    command(done, [call](Core& core, Done d) { core.hold(call, std::move(d)); });
  }
  void resume(const CallId& call, const AssistantTarget& target, Done done) override {
    command(done, [call, target](Core& core, Done d) { core.resume(call, target, std::move(d)); });
  }
  void ring(const RingRequest& request, Done done) override {
    command(done, [request](Core& core, Done d) { core.ring(request, std::move(d)); });
  }
  void cancel(const LegId& leg, Done done) override {
    command(
        done, [leg](Core& core, Done d) { core.cancel(leg, std::move(d)); }, true);
  }
  void bridge(const CallId& call, const LegId& leg, Done done) override {
    command(done, [call, leg](Core& core, Done d) { core.bridge(call, leg, std::move(d)); });
  }
  void transfer_blind(const BlindTransfer& request, Done done) override {
    command(done, [request](Core& core, Done d) { core.transfer_blind(request, std::move(d)); });
  }
  void play(const LegId& leg, const std::string& text, const std::string& language, Done done) override {
    command(done,
            [leg, text, language](Core& core, Done d) { core.play(leg, text, language, std::move(d)); });
  }
  void record(const CallId& call, const std::string& path, Done done) override {
    command(done, [call, path](Core& core, Done d) { core.record(call, path, std::move(d)); });
  }
  void hangup(const CallId& call, Done done) override {
    command(
        done, [call](Core& core, Done d) { core.hangup(call, std::move(d)); }, true);
  }
  void look_up(const std::string& id, std::function<void(Failure, LegState)> done) override {
    const auto failed = [done](const Error& error) { done(error, {}); };
    submit(failed, [id, done](Core& core, Driver& driver) { core.look_up(id, driver.guarded(done)); });
  }

 private:
  void command(const Done& done, std::function<void(Core&, Done)> action, bool urgent = false) {
    const auto failed = [done](const Error& error) { done(error); };
    submit(
        failed,
        [action = std::move(action), done](Core& core, Driver& driver) {
          action(core, driver.guarded(done));
        },
        urgent);
  }

  // What ends calls is never refused for lack of room. After stop() nothing runs any more.
  void submit(const std::function<void(const Error&)>& failed, std::function<void(Core&, Driver&)> action,
              bool urgent = false) {
    std::shared_ptr<Driver> driver;
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
      driver = driver_;
    }
    if (!driver) return failed(not_started());
    const auto run = [action = std::move(action), driver = driver.get()](Core& core) {
      action(core, *driver);
    };
    if (!driver->post(run, urgent)) failed(queue_full());
  }

  const FreeSwitchOptions options_;
  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<Driver> driver_;
  std::thread thread_;
  bool stopped_ = false;
};

}  // namespace

std::shared_ptr<Telephony> make_freeswitch(FreeSwitchOptions options) {
  return std::make_shared<FreeSwitch>(std::move(options));
}

void check_options(const FreeSwitchOptions& options) {
  freeswitch::check(options);
}

}  // namespace smarthandoff::telephony
