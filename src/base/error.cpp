#include <smarthandoff/base/error.hpp>

#include <utility>

namespace smarthandoff {

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::already_exists:
      return "already_exists";
    case ErrorCode::failed_precondition:
      return "failed_precondition";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::timeout:
      return "timeout";
    case ErrorCode::rate_limited:
      return "rate_limited";
    case ErrorCode::in_doubt:
      return "in_doubt";
    case ErrorCode::unauthorized:
      return "unauthorized";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

Error::Error(ErrorCode code, const std::string& message, Details details)
    : std::runtime_error(message), code_(code), details_(std::move(details)) {}

bool Error::retryable() const noexcept {
  return code_ == ErrorCode::unavailable || code_ == ErrorCode::timeout || code_ == ErrorCode::rate_limited ||
         code_ == ErrorCode::conflict;
}

Error invalid_field(std::string_view field, std::string_view reason) {
  std::string message = "field \"" + std::string(field) + "\": " + std::string(reason);
  return Error(ErrorCode::invalid_argument, message,
               {{"field", std::string(field)}, {"reason", std::string(reason)}});
}

Error no_such(std::string_view thing, std::string_view id) {
  return Error(ErrorCode::not_found,
               "no " + std::string(thing) + " \"" + std::string(id) + "\" in this tenant",
               {{"thing", std::string(thing)}});
}

}  // namespace smarthandoff
