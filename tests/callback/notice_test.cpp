#include <doctest/doctest.h>

#include <set>

#include <smarthandoff/callback/metrics.hpp>
#include <smarthandoff/callback/reply.hpp>
#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/messenger/templates.hpp>

#include "messenger/message_rows.hpp"
#include "support/callback_world.hpp"
#include "support/domain_store.hpp"

using namespace callback_world;
using callbacks::CallbackStatus;
using callbacks::ReplyMeaning;
using domain_store::error_of;

namespace {

// A tenant with a WhatsApp channel, and a customer who writes there.
struct Chat : Floor {
  Chat() {
    channel = call(channels::create, {.name = "WhatsApp", .is_default = true, .phone_number_id = "10001"}).id;
    smarthandoff::tenants::UpdateTenant profile;
    profile.company_name = "Acme";
    profile.service_phone = "0800 123 4567";
    call(smarthandoff::tenants::update, profile);
    events.clear();
  }

  // The customer writes; the message is handled as the engine would.
  void writes(const std::string& text, const std::string& choice = {}, const std::string& answers = {},
              Milliseconds ago = {}) {
    const std::string peer_id = "wamid." + std::to_string(++count);
    now += Milliseconds(1);  // the order of the messages
    write([&](Context& context) {
      messages::receive(
          context, channel,
          {.peer_id = peer_id,
           .from = "5518997751234",
           .at = context.now() - ago,
           .kind = choice.empty() ? messenger::InboundKind::text : messenger::InboundKind::button,
           .text = text,
           .choice_id = choice,
           .answers = answers});
    });
    handle();
  }
  // Carries out what messaging left to be done, without a peer: received messages are handled.
  void handle() {
    for (const Job& job : std::vector<Job>(jobs)) {
      if (job.kind != messages::kInboundJob) continue;
      std::erase_if(jobs, [&](const Job& one) { return one.kind == job.kind && one.key == job.key; });
      write([&](Context& context) {
        const auto message = messages::find(context, {job.key});
        if (!message) return;
        contact::take_opt_out(context, *message);
        callbacks::on_message(context, *message);
      });
    }
    run();
  }
  // What was sent to the customer, oldest first.
  std::vector<messages::Message> sent() {
    auto all = call(messages::list, {}).messages;
    std::erase_if(all, [](const auto& one) { return one.direction == messages::Direction::inbound; });
    std::ranges::reverse(all);
    return all;
  }
  // What the peer made of the last one.
  void becomes_of_last(messages::MessageStatus status, const std::string& peer_id = {}) {
    messages::Message message = sent().back();
    message.status = status;
    message.peer_id = peer_id;
    write(
        [&](Context& context) { messages::rows::update(context.transaction(), context.tenant(), message); });
  }
  std::string last_sent() {
    const auto all = sent();
    return all.empty() ? "" : all.back().text;
  }
  callbacks::Callback wish(const std::string& reason = "boleto vencido") {
    return ask({.number = "18997751234",
                .intended_for = "Jeni",
                .extension = "1004",
                .department = "Financeiro",
                .reason = reason,
                .notify_whatsapp = true});
  }
  // Asked for inside the window, and announced.
  callbacks::Callback announced() {
    writes("oi");
    now += Seconds(1);
    const auto made = wish();
    now += Seconds(1);
    free("1004");
    now += Seconds(1);
    return made;
  }
  void approve(messenger::TemplateStatus status = messenger::TemplateStatus::approved) {
    call(templates::set, {.name = "callback_retorno_ligacao", .language = "pt_BR", .status = status});
  }

  ChannelId channel;
  int count = 0;
};

}  // namespace

TEST_CASE("inside the window the customer is told that it is noted, and asked when we can call") {
  Chat chat;
  const auto wish = chat.announced();
  const auto sent = chat.sent();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].text ==
        "Olá! Aqui é da Acme. 📞\n\nSeu pedido de callback foi registrado!\n\n👤 Atendente: Jeni\n📝 Assunto: "
        "boleto vencido\n\nVamos retornar assim que possível. Obrigado!");
  REQUIRE(sent[1].content);
  CHECK(sent[1].content->kind == messenger::ContentKind::buttons);
  CHECK(sent[1].content->text ==
        "Olá! Aqui é da Acme. 📞\n\nJeni já pode retornar sua ligação sobre \"boleto "
        "vencido\".\n\nPodemos ligar agora?");
  CHECK(sent[1].content->buttons[0] == messenger::ReplyButton{"callback_yes", "✅ Sim, podem ligar"});
  const auto kept = chat.get(wish.id);
  CHECK(kept.confirmation_sent_at);
  CHECK(kept.ready_sent_at);
  CHECK(kept.whatsapp_message_id == sent[1].id.value);
  chat.advance(Seconds(125));  // repeated to the agent, not to the customer
  CHECK(chat.sent().size() == 2);
}

