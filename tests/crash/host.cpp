#include "crash/host.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <thread>

namespace crash {

namespace cb = sh::callbacks;
using simulation::Random;

namespace {

constexpr sh::Milliseconds kPatience{3000};
const std::string kHostCall = "host-";  // how calls begin that the host places

std::string filled(const std::string& word) {
  return word.empty() ? "-" : word;
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == ' ' || c == '\n') c = '_';
  return text;
}

sh::CallOptions with(const std::string& key) {
  sh::CallOptions options;
  options.request_id = key;
  options.timeout = kPatience;
  return options;
}

std::string any_extension(Random& random) {
  return std::to_string(1001 + random.below(kExtensions));
}

}  // namespace

std::string customer(int number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "18997%06d", number);
  return text.data();
}

void say(const Words& words) {
  const std::string line = join(words) + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(3);
}

Host::Host(sh::Engine& engine, const sh::Clock& clock, int life)
    : engine_(engine), clock_(clock), life_(life) {
  for (const auto& open : tenant().call(cb::list, {.open_only = true, .limit = 300}).callbacks)
    known_.push_back({open.id.value, open.extension});
}

sh::Tenant Host::tenant(const std::string& user) {
  return engine_.tenant(kTenant, user);
}

std::string Host::key(const char* kind) {
  return kind + std::to_string(life_) + "-" + std::to_string(next_key_++);
}

Host::Known Host::any(Random& random) {
  const std::lock_guard lock(mutex_);
  return known_.empty() ? Known{} : random.one_of(known_);
}

// What is refused for good is told; what may have happened, or can be repeated, stays an open question.
template <class Work>
void Host::attempt(const std::string& key, const Work& work) {
  try {
    work();
  } catch (const sh::Error& error) {
    const bool defect = error.code() == sh::ErrorCode::internal || error.code() == sh::ErrorCode::corrupt;
    if (defect) return say({"defect", key, one_line(error.what())});
    if (error.code() != sh::ErrorCode::in_doubt && !error.retryable()) say({"refused", key});
  }
}

void Host::create(const std::string& key, const std::string& number, const std::string& extension) {
  attempt(key, [&] {
    const auto made = tenant().call(
        cb::create,
        {.number = "+55" + number, .extension = extension, .department = "Vendas", .reason = "boleto"},
        with(key));
    say({"created", key, made.id.value, sh::wire_name(made.status)});
    const std::lock_guard lock(mutex_);
    known_.push_back({made.id.value, extension});
  });
}

void Host::create(Random& random) {
  const int number = next_number_++;
  if (number >= kNumbersPerLife) return click(random);
  const std::string name = key("create"), who = customer(kShared + life_ * kNumbersPerLife + number),
                    where = any_extension(random);
  say({"try", "create", name, who, where});
  create(name, who, where);
  if (random.chance(0.2)) create(name, who, where);  // the answer was lost on the way to a browser
}

// Several requests of one person for one extension are one callback.
void Host::join_in(Random& random) {
  const std::string name = key("join"), who = customer(static_cast<int>(random.below(kShared))),
                    where = any_extension(random);
  create(name, who, where);
}

// Each click has a user of its own, who shows in the dial that it made.
void Host::click(const std::string& key, const std::string& id, const std::string& extension,
                 const std::string& mode) {
  attempt(key, [&] {
    const auto outcome =
        tenant(key).call(cb::initiate,
                         {.callback_id = {id},
                          .extension = extension,
                          .mode = mode == "agent" ? cb::CallMode::agent_first : cb::CallMode::customer_first},
                         with(key));
    const bool by_us = outcome.success && !outcome.call_id.starts_with(kHostCall);
    say({"clicked", key, id, filled(outcome.dial_id.value), filled(outcome.call_id),
         by_us ? "placed" : "not"});
  });
}

void Host::click(Random& random) {
  const Known who = any(random);
  if (who.id.empty()) return create(random);
  const std::string name = key("click"), mode = random.chance(0.7) ? "agent" : "customer",
                    where = who.extension.empty() ? any_extension(random) : who.extension;
  say({"try", "click", name, who.id, where, mode});
  click(name, who.id, where, mode);
}

