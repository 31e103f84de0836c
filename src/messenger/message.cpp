#include <smarthandoff/messenger/message.hpp>

#include <algorithm>

#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/messenger/planned.hpp>
#include <smarthandoff/messenger/port.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "messenger/message_rows.hpp"
#include "messenger/message_steps.hpp"
#include "messenger/orders.hpp"

namespace smarthandoff::messages {
namespace {

using messenger::Inbound;
using messenger::InboundKind;
using messenger::PeerStatus;

Message found(const Context& context, const MessageId& id) {
  auto message = find(context, id);
  if (!message) throw no_such("message", id.value);
  return std::move(*message);
}

// An address as it is stored, from what a person typed.
std::string stored_address(const Context& context, const char* field, const std::string& typed) {
  if (typed.empty() || typed.starts_with("user:") || typed.starts_with('+')) return typed;
  const TenantProfile& profile = context.profile();
  const auto read = understand::phone({.text = typed,
                                       .default_region = profile.default_region,
                                       .default_area_code = profile.default_area_code});
  if (!read.e164) throw invalid_field(field, "must be a telephone number with its area code");
  return *read.e164;
}

// What somebody writes opens the window; what WhatsApp itself tells about them does not.
bool opens_window(InboundKind kind) {
  return kind != InboundKind::system && kind != InboundKind::edited && kind != InboundKind::deleted;
}

std::string address_of(const Context& context, const ChannelId& channel, const Inbound& inbound) {
  if (inbound.from.empty() && !inbound.from_user_id.empty())
    if (const auto known =
            rows::find_user(context.transaction(), context.tenant(), channel, inbound.from_user_id))
      return known->address;
  return messenger::address_of(inbound.from, inbound.from_user_id);
}

// Locked, as it is known with what this message tells.
rows::Address sender(Context& context, const ChannelId& channel, const Inbound& inbound) {
  rows::Address known = locked_address(context, channel, address_of(context, channel, inbound));
  if (!inbound.from.empty()) known.peer_address = inbound.from;
  if (!inbound.from_user_id.empty()) known.user_id = inbound.from_user_id;
  if (!inbound.profile_name.empty()) known.profile_name = inbound.profile_name;
  return known;
}

lifecycle::EventKind kind_of(PeerStatus status) {
  switch (status) {
    case PeerStatus::sent:
      return lifecycle::EventKind::peer_sent;
    case PeerStatus::delivered:
      return lifecycle::EventKind::peer_delivered;
    case PeerStatus::read:
      return lifecycle::EventKind::peer_read;
    case PeerStatus::failed:
      return lifecycle::EventKind::peer_failed;
  }
  return lifecycle::EventKind::peer_sent;
}

// Ours by the id that travelled with it, else by the peer's; of this channel only.
std::optional<Message> message_of(const Context& context, const ChannelId& channel,
                                  const messenger::StatusChange& change) {
  if (!change.message_id.empty()) {
    auto message = rows::find(context.transaction(), context.tenant(), change.message_id);
    const bool fits = message && message->channel_id == channel &&
                      (message->peer_id.empty() || message->peer_id == change.peer_id);
    if (fits) return message;
  }
  return rows::find_by_peer(context.transaction(), context.tenant(), channel, change.peer_id);
}

}  // namespace

Message get(const Context& context, const GetMessage& request) {
  return found(context, request.message_id);
}

MessageList list(const Context& context, const ListMessages& request) {
  field::check_page(request.limit);
  MessageList page{rows::list(context.transaction(), context.tenant(),
                              stored_address(context, "address", request.address), request.before,
                              request.limit)};
  for (Message& message : page.messages) message.raw.clear();
  return page;
}

Message mark_read(Context& context, const MarkMessageRead& request) {
  Message message = found(context, request.message_id);
  if (message.direction != Direction::inbound)
    throw Error(ErrorCode::failed_precondition,
                "message \"" + message.id.value + "\" was sent, not received: only its receiver reads it");
  context.enqueue(kReadJob, message.id.value,
                  ReadOrder{.request = {.tenant = context.tenant(),
                                        .channel_id = message.channel_id,
                                        .peer_id = message.peer_id,
                                        .typing = request.typing}});
  return message;
}

Message test_channel(Context& context, const TestChannel& request) {
  if (request.channel_id.empty()) throw invalid_field("channel_id", "must not be empty");
  if (request.to.empty()) throw invalid_field("to", "must not be empty");
  return messenger::enqueue_message(context, {.channel_id = request.channel_id,
                                              .to = stored_address(context, "to", request.to),
                                              .content = {.text = request.text},
                                              .reference = "test"});
}

std::int64_t erase(Context& context, const std::string& address) {
  if (address.empty()) throw invalid_field("address", "must not be empty");
  return rows::erase(context.transaction(), context.tenant(), address);
}

std::int64_t expire(Context& context, Instant before, std::int64_t limit) {
  return rows::expire(context.transaction(), context.tenant(), before, limit);
}

std::optional<Message> find(const Context& context, const MessageId& id) {
  auto message = rows::find(context.transaction(), context.tenant(), id);
  if (message && !message->answers.empty()) {
    const auto other =
        rows::find_by_peer(context.transaction(), context.tenant(), message->channel_id, message->answers);
    if (other) message->answers_id = other->id;
  }
  return message;
}

bool receive(Context& context, const ChannelId& channel, const Inbound& inbound) {
  rows::Address address = sender(context, channel, inbound);
  const Instant at = inbound.at == Instant{} ? context.now() : std::min(inbound.at, context.now());
  Message message{.id = {context.new_id()},
                  .channel_id = channel,
                  .direction = Direction::inbound,
                  .status = MessageStatus::received,
                  .address = address.address,
                  .peer_id = inbound.peer_id,
                  .kind = wire_name(inbound.kind),
                  .text = inbound.text,
                  .choice_id = inbound.choice_id,
                  .raw = inbound.raw,
                  .answers = inbound.answers,
                  .created_at = at};
  if (!inbound.media.id.empty()) message.media = inbound.media;
  if (!rows::insert(context.transaction(), context.tenant(), message)) return false;
  if (opens_window(inbound.kind))
    address.last_inbound_at = std::max(address.last_inbound_at.value_or(at), at);
  rows::save(context.transaction(), context.tenant(), address);
  context.emit("message.received", message.id.value, event_of(message));
  context.enqueue(kInboundJob, message.id.value, event_of(message));
  return true;
}

StatusApplied apply(Context& context, const ChannelId& channel, const messenger::StatusChange& change) {
  auto message = message_of(context, channel, change);
  if (!message) return StatusApplied::unknown;
  context.transaction().lock("message", context.tenant().value + "/" + message->id.value);
  message = rows::find(context.transaction(), context.tenant(), message->id);
  if (!message) return StatusApplied::unknown;
  const auto decision =
      feed(context, std::move(*message), {.kind = kind_of(change.status), .failure = change.failure},
           {.peer_id = change.peer_id, .at = change.at});
  return decision.ignored.empty() ? StatusApplied::changed : StatusApplied::ignored;
}

}  // namespace smarthandoff::messages

