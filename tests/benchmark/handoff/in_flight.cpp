// From the PBX's word that a phone is busy, rejects or does not answer, to the sentence for the caller:
// With a store on disk and the simulated PBX over TCP. Every caller asks again within a second of the
// sentence, so that all handoffs are under way all the time and no two of them keep step.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include <smarthandoff/smarthandoff.hpp>

#include "relay.hpp"
#include "support/arguments.hpp"

namespace sh = smarthandoff;
using handoff_benchmark::Relay;

namespace {

constexpr double kWarmUp = 35;  // seconds until the first who were not answered have asked again

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A store in a folder of its own, which is gone in the end.
struct Store {
  std::filesystem::path folder;
  Store() {
    std::string name = (std::filesystem::temp_directory_path() / "smarthandoff-benchmark-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~Store() { std::filesystem::remove_all(folder); }
  std::string url() const { return "sqlite:///" + (folder / "handoff.db").string(); }
};

std::string extension(int phone) {
  return std::to_string(2000 + phone);
}

// Phones that are busy or decline after 5 to 15 seconds, and phones that ring until nobody came: for the
// default 30 seconds, which FreeSWITCH and its simulation count in whole seconds of the clock, so that these
// end together.
void add_phones(sh::SimulatedPbx& pbx, int count) {
  using sh::telephony::simulator::Behaviour;
  constexpr Behaviour kBehaviours[] = {Behaviour::busy, Behaviour::declines, Behaviour::no_answer};
  std::mt19937 random(20261121);
  for (int phone = 0; phone < count; ++phone) {
    const sh::Milliseconds after(5000 + static_cast<std::int64_t>(random() % 10000));
    pbx.add_phone({.extension = extension(phone), .behaviour = kBehaviours[phone % 3], .after = after});
  }
}

std::vector<sh::DestinationId> add_destinations(sh::Tenant& tenant, int count) {
  std::vector<sh::DestinationId> ids;
  for (int phone = 0; phone < count; ++phone) {
    ids.push_back(tenant
                      .call(sh::destinations::create,
                            {.name = "Pessoa " + extension(phone), .number = extension(phone)})
                      .id);
  }
  return ids;
}

struct Sample {
  double seconds = 0;
  sh::telephony::TransferResult result{};
};

// Keeps every handoff in a transfer and collects how long the answers took.
class Callers {
 public:
  Callers(sh::Engine& engine, Relay& relay) : engine_(engine), relay_(relay) {}

  // A call, its handoff, and whom it is put through to again and again.
  struct Caller {
    std::string call;
    sh::HandoffId handoff;
    sh::DestinationId destination;
  };

  // Begins a transfer; its answer comes on a thread of the engine.
  void transfer(const Caller& caller);

  // Runs for so long: answers of the first part are not counted, while all begin at once.
  std::vector<Sample> run(double warm_up, double seconds);

  // The answers without a sentence, and those of which the PBX said nothing: decided by presence alone.
  std::size_t failures() const { return failures_; }
  std::size_t unplaced() const { return unplaced_; }

 private:
  void answered(const Caller& caller, const std::shared_ptr<void>& response, const std::exception_ptr& error);

  sh::Engine& engine_;
  Relay& relay_;
  std::atomic<std::size_t> failures_{0}, unplaced_{0};
  std::mutex mutex_;                      // guards what follows
  std::multimap<double, Caller> asking_;  // by when they do
  std::mt19937 random_{20261121};
  std::vector<Sample> samples_;
  bool counting_ = false;
};

void Callers::transfer(const Caller& caller) {
  const auto& operation = sh::operation_of(reinterpret_cast<const void*>(sh::handoff::transfer.start));
  auto request = std::make_shared<sh::handoff::Transfer>();
  request->handoff_id = caller.handoff;
  request->destination_id = caller.destination;
  engine_.run(operation, sh::TenantId{"acme"}, std::move(request), {},
              [this, caller](const std::shared_ptr<void>& response, const std::exception_ptr& error) {
                answered(caller, response, error);
              });
}

void Callers::answered(const Caller& caller, const std::shared_ptr<void>& response,
                       const std::exception_ptr& error) {
  const double answered_at = now();
  const auto ended_at = relay_.take_end(caller.call);
  const auto* outcome = static_cast<const sh::handoff::TransferOutcome*>(response.get());
  const bool good = !error && outcome->settled && outcome->result && !outcome->say.empty();
  const std::lock_guard lock(mutex_);
  if (!good && counting_) ++failures_;
  if (good && !ended_at && counting_) ++unplaced_;
  if (good && ended_at && counting_) samples_.push_back({answered_at - *ended_at, *outcome->result});
  asking_.emplace(answered_at + static_cast<double>(random_() % 1000) * 1e-3, caller);
}

std::vector<Sample> Callers::run(double warm_up, double seconds) {
  const double begun = now();
  const double end = begun + warm_up + seconds;
  std::unique_lock lock(mutex_);
  while (now() < end) {
    counting_ = now() > begun + warm_up;
    std::vector<Caller> due;
    for (auto first = asking_.begin(); first != asking_.end() && first->first <= now();
         first = asking_.begin()) {
      due.push_back(asking_.extract(first).mapped());
    }
    lock.unlock();
    for (const Caller& caller : due) transfer(caller);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    lock.lock();
  }
  counting_ = false;
  return samples_;
}

void print(std::vector<Sample> samples, double seconds) {
  std::sort(samples.begin(), samples.end(),
            [](const Sample& a, const Sample& b) { return a.seconds < b.seconds; });
  const auto at = [&](double part) {
    return samples[static_cast<std::size_t>(part * static_cast<double>(samples.size() - 1))].seconds * 1e3;
  };
  std::printf(
      "{\"answers\": %zu, \"per_second\": %.0f, \"p50_ms\": %.2f, \"p90_ms\": %.2f, \"p99_ms\": %.2f, "
      "\"max_ms\": %.2f}\n",
      samples.size(), static_cast<double>(samples.size()) / seconds, at(0.5), at(0.9), at(0.99), at(1));
}

int measure(int handoffs, double seconds) {
  sh::SimulatedPbx pbx({.domain = "pbx.local"});
  add_phones(pbx, handoffs);
  pbx.start();
  const auto port = static_cast<std::uint16_t>(pbx.listen(0, "ClueCon"));
  Relay relay(port);
  const Store store;
  sh::FreeSwitchOptions freeswitch;
  freeswitch.port = relay.port();
  freeswitch.password = sh::Secret("ClueCon");
  freeswitch.domain = "pbx.local";
  sh::Engine engine({.store = store.url(), .telephony = sh::telephony::make_freeswitch(freeswitch)});
  sh::Tenant tenant = engine.tenant("acme");
  const auto destinations = add_destinations(tenant, handoffs);
  Callers callers(engine, relay);
  for (const auto& destination : destinations) {
    const std::string call = pbx.place_call({.caller = "+5518997751234"});
    const auto handoff = tenant.call(sh::handoff::start, {.call_id = call, .caller = "+5518997751234"});
    callers.transfer({call, handoff.id, destination});
  }
  const auto samples = callers.run(kWarmUp, seconds);
  if (samples.empty()) {
    std::fprintf(stderr, "no transfer was answered\n");
    return 1;
  }
  print(samples, seconds);
  if (callers.failures() > 0) std::fprintf(stderr, "%zu answers without a sentence\n", callers.failures());
  if (callers.unplaced() > 0)
    std::fprintf(stderr, "%zu answers by the phone's presence, without a leg\n", callers.unplaced());
  engine.close();
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  test_support::Arguments given(count, arguments, "benchmark_in_flight [HANDOFFS [SECONDS]]\n");
  const int handoffs = given.has_next() ? given.next_number<int>("HANDOFFS") : 1000;
  const int seconds = given.has_next() ? given.next_number<int>("SECONDS") : 20;
  given.end();
  return measure(handoffs, seconds);
}