// Approved for one channel it was sent by another, which has no such template; and so in another language.
TEST_CASE("a template is ready by the channel and in the language in which it was approved") {
  Chat chat;
  chat.approve();
  const ChannelId other = chat.call(channels::create, {.name = "Two", .phone_number_id = "10002"}).id;
  struct Row {
    ChannelId channel;
    std::string language;
    bool allowed;
  };
  for (const Row& row : {Row{chat.channel, "pt_BR", true}, Row{{}, "", true}, Row{{}, "pt_BR", true},
                         Row{other, "pt_BR", false}, Row{other, "", false}, Row{chat.channel, "en_US", false},
                         Row{{}, "en_US", false}, Row{{"unknown"}, "pt_BR", false}}) {
    CAPTURE(row.language);
    CAPTURE(row.allowed);
    const auto decision = chat.call(contact::check, {.address = "+5518997751234",
                                                     .channel = contact::Channel::whatsapp,
                                                     .purpose = contact::Purpose::requested,
                                                     .template_name = "callback_retorno_ligacao",
                                                     .template_language = row.language,
                                                     .channel_id = row.channel});
    CHECK(decision.allowed == row.allowed);
    if (!row.allowed) CHECK(decision.reasons.at(0).name == "template_not_ready");
  }
}

TEST_CASE("outside the window the approved template goes out, or nothing, and the callback goes on") {
  struct Row {
    std::string what;
    std::optional<messenger::TemplateStatus> status;
    bool sent;
  };
  for (const Row& row :
       {Row{"approved", messenger::TemplateStatus::approved, true},
        Row{"paused", messenger::TemplateStatus::paused, false}, Row{"missing", {}, false}}) {
    CAPTURE(row.what);
    Chat chat;
    if (row.status) chat.approve(*row.status);
    const auto wish = chat.wish("");
    chat.call(callbacks::get, {.callback_id = wish.id});
    CHECK(chat.last("callback.notice_skipped").find("window_closed") != std::string::npos);
    chat.free("1004");
    CHECK(chat.status_of(wish.id) == "notified");
    CHECK(chat.sent().size() == (row.sent ? 1 : 0));
    if (!row.sent) CHECK(chat.last("callback.notice_skipped").find("no_template") != std::string::npos);
    if (!row.sent) continue;
    const auto content = chat.sent()[0].content;
    REQUIRE(content);
    CHECK(content->template_message.body == std::vector<std::string>{"Acme", "Jeni", "boleto vencido"});
  }
}

// WhatsApp refuses line breaks and five blanks in a row in a template's place: the notice was left out.
TEST_CASE("a reason of several lines and many blanks fills the template as one line") {
  Chat chat;
  chat.approve();
  chat.wish("boleto\nsegunda via      urgente");
  chat.free("1004");
  REQUIRE(chat.sent().size() == 1);
  CHECK(chat.sent()[0].content->template_message.body[2] == "boleto segunda via urgente");
}

TEST_CASE("without a channel, or without the customer's wish, nothing is sent") {
  Floor none;
  const auto wish = none.ask({.number = "18997751234", .extension = "1004", .notify_whatsapp = true});
  CHECK(none.last("callback.notice_skipped").find("no_channel") != std::string::npos);
  none.free("1004");
  CHECK(none.status_of(wish.id) == "notified");
  Chat chat;
  chat.writes("oi");
  chat.ask({.number = "18997751234", .extension = "1004"});
  chat.free("1004");
  CHECK(chat.sent().empty());
}

TEST_CASE("each answer does what it says, and is answered") {
  struct Row {
    std::string text, choice, status, say;
  };
  const std::string yes = "Certo! Estamos ligando para você.",
                    later = "Ok! Vamos entrar em contato em 30 minutos.",
                    no = "Tudo bem! Ticket cancelado. Qualquer coisa, estamos à disposição.";
  const std::vector<Row> rows = {
      {"sim", "", "in_progress", yes},
      {"Sim!", "", "in_progress", yes},
      {"1", "", "in_progress", yes},
      {"YES", "", "in_progress", yes},
      {"✅ Sim, podem ligar", "callback_yes", "in_progress", yes},
      {"depois", "", "scheduled", later},
      {"2", "", "scheduled", later},
      {"later", "", "scheduled", later},
      {"⏰ Depois", "callback_later", "scheduled", later},
      {"depois das 16h", "", "scheduled", "Ok! Vamos entrar em contato em 16/01/2026 16:00."},
      {"não", "", "canceled", no},
      {"nao", "", "canceled", no},
      {"3", "", "canceled", no},
      {"no", "", "canceled", no},
      {"❌ Não precisa", "callback_cancel", "canceled", no},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    Chat chat;
    const auto wish = chat.announced();
    chat.writes(row.text, row.choice);
    CHECK(chat.status_of(wish.id) == row.status);
    CHECK(chat.last_sent() == row.say);
    CHECK(chat.get(wish.id).notice_answered_at.has_value());
    if (row.status == "in_progress") CHECK(chat.pbx.rung.size() == 1);
  }
}