namespace smarthandoff::messenger {
namespace {

using messages::Message;
namespace rows = messages::rows;

constexpr Milliseconds kLongestValidity = std::chrono::hours(24 * 30);

channels::Channel channel_for(const Context& context, const ChannelId& given) {
  std::optional<channels::Channel> channel;
  if (given.empty()) {
    channel = channels::to_send_with(context);
    if (!channel)
      throw Error(ErrorCode::failed_precondition, "this tenant has no active channel to send with",
                  {{"field", "channel_id"}});
    return std::move(*channel);
  }
  channel = channels::find(context, given);
  if (!channel) throw no_such("channel", given.value);
  if (channel->status != channels::ChannelStatus::active)
    throw Error(ErrorCode::failed_precondition,
                "channel \"" + given.value + "\" is " + wire_name(channel->status) + ", not active",
                {{"field", "channel_id"}});
  return std::move(*channel);
}

void check(const OutgoingMessage& outgoing) {
  field::check_line("to", outgoing.to, 200);
  const bool number = outgoing.to.starts_with('+');
  if (number)
    PhoneNumber::from_e164(outgoing.to);
  else if (!outgoing.to.starts_with("user:") || outgoing.to.size() < 6)
    throw invalid_field("to", "must be E.164, e.g. +5518997751234, or a person's stored address");
  field::check_line("reference", outgoing.reference, 200);
  if (outgoing.valid_for < std::chrono::minutes(1) || outgoing.valid_for > kLongestValidity)
    throw invalid_field("valid_for", "must be 1 minute to 30 days");
  check(outgoing.content);
}

// The one before, to the same person, is not taken yet. One that waits for a new token may wait for days.
bool is_behind(const Context& context, const rows::Address& address) {
  if (address.last_outbound_id.empty()) return false;
  const auto before = rows::find(context.transaction(), context.tenant(), address.last_outbound_id);
  return before && before->status == messages::MessageStatus::queued && before->expires_at > context.now() &&
         before->failure.kind != FailureKind::unauthorized;
}

std::string shown_text(const Content& content) {
  return content.kind == ContentKind::template_ ? content.template_message.name : content.text;
}

}  // namespace

Message enqueue_message(Context& context, const OutgoingMessage& outgoing) {
  check(outgoing);
  const channels::Channel channel = channel_for(context, outgoing.channel_id);
  rows::Address address = messages::locked_address(context, channel.id, outgoing.to);
  Message message{.id = {context.new_id()},
                  .channel_id = channel.id,
                  .address = outgoing.to,
                  .kind = wire_name(outgoing.content.kind),
                  .text = shown_text(outgoing.content),
                  .content = outgoing.content,
                  .reference = outgoing.reference,
                  .created_at = context.now(),
                  .expires_at = context.now() + outgoing.valid_for};
  if (!outgoing.answers.empty()) {
    const auto answered = messages::find(context, outgoing.answers);
    if (!answered || answered->channel_id != channel.id) throw no_such("message", outgoing.answers.value);
    message.answers = answered->peer_id;
    message.answers_id = answered->id;
  }
  rows::insert(context.transaction(), context.tenant(), message);
  const bool behind = is_behind(context, address);
  address.last_outbound_id = message.id;
  rows::save(context.transaction(), context.tenant(), address);
  const messages::SendOrder order{.request = messages::request_of(context, message, address),
                                  .question = outgoing.question};
  if (behind)
    context.enqueue(messages::kTurnJob, message.id.value, order, context.now() + messages::kTurn);
  else
    context.enqueue(messages::first_job(order), message.id.value, order);
  return message;
}

std::string address_of(const std::string& peer_address, const std::string& user_id) {
  std::string digits = peer_address;
  if (digits.starts_with('+')) digits.erase(0, 1);
  const bool number =
      !digits.empty() && digits.size() <= 20 && digits.find_first_not_of("0123456789") == std::string::npos;
  if (!number)
    return user_id.empty() && peer_address.empty() ? ""
                                                   : "user:" + (user_id.empty() ? peer_address : user_id);
  const auto read = understand::phone({.text = "+" + digits});
  if (read.e164) return *read.e164;
  // An id of before the ninth digit is the same person's.
  if (read.suggestion && read.reason == understand::PhoneReason::missing_ninth_digit) return *read.suggestion;
  return "+" + digits;
}

std::optional<Instant> last_inbound(const Context& context, const std::string& address,
                                    const ChannelId& channel) {
  return rows::last_inbound(context.transaction(), context.tenant(), address, channel);
}

std::optional<Message> last_outbound(const Context& context, const std::string& address,
                                     const ChannelId& channel) {
  const auto known = rows::find_address(context.transaction(), context.tenant(), channel, address);
  if (!known || known->last_outbound_id.empty()) return std::nullopt;
  return messages::find(context, known->last_outbound_id);
}

}  // namespace smarthandoff::messenger
