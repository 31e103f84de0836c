#include "simulation/gate_oracle.hpp"

#include <algorithm>

namespace simulation {

using smarthandoff::Instant;

namespace {

// Less what an order may take on its way after the decision.
constexpr auto kGap = std::chrono::minutes(5) - std::chrono::seconds(30);
constexpr auto kNamed = std::chrono::hours(1) + std::chrono::seconds(30);  // likewise
constexpr auto kAnswersAtOnce = std::chrono::hours(1);  // a message waits no longer to be sent

constexpr const char* kTonight = "às 22h";
constexpr auto kWest = std::chrono::hours(3);  // São Paulo has had no summer time since 2019

// The next 22:00.
Instant tonight(Instant at) {
  const auto local = at.time_since_epoch() - kWest;
  const auto today = std::chrono::floor<std::chrono::days>(local) + std::chrono::hours(22);
  return Instant((local <= today ? today : today + std::chrono::days(1)) + kWest);
}

bool is_calling_time(Instant at) {
  const auto local = at.time_since_epoch() - kWest;
  const auto of_day = local - std::chrono::floor<std::chrono::days>(local);
  return of_day >= std::chrono::hours(8) && of_day < std::chrono::hours(21);
}

}  // namespace

void GateOracle::asked(const std::string& number, Instant at, std::optional<Instant> named) {
  Wish wish{.at = at, .named = {}, .callback = {}};
  if (named) wish.named.push_back({*named, *named});
  people_[number].wishes.push_back(std::move(wish));
}

void GateOracle::became(const std::string& number, const std::string& callback) {
  people_[number].wishes.back().callback = callback;
}

void GateOracle::named_time(const std::string& number, const std::string& callback, Instant named) {
  for (Wish& wish : people_[number].wishes)
    if (wish.callback == callback) wish.named.push_back({named, named});
}

void GateOracle::wrote_back(const std::string& number, const std::string& text, Instant at, Instant heard) {
  std::vector<Span>& written = people_[number].written;
  written.push_back({at, heard});
  if (text != kTonight) return;
  for (const Instant said : {at, heard}) written.push_back({tonight(said), tonight(said)});
}

void GateOracle::opted_out(const std::string& number, Instant at, bool never_call) {
  Person& person = people_[number];
  person.opted_out = at;
  person.never_call = person.never_call || never_call;
}

void GateOracle::lifted(const std::string& number) {
  people_[number].opted_out.reset();
  people_[number].never_call = false;
}

const GateOracle::Person* GateOracle::find(const std::string& number) const {
  const auto found = people_.find(number);
  return found == people_.end() ? nullptr : &found->second;
}

bool GateOracle::is_suppressed(const Person& person, Instant at) const {
  if (!person.opted_out || *person.opted_out >= at) return false;
  return person.never_call || std::ranges::none_of(person.wishes, [&](const Wish& wish) {
           return wish.at >= *person.opted_out && wish.at <= at;
         });
}

bool GateOracle::holds(const std::vector<Span>& named, Instant at) {
  return std::ranges::any_of(named,
                             [&](const Span& span) { return span.from <= at && at <= span.to + kNamed; });
}

// By a wish that may still be open, or in writing.
bool GateOracle::named_a_time(const Person& person, Instant at) const {
  if (holds(person.written, at)) return true;
  return std::ranges::any_of(person.wishes, [&](const Wish& wish) {
    if (!holds(wish.named, at)) return false;
    const auto end = ended_.find(wish.callback);
    return end == ended_.end() || end->second >= at;
  });
}

std::string GateOracle::called(const std::string& number, Instant at) const {
  const Person* person = find(number);
  if (person == nullptr) return "a call to somebody who never asked";
  if (is_suppressed(*person, at)) return "a call to somebody who opted out";
  if (!is_calling_time(at) && !named_a_time(*person, at)) return "a call outside of the hours";
  const bool too_soon =
      std::ranges::any_of(person->reached, [&](Instant before) { return before < at && at - before < kGap; });
  return too_soon ? "a second call within five minutes" : "";
}

std::string GateOracle::wrote(const TakenMessage& message) const {
  const Person* person = find(message.number);
  if (person == nullptr) return "a message to somebody who never asked";
  // Whoever writes is answered.
  if (!message.request.answers.empty()) return "";
  if (is_suppressed(*person, message.at)) return "a message to somebody who opted out";
  const bool answers = std::ranges::any_of(person->wishes, [&](const Wish& wish) {
    return wish.at <= message.at && message.at - wish.at <= kAnswersAtOnce;
  });
  if (!is_calling_time(message.at) && !answers) return "a message outside of the hours";
  return "";
}

void GateOracle::reached(const std::string& number, Instant placed_at) {
  people_[number].reached.push_back(placed_at);
}

}  // namespace simulation
