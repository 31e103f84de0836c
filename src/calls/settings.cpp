#include <smarthandoff/calls/settings.hpp>

#include <algorithm>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "calls/field.hpp"
#include "calls/number_point.hpp"
#include "calls/settings_rows.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::size_t kMaxStates = 100;

void check_numbers(const CallSettings& s) {
  field::check_between("daily_cap", s.daily_cap, 0, 100'000);
  field::check_between("sticky_days", s.sticky_days, 0, 365);
  field::check_between("queue_size", s.queue_size, 1, 5000);
  field::check_between("ring_seconds", s.ring_seconds, 5, 600);
  field::check_between("follow_seconds", s.follow_seconds, 5, 600);
  field::check_between("voicemail_seconds", s.voicemail_seconds, 1, 3600);
  field::check_between("alert_limit", s.alert_limit, 0, 1000);
  field::check_between("alert_window_seconds", s.alert_window_seconds, 60, 86'400);
}

void check_texts(const CallSettings& s) {
  if (!s.language.empty() && s.language != "pt-BR" && s.language != "en-US")
    throw invalid_field("language", "must be pt-BR or en-US");
  field::check_word("voice", s.voice, field::kWord, 64);
  field::check_name("queue", s.queue, 64);
  check_sid("workflow_sid", s.workflow_sid, "WW");
  check_sid("workspace_sid", s.workspace_sid, "WS");
  check_sid("available_activity", s.available_activity, "WA");
  check_sid("busy_activity", s.busy_activity, "WA");
  check_sid("offline_activity", s.offline_activity, "WA");
  check_address("disclaimer_audio", s.disclaimer_audio);
  check_address("machine_audio", s.machine_audio);
  check_address("queue_music", s.queue_music);
  check_address("base_url", s.base_url);
  if (s.base_url.ends_with('/') || s.base_url.find('?') != std::string::npos)
    throw invalid_field("base_url", "must end without a slash and have no query");
  if (s.disclaimer == Disclaimer::audio && s.disclaimer_audio.empty())
    throw invalid_field("disclaimer_audio", "must be given for an audio disclaimer");
}

void check(const CallSettings& s) {
  check_numbers(s);
  check_texts(s);
}

// As they were given: what is stored is sorted. A name that no area code tells would never match a number.
void check_states(const std::optional<std::vector<std::string>>& given) {
  if (!given) return;
  if (given->size() > kMaxStates) throw invalid_field("local_states", "must be at most 100");
  const auto known = AreaCodes::builtin().states();
  for (std::size_t index = 0; index < given->size(); ++index)
    if (!known.contains((*given)[index]))
      throw invalid_field("local_states[" + std::to_string(index) + "]",
                          "must be the two capital letters of a state in Brazil or North America, like FL");
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

// Each list once.
template <class Member>
void replace_set(std::vector<Member>& member, const std::optional<std::vector<Member>>& given) {
  if (!given) return;
  member = *given;
  std::ranges::sort(member);
  const auto [first, last] = std::ranges::unique(member);
  member.erase(first, last);
}

void change(CallSettings& s, const ConfigureCalls& request) {
  replace(s.rotation, request.rotation);
  replace(s.daily_cap, request.daily_cap);
  replace(s.sticky_days, request.sticky_days);
  replace_set(s.local_states, request.local_states);
  replace(s.disclaimer, request.disclaimer);
  replace(s.disclaimer_audio, request.disclaimer_audio);
  replace(s.language, request.language);
  replace(s.voice, request.voice);
  replace(s.recorded, request.recorded);
  replace(s.whisper, request.whisper);
  replace(s.detection, request.detection);
  replace(s.machine_action, request.machine_action);
  replace(s.machine_audio, request.machine_audio);
  replace(s.base_url, request.base_url);
  replace(s.queue, request.queue);
  replace(s.queue_music, request.queue_music);
  replace(s.queue_size, request.queue_size);
  replace(s.ring_seconds, request.ring_seconds);
  replace(s.follow_seconds, request.follow_seconds);
  replace(s.voicemail_seconds, request.voicemail_seconds);
  replace(s.workflow_sid, request.workflow_sid);
  replace(s.workspace_sid, request.workspace_sid);
  replace(s.available_activity, request.available_activity);
  replace(s.busy_activity, request.busy_activity);
  replace(s.offline_activity, request.offline_activity);
  replace_set(s.alerts, request.alerts);
  replace(s.alert_limit, request.alert_limit);
  replace(s.alert_window_seconds, request.alert_window_seconds);
}

}  // namespace

CallSettings settings(const Context& context, const GetCallSettings&) {
  const auto stored = rows::find_settings(context);
  return stored ? from_json<CallSettings>(*stored) : CallSettings{};
}

CallSettings configure(Context& context, const ConfigureCalls& request) {
  context.transaction().lock("call_settings", context.tenant().value);
  check_states(request.local_states);
  CallSettings changed = settings(context, {});
  change(changed, request);
  check(changed);
  smarthandoff::tenants::ensure(context);
  rows::save_settings(context, to_json(changed));
  if (request.base_url) number::point_all(context);
  context.emit("calls.configured", context.tenant().value, GetCallSettings{});
  return changed;
}

}  // namespace smarthandoff::calls
