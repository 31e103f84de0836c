// What two processes do about one person at the same instant, on PostgreSQL: the first one's transaction is
// open until the second one waits for it, or has gone by.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/messenger/withdraw.hpp>

#include "contact/address.hpp"
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

  // `first` is done in a transaction that ends only when `second` waits or has ended; before its end, `rest`.
  template <class First, class Second>
  void race(First first, Second second) {
    race(first, second, [](Context&) {});
  }
  template <class First, class Second, class Rest>
  void race(First first, Second second, Rest rest) {
    std::atomic<bool> ended = false;
    std::string failure;  // of `second`; read once it is over
    std::thread thread;
    one.write(
        [&](Context& context, int) {
          first(context);
          thread = std::thread([&] {
            try {
              second();
            } catch (const Error& error) {
              failure = error.what();
            }
            ended = true;
          });
          CHECK(test_support::eventually([&] { return ended || waits(); }));
          try {
            rest(context);
          } catch (...) {
            thread.join();
            throw;
          }
          return 0;
        },
        0);
    thread.join();
    CHECK(failure == "");
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

  // Each read what was known of Ana, changed its part and stored the whole: the later one put the other's
  // part back to what it was. In 79 of 250 rounds the service window closed too early.
  TEST_CASE("what Ana writes and what is sent to her at the same instant are both known afterwards") {
    Pair pair;
    pair.other.now += Seconds(60);
    const Instant newest = pair.other.now;
    const auto receive = [&](Context& context) {
      CHECK(messages::receive(context, pair.channel,
                              {.peer_id = "wamid.2", .from = "5518997751234", .at = newest, .text = "oi"}));
    };
    MessageId sent;
    const auto send = [&](Context& context) {
      sent = messenger::enqueue_message(context, {.to = kAna, .content = {.text = "Olá"}}).id;
    };
    const auto by = [](Store& store, const auto& work) {
      store.write([&](Context& context, int) { return work(context), 0; }, 0);
    };
    SUBCASE("she wrote before") {
      pair.one.now += Seconds(60);
      pair.race(receive, [&] { by(pair.other, send); });
    }
    SUBCASE("we sent before") {
      pair.race(send, [&] { by(pair.other, receive); });
    }
    by(pair.other, [&](Context& context) {
      CHECK(messenger::last_inbound(context, kAna, pair.channel) == newest);
      const auto last = messenger::last_outbound(context, kAna, pair.channel);
      REQUIRE(last);
      CHECK(last->id == sent);
    });
  }

  // Each held the address that the other one waited for, until PostgreSQL ended one of them.
  TEST_CASE("two contacts with the same addresses lock them in one order, whatever order they are given in") {
    Pair pair;
    std::vector<std::pair<std::string, std::string>> both;  // digests and addresses
    for (const char* number : {"+5518997751234", "+5518997755678"})
      both.emplace_back(digest_of(pair.one.tenant, PhoneNumber::from_e164(number)), number);
    std::ranges::sort(both);
    const auto lock = [&](Context& context, std::size_t which) {
      context.transaction().lock("address", context.tenant().value + "/" + both[which].first);
    };
    pair.other.now += Seconds(1);
    pair.race([&](Context& context) { lock(context, 0); },
              [&] {
                pair.other.write(contacts::create,
                                 contacts::CreateContact{.addresses = {{.address = both[1].second},
                                                                       {.address = both[0].second}}});
              },
              [&](Context& context) { lock(context, 1); });
  }
}
