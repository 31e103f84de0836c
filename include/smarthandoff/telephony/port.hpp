#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/telephony/types.hpp>

// The port to a phone system: what the domain asks of it and what it is told. Adapters hold no rules.
namespace smarthandoff::telephony {

// Something that the phone system reports. Events of one leg come in the order they happened; between legs
// no order is promised. Anything may come twice.
struct CallEnded {
  CallId call;
  std::string cause;
};  // the caller has gone
struct LegRinging {
  LegId leg;
};
struct LegAnswered {
  LegId leg;
};  // really answered, not early media
struct LegMachine {
  LegId leg;
};  // a voicemail or machine was detected
struct LegKey {
  LegId leg;
  std::string digit;
};  // a DTMF key: "0"-"9", "*", "#"
struct LegEnded {
  LegId leg;
  LegEnd end = LegEnd::failed;
  std::optional<std::int64_t> sip_code;
  std::string cause;
  bool rang = false;
};
struct Bridged {
  CallId call;
  LegId leg;
};  // they hear each other; of two legs of ours either may be the call
struct Unbridged {
  CallId call;
  LegId leg;
};  // the caller stays with us, alone
struct RecordingFailed {
  CallId call;
  std::string reason;
};
struct PresenceChanged {
  std::string domain;
  ExtensionStatus status;
};
struct ConnectionLost {
  std::string reason;
};
struct ConnectionRestored {
  bool missed = false;
};  // ended calls were reported before it
using Event = std::variant<CallEnded, LegRinging, LegAnswered, LegMachine, LegKey, LegEnded, Bridged,
                           Unbridged, RecordingFailed, PresenceChanged, ConnectionLost, ConnectionRestored>;

// Where the caller goes back to after a failed attempt (docs/freeswitch.md): exactly one of the three.
struct AssistantTarget {
  std::string extension;  // transfer there, e.g. "9000"; also an outbound-socket extension
  std::string context = "default";
  LegId leg;  // or bridge the caller to this kept leg of the assistant
  bool operator==(const AssistantTarget&) const = default;
};

enum class DialKind { extension, number, trunk };

// Places a leg to a person while the caller is untouched (attended transfer), or the first leg of a call of
// our own. A leg of ours may be the `call` of another: then its end ends the other one until they are
// bridged.
struct RingRequest {
  TenantId tenant;
  CallId call;  // the caller it is for; empty: nobody waits yet
  LegId leg;    // the new leg's id
  DialKind kind = DialKind::extension;
  std::string number;  // extension, or number of the PBX's dialplan or of the trunk
  std::string domain;  // of the extension; empty: the adapter's default
  std::string context = "default";
  std::string gateway;  // kind trunk
  Milliseconds timeout{30000};
  std::string caller_name;  // shown on the person's phone
  std::string caller_number;
};

// Sends the caller away for good (blind mode): the PBX tells only whether it took the order.
struct BlindTransfer {
  CallId call;
  std::string number;
  std::string domain;
  std::string context = "default";
  Milliseconds timeout{30000};
};

// What a look-up by id found: `exists` false means that it is not there now (ended, or never placed).
struct LegState {
  bool exists = false;
  bool answered = false;
  bool bridged = false;
};

// A command's outcome: nothing, or why it failed. `in_doubt` means that it may have happened.
using Failure = std::optional<Error>;
using Done = std::function<void(Failure)>;

enum class PortState { connecting, connected, lost, refused, stopped };
struct PortHealth {
  PortState state = PortState::connecting;
  std::string detail;  // e.g. "wrong password"; never a secret
};

// A phone system. Every method may be called from any thread, returns at once and calls its callback exactly
// once, on the adapter's thread or before it returns; after stop() no callback and no event runs any more.
class Telephony {
 public:
  using Listener = std::function<void(const Event&)>;

  virtual ~Telephony() = default;

  // Connects and keeps reconnecting. Throws unauthorized at once where the peer refuses the password within
  // `patience`; an unreachable peer is no error (health() says `connecting`).
  virtual void start(Listener listener, Milliseconds patience) = 0;
  virtual void stop() noexcept = 0;
  virtual PortHealth health() const = 0;
  // Of extensions for which no domain is given; empty: not known here.
  virtual std::string own_domain() const { return {}; }

  virtual void extension_status(
      const std::string& extension, const std::string& domain,
      std::function<void(ExtensionStatus)> done) = 0;  // `unknown` when it cannot tell
  // The same for many at once, for looking around rather than for deciding: an adapter that follows the
  // phones answers from what it knows. By default each is asked for; every extension is answered, in order.
  virtual void known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                              std::function<void(std::vector<ExtensionStatus>)> done);
  virtual void hold(const CallId& call, Done done) = 0;  // parks the caller and plays music; repeatable
  virtual void resume(const CallId& call, const AssistantTarget& target, Done done) = 0;
  virtual void ring(const RingRequest& request, Done done) = 0;  // accepted; the rest comes as events
  // Ends a leg wherever it is: placed, ringing, answered, or not yet placed (then it never will be).
  virtual void cancel(const LegId& leg, Done done) = 0;
  virtual void bridge(const CallId& call, const LegId& leg, Done done) = 0;  // queued; `Bridged` tells
  virtual void transfer_blind(const BlindTransfer& request, Done done) = 0;
  virtual void play(const LegId& leg, const std::string& text, const std::string& language, Done done) = 0;
  virtual void record(const CallId& call, const std::string& path, Done done) = 0;
  virtual void hangup(const CallId& call, Done done) = 0;
  // Looks a caller's or our own leg up on the peer: after a crash or a lost answer, before any repetition.
  virtual void look_up(const std::string& id, std::function<void(Failure, LegState)> done) = 0;
};

const Type& describe(const AssistantTarget*);
const Type& describe(const DialKind*);
const Type& describe(const PortState*);
const Type& describe(const PortHealth*);

}  // namespace smarthandoff::telephony
