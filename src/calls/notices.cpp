#include "calls/notices.hpp"

#include <algorithm>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/base/text.hpp>

#include "base/field_check.hpp"
#include "calls/alert_delivery.hpp"
#include "calls/alert_target_rows.hpp"
#include "calls/field.hpp"
#include "calls/notice_rows.hpp"
#include "contact/agent_rows.hpp"

namespace smarthandoff::calls {

// Something outside of calls that people are alerted of.
struct Trouble {
  AlertKind kind = AlertKind::job_dead;
  std::string name;
};

const Type& describe(const Trouble*) {
  static const Immortal<Type> type = Description<Trouble>("AlertTrouble", "What people are to be alerted of.")
                                         .field("kind", &Trouble::kind, "what happened")
                                         .field("name", &Trouble::name, "to what")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls

namespace smarthandoff::calls::notices {
namespace {

constexpr const char* kDigest = "alert.digest";
constexpr const char* kRaise = "alert.raise";
constexpr std::int64_t kMaxTargets = 1000;
constexpr std::string_view kSent = "sent", kHeld = "held";

std::string shown(const Context& context, const std::string& number) {
  const std::string e164 = e164_or_empty(number);
  if (e164.empty()) return text::render(context.profile(), "twilio.withheld");
  return PhoneNumber::from_e164(e164).display(context.profile().default_region);
}

// The person at the other end, by whom the call is known: who called, or whom we called.
std::string customer(const Context& context, const Call& call) {
  return shown(context, call.direction == CallDirection::outbound ? call.to_number : call.from_number);
}

void notify(Context& context, const Call& call, NoticeKind kind, const std::string& ticket_id = {}) {
  CallNotification notice{.call_id = call.id,
                          .kind = kind,
                          .agent_id = call.agent_id,
                          .number = shown(context, call.from_number),
                          .ticket_id = ticket_id};
  notice.text =
      text::render(context.profile(), "twilio.notice." + wire_name(kind), {{"number", notice.number}});
  if (!call.agent_id.empty()) {
    const auto agent = agents::rows::find(context.transaction(), context.tenant(), call.agent_id);
    if (agent) notice.user_id = agent->user_id;
  }
  context.emit("call.notification", call.id.value, notice);
}

std::int64_t sum(const std::vector<std::pair<AlertKind, std::int64_t>>& counts) {
  std::int64_t all = 0;
  for (const auto& [kind, count] : counts) all += count;
  return all;
}

void send(Context& context, CallAlert alert) {
  alert.alert_id = {context.new_id()};
  context.transaction().lock("alert_targets", context.tenant().value);
  for (const auto& [target, url] : rows::list_targets(context, {.limit = kMaxTargets})) {
    if (target.status != AlertTargetStatus::active) continue;
    alert.target_ids.push_back(target.id);
    alerts::deliver(context, target, alert.alert_id, alert.text);
  }
  context.emit("call.alert", context.tenant().value, alert);
}

// What one alert says.
struct Cause {
  AlertKind kind = AlertKind::job_dead;
  std::string text;  // its key; empty: the kind's own
  std::string number, name;
};

// At once while the window has room, else with the digest.
void alert(Context& context, const Cause& cause) {
  const AlertKind kind = cause.kind;
  const CallSettings wanted = settings(context, {});
  if (std::ranges::find(wanted.alerts, kind) == wanted.alerts.end()) return;
  context.transaction().lock("call_alerts", context.tenant().value);
  const Seconds window(wanted.alert_window_seconds);
  const bool room = sum(rows::count_alerts(context, kSent, context.now() - window)) < wanted.alert_limit;
  rows::save_alert(context, kind, room ? kSent : kHeld);
  if (!room)
    return context.enqueue_no_later(kDigest, context.tenant().value, GetCallSettings{},
                                    context.now() + window);
  rows::forget_alerts(context, kSent, context.now() - window);
  CallAlert one{.kinds = {kind}};
  one.text = text::render(
      context.profile(), cause.text.empty() ? "twilio.alert." + wire_name(kind) : cause.text,
      {{"company", context.profile().company_name}, {"number", cause.number}, {"name", cause.name}});
  send(context, std::move(one));
}

void digest(Context& context, const Job&) {
  context.transaction().lock("call_alerts", context.tenant().value);
  const auto held = rows::count_alerts(context, kHeld, Instant{});
  if (held.empty()) return;
  CallAlert all{.digest = true, .count = sum(held)};
  std::string list;
  for (const auto& [kind, count] : held) {
    all.kinds.push_back(kind);
    list += (list.empty() ? "" : ", ") + std::to_string(count) + " × " +
            text::render(context.profile(), "twilio.alert_name." + wire_name(kind));
  }
  all.text = text::render(
      context.profile(), all.count == 1 ? "twilio.alert_digest_one" : "twilio.alert_digest",
      {{"company", context.profile().company_name}, {"count", std::to_string(all.count)}, {"list", list}});
  rows::forget_alerts(context, kHeld, context.now());
  send(context, std::move(all));
}

void raise(Context& context, const Job& job) {
  const auto trouble = from_json<Trouble>(job.payload);
  alert(context, {.kind = trouble.kind, .name = trouble.name});
}

}  // namespace

void incoming(Context& context, const Call& call) {
  notify(context, call, NoticeKind::incoming);
}

void missed(Context& context, const Call& call) {
  notify(context, call, NoticeKind::missed);
  alert(context, {.kind = AlertKind::missed_call, .number = shown(context, call.from_number)});
}

void voicemail(Context& context, const Call& call, const std::string& ticket_id) {
  notify(context, call, NoticeKind::voicemail, ticket_id);
  alert(context, {.kind = AlertKind::voicemail, .number = shown(context, call.from_number)});
}

void failed(Context& context, const Call& call) {
  alert(context, {.kind = AlertKind::call_failed, .number = customer(context, call)});
}

void no_recording(Context& context, const Call& call) {
  alert(context, {.kind = AlertKind::recording_failed, .number = customer(context, call)});
}

void not_stored(Context& context, const Call& call) {
  alert(context, {.kind = AlertKind::recording_failed,
                  .text = "twilio.alert.recording_not_stored",
                  .number = customer(context, call)});
}

void no_caller_id(Context& context) {
  alert(context, {.kind = AlertKind::no_caller_id});
}

void refused(Context& context) {
  alert(context, {.kind = AlertKind::account_refused});
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kDigest, .rule = digest}, {.kind = kRaise, .rule = raise}};
  return handlers;
}

}  // namespace smarthandoff::calls::notices

namespace smarthandoff::calls {

void raise_alert(Context& context, AlertKind kind, const std::string& name) {
  const Trouble trouble{.kind = kind, .name = field::fitted(name, 200)};
  context.enqueue(notices::kRaise, wire_name(kind) + "/" + trouble.name, trouble);
}

std::vector<TenantId> tenants_with_alerts(const storage::Transaction& transaction) {
  return rows::configured_tenants(transaction);
}

}  // namespace smarthandoff::calls
