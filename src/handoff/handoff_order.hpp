#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/callback/ids.hpp>
#include <smarthandoff/handoff/handoff.hpp>

// What a handoff's jobs carry, and what its events tell.
namespace smarthandoff::handoff {

// The kinds of job: one order to the phone system each, and the timer.
namespace kind {
inline constexpr const char* kCheck = "handoff.check";
inline constexpr const char* kHold = "handoff.hold";
inline constexpr const char* kRing = "handoff.ring";
inline constexpr const char* kCancel = "handoff.cancel";
inline constexpr const char* kWhisper = "handoff.whisper";
inline constexpr const char* kBridge = "handoff.bridge";
inline constexpr const char* kResume = "handoff.resume";
inline constexpr const char* kBlind = "handoff.blind";
inline constexpr const char* kHangUp = "handoff.hangup";
inline constexpr const char* kRecord = "handoff.record";
inline constexpr const char* kProbe = "handoff.probe";
inline constexpr const char* kTimer = "handoff.timer";
}  // namespace kind

// An order: everything its effect needs, since an effect reads no rows.
struct Order {
  HandoffId handoff_id;
  AttemptId attempt_id;  // the answer counts only while this attempt runs
  std::string call;
  std::string leg;
  telephony::DialKind dial = telephony::DialKind::extension;
  std::string number, domain, context, gateway;
  std::string caller_name, caller_number;
  std::string text, language;            // whisper
  std::string path;                      // record
  telephony::AssistantTarget assistant;  // resume
  Milliseconds timeout{30'000};
  std::int64_t timer = 0;  // timer: which one
  std::int64_t tries = 0;  // fruitless ones before
};

// Payload of every handoff event. No personal data but the name in `say`.
struct HandoffEvent {
  HandoffId handoff_id;
  std::string call_id;
  HandoffState state = HandoffState::conversation;
  DialogueState question = DialogueState::none;
  DestinationId destination_id;
  AttemptId attempt_id;
  std::optional<telephony::TransferResult> result;
  CallbackId callback_id;
  TicketId ticket_id;
  std::string say;     // handoff.hold, handoff.returned: what the caller is to hear
  std::string reason;  // handoff.recording_failed
};

const Type& describe(const Order*);
const Type& describe(const HandoffEvent*);

}  // namespace smarthandoff::handoff
