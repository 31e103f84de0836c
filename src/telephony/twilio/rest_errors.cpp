#include "telephony/twilio/rest_errors.hpp"

#include <algorithm>
#include <charconv>

#include "base/field_check.hpp"
#include "base/peer_json.hpp"

namespace smarthandoff::twilio {
namespace {

constexpr std::size_t kMaxDetail = 200;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Twilio repeats numbers in its messages: of more than six digits in a row, the last two stay.
std::string masked(std::string text) {
  for (std::size_t from = 0; from < text.size();) {
    if (!is_digit(text[from])) {
      ++from;
      continue;
    }
    std::size_t to = from;
    while (to < text.size() && is_digit(text[to])) ++to;
    if (to - from > 6) std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(from), to - from - 2, '*');
    from = to;
  }
  return text;
}

ErrorCode code_of_class(RestClass meaning, std::int64_t status) {
  switch (meaning) {
    case RestClass::retry_backoff:
      return status == 429 || status < 500 ? ErrorCode::rate_limited : ErrorCode::unavailable;
    case RestClass::retry_maybe_later:
      return ErrorCode::unavailable;
    case RestClass::recipient_permanent:
    case RestClass::content_permanent:
      return ErrorCode::invalid_argument;
    case RestClass::recipient_opted_out:
    case RestClass::window_closed_needs_template:
    case RestClass::permission_geo:
    case RestClass::our_webhook_failed:
    case RestClass::reply_loop:
      return ErrorCode::failed_precondition;
    case RestClass::account_or_config:
      return status == 401 || status == 403 ? ErrorCode::unauthorized : ErrorCode::failed_precondition;
    case RestClass::state_conflict:
      return ErrorCode::conflict;
    case RestClass::not_found:
      return ErrorCode::not_found;
    case RestClass::unknown:
      break;
  }
  return ErrorCode::internal;
}

ErrorCode code_of_status(std::int64_t status) {
  if (status == 401 || status == 403) return ErrorCode::unauthorized;
  if (status == 404) return ErrorCode::not_found;
  if (status == 409) return ErrorCode::conflict;
  if (status == 429) return ErrorCode::rate_limited;
  if (status >= 500) return ErrorCode::unavailable;
  return status >= 400 ? ErrorCode::invalid_argument : ErrorCode::corrupt;
}

std::optional<Milliseconds> retry_after(const http::Response& response) {
  const std::string text = response.header("Retry-After");
  std::int64_t seconds = 0;
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, seconds);
  if (text.empty() || result.ec != std::errc() || result.ptr != end || seconds < 0) return std::nullopt;
  return Seconds(std::min<std::int64_t>(seconds, 60));
}

RestFailure not_answered(const http::Outcome& outcome, RestKind kind) {
  const Error& error = *outcome.failure;
  RestFailure failure{.error = error, .retry_after = {}};
  const bool network = error.code() == ErrorCode::unavailable || error.code() == ErrorCode::timeout;
  failure.repeat = network && kind != RestKind::change;
  if (outcome.maybe_sent && kind == RestKind::change)
    failure.error = Error(ErrorCode::in_doubt, std::string("no answer of twilio: ") + error.what());
  return failure;
}

RestFailure refused(const http::Response& response, RestKind kind) {
  const auto json = peer::parse_json(response.body).value_or(peer::Json());
  const std::int64_t code = peer::integer(json, "code");
  const RestClass meaning = class_of(code);
  ErrorCode ours = meaning == RestClass::unknown ? code_of_status(response.status)
                                                 : code_of_class(meaning, response.status);
  // A 5xx may hide a change that was made.
  const bool ambiguous = response.status >= 500;
  if (ambiguous && kind == RestKind::change) ours = ErrorCode::in_doubt;
  std::string text = "twilio answered " + std::to_string(response.status);
  if (code != 0) text += ", error " + std::to_string(code);
  if (const std::string said = masked(peer::text(json, "message", kMaxDetail)); !said.empty())
    text += ": " + said;
  Error::Details details{{"http_status", std::to_string(response.status)}};
  if (code != 0) details["twilio_code"] = std::to_string(code);
  if (meaning != RestClass::unknown) details["class"] = std::string(to_string(meaning));
  return {.error = Error(ours, text, std::move(details)),
          .code = code,
          .status = response.status,
          .repeat = response.status == 429 || (ambiguous && kind != RestKind::change),
          .retry_after = retry_after(response)};
}

}  // namespace

std::optional<RestFailure> failure_of(const http::Outcome& outcome, RestKind kind) {
  if (!outcome.response) return not_answered(outcome, kind);
  const std::int64_t status = outcome.response->status;
  if (status >= 200 && status <= 299) return std::nullopt;
  if (status == 404 && kind == RestKind::remove) return std::nullopt;
  return refused(*outcome.response, kind);
}

}  // namespace smarthandoff::twilio
