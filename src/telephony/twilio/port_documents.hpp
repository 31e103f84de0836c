#pragma once

#include <string>
#include <vector>

#include <smarthandoff/telephony/twilio.hpp>
#include <smarthandoff/telephony/twilio/twiml.hpp>

// The addresses that Twilio is given and the documents that it is answered with: pure.
namespace smarthandoff::telephony::twilio_port {

// Whom an address is about: one of our legs, or a caller by his CallSid.
struct Subject {
  std::string id;
  bool is_leg = false;
  std::string call;  // a leg's caller
};

// "{public_url}/{purpose}?leg=…&call=…&step=…".
std::string address(const TwilioOptions& options, const std::string& purpose, const Subject& subject,
                    const std::string& step = {});

// The name of the conference in which a caller meets people.
std::string room_name(const std::string& id);

// Whom a request to ring dials, and what it shows.
std::string dialled(const TwilioOptions& options, DialKind kind, const std::string& number,
                    const std::string& domain);

namespace document {

// Silence in which keys are heard; when `answered_timeout` is over without an order, it hangs up.
twiml::Document listen(const TwilioOptions& options, const Subject& subject);
// `number` tells one prompt from the next.
twiml::Document prompt(const TwilioOptions& options, const Subject& subject, std::int64_t number,
                       const std::string& text, const std::string& language);
// The conference of `room`. Its owner hears music while he is alone, and ends it when he goes.
twiml::Document meet(const TwilioOptions& options, const Subject& subject, const std::string& room);
twiml::Document assistant(const TwilioOptions& options, const Subject& subject, const std::string& stream,
                          const std::string& extension, bool resumed);
twiml::Document silence(const TwilioOptions& options, const Subject& subject);
twiml::Document transfer(const TwilioOptions& options, const Subject& subject, const BlindTransfer& request);
twiml::Document hang_up();

}  // namespace document
}  // namespace smarthandoff::telephony::twilio_port
