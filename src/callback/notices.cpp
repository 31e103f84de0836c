#include "callback/notices.hpp"

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/callback/reply.hpp>
#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/messenger/withdraw.hpp>

#include "callback/callback_steps.hpp"
#include "callback/gate_questions.hpp"
#include "callback/notice_rows.hpp"

namespace smarthandoff::callbacks::notices {
namespace {

using messenger::Content;
using messenger::ContentKind;

constexpr Milliseconds kMargin = std::chrono::minutes(1);  // on its way when the window closes

void tell(Steps& steps, const char* topic, const char* kind, const MessageId& id, std::string reason) {
  const CallbackId& callback = steps.record.callback.id;
  steps.context.emit(
      topic, callback.value,
      NoticeEvent{.callback_id = callback, .kind = kind, .message_id = id, .reason = std::move(reason)});
}

void skip(Steps& steps, const char* kind, std::string reason) {
  tell(steps, "callback.notice_skipped", kind, {}, std::move(reason));
}

bool wanted(const Steps& steps) {
  return steps.settings().notices && steps.record.callback.notify_whatsapp;
}

// The agent, else the department, else whoever is next.
std::string who(const Steps& steps, const char* nobody) {
  const Callback& c = steps.record.callback;
  if (!c.intended_for.empty()) return c.intended_for;
  const auto agent = c.extension.empty() ? std::nullopt : agents::of_extension(steps.context, c.extension);
  if (agent && agent->active && !agent->name.empty()) return agent->name;
  return c.department.empty() ? steps.text(nobody) : c.department;
}

std::string reason_of(const Steps& steps) {
  const std::string& reason = steps.record.callback.reason;
  return reason.empty() ? steps.text("callback.your_service") : reason;
}

// Free text may be sent for a day after the customer wrote last.
bool window_open(const Steps& steps, const ChannelId& channel) {
  if (!steps.record.callback.number) return false;  // erased
  const auto last = messenger::last_inbound(steps.context, steps.record.callback.number->e164(), channel);
  return last && steps.context.now() < *last + messenger::kServiceWindow - kMargin;
}

// Why a message must not go out, or nothing once it was handed over.
std::optional<std::string> send(Steps& steps, const char* kind, const channels::Channel& channel,
                                const Content& content) {
  try {
    messenger::check(content);
  } catch (const Error& error) {
    return error.what();  // a tenant's own text that does not fit
  }
  const Callback& c = steps.record.callback;
  if (!c.number) return "erased";
  messenger::OutgoingMessage outgoing{.channel_id = channel.id,
                                      .to = c.number->e164(),
                                      .content = content,
                                      .reference = "callback:" + c.id.value + ":" + kind};
  if (const auto refusal = gate::may_write(steps.context, c, outgoing)) return refusal;
  const auto message = messenger::enqueue_message(steps.context, outgoing);
  rows::insert_notice(steps.context, {.message_id = message.id,
                                      .callback_id = c.id,
                                      .kind = kind,
                                      .sent_at = steps.context.now(),
                                      .answered_at = {}});
  contact::record_contact(steps.context, {.address = c.number->e164(),
                                          .channel = contact::Channel::whatsapp,
                                          .purpose = contact::Purpose::requested,
                                          .outcome = contact::ContactOutcome::sent,
                                          .contact_id = c.contact_id,
                                          .reference = message.id.value});
  steps.record.callback.whatsapp_message_id = message.id.value;
  steps.record.callback.whatsapp_sent_at = steps.context.now();
  steps.touched = true;
  tell(steps, "callback.notice_sent", kind, message.id, {});
  return std::nullopt;
}

// Sends, or says why not. True when it was handed over.
bool deliver(Steps& steps, const char* kind, const channels::Channel& channel,
             const std::optional<Content>& content, const char* missing) {
  if (!content) {
    skip(steps, kind, missing);
    return false;
  }
  auto refusal = send(steps, kind, channel, *content);
  if (refusal) skip(steps, kind, std::move(*refusal));
  return !refusal;
}

Content text_content(std::string text) {
  return {.kind = ContentKind::text, .text = std::move(text)};
}

Content buttons(const Steps& steps) {
  const std::string& company = steps.context.profile().company_name;
  return {.kind = ContentKind::buttons,
          .text = steps.text("callback.ready", {{"company", company},
                                                {"who", who(steps, "callback.our_agent")},
                                                {"reason", reason_of(steps)}}),
          .buttons = {{"callback_yes", steps.text("callback.button_yes")},
                      {"callback_later", steps.text("callback.button_later")},
                      {"callback_cancel", steps.text("callback.button_cancel")}}};
}

// What fills a template's place is one line, and WhatsApp takes no more than four blanks in a row.
std::string filling(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

// The approved words; nothing without a template that may be used now.
std::optional<Content> by_template(const Steps& steps) {
  const auto known = messenger::callback_template(steps.context);
  if (!known || known->status != messenger::TemplateStatus::approved) return std::nullopt;
  return Content{
      .kind = ContentKind::template_,
      .template_message = {.name = known->name,
                           .language = known->language,
                           .body = {filling(steps.context.profile().company_name),
                                    filling(who(steps, "callback.our_agent")), filling(reason_of(steps))}}};
}

std::optional<Content> score_template(const Steps& steps, const channels::Channel& channel) {
  const auto known = messenger::named_template(steps.context, channel.id, steps.settings().score_template);
  if (!known || known->status != messenger::TemplateStatus::approved) return std::nullopt;
  return Content{.kind = ContentKind::template_,
                 .template_message = {.name = known->name,
                                      .language = known->language,
                                      .body = {filling(steps.context.profile().company_name)}}};
}

// Free text inside the window; outside of it there is none for this notice.
void plain(Steps& steps, const char* kind, std::string text, std::optional<Instant> Callback::*sent_at) {
  const auto channel = channels::to_send_with(steps.context);
  if (!channel) return skip(steps, kind, "no_channel");
  std::optional<Content> content;
  if (window_open(steps, channel->id)) content = text_content(std::move(text));
  if (deliver(steps, kind, *channel, content, "window_closed"))
    steps.record.callback.*sent_at = steps.context.now();
}

}  // namespace

void confirm(Steps& steps) {
  if (!wanted(steps)) return;
  plain(steps, rows::kConfirmation,
        steps.text("callback.confirmation", {{"company", steps.context.profile().company_name},
                                             {"who", who(steps, "callback.next_available")},
                                             {"reason", steps.record.callback.reason}}),
        &Callback::confirmation_sent_at);
}

void ready(Steps& steps) {
  const auto channel = channels::to_send_with(steps.context);
  if (!channel) return skip(steps, rows::kReady, "no_channel");
  const auto content = window_open(steps, channel->id) ? std::optional(buttons(steps)) : by_template(steps);
  if (deliver(steps, rows::kReady, *channel, content, "no_template"))
    steps.record.callback.ready_sent_at = steps.context.now();
}

void ready_by_template(Steps& steps) {
  const auto channel = channels::to_send_with(steps.context);
  if (!channel) return skip(steps, rows::kReady, "no_channel");
  if (deliver(steps, rows::kReady, *channel, by_template(steps), "no_template"))
    steps.record.callback.ready_sent_at = steps.context.now();
}

void ask_score(Steps& steps) {
  const auto channel = channels::to_send_with(steps.context);
  if (!channel || !window_open(steps, channel->id)) return ask_score_by_template(steps);
  const Content content = text_content(
      steps.text("callback.score_question", {{"company", steps.context.profile().company_name}}));
  if (deliver(steps, rows::kScore, *channel, content, ""))
    steps.record.callback.score_asked_at = steps.context.now();
}

void ask_score_by_template(Steps& steps) {
  const auto channel = channels::to_send_with(steps.context);
  if (!channel) return skip(steps, rows::kScore, "no_channel");
  if (deliver(steps, rows::kScore, *channel, score_template(steps, *channel), "no_template"))
    steps.record.callback.score_asked_at = steps.context.now();
}

void delayed(Steps& steps) {
  const auto channel = channels::to_send_with(steps.context);
  if (!channel) return skip(steps, rows::kDelayed, "no_channel");
  std::optional<Content> content;
  if (window_open(steps, channel->id))
    content = text_content(steps.text("callback.delayed", {{"who", who(steps, "callback.our_agent")}}));
  deliver(steps, rows::kDelayed, *channel, content, "window_closed");
}

void withdraw(Steps& steps) {
  for (const MessageId& id : rows::before_the_end(steps.context, steps.record.callback.id))
    messenger::withdraw(steps.context, id, "withdrawn: the callback has ended");
}

void failed(Steps& steps) {
  const TenantProfile& profile = steps.context.profile();
  plain(steps, rows::kFailed,
        steps.text("callback.failed",
                   {{"company", profile.company_name}, {"service_phone", profile.service_phone}}),
        &Callback::failed_sent_at);
}

std::optional<rows::Notice> sent_to(const Context& context, const MessageId& id, const std::string& address) {
  auto notice = rows::find_notice(context, id);
  if (!notice) return std::nullopt;
  if (const auto message = messages::find(context, id))
    return message->address == address ? notice : std::nullopt;
  // Where its message is not kept any more, its callback's number is all there is.
  const auto record = rows::find(context.transaction(), context.tenant(), notice->callback_id);
  if (!record || !record->callback.number || record->callback.number->e164() != address) return std::nullopt;
  return notice;
}

}  // namespace smarthandoff::callbacks::notices
