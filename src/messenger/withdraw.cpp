#include <smarthandoff/messenger/withdraw.hpp>

#include <smarthandoff/messenger/port.hpp>

#include "messenger/message_rows.hpp"
#include "messenger/message_steps.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::messenger {
namespace {

using messages::Message;
namespace rows = messages::rows;

constexpr std::int64_t kNewest = 1000;  // of one person; nothing older waits to be sent

}  // namespace

// An order that waits is replaced by one that has expired. One that is being carried out, or whose answer was
// lost, brings what it brings: it is only not repeated.
std::int64_t withdraw(Context& context, const std::string& address) {
  std::int64_t count = 0;
  for (Message& message : rows::list(context.transaction(), context.tenant(), address, {}, kNewest)) {
    if (message.status != messages::MessageStatus::queued) continue;
    const Instant past = context.now() - Milliseconds(1);
    message.expires_at = past;
    rows::update(context.transaction(), context.tenant(), message);
    ++count;
    const auto order =
        storage::jobs::find(context.transaction(), context.tenant(), messages::kSendJob, message.id.value);
    if (order && (order->leased || order->attempt > 0)) continue;
    context.enqueue(messages::kSendJob, message.id.value,
                    SendRequest{.tenant = context.tenant(),
                                .channel_id = message.channel_id,
                                .message_id = message.id,
                                .to = message.address,
                                .content = *message.content,
                                .expires_at = past});
  }
  return count;
}

}  // namespace smarthandoff::messenger
