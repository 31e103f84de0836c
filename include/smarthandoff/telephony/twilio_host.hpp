#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/telephony/twilio.hpp>

// What a host's web server and a Twilio adapter hand to each other, as plain values.
namespace smarthandoff::telephony {

// A request of Twilio's to the adapter's public_url or below.
struct TwilioRequest {
  std::string method = "POST";
  std::string url;                             // as received: the path with its query is what counts
  std::map<std::string, std::string> headers;  // whatever their case; X-Twilio-Signature among them
  Body body;                                   // raw
};

// What to answer with: nothing else of the response matters to Twilio.
struct TwilioAnswer {
  std::int64_t status = 200;
  std::string content_type;
  std::string body;
};

TwilioAnswer answer(Twilio& adapter, const TwilioRequest& request);

// All but the function `presence`, which each language hands over in its own way.
const Type& describe(const TwilioOptions*);
const Type& describe(const TwilioRequest*);
const Type& describe(const TwilioAnswer*);

}  // namespace smarthandoff::telephony

namespace smarthandoff::twilio {
const Type& describe(const RestOptions*);
}  // namespace smarthandoff::twilio
