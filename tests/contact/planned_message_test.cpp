// Messages that wait, asked about again before each try.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/messenger/port.hpp>

#include "contact/message_clock.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;
using messages::MessageStatus;
using messenger::FailureKind;

namespace {

constexpr const char* kAna = "+5518997751234";

// A messaging service that asks for a wait at the first try of a message and takes the next.
class Busy final : public messenger::Messenger {
 public:
  void send(const messenger::SendRequest& request, std::function<void(messenger::SendResult)> done) override {
    ++sent;
    if (sent % 2 == 1)
      return done({.outcome = messenger::SendOutcome::retry,
                   .failure = {.kind = FailureKind::temporary},
                   .retry_after = wait});
    done({.outcome = messenger::SendOutcome::accepted, .peer_id = "wamid." + request.message_id.value});
  }
  void mark_read(const messenger::MarkRead&, std::function<void(messenger::Failure)> done) override {
    done({});
  }
  void list_templates(const messenger::ListTemplates&,
                      std::function<void(messenger::TemplatesResult)> done) override {
    done({});
  }
  void stop() noexcept override {}

  Milliseconds wait = std::chrono::minutes(15);
  int sent = 0;
};

// What the host's templates are said to be; nobody is asked about them in other tests.
struct Templates {
  Templates() {
    ready = true;
    register_messaging({.template_ready = [](const Context&, const GateQuestion& question) {
      asked = question;
      return ready;
    }});
  }
  ~Templates() { register_messaging({}); }
  static inline bool ready = true;
  static inline GateQuestion asked;
};

void ask(Context& context, const Job& job) {
  messages::ask(context, job, may_go_out);
}

// A tenant with a channel.
struct Chat : message_clock::MessageClock {
  Chat() : MessageClock(peer, {{.kind = messages::kAskJob, .rule = ask}}) {
    channel = write(channels::create, channels::CreateChannel{.name = "WhatsApp", .phone_number_id = "1"}).id;
  }

  messages::Message plan(SendMessage request) {
    request.to = kAna;
    request.content = {.kind = messenger::ContentKind::template_,
                       .template_message = {.name = "aviso", .language = "pt_BR", .body = {"x"}}};
    const auto answer = write(send_message, request);
    REQUIRE(answer.message);
    return *answer.message;
  }
  messages::Message get(const MessageId& id) { return read(messages::get, messages::GetMessage{id}); }
  std::vector<StoredDecision> decided() {
    return read(decisions, ListDecisions{.address = kAna, .channel = Channel::whatsapp}).decisions;
  }

  ChannelId channel;
  Busy peer;
  Templates templates;
};

constexpr Milliseconds kMinute = std::chrono::minutes(1);
constexpr Milliseconds kHour = std::chrono::hours(1);

}  // namespace

// Planned at 18:50 with a token that was refused, it went out at 19:07, after the hours had ended.
TEST_CASE("a message whose hours have ended when its next try comes does not go out") {
  Chat chat;
  chat.now = parse_rfc3339("2026-01-16T21:50:00Z");
  const auto planned = chat.plan({.purpose = Purpose::collections, .valid_seconds = 7200});
  chat.advance(kMinute * 16);
  CHECK(chat.peer.sent == 1);
  CHECK(chat.get(planned.id).status == MessageStatus::failed);
  CHECK(chat.get(planned.id).failure.kind == FailureKind::forbidden);
  CHECK(chat.get(planned.id).failure.detail == "calling_window");
  CHECK(chat.topics().ends_with("message.status "));
  const auto decided = chat.decided();
  REQUIRE(decided.size() == 2);
  CHECK_FALSE(decided[0].decision.allowed);
  CHECK(decided[0].created_at == parse_rfc3339("2026-01-16T22:05:00Z"));
  CHECK(decided[1].decision.allowed);
}

