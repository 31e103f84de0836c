#include <smarthandoff/messenger/report.hpp>

#include <doctest/doctest.h>

#include <algorithm>

#include <smarthandoff/messenger/port.hpp>

#include "messenger/contents.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::messages;
using domain_store::error_of;
using domain_store::Store;
using messenger::FailureKind;
using messenger::InboundKind;
using messenger::PeerStatus;

namespace {

const std::string kMaria = "+5518997751234";

// A tenant whose host speaks to a messaging service by itself.
struct Host : Store {
  Host() {
    channel = write(channels::create, channels::CreateChannel{.name = "Own", .is_default = true}).id;
    jobs.clear();
    events.clear();
  }

  ReceivedReport hears(ReportReceived request) {
    if (request.peer_id.empty()) request.peer_id = "in-1";
    if (request.from.empty() && request.from_user_id.empty()) request.from = "5518997751234";
    return write(received, request);
  }
  StatusReport told(const ReportStatus& request) { return write(messages::status, request); }
  // A message that the service took under this id; empty: that is not known.
  MessageId sent(const std::string& peer_id) {
    const Message made =
        write(messenger::enqueue_message,
              messenger::OutgoingMessage{.to = kMaria, .content = contents::text(), .reference = "r"});
    told({.message_id = made.id, .peer_id = peer_id});
    return made.id;
  }
  Message get(const MessageId& id) { return read(messages::get, GetMessage{id}); }
  std::int64_t jobs_of(std::string_view kind) {
    return std::ranges::count(jobs, kind, [](const Job& job) { return std::string_view(job.kind); });
  }

  ChannelId channel;
};

}  // namespace

TEST_CASE(
    "what a host reports is the webhook's path: stored once, told, handed on, and it opens the window") {
  Host host;
  const auto first = host.hears({.profile_name = "Maria", .text = "sim", .at = host.now - Seconds(5)});
  CHECK(first.is_new);
  CHECK(first.message.channel_id == host.channel);
  CHECK(first.message.direction == Direction::inbound);
  CHECK(first.message.status == MessageStatus::received);
  CHECK(first.message.address == kMaria);
  CHECK(first.message.text == "sim");
  CHECK(host.topics() == "message.received ");
  CHECK(host.jobs_of(kInboundJob) == 1);
  const auto window =
      host.read([](const Context& context, int) { return messenger::last_inbound(context, kMaria); }, 0);
  CHECK(window == host.now - Seconds(5));

  const auto again = host.hears({.text = "não"});
  CHECK_FALSE(again.is_new);
  CHECK(again.message == first.message);
  CHECK(host.jobs_of(kInboundJob) == 1);
  CHECK(host.topics() == "message.received ");
}

TEST_CASE("a person is one however the service spells the number, and one without a number has an id") {
  Host host;
  CHECK(host.hears({.peer_id = "1", .from = "+5518997751234"}).message.address == kMaria);
  CHECK(host.hears({.peer_id = "2", .from = "551897751234"}).message.address == kMaria);
  CHECK(host.hears({.peer_id = "3", .from_user_id = "BR.77"}).message.address == "user:BR.77");
}

TEST_CASE("a message from the future is one of now, and what is no text is made fit to be stored") {
  Host host;
  const auto report = host.hears({.text = "a\xff\x01z", .at = host.now + std::chrono::hours(1)});
  CHECK(report.message.created_at == host.now);
  CHECK(report.message.text == "a\xEF\xBF\xBD z");
}

TEST_CASE("a button, a file and an answer are kept with the message") {
  Host host;
  const MessageId asked = host.sent("out-1");
  const auto pressed = host.hears({.kind = InboundKind::button,
                                   .text = "Sim",
                                   .choice_id = "callback_yes",
                                   .answers = "out-1",
                                   .media = {.id = "file-1", .mime_type = "audio/ogg", .voice = true}});
  const Message kept = host.get(pressed.message.id);
  CHECK(kept.kind == "button");
  CHECK(kept.choice_id == "callback_yes");
  CHECK(kept.answers_id == asked);
  REQUIRE(kept.media);
  CHECK(kept.media->voice);
}

