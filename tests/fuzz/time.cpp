#include <algorithm>
#include <array>
#include <chrono>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/base/zone.hpp>

#include "fuzz/targets.hpp"

namespace fuzz {
namespace {

using namespace smarthandoff;
using understand::TimeKind;
using understand::TimeTreatment;
using understand::TimeUnderstanding;
using understand::UnderstandTime;

constexpr std::array kZones = {"America/Sao_Paulo",
                               "America/New_York",
                               "Asia/Kathmandu",
                               "Pacific/Apia",
                               "America/Noronha",
                               "Australia/Lord_Howe",
                               "UTC",
                               "Europe/Lisbon"};
constexpr Milliseconds kStep = std::chrono::minutes(3);

// A year that was said has at most four digits.
const Instant kLatest = parse_rfc3339("9999-12-31T23:59:59Z");

UnderstandTime request_of(std::string_view input) {
  UnderstandTime request;
  const unsigned choice = take_byte(input);
  request.zone = kZones[choice % kZones.size()];
  request.language = choice < 128 ? "pt-BR" : "en-US";
  unsigned steps = 0;
  for (int i = 0; i < 3; ++i) steps = steps << 8U | take_byte(input);
  request.now = parse_rfc3339("2020-01-01T00:00:00Z") + kStep * (steps % 5'000'000) + Milliseconds(1234);
  request.text = std::string(input);
  return request;
}

// Answers are whole minutes (or now and a length of time), so they may lie in the minute of now.
void check_ahead(const UnderstandTime& request, Instant utc) {
  require(utc >= std::chrono::floor<std::chrono::minutes>(request.now), "no answer lies in the past");
  require(utc <= kLatest, "no answer lies behind the calendar");
}

void check_pair(const UnderstandTime& request, const std::optional<std::string>& local,
                const std::optional<Instant>& utc, bool ahead) {
  require(local.has_value() == utc.has_value(), "a local time and its instant come together");
  if (!utc) return;
  if (ahead) check_ahead(request, *utc);
  const auto resolved = resolve_local(to_local(*utc, request.zone), request.zone);
  if (resolved.kind == LocalKind::unique && to_string(to_local(*utc, request.zone)) != *local) {
    // The one exception: what clocks skip is answered with the moment at which they jumped.
    require(to_local(*utc - std::chrono::minutes(1), request.zone) + std::chrono::minutes(1) !=
                to_local(*utc, request.zone),
            "the local time " + *local + " is that of the instant " + to_rfc3339(*utc));
  }
}

void check_kind(const TimeUnderstanding& answer) {
  const bool one = answer.kind == TimeKind::instant || answer.kind == TimeKind::asap;
  require(answer.utc.has_value() == one, "an instant, and only that, has its time");
  require(answer.reason.has_value() == (answer.kind == TimeKind::invalid), "what is invalid has a reason");
  require((answer.kind == TimeKind::ambiguous) == (answer.utc_candidates.size() >= 2),
          "what is ambiguous has candidates");
  require(answer.kind != TimeKind::window || answer.utc_from || answer.utc_to, "a window has a side");
  const bool bookable = one || answer.kind == TimeKind::window;
  require(bookable || answer.treatment == TimeTreatment::ask, "what has no time is asked for");
}

void check_window(const UnderstandTime& request, const TimeUnderstanding& answer) {
  check_pair(request, answer.local_from, answer.utc_from, false);
  check_pair(request, answer.local_to, answer.utc_to, true);
  if (answer.utc_from && answer.utc_to)
    require(*answer.utc_from <= *answer.utc_to, "a window does not end before it begins");
  if (answer.utc_from && !answer.utc_to) check_ahead(request, *answer.utc_from);
}

void check_candidates(const UnderstandTime& request, const TimeUnderstanding& answer) {
  require(answer.utc_candidates.size() == answer.local_candidates.size(), "candidates come in pairs");
  for (std::size_t i = 0; i < answer.utc_candidates.size(); ++i) {
    check_pair(request, answer.local_candidates[i], answer.utc_candidates[i], true);
    require(
        std::count(answer.utc_candidates.begin(), answer.utc_candidates.end(), answer.utc_candidates[i]) == 1,
        "no candidate is offered twice");
  }
}

}  // namespace

void time(std::string_view input) {
  const UnderstandTime request = request_of(input);
  try {
    const TimeUnderstanding answer = understand::time(request);
    check_kind(answer);
    check_pair(request, answer.local, answer.utc, true);
    check_window(request, answer);
    check_candidates(request, answer);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::invalid_argument && request.text.size() > 4096,
            std::string("only a text that is too long is refused: ") + error.what());
  }
}

}  // namespace fuzz
