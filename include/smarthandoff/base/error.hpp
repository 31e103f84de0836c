#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace smarthandoff {

// What a caller can do about a failure. The wire name (Python, Node, HTTP) is the enumerator's name.
enum class ErrorCode {
  invalid_argument,     // fix the request: a value is missing, malformed or out of range
  not_found,            // fix the request: no such thing in this tenant
  already_exists,       // fix the request: the key is taken
  failed_precondition,  // fix the state first, then ask again
  conflict,             // somebody else changed it: read again and redo
  unavailable,          // retry later: a peer or the store cannot be reached
  timeout,              // retry later: no answer within the deadline
  rate_limited,         // retry later: a queue or a peer's limit is full
  in_doubt,             // it may have happened: reconcile by id, never repeat blindly
  unauthorized,         // the role or the credentials do not allow it
  corrupt,              // stored or received data is broken
  unsupported,          // this build or this peer cannot do it
  internal,             // our own mistake
};

// The wire name of a code, e.g. "failed_precondition".
std::string_view to_string(ErrorCode code) noexcept;

// The only exception type of the library. The message is lower case and says what failed, with which
// field and value, and what would be right; it never holds a secret or a whole phone or document number.
class Error : public std::runtime_error {
 public:
  using Details = std::map<std::string, std::string>;

  Error(ErrorCode code, const std::string& message, Details details = {});

  ErrorCode code() const noexcept { return code_; }

  // True for unavailable, timeout, rate_limited and conflict: the same request may succeed later.
  bool retryable() const noexcept;

  // Machine-readable facts, e.g. {"field", "number"}, {"reason", "too_short"}.
  const Details& details() const noexcept { return details_; }

 private:
  ErrorCode code_;
  Details details_;
};

// invalid_argument naming the field, in the one form all operations use: `field "number": must not be empty`.
Error invalid_field(std::string_view field, std::string_view reason);

// not_found in the one form all operations use: `no handoff "0190…" in this tenant`.
Error no_such(std::string_view thing, std::string_view id);

}  // namespace smarthandoff
