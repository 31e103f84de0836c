#include <doctest/doctest.h>

#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "support/callback_world.hpp"

using namespace callback_world;
using callbacks::CallbackStatus;

TEST_CASE("a phone that becomes free announces what waits for it, with whom to alert") {
  Floor floor;
  const auto wish = floor.ask();
  CHECK(floor.status_of(wish.id) == "pending");
  floor.events.clear();
  floor.now += Seconds(420);
  floor.free("1004");
  CHECK(floor.status_of(wish.id) == "notified");
  const std::string ready = floor.last("callback.ready");
  CHECK(ready.find(R"("user_ids":["jeni"])") != std::string::npos);
  CHECK(ready.find(R"("number":"+5518997751234")") != std::string::npos);
  CHECK(ready.find(R"("waiting_minutes":7)") != std::string::npos);
  CHECK(ready.find(R"("reason":"boleto vencido")") != std::string::npos);
  CHECK(ready.find(R"("has_audio":false)") != std::string::npos);
  CHECK(floor.get(wish.id).announced_at == floor.now);
  floor.free("1004");
  CHECK(floor.topics() == "callback.ready");  // told once
}

// "Meu CPF é ..." stood in the event for a month, and in every log of a host that prints events.
TEST_CASE("a document that was said as the reason is masked in events, and shown where it is asked for") {
  Floor floor;
  const auto wish =
      floor.ask({.number = "18997751234", .extension = "1004", .reason = "segunda via, CPF 529.982.247-25"});
  floor.free("1004");
  CHECK(floor.last("callback.ready").find("CPF ***.982.247-**") != std::string::npos);
  floor.call(callbacks::cancel, {.callback_id = wish.id, .reason = "CPF 52998224725 repetido"});
  CHECK(floor.last("callback.updated").find("CPF ***.982.247-** repetido") != std::string::npos);
  for (const Event& event : floor.events) CHECK(event.payload.find("247-25") == std::string::npos);
  CHECK(floor.get(wish.id).reason == "segunda via, CPF 529.982.247-25");
}

TEST_CASE("a callback for a phone that is free already is announced at once") {
  Floor floor;
  floor.status("1004", ExtensionState::available);
  const auto wish = floor.ask();
  floor.advance(Milliseconds(200));
  CHECK(floor.status_of(wish.id) == "notified");
  CHECK(floor.orders() == std::vector<std::string>{"status 1004"});
}

TEST_CASE("many callbacks for one phone are one question to the phone system") {
  Floor floor;
  for (int i = 0; i < 20; ++i)
    floor.ask({.number = "1899775" + std::to_string(1000 + i), .extension = "1004"});
  floor.orders();
  floor.advance(Seconds(1));
  CHECK(floor.orders() == std::vector<std::string>{"status 1004"});
}

TEST_CASE("the sweep finds what no event announced, and asks once for each phone") {
  Floor floor;
  const auto one = floor.ask(), other = floor.ask({.number = "18997759999", .extension = "1006"});
  floor.advance(Seconds(1));
  floor.orders();
  floor.status("1004", ExtensionState::available);  // and nobody tells
  floor.advance(Seconds(30));
  CHECK(floor.status_of(one.id) == "notified");
  CHECK(floor.status_of(other.id) == "pending");
  CHECK(floor.orders() == std::vector<std::string>{"status 1004", "status 1006"});
}

