#include <smarthandoff/handoff/dialogue.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/suppression.hpp>
#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/messenger/channel.hpp>

#include "handoff/dialogue_words.hpp"
#include "handoff/handoff_rows.hpp"
#include "support/handoff_world.hpp"

using namespace smarthandoff;
using namespace smarthandoff::handoff;
using dialogue::InputKind;
using handoff_world::Office;
using telephony::ExtensionState;

namespace {

// Jeni is busy and the caller has heard the offer.
class Offered : public Office {
 public:
  explicit Offered(const std::string& caller = "+5518997751234", destinations::CreateDestination jeni = {})
      : Office(caller, std::move(jeni)) {
    status(ExtensionState::in_call);
    transfer();
    orders();
    topics();
  }

  std::vector<callbacks::Callback> callbacks() { return call(callbacks::list, {}).callbacks; }
  std::vector<tickets::Ticket> tickets() { return call(tickets::list, {}).tickets; }
};

// One exchange: what the caller says (nothing: silence), and what the assistant says then.
struct Turn {
  std::string heard, said;
};

std::string code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    const auto field = error.details().find("field");
    return std::string(to_string(error.code())) + (field == error.details().end() ? "" : " " + field->second);
  }
  return "none";
}

}  // namespace

TEST_CASE("a callback is agreed in plain words, and committed before it is said") {
  Offered office;
  office.call(channels::create, {.name = "WhatsApp"});
  const std::vector<Turn> turns = {
      {"pode pedir pra ela me retornar", "Qual número devemos usar para retornar?"},
      {"este mesmo", "Vou anotar para retornar no 18 99775-1234. Está correto?"},
      {"sim", "Prefere que ligue assim que Jeni estiver livre, ou em um horário específico?"},
      {"às 14h", "Para já adiantar o assunto, pode me dizer brevemente o motivo do contato?"},
      {"é sobre o boleto que venceu",
       "Perfeito! Jeni vai retornar para 18 99775-1234 assim que possível às 16/01/2026 14:00. Deseja "
       "receber uma "
       "confirmação por WhatsApp?"}};
  for (const Turn& turn : turns) {
    const HearOutcome outcome = office.hear(turn.heard);
    CAPTURE(turn.heard);
    CHECK(outcome.say == turn.said);
    CHECK(outcome.action == HearAction::say);
    CHECK(office.callbacks().empty());
  }
  const HearOutcome last = office.hear("quero sim");
  CHECK(last.say == "Anotado! Obrigada pela ligação. Tchau!");
  CHECK(last.action == HearAction::hang_up);
  CHECK(last.question == DialogueState::created);
  CHECK(last.state == HandoffState::closing);

  const auto callbacks = office.callbacks();
  REQUIRE(callbacks.size() == 1);
  CHECK(callbacks[0].id == last.callback_id);
  CHECK(callbacks[0].number->e164() == "+5518997751234");
  CHECK(callbacks[0].status == callbacks::CallbackStatus::scheduled);
  CHECK(callbacks[0].scheduled_at == parse_rfc3339("2026-01-16T17:00:00Z"));
  CHECK(callbacks[0].reason == "é sobre o boleto que venceu");
  CHECK(callbacks[0].notify_whatsapp);
  CHECK(callbacks[0].extension == "1004");
  CHECK(callbacks[0].transcript.size() >= 10);

  CHECK(office.call(finish, {.handoff_id = office.id}).state == HandoffState::ended);
  office.run();
  CHECK(office.orders() == std::vector<std::string>{"hangup call-1"});
  CHECK(office.callbacks().size() == 1);
}

// The profile's default channel alone decided, whether it could send or not.
TEST_CASE("WhatsApp is offered where a channel can send, and not otherwise") {
  struct Row {
    std::string what;
    std::function<void(Offered&)> set;
    bool asked;
  };
  using channels::ChannelStatus;
  for (const Row& row : std::vector<Row>{
           {"no channel", [](Offered&) {}, false},
           {"the only one", [](Offered& o) { o.call(channels::create, {.name = "A"}); }, true},
           {"none of two is marked",
            [](Offered& o) {
              o.call(channels::create, {.name = "A"});
              o.call(channels::create, {.name = "B"});
            },
            false},
           {"the default one is off",
            [](Offered& o) {
              const auto made = o.call(channels::create,
                                       {.name = "A", .status = ChannelStatus::inactive, .is_default = true});
              o.call(tenants::update, {.default_channel_id = made.id.value});
            },
            false},
           {"notices are switched off",
            [](Offered& o) {
              o.call(channels::create, {.name = "A"});
              o.call(callbacks::configure, {.notices = false});
            },
            false}}) {
    CAPTURE(row.what);
    Offered office;
    row.set(office);
    for (const char* words : {"me liguem", "este mesmo", "sim", "assim que puder", "boleto"})
      office.hear(words);
    CHECK((office.handoff().question == DialogueState::whatsapp) == row.asked);
  }
}

