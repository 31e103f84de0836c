#include "crash/run.hpp"

#include "crash/host.hpp"

namespace crash {

using sh::Milliseconds;
using sh::telephony::simulator::Behaviour;
using sh::telephony::simulator::Phone;

namespace {

constexpr std::size_t kCallers = 3;  // at the same time
constexpr sh::Seconds kLongestEnd{60};
constexpr std::size_t kMostSweeps = 200;
constexpr std::size_t kMostLines = 100'000;
constexpr int kCallersFrom = 900'000;  // their numbers

}  // namespace

Run::Run(std::string store, std::uint64_t seed, std::size_t processes)
    : store_(std::move(store)),
      seed_(seed),
      random_(seed),
      pbx_({.seed = static_cast<std::int64_t>(seed & 0x7fffffff)}),
      rows_(store_, ledger_, phones_) {
  set_up();
  for (std::size_t i = 0; i < processes; ++i) processes_.push_back(start());
}

void Run::set_up() {
  pbx_.add_gateway("trunk");
  for (int number = 0; number < kShared; ++number) add_customer(number);
  for (std::size_t i = 0; i < kExtensions; ++i)
    pbx_.add_phone({.extension = std::to_string(1001 + i),
                    .behaviour = i == kExtensions - 1 ? Behaviour::declines : Behaviour::answers,
                    .after = Milliseconds(5 + i)});
  pbx_.start();
  pbx_.listen();
  sh::Engine engine({.store = store_});
  auto host = engine.tenant(kTenant);
  sh::tenants::UpdateTenant profile;
  profile.trunk = sh::Trunk{.gateway = "trunk", .number_format = sh::NumberFormat::national};
  profile.default_area_code = "18";
  profile.identities = std::vector<sh::TenantIdentity>{{"pbx_domain", "pbx.local"}};
  host.call(sh::tenants::update, profile);
  for (std::size_t i = 0; i < kExtensions; ++i) {
    const std::string extension = std::to_string(1001 + i);
    host.call(sh::agents::create, {.user_id = "user-" + extension,
                                   .name = "Agent " + extension,
                                   .extension = extension,
                                   .department = "Vendas"});
    host.call(sh::destinations::create,
              {.name = "Agent " + extension, .number = extension, .department = "Vendas"});
  }
}

void Run::add_customer(int number) {
  static const std::vector<Behaviour> ways = {Behaviour::answers, Behaviour::answers,  Behaviour::answers,
                                              Behaviour::answers, Behaviour::busy,     Behaviour::declines,
                                              Behaviour::answers, Behaviour::not_found};
  pbx_.add_phone({.extension = customer(number),
                  .behaviour = random_.one_of(ways),
                  .after = random_.between(Milliseconds(3), Milliseconds(20)),
                  .drops_after = random_.between(Milliseconds(10), Milliseconds(150)),
                  .gateway = "trunk"});
}

std::vector<std::string> Run::arguments(const char* kind, Milliseconds patience) {
  return {"--child",
          kind,
          store_,
          std::to_string(pbx_.port()),
          std::to_string(clock_.descriptor()),
          std::to_string(lives_++),
          std::to_string(random_.next() >> 1U),
          std::to_string(patience.count())};
}

std::unique_ptr<Process> Run::start() {
  for (int i = 0; i < kNumbersPerLife; ++i) add_customer(kShared + lives_ * kNumbersPerLife + i);
  auto process = std::make_unique<Process>(arguments("load"));
  for (const Words& question : ledger_.open_questions()) process->order(question);
  for (const Caller& caller : callers_) process->order({"call", caller.call, caller.number});
  process->order({"go"});
  return process;
}

// Callers come and go, agents hang up, and time passes while nobody works.
void Run::move_phones() {
  add_customer(kCallersFrom + calls_);
  const std::string number = "+55" + customer(kCallersFrom + calls_++);
  callers_.push_back({pbx_.place_call({.caller = number}), number});
  if (callers_.size() > kCallers) {
    pbx_.hang_up_call(callers_.front().call);
    callers_.erase(callers_.begin());
  }
  for (std::size_t i = 0; i < kExtensions; ++i)
    if (random_.chance(0.3)) pbx_.hang_up_phone(std::to_string(1001 + i));
  if (random_.chance(0.5)) clock_.put_forward(random_.between(Milliseconds(0), sh::Seconds(40)));
}

void Run::hear_until(Process& process, std::size_t lines, Steady::time_point until) {
  for (; lines > 0; --lines) {
    const auto line = process.line(until);
    if (!line) return;
    ledger_.hear(*line, findings_);
  }
}

// How long a process lives: while it opens, for some time, or for some answers.
void Run::live(Process& process) {
  const std::size_t kind = random_.below(5);
  if (kind == 0) {
    return hear_until(process, kMostLines,
                      Steady::now() + random_.between(Milliseconds(0), Milliseconds(30)));
  }
  hear_until(process, 1, Steady::now() + sh::Seconds(10));  // ready, or busy if it is older
  if (kind < 3) {
    hear_until(process, kMostLines, Steady::now() + random_.between(Milliseconds(0), Milliseconds(200)));
  } else {
    hear_until(process, 1 + random_.below(40), Steady::now() + sh::Seconds(1));
  }
}

void Run::kill_one() {
  auto& victim = processes_[random_.below(processes_.size())];
  live(*victim);
  std::vector<std::string> rest;
  if (!victim->kill(rest)) findings_.broken.push_back("a process ended by itself before it was killed");
  for (const std::string& line : rest) ledger_.hear(line, findings_);
  for (const auto& other : processes_)
    if (other != victim) hear_until(*other, kMostLines, Steady::now());
  look();
  move_phones();
  victim = start();
}

void Run::look() {
  phones_.read(findings_);
  rows_.check(findings_);
}

// The last words of a process, and its end in order.
void Run::hear_out(Process& process) {
  process.no_more_orders();
  const auto limit = Steady::now() + kLongestEnd;
  while (!process.has_ended() && Steady::now() < limit) hear_until(process, kMostLines, limit);
  if (!process.has_ended()) return findings_.broken.push_back("a process does not close");
  if (const int code = process.wait(); code != 0)
    findings_.broken.push_back("a process did not close in order: " + std::to_string(code));
}

// What a process without load still waits for after `patience`, later by `ahead`; empty: nothing.
std::string Run::wait_after(Milliseconds ahead, Milliseconds patience) {
  clock_.put_forward(ahead);
  Process process(arguments("end", patience));
  const auto waits = process.line(Steady::now() + kLongestEnd);
  hear_out(process);
  return waits.value_or("");
}

void Run::finish() {
  for (const auto& process : processes_) hear_out(*process);
  processes_.clear();
  look();
  rows_.check_history(findings_);
  for (const Caller& caller : callers_) pbx_.hang_up_call(caller.call);
  // What ends by itself, the dials in doubt, retries and snoozes, the host's own calls; then too old.
  const std::vector<Milliseconds> hops = {std::chrono::seconds(0), std::chrono::minutes(2),
                                          std::chrono::minutes(10), std::chrono::hours(2)};
  for (const Milliseconds hop : hops) wait_after(hop, Milliseconds(300));
  // Each sweep ends the fifty oldest.
  std::string waits = wait_after(std::chrono::hours(73), Milliseconds(300));
  for (std::size_t sweeps = 0; !waits.empty() && sweeps < kMostSweeps; ++sweeps)
    waits = wait_after(sh::Seconds(31), Milliseconds(200));
  if (!waits.empty()) findings_.lost.push_back(waits + " for ever");
  phones_.read(findings_);
  rows_.check_end(findings_);
}

}  // namespace crash
