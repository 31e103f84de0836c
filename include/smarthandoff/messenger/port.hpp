#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/messenger/types.hpp>

// The port to a messaging service: what the domain asks of it. What the service tells comes in through
// webhooks (messaging.webhook), not through the port. Adapters hold no rules.
namespace smarthandoff::messenger {

struct SendRequest {
  TenantId tenant;
  ChannelId channel_id;     // whose number and credentials
  MessageId message_id;     // ours; travels with the message and comes back in its statuses
  std::string to;           // the recipient as the peer calls it: digits with or without '+', or a user id
  bool to_user_id = false;  // `to` is a user id, not a number
  Content content;
  std::string answers;  // the peer's id of the message it answers; may be empty
  Instant expires_at;   // not sent after it
};

// Marks a received message as read; `typing` shows that an answer is being written, up to 25 s.
struct MarkRead {
  TenantId tenant;
  ChannelId channel_id;
  std::string peer_id;
  bool typing = false;
};

struct ListTemplates {
  TenantId tenant;
  ChannelId channel_id;
};
struct TemplatesResult {
  std::vector<TemplateState> templates;  // all of them
  Failure failure;                       // kind none: `templates` is complete
};

// Asks the service whether number and credentials are right, or for the number's public profile.
struct InspectChannel {
  TenantId tenant;
  ChannelId channel_id;
  bool profile = false;
};
struct ChannelReport {
  Failure failure;  // kind none: it was read
  std::string verified_name, number, quality;
  std::string about, address, description, email, vertical, picture_url;  // of the profile
  std::vector<std::string> websites;
};

// A messaging service. Every method may be called from any thread, returns at once and calls its callback
// exactly once, on the adapter's thread or before it returns; after stop() no callback runs any more.
class Messenger {
 public:
  virtual ~Messenger() = default;

  // Never repeats by itself: the outcome says whether it may be repeated.
  virtual void send(const SendRequest& request, std::function<void(SendResult)> done) = 0;

  // Kind none: done. Repeatable.
  virtual void mark_read(const MarkRead& request, std::function<void(Failure)> done) = 0;

  virtual void list_templates(const ListTemplates& request, std::function<void(TemplatesResult)> done) = 0;

  // Repeatable. Unless overridden, a service that cannot tell.
  virtual void inspect(const InspectChannel& request, std::function<void(ChannelReport)> done);

  // Ends what is under way, waiting a little for answers; idempotent.
  virtual void stop() noexcept = 0;
};

// What it means that a messenger written by a host failed with `error`: `unavailable`, `rate_limited` and
// `unauthorized` that nothing was sent and it may be tried again; `timeout`, `in_doubt`, `conflict`,
// `corrupt` and `internal` that it may have been sent; every other code that it never will be as it is.
SendResult failed_send(const Error& error);
Failure failure_of(const Error& error);

const Type& describe(const SendRequest*);
const Type& describe(const MarkRead*);
const Type& describe(const ListTemplates*);
const Type& describe(const TemplatesResult*);
const Type& describe(const InspectChannel*);
const Type& describe(const ChannelReport*);

}  // namespace smarthandoff::messenger