// 01/02 was told as 02/01.
TEST_CASE("a date is told in the order of the tenant's language") {
  Chat chat;
  chat.call(tenants::update, {.language = "en-US"});
  chat.announced();
  chat.writes("today at 4 pm");
  CHECK(chat.last_sent() == "OK! We will contact you on 01/16/2026 4:00 PM.");
}

TEST_CASE("a yes while the phone is taken waits with the highest urgency") {
  Chat chat;
  const auto wish = chat.announced();
  chat.status("1004", ExtensionState::in_call);
  chat.writes("sim");
  // Told "we are calling you", and heard nothing more.
  std::set<std::string> said;
  for (const auto& one : chat.sent()) said.insert(one.text);
  CHECK(said.contains("Certo! Estamos ligando para você."));
  CHECK(said.contains("Jeni não pode atender agora. Vamos ligar para você assim que possível."));
  CHECK(chat.status_of(wish.id) == "pending");
  CHECK(chat.get(wish.id).priority == callbacks::CallbackPriority::urgent);
  CHECK(chat.pbx.rung.empty());
}

// "Ok, obrigado" to the confirmation made the callback urgent, and was answered with "we are calling you".
TEST_CASE("a confirmation asks nothing: thanks are an ordinary message, and a clear word is heard") {
  for (const auto& [text, status, answered] : {std::tuple{"ok, obrigado", "pending", false},
                                               {"tudo bem", "pending", false},
                                               {"não precisa mais", "canceled", true},
                                               {"depois das 16h", "scheduled", true}}) {
    CAPTURE(text);
    Chat chat;
    chat.status("1004", ExtensionState::offline);
    chat.writes("oi");
    chat.now += Seconds(1);
    const auto wish = chat.wish();
    const std::string confirmation = chat.last_sent();
    chat.now += Seconds(1);
    chat.writes(text);
    CHECK(chat.status_of(wish.id) == status);
    CHECK((chat.last_sent() != confirmation) == answered);
    CHECK(chat.get(wish.id).priority != callbacks::CallbackPriority::urgent);
  }
}

TEST_CASE("who says yes before the call may go out is told when it will") {
  Chat chat;
  const auto wish = chat.announced();
  chat.write([&](Context& context) {
    return contact::record_contact(context, {.address = "+5518997751234",
                                             .channel = contact::Channel::voice,
                                             .purpose = contact::Purpose::requested,
                                             .outcome = contact::ContactOutcome::busy});
  });
  chat.writes("sim");
  CHECK(chat.pbx.rung.empty());
  CHECK(chat.last_sent().starts_with("Ok! Vamos entrar em contato em 16/01/2026 "));
}

TEST_CASE("a notice is answered by whom it was sent to, and by something") {
  Chat chat;
  const auto wish = chat.announced();
  const MessageId notice = chat.sent().back().id;
  const auto reply = [&](const std::string& from, const std::string& text) {
    return chat.call(callbacks::reply, {.from_number = from, .text = text, .notice_id = notice});
  };
  CHECK_FALSE(reply("+5511999998888", "não").matched);
  CHECK(chat.status_of(wish.id) == "notified");
  CHECK(error_of([&] { reply("", "não"); }) == "invalid_argument from_number");
  CHECK(error_of([&] { reply("18997751234", ""); }) == "invalid_argument text");
  CHECK(reply("+5518997751234", "não").matched);
  CHECK(chat.status_of(wish.id) == "canceled");
}

TEST_CASE("plain words are a reply only to our last message there") {
  Chat chat;
  const auto wish = chat.announced();
  chat.write([&](Context& context) {
    return messenger::enqueue_message(
        context, {.to = "+5518997751234",
                  .content = {.kind = messenger::ContentKind::text, .text = "Sua fatura vence amanhã."}});
  });
  chat.writes("sim");
  CHECK(chat.status_of(wish.id) == "notified");
  CHECK(chat.last_sent() == "Sua fatura vence amanhã.");
}

