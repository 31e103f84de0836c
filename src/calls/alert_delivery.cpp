// What takes alerts to their targets. A chat room has one job, which posts what waits first, so that texts
// arrive in order; an alert on WhatsApp is a message like any other, sent at most once by the messenger.
#include "calls/alert_delivery.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/alert_sender.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/templates.hpp>

#include "base/field_check.hpp"
#include "calls/alert_target_rows.hpp"

namespace smarthandoff::calls {

// A text for one person.
struct AlertLetter {
  AlertId alert_id;
  AlertTargetId target_id;
  std::string text;
};

const Type& describe(const AlertLetter*) {
  static const Immortal<Type> type = Description<AlertLetter>("AlertLetter", "An alert for one person.")
                                         .field("alert_id", &AlertLetter::alert_id, "which")
                                         .field("target_id", &AlertLetter::target_id, "for whom")
                                         .field("text", &AlertLetter::text, "what they are told")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls

namespace smarthandoff::calls::alerts {
namespace {

using messenger::Content;
using messenger::ContentKind;
using messenger::FailureKind;
using messenger::SendOutcome;
using messenger::SendResult;
using rows::TargetRecord;

constexpr const char* kPost = "alert.post";
constexpr const char* kWrite = "alert.write";
constexpr std::int64_t kMaxTries = 24;      // about half a day
constexpr std::int64_t kMaxWaiting = 1000;  // for one room
constexpr auto kPace = Seconds(1);          // Slack takes about one message a second
constexpr auto kLongest = Seconds(3600);
constexpr auto kWorth = std::chrono::hours(12);  // how long news are news
constexpr Milliseconds kMargin = std::chrono::minutes(1);
constexpr std::size_t kMaxDetail = 200, kMaxParameter = 1000;

void tell(Context& context, const char* topic, const AlertTarget& target, const AlertId& alert,
          const std::string& failure) {
  context.emit(
      topic, alert.value,
      AlertDelivery{.alert_id = alert, .target_id = target.id, .kind = target.kind, .failure = failure});
}

void save(Context& context, TargetRecord record) {
  record.target.updated_at = context.now();
  rows::save_target(context, record);
}

void lock(Context& context) {
  context.transaction().lock("alert_targets", context.tenant().value);
}

void post_later(Context& context, const AlertTarget& target) {
  context.enqueue(kPost, target.id.value, GetAlertTarget{target.id},
                  std::max(context.now(), target.retry_at.value_or(context.now())));
}

std::string why(const SendResult& result) {
  return result.failure.detail.empty() ? wire_name(result.failure.kind)
                                       : field::fitted(result.failure.detail, kMaxDetail);
}

void taken(Context& context, AlertTarget& target, const AlertId& alert) {
  rows::delete_waiting(context, target.id, alert);
  target.tries = 0;
  target.failure.clear();
  target.delivered_at = context.now();
  target.retry_at = context.now() + kPace;
  tell(context, "alert.delivered", target, alert, {});
}

// The room is gone, or its address was revoked: nothing will be taken until a person gives another one.
void dead(Context& context, AlertTarget& target) {
  target.status = AlertTargetStatus::refused;
  give_up(context, target, target.failure);
  context.emit("alert_target.refused", target.id.value, GetAlertTarget{target.id});
}

void put_off(Context& context, AlertTarget& target, const SendResult& result) {
  target.tries += 1;
  if (target.tries >= kMaxTries) {
    give_up(context, target, target.failure);
    target.tries = 0;
    return;
  }
  const Milliseconds by_itself =
      std::min<Milliseconds>(kLongest, Seconds(1LL << std::min<std::int64_t>(target.tries, 12)));
  target.retry_at = context.now() + std::max<Milliseconds>(result.retry_after.value_or(by_itself), kPace);
}

void after_posting(Context& context, const AlertTargetId& id, const AlertPosted& posted) {
  lock(context);
  auto record = rows::find_target(context, id);
  if (!record || !posted.waited) return;
  AlertTarget& target = record->target;
  const SendResult& result = posted.result;
  if (result.outcome != SendOutcome::accepted) target.failure = why(result);
  const bool again = result.outcome == SendOutcome::retry || result.outcome == SendOutcome::in_doubt;
  if (result.outcome == SendOutcome::accepted) {
    taken(context, target, posted.alert_id);
  } else if (again) {
    put_off(context, target, result);
  } else if (result.failure.kind == FailureKind::configuration) {
    dead(context, target);
  } else {
    rows::delete_waiting(context, id, posted.alert_id);
    tell(context, "alert.failed", target, posted.alert_id, target.failure);
  }
  save(context, *record);
  if (rows::count_waiting(context, id) > 0) post_later(context, target);
}

// Once more is better than never: what may have been posted before a crash is posted again.
void post_effect(Ports& ports, const Job& job, Completion done) {
  const AlertTargetId id = from_json<GetAlertTarget>(job.payload).target_id;
  if (ports.alerts == nullptr)
    return done([id](Context& context) {
      lock(context);
      if (const auto record = rows::find_target(context, id))
        give_up(context, record->target, "this engine posts to no chat rooms");
    });
  ports.alerts->post(job.tenant, id, [id, done](const AlertPosted& posted) {
    done([id, posted](Context& context) { after_posting(context, id, posted); });
  });
}

// One line, as templates take it.
std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : field::fitted(text, kMaxParameter))
    if (c != ' ' || line.empty() || line.back() != ' ') line += c;
  return line;
}

// Free text while the person's last message is fresh, else the approved words; nothing without either.
std::optional<Content> content_for(const Context& context, const AlertTarget& target,
                                   const ChannelId& channel, const std::string& text) {
  const auto last = messenger::last_inbound(context, target.number, channel);
  if (last && context.now() < *last + messenger::kServiceWindow - kMargin)
    return Content{.kind = ContentKind::text, .text = text};
  const auto known = messenger::named_template(context, channel, target.template_name);
  if (!known || known->status != messenger::TemplateStatus::approved) return std::nullopt;
  return Content{
      .kind = ContentKind::template_,
      .template_message = {.name = known->name, .language = known->language, .body = {one_line(text)}}};
}

// Why it cannot be sent, or nothing once the messenger has it.
std::optional<std::string> write_to(Context& context, const AlertTarget& target, const AlertLetter& letter) {
  if (target.status != AlertTargetStatus::active) return "the target is " + wire_name(target.status);
  const auto channel = target.channel_id.empty() ? channels::to_send_with(context)
                                                 : channels::find(context, target.channel_id);
  if (!channel || channel->status != channels::ChannelStatus::active) return "no active channel";
  const auto content = content_for(context, target, channel->id, letter.text);
  if (!content) return "template \"" + target.template_name + "\" is not approved";
  try {
    messenger::check(*content);
  } catch (const Error& error) {
    return error.what();  // a tenant's own text that does not fit
  }
  messenger::enqueue_message(context,
                             {.channel_id = channel->id,
                              .to = target.number,
                              .content = *content,
                              .reference = "alert:" + letter.alert_id.value + ":" + letter.target_id.value,
                              .valid_for = kWorth});
  return std::nullopt;
}

void write_rule(Context& context, const Job& job) {
  const auto letter = from_json<AlertLetter>(job.payload);
  lock(context);
  auto record = rows::find_target(context, letter.target_id);
  if (!record) return;  // deleted meanwhile
  const auto failure = write_to(context, record->target, letter);
  if (!failure) return;
  record->target.failure = field::fitted(*failure, kMaxDetail);
  tell(context, "alert.failed", record->target, letter.alert_id, record->target.failure);
  save(context, std::move(*record));
}

}  // namespace

void deliver(Context& context, const AlertTarget& target, const AlertId& alert, const std::string& text) {
  if (target.kind == AlertTargetKind::whatsapp) {
    context.enqueue(kWrite, alert.value + "/" + target.id.value,
                    AlertLetter{.alert_id = alert, .target_id = target.id, .text = text});
    return;
  }
  if (rows::count_waiting(context, target.id) >= kMaxWaiting)
    return tell(context, "alert.failed", target, alert, "too many alerts wait");
  rows::insert_waiting(context, target.id, {.alert_id = alert, .text = text});
  post_later(context, target);
}

void give_up(Context& context, const AlertTarget& target, const std::string& why) {
  for (const rows::WaitingRow& alert : rows::waiting(context, target.id, kMaxWaiting)) {
    rows::delete_waiting(context, target.id, alert.alert_id);
    tell(context, "alert.failed", target, alert.alert_id, why);
  }
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers = std::vector<JobHandler>{
      {.kind = kPost, .effect = post_effect, .deadline = Seconds(30)}, {.kind = kWrite, .rule = write_rule}};
  return handlers;
}

}  // namespace smarthandoff::calls::alerts

namespace smarthandoff::calls {

void on_message_changed(Context& context, const messages::Message& message) {
  constexpr std::string_view kPrefix = "alert:";
  const std::string& reference = message.reference;
  const auto colon = reference.rfind(':');
  if (!reference.starts_with(kPrefix) || colon < kPrefix.size()) return;
  context.transaction().lock("alert_targets", context.tenant().value);
  auto record = rows::find_target(context, {reference.substr(colon + 1)});
  if (!record) return;  // deleted meanwhile
  AlertTarget& target = record->target;
  const AlertId alert{reference.substr(kPrefix.size(), colon - kPrefix.size())};
  if (message.status == messages::MessageStatus::failed) {
    target.failure = message.failure.detail.empty() ? wire_name(message.failure.kind)
                                                    : field::fitted(message.failure.detail, 200);
    alerts::tell(context, "alert.failed", target, alert, target.failure);
  } else if (message.status == messages::MessageStatus::delivered ||
             message.status == messages::MessageStatus::sent) {
    target.failure.clear();
    target.delivered_at = context.now();
    alerts::tell(context, "alert.delivered", target, alert, {});
  } else {
    return;
  }
  alerts::save(context, std::move(*record));
}

}  // namespace smarthandoff::calls