TEST_CASE("statuses move forward only, by either id") {
  Host host;
  const MessageId id = host.sent("out-1");
  struct Row {
    ReportStatus request;
    StatusApplied applied;
    MessageStatus now;
  };
  const std::vector<Row> rows = {
      {{.message_id = id}, StatusApplied::ignored, MessageStatus::sent},
      {{.message_id = id, .status = PeerStatus::delivered}, StatusApplied::changed, MessageStatus::delivered},
      {{.peer_id = "out-1", .status = PeerStatus::delivered},
       StatusApplied::ignored,
       MessageStatus::delivered},
      {{.peer_id = "out-1", .status = PeerStatus::read}, StatusApplied::changed, MessageStatus::read},
      {{.message_id = id, .peer_id = "out-1"}, StatusApplied::ignored, MessageStatus::read},
      {{.message_id = id, .status = PeerStatus::failed}, StatusApplied::ignored, MessageStatus::read},
  };
  for (const Row& row : rows) {
    const auto report = host.told(row.request);
    CHECK(report.applied == row.applied);
    REQUIRE(report.message);
    CHECK(report.message->id == id);
    CHECK(report.message->status == row.now);
  }
  CHECK(host.jobs_of(kChangedJob) == 3);  // sent, delivered, read
}

TEST_CASE("a status by our id alone teaches the service's, and a failure says why") {
  Host host;
  const MessageId id = host.sent("");
  CHECK(host.get(id).peer_id.empty());
  const auto failed = host.told({.message_id = id,
                                 .peer_id = "out-7",
                                 .status = PeerStatus::failed,
                                 .failure = {.detail = "no such number"},
                                 .at = host.now - Seconds(3)});
  REQUIRE(failed.message);
  CHECK(failed.message->peer_id == "out-7");
  CHECK(failed.message->failure.kind == FailureKind::unknown);
  CHECK(failed.message->failure.detail == "no such number");
  CHECK(failed.message->failed_at == host.now - Seconds(3));
}

TEST_CASE("a status of a message that is nobody's, or another channel's, changes nothing") {
  Host host;
  const MessageId id = host.sent("out-1");
  const ChannelId other = host.write(channels::create, channels::CreateChannel{.name = "Two"}).id;
  CHECK(host.told({.peer_id = "theirs"}).applied == StatusApplied::unknown);
  CHECK(host.told({.message_id = {"unknown"}}).applied == StatusApplied::unknown);
  CHECK(host.told({.channel_id = other, .message_id = id, .status = PeerStatus::read}).applied ==
        StatusApplied::unknown);
  host.tenant = {"other"};
  host.write(channels::create, channels::CreateChannel{.name = "Own", .is_default = true});
  const auto foreign = host.told({.message_id = id, .peer_id = "out-1", .status = PeerStatus::read});
  CHECK(foreign.applied == StatusApplied::unknown);
  CHECK_FALSE(foreign.message);
  host.tenant = {"acme"};
  CHECK(host.get(id).status == MessageStatus::sent);
}

TEST_CASE("a report that cannot be read is refused with its field and leaves nothing") {
  Host host;
  const std::string long_id(201, 'x');
  struct Row {
    ReportReceived request;
    std::string error;
  };
  const std::vector<Row> rows = {
      {{.from = "5518997751234"}, "invalid_argument peer_id"},
      {{.peer_id = long_id, .from = "5518997751234"}, "invalid_argument peer_id"},
      {{.peer_id = "a\nb", .from = "5518997751234"}, "invalid_argument peer_id"},
      {{.peer_id = "1"}, "invalid_argument from_number"},
      {{.peer_id = "1", .from = "whatsapp:+5518997751234"}, "invalid_argument from_number"},
      {{.peer_id = "1", .from = "18 99775-1234"}, "invalid_argument from_number"},
      {{.peer_id = "1", .from = "123456789012345678901"}, "invalid_argument from_number"},
      {{.peer_id = "1", .from_user_id = long_id}, "invalid_argument from_user_id"},
      {{.channel_id = {"unknown"}, .peer_id = "1", .from = "5518997751234"}, "not_found"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error);
    CHECK(error_of([&] { host.write(received, row.request); }) == row.error);
  }
  CHECK(error_of([&] { host.told({}); }) == "invalid_argument message_id");
  CHECK(error_of([&] { host.told({.channel_id = {"unknown"}, .peer_id = "x"}); }) == "not_found");
  CHECK(host.read(list, ListMessages{}).messages.empty());
  host.tenant = {"nobody"};
  CHECK(error_of([&] { host.hears({}); }) == "failed_precondition channel_id");
  CHECK(error_of([&] { host.told({.peer_id = "x"}); }) == "failed_precondition channel_id");
}