TEST_CASE("the last word is followed by a hang-up even when the host forgets") {
  Offered office;
  office.hear("não");
  const HearOutcome bye = office.hear("não");
  CHECK(bye.say == "Tudo bem! Obrigada pela ligação. Tchau!");
  CHECK(bye.action == HearAction::hang_up);
  office.advance(Seconds(25));
  CHECK(office.orders() == std::vector<std::string>{"hangup call-1"});
  CHECK(office.handoff().state == HandoffState::ended);
  CHECK(office.tickets().empty());
}

TEST_CASE("a number is corrected in one group, and another number replaces it") {
  Offered office;
  office.hear("quero que me liguem");
  CHECK(office.hear("dezoito nove nove sete sete cinco doze trinta e quatro").number == "+5518997751234");
  const HearOutcome corrected = office.hear("não, é doze trinta e cinco no final");
  CHECK(corrected.number == "+5518997751235");
  CHECK(corrected.say == "Vou anotar para retornar no 18 99775-1235. Está correto?");
  CHECK(office.hear("não, o certo é 11 98765-4321").number == "+5511987654321");
  CHECK(office.hear("isso").question == DialogueState::when);
}

TEST_CASE("a message is taken down until silence, and committed before it is said to be") {
  Offered office;
  CHECK(office.hear("prefiro deixar um recado").say == "Pode falar que eu vou anotar e encaminhar.");
  const HearOutcome words = office.hear("diz pra ela que o boleto venceu");
  CHECK(words.action == HearAction::listen);
  CHECK(words.say.empty());
  office.hear("e que eu preciso de outro");
  CHECK(office.hear("").say == "Anotado! Posso ajudar em mais alguma coisa?");
  CHECK(office.tickets().empty());
  const HearOutcome last = office.hear("não, obrigado");
  CHECK(last.say == "Perfeito! Seu recado foi registrado. Vamos retornar em breve. Obrigada! Tchau!");
  CHECK(last.action == HearAction::hang_up);
  const auto tickets = office.tickets();
  REQUIRE(tickets.size() == 1);
  CHECK(tickets[0].id == last.ticket_id);
  CHECK(tickets[0].type == tickets::TicketType::voice);
  CHECK(tickets[0].status == tickets::TicketStatus::open);
  CHECK(tickets[0].reason == "diz pra ela que o boleto venceu e que eu preciso de outro");
  CHECK(tickets[0].summary == "diz pra ela que o boleto venceu\ne que eu preciso de outro");
  CHECK(tickets[0].intended_for == "Jeni");
}

TEST_CASE("a message is kept while the conversation goes on, and its ticket made when the call ends") {
  Offered office;
  for (const char* heard : {"recado", "liguem amanhã", "era só isso"}) office.hear(heard);
  const HearOutcome more = office.hear("sim");
  CHECK(more.say == "Claro! Como posso ajudar?");
  CHECK(more.state == HandoffState::conversation);
  CHECK(office.hear("qual o horário de vocês?").action == HearAction::none);
  office.pbx.report(telephony::CallEnded{{"call-1"}, ""});
  office.run();
  CHECK(office.tickets().size() == 1);
}

TEST_CASE("a caller who hangs up leaves what was settled") {
  struct Row {
    std::vector<std::string> heard;
    std::size_t callbacks, tickets;  // a callback has a ticket of its own
  };
  for (const auto& [heard, callbacks, tickets] :
       {Row{{"me liguem", "este mesmo"}, 0, 0}, Row{{"me liguem", "este mesmo", "sim"}, 1, 1},
        Row{{"recado", "o boleto venceu"}, 0, 1}, Row{{"recado"}, 0, 0}}) {
    Offered office;
    for (const std::string& text : heard) office.hear(text);
    office.pbx.report(telephony::CallEnded{{"call-1"}, ""});
    office.run();
    CHECK(office.callbacks().size() == callbacks);
    CHECK(office.tickets().size() == tickets);
  }
}

