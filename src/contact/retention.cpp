#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/contact/retention.hpp>

#include <algorithm>
#include <array>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/base/zone.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "contact/retention_rows.hpp"

namespace smarthandoff::retention {
namespace {

using contact::Expired;
using contact::ExpiryPage;

constexpr const char* kSweep = "retention.sweep";
constexpr std::int64_t kPage = 500;  // rows looked at in one commit
constexpr const char* kEnd = "end";
constexpr auto kNight = std::chrono::hours(3);

// How far a round has come.
struct Round {
  std::string thing;  // empty: at its beginning; kEnd: all were looked at
  std::string after;
  std::int64_t anonymised = 0, removed = 0;
};

const Type& describe(const Round*) {
  static const Immortal<Type> type = Description<Round>("RetentionRound", "How far a round has come.")
                                         .field("thing", &Round::thing, "")
                                         .field("after", &Round::after, "")
                                         .field("anonymised", &Round::anonymised, "")
                                         .field("removed", &Round::removed, "")
                                         .build();
  return type;
}

struct Thing {
  std::string_view name;
  std::int64_t RetentionSettings::*days;
};
// In the order of a round; all but the last two are those of other modules.
constexpr std::array<Thing, 7> kThings{{{"callbacks", &RetentionSettings::callbacks_days},
                                        {"tickets", &RetentionSettings::tickets_days},
                                        {"handoffs", &RetentionSettings::handoffs_days},
                                        {"calls", &RetentionSettings::calls_days},
                                        {"messages", &RetentionSettings::messages_days},
                                        {"contact_log", &RetentionSettings::contact_log_days},
                                        {"gate_decisions", &RetentionSettings::decisions_days}}};

bool keeps_everything(const RetentionSettings& settings) {
  return std::ranges::all_of(kThings, [&](const Thing& thing) { return settings.*thing.days == 0; });
}

Expired expire(Context& context, std::string_view thing, const ExpiryPage& page) {
  if (thing == "contact_log") return rows::expire_log(context, page);
  if (thing == "gate_decisions") return rows::expire_decisions(context, page);
  for (const contact::PersonalData& data : contact::registered_personal_data())
    if (data.name == thing && data.expire != nullptr) return data.expire(context, page);
  return {};
}

Instant next_night(const Context& context) {
  const std::string& zone = context.profile().zone;
  const auto today = std::chrono::floor<std::chrono::days>(to_local(context.now(), zone));
  for (int day = 0;; ++day) {
    const Instant night = resolve_local(LocalTime(today + std::chrono::days(day) + kNight), zone).latest;
    if (night > context.now()) return night;
  }
}

// One page of one thing; the job goes on from there until the round is over.
void sweep(Context& context, const Job& job) {
  const RetentionSettings settings = retention::settings(context, {});
  if (keeps_everything(settings)) return;
  Round round = from_json<Round>(job.payload);
  auto thing = round.thing.empty() ? kThings.begin()
                                   : std::ranges::find(kThings, std::string_view(round.thing), &Thing::name);
  while (thing != kThings.end() && settings.*thing->days == 0) {
    ++thing;
    round.after.clear();
  }
  if (thing == kThings.end()) {
    if (round.anonymised + round.removed > 0)
      context.emit("retention.applied", context.tenant().value,
                   RetentionApplied{.anonymised = round.anonymised, .removed = round.removed});
    return context.enqueue(kSweep, "sweep", Round{}, next_night(context));
  }
  const Instant before = context.now() - std::chrono::hours(24 * (settings.*thing->days));
  const Expired done = expire(context, thing->name, {.before = before, .after = round.after, .limit = kPage});
  round.anonymised += done.anonymised;
  round.removed += done.removed;
  round.after = done.last;
  round.thing = thing->name;
  if (done.last.empty()) round.thing = ++thing == kThings.end() ? kEnd : std::string(thing->name);
  context.enqueue(kSweep, "sweep", round);
}

}  // namespace

RetentionSettings settings(const Context& context, const GetRetention&) {
  const auto stored = rows::find_settings(context);
  return stored ? from_json<RetentionSettings>(*stored) : RetentionSettings{};
}

RetentionSettings configure(Context& context, const ConfigureRetention& request) {
  context.transaction().lock("retention", context.tenant().value);
  RetentionSettings changed = settings(context, {});
  const auto replace = [](const char* field, std::int64_t& member, const std::optional<std::int64_t>& given) {
    if (!given) return;
    if (*given != 0) field::check_between(field, *given, 30, 36'500);
    member = *given;
  };
  replace("callbacks_days", changed.callbacks_days, request.callbacks_days);
  replace("tickets_days", changed.tickets_days, request.tickets_days);
  replace("handoffs_days", changed.handoffs_days, request.handoffs_days);
  replace("calls_days", changed.calls_days, request.calls_days);
  replace("messages_days", changed.messages_days, request.messages_days);
  replace("contact_log_days", changed.contact_log_days, request.contact_log_days);
  replace("decisions_days", changed.decisions_days, request.decisions_days);
  smarthandoff::tenants::ensure(context);
  rows::save_settings(context, to_json(changed));
  context.cancel_job(kSweep, "sweep");
  if (!keeps_everything(changed)) context.enqueue(kSweep, "sweep", Round{});
  context.emit("retention.configured", context.tenant().value, changed);
  return changed;
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kSweep, .rule = sweep}};
  return handlers;
}

}  // namespace smarthandoff::retention
