#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/http/client.hpp>

#include "telephony/twilio/rest_request.hpp"

namespace smarthandoff::twilio {

// What an error code of Twilio means for us.
enum class RestClass {
  unknown,
  retry_backoff,      // try again, slower
  retry_maybe_later,  // one later attempt may succeed
  recipient_permanent,
  recipient_opted_out,
  window_closed_needs_template,
  content_permanent,
  permission_geo,
  account_or_config,
  our_webhook_failed,
  state_conflict,  // the call or recording has moved on
  reply_loop,
  not_found,
};

std::string_view to_string(RestClass meaning);
RestClass class_of(std::int64_t code);

inline constexpr std::int64_t kWrongCallState = 21220;

// What an answer that is no success, or none, means for a request of that kind.
struct RestFailure {
  Error error;
  std::int64_t code = 0;    // Twilio's; 0 without
  std::int64_t status = 0;  // HTTP's; 0 without an answer
  bool repeat = false;      // may and should be tried again
  std::optional<Milliseconds> retry_after;
};

// Nothing where the request succeeded: also where a thing to be deleted is gone.
std::optional<RestFailure> failure_of(const http::Outcome& outcome, RestKind kind);

}  // namespace smarthandoff::twilio