TEST_CASE("a time when nobody is there is answered with the next open instant") {
  Offered office;
  for (const char* heard : {"me liguem", "este mesmo", "sim"}) office.hear(heard);
  const HearOutcome closed = office.hear("amanhã às 10h");  // Saturday
  CHECK(closed.say == "Nesse horário não estamos atendendo. O próximo horário é 19/01/2026 08:00. Pode ser?");
  CHECK(office.hear("pode ser").question == DialogueState::reason);
  CHECK(office.hear("nada").action == HearAction::hang_up);
  CHECK(office.callbacks().at(0).scheduled_at == parse_rfc3339("2026-01-19T11:00:00Z"));
}

TEST_CASE("later asks which time, and a caller who names none is called as soon as possible") {
  Offered office;
  for (const char* heard : {"me liguem", "este mesmo", "sim"}) office.hear(heard);
  CHECK(office.hear("mais tarde").question == DialogueState::which_time);
  office.hear("blá blá");
  CHECK(office.hear("blá blá").question == DialogueState::reason);
}

TEST_CASE("a withheld caller id is asked for") {
  Offered office("anonymous");
  office.hear("me liguem");
  CHECK(office.hear("este mesmo").say ==
        "Não consigo retornar no número desta ligação. Qual número devemos usar, com o DDD?");
}

// A caller from a country without calling hours was promised a callback, which the gate canceled at once.
TEST_CASE("a number that may never be called is refused at its step, and asked for again") {
  struct Row {
    std::string caller, heard, said;
  };
  const std::string other = "Não consigo retornar nesse número. Qual outro número devemos usar, com o DDD?";
  const std::string own =
      "Não consigo retornar no número desta ligação. Qual número devemos usar, com o DDD?";
  const std::string known = "+5518997751234";
  for (const Row& row : {Row{known, "mais 351 912 345 678", other},  // no profile for Portugal
                         Row{known, "0800 123 4567", other}, Row{known, "4004-1234", other},
                         Row{known, "18 99775-0001", other},  // never to be called
                         Row{"+351912345678", "este mesmo", own}, Row{"+5518997750001", "este mesmo", own}}) {
    CAPTURE(row.caller);
    CAPTURE(row.heard);
    Offered office(row.caller);
    office.call(suppressions::add_opt_out, {.address = "18 99775-0001", .never_call = true});
    office.hear("me liguem");
    const HearOutcome refused = office.hear(row.heard);
    CHECK(refused.say == row.said);
    CHECK(refused.question == DialogueState::number);
    CHECK(office.hear("18 99775-9999").say == "Vou anotar para retornar no 18 99775-9999. Está correto?");
    office.hear("não, é " + (row.heard == "este mesmo" ? "o mais 351 912 345 678" : row.heard));
    CHECK(office.handoff().question == DialogueState::number);
  }
}

TEST_CASE("a number that may never be called is refused with the wish and in a structured call too") {
  Offered office("+351912345678");
  CHECK(office.hear("quero que ela me ligue no +351 912 345 678").say ==
        "Não consigo retornar nesse número. Qual outro número devemos usar, com o DDD?");
  CHECK(office.hear("18 99775-9999").say == "Vou anotar para retornar no 18 99775-9999. Está correto?");
  for (const std::string number : {"+351 912 345 678", "este mesmo"})
    CHECK(code_of([&] {
            office.call(choose, {.handoff_id = office.id, .choice = Choice::callback, .number = number});
          }) == "invalid_argument number");
  Offered silent("+351912345678", {.fallback_action = destinations::FallbackAction::callback});
  silent.hear("");
  CHECK(silent.hear("").question == DialogueState::closed);  // a ticket, not a callback that cannot be
  CHECK(silent.callbacks().empty());
  CHECK(silent.tickets().size() == 1);
}