TEST_CASE("a message that is still valid when it may go again waits for that, and then goes") {
  Chat chat;
  chat.now = parse_rfc3339("2026-01-15T21:50:00Z");  // a Thursday
  const auto planned = chat.plan({.purpose = Purpose::collections, .valid_seconds = 86'400});
  chat.advance(kHour);
  CHECK(chat.get(planned.id).status == MessageStatus::queued);
  CHECK(chat.peer.sent == 1);
  chat.advance(kHour * 14);
  CHECK(chat.get(planned.id).status == MessageStatus::sent);
  CHECK(chat.get(planned.id).sent_at == chat.decided()[1].decision.next_allowed);
  CHECK(chat.peer.sent == 2);
}

TEST_CASE("a message's own place in the log of contacts does not forbid its next try") {
  Chat chat;
  chat.peer.wait = Seconds(30);
  const auto planned = chat.plan({});
  chat.advance(kMinute);
  CHECK(chat.get(planned.id).status == MessageStatus::sent);
  CHECK(chat.decided().size() == 2);
}

TEST_CASE("another contact since it was planned puts a message off") {
  Chat chat;
  chat.peer.wait = kMinute;
  const auto planned = chat.plan({});
  chat.write(record_contact, RecordContact{.address = kAna,
                                           .channel = Channel::whatsapp,
                                           .purpose = Purpose::service,
                                           .outcome = ContactOutcome::sent,
                                           .reference = "other"});
  chat.advance(kMinute * 2);
  CHECK(chat.get(planned.id).status == MessageStatus::queued);
  chat.advance(kMinute * 10);
  CHECK(chat.get(planned.id).status == MessageStatus::sent);
}

TEST_CASE("a template that was paused while its message waited is not sent") {
  Chat chat;
  const auto planned = chat.plan({});
  CHECK(Templates::asked.template_language == "pt_BR");
  CHECK(Templates::asked.channel_id == chat.channel);
  chat.advance(kMinute);
  Templates::ready = false;
  chat.advance(kHour);
  CHECK(chat.peer.sent == 1);
  CHECK(chat.get(planned.id).failure.kind == FailureKind::template_paused);
  CHECK(chat.get(planned.id).failure.detail == "template_not_ready");
}

TEST_CASE("who opts out while a requested message waits is not written to") {
  Chat chat;
  const auto planned = chat.plan({.purpose = Purpose::requested});
  chat.advance(kMinute);
  chat.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kAna});
  chat.advance(kHour);
  CHECK(chat.peer.sent == 1);
  CHECK(chat.get(planned.id).status == MessageStatus::failed);
}

// It went to the messaging service, which alone refused it, or did not know.
TEST_CASE("who stops promotions while one waits does not get it, and gets what is none") {
  for (const bool by_host : {true, false}) {
    for (const Purpose purpose : {Purpose::requested, Purpose::service, Purpose::marketing}) {
      CAPTURE(by_host);
      CAPTURE(wire_name(purpose));
      Chat chat;
      const auto planned = chat.plan({.purpose = purpose});
      chat.advance(kMinute);
      if (by_host)
        chat.write(
            suppressions::add_opt_out,
            suppressions::AddOptOut{.address = kAna, .purpose = suppressions::OptOutPurpose::marketing});
      else
        chat.write(
            [](Context& context, const messages::MarketingPreference& told) {
              return take_preference(context, told), 0;
            },
            messages::MarketingPreference{.addresses = {kAna}, .at = chat.now});
      CHECK(chat.get(planned.id).status == MessageStatus::queued);  // not withdrawn
      chat.advance(kHour);
      const bool promotion = purpose == Purpose::marketing;
      CHECK(chat.peer.sent == (promotion ? 1 : 2));
      CHECK(chat.get(planned.id).status == (promotion ? MessageStatus::failed : MessageStatus::sent));
      CHECK(chat.get(planned.id).failure.detail == (promotion ? "no_marketing" : ""));
      if (promotion) CHECK(chat.get(planned.id).failure.kind == FailureKind::forbidden);
    }
  }
}

TEST_CASE("the time that a person named is over an hour later") {
  for (const auto& [wait, sent] : {std::pair{kMinute * 59, true}, {kMinute * 61, false}}) {
    CAPTURE(wait.count());
    Chat chat;
    chat.now = parse_rfc3339("2026-01-17T01:30:00Z");  // 22:30
    chat.peer.wait = wait;
    const auto planned =
        chat.plan({.purpose = Purpose::requested, .time_named = true, .valid_seconds = 7200});
    chat.advance(kHour * 2);
    CHECK((chat.get(planned.id).status == MessageStatus::sent) == sent);
  }
}

TEST_CASE("a message of which nothing is asked is sent as it was") {
  Chat chat;
  chat.write(messenger::enqueue_message, messenger::OutgoingMessage{.to = kAna, .content = {.text = "Olá"}});
  chat.advance(kMinute * 16);
  CHECK(chat.peer.sent == 2);
  CHECK(chat.decided().empty());
}
