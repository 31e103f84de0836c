#include <smarthandoff/messenger/message.hpp>

namespace smarthandoff::messages {

const Type& describe(const Direction*) {
  static const Immortal<Type> type =
      describe_enum<Direction>("Direction", "Which way a message goes.",
                               {{Direction::inbound, "inbound"}, {Direction::outbound, "outbound"}});
  return type;
}

const Type& describe(const MessageStatus*) {
  using S = MessageStatus;
  static const Immortal<Type> type =
      describe_enum<S>("MessageStatus", "Where a message stands; it only moves forward.",
                       {{S::received, "received"},
                        {S::queued, "queued"},
                        {S::in_doubt, "in_doubt"},
                        {S::sent, "sent"},
                        {S::delivered, "delivered"},
                        {S::read, "read"},
                        {S::failed, "failed"}});
  return type;
}

const Type& describe(const Message*) {
  using M = Message;
  static const Immortal<Type> type =
      Description<M>("Message", "A message that was sent or received.")
          .field("id", &M::id, "its id")
          .field("channel_id", &M::channel_id, "by which channel")
          .field("direction", &M::direction, "which way it goes")
          .field("status", &M::status, "where it stands")
          .field("address", &M::address, "whom it is to or from: E.164, or \"user:\" and an id")
          .field("peer_id", &M::peer_id, "the peer's id of it; empty until it took it")
          .field("kind", &M::kind, "what it is, e.g. text, template, button, image, unknown")
          .field("text", &M::text, "what a person reads of it")
          .field("content", &M::content, "of one that was sent")
          .field("choice_id", &M::choice_id, "the button or row that was chosen")
          .field("media", &M::media, "the file that was received with it")
          .field("raw", &M::raw, "of one that was received: as it came; absent from lists")
          .field("answers", &M::answers, "the peer's id of the message that it answers")
          .field("answers_id", &M::answers_id, "the same as ours, where it is known; absent from lists")
          .field("reference", &M::reference, "what it is about, as whoever sent it said")
          .field("failure", &M::failure, "why it was not delivered, or the last try failed")
          .field("tries", &M::tries, "those that failed")
          .field("created_at", &M::created_at, "when it was written")
          .field("sent_at", &M::sent_at, "when the peer took it")
          .field("delivered_at", &M::delivered_at, "when it was on the person's device")
          .field("read_at", &M::read_at, "when it was read")
          .field("failed_at", &M::failed_at, "when it failed")
          .field("expires_at", &M::expires_at, "not sent after it")
          .build();
  return type;
}

const Type& describe(const GetMessage*) {
  static const Immortal<Type> type = Description<GetMessage>("GetMessage", "Names a message.")
                                         .required("message_id", &GetMessage::message_id, "which one")
                                         .build();
  return type;
}

const Type& describe(const ListMessages*) {
  static const Immortal<Type> type =
      Description<ListMessages>("ListMessages", "Asks for messages, the newest first.")
          .field("address", &ListMessages::address, "as stored, or a number as typed; empty: of everybody")
          .field("limit", &ListMessages::limit, "1 to 1000")
          .field("before", &ListMessages::before, "the oldest id of the page before")
          .build();
  return type;
}

const Type& describe(const MessageList*) {
  static const Immortal<Type> type = Description<MessageList>("MessageList", "A page of messages.")
                                         .field("messages", &MessageList::messages, "newest first")
                                         .build();
  return type;
}

const Type& describe(const MarkMessageRead*) {
  static const Immortal<Type> type =
      Description<MarkMessageRead>("MarkMessageRead", "Tells the sender that a message was read.")
          .required("message_id", &MarkMessageRead::message_id, "a received one")
          .field("typing", &MarkMessageRead::typing, "also that an answer is being written, for up to 25 s")
          .build();
  return type;
}

const Type& describe(const TestChannel*) {
  static const Immortal<Type> type =
      Description<TestChannel>("TestChannel", "Sends a text to see whether a channel works.")
          .required("channel_id", &TestChannel::channel_id, "which one")
          .required("to", &TestChannel::to, "one's own telephone, as typed")
          .required("text", &TestChannel::text, "1-4096 characters")
          .build();
  return type;
}

const Type& describe(const MessageEvent*) {
  using E = MessageEvent;
  static const Immortal<Type> type =
      Description<E>("MessageEvent", "Payload of the events of messages.")
          .field("message_id", &E::message_id, "the message")
          .field("channel_id", &E::channel_id, "its channel")
          .field("status", &E::status, "where it stands now")
          .field("kind", &E::kind, "what it is")
          .field("reference", &E::reference, "what it is about, as whoever sent it said")
          .field("failure", &E::failure, "why it was not delivered")
          .build();
  return type;
}

}  // namespace smarthandoff::messages