TEST_CASE("silent twice: the destination's fallback action") {
  struct Row {
    destinations::FallbackAction action;
    std::string says;
    std::size_t callbacks, tickets;
    HearAction then;
  };
  using destinations::FallbackAction;
  for (const auto& [action, says, callbacks, tickets, then] :
       {Row{FallbackAction::ticket, "Vou registrar sua ligação e nossa equipe vai retornar. Obrigada! Tchau!",
            0, 1, HearAction::hang_up},
        Row{FallbackAction::callback,
            "Não entendi sua resposta, mas vou pedir para retornarem sua ligação neste número. Obrigada! "
            "Tchau!",
            1, 1, HearAction::hang_up},
        Row{FallbackAction::voicemail, "Deixe sua mensagem após o sinal.", 0, 0, HearAction::say},
        Row{FallbackAction::retry, "Vou tentar mais uma vez. Aguarde um momento, por favor.", 0, 0,
            HearAction::transfer},
        Row{FallbackAction::hangup, "Obrigada pela ligação. Tchau!", 0, 0, HearAction::hang_up}}) {
    destinations::CreateDestination jeni;
    jeni.fallback_action = action;
    Offered office("+5518997751234", jeni);
    CHECK(office.hear("").question == DialogueState::offer);
    const HearOutcome outcome = office.hear("");
    CAPTURE(says);
    CHECK(outcome.say == says);
    CHECK(outcome.action == then);
    CHECK(office.callbacks().size() == callbacks);
    CHECK(office.tickets().size() == tickets);
  }
}

TEST_CASE("the fallback `retry` tries twice on hold, and then notes the call") {
  destinations::CreateDestination jeni;
  jeni.fallback_action = destinations::FallbackAction::retry;
  Offered office("+5518997751234", jeni);
  office.hear("");
  office.hear("");
  office.advance(Seconds(30));
  const auto orders = office.orders();
  CHECK(std::ranges::count(orders, "status 1004") == 2);
  CHECK(orders.front() == "hold call-1");
  CHECK(orders.back() == "resume call-1 to 9000");
  CHECK(office.handoff().state == HandoffState::closing);
  CHECK(office.tickets().size() == 1);
}

TEST_CASE("without the dialogue the fallback action follows at once") {
  Office office;
  const auto secretary = office.call(secretaries::create, {.name = "Lia", .dialogue_enabled = false});
  office.id =
      office.call(start, {.call_id = "call-9", .caller = "+5518997751234", .secretary_id = secretary.id}).id;
  office.status(ExtensionState::dnd);
  const auto outcome = office.transfer();
  REQUIRE(outcome);
  CHECK(outcome->say ==
        "Jeni está em modo não perturbe. Vou registrar sua ligação e nossa equipe vai retornar. Obrigada! "
        "Tchau!");
  CHECK(outcome->offer.empty());
}

TEST_CASE("a caller who will not talk to a robot gets a person, and the \"não\" in it is no answer") {
  for (const char* words : {"me liguem", "não"}) {  // at `number`, and at `offer_message`
    Offered unnamed, named;
    named.call(tenants::update, {.default_destination_id = named.destination.id.value});
    for (Offered* office : {&unnamed, &named}) office->hear(words);
    const HearOutcome asked = unnamed.hear("não quero falar com robô");
    CHECK(asked.say == "Com quem você gostaria de falar?");
    CHECK(asked.question == DialogueState::ask_whom);
    const HearOutcome escalated = named.hear("não quero falar com robô");
    CHECK(escalated.action == HearAction::transfer);
    CHECK(escalated.say == "Aguarde um momento, em até 30 segundos volto com você.");
  }
}

TEST_CASE("another name in the middle of the dialogue is another transfer") {
  Offered office;
  office.call(destinations::create, {.name = "Marcos", .number = "1001"});
  office.hear("me liguem");
  const HearOutcome outcome = office.hear("não, quero falar com o Marcos");
  CHECK(outcome.action == HearAction::transfer);
  CHECK(outcome.say == "Aguarde um momento, em até 30 segundos volto com você.");
  office.run();
  CHECK(office.handoff().state == HandoffState::ringing);
  CHECK_FALSE(office.call(wait, {.handoff_id = office.id}));
}

