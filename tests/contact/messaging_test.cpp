#include <smarthandoff/contact/messaging.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::contact;
using domain_store::error_of;
using domain_store::Store;

namespace {

constexpr const char* kAna = "+5518997751234";

// A tenant with a WhatsApp channel.
struct Chat : Store {
  Chat() {
    channel =
        write(channels::create, channels::CreateChannel{.name = "WhatsApp", .phone_number_id = "10001"}).id;
  }
  // Ana writes, and the engine tells.
  messages::Message writes(const std::string& text,
                           messenger::InboundKind kind = messenger::InboundKind::text) {
    const std::string peer_id = "wamid." + std::to_string(++count);
    write(
        [&](Context& context, const std::string& words) {
          return messages::receive(
              context, channel,
              {.peer_id = peer_id, .from = "5518997751234", .at = now, .kind = kind, .text = words});
        },
        text);
    const auto message = read(messages::list, messages::ListMessages{.limit = 1}).messages.at(0);
    write(
        [&](Context& context, const messages::Message& told) {
          log_inbound(context, told);
          return 0;
        },
        message);
    return message;
  }
  SendAnswer send(SendMessage request) {
    if (request.to.empty()) request.to = "18 99775-1234";
    if (request.content.text.empty()) request.content.text = "Olá";
    return write(send_message, request);
  }
  std::vector<ContactRecord> history() {
    return read(contact::history, ListContacts{.address = kAna, .channel = Channel::whatsapp}).contacts;
  }
  std::string reason(const SendAnswer& answer) {
    return answer.reasons.empty() ? "" : answer.reasons[0].name;
  }

  ChannelId channel;
  int count = 0;
};

}  // namespace

TEST_CASE(
    "a message goes out where the gate lets it, stands in the log, and the next one keeps its distance") {
  Chat chat;
  const SendAnswer closed = chat.send({});
  CHECK_FALSE(closed.message);
  CHECK(chat.reason(closed) == "whatsapp_window");
  chat.writes("oi");
  const SendAnswer sent = chat.send({});
  REQUIRE(sent.message);
  CHECK(sent.message->address == kAna);
  CHECK(sent.message->status == messages::MessageStatus::queued);
  REQUIRE(chat.history().size() == 2);
  CHECK(chat.history()[0].reference == sent.message->id.value);
  CHECK(chat.history()[0].outcome == ContactOutcome::sent);
  CHECK(chat.history()[1].direction == Direction::inbound);
  const SendAnswer soon = chat.send({});
  CHECK(chat.reason(soon) == "minimum_gap");
  CHECK(soon.next_allowed == chat.now + std::chrono::minutes(10));
}

TEST_CASE("an answer to a person is no contact that we start, but who must never be contacted is not") {
  Chat chat;
  const auto wrote = chat.writes("vocês abrem amanhã?");
  REQUIRE(chat.send({}).message);
  REQUIRE(chat.send({.answers = wrote.id}).message);  // no gap
  CHECK(chat.history().size() == 2);
  chat.write(suppressions::add_opt_out,
             suppressions::AddOptOut{.address = kAna, .reason = "x", .never_call = true});
  CHECK(chat.reason(chat.send({.answers = wrote.id})) == "never_call");
  CHECK(error_of([&] { chat.send({.to = "+5511987654321", .answers = wrote.id}); }) == "not_found");
  CHECK(error_of([&] { chat.send({.answers = {"unknown"}}); }) == "not_found");
}

TEST_CASE("who wrote back had a conversation, and a message that failed counts no more") {
  Chat chat;
  chat.writes("oi");
  auto sent = *chat.send({}).message;
  chat.writes("👍", messenger::InboundKind::system);  // WhatsApp tells about the person
  CHECK(chat.history()[0].outcome == ContactOutcome::sent);
  sent.status = messages::MessageStatus::failed;
  const auto fails = [&](const messages::Message& message) {
    chat.write(
        [](Context& context, const messages::Message& told) {
          log_failure(context, told);
          return 0;
        },
        message);
  };
  fails(sent);
  fails(sent);
  CHECK(chat.history()[0].outcome == ContactOutcome::failed);
  chat.now += Seconds(5);
  auto second = *chat.send({}).message;
  chat.now += Seconds(5);
  chat.writes("quero pagar");
  const auto history = chat.history();
  REQUIRE(history.size() == 4);
  CHECK(history[0].direction == Direction::inbound);
  CHECK(history[1].reference == second.id.value);
  CHECK(history[1].outcome == ContactOutcome::conversation);
}

