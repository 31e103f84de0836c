#include <smarthandoff/telephony/port.hpp>

#include <mutex>

namespace smarthandoff::telephony {
namespace {

// The answers to one round of questions, from any thread.
struct Round {
  std::mutex mutex;  // guards what follows
  std::vector<ExtensionStatus> answers;
  std::size_t waiting = 0;
};

}  // namespace

void Telephony::known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                               std::function<void(std::vector<ExtensionStatus>)> done) {
  if (extensions.empty()) return done({});
  auto round = std::make_shared<Round>();
  round->answers.resize(extensions.size());
  round->waiting = extensions.size();
  for (std::size_t i = 0; i < extensions.size(); ++i) {
    extension_status(extensions[i], domain, [round, i, done](ExtensionStatus status) {
      std::vector<ExtensionStatus> all;
      {
        const std::lock_guard lock(round->mutex);
        round->answers[i] = std::move(status);
        if (--round->waiting > 0) return;
        all = std::move(round->answers);
      }
      done(std::move(all));
    });
  }
}

}  // namespace smarthandoff::telephony