TEST_CASE("opt-out and wrong person are recorded and answered kindly, wherever they are said") {
  struct Row {
    std::string heard, topic;
  };
  for (const auto& [heard, topic] : {Row{"não me liguem mais", "handoff.opt_out"},
                                     Row{"não é ele, você ligou errado", "handoff.wrong_person"}}) {
    for (const bool in_dialogue : {false, true}) {
      Office office;
      office.status(ExtensionState::dnd);
      if (in_dialogue) office.transfer();
      office.topics();
      const HearOutcome outcome = office.hear(heard);
      CAPTURE(heard);
      CHECK(outcome.action == HearAction::hang_up);
      CHECK_FALSE(outcome.say.empty());
      CHECK(office.topics().find(topic) != std::string::npos);
      CHECK(office.handoff().opted_out == (topic == "handoff.opt_out"));
      CHECK(office.handoff().wrong_person == (topic == "handoff.wrong_person"));
      const contact::GateQuestion again{.address = office.handoff().caller,
                                        .purpose = contact::Purpose::service};
      const auto reasons = office.call(contact::check, again).reasons;
      REQUIRE_FALSE(reasons.empty());
      CHECK("handoff." + reasons.front().name == topic);
    }
  }
}

TEST_CASE("inside a dictated message they are recorded, and the message is kept") {
  Offered office;
  office.hear("recado");
  office.hear("fala pra ela que não me liguem mais");
  CHECK(office.handoff().opted_out);
  office.hear("");
  CHECK(office.hear("não").ticket_id.value.size() > 10);
}

TEST_CASE("a structured call settles a callback at once, and asks for what is missing") {
  Offered office;
  const HearOutcome missing = office.call(choose, {.handoff_id = office.id, .choice = Choice::callback});
  CHECK(missing.question == DialogueState::number);
  const HearOutcome done = office.call(choose, {.handoff_id = office.id,
                                                .choice = Choice::callback,
                                                .number = "este mesmo",
                                                .time_text = "assim que puder",
                                                .reason = "boleto",
                                                .summary = "O cliente quer a segunda via."});
  CHECK(done.action == HearAction::hang_up);
  CHECK(done.say == "Anotado! Obrigada pela ligação. Tchau!");
  const auto callbacks = office.callbacks();
  REQUIRE(callbacks.size() == 1);
  CHECK(callbacks[0].reason == "boleto");
  CHECK(callbacks[0].status == callbacks::CallbackStatus::pending);
  CHECK(office.tickets().at(0).summary == "O cliente quer a segunda via.");
  CHECK(code_of([&] { office.call(choose, {.handoff_id = office.id, .choice = Choice::callback}); }) ==
        "failed_precondition");
}

TEST_CASE("a structured message is kept and stored with the good-bye") {
  Offered office;
  const HearOutcome more =
      office.call(choose, {.handoff_id = office.id, .choice = Choice::message, .message = "o boleto venceu"});
  CHECK(more.question == DialogueState::more);
  CHECK(office.call(choose, {.handoff_id = office.id, .choice = Choice::no}).action == HearAction::hang_up);
  CHECK(office.tickets().at(0).reason == "o boleto venceu");
}

TEST_CASE("structured answers that cannot be right are refused, and change nothing") {
  Offered office;
  const auto refused = [&](Choose request) {
    request.handoff_id = office.id;
    return code_of([&] { office.call(choose, request); });
  };
  CHECK(refused({}) == "invalid_argument choice");
  CHECK(refused({.choice = Choice::callback, .number = "123"}) == "invalid_argument number");
  CHECK(refused({.choice = Choice::callback, .number = "0800 123 4567"}) == "invalid_argument number");
  CHECK(refused({.choice = Choice::callback, .time = office.now - Seconds(3600)}) == "invalid_argument time");
  CHECK(refused({.choice = Choice::callback, .time_text = "mais tarde"}) == "invalid_argument time_text");
  CHECK(refused({.choice = Choice::callback, .message = "x"}) == "invalid_argument message");
  CHECK(office.handoff().question == DialogueState::offer);
}

