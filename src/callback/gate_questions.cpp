#include "callback/gate_questions.hpp"

#include <smarthandoff/contact/gate.hpp>

namespace smarthandoff::callbacks::gate {
namespace {

std::optional<std::string> refusal(const contact::GateDecision& decision) {
  if (decision.allowed) return std::nullopt;
  return decision.reasons.empty() ? "forbidden" : decision.reasons.front().name;
}

contact::GateQuestion question_of(const Callback& callback) {
  return {.address = callback.number->e164(),
          .purpose = contact::Purpose::requested,
          .requested_at = callback.requested_at,
          .contact_id = callback.contact_id,
          .reference = callback.id.value};
}

}  // namespace

std::optional<std::string> may_call(Context& context, const Callback& callback) {
  contact::GateQuestion question = question_of(callback);
  question.channel = contact::Channel::voice;
  // A time that was agreed on, or the customer's own "yes, call me".
  question.time_named = callback.agreed_at || callback.notice_answered_at;
  return refusal(contact::may_contact(context, question));
}

std::optional<std::string> may_write(Context& context, const Callback& callback,
                                     const std::string& template_name) {
  contact::GateQuestion question = question_of(callback);
  question.channel = contact::Channel::whatsapp;
  question.template_name = template_name;
  // What answers the request at once needs no hour of its own.
  question.time_named = callback.requested_at == context.now();
  return refusal(contact::may_contact(context, question));
}

}  // namespace smarthandoff::callbacks::gate
