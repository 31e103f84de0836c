#include <smarthandoff/callback/settings.hpp>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "callback/settings_rows.hpp"

namespace smarthandoff::callbacks {
namespace {

constexpr std::string_view kTemplateName = "abcdefghijklmnopqrstuvwxyz0123456789_";

void check(const CallbackSettings& s) {
  field::check_between("repeat_seconds", s.repeat_seconds, 10, 3600);
  field::check_between("alerts", s.alerts, 1, 10);
  field::check_between("expire_hours", s.expire_hours, 0, 8760);
  field::check_between("race_seconds", s.race_seconds, 5, 3600);
  field::check_between("retry_minutes", s.retry_minutes, 1, 1440);
  field::check_between("agent_misses", s.agent_misses, 1, 20);
  field::check_between("agent_ring_seconds", s.agent_ring_seconds, 5, 120);
  field::check_between("customer_ring_seconds", s.customer_ring_seconds, 5, 120);
  field::check_between("snooze_minutes", s.snooze_minutes, 1, 1440);
  field::check_between("later_minutes", s.later_minutes, 1, 1440);
  if (s.score_template.empty()) throw invalid_field("score_template", "must not be empty");
  field::check_word("score_template", s.score_template, kTemplateName, 512);
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

}  // namespace

CallbackSettings settings(const Context& context, const GetSettings&) {
  const auto stored = rows::find_settings(context);
  return stored ? from_json<CallbackSettings>(*stored) : CallbackSettings{};
}

CallbackSettings configure(Context& context, const Configure& request) {
  context.transaction().lock("callback_settings", context.tenant().value);
  CallbackSettings changed = settings(context, {});
  replace(changed.repeat_seconds, request.repeat_seconds);
  replace(changed.alerts, request.alerts);
  replace(changed.release, request.release);
  replace(changed.expire_hours, request.expire_hours);
  replace(changed.mode, request.mode);
  replace(changed.auto_retry, request.auto_retry);
  replace(changed.race_seconds, request.race_seconds);
  replace(changed.retry_minutes, request.retry_minutes);
  replace(changed.agent_misses, request.agent_misses);
  replace(changed.agent_ring_seconds, request.agent_ring_seconds);
  replace(changed.customer_ring_seconds, request.customer_ring_seconds);
  replace(changed.context_audio, request.context_audio);
  replace(changed.snooze_minutes, request.snooze_minutes);
  replace(changed.later_minutes, request.later_minutes);
  replace(changed.notices, request.notices);
  replace(changed.ask_score, request.ask_score);
  replace(changed.score_template, request.score_template);
  check(changed);
  smarthandoff::tenants::ensure(context);
  rows::save_settings(context, to_json(changed));
  context.emit("callback.configured", context.tenant().value, GetSettings{});
  return changed;
}

}  // namespace smarthandoff::callbacks
