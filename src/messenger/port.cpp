#include <smarthandoff/messenger/port.hpp>

namespace smarthandoff::messenger {
namespace {

constexpr std::size_t kMaxDetail = 200;

FailureKind kind_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
    case ErrorCode::not_found:
    case ErrorCode::already_exists:
    case ErrorCode::unsupported:
      return FailureKind::request_invalid;
    case ErrorCode::failed_precondition:
      return FailureKind::configuration;
    case ErrorCode::unauthorized:
      return FailureKind::unauthorized;
    case ErrorCode::rate_limited:
      return FailureKind::rate_limited;
    case ErrorCode::unavailable:
    case ErrorCode::timeout:
    case ErrorCode::in_doubt:
    case ErrorCode::conflict:
    case ErrorCode::corrupt:
    case ErrorCode::internal:
      return FailureKind::temporary;
  }
  return FailureKind::unknown;
}

SendOutcome outcome_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::unavailable:
    case ErrorCode::rate_limited:
    case ErrorCode::unauthorized:
      return SendOutcome::retry;
    case ErrorCode::timeout:
    case ErrorCode::in_doubt:
    case ErrorCode::conflict:
    case ErrorCode::corrupt:
    case ErrorCode::internal:
      return SendOutcome::in_doubt;
    case ErrorCode::invalid_argument:
    case ErrorCode::not_found:
    case ErrorCode::already_exists:
    case ErrorCode::unsupported:
    case ErrorCode::failed_precondition:
      return SendOutcome::refused;
  }
  return SendOutcome::in_doubt;
}

}  // namespace

void Messenger::inspect(const InspectChannel&, std::function<void(ChannelReport)> done) {
  done({.failure = failure_of(Error(ErrorCode::unsupported, "this messenger cannot tell")), .websites = {}});
}

Failure failure_of(const Error& error) {
  return {.kind = kind_of(error.code()), .detail = std::string(error.what()).substr(0, kMaxDetail)};
}

SendResult failed_send(const Error& error) {
  return {.outcome = outcome_of(error.code()), .failure = failure_of(error)};
}

}  // namespace smarthandoff::messenger
