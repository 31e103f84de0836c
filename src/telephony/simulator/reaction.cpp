// The phones: what each behaviour does, and when, with the times of the recordings.
#include <algorithm>

#include "telephony/simulator/model.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr Milliseconds kNetworkDelay{20};   // until a phone's first answer
constexpr Milliseconds kRefusalDelay{200};  // of a phone that refuses by itself
constexpr Milliseconds kTimerB{32'000};     // the stack gives a silent device up (docs/freeswitch.md)
constexpr Milliseconds kBeepDelay{1'500};   // until a machine is recognised
constexpr Milliseconds kQuietCheck{100};

// What a behaviour does: first ringing or early media or nothing, then an answer or a refusal.
struct Plan {
  enum class First { nothing, ringing, early_media } first;
  std::int64_t status;  // 200, a refusal, or 0 for none ever
  Milliseconds after;   // by default, since the first answer
};

Plan plan_of(Behaviour behaviour) {
  using First = Plan::First;
  switch (behaviour) {
    case Behaviour::answers:
    case Behaviour::voicemail:
      return {First::ringing, 200, Milliseconds(1000)};
    case Behaviour::busy:
    case Behaviour::dnd_486:
      return {First::nothing, 486, kRefusalDelay};
    case Behaviour::no_answer:
      return {First::ringing, 0, {}};
    case Behaviour::declines:
      return {First::ringing, 603, Milliseconds(1500)};
    case Behaviour::dnd_480:
      return {First::nothing, 480, kRefusalDelay};
    case Behaviour::dnd_603:
      return {First::nothing, 603, kRefusalDelay};
    case Behaviour::stale:
      return {First::nothing, 503, Milliseconds(0)};
    case Behaviour::offline:
    case Behaviour::silent:
      return {First::nothing, 408, kTimerB - kNetworkDelay};
    case Behaviour::early_media_answers:
      return {First::early_media, 200, Milliseconds(3000)};
    case Behaviour::early_media_busy:
      return {First::early_media, 486, Milliseconds(4000)};
    case Behaviour::not_found:
      return {First::nothing, 404, kRefusalDelay};
    case Behaviour::unavailable:
      return {First::nothing, 503, kRefusalDelay};
  }
  return {First::nothing, 408, kTimerB};
}

bool plays_sound(const Channel& channel) {
  return std::any_of(channel.running.begin(), channel.running.end(), [](const Running& running) {
    return running.app == "playback" || running.app == "say" || running.app == "speak";
  });
}

}  // namespace

Phone Model::next_reaction(PhoneRecord& record) {
  Phone reaction = record.phone;
  if (!record.script.empty()) {
    reaction = record.script.front();
    record.script.pop_front();
  }
  const bool in_call = std::any_of(channels_.begin(), channels_.end(), [&](const auto& channel) {
    return channel->alive() && !channel->inbound && channel->was_answered() &&
           channel->party == record.phone.extension;
  });
  if (in_call && !reaction.call_waiting) reaction.behaviour = Behaviour::busy;
  return reaction;
}

void Model::react(const std::string& uuid, const Phone& phone) {
  const Plan plan = plan_of(phone.behaviour);
  const bool fixed = phone.behaviour == Behaviour::silent || phone.behaviour == Behaviour::stale;
  const Milliseconds after = fixed ? plan.after : phone.after.value_or(plan.after);
  if (plan.first == Plan::First::ringing) scheduler.after(kNetworkDelay, [this, uuid] { ring(uuid); });
  if (plan.first == Plan::First::early_media)
    scheduler.after(kNetworkDelay, [this, uuid] { early_media(uuid); });
  if (plan.status == 0) return;
  scheduler.after(kNetworkDelay + after, [this, uuid, phone, status = plan.status] {
    if (status == 200) return pick_up(uuid, phone);
    if (Channel* leg = find_alive(uuid)) refuse(*leg, status);
  });
}

void Model::ring(const std::string& uuid) {
  Channel* leg = find_alive(uuid);
  if (leg == nullptr) return;
  leg->progress = scheduler.now();
  const Attempt* owner = attempt(leg->attempt);
  if (Channel* originator = owner == nullptr ? nullptr : find(owner->request.originator)) {
    if (!originator->progress) originator->progress = scheduler.now();
  }
  note(LogKind::leg_ringing, leg, "180");
  emit("CHANNEL_PROGRESS", leg);
  leg->call_state = "RINGING";
}

void Model::early_media(const std::string& uuid) {
  Channel* leg = find_alive(uuid);
  if (leg == nullptr) return;
  leg->progress_media = scheduler.now();
  leg->answer_state = "early";
  leg->variables.set("endpoint_disposition", "EARLY MEDIA");
  note(LogKind::leg_ringing, leg, "183");
  emit("CHANNEL_PROGRESS_MEDIA", leg);
  leg->call_state = "EARLY";
  const Attempt* owner = attempt(leg->attempt);
  if (owner == nullptr || leg->variables.is_true("ignore_early_media")) return;
  scheduler.after(kNetworkDelay, [this, uuid] {
    if (Channel* early = find_alive(uuid)) leg_ready(*early);
  });
}

void Model::pick_up(const std::string& uuid, const Phone& phone) {
  Channel* leg = find_alive(uuid);
  if (leg == nullptr) return;
  leg->answered = scheduler.now();
  leg->answer_state = "answered";
  note(LogKind::leg_answered, leg, phone.behaviour == Behaviour::voicemail ? "by a machine" : "");
  emit("CHANNEL_ANSWER", leg);
  presence(*leg, "CS_CONSUME_MEDIA", "active");
  leg->call_state = "ACTIVE";
  if (phone.behaviour == Behaviour::voicemail) {
    scheduler.after(kBeepDelay, [this, uuid] {
      const Channel* machine = find_alive(uuid);
      if (machine != nullptr)
        emit("CUSTOM", machine, {{"Event-Subclass", "avmd::beep"}, {"Beep-Status", "DETECTED"}});
    });
  }
  if (!phone.presses.empty()) press_when_quiet(uuid, phone.presses, phone.presses_after);
  if (phone.drops_after) {
    scheduler.after(*phone.drops_after, [this, uuid] {
      if (Channel* dropped = find_alive(uuid)) hang_up(*dropped, "NORMAL_CLEARING", true);
    });
  }
  leg_ready(*leg);
}

// A person listens to the end before pressing a key.
void Model::press_when_quiet(const std::string& uuid, const std::string& keys, Milliseconds after) {
  scheduler.after(after, [this, uuid, keys, after] {
    Channel* leg = find_alive(uuid);
    if (leg == nullptr) return;
    if (plays_sound(*leg)) return press_when_quiet(uuid, keys, std::max(kQuietCheck, after));
    press_keys(*leg, keys);
  });
}

}  // namespace smarthandoff::telephony::simulator