TEST_CASE("a number refused in a structured call comes with the dialogue's own sentence") {
  struct Row {
    std::string caller, number, reason, say;
  };
  const std::string other = "Não consigo retornar nesse número. Qual outro número devemos usar, com o DDD?";
  for (const Row& row :
       {Row{"+5518997751234", "0800 123 4567", "not_callable", other},
        Row{"+5518997751234", "190", "short_code", other},
        Row{"+5518997751234", "1004", "own_extension", other},
        Row{"+5518997751234", "18 99775-0001", "not_allowed", other},
        Row{"+5518997751234", "99775", "too_short",
            "Desculpe, não entendi o número. Pode dizer com o DDD, por favor?"},
        Row{"anonymous", "este mesmo", "caller_id_unusable",
            "Não consigo retornar no número desta ligação. Qual número devemos usar, com o DDD?"}}) {
    CAPTURE(row.number);
    Offered office(row.caller);
    office.call(suppressions::add_opt_out, {.address = "18 99775-0001", .never_call = true});
    try {
      office.call(choose, {.handoff_id = office.id, .choice = Choice::callback, .number = row.number});
      FAIL("it was accepted");
    } catch (const Error& error) {
      CHECK(error.details().at("reason") == row.reason);
      CHECK(error.details().at("say") == row.say);
    }
  }
}

TEST_CASE("texts of the tenant are said instead of ours") {
  Offered office;
  office.call(tenants::update,
              {.texts = std::vector<TextOverride>{{"dialogue.number", "pt-BR", "Que número?"}}});
  CHECK(office.hear("me liguem").say == "Que número?");
}

TEST_CASE("an English caller is spoken to in English") {
  Office office;
  office.id = office.call(start, {.call_id = "call-2", .caller = "+13053711234", .language = "en-US"}).id;
  office.status(ExtensionState::offline);
  CHECK(office.transfer("Jeni")->say ==
        "The extension Jeni is currently offline. Would you like them to call you back, or would you prefer "
        "to leave "
        "a message?");
  CHECK(office.hear("please call me back").say == "Which number should we use to call you back?");
  CHECK(office.hear("this one").say ==
        "I will make a note to call you back on +1 305-371-1234. Is that correct?");
  CHECK(office.hear("yes").question == DialogueState::when);
  CHECK(office.hear("at 9").say == "Which time do you prefer: 01/16/2026 9:00 PM or 01/17/2026 9:00 AM?");
  CHECK(office.hear("as soon as possible").question == DialogueState::reason);
}

TEST_CASE("bytes that are no text, quotes and line breaks end in a stored message, not in an error") {
  Offered office;
  office.hear("recado");
  for (const char* text :
       {"\xff\xfe quebrado", "aspas \" e {chaves}, vírgulas %0A", "linha\num\r\nlinha dois"})
    CHECK(office.hear(text).action == HearAction::listen);
  office.hear("");
  office.hear("não");
  CHECK(office.tickets().size() == 1);
}

// The day was forgotten, and the callback booked for today.
TEST_CASE("an hour belongs to the day that was said before") {
  struct Row {
    std::vector<std::string> heard;  // after the number; 10:07 on a Friday
    std::string agreed;              // UTC
  };
  const std::vector<Row> rows = {
      {{"amanhã de manhã", "às 10"}, "2026-01-17T13:00:00Z"},
      {{"na segunda", "às 15h"}, "2026-01-19T18:00:00Z"},
      {{"segunda depois das 14h", "14h30"}, "2026-01-19T17:30:00Z"},
      {{"segunda às 9 ou às 10", "às 10"}, "2026-01-19T13:00:00Z"},
      {{"segunda à tarde", "às três"}, "2026-01-19T18:00:00Z"},
      {{"amanhã à noite", "às 8"}, "2026-01-17T23:00:00Z"},
      {{"segunda às 2", "não, às 4", "sim"}, "2026-01-19T19:00:00Z"},
      {{"segunda às 2", "não", "às 4", "sim"}, "2026-01-19T19:00:00Z"},
      {{"às 9", "amanhã"}, "2026-01-17T12:00:00Z"},
      {{"às 9", "da noite"}, "2026-01-17T00:00:00Z"},
      {{"às 9", "o segundo"}, "2026-01-17T12:00:00Z"},
      {{"amanhã de manhã", "terça às 11"}, "2026-01-20T14:00:00Z"},
      {{"amanhã de manhã", "blá", "blá", "sim"}, "2026-01-17T11:00:00Z"},
  };
  for (const auto& [heard, agreed] : rows) {
    Offered office;
    office.call(tenants::update, {.opening_hours = ""});
    for (const char* text : {"me liguem", "este mesmo", "sim"}) office.hear(text);
    CAPTURE(heard);
    HearOutcome last;
    for (const std::string& text : heard) last = office.hear(text);
    CHECK(last.question == DialogueState::reason);
    office.hear("é sobre o boleto");
    REQUIRE(office.callbacks().size() == 1);
    CHECK(office.callbacks()[0].scheduled_at == parse_rfc3339(agreed));
  }
}

