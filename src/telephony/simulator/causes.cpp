#include "telephony/simulator/causes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace smarthandoff::telephony::simulator {
namespace {

constexpr std::array<Refusal, 7> kRefusals{{{404, "Not Found", "UNALLOCATED_NUMBER"},
                                            {408, "Request Timeout", "RECOVERY_ON_TIMER_EXPIRE"},
                                            {480, "Temporarily Unavailable", "NO_USER_RESPONSE"},
                                            {486, "Busy Here", "USER_BUSY"},
                                            {487, "CANCEL", "ORIGINATOR_CANCEL"},
                                            {503, "Service Unavailable", "NORMAL_TEMPORARY_FAILURE"},
                                            {603, "Decline", "CALL_REJECTED"}}};

constexpr std::array<std::pair<std::string_view, std::int64_t>, 8> kQ850{{{"UNALLOCATED_NUMBER", 1},
                                                                          {"NO_ROUTE_DESTINATION", 3},
                                                                          {"USER_BUSY", 17},
                                                                          {"NO_USER_RESPONSE", 18},
                                                                          {"NO_ANSWER", 19},
                                                                          {"CALL_REJECTED", 21},
                                                                          {"NORMAL_TEMPORARY_FAILURE", 41},
                                                                          {"RECOVERY_ON_TIMER_EXPIRE", 102}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kDialStatus{
    {{"SUCCESS", "SUCCESS"},
     {"USER_BUSY", "BUSY"},
     {"NO_ANSWER", "NOANSWER"},
     {"CALL_REJECTED", "DONTCALL"},
     {"ORIGINATOR_CANCEL", "CANCEL"}}};

}  // namespace

Refusal refusal_of(std::int64_t status) {
  for (const Refusal& refusal : kRefusals) {
    if (refusal.status == status) return refusal;
  }
  return refusal_of(503);
}

std::int64_t q850_of(std::string_view cause) {
  for (const auto& [name, code] : kQ850) {
    if (name == cause) return code;
  }
  return 16;
}

std::string dial_status_of(std::string_view cause) {
  for (const auto& [name, status] : kDialStatus) {
    if (name == cause) return std::string(status);
  }
  return std::string(cause);
}

std::string cause_named(std::string_view text) {
  if (text.empty()) return "NORMAL_CLEARING";
  std::string cause(text);
  std::transform(cause.begin(), cause.end(), cause.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return cause;
}

}  // namespace smarthandoff::telephony::simulator
