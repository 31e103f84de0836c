#include <smarthandoff/messenger/planned.hpp>

#include "messenger/message_rows.hpp"
#include "messenger/message_steps.hpp"
#include "messenger/orders.hpp"

namespace smarthandoff::messages {
namespace {

bool waits(const std::optional<Message>& message) {
  return message && message->status == MessageStatus::queued;
}

// What was decided at this very instant is not decided again.
Leave leave_for(Context& context, const Message& message, const std::string& question, Asker asker) {
  if (message.created_at == context.now() || *message.expires_at < context.now()) return {};
  return asker(context, message, question);
}

}  // namespace

void ask(Context& context, const Job& job, Asker asker) {
  const auto order = from_json<SendOrder>(job.payload);
  auto message = rows::find(context.transaction(), context.tenant(), {job.key});
  if (!waits(message)) return;  // erased, or ended meanwhile
  // The domain locks the person, and that before the message, as an opt-out does.
  const Leave leave = leave_for(context, *message, order.question, asker);
  context.transaction().lock("message", context.tenant().value + "/" + job.key);
  message = rows::find(context.transaction(), context.tenant(), {job.key});
  if (!waits(message)) return;
  const Instant expires_at = *message->expires_at;
  if (expires_at < context.now()) {
    feed(context, std::move(*message), {.kind = lifecycle::EventKind::expired}, {});
  } else if (leave.allowed) {
    context.enqueue(kSendJob, job.key, order);
  } else if (leave.next_allowed && *leave.next_allowed > context.now() && *leave.next_allowed <= expires_at) {
    context.enqueue(kAskJob, job.key, order, leave.next_allowed);
  } else {
    feed(context, std::move(*message), {.kind = lifecycle::EventKind::refused, .failure = leave.failure}, {});
  }
}

}  // namespace smarthandoff::messages
