// Callbacks get lost, and Twilio sends none of them twice: a call of which nothing is heard is asked for.
#include <algorithm>
#include <utility>

#include "telephony/twilio/port_core.hpp"

namespace smarthandoff::telephony::twilio_port {
namespace {

constexpr Seconds kSilence{60};
constexpr std::size_t kAtOnce = 20;  // questions; the others wait for the next look
constexpr Seconds kBetweenLooks{1};

}  // namespace

void Core::heard_of(Party& party) {
  party.heard_at = clock_.now();
  watch();
}

// Since when nothing was heard of a call that can be asked for; nothing for one that has ended.
std::optional<Instant> Core::silent_since(const Party& party) const {
  if (party.ended || party.sid.empty() || (party.is_leg && party.leg.ended())) return std::nullopt;
  return party.heard_at;
}

// One timer for all.
void Core::watch() {
  if (watching_) return;
  std::optional<Instant> first;
  for (const auto& [id, party] : parties_) {
    const auto since = silent_since(party);
    if (since && (!first || *since < *first)) first = since;
  }
  if (!first) return;
  watching_ = true;
  const Instant due = std::max(*first + kSilence, clock_.now() + kBetweenLooks);
  wire_.after(due - clock_.now(), [this, due] {
    watching_ = false;
    if (clock_.now() < due) return;  // there is no timer any more; the next word starts one
    ask_silent();
    watch();
  });
}

void Core::ask_silent() {
  std::vector<std::pair<Instant, std::string>> silent;
  for (const auto& [id, party] : parties_) {
    const auto since = silent_since(party);
    if (since && *since + kSilence <= clock_.now()) silent.emplace_back(*since, id);
  }
  std::sort(silent.begin(), silent.end());
  if (silent.size() > kAtOnce) silent.resize(kAtOnce);
  for (const auto& [since, id] : silent) ask(id);
}

// What its lost callbacks would have told: its end, and whom it talks to.
void Core::ask(const std::string& id) {
  find(id)->heard_at = clock_.now();
  look_up(id, [](const Failure&, const LegState&) {});
}

}  // namespace smarthandoff::telephony::twilio_port