// A "não" of yesterday, which WhatsApp delivered late, canceled the callback of today.
TEST_CASE("words that were written before a notice are no answer to it, however late they come") {
  for (const char* text : {"sim", "não", "depois das 16h"}) {
    CAPTURE(text);
    Chat chat;
    const auto wish = chat.announced();
    const auto before = chat.sent().size();
    chat.writes(text, {}, {}, std::chrono::hours(20));
    CHECK(chat.status_of(wish.id) == "notified");
    CHECK(chat.sent().size() == before);
    chat.writes("não", {}, {}, Seconds(3));  // whole seconds and two clocks
    CHECK(chat.status_of(wish.id) == "canceled");
  }
}

TEST_CASE("a time counts from when it was written, not from when it arrived") {
  Chat chat;
  const auto wish = chat.announced();
  chat.now += std::chrono::minutes(10);
  chat.writes("daqui a 1 hora", {}, {}, std::chrono::minutes(9));
  CHECK(chat.status_of(wish.id) == "scheduled");
  CHECK(*chat.get(wish.id).scheduled_at < chat.now + std::chrono::minutes(52));
}

// "Às 3 da manhã" was agreed to, by a tenant that opens at eight.
TEST_CASE("a time outside the hours is put off to when they begin, and the customer is told so") {
  Chat chat;
  chat.call(tenants::update, {.opening_hours = "mon-fri 08:00-18:00"});
  const auto wish = chat.announced();
  chat.writes("amanhã às 10h");  // a Saturday
  const auto put_off = chat.get(wish.id);
  CHECK(put_off.scheduled_at == parse_rfc3339("2026-01-19T11:00:00Z"));
  CHECK_FALSE(put_off.agreed_at);  // nobody named it: the gate is asked as for any other hour
  CHECK(chat.last_sent() ==
        "Nesse horário não estamos atendendo. Vamos entrar em contato em 19/01/2026 08:00.");

  Chat other;
  other.call(tenants::update, {.opening_hours = "mon-fri 08:00-18:00"});
  const auto inside = other.announced();
  other.writes("hoje às 16h");
  CHECK(other.get(inside.id).agreed_at == parse_rfc3339("2026-01-16T19:00:00Z"));
}

TEST_CASE("what is no answer is an ordinary message") {
  for (const char* text :
       {"qual o valor da minha fatura?", "obrigado", "quero falar sobre o boleto de amanhã às 10"}) {
    CAPTURE(text);
    Chat chat;
    const auto wish = chat.announced();
    const auto before = chat.sent().size();
    chat.writes(text);
    CHECK(chat.status_of(wish.id) == "notified");
    CHECK(chat.sent().size() == before);
  }
}

TEST_CASE("a button from last month is answered, and changes nothing") {
  Chat chat;
  const auto wish = chat.announced();
  chat.call(callbacks::cancel, {.callback_id = wish.id, .reason = "resolvido"});
  chat.writes("✅ Sim, podem ligar", "callback_yes", "wamid.unknown");
  CHECK(chat.last_sent() == "Este pedido já foi encerrado. Quer pedir um novo retorno?");
  CHECK(chat.status_of(wish.id) == "canceled");
}

// WhatsApp took the notice and its answer was lost; the customer was quicker than the status that settles it,
// and was told that the callback was over.
TEST_CASE("an answer that comes before its notice's id is known belongs to the notice that is in doubt") {
  struct Row {
    std::string text, choice, status;
  };
  for (const Row& row :
       {Row{"✅ Sim, podem ligar", "callback_yes", "in_progress"},
        Row{"⏰ Depois", "callback_later", "scheduled"}, Row{"❌ Não precisa", "callback_cancel", "canceled"},
        Row{"sim", "", "in_progress"}}) {
    CAPTURE(row.text);
    Chat chat;
    const auto wish = chat.announced();
    chat.becomes_of_last(messages::MessageStatus::in_doubt);
    chat.writes(row.text, row.choice, "wamid.not-told-yet");
    CHECK(chat.status_of(wish.id) == row.status);
    CHECK_FALSE(chat.last_sent().starts_with("Este pedido já foi encerrado."));
  }
  Chat hasty;
  const auto wish = hasty.announced();
  hasty.becomes_of_last(messages::MessageStatus::in_doubt);
  hasty.writes("⏰ Depois", "callback_later", "wamid.not-told-yet");
  hasty.now += Seconds(1);
  hasty.writes("❌ Não precisa", "callback_cancel", "wamid.not-told-yet");
  CHECK(hasty.status_of(wish.id) == "canceled");
}

