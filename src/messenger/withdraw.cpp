#include <smarthandoff/messenger/withdraw.hpp>

#include <smarthandoff/messenger/port.hpp>

#include "messenger/message_rows.hpp"
#include "messenger/message_steps.hpp"

namespace smarthandoff::messenger {
namespace {

using messages::Message;
namespace rows = messages::rows;

constexpr std::int64_t kNewest = 1000;  // of one person; nothing older waits to be sent

}  // namespace

// The order is replaced by one that has expired: whoever is sending the message at this instant ends first,
// and is not repeated.
std::int64_t withdraw(Context& context, const std::string& address) {
  std::int64_t count = 0;
  for (Message& message : rows::list(context.transaction(), context.tenant(), address, {}, kNewest)) {
    if (message.status != messages::MessageStatus::queued) continue;
    const Instant past = context.now() - Milliseconds(1);
    message.expires_at = past;
    rows::update(context.transaction(), context.tenant(), message);
    context.enqueue(messages::kSendJob, message.id.value,
                    SendRequest{.tenant = context.tenant(),
                                .channel_id = message.channel_id,
                                .message_id = message.id,
                                .to = message.address,
                                .content = *message.content,
                                .expires_at = past});
    ++count;
  }
  return count;
}

}  // namespace smarthandoff::messenger