TEST_CASE("a time with two meanings is asked back by naming them") {
  Offered office;
  for (const char* text : {"me liguem", "este mesmo", "sim"}) office.hear(text);
  CHECK(office.hear("às 9").say == "Qual horário você prefere: 16/01/2026 21:00 ou 17/01/2026 09:00?");
}

TEST_CASE("the number of the call is told from the number that was read back") {
  struct Row {
    std::string heard;
    DialogueState question;
    std::string number;
  };
  const std::string named = "+5511998887777", own = "+5518997751234";
  using At = DialogueState;
  for (const auto& [heard, question, number] :
       {Row{"não, este que estou ligando", At::confirm, own},
        Row{"não, usa o meu número mesmo", At::confirm, own}, Row{"esse mesmo", At::when, named},
        Row{"sim", At::when, named}, Row{"não, o número está errado", At::number, ""}}) {
    Offered office;
    office.hear("me liguem");
    office.hear("11 99888-7777");
    const HearOutcome outcome = office.hear(heard);
    CAPTURE(heard);
    CHECK(outcome.question == question);
    CHECK(outcome.number.value_or("") == number);
  }
}

TEST_CASE("a number that needs confirmation is read back, not refused") {
  Offered office;
  office.hear("me liguem");
  CHECK(office.hear("18 9888-7777").question == DialogueState::confirm);
}

TEST_CASE("what a caller describes is no statement of law; what a caller demands ends the dialogue") {
  struct Row {
    std::string heard;
    bool opted_out, wrong_person;
  };
  for (const auto& [heard, opted_out, wrong_person] :
       {Row{"é sobre o número errado no boleto", false, false},
        Row{"não conheço essa cobrança", false, false}, Row{"não me liguem mais nunca", true, false},
        Row{"não me liguem mais sobre esse boleto", true, false},
        Row{"vocês ligaram para a pessoa errada", false, true}}) {
    Offered office;
    for (const char* text : {"me liguem", "este mesmo", "sim", "assim que puder"}) office.hear(text);
    const HearOutcome outcome = office.hear(heard);
    CAPTURE(heard);
    CHECK(outcome.action == HearAction::hang_up);
    CHECK(office.handoff().opted_out == opted_out);
    CHECK(office.handoff().wrong_person == wrong_person);
    CHECK(office.callbacks().size() == (opted_out || wrong_person ? 0 : 1));
  }
}

TEST_CASE("only a bare command cancels; a doubtful one is asked back, and else it is the matter") {
  struct Row {
    std::vector<std::string> heard;
    DialogueState question;
    std::string reason;
  };
  using At = DialogueState;
  for (const auto& [heard, question, reason] :
       {Row{{"quero cancelar meu plano"}, At::created, "quero cancelar meu plano"},
        Row{{"o cartão foi cancelado"}, At::created, "o cartão foi cancelado"},
        Row{{"boleto cancelado"}, At::created, "boleto cancelado"},
        Row{{"não recebi o boleto"}, At::created, "não recebi o boleto"}, Row{{"cancela"}, At::offer, ""},
        Row{{"quero cancelar"}, At::reason, ""}, Row{{"quero cancelar", "sim"}, At::offer, ""},
        Row{{"quero cancelar", "não"}, At::created, "quero cancelar"},
        Row{{"quero cancelar", "o plano de internet"}, At::created, "quero cancelar. o plano de internet"}}) {
    Offered office;
    for (const char* text : {"me liguem", "este mesmo", "sim", "assim que puder"}) office.hear(text);
    CAPTURE(heard);
    HearOutcome last;
    for (const std::string& text : heard) last = office.hear(text);
    CHECK(last.question == question);
    if (!reason.empty()) CHECK(office.callbacks().at(0).reason == reason);
  }
}

TEST_CASE("what was said with the wish is not asked again") {
  Offered office;
  office.call(tenants::update, {.opening_hours = ""});
  CHECK(office.hear("quero que ela me ligue segunda às 14h").question == DialogueState::number);
  office.hear("este mesmo");
  CHECK(office.hear("sim").question == DialogueState::reason);
  Offered other;
  CHECK(other.hear("pode me ligar no dezoito nove nove oito oito seis doze trinta e quatro").question ==
        DialogueState::confirm);
}