TEST_CASE("an unknown message is no notice of ours where none is in doubt, another's is, or several are") {
  using messages::MessageStatus;
  const std::string over = "Este pedido já foi encerrado. Quer pedir um novo retorno?";
  struct Row {
    std::string what;
    MessageStatus status;
    std::string peer_id;
    Milliseconds ago;
  };
  for (const Row& row :
       {Row{"known by another id", MessageStatus::sent, "wamid.known", {}},
        Row{"not sent", MessageStatus::failed, "", {}}, Row{"waits", MessageStatus::queued, "", {}},
        Row{"pressed before", MessageStatus::in_doubt, "", std::chrono::hours(20)}}) {
    CAPTURE(row.what);
    Chat chat;
    const auto wish = chat.announced();
    chat.becomes_of_last(row.status, row.peer_id);
    const auto before = chat.sent().size();
    chat.writes("sim", {}, "wamid.unknown", row.ago);
    CHECK(chat.status_of(wish.id) == "notified");
    CHECK(chat.sent().size() == before);
    chat.writes("❌ Não precisa", "callback_cancel", "wamid.unknown", row.ago);
    CHECK(chat.status_of(wish.id) == "notified");
    CHECK(chat.last_sent() == over);
  }
  Chat several;
  const auto first = several.announced();
  several.becomes_of_last(MessageStatus::in_doubt);
  const auto second = several.ask({.number = "18997751234", .extension = "1005", .notify_whatsapp = true});
  several.free("1005");
  REQUIRE(several.status_of(second.id) == "notified");
  several.becomes_of_last(MessageStatus::in_doubt);
  const auto before = several.sent().size();
  several.writes("❌ Não precisa", "callback_cancel", "wamid.unknown");
  CHECK(several.status_of(first.id) == "notified");
  CHECK(several.status_of(second.id) == "notified");
  CHECK(several.sent().size() == before);
}

// They called in from another line meanwhile: the button under the notice was answered with "it is over".
TEST_CASE("a notice is answered from where it went, whatever number the person has given since") {
  for (const std::string way : {"button", "button without context", "words"}) {
    CAPTURE(way);
    Chat chat;
    chat.writes("oi");
    chat.now += Seconds(1);
    callbacks::CreateCallback asked{
        .number = "18997751234", .contact_id = "ana", .extension = "1004", .notify_whatsapp = true};
    const auto wish = chat.ask(asked);
    chat.now += Seconds(1);
    chat.free("1004");
    chat.now += Seconds(1);
    chat.becomes_of_last(messages::MessageStatus::sent, "wamid.notice");
    const MessageId notice = chat.sent().back().id;
    asked.number = "11987654321";
    REQUIRE(chat.ask(asked).id == wish.id);
    REQUIRE(chat.get(wish.id).number->e164() == "+5511987654321");
    CHECK_FALSE(
        chat.call(callbacks::reply, {.from_number = "11999998888", .text = "não", .notice_id = notice})
            .matched);
    if (way == "words")
      chat.writes("não precisa");
    else
      chat.writes("❌ Não precisa", "callback_cancel", way == "button" ? "wamid.notice" : "");
    CHECK(chat.status_of(wish.id) == "canceled");
  }
}

// "Later" was not heard beside a word that both languages take for a yes.
TEST_CASE("a yes to another time is no yes, in either language") {
  for (const char* text : {"yes, call me later", "yes, but not now", "sim, mas não agora"}) {
    CAPTURE(text);
    Chat chat;
    const auto wish = chat.announced();
    chat.writes(text);
    CHECK(chat.status_of(wish.id) == "scheduled");
    CHECK(chat.last_sent() == "Ok! Vamos entrar em contato em 30 minutos.");
  }
}

TEST_CASE("a reply by its notice reaches its callback, however old, and says when it is too late") {
  Chat chat;
  const auto first = chat.announced();
  const MessageId notice = chat.sent().back().id;
  const auto second = chat.ask({.number = "18997751234", .extension = "1005", .notify_whatsapp = true});
  const auto later =
      chat.call(callbacks::reply, {.from_number = "5518997751234", .text = "depois", .notice_id = notice});
  CHECK(later.matched);
  CHECK(later.callback_id == first.id);
  CHECK(later.meaning == ReplyMeaning::later);
  CHECK(chat.status_of(first.id) == "scheduled");
  CHECK(chat.status_of(second.id) == "pending");
  chat.call(callbacks::cancel, {.callback_id = first.id, .reason = "x"});
  const auto late =
      chat.call(callbacks::reply, {.from_number = "5518997751234", .text = "sim", .notice_id = notice});
  CHECK(late.too_late);
  CHECK(late.say == "Este pedido já foi encerrado. Quer pedir um novo retorno?");
  CHECK_FALSE(chat.call(callbacks::reply, {.from_number = "5518997751234", .text = "bom dia"}).matched);
  CHECK_FALSE(chat.call(callbacks::reply, {.from_number = "5511987654321", .text = "sim"}).matched);
}

