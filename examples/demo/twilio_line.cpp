#include "twilio_line.hpp"

#include <stdexcept>
#include <utility>

namespace demo {

namespace sh = smarthandoff;
namespace twilio = smarthandoff::twilio_double;

namespace {

constexpr const char* kNumber = "+551140001234";
constexpr const char* kCaller = "+5518997751234";
constexpr const char* kPublicUrl = "https://demo.example/twilio";
constexpr const char* kAssistant = "wss://demo.example/assistant";
constexpr std::int64_t kCallsPerSecond = 100;  // Twilio's default is 1: a demo does not wait

// What agents' browsers tell the host: Twilio itself has no presence.
std::optional<sh::telephony::ExtensionState> presence(const std::string& extension) {
  if (extension == "1005") return sh::telephony::ExtensionState::dnd;
  if (extension == "1006") return sh::telephony::ExtensionState::offline;
  return sh::telephony::ExtensionState::available;
}

sh::TwilioOptions options_of(const sh::TwilioDouble& twilio_double, const twilio::DoubleOptions& account) {
  sh::TwilioOptions options;
  options.account.account_sid = account.account_sid;
  options.account.auth_token = account.auth_token;
  options.account.base_url = twilio_double.url();
  options.account.calls_per_second = kCallsPerSecond;
  options.public_url = kPublicUrl;
  options.number = kNumber;
  options.assistant_stream = kAssistant;
  options.detect_machines = true;
  options.presence = [](const std::string& extension, const std::string&,
                        const sh::telephony::StateAnswer& answer) { answer(presence(extension)); };
  return options;
}

twilio::DoubleOptions account() {
  twilio::DoubleOptions options;
  options.calls_per_second = static_cast<double>(kCallsPerSecond);
  return options;
}

}  // namespace

TwilioLine::TwilioLine() : double_(account()) {
  add_people();
  double_.listen();
  adapter_ = sh::telephony::make_twilio(options_of(double_, account()));
  double_.answer_webhooks([this](const sh::http::Request& request) { return adapter_->webhook(request); });
}

TwilioLine::~TwilioLine() {
  ending_ = true;
  if (reader_.joinable()) reader_.join();
  double_.stop();
}

void TwilioLine::add_people() {
  using twilio::Behaviour;
  const auto add = [this](const std::string& extension, Behaviour behaviour) {
    double_.add_person({.number = "client:" + extension, .behaviour = behaviour});
  };
  add("1001", Behaviour::answers);
  add("1002", Behaviour::busy);
  add("1003", Behaviour::no_answer);
  add("1004", Behaviour::declines);
  add("1007", Behaviour::no_answer);
  add("1008", Behaviour::voicemail);
  add("1010", Behaviour::failed);
  double_.add_person({.number = kCaller});
  double_.add_number({.number = kNumber, .voice_url = std::string(kPublicUrl) + "/incoming"});
}

void TwilioLine::open() {
  double_.start();
  reader_ = std::thread([this] { read_log(); });
}

Line::Caller TwilioLine::next_caller(const std::string&) {
  std::size_t seen = double_.log().size();
  const Caller caller{double_.call(kCaller, kNumber), kCaller};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < deadline) {
    for (const auto& entry : double_.log_after(seen)) {
      ++seen;
      if (entry.kind == twilio::LogKind::stream && entry.id == caller.call) return caller;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("no caller reached the assistant's stream");
}

void TwilioLine::follow(const Caller& caller, const std::string& extension,
                        std::shared_ptr<Timeline> timeline) {
  const std::lock_guard lock(mutex_);
  followed_[caller.call] = {"the caller", timeline};
  followed_["client:" + extension] = {extension, std::move(timeline)};
}

void TwilioLine::read_log() {
  std::size_t seen = 0;
  while (!ending_) {
    for (const auto& entry : double_.log_after(seen)) {
      ++seen;
      note(entry);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

void TwilioLine::note(const twilio::LogEntry& entry) {
  if (entry.kind == twilio::LogKind::webhook || entry.kind == twilio::LogKind::request) return;
  const std::lock_guard lock(mutex_);
  auto found = followed_.find(entry.id);
  if (found == followed_.end()) found = followed_.find(entry.party);
  if (found == followed_.end()) return;
  found->second.timeline->add("twilio", found->second.name + " " + sh::wire_name(entry.kind) +
                                            (entry.text.empty() ? "" : " " + entry.text));
}

}  // namespace demo
