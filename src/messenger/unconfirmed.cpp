#include <smarthandoff/messenger/unconfirmed.hpp>

#include "messenger/message_rows.hpp"
#include "messenger/message_steps.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::messenger {
namespace {

using messages::Message;
using messages::MessageStatus;

constexpr std::int64_t kNewest = 100;

// A try that is under way, or whose end nobody saw: its answer may be slower than the person's.
bool is_being_sent(const Context& context, const Message& message) {
  const auto order =
      storage::jobs::find(context.transaction(), context.tenant(), messages::kSendJob, message.id.value);
  return order && (order->leased || order->attempt > 0);
}

bool may_have_arrived(const Context& context, const Message& message) {
  if (message.direction != messages::Direction::outbound || !message.peer_id.empty()) return false;
  if (message.status == MessageStatus::queued) return is_being_sent(context, message);
  return message.status != MessageStatus::failed;
}

}  // namespace

std::vector<Message> unconfirmed(const Context& context, const std::string& address,
                                 const ChannelId& channel) {
  std::vector<Message> all;
  if (address.empty()) return all;
  auto newest = messages::rows::list(context.transaction(), context.tenant(), address, {}, kNewest);
  for (Message& message : newest)
    if (message.channel_id == channel && may_have_arrived(context, message))
      all.push_back(std::move(message));
  return all;
}

}  // namespace smarthandoff::messenger