TEST_CASE("a customer who was not reached is told so, where the window is open") {
  Chat chat;
  chat.on_ring("1004", {telephony::LegAnswered{}});
  chat.on_ring(kCustomer, {telephony::LegEnded{{}, LegEnd::no_answer, {}, "NO_ANSWER", true}});
  chat.writes("oi");
  const auto wish =
      chat.ask({.number = "18997751234", .extension = "1004", .max_attempts = 1, .notify_whatsapp = true});
  chat.status("1004", ExtensionState::available);
  chat.click(wish.id);
  CHECK(chat.status_of(wish.id) == "failed");
  CHECK(chat.last_sent() ==
        "Olá! Aqui é da Acme. 📞\n\nTentamos retornar sua ligação mas não conseguimos contato.\n\nPor favor, "
        "entre "
        "em contato conosco quando puder.\n📞 Telefone: 0800 123 4567\n💬 WhatsApp: Este número");
  CHECK(chat.get(wish.id).failed_sent_at);
}

TEST_CASE("a notice that could not be delivered is told, and goes by template where the window had closed") {
  Chat chat;
  chat.approve();
  const auto wish = chat.announced();
  auto message = chat.sent().back();
  message.status = messages::MessageStatus::failed;
  message.failure.kind = messenger::FailureKind::window_closed;
  chat.write([&](Context& context) { callbacks::on_message_changed(context, message); });
  CHECK(chat.last("callback.notice_failed").find("window_closed") != std::string::npos);
  REQUIRE(chat.sent().back().content);
  CHECK(chat.sent().back().content->kind == messenger::ContentKind::template_);
  CHECK(chat.status_of(wish.id) == "notified");
}

// "We can call you now" reached a person who had called in and been served while WhatsApp was down.
TEST_CASE(
    "what waits to be sent about a callback is withdrawn when it ends, and what its end says goes out") {
  struct Row {
    std::string what;
    void (*end)(Chat&, const CallbackId&);
    std::size_t sent;  // with what is told of the end
  };
  const auto served = [](Chat& chat, const CallbackId&) {
    chat.write([](Context& context) {
      callbacks::on_served(context,
                           {.number = PhoneNumber::from_e164("+5518997751234"), .extension = "1004"});
    });
  };
  const auto canceled = [](Chat& chat, const CallbackId& id) {
    chat.call(callbacks::cancel, {.callback_id = id, .reason = "no need"});
  };
  const auto answered = [](Chat& chat, const CallbackId& id) {
    chat.call(callbacks::initiate, {.callback_id = id, .call_id = "voice-1"});
    chat.call(callbacks::result,
              {.callback_id = id, .call_id = "voice-1", .result = callbacks::CallbackResult::answered});
  };
  for (const Row& row :
       {Row{"served", served, 2}, Row{"canceled", canceled, 2}, Row{"answered", answered, 3}}) {
    CAPTURE(row.what);
    Chat chat;
    const auto wish = chat.announced();
    row.end(chat, wish.id);
    REQUIRE(chat.get(wish.id).ended_at.has_value());
    const auto sent = chat.sent();
    REQUIRE(sent.size() == row.sent);
    for (std::size_t i = 0; i < sent.size(); ++i) {
      CHECK((*sent[i].expires_at < chat.now) == (i < 2));
      CHECK(sent[i].failure.detail == (i < 2 ? "withdrawn: the callback has ended" : ""));
    }
  }
}

TEST_CASE("in English the customer is answered in English") {
  Chat chat;
  smarthandoff::tenants::UpdateTenant update;
  update.language = "en-US";
  chat.call(smarthandoff::tenants::update, update);
  const auto wish = chat.announced();
  chat.writes("no need");
  CHECK(chat.last_sent() == "All right! The ticket has been canceled. We are here if you need anything.");
  CHECK(chat.get(wish.id).end_reason == "customer");
}

