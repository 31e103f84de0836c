#include <doctest/doctest.h>

#include "support/callback_world.hpp"
#include "support/domain_store.hpp"

using namespace callback_world;
using domain_store::error_of;

namespace {

const Actor kJeni{.user = "jeni", .role = Role::agent};
const Actor kAna{.user = "ana", .role = Role::agent};
const Actor kRui{.user = "rui", .role = Role::agent};
const Actor kNobody{.user = "stranger", .role = Role::agent};
const Actor kBoss{.user = "boss", .role = Role::supervisor};

callbacks::Callback jenis(Floor& floor) {
  const auto made = floor.ask({.caller = "18 99775-1234",
                               .contact_name = "Maria",
                               .extension = "1004",
                               .department = "Financeiro",
                               .reason = "boleto vencido",
                               .transcript = {{tickets::Speaker::customer, "Meu boleto venceu", floor.now}},
                               .summary = "segredo"});
  return floor.get(made.id);
}

}  // namespace

// An agent of another department read a colleague's callback by asking for it again, put it off for 300 days,
// and had another number called.
TEST_CASE("who may not see a callback changes and reads nothing of it by asking for it again") {
  for (const Actor& actor : {kRui, kNobody}) {
    CAPTURE(actor.user);
    Floor floor;
    const auto before = jenis(floor);
    const auto again = floor.call(callbacks::create,
                                  {.number = "18 3221-9999",
                                   .caller = "+55 18 99775-1234",
                                   .contact_name = "Rui's",
                                   .extension = "1004",
                                   .scheduled_at = floor.now + std::chrono::hours(24 * 3),
                                   .reason = "segunda via",
                                   .priority = callbacks::CallbackPriority::urgent,
                                   .summary = "ligou de novo"},
                                  actor);
    CHECK(again.id == before.id);
    CHECK(again.ticket_id == before.ticket_id);
    CHECK(again.status == before.status);
    CHECK(again.number->e164() == "+551832219999");
    CHECK(again.contact_name == "Rui's");
    CHECK(again.reason.empty());
    CHECK(again.summary.empty());
    CHECK(again.transcript.empty());
    CHECK_FALSE(again.scheduled_at);

    auto after = floor.get(before.id);
    CHECK(after.transcript.size() == 3);
    CHECK(after.transcript.at(1).text == "ligou de novo");
    CHECK(after.transcript.at(1).speaker == tickets::Speaker::agent);
    CHECK(after.transcript.at(2).text ==
          "Pediu retorno novamente: 18 3221-9999, em 19/01/2026 10:07. Assunto: segunda via");
    after.transcript = before.transcript;
    CHECK(after == before);
  }
}

TEST_CASE("who may see a callback, and a caller who agreed on it, renew it") {
  for (const Actor& actor : {kJeni, kAna, kBoss, Actor{}}) {
    CAPTURE(actor.user);
    Floor floor;
    const auto before = jenis(floor);
    const auto again = floor.call(
        callbacks::create,
        {.number = "18 3221-9999", .caller = "18 99775-1234", .extension = "1004", .reason = "segunda via"},
        actor);
    CHECK(again.id == before.id);
    CHECK(again.summary == "segredo");
    CHECK(floor.get(before.id).reason == "segunda via");
    CHECK(floor.get(before.id).number->e164() == "+551832219999");
  }
  Floor floor;  // the assistant's dialogue, whoever drives it
  const auto before = jenis(floor);
  floor.call(callbacks::create_agreed,
             {.number = "18 3221-9999", .caller = "18 99775-1234", .extension = "1004"}, kRui);
  CHECK(floor.get(before.id).number->e164() == "+551832219999");
}

TEST_CASE("an agent still asks for callbacks of others that are new") {
  Floor floor;
  const auto made = floor.call(callbacks::create,
                               {.number = "18 99775-1234", .extension = "1004", .reason = "boleto"}, kRui);
  CHECK(made.reason == "boleto");
  CHECK(error_of([&] { floor.call(callbacks::get, {.callback_id = made.id}, kRui); }) == "unauthorized");
}

// 30 MB were taken and stored.
TEST_CASE("what a peer calls itself has a limit in callbacks, too") {
  Floor floor;
  const auto ask = [&](const std::string& caller, const std::string& call) {
    return error_of([&] { floor.ask({.caller = caller, .extension = "1004", .call_id = call}); });
  };
  CHECK(ask(std::string(100, 'c'), std::string(64, 'c')) == "none");
  CHECK(ask(std::string(101, 'c'), "") == "invalid_argument caller");
  CHECK(ask("Maria\n", "") == "invalid_argument caller");
  CHECK(ask("", std::string(65, 'c')) == "invalid_argument call_id");
  CHECK(ask("", std::string("a\0b", 3)) == "invalid_argument call_id");
}
