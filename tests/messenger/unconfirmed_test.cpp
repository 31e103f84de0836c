#include <smarthandoff/messenger/unconfirmed.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/messenger/channel.hpp>

#include "messenger/contents.hpp"
#include "messenger/message_rows.hpp"
#include "storage/job_rows.hpp"
#include "support/domain_store.hpp"

using namespace smarthandoff;
using domain_store::Store;
using messages::Message;
using messages::MessageStatus;

namespace {

const std::string kMaria = "+5518997751234";

struct World {
  World() { channel = store.write(channels::create, channels::CreateChannel{.name = "WhatsApp"}).id; }

  Message send(const std::string& to = kMaria) {
    store.now += Milliseconds(1);
    return store.write(messenger::enqueue_message,
                       messenger::OutgoingMessage{
                           .channel_id = channel, .to = to, .content = contents::text(), .reference = "r1"});
  }
  void becomes(Message message, MessageStatus status, const std::string& peer_id) {
    message.status = status;
    message.peer_id = peer_id;
    store.write(
        [&](Context& c, int) { return messages::rows::update(c.transaction(), c.tenant(), message), 0; }, 0);
  }
  std::vector<Message> unconfirmed(const ChannelId& of) {
    return store.read(
        [&](const Context& c, const std::string& to) { return messenger::unconfirmed(c, to, of); }, kMaria);
  }

  Store store;
  ChannelId channel;
};

}  // namespace

TEST_CASE("what a person may have though its id is unknown was taken, is in doubt, or is being sent") {
  struct Row {
    MessageStatus status;
    std::string peer_id;
    bool found;
  };
  for (const Row& row : {Row{MessageStatus::in_doubt, "", true}, Row{MessageStatus::sent, "", true},
                         Row{MessageStatus::sent, "wamid.1", false}, Row{MessageStatus::failed, "", false},
                         Row{MessageStatus::queued, "", false}}) {
    CAPTURE(wire_name(row.status));
    World world;
    world.becomes(world.send(), row.status, row.peer_id);
    CHECK(world.unconfirmed(world.channel).size() == (row.found ? 1 : 0));
    CHECK(world.unconfirmed({"another"}).empty());
  }
}

TEST_CASE("a message that waits may have arrived only while a try is under way") {
  for (const bool leased : {false, true}) {
    CAPTURE(leased);
    World world;
    world.send();
    const Job job = world.store.jobs.back();
    world.store.write(
        [&](Context& c, int) {
          const auto lease = leased ? std::optional<Milliseconds>(Seconds(30)) : std::nullopt;
          return storage::jobs::put(c.transaction(), job, world.store.now, lease);
        },
        0);
    CHECK(world.unconfirmed(world.channel).size() == (leased ? 1 : 0));
  }
}

TEST_CASE("the newest comes first, and another person's is none of them") {
  World world;
  const Message first = world.send(), theirs = world.send("+5511999998888"), last = world.send();
  for (const Message& one : {first, theirs, last}) world.becomes(one, MessageStatus::in_doubt, "");
  const auto found = world.unconfirmed(world.channel);
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == last.id);
  CHECK(found[1].id == first.id);
}
