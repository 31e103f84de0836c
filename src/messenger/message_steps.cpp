#include "messenger/message_steps.hpp"

#include <algorithm>

#include "messenger/message_rows.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::messages {
namespace {

void set_instant(Message& message, Instant at) {
  switch (message.status) {
    case MessageStatus::sent:
      message.sent_at = at;
      return;
    case MessageStatus::delivered:
      message.delivered_at = at;
      return;
    case MessageStatus::read:
      message.read_at = at;
      return;
    case MessageStatus::failed:
      message.failed_at = at;
      return;
    case MessageStatus::queued:
    case MessageStatus::in_doubt:
    case MessageStatus::received:
      return;
  }
}

// One that waits and has expired all the same was withdrawn (withdraw.cpp).
std::string withdrawal(const Message& message) {
  const bool withdrawn =
      message.status == MessageStatus::queued && message.failure.kind == messenger::FailureKind::expired;
  return withdrawn ? message.failure.detail : std::string();
}

void tell(Context& context, const Message& message, const lifecycle::Decision& decision) {
  if (decision.unresolved) context.emit("message.unresolved", message.id.value, event_of(message));
  if (!decision.changed) return;
  const char* topic = message.status == MessageStatus::sent ? "message.sent" : "message.status";
  context.emit(topic, message.id.value, event_of(message));
  if (!message.reference.empty()) context.enqueue(kChangedJob, message.id.value, event_of(message));
}

// What waits behind a message that has left the queue is next.
void pass_turn(Context& context, const Message& message) {
  const auto next = rows::next_waiting(context.transaction(), context.tenant(), message);
  if (!next) return;
  const auto waits = storage::jobs::find(context.transaction(), context.tenant(), kTurnJob, next->id.value);
  if (waits) context.enqueue_json(kTurnJob, next->id.value, waits->payload);
}

}  // namespace

// The recipient as the peer spells it, where it ever told; else the digits.
messenger::SendRequest request_of(const Context& context, const Message& message,
                                  const rows::Address& address) {
  messenger::SendRequest request{.tenant = context.tenant(),
                                 .channel_id = message.channel_id,
                                 .message_id = message.id,
                                 .content = *message.content,
                                 .answers = message.answers,
                                 .expires_at = *message.expires_at};
  if (!address.peer_address.empty()) {
    request.to = address.peer_address;
  } else if (message.address.starts_with('+')) {
    request.to = message.address.substr(1);
  } else {
    request.to = message.address.substr(std::string_view("user:").size());
    request.to_user_id = true;
  }
  return request;
}

MessageEvent event_of(const Message& message) {
  return {.message_id = message.id,
          .channel_id = message.channel_id,
          .status = message.status,
          .kind = message.kind,
          .reference = message.reference,
          .failure = message.failure.kind};
}

lifecycle::Decision feed(Context& context, Message message, const lifecycle::Event& event,
                         const Evidence& evidence) {
  const lifecycle::State state{.status = message.status,
                               .tries = message.tries,
                               .expires_at = message.expires_at.value_or(context.now()),
                               .withdrawn = withdrawal(message)};
  const lifecycle::Decision decision = lifecycle::decide(state, event, {}, context.now());
  const bool learns_id = message.peer_id.empty() && !evidence.peer_id.empty();
  if (!decision.ignored.empty() && !learns_id) return decision;
  if (learns_id) message.peer_id = evidence.peer_id;
  if (decision.ignored.empty()) {
    message.status = decision.status;
    message.tries = decision.tries;
    message.failure = decision.failure;
    const Instant at = evidence.at == Instant{} ? context.now() : std::min(evidence.at, context.now());
    if (decision.changed) set_instant(message, at);
  }
  rows::update(context.transaction(), context.tenant(), message);
  if (decision.doubt_at)
    context.enqueue(kDoubtJob, message.id.value, event_of(message), decision.doubt_at);
  else if (state.status == MessageStatus::in_doubt && decision.changed)
    context.cancel_job(kDoubtJob, message.id.value);
  if (state.status == MessageStatus::queued && message.status != MessageStatus::queued)
    pass_turn(context, message);
  tell(context, message, decision);
  if (decision.channel_refused) channels::refuse(context, message.channel_id, event.failure.detail);
  return decision;
}

void lock_address(Context& context, const std::string& address) {
  context.transaction().lock("message_address", context.tenant().value + "/" + address);
}

rows::Address locked_address(Context& context, const ChannelId& channel, const std::string& address) {
  lock_address(context, address);
  return rows::find_address(context.transaction(), context.tenant(), channel, address)
      .value_or(rows::Address{.channel_id = channel, .address = address});
}

}  // namespace smarthandoff::messages
