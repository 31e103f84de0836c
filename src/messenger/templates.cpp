#include <smarthandoff/messenger/templates.hpp>

#include <algorithm>

#include "base/field_check.hpp"
#include "messenger/template_rows.hpp"

namespace smarthandoff::templates {
namespace {

using messenger::FailureKind;
using messenger::TemplateState;
using messenger::TemplateStatus;

constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::string_view kLanguageCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
constexpr std::string_view kCallbackName = "callback_retorno_ligacao";
constexpr std::string_view kCallbackLanguage = "pt_BR";

// The channel that is meant; it need not be able to send now.
ChannelId channel_of(const Context& context, const ChannelId& given) {
  if (!given.empty()) {
    if (!channels::find(context, given)) throw no_such("channel", given.value);
    return given;
  }
  const auto channel = channels::to_send_with(context);
  if (!channel)
    throw Error(ErrorCode::failed_precondition, "this tenant has no active channel to send with",
                {{"field", "channel_id"}});
  return channel->id;
}

void check(const MessageTemplate& one) {
  if (one.name.empty()) throw invalid_field("name", "must not be empty");
  field::check_word("name", one.name, kNameCharacters, 512);
  if (one.language.empty()) throw invalid_field("language", "must not be empty");
  field::check_word("language", one.language, kLanguageCharacters, 15);
  field::check_paragraph("body", one.body, 2000);
}

void lock(Context& context, const ChannelId& channel) {
  context.transaction().lock("templates", context.tenant().value + "/" + channel.value);
}

void tell(Context& context, const MessageTemplate& one) {
  context.emit("template.updated", one.channel_id.value,
               TemplateEvent{one.channel_id, one.name, one.language, one.status});
}

// What the peer said takes the place of what was known; what it left out stays.
bool merge(Context& context, const ChannelId& channel, const TemplateState& state) {
  auto known = rows::find(context.transaction(), context.tenant(), channel, state.name, state.language);
  MessageTemplate one =
      known.value_or(MessageTemplate{.channel_id = channel, .name = state.name, .language = state.language});
  one.status = state.status;
  one.reason = state.reason;
  if (state.category != messenger::TemplateCategory::unknown) one.category = state.category;
  if (!state.body.empty()) one.body = state.body;
  if (known && one == *known) return false;
  one.updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), one);
  if (!known || known->status != one.status) tell(context, one);
  return true;
}

}  // namespace

TemplateList list(const Context& context, const ListStoredTemplates& request) {
  return {rows::list(context.transaction(), context.tenant(), channel_of(context, request.channel_id))};
}

MessageTemplate set(Context& context, const SetTemplate& request) {
  const ChannelId channel = channel_of(context, request.channel_id);
  lock(context, channel);
  auto known = rows::find(context.transaction(), context.tenant(), channel, request.name, request.language);
  MessageTemplate one = known.value_or(
      MessageTemplate{.channel_id = channel, .name = request.name, .language = request.language});
  if (request.status && *request.status != one.status) one.reason.clear();
  one.status = request.status.value_or(one.status);
  one.category = request.category.value_or(one.category);
  one.body = request.body.value_or(one.body);
  one.is_callback = request.is_callback.value_or(one.is_callback);
  one.updated_at = context.now();
  check(one);
  if (one.is_callback) rows::clear_callback(context.transaction(), context.tenant(), channel);
  rows::save(context.transaction(), context.tenant(), one);
  tell(context, one);
  return one;
}

SyncStarted sync(Context& context, const SyncTemplates& request) {
  const ChannelId channel = channel_of(context, request.channel_id);
  context.enqueue(kSyncJob, channel.value,
                  messenger::ListTemplates{.tenant = context.tenant(), .channel_id = channel});
  return {channel};
}

std::optional<MessageTemplate> find(const Context& context, const ChannelId& channel, const std::string& name,
                                    const std::string& language) {
  return rows::find(context.transaction(), context.tenant(), channel, name, language);
}

void changed(Context& context, const ChannelId& channel, const TemplateState& state) {
  if (state.name.empty() || state.language.empty()) return;
  lock(context, channel);
  merge(context, channel, state);
}

void recategorised(Context& context, const ChannelId& channel, const TemplateState& state) {
  lock(context, channel);
  auto known = rows::find(context.transaction(), context.tenant(), channel, state.name, state.language);
  if (!known || state.category == messenger::TemplateCategory::unknown || known->category == state.category)
    return;
  known->category = state.category;
  known->updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), *known);
  tell(context, *known);
}

void synced(Context& context, const ChannelId& channel, const messenger::TemplatesResult& result) {
  if (!channels::find(context, channel)) return;
  if (result.failure.kind != FailureKind::none) {
    if (result.failure.kind == FailureKind::unauthorized)
      channels::refuse(context, channel, result.failure.detail);
    return context.emit("templates.sync_failed", channel.value,
                        TemplatesEvent{.channel_id = channel, .failure = result.failure});
  }
  lock(context, channel);
  for (const TemplateState& state : result.templates) merge(context, channel, state);
  for (const MessageTemplate& known : rows::list(context.transaction(), context.tenant(), channel)) {
    const bool listed = std::any_of(result.templates.begin(), result.templates.end(), [&](const auto& state) {
      return state.name == known.name && state.language == known.language;
    });
    if (!listed)
      merge(context, channel,
            {.name = known.name,
             .language = known.language,
             .status = TemplateStatus::disabled,
             .body = {},
             .reason = "the peer does not have it"});
  }
  context.emit(
      "templates.synced", channel.value,
      TemplatesEvent{
          .channel_id = channel, .count = static_cast<std::int64_t>(result.templates.size()), .failure = {}});
}

}  // namespace smarthandoff::templates

namespace smarthandoff::messenger {

std::optional<templates::MessageTemplate> callback_template(const Context& context) {
  const auto channel = channels::to_send_with(context);
  if (!channel) return std::nullopt;
  std::optional<templates::MessageTemplate> named;
  for (auto& one : templates::rows::list(context.transaction(), context.tenant(), channel->id)) {
    if (one.is_callback) return one;
    const bool better = !named || one.language == templates::kCallbackLanguage;
    if (one.name == templates::kCallbackName && better) named = std::move(one);
  }
  return named;
}

std::optional<templates::MessageTemplate> named_template(const Context& context, const ChannelId& channel,
                                                         const std::string& name) {
  std::string language = context.profile().language;  // "pt-BR" is "pt_BR" there
  std::ranges::replace(language, '-', '_');
  std::optional<templates::MessageTemplate> found;
  for (auto& one : templates::rows::list(context.transaction(), context.tenant(), channel))
    if (one.name == name && (!found || one.language == language)) found = std::move(one);
  return found;
}

}  // namespace smarthandoff::messenger