TEST_CASE("the sweep takes many phones in batches") {
  Floor floor;
  for (int i = 0; i < 120; ++i) floor.status(std::to_string(2000 + i), ExtensionState::in_call);
  for (int i = 0; i < 120; ++i)
    floor.ask({.number = "189977" + std::to_string(10'000 + i), .extension = std::to_string(2000 + i)});
  floor.advance(Seconds(1));
  floor.orders();
  for (int i = 0; i < 120; ++i) floor.status(std::to_string(2000 + i), ExtensionState::available);
  floor.advance(Seconds(30));
  CHECK(floor.orders().size() == 120);
  CHECK(floor.call(callbacks::list, {.status = CallbackStatus::notified, .limit = 1000}).callbacks.size() ==
        120);
}

TEST_CASE("the sweep ends with the last open callback and begins with the next") {
  Floor floor;
  const auto wish = floor.ask();
  CHECK(floor.has_job("callback.sweep"));
  floor.call(callbacks::cancel, {.callback_id = wish.id, .reason = "engano"});
  floor.advance(Seconds(31));
  CHECK_FALSE(floor.has_job("callback.sweep"));
  floor.ask();
  CHECK(floor.has_job("callback.sweep"));
}

TEST_CASE("an ignored alert is repeated, released to the department, and at last a supervisor's") {
  Floor floor;
  const auto wish = floor.ask();
  floor.free("1004");
  floor.topics();
  floor.advance(Seconds(121));
  CHECK(floor.last("callback.ready").find(R"("alert":2)") != std::string::npos);
  floor.status("1005", ExtensionState::available);
  floor.topics();
  floor.advance(Seconds(121));
  CHECK(floor.get(wish.id).released);
  CHECK(floor.status_of(wish.id) == "notified");
  CHECK(floor.last("callback.ready").find(R"("user_ids":["jeni","ana"])") != std::string::npos);
  floor.topics();
  floor.advance(Seconds(245));
  CHECK(floor.topics().find("callback.unowned") != std::string::npos);
}

TEST_CASE("without release an ignored callback is a supervisor's") {
  Floor floor;
  callbacks::Configure configure;
  configure.release = false;
  floor.call(callbacks::configure, configure);
  floor.ask();
  floor.free("1004");
  floor.topics();
  floor.advance(Seconds(245));
  CHECK(floor.topics() == "callback.ready callback.unowned");
}

TEST_CASE("a department's callback is announced to its agents when one of them is free") {
  Floor floor;
  const auto wish = floor.ask({.department = "financeiro"});
  floor.free("1006");  // of another department
  CHECK(floor.status_of(wish.id) == "pending");
  floor.free("1005");
  CHECK(floor.status_of(wish.id) == "notified");
  CAPTURE(floor.last("callback.ready"));
  CHECK(floor.last("callback.ready").find(R"("user_ids":["jeni","ana"])") != std::string::npos);
}

TEST_CASE("a department whose agents nobody told us of is announced to at once") {
  Floor floor;
  const auto wish = floor.ask({.department = "Suporte"});
  CHECK(floor.status_of(wish.id) == "notified");
  CHECK(floor.last("callback.ready").find(R"("user_ids":[])") != std::string::npos);
}

// It asked whether there were agents, not whether they had phones: theirs was never announced.
TEST_CASE("a department of agents without phones is announced to, a released owner's phone aside") {
  Floor floor;
  for (const char* user : {"bia", "leo"}) floor.agent(user, "", "Suporte");
  floor.agent("edu", "1009", "Obras");
  floor.agent("rita", "", "Obras");
  floor.agent("caio", "", "Vendas");  // beside Rui, whose phone is taken
  floor.topics();
  const auto wish = floor.ask({.department = "Suporte"});
  CHECK(floor.status_of(wish.id) == "notified");
  CHECK(floor.last("callback.ready").find(R"("user_ids":["bia","leo"])") != std::string::npos);
  floor.status("1009", ExtensionState::offline);
  const auto owned = floor.ask({.extension = "1009", .department = "Obras"});
  CHECK(floor.status_of(owned.id) == "pending");
  CHECK(floor.status_of(floor.ask({.department = "Vendas"}).id) == "pending");
  floor.advance(std::chrono::minutes(21));
  CHECK(floor.get(owned.id).released);
  CHECK(floor.status_of(owned.id) == "notified");
  CHECK(floor.last("callback.ready").find(R"("user_ids":["edu","rita"])") != std::string::npos);
}

TEST_CASE("a department that loses its last phone is announced to by the sweep") {
  Floor floor;
  const auto wish = floor.ask({.department = "Vendas"});
  CHECK(floor.status_of(wish.id) == "pending");
  const auto rui = floor.call(agents::get, {.user_id = "rui"});
  floor.call(agents::update, {.agent_id = rui.id, .extension = ""});
  floor.advance(Seconds(31));
  CHECK(floor.status_of(wish.id) == "notified");
}

TEST_CASE("an agreed time is waited for, then the phone") {
  Floor floor;
  const Instant at = floor.now + std::chrono::hours(2);
  floor.status("1004", ExtensionState::available);
  const auto wish = floor.ask({.extension = "1004", .scheduled_at = at});
  floor.free("1004");
  floor.advance(std::chrono::hours(1));
  CHECK(floor.status_of(wish.id) == "scheduled");
  floor.advance(std::chrono::hours(1) + Seconds(1));
  CHECK(floor.status_of(wish.id) == "notified");
  CHECK(floor.get(wish.id).agreed_at == at);
}

TEST_CASE("who dismissed a callback does not see it again, the department does") {
  Floor floor;
  const auto wish = floor.ask();
  floor.free("1004");
  floor.call(callbacks::dismiss, {.callback_id = wish.id}, {.user = "jeni", .role = Role::agent});
  floor.topics();
  floor.free("1004");
  CHECK(floor.topics().empty());
  floor.free("1005");
  CHECK(floor.last("callback.ready").find(R"("user_ids":["ana"])") != std::string::npos);
  CHECK(floor.call(callbacks::pending, {.extension = "1004"}).callbacks.empty());
  CHECK(floor.call(callbacks::pending, {.extension = "1005"}).callbacks.size() == 1);
  floor.topics();
  floor.call(callbacks::dismiss, {.callback_id = wish.id}, {.user = "ana", .role = Role::agent});
  CHECK(floor.topics() == "callback.unowned");   // the last of the department
  CHECK(floor.status_of(wish.id) == "pending");  // and never ended by it
}

TEST_CASE("an old callback expires, and its ticket is closed") {
  Floor floor;
  const auto wish = floor.ask();
  floor.advance(std::chrono::hours(72) + Seconds(31));
  const auto old = floor.get(wish.id);
  CHECK(old.status == CallbackStatus::failed);
  CHECK(old.end_reason == "expired");
  CHECK(floor.call(tickets::get, {.ticket_id = wish.ticket_id}).status == tickets::TicketStatus::closed);
  CHECK_FALSE(floor.has_job("callback.timer"));
}

TEST_CASE("who calls in and is served, or opts out, is not called back") {
  Floor floor;
  const auto one = floor.ask({.destination_id = {"d1"}, .extension = "1004"});
  const auto two = floor.ask({.destination_id = {"d2"}, .extension = "1005"});
  const auto number = PhoneNumber::from_e164("+5518997751234");
  const auto served = floor.write([&](Context& context) {
    return callbacks::on_served(context, {.number = number, .destination_id = {"d1"}});
  });
  CHECK(served == 1);
  CHECK(floor.get(one.id).end_reason == "served");
  CHECK(floor.status_of(two.id) == "pending");
  floor.call(suppressions::add_opt_out, {.address = number.e164()});
  CHECK(floor.get(two.id).end_reason == "opted_out");
  CHECK(floor.call(tickets::get, {.ticket_id = two.ticket_id}).status == tickets::TicketStatus::closed);
}

TEST_CASE("another tenant's phone of the same number announces nothing here") {
  Floor floor;
  const auto wish = floor.ask();
  floor.tell(telephony::PresenceChanged{
      "other.pbx", {.extension = "1004", .state = ExtensionState::available, .available = true}});
  floor.run();
  CHECK(floor.status_of(wish.id) == "pending");
}