namespace {

// A callback that was asked for by WhatsApp and led to a talk.
callbacks::Callback served(Chat& chat, bool window = true) {
  chat.on_ring("1004", {telephony::LegAnswered{}});
  chat.on_ring(kCustomer, {telephony::LegAnswered{}});
  if (window) chat.writes("oi");
  const auto wish = chat.wish();
  chat.status("1004", ExtensionState::available);
  chat.click(wish.id);
  chat.pbx.report(telephony::LegEnded{
      {chat.dial_of(wish.id).customer_leg}, LegEnd::completed, {}, "NORMAL_CLEARING", true});
  chat.run();
  REQUIRE(chat.status_of(wish.id) == "completed");
  return chat.get(wish.id);
}

const char* const kQuestion =
    "Olá! Aqui é da Acme. 📞\n\nDe 0 a 10, como você avalia o retorno da sua ligação?\n\nResponda só com o "
    "número.";

callbacks::CallbackMetrics measured(Chat& chat) {
  return chat.call(callbacks::metrics, {});
}

}  // namespace

TEST_CASE("who was called back is asked how it went, and the answer is measured") {
  Chat chat;
  const auto wish = served(chat);
  CHECK(chat.last_sent() == kQuestion);
  CHECK(chat.get(wish.id).score_asked_at);
  CHECK_FALSE(measured(chat).satisfaction.value);
  chat.writes("nota 9, obrigada");
  CHECK(chat.get(wish.id).score == 9);
  CHECK(chat.last_sent() == "Obrigado pela sua avaliação!");
  CHECK(measured(chat).satisfaction.value == 9.0);
  CHECK(measured(chat).nps == 100.0);
  CHECK(chat.last("callback.rated").find(wish.id.value) != std::string::npos);
  chat.writes("2");  // our last message there is the thanks: no answer to anything
  CHECK(chat.get(wish.id).score == 9);
}

TEST_CASE("what is meant as a score but is none is asked back, and other words are left alone") {
  Chat chat;
  const auto wish = served(chat);
  chat.writes("15");
  CHECK(chat.last_sent() == "Por favor, responda com um número de 0 a 10.");
  CHECK_FALSE(chat.get(wish.id).score);
  chat.writes("5");
  CHECK(chat.get(wish.id).score == 5);
  Chat other;
  const auto second = served(other);
  other.writes("e o meu boleto?");
  CHECK(other.last_sent() == kQuestion);
  CHECK_FALSE(other.get(second.id).score);
}

// Whoever knew the id of another person's question rated their callback.
TEST_CASE("a question is answered by whom it was sent to") {
  Chat chat;
  const auto wish = served(chat);
  const MessageId question = chat.sent().back().id;
  const auto stranger =
      chat.call(callbacks::reply, {.from_number = "5511988887777", .text = "0", .notice_id = question});
  CHECK_FALSE(stranger.matched);
  CHECK_FALSE(chat.get(wish.id).score);
}

TEST_CASE("a score by its question counts however late, and the newer one wins") {
  Chat chat;
  const auto wish = served(chat);
  const MessageId question = chat.sent().back().id;
  chat.writes("7");
  const auto corrected =
      chat.call(callbacks::reply, {.from_number = "5518997751234", .text = "10", .notice_id = question});
  CHECK(corrected.matched);
  CHECK(corrected.score == 10);
  CHECK(corrected.callback_id == wish.id);
  CHECK(chat.get(wish.id).score == 10);
  const auto unclear =
      chat.call(callbacks::reply, {.from_number = "5518997751234", .text = "11", .notice_id = question});
  CHECK(unclear.matched);
  CHECK_FALSE(unclear.score);
  CHECK(unclear.say == "Por favor, responda com um número de 0 a 10.");
}

TEST_CASE("outside the window the question goes by its approved template, or not at all") {
  struct Row {
    std::string what;
    std::optional<messenger::TemplateStatus> status;
    bool asked;
  };
  for (const Row& row :
       {Row{"approved", messenger::TemplateStatus::approved, true},
        Row{"paused", messenger::TemplateStatus::paused, false}, Row{"missing", {}, false}}) {
    CAPTURE(row.what);
    Chat chat;
    if (row.status)
      chat.call(templates::set, {.name = "callback_avaliacao", .language = "pt_BR", .status = row.status});
    const auto wish = served(chat, false);
    CHECK(chat.get(wish.id).score_asked_at.has_value() == row.asked);
    if (!row.asked) {
      CHECK(chat.last("callback.notice_skipped").find("no_template") != std::string::npos);
      continue;
    }
    REQUIRE(chat.sent().back().content);
    CHECK(chat.sent().back().content->template_message.name == "callback_avaliacao");
    CHECK(chat.sent().back().content->template_message.body == std::vector<std::string>{"Acme"});
    chat.writes("8");
    CHECK(chat.get(wish.id).score == 8);
  }
}

