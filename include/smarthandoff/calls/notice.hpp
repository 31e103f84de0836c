#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/calls/settings.hpp>

// What people at their desks and in chats are told of calls, as events: hosts show the one and send the
// other. docs/twilio-tasks.md.
namespace smarthandoff::calls {

enum class NoticeKind { incoming, missed, voicemail };

// Payload of `call.notification`, for a desktop: to one agent, or to all for none.
struct CallNotification {
  CallId call_id;
  NoticeKind kind = NoticeKind::incoming;
  AgentId agent_id;
  std::string user_id;    // the host's, of that agent
  std::string number;     // who calls, as shown; may be empty
  std::string text;       // in the tenant's language
  std::string ticket_id;  // of a voicemail
};

// Payload of `call.alert`: a text to be sent as it is. At most the settings' number of them in a window; what
// is more comes as one digest at its end.
struct CallAlert {
  std::vector<AlertKind> kinds;      // of a digest: all of them
  std::vector<AlertTarget> targets;  // where to
  std::string text;                  // in the tenant's language
  bool digest = false;
  std::int64_t count = 1;  // of a digest: how many were held back
};

const Type& describe(const NoticeKind*);
const Type& describe(const CallNotification*);
const Type& describe(const CallAlert*);

}  // namespace smarthandoff::calls