TEST_CASE("the end of a message is heard in the same breath, and its words are kept") {
  Offered office;
  office.hear("recado");
  CHECK(office.hear("avisa que a Ana ligou, era só isso").question == DialogueState::more);
  office.hear("não");
  CHECK(office.tickets().at(0).reason == "avisa que a Ana ligou");
}

TEST_CASE("a message of any length is kept as far as it fits, and the caller is told") {
  Offered office;
  office.hear("recado");
  std::string words;
  while (words.size() < 5000) words += "palavra ";
  const HearOutcome full = office.hear(words);
  CHECK(full.say == "Seu recado é longo: anotei só o começo. Anotado! Posso ajudar em mais alguma coisa?");
  office.hear("não");
  CHECK(office.tickets().at(0).summary.size() > 3900);
}

TEST_CASE("the words of callers mean what people mean by them") {
  struct Row {
    DialogueState at;
    std::string heard;
    InputKind kind;
    std::string language = "pt-BR";
  };
  using At = DialogueState;
  using In = InputKind;
  const std::vector<Row> rows = {{At::offer, "pode pedir para retornarem", In::callback},
                                 {At::offer, "quero que ela me ligue de volta", In::callback},
                                 {At::offer, "prefiro deixar recado", In::message},
                                 {At::offer, "não quero deixar recado", In::no},
                                 {At::offer, "não quero recado, prefiro que me liguem", In::callback},
                                 {At::offer, "não", In::no},
                                 {At::offer, "sim", In::yes},
                                 {At::offer, "tenta de novo, por favor", In::retry},
                                 {At::offer, "deixa pra lá", In::cancel},
                                 {At::offer, "um recado ou um retorno, tanto faz", In::unclear},
                                 {At::offer, "leave a message", In::message, "en-US"},
                                 {At::offer, "can you call me back", In::callback, "en-US"},
                                 {At::offer, "try again", In::retry, "en-US"},
                                 {At::number, "esse número", In::caller_id},
                                 {At::number, "outro", In::other_number},
                                 {At::when, "agora mesmo", In::asap},
                                 {At::when, "às 14h", In::time},
                                 {At::when, "mais tarde", In::later},
                                 {At::confirm_time, "sim", In::yes},
                                 {At::confirm_time, "às 16h", In::time},
                                 {At::reason, "é sobre o boleto", In::words},
                                 {At::reason, "não quero pagar duas vezes a mesma conta", In::words},
                                 {At::reason, "não", In::no},
                                 {At::whatsapp, "não precisa", In::no},
                                 {At::message, "cancela o meu contrato por favor e me avisa", In::words},
                                 {At::message, "era só isso", In::done},
                                 {At::message, "só isso, obrigado", In::done},
                                 {At::more, "não, só isso", In::done},
                                 {At::more, "quero falar com o Marcos", In::wants_human},
                                 {At::offer, "no meu celular pode retornar", In::callback},
                                 {At::offer, "no meu número pode ligar", In::callback},
                                 {At::offer, "deixa no nome dela um recado", In::message},
                                 {At::offer, "no whatsapp, um recado", In::message},
                                 {At::offer, "no message, thanks", In::no, "en-US"},
                                 {At::offer, "eu ligo depois", In::will_call},
                                 {At::when, "em um horário específico", In::later},
                                 {At::when, "repete por favor", In::repeat},
                                 {At::number, "não entendi, pode repetir?", In::repeat},
                                 {At::none, "é sobre o número errado no boleto", In::unclear},
                                 {At::none, "recebi uma mensagem de cobrança", In::unclear},
                                 {At::none, "queria deixar um recado para a Jeni", In::message},
                                 {At::none, "quero falar com a Jeni", In::wants_human},
                                 {At::ask_whom, "a Jeni do financeiro", In::words},
                                 {At::ask_whom, "deixa pra lá", In::cancel}};
  const TenantProfile profile = default_profile({"acme"});
  for (const Row& row : rows) {
    dialogue::State state;
    state.at = row.at;
    const dialogue::Hearing hearing{state, row.language, "", profile, parse_rfc3339("2026-01-16T13:07:00Z")};
    CAPTURE(row.heard);
    CHECK(wire_name(dialogue::understand_words(row.heard, hearing).kind) == wire_name(row.kind));
  }
}