void Host::click_twice(Random& random) {
  const Known who = any(random);
  if (who.id.empty()) return;
  const std::string one = key("click"), two = key("click"), where = any_extension(random);
  say({"try", "click", one, who.id, where, "agent"});
  say({"try", "click", two, who.id, where, "agent"});
  std::thread other([&] { click(two, who.id, where, "agent"); });
  click(one, who.id, where, "agent");
  other.join();
}

void Host::dial_by_host(Random& random) {
  const Known who = any(random);
  if (who.id.empty()) return;
  const std::string claim = key("claim"), told = key("result");
  attempt(claim, [&] {
    const auto outcome = tenant(claim).call(
        cb::initiate, {.callback_id = {who.id}, .call_id = kHostCall + claim}, with(claim));
    say({"clicked", claim, who.id, filled(outcome.dial_id.value), filled(outcome.call_id), "not"});
    if (outcome.call_id != kHostCall + claim) return;
    const auto after = tenant().call(
        cb::result,
        {.callback_id = {who.id},
         .call_id = outcome.call_id,
         .result = random.chance(0.5) ? cb::CallbackResult::answered : cb::CallbackResult::no_answer},
        with(told));
    say({"changed", told, who.id, sh::wire_name(after.status)});
  });
}

void Host::change(Random& random) {
  const Known who = any(random);
  if (who.id.empty()) return;
  const std::size_t what = random.below(10);
  const std::string name = key("change");
  attempt(name, [&] {
    cb::Callback after;
    if (what < 5)
      after = tenant().call(cb::snooze, {.callback_id = {who.id}, .minutes = 1}, with(name));
    else if (what < 8)
      after = tenant().call(
          cb::reschedule,
          {.callback_id = {who.id}, .scheduled_at = clock_.now() + sh::Seconds(90), .by_customer = true},
          with(name));
    else
      after = tenant().call(cb::cancel, {.callback_id = {who.id}, .reason = "solved"}, with(name));
    say({"changed", name, who.id, sh::wire_name(after.status)});
  });
}

void Host::talk(const std::string& handoff) {
  static const std::vector<std::string> sentences = {
      "quero que me liguem de volta", "esse mesmo", "sim", "assim que possível", "é sobre o boleto", "sim"};
  for (const std::string& sentence : sentences) {
    const auto heard =
        tenant().call(sh::handoff::hear, {.handoff_id = {handoff}, .text = sentence}, with({}));
    if (heard.callback_id.empty()) continue;
    say({"promised", handoff, heard.callback_id.value});
    return;
  }
}

void Host::serve(const std::string& call, const std::string& number, Random& random) {
  attempt("call", [&] {
    const auto started =
        tenant().call(sh::handoff::start,
                      {.call_id = call, .caller = number, .assistant = {.extension = "9000"}}, with({}));
    say({"started", started.id.value, call});
    const auto outcome = tenant().call(
        sh::handoff::transfer, {.handoff_id = started.id, .to = "Agent " + any_extension(random)}, with({}));
    say({"transferred", started.id.value, filled(outcome.attempt_id.value)});
    if (outcome.settled && outcome.state == sh::handoff::HandoffState::dialogue) talk(started.id.value);
  });
}

void Host::repeat(const Words& order) {
  if (order.at(1) == "create") return create(order.at(2), order.at(3), order.at(4));
  click(order.at(2), order.at(3), order.at(4), order.at(5));
}

void Host::act(Random& random) {
  struct Choice {
    int weight;
    Act act;
  };
  static const std::vector<Choice> choices = {{30, &Host::create},      {8, &Host::join_in},
                                              {35, &Host::click},       {6, &Host::click_twice},
                                              {6, &Host::dial_by_host}, {15, &Host::change}};
  auto pick = static_cast<int>(random.below(100));
  for (const Choice& choice : choices) {
    pick -= choice.weight;
    if (pick < 0) return (this->*choice.act)(random);
  }
}

}  // namespace crash
