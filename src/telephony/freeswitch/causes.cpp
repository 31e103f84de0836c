#include "telephony/freeswitch/causes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace smarthandoff::telephony::freeswitch {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> refusal(std::optional<std::int64_t> code) {
  return code && *code >= 300 && *code <= 699 ? code : std::nullopt;
}

struct Cause {
  std::string_view name;
  LegEnd end;
};

// docs/freeswitch.md and §5; the rest by their meaning in Q.850.
constexpr std::array<Cause, 22> kCauses{{
    {"USER_BUSY", LegEnd::busy},
    {"NO_ANSWER", LegEnd::no_answer},
    {"ALLOTTED_TIMEOUT", LegEnd::no_answer},
    {"PROGRESS_TIMEOUT", LegEnd::no_answer},
    {"RECOVERY_ON_TIMER_EXPIRE", LegEnd::no_answer},
    {"CALL_REJECTED", LegEnd::rejected},
    {"NO_USER_RESPONSE", LegEnd::unavailable},
    {"USER_NOT_REGISTERED", LegEnd::not_registered},
    {"SUBSCRIBER_ABSENT", LegEnd::unknown_number},
    {"UNALLOCATED_NUMBER", LegEnd::unknown_number},
    {"INVALID_NUMBER_FORMAT", LegEnd::unknown_number},
    {"NUMBER_CHANGED", LegEnd::unknown_number},
    {"NO_ROUTE_DESTINATION", LegEnd::no_route},
    {"NO_ROUTE_TRANSIT_NET", LegEnd::no_route},
    {"INVALID_GATEWAY", LegEnd::no_route},
    {"GATEWAY_DOWN", LegEnd::no_route},
    {"CHAN_NOT_IMPLEMENTED", LegEnd::no_route},
    {"NETWORK_OUT_OF_ORDER", LegEnd::no_route},
    {"DESTINATION_OUT_OF_ORDER", LegEnd::failed},
    {"ORIGINATOR_CANCEL", LegEnd::canceled},
    {"LOSE_RACE", LegEnd::canceled},
    {"MANAGER_REQUEST", LegEnd::failed},
}};

}  // namespace

std::optional<std::int64_t> sip_code_of(const esl::Event& hangup) {
  if (const auto code = number(hangup.variable("sip_term_status"))) return refusal(code);
  const std::string specific = hangup.variable("proto_specific_hangup_cause");
  if (specific.starts_with("sip:")) return refusal(number(std::string_view(specific).substr(4)));
  const auto failure = refusal(number(hangup.variable("sip_invite_failure_status")));
  return failure == 487 ? std::nullopt : failure;
}

bool is_local_cause(std::string_view cause) {
  static constexpr std::array<std::string_view, 8> kLocal{
      "NO_ANSWER",       "ALLOTTED_TIMEOUT", "PROGRESS_TIMEOUT", "ORIGINATOR_CANCEL",
      "NORMAL_CLEARING", "LOSE_RACE",        "MANAGER_REQUEST",  "SYSTEM_SHUTDOWN"};
  return std::find(kLocal.begin(), kLocal.end(), cause) != kLocal.end();
}

LegEnd leg_end_of(std::string_view cause, std::optional<std::int64_t> sip_code, bool cancel_wanted) {
  if (cancel_wanted && (cause == "NORMAL_CLEARING" || cause == kMissed)) return LegEnd::canceled;
  // 401, 402, 403 and 407 are a trunk's refusals, not a person's (traps 15, 19).
  if (cause == "CALL_REJECTED" && sip_code && *sip_code != 603) return LegEnd::failed;
  if (cause == "NO_ROUTE_DESTINATION" && sip_code == 404) return LegEnd::unknown_number;
  const auto* known =
      std::find_if(kCauses.begin(), kCauses.end(), [&](const Cause& row) { return row.name == cause; });
  return known == kCauses.end() ? LegEnd::failed : known->end;
}

}  // namespace smarthandoff::telephony::freeswitch