TEST_CASE("who did not ask for notices, or a tenant that does not want it, asks nobody how it went") {
  Chat chat;
  chat.call(callbacks::configure, {.ask_score = false});
  const auto wish = served(chat);
  CHECK_FALSE(chat.get(wish.id).score_asked_at);
  CHECK(error_of([&] { chat.call(callbacks::configure, {.score_template = "Não"}); }) ==
        "invalid_argument score_template");
}

TEST_CASE("a question that the closed window refused goes by template") {
  Chat chat;
  chat.call(
      templates::set,
      {.name = "callback_avaliacao", .language = "pt_BR", .status = messenger::TemplateStatus::approved});
  served(chat);
  auto message = chat.sent().back();
  message.status = messages::MessageStatus::failed;
  message.failure.kind = messenger::FailureKind::window_closed;
  chat.now += Seconds(1);
  chat.write([&](Context& context) { callbacks::on_message_changed(context, message); });
  REQUIRE(chat.sent().back().content);
  CHECK(chat.sent().back().content->kind == messenger::ContentKind::template_);
}

TEST_CASE("notices stand in the log of contacts, so that other contacts keep their distance") {
  Chat chat;
  const auto wish = chat.announced();
  const auto contacts = chat.call(contact::history, {.address = "18997751234"}).contacts;
  REQUIRE(contacts.size() == 2);
  CHECK(contacts[0].reference == chat.sent()[1].id.value);
  for (const auto& one : contacts) {
    CHECK(one.channel == contact::Channel::whatsapp);
    CHECK(one.outcome == contact::ContactOutcome::sent);
    CHECK(one.direction == contact::Direction::outbound);
    CHECK(one.purpose == contact::Purpose::requested);
  }
  const auto service = chat.call(contact::check, {.address = "18997751234",
                                                  .channel = contact::Channel::whatsapp,
                                                  .purpose = contact::Purpose::service});
  REQUIRE_FALSE(service.allowed);
  CHECK(service.reasons[0].name == "minimum_gap");
  // The call that they announce is none of those.
  chat.click(wish.id);
  CHECK(chat.status_of(wish.id) == "in_progress");
}

TEST_CASE("no more contact, or a wrong number, is heard whatever was asked, and answered once") {
  struct Row {
    std::string text;
    bool opt_out;
  };
  for (const Row& row : std::vector<Row>{{"pare de me ligar", true},
                                         {"SAIR", true},
                                         {"Sair.", true},
                                         {"STOP", true},
                                         {"não me liguem mais", true},
                                         {"não conheço essa pessoa, número errado", false},
                                         {"não é ele, você ligou errado", false}})
    for (const bool asked : {true, false}) {
      CAPTURE(row.text);
      CAPTURE(asked);
      Chat chat;
      std::optional<callbacks::Callback> wish;
      if (asked) wish = chat.announced();
      const auto before = chat.sent().size();
      chat.writes(row.text);
      CHECK(chat.call(suppressions::check_opt_out, {.address = "18 99775-1234"}).suppressed == row.opt_out);
      CHECK(chat.call(suppressions::check_wrong_person, {.address = "18 99775-1234"}).suppressed !=
            row.opt_out);
      if (wish) CHECK(chat.status_of(wish->id) == "canceled");
      CHECK(chat.sent().size() == before + 1);
      CHECK(chat.last_sent() ==
            (row.opt_out ? "Entendido. Não vamos mais entrar em contato com você."
                         : "Desculpe pelo engano. Não vamos mais entrar em contato com este número."));
      chat.writes(row.text);
      CHECK(chat.sent().size() == before + 1);
    }
}

TEST_CASE("a host that reads its own messages is told of an opt-out, also where nothing was asked") {
  Chat chat;
  const auto outcome = chat.call(callbacks::reply, {.from_number = "18997751234", .text = "SAIR"});
  CHECK(outcome.matched);
  CHECK(outcome.meaning == ReplyMeaning::opt_out);
  CHECK(outcome.say == "Entendido. Não vamos mais entrar em contato com você.");
  CHECK(chat.call(suppressions::check_opt_out, {.address = "18 99775-1234"}).suppressed);
}

TEST_CASE("notices name the agent of the extension, else the department") {
  struct Row {
    std::string extension, who;
  };
  for (const Row& row : std::vector<Row>{{"1004", "jeni"}, {"1099", "Financeiro"}}) {
    Chat chat;
    chat.writes("oi");
    chat.ask({.extension = row.extension, .department = "Financeiro", .notify_whatsapp = true});
    CHECK(chat.last_sent().find("Atendente: " + row.who) != std::string::npos);
  }
}
