#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/http/client.hpp>
#include <smarthandoff/telephony/port.hpp>
#include <smarthandoff/telephony/twilio/rest.hpp>

namespace smarthandoff::telephony {

// Answers an extension's state; nothing if it cannot tell.
using StateAnswer = std::function<void(std::optional<ExtensionState>)>;

// A host's own source of what agents are doing (a heartbeat of the browser's phone, TaskRouter's activities):
// Twilio has no presence. Must return at once and call the answer at most once, from any thread.
using PresenceSource =
    std::function<void(const std::string& extension, const std::string& domain, StateAnswer)>;

// How a Twilio account is reached, how it reaches us, and what callers hear.
struct TwilioOptions {
  twilio::RestOptions account;
  // Signs webhooks; empty: account.auth_token. One of the two must be given.
  Secret webhook_token;
  // Where Twilio reaches the host that calls webhook(): "https://host.example/twilio", without query or a '/'
  // at the end. Requests to everything below it are handed over.
  std::string public_url;

  std::string number;  // E.164: shown when we ring a person; one of the account's
  // Whom an extension rings: {extension} and {domain} are filled in.
  std::string extension_address = "client:{extension}";
  std::string domain;  // of extensions for which none is given

  // The assistant: a bidirectional stream (wss) that a caller is connected to on arrival and on coming back.
  // Empty: a caller who comes back hears silence, unless resume() is given an address.
  std::string assistant_stream;
  std::string music_url;  // what a caller on hold hears; empty: Twilio's own
  std::map<std::string, std::string> voices{{"pt-BR", "Polly.Camila"}, {"en-US", "Polly.Joanna"}};

  bool detect_machines = false;  // on legs, in the background; costs money
  Milliseconds answered_timeout{
      120'000};             // an answered leg that nobody orders anything is hung up; 1 s - 10 min
  PresenceSource presence;  // none: unknown, but for the calls that we made
};

// A Twilio account as a phone system (docs/twilio.md).
class Twilio : public Telephony {
 public:
  // A request that Twilio made to public_url or below, with the path and query as received (scheme and host
  // are taken from public_url), all headers and the raw body; and what to answer. A signature that does not
  // fit is answered with 403, an unknown path with 404, a body of more than 4 MB with 413. Any thread; waits
  // for the port's other work of the moment, never for the network. Before start() and after stop() 503.
  virtual http::Response webhook(const http::Request& request) = 0;
};

// Nothing is contacted before start(). Notes on the port:
// - a caller's CallId is Twilio's CallSid.
// - start() asks for the account once, and throws unauthorized where Twilio refuses the credentials.
// - play() is done when the person has heard it to the end or pressed a key; "https:…" plays a file.
// - resume() takes an `extension` that is an address too: "wss:…" of another stream, "https:…" of TwiML.
// - record() records both sides apart, from then on; its path is not used: the recording has Twilio's SID.
// - a kind `number` or `trunk` shows caller_number if there is one; the gateway is not used.
// Throws invalid_argument naming the option. `transport` and `clock` are the network and the machine's if not
// given.
std::shared_ptr<Twilio> make_twilio(TwilioOptions options, twilio::Transport transport = nullptr,
                                    std::shared_ptr<const Clock> clock = nullptr);

}  // namespace smarthandoff::telephony

namespace smarthandoff {
using telephony::TwilioOptions;
}  // namespace smarthandoff
