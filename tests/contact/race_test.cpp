// What two processes do about one person at the same instant, on PostgreSQL: the first one's transaction is
// open until the second one waits for it, or has gone by.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/messenger/withdraw.hpp>

#include "support/domain_store.hpp"
#include "support/eventually.hpp"
#include "support/postgresql.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;
using domain_store::Store;

namespace {

constexpr const char* kAna = "+5518997751234";

// As callbacks have it done, who are above this module.
void withdraw_all(Context& context, const Person& person, suppressions::SuppressionKind) {
  for (const std::string& address : person.addresses) messenger::withdraw_all(context, address, "opted out");
}

// Two processes with one store, and a channel of WhatsApp's on which Ana wrote.
struct Pair {
  Pair() : one(server->url()), other(server->url()) {
    register_personal_data({.name = "callbacks", .opted_out = withdraw_all});
    register_message_data();
    channel = one.write(channels::create, channels::CreateChannel{.name = "W", .phone_number_id = "1"}).id;
    one.write([&](Context& context,
                  const std::string& peer_id) { return messages::receive(context, channel, wrote(peer_id)); },
              std::string("wamid.1"));
    const auto message = one.read(messages::list, messages::ListMessages{}).messages.at(0);
    one.write([](Context& context, const messages::Message& told) { return log_inbound(context, told), 0; },
              message);
  }
  messenger::Inbound wrote(const std::string& peer_id) const {
    return {.peer_id = peer_id, .from = "5518997751234", .at = one.now, .text = "oi"};
  }
  bool waits() const {
    return server->sql(
               "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND "
               "database = (SELECT oid FROM pg_database WHERE datname = current_database())") != "0";
  }

  // `first` is done in a transaction that ends only when `second` waits or has ended.
  template <class First, class Second>
  void race(First first, Second second) {
    std::atomic<bool> ended = false;
    std::thread thread;
    one.write(
        [&](Context& context, int) {
          first(context);
          thread = std::thread([&] {
            second();
            ended = true;
          });
          CHECK(test_support::eventually([&] { return ended || waits(); }));
          return 0;
        },
        0);
    thread.join();
  }

  messages::Message message() {
    const auto all = one.read(messages::list, messages::ListMessages{.address = kAna}).messages;
    REQUIRE(all.size() == 2);
    return all[0];
  }

  const test_postgresql::UsedDatabase server;
  Store one, other;
  ChannelId channel;
};

SendMessage hello(const std::string& contact_id = {}) {
  return {.to = kAna, .content = {.text = "Olá"}, .contact_id = contact_id};
}

}  // namespace

TEST_SUITE("postgresql") {
  // One process named the host's id of the person, the other did not, and each locked something else.
  TEST_CASE("two processes that send to one person at once send one message, whatever id they know them by") {
    Pair pair;
    SendAnswer answer;
    pair.race([](Context& context) { CHECK(send_message(context, hello("crm-1")).message); },
              [&] { answer = pair.other.write(send_message, hello("crm-2")); });
    CHECK_FALSE(answer.message);
    CHECK(answer.reasons.at(0).name == "minimum_gap");
  }

  // The opt-out saw nothing to withdraw and was acknowledged; the message went out a second later.
  TEST_CASE("a message that is planned while its person opts out is withdrawn by the opt-out") {
    Pair pair;
    pair.race([](Context& context) { CHECK(send_message(context, hello("crm-1")).message); },
              [&] { pair.other.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kAna}); });
    CHECK(pair.message().expires_at < pair.one.now);
  }

  TEST_CASE("a message that is planned while its person is erased is erased with them") {
    Pair pair;
    pair.race([](Context& context) { CHECK(send_message(context, hello("crm-1")).message); },
              [&] { pair.other.write(contacts::erase, contacts::EraseContact{.address = kAna}); });
    CHECK(pair.one.read(messages::list, messages::ListMessages{}).messages.empty());
  }

  // The try's answer left its order again, with the validity of before.
  TEST_CASE("an opt-out while a try is answered waits for the answer, and withdraws what it left") {
    Pair pair;
    const auto sent = pair.one.write(send_message, hello());
    pair.race(
        [&](Context& context) {
          CHECK(messages::apply(context, pair.channel,
                                {.message_id = sent.message->id, .status = messenger::PeerStatus::failed}) ==
                messages::StatusApplied::changed);
        },
        [&] { pair.other.write(suppressions::add_opt_out, suppressions::AddOptOut{.address = kAna}); });
    CHECK(pair.message().status == messages::MessageStatus::failed);
  }
}
