#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/telephony/twilio/form.hpp>

// X-Twilio-Signature: what Twilio signs its requests with, and how to tell a forged one.
namespace smarthandoff::twilio {

// The parameters of a form; a name may occur more than once. From outside a name's value is a text or a list
// of texts.
struct FormParams {
  std::vector<std::pair<std::string, std::string>> pairs;
  bool operator==(const FormParams&) const = default;
};

struct Sign {
  Secret token;       // the account's AuthToken; must not be empty
  std::string url;    // http, https, ws or wss, byte for byte; a fragment is no part of it
  FormParams params;  // of a POSTed form; none for GET, JSON (its hash is in the URL) and WebSocket
};

// One request as it was received.
struct Validate {
  Secret token;           // the AuthToken of the account, or subaccount, that sent it
  std::string signature;  // the header X-Twilio-Signature
  std::string url;        // the configured public URL with the query as it came
  Body body;              // raw; empty for GET and for the handshake of a WebSocket
  std::string content_type = "application/x-www-form-urlencoded";  // the header; parameters are passed over
};

// The signature, in base64. Throws invalid_argument naming the field.
std::string sign(const Sign& request);

// True if the signature fits. Of the URL, the forms that Twilio may have signed are tried: without port and
// with it (443 or 80 where there is none), the host in lower case, and a WebSocket's with a '/' more. A body
// that is no form is held to the query parameter bodySHA256. An empty token fits nothing. The comparison
// takes the same time whatever the signature. Throws invalid_argument (field "body") for a body of more than
// kMaxBody bytes, (field "url") for a URL of more than 8192.
bool validate(const Validate& request);

// The same for many requests of one token: keeps the keyed digest. One thread at a time.
class Signer {
 public:
  // Throws invalid_argument (field "token") for an empty one.
  explicit Signer(const Secret& token);
  ~Signer();
  Signer(Signer&&) noexcept;
  Signer& operator=(Signer&&) noexcept;

  std::string sign(std::string_view url, const FormParams& params);

  // As validate(); a form's body is left parsed in `form`.
  bool fits(std::string_view signature, std::string_view url, std::string_view body,
            std::string_view content_type, Form& form);

 private:
  struct Keyed;
  std::unique_ptr<Keyed> keyed_;
};

const Type& describe(const FormParams*);
const Type& describe(const Sign*);
const Type& describe(const Validate*);

}  // namespace smarthandoff::twilio
