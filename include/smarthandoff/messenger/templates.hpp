#pragma once

#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/messenger/port.hpp>
#include <smarthandoff/storage/context.hpp>

// The messages approved beforehand, which may be sent outside of the 24-hour window: `templates.list`,
// `templates.set`, `templates.sync`.
namespace smarthandoff::templates {

struct MessageTemplate {
  ChannelId channel_id;
  std::string name, language;
  messenger::TemplateStatus status = messenger::TemplateStatus::unknown;
  messenger::TemplateCategory category = messenger::TemplateCategory::unknown;
  std::string body;          // with its places {{1}}, {{2}} …; may be empty
  std::string reason;        // of a rejection or pause
  bool is_callback = false;  // announces that a callback is ready
  Instant updated_at;

  bool operator==(const MessageTemplate&) const = default;
};

struct ListStoredTemplates {
  ChannelId channel_id;  // empty: the channel that the tenant sends with
};
struct TemplateList {
  std::vector<MessageTemplate> templates;  // by name and language
};

// Writes what is known of a template; absent members stay as they are.
struct SetTemplate {
  ChannelId channel_id;  // empty: the channel that the tenant sends with
  std::string name;      // lower case letters, digits and '_', at most 512
  std::string language;  // e.g. "pt_BR"
  std::optional<messenger::TemplateStatus> status;
  std::optional<messenger::TemplateCategory> category;
  std::optional<std::string> body;
  std::optional<bool> is_callback;  // true takes it from the channel's other templates
};

// Reads the peer's templates in the background: event `templates.synced` or `templates.sync_failed`.
struct SyncTemplates {
  ChannelId channel_id;  // empty: the channel that the tenant sends with
};
struct SyncStarted {
  ChannelId channel_id;
};

// Payload of templates.synced and templates.sync_failed.
struct TemplatesEvent {
  ChannelId channel_id;
  std::int64_t count = 0;
  messenger::Failure failure;
};
// Payload of template.updated.
struct TemplateEvent {
  ChannelId channel_id;
  std::string name, language;
  messenger::TemplateStatus status = messenger::TemplateStatus::unknown;
};

TemplateList list(const Context& context, const ListStoredTemplates& request);
MessageTemplate set(Context& context, const SetTemplate& request);
SyncStarted sync(Context& context, const SyncTemplates& request);

std::optional<MessageTemplate> find(const Context& context, const ChannelId& channel, const std::string& name,
                                    const std::string& language);

// What the peer told of one template, and of all of a channel: those missing from a complete list are gone.
void changed(Context& context, const ChannelId& channel, const messenger::TemplateState& state);
// The same of its category alone.
void recategorised(Context& context, const ChannelId& channel, const messenger::TemplateState& state);
void synced(Context& context, const ChannelId& channel, const messenger::TemplatesResult& result);

inline constexpr const char* kSyncJob = "messenger.templates";

const Type& describe(const MessageTemplate*);
const Type& describe(const ListStoredTemplates*);
const Type& describe(const TemplateList*);
const Type& describe(const SetTemplate*);
const Type& describe(const SyncTemplates*);
const Type& describe(const SyncStarted*);
const Type& describe(const TemplatesEvent*);
const Type& describe(const TemplateEvent*);

}  // namespace smarthandoff::templates

namespace smarthandoff::messenger {

// The template by which the tenant says that a callback is ready, whatever its status: the marked one of the
// channel that the tenant sends with, else the one named "callback_retorno_ligacao". Nothing without either.
std::optional<templates::MessageTemplate> callback_template(const Context& context);

// A template of that name of the channel, whatever its status: the one in the tenant's language, else any.
std::optional<templates::MessageTemplate> named_template(const Context& context, const ChannelId& channel,
                                                         const std::string& name);

}  // namespace smarthandoff::messenger