TEST_CASE("what cannot be sent is refused with its field") {
  Chat chat;
  chat.writes("oi");
  struct Row {
    SendMessage request;
    std::string error;
  };
  const std::vector<Row> rows = {
      {{.to = "ramal", .content = {.text = "x"}}, "invalid_argument to"},
      {{.to = kAna, .content = {.text = " "}}, "invalid_argument content.text"},
      {{.to = kAna, .content = {.text = "x"}, .reference = ""}, "invalid_argument reference"},
      {{.to = kAna, .content = {.text = "x"}, .valid_seconds = 59}, "invalid_argument valid_seconds"},
      {{.channel_id = {"unknown"}, .to = kAna, .content = {.text = "x"}}, "not_found"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error);
    CHECK(error_of([&] { chat.write(send_message, row.request); }) == row.error);
  }
  CHECK(chat.history().size() == 1);
}

TEST_CASE("a person's messages are exported and erased with them") {
  Chat chat;
  register_message_data();
  chat.writes("meu CPF é 123");
  chat.send({});
  const auto exported = chat.read(contacts::export_, contacts::ExportContact{.address = kAna}).rows;
  REQUIRE(exported.contains("messages"));
  CHECK(exported.at("messages").size() == 2);
  const auto erased = chat.write(contacts::erase, contacts::EraseContact{.address = kAna});
  CHECK(erased.rows.at("messages") == 2);
  CHECK(chat.read(messages::list, messages::ListMessages{.address = kAna}).messages.empty());
}

TEST_CASE("who asks to be left alone is, and whoever says anything else is not") {
  struct Row {
    std::string text;
    bool opts_out;
    messenger::InboundKind kind = messenger::InboundKind::text;
  };
  const std::vector<Row> rows = {
      {"SAIR", true},
      {" sair. ", true},
      {"Stop!", true},
      {"Pare", true},
      {"não me liguem nunca mais", true},
      {"me tirem dessa lista", true},
      {"SAIR", true, messenger::InboundKind::button},
      {"SAIR", false, messenger::InboundKind::edited},
      {"SAIR", false, messenger::InboundKind::image},
      {"vou sair agora, liguem depois", false},
      {"cancelar", false},
      {"não", false},
      {"não posso parar agora", false},
      {"stop", true},
      {"", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    Chat chat;
    const auto message = chat.writes(row.text, row.kind);
    for (int i = 0; i < 2; ++i) {
      chat.write(
          [](Context& context, const messages::Message& told) {
            take_opt_out(context, told);
            return 0;
          },
          message);
    }
    const auto known = chat.read(suppressions::list_opt_outs, suppressions::ListOptOuts{}).suppressions;
    REQUIRE(known.size() == (row.opts_out ? 1U : 0U));
    if (row.opts_out) CHECK(known[0].channel == Channel::whatsapp);
  }
}

TEST_CASE("a person whose id is no number can opt out as well") {
  Chat chat;
  messages::Message told{.id = {"m1"},
                         .channel_id = chat.channel,
                         .direction = messages::Direction::inbound,
                         .status = messages::MessageStatus::received,
                         .address = "user:BR.77",
                         .kind = "text",
                         .text = "SAIR"};
  chat.write(
      [](Context& context, const messages::Message& message) {
        take_opt_out(context, message);
        return 0;
      },
      told);
  CHECK(chat.read(suppressions::check_opt_out,
                  suppressions::CheckOptOut{.address = "user:BR.77", .channel = Channel::whatsapp})
            .suppressed);
}
