#include "telephony/with_directory.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

#include "base/field_check.hpp"

namespace smarthandoff::telephony {
namespace {

void add_dnd(ExtensionStatus& status, std::optional<bool> dnd) {
  if (!dnd) return;
  status.dnd = *dnd || status.dnd == true;
  if (*status.dnd && status.state == ExtensionState::available) {
    status.state = ExtensionState::dnd;
    status.available = false;
  }
}

class WithDirectory final : public Telephony {
 public:
  WithDirectory(std::shared_ptr<Telephony> phone_system, std::shared_ptr<Directory> directory)
      : inner_(std::move(phone_system)), directory_(std::move(directory)) {}

  void start(Listener listener, Milliseconds patience) override {
    listener_ = std::move(listener);
    directory_->start(patience);
    inner_->start([this](const Event& event) { on_event(event); }, patience);
  }
  // The directory first: its answers end in the phone system's callbacks.
  void stop() noexcept override {
    directory_->stop();
    inner_->stop();
  }
  PortHealth health() const override { return inner_->health(); }
  std::string own_domain() const override { return inner_->own_domain(); }

  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(ExtensionStatus)> done) override {
    inner_->extension_status(extension, domain,
                             [this, domain, done = std::move(done)](ExtensionStatus status) {
                               complete(std::move(status), domain, done);
                             });
  }
  void known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                      std::function<void(std::vector<ExtensionStatus>)> done) override {
    inner_->known_statuses(extensions, domain,
                           [this, domain, done = std::move(done)](std::vector<ExtensionStatus> statuses) {
                             complete_all(std::move(statuses), domain, done);
                           });
  }
  void hold(const CallId& call, Done done) override { inner_->hold(call, std::move(done)); }
  void resume(const CallId& call, const AssistantTarget& target, Done done) override {
    inner_->resume(call, target, std::move(done));
  }
  void ring(const RingRequest& request, Done done) override { inner_->ring(request, std::move(done)); }
  void cancel(const LegId& leg, Done done) override { inner_->cancel(leg, std::move(done)); }
  void bridge(const CallId& call, const LegId& leg, Done done) override {
    inner_->bridge(call, leg, std::move(done));
  }
  void transfer_blind(const BlindTransfer& request, Done done) override {
    inner_->transfer_blind(request, std::move(done));
  }
  void play(const LegId& leg, const std::string& text, const std::string& language, Done done) override {
    inner_->play(leg, text, language, std::move(done));
  }
  void record(const CallId& call, const std::string& path, Done done) override {
    inner_->record(call, path, std::move(done));
  }
  void hangup(const CallId& call, Done done) override { inner_->hangup(call, std::move(done)); }
  void look_up(const std::string& id, std::function<void(Failure, LegState)> done) override {
    inner_->look_up(id, std::move(done));
  }

 private:
  using Statuses = std::vector<ExtensionStatus>;

  void complete(ExtensionStatus status, const std::string& domain,
                const std::function<void(ExtensionStatus)>& done) {
    if (!status.available) return done(std::move(status));
    directory_->do_not_disturb({status.extension}, domain,
                               [status, done](const std::vector<std::optional<bool>>& answers) mutable {
                                 add_dnd(status, answers.front());
                                 done(std::move(status));
                               });
  }

  void complete_all(Statuses statuses, const std::string& domain, const std::function<void(Statuses)>& done) {
    std::vector<std::string> asked;
    for (const ExtensionStatus& status : statuses)
      if (status.available) asked.push_back(status.extension);
    if (asked.empty()) return done(std::move(statuses));
    directory_->do_not_disturb(
        asked, domain,
        [statuses = std::move(statuses), done](const std::vector<std::optional<bool>>& answers) mutable {
          auto answer = answers.begin();
          for (ExtensionStatus& status : statuses)
            if (status.available) add_dnd(status, *answer++);
          done(std::move(statuses));
        });
  }

  // An extension that became available is announced when its Do Not Disturb is known, unless it has changed
  // again meanwhile.
  void on_event(const Event& event) {
    const auto* presence = std::get_if<PresenceChanged>(&event);
    if (presence == nullptr) return listener_(event);
    const std::pair key(presence->domain, presence->status.extension);
    std::uint64_t turn = 0;
    {
      const std::lock_guard lock(mutex_);
      if (!presence->status.available)
        asked_.erase(key);
      else
        turn = asked_[key] = ++turns_;
    }
    if (turn == 0) return listener_(event);
    complete(presence->status, presence->domain, [this, key, turn](ExtensionStatus status) {
      {
        const std::lock_guard lock(mutex_);
        const auto asked = asked_.find(key);
        if (asked == asked_.end() || asked->second != turn) return;
        asked_.erase(asked);
      }
      listener_(PresenceChanged{key.first, std::move(status)});
    });
  }

  const std::shared_ptr<Telephony> inner_;
  const std::shared_ptr<Directory> directory_;
  Listener listener_;
  std::mutex mutex_;                                                    // guards what follows
  std::map<std::pair<std::string, std::string>, std::uint64_t> asked_;  // and not answered yet
  std::uint64_t turns_ = 0;
};

}  // namespace

std::shared_ptr<Telephony> with_directory(std::shared_ptr<Telephony> phone_system,
                                          std::shared_ptr<Directory> directory) {
  return std::make_shared<WithDirectory>(std::move(phone_system), std::move(directory));
}

void check_directory_refresh(std::string_view field, Milliseconds refresh) {
  field::check_between(field, refresh.count(), 1'000, 86'400'000);
}

}  // namespace smarthandoff::telephony
