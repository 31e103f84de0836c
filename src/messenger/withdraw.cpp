#include <smarthandoff/messenger/withdraw.hpp>

#include <set>

#include <smarthandoff/messenger/planned.hpp>
#include <smarthandoff/messenger/port.hpp>

#include "messenger/message_rows.hpp"
#include "messenger/message_steps.hpp"
#include "messenger/orders.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::messenger {
namespace {

using messages::Message;
namespace rows = messages::rows;

constexpr std::int64_t kNewest = 1000;  // of one person; nothing older waits to be sent

}  // namespace

// An order that waits is replaced by one that has expired. One that is being carried out, or whose answer was
// lost, brings what it brings: it is only not repeated. The answer to a try is taken under the same lock, so
// that it either finds the message expired, or has left its order for another try where it is replaced.
bool withdraw(Context& context, const MessageId& id, const std::string& why) {
  context.transaction().lock("message", context.tenant().value + "/" + id.value);
  auto message = rows::find(context.transaction(), context.tenant(), id);
  if (!message || message->status != messages::MessageStatus::queued) return false;
  const Instant past = context.now() - Milliseconds(1);
  message->expires_at = past;
  message->failure = {.kind = FailureKind::expired, .detail = why};
  rows::update(context.transaction(), context.tenant(), *message);
  const auto order =
      storage::jobs::find(context.transaction(), context.tenant(), messages::kSendJob, id.value);
  if (order && (order->leased || order->attempt > 0)) return true;
  context.cancel_job(messages::kAskJob, id.value);
  context.enqueue(messages::kSendJob, id.value,
                  messages::SendOrder{.request = {.tenant = context.tenant(),
                                                  .channel_id = message->channel_id,
                                                  .message_id = id,
                                                  .to = message->address,
                                                  .content = *message->content,
                                                  .expires_at = past}});
  return true;
}

std::int64_t withdraw_all(Context& context, const std::string& address, const std::string& why) {
  std::set<MessageId> waiting;
  for (const Message& message : rows::list(context.transaction(), context.tenant(), address, {}, kNewest))
    if (message.status == messages::MessageStatus::queued) waiting.insert(message.id);
  std::int64_t count = 0;
  for (const MessageId& id : waiting)
    if (withdraw(context, id, why)) ++count;
  return count;
}

}  // namespace smarthandoff::messenger
