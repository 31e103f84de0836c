#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/telephony/esl/event.hpp>
#include <smarthandoff/telephony/types.hpp>

namespace smarthandoff::telephony::freeswitch {

// The cause of an end that nobody told us of.
constexpr std::string_view kMissed = "MISSED";

// The phone's or network's own SIP refusal in a CHANNEL_HANGUP or CHANNEL_HANGUP_COMPLETE of a leg. The 487
// that answers our CANCEL is none.
std::optional<std::int64_t> sip_code_of(const esl::Event& hangup);

// True for causes that the PBX made by itself (timeout, cancel), for which no SIP refusal will follow.
bool is_local_cause(std::string_view cause);

// Why an unanswered leg ended. `cause` is Hangup-Cause or the job's -ERR (docs/freeswitch.md).
LegEnd leg_end_of(std::string_view cause, std::optional<std::int64_t> sip_code, bool cancel_wanted);

}  // namespace smarthandoff::telephony::freeswitch
