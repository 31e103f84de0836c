#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/base/time.hpp>

// Access tokens of Twilio's Voice SDK: what a browser or app shows to ring and to call as an agent.
namespace smarthandoff::twilio {

// An instant; from outside also whole seconds since 1970, as tokens have them.
struct UnixTime {
  Instant at;
  bool operator==(const UnixTime&) const = default;
};

struct AccessToken {
  std::string account_sid;  // AC and 32 hex digits
  std::string key_sid;      // SK and 32 hex digits: an API key of the region
  Secret key_secret;        // the API key's, not the AuthToken
  std::string identity;     // whom <Client> rings; 1-256 characters
  std::int64_t ttl = 3600;  // seconds, 1-86400
  UnixTime issued_at;
  bool incoming = false;                 // may be rung
  std::string outgoing_application_sid;  // AP and 32 hex digits: may call through it; empty: may not
  std::string region;                    // e.g. "ie1"; empty: us1
  std::map<std::string, std::string> outgoing_params;  // for the application; only with one
  std::string push_credential_sid;                     // CR and 32 hex digits; may be empty
  std::optional<UnixTime> not_before;
};

// The signed token (JWT, HS256). Throws invalid_argument naming the field; no message holds the secret.
std::string access_token(const AccessToken& request);

const Type& describe(const UnixTime*);
const Type& describe(const AccessToken*);

}  // namespace smarthandoff::twilio
