#include <smarthandoff/contact/retention.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/port.hpp>

#include "contact/message_clock.hpp"

using namespace smarthandoff;
using messages::MessageStatus;
using messenger::SendOutcome;

namespace {

constexpr auto kDay = std::chrono::hours(24);

// A messaging service that takes what it is told to and never tells of it again.
class Silent final : public messenger::Messenger {
 public:
  void send(const messenger::SendRequest& request, std::function<void(messenger::SendResult)> done) override {
    ++sent;
    if (outcome == SendOutcome::accepted)
      done({.outcome = outcome, .peer_id = "wamid." + request.message_id.value});
    else
      done({.outcome = outcome, .failure = {.kind = messenger::FailureKind::temporary}});
  }
  void mark_read(const messenger::MarkRead&, std::function<void(messenger::Failure)> done) override {
    done({});
  }
  void list_templates(const messenger::ListTemplates&,
                      std::function<void(messenger::TemplatesResult)> done) override {
    done({});
  }
  void stop() noexcept override {}

  SendOutcome outcome = SendOutcome::accepted;
  int sent = 0;
};

// A tenant with a channel that keeps messages for 30 days.
struct Chat : message_clock::MessageClock {
  Chat() : MessageClock(peer, retention::job_handlers()) {
    contact::register_message_data();
    channel = write(channels::create, channels::CreateChannel{.name = "WhatsApp"}).id;
    write(retention::configure, retention::ConfigureRetention{.messages_days = 30});
  }

  MessageId send(Milliseconds valid_for = std::chrono::hours(1)) {
    return write(messenger::enqueue_message,
                 messenger::OutgoingMessage{
                     .to = "+5518997751234", .content = {.text = "Olá"}, .valid_for = valid_for})
        .id;
  }
  MessageStatus status(const MessageId& id) { return read(messages::get, messages::GetMessage{id}).status; }
  std::size_t count() { return read(messages::list, messages::ListMessages{}).messages.size(); }
  std::int64_t told(const std::string& topic) { return std::ranges::count(events, topic, &Event::topic); }

  ChannelId channel;
  Silent peer;
};

}  // namespace

TEST_CASE("a message of which nothing was told again is sent for its days, and then removed") {
  Chat chat;
  const MessageId id = chat.send();
  chat.advance(kDay * 29);
  CHECK(chat.status(id) == MessageStatus::sent);
  CHECK(chat.peer.sent == 1);
  chat.advance(kDay * 3);
  CHECK(chat.count() == 0);
  CHECK(chat.told("retention.applied") == 1);
}

// It was kept for ever: what may have been sent counted as on its way, though nobody will tell of it any
// more.
TEST_CASE(
    "a message whose fate nobody told is reported once, never sent again, and removed with the others") {
  Chat chat;
  chat.peer.outcome = SendOutcome::in_doubt;
  const MessageId id = chat.send();
  chat.advance(std::chrono::minutes(9));
  CHECK(chat.status(id) == MessageStatus::in_doubt);
  CHECK(chat.told("message.unresolved") == 0);
  chat.advance(kDay * 29);
  CHECK(chat.status(id) == MessageStatus::in_doubt);
  CHECK(chat.told("message.unresolved") == 1);
  CHECK(chat.peer.sent == 1);
  chat.advance(kDay * 3);
  CHECK(chat.count() == 0);
}

TEST_CASE("a message that is not taken in time has failed as expired, and is removed after its days") {
  Chat chat;
  chat.peer.outcome = SendOutcome::retry;
  const MessageId id = chat.send(std::chrono::minutes(1));
  chat.advance(std::chrono::minutes(2));
  const auto message = chat.read(messages::get, messages::GetMessage{id});
  CHECK(message.status == MessageStatus::failed);
  CHECK(message.failure.kind == messenger::FailureKind::expired);
  chat.advance(kDay * 29);
  CHECK(chat.count() == 1);
  chat.advance(kDay * 3);
  CHECK(chat.count() == 0);
}

TEST_CASE("what still waits to be sent is kept, and removed when that was long worth nothing") {
  Chat chat;
  const MessageId waits = chat.send(kDay * 30);
  std::erase_if(chat.jobs, [&](const Job& job) { return job.key == waits.value; });  // its job was lost
  chat.advance(kDay * 45);
  CHECK(chat.status(waits) == MessageStatus::queued);
  chat.advance(kDay * 17);
  CHECK(chat.count() == 0);
}

TEST_CASE("who wrote is forgotten with the message, and the open window with neither") {
  Chat chat;
  chat.write(
      [&](Context& context, int) {
        return messages::receive(context, chat.channel,
                                 {.peer_id = "wamid.1",
                                  .from = "5518997751234",
                                  .at = chat.now,
                                  .kind = messenger::InboundKind::text,
                                  .text = "meu CPF é 123"});
      },
      0);
  chat.advance(kDay * 29);
  CHECK(chat.count() == 1);
  chat.advance(kDay * 3);
  CHECK(chat.count() == 0);
  const auto last = chat.read(
      [](const Context& context, int) { return messenger::last_inbound(context, "+5518997751234"); }, 0);
  CHECK(last.has_value());
}
