// What is asked before each try of a message that was planned under the gate.
#include <algorithm>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/contact/messaging.hpp>

#include "contact/gate_facts.hpp"

namespace smarthandoff::contact {
namespace {

using messenger::FailureKind;

struct PlannedMessage {
  GateQuestion question;
  std::optional<Instant> named_until;
};

const Type& describe(const PlannedMessage*) {
  static const Immortal<Type> type =
      Description<PlannedMessage>("PlannedMessage", "What is asked before each try of a message.")
          .field("question", &PlannedMessage::question, "as when it was planned")
          .field("named_until", &PlannedMessage::named_until, "how long a time that was named lasts")
          .build();
  return type;
}

// As the peer would fail it, where it would; whoever planned it may know another way then.
messenger::Failure failure_of(const std::vector<GateReason>& reasons) {
  const auto for_ever = std::ranges::find_if(reasons, [](const GateReason& reason) { return !reason.until; });
  const std::string& rule = (for_ever == reasons.end() ? reasons.front() : *for_ever).name;
  FailureKind kind = FailureKind::forbidden;
  if (rule == "whatsapp_window") kind = FailureKind::window_closed;
  if (rule == "template_not_ready") kind = FailureKind::template_paused;
  return {.kind = kind, .detail = rule};
}

}  // namespace

std::string to_be_asked_again(const Context& context, GateQuestion question,
                              std::optional<Instant> named_until) {
  // What was asked for was asked for by now: an opt-out that comes before it goes out is newer.
  if (!question.requested_at) question.requested_at = context.now();
  return to_json(PlannedMessage{.question = std::move(question), .named_until = named_until});
}

messages::Leave may_go_out(Context& context, const messages::Message& message, const std::string& question) {
  auto planned = from_json<PlannedMessage>(question);
  if (planned.named_until && context.now() >= *planned.named_until) planned.question.time_named = false;
  const GateDecision decision = may_still_contact(context, planned.question, message.id.value);
  if (decision.allowed) return {};
  return {.allowed = false, .next_allowed = decision.next_allowed, .failure = failure_of(decision.reasons)};
}

}  // namespace smarthandoff::contact
