#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/calls/alert_target.hpp>
#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/calls/settings.hpp>

// What people at their desks and in chats are told of calls. docs/twilio-tasks.md.
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

// Payload of `call.alert`: what people are alerted of. At most the settings' number of them in a window; what
// is more comes as one digest at its end.
struct CallAlert {
  AlertId alert_id;
  std::vector<AlertKind> kinds;           // of a digest: all of them
  std::vector<AlertTargetId> target_ids;  // where it is sent to; none: the host may
  std::string text;                       // in the tenant's language
  bool digest = false;
  std::int64_t count = 1;  // of a digest: how many were held back
};

// Has a tenant alerted of trouble outside of its calls, by a job: what the engine calls. `name` is what it is
// about, e.g. a channel's; may be empty.
void raise_alert(Context& context, AlertKind kind, const std::string& name);

// The tenants that may want to know of trouble of the whole system.
std::vector<TenantId> tenants_with_alerts(const storage::Transaction& transaction);

const Type& describe(const NoticeKind*);
const Type& describe(const CallNotification*);
const Type& describe(const CallAlert*);

}  // namespace smarthandoff::calls
