#include "callback/gate_questions.hpp"

#include <algorithm>

#include <smarthandoff/base/text.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/messaging.hpp>

namespace smarthandoff::callbacks::gate {
namespace {

constexpr Milliseconds kNamed = std::chrono::hours(1);     // how long the time that a person named lasts
constexpr Milliseconds kAtOnce = std::chrono::minutes(5);  // with the tries that a message may need

Leave leave_of(const contact::GateDecision& decision) {
  if (decision.allowed) return {};
  return {.allowed = false,
          .rule = decision.reasons.empty() ? "forbidden" : decision.reasons.front().name,
          .next_allowed = decision.next_allowed};
}

bool lasts(const std::optional<Instant>& named, Instant at) {
  return named && *named <= at && at < *named + kNamed;
}

contact::GateQuestion question_of(const Callback& callback) {
  return {.address = callback.number->e164(),
          .purpose = contact::Purpose::requested,
          .requested_at = callback.requested_at,
          .contact_id = callback.contact_id,
          .reference = callback.id.value};
}

Leave ask(Context& context, const Callback& callback, Instant at) {
  contact::GateQuestion question = question_of(callback);
  question.channel = contact::Channel::voice;
  if (at > context.now()) question.at = at;
  question.time_named = lasts(callback.agreed_at, at) || lasts(callback.notice_answered_at, at);
  return leave_of(contact::may_contact(context, question));
}

}  // namespace

Leave may_call(Context& context, const Callback& callback) {
  return ask(context, callback, context.now());
}

Leave may_plan(Context& context, const Callback& callback) {
  return ask(context, callback, std::max(context.now(), callback.scheduled_at.value_or(context.now())));
}

std::optional<std::string> may_write(Context& context, const Callback& callback,
                                     messenger::OutgoingMessage& message) {
  contact::GateQuestion question = question_of(callback);
  question.channel = contact::Channel::whatsapp;
  question.channel_id = message.channel_id;
  if (message.content.kind == messenger::ContentKind::template_) {
    question.template_name = message.content.template_message.name;
    question.template_language = message.content.template_message.language;
  }
  // What answers the request at once needs no hour of its own.
  question.time_named = callback.requested_at == context.now();
  const Leave leave = leave_of(contact::may_contact(context, question));
  if (!leave.allowed) return leave.rule;
  message.question = contact::to_be_asked_again(context, question, context.now() + kAtOnce);
  return std::nullopt;
}

std::optional<std::int64_t> seconds_left(const Context& context, const CallbackId& id, Instant at) {
  const auto found = contact::decisions(context, {.reference = id.value, .allowed = false, .limit = 1});
  if (found.decisions.empty() || found.decisions.front().created_at != at) return std::nullopt;
  const auto& next = found.decisions.front().decision.next_allowed;
  if (!next || *next <= at) return std::nullopt;
  return std::chrono::ceil<Seconds>(*next - at).count();
}

std::string sentence(const TenantProfile& profile, const std::string& rule) {
  const std::string key = "refusal.rule." + rule;
  const auto& all = text::catalogue();
  const bool known = std::ranges::find(all, std::string_view(key), &text::Entry::key) != all.end();
  return text::render(profile, known ? key : "refusal.rule.other");
}

}  // namespace smarthandoff::callbacks::gate
