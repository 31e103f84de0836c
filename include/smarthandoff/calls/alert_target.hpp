#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/messenger/ids.hpp>
#include <smarthandoff/storage/context.hpp>

namespace smarthandoff::messages {
struct Message;  // messenger/message.hpp
}

// Where a tenant's alerts go: chat rooms by an incoming webhook, whose address is a secret, and people on
// WhatsApp: `alert_targets.create`, `.update`, `.get`, `.list`, `.delete`, `.test`, `.rotate`.
// docs/twilio-tasks.md.
namespace smarthandoff::calls {

enum class AlertTargetKind { slack, whatsapp };
enum class AlertTargetStatus {
  active,
  suspended,  // switched off by the tenant: nothing is sent
  refused,    // the peer says that its address is dead: a person must give another
};

struct AlertTarget {
  AlertTargetId id;
  AlertTargetKind kind = AlertTargetKind::slack;
  std::string name;
  AlertTargetStatus status = AlertTargetStatus::active;
  std::string failure;                  // why the last alert was not delivered; empty: it was
  bool has_url = false;                 // of Slack
  std::string number;                   // of WhatsApp: E.164
  std::string template_name;            // of WhatsApp: what is sent outside of the 24-hour window
  ChannelId channel_id;                 // of WhatsApp; empty: the one that the tenant sends with
  std::int64_t tries = 0;               // of Slack: of the alert that waits first
  std::string key_id;                   // the key that the address is encrypted with
  std::optional<Instant> retry_at;      // of Slack: nothing is sent before
  std::optional<Instant> delivered_at;  // when an alert was taken last
  Instant created_at, updated_at;

  bool operator==(const AlertTarget&) const = default;
};

struct CreateAlertTarget {
  AlertTargetKind kind = AlertTargetKind::slack;
  std::string name;           // 1-100 characters
  Secret url;                 // of Slack, needed: https://hooks.slack.com/services/T…/B…/…
  std::string number;         // of WhatsApp, needed: as typed
  std::string template_name;  // of WhatsApp, needed: approved, with one place, which takes the text
  ChannelId channel_id;       // of WhatsApp; empty: the one that the tenant sends with
};

// Replaces the given members; the others stay. A new address ends a refusal.
struct UpdateAlertTarget {
  AlertTargetId target_id;
  std::optional<std::string> name, number, template_name;
  std::optional<Secret> url;
  std::optional<ChannelId> channel_id;
  std::optional<bool> suspended;
};

struct GetAlertTarget {
  AlertTargetId target_id;
};
struct DeleteAlertTarget {
  AlertTargetId target_id;
};
struct DeletedAlertTarget {
  AlertTargetId target_id;
};
struct ListAlertTargets {
  std::int64_t limit = 100;  // 1-1000
  AlertTargetId after;       // the last id of the page before; empty: from the start
};
struct AlertTargetList {
  std::vector<AlertTarget> targets;  // in the order of creation
};

// Sends one text, to see whether it arrives.
struct TestAlertTarget {
  AlertTargetId target_id;
};
struct AlertTest {
  AlertId alert_id;  // as alert.delivered or alert.failed tells it
};

// Encrypts every address anew with the newest key, so that older keys can be retired.
struct RotateAlertTargets {};
struct RotatedAlertTargets {
  std::int64_t rotated = 0;
  std::string key_id;
};

// Payload of alert.delivered and alert.failed. Told at least once for each alert and target.
struct AlertDelivery {
  AlertId alert_id;
  AlertTargetId target_id;
  AlertTargetKind kind = AlertTargetKind::slack;
  std::string failure;  // of alert.failed: why it will not be delivered
};

// Throws invalid_argument naming the field; failed_precondition without an encryption key, without an active
// channel, or where the channel has no approved template of that name.
AlertTarget create_alert_target(Context& context, const CreateAlertTarget& request);
AlertTarget update_alert_target(Context& context, const UpdateAlertTarget& request);

// What waits for it is given up.
DeletedAlertTarget delete_alert_target(Context& context, const DeleteAlertTarget& request);
AlertTarget get_alert_target(const Context& context, const GetAlertTarget& request);
AlertTargetList list_alert_targets(const Context& context, const ListAlertTargets& request);

// Throws failed_precondition unless the target is active.
AlertTest test_alert_target(Context& context, const TestAlertTarget& request);

// Throws failed_precondition naming the key where one of the older keys is missing; then nothing is changed.
RotatedAlertTargets rotate_alert_targets(Context& context, const RotateAlertTargets& request);

// The alert that waits first for a chat room, with the room's address: for who posts it. Nothing where none
// waits or the target is not active. Throws failed_precondition naming the key that is missing or wrong.
struct WaitingAlert {
  AlertId alert_id;
  std::string text;
  Secret url;
};
std::optional<WaitingAlert> first_waiting_alert(const Context& context, const AlertTargetId& id);

// What became of an alert on WhatsApp; leaves other messages alone.
void on_message_changed(Context& context, const messages::Message& message);

const Type& describe(const AlertTargetKind*);
const Type& describe(const AlertTargetStatus*);
const Type& describe(const AlertTarget*);
const Type& describe(const CreateAlertTarget*);
const Type& describe(const UpdateAlertTarget*);
const Type& describe(const GetAlertTarget*);
const Type& describe(const DeleteAlertTarget*);
const Type& describe(const DeletedAlertTarget*);
const Type& describe(const ListAlertTargets*);
const Type& describe(const AlertTargetList*);
const Type& describe(const TestAlertTarget*);
const Type& describe(const AlertTest*);
const Type& describe(const RotateAlertTargets*);
const Type& describe(const RotatedAlertTargets*);
const Type& describe(const AlertDelivery*);

}  // namespace smarthandoff::calls
