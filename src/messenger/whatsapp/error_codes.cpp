#include "messenger/whatsapp/error_codes.hpp"

#include <algorithm>
#include <array>

namespace smarthandoff::messenger::whatsapp {
namespace {

struct Line {
  std::int64_t code;
  FailureKind kind;
};

// Meta's page of error codes; the kinds are our own judgement.
constexpr std::array kLines = {
    Line{0, FailureKind::unauthorized},
    Line{1, FailureKind::temporary},
    Line{2, FailureKind::temporary},
    Line{3, FailureKind::configuration},
    Line{4, FailureKind::rate_limited},
    Line{10, FailureKind::configuration},
    Line{33, FailureKind::configuration},
    Line{100, FailureKind::request_invalid},
    Line{190, FailureKind::unauthorized},
    Line{368, FailureKind::account_blocked},
    Line{80007, FailureKind::rate_limited},
    Line{130429, FailureKind::rate_limited},
    Line{130472, FailureKind::recipient_skipped},
    Line{130497, FailureKind::account_blocked},
    Line{131000, FailureKind::temporary},
    Line{131005, FailureKind::configuration},
    Line{131008, FailureKind::request_invalid},
    Line{131009, FailureKind::request_invalid},
    Line{131016, FailureKind::temporary},
    Line{131021, FailureKind::request_invalid},
    Line{131026, FailureKind::recipient_unreachable},
    Line{131030, FailureKind::configuration},
    Line{131031, FailureKind::account_blocked},
    Line{131037, FailureKind::configuration},
    Line{131042, FailureKind::configuration},
    Line{131044, FailureKind::configuration},
    Line{131045, FailureKind::configuration},
    Line{131047, FailureKind::window_closed},
    Line{131048, FailureKind::sender_paused},
    Line{131049, FailureKind::recipient_waits},
    Line{131050, FailureKind::recipient_stopped},
    Line{131051, FailureKind::request_invalid},
    Line{131052, FailureKind::media},
    Line{131053, FailureKind::media},
    Line{131056, FailureKind::pair_limited},
    Line{131057, FailureKind::temporary},
    Line{131062, FailureKind::request_invalid},
    Line{131063, FailureKind::configuration},
    Line{131064, FailureKind::sender_paused},
    Line{132000, FailureKind::template_invalid},
    Line{132001, FailureKind::template_invalid},
    Line{132005, FailureKind::template_invalid},
    Line{132007, FailureKind::template_invalid},
    Line{132008, FailureKind::template_invalid},
    Line{132012, FailureKind::template_invalid},
    Line{132015, FailureKind::template_paused},
    Line{132016, FailureKind::template_invalid},
    Line{132068, FailureKind::template_invalid},
    Line{132069, FailureKind::template_paused},
    Line{133016, FailureKind::rate_limited},
    Line{135000, FailureKind::request_invalid},
    Line{137000, FailureKind::recipient_changed},
};

}  // namespace

FailureKind kind_of(std::int64_t code) {
  if (code >= 200 && code <= 299) return FailureKind::configuration;  // permissions of the app
  const auto found =
      std::find_if(kLines.begin(), kLines.end(), [&](const Line& line) { return line.code == code; });
  return found == kLines.end() ? FailureKind::unknown : found->kind;
}

}  // namespace smarthandoff::messenger::whatsapp
