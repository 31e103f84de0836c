#include "telephony/simulator/event_names.hpp"

#include <algorithm>
#include <array>

namespace smarthandoff::telephony::simulator {

namespace {

constexpr std::array<std::string_view, 61> kNames{"ALL",
                                                  "all",
                                                  "CUSTOM",
                                                  "CLONE",
                                                  "CHANNEL_CREATE",
                                                  "CHANNEL_DESTROY",
                                                  "CHANNEL_STATE",
                                                  "CHANNEL_CALLSTATE",
                                                  "CHANNEL_ANSWER",
                                                  "CHANNEL_HANGUP",
                                                  "CHANNEL_HANGUP_COMPLETE",
                                                  "CHANNEL_EXECUTE",
                                                  "CHANNEL_EXECUTE_COMPLETE",
                                                  "CHANNEL_HOLD",
                                                  "CHANNEL_UNHOLD",
                                                  "CHANNEL_BRIDGE",
                                                  "CHANNEL_UNBRIDGE",
                                                  "CHANNEL_PROGRESS",
                                                  "CHANNEL_PROGRESS_MEDIA",
                                                  "CHANNEL_OUTGOING",
                                                  "CHANNEL_PARK",
                                                  "CHANNEL_UNPARK",
                                                  "CHANNEL_APPLICATION",
                                                  "CHANNEL_ORIGINATE",
                                                  "CHANNEL_UUID",
                                                  "CHANNEL_DATA",
                                                  "API",
                                                  "LOG",
                                                  "INBOUND_CHAN",
                                                  "OUTBOUND_CHAN",
                                                  "STARTUP",
                                                  "SHUTDOWN",
                                                  "PUBLISH",
                                                  "UNPUBLISH",
                                                  "TALK",
                                                  "NOTALK",
                                                  "SESSION_CRASH",
                                                  "MODULE_LOAD",
                                                  "MODULE_UNLOAD",
                                                  "DTMF",
                                                  "MESSAGE",
                                                  "PRESENCE_IN",
                                                  "PRESENCE_OUT",
                                                  "PRESENCE_PROBE",
                                                  "MESSAGE_WAITING",
                                                  "ROSTER",
                                                  "CODEC",
                                                  "BACKGROUND_JOB",
                                                  "DETECTED_SPEECH",
                                                  "PRIVATE_COMMAND",
                                                  "HEARTBEAT",
                                                  "TRAP",
                                                  "COMMAND",
                                                  "RECORD_START",
                                                  "RECORD_STOP",
                                                  "PLAYBACK_START",
                                                  "PLAYBACK_STOP",
                                                  "CALL_UPDATE",
                                                  "RE_SCHEDULE",
                                                  "MEDIA_BUG_STOP",
                                                  "MEDIA_BUG_START"};

}  // namespace

bool is_event_name(std::string_view name) {
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace smarthandoff::telephony::simulator
