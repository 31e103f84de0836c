#include <doctest/doctest.h>

#include <smarthandoff/callback/settings.hpp>

#include "support/callback_world.hpp"
#include "support/domain_store.hpp"
#include "support/error_code.hpp"

using namespace callback_world;
using callbacks::CallbackStatus;
using callbacks::DialStage;
using domain_store::error_of;
using telephony::LegAnswered;
using telephony::LegEnded;

namespace {

using Orders = std::vector<std::string>;

struct Desk : Floor {
  Desk() {
    wish = ask();
    status("1004", ExtensionState::available);
    free("1004");
    advance(Seconds(1));
    orders();
    topics();
  }
  void both_answer() {
    on_ring("1004", {LegAnswered{}});
    on_ring(kCustomer, {LegAnswered{}});
  }
  std::string now_is() { return status_of(wish.id); }
  void customer_hangs_up() {
    pbx.report(LegEnded{{dial_of(wish.id).customer_leg}, LegEnd::completed, {}, "NORMAL_CLEARING", true});
    run();
  }

  callbacks::Callback wish;
};

const Actor kJeni{.user = "jeni", .role = Role::agent};

}  // namespace

TEST_CASE("the click rings the agent, then the customer, connects them, and completes the callback") {
  Desk desk;
  desk.both_answer();
  const auto outcome = desk.click(desk.wish.id, kJeni);
  REQUIRE(outcome);
  CHECK(outcome->success);
  CHECK(outcome->stage == DialStage::accepted);
  CHECK(desk.now_is() == "in_progress");
  CHECK(desk.orders() ==
        Orders{"status 1004", "ring 1004", "ring 18997751234 by trunk-1", "bridge " + outcome->call_id});
  CHECK(desk.pbx.rung[0].caller_name == "Callback - 18997751234");
  CHECK(desk.pbx.rung[0].domain == "acme.pbx");
  CHECK(desk.pbx.rung[1].caller_number == "1833334444");
  CHECK(desk.pbx.rung[1].call.value == outcome->call_id);
  desk.now += Seconds(155);
  desk.customer_hangs_up();
  const auto done = desk.get(desk.wish.id);
  CHECK(done.status == CallbackStatus::completed);
  CHECK(done.attempts == 1);
  CHECK(done.talk_seconds == 155);
  CHECK(done.served_by == "1004");
  CHECK(done.result == callbacks::CallbackResult::answered);
  CHECK(desk.call(tickets::get, {.ticket_id = done.ticket_id}).status == tickets::TicketStatus::open);
  CHECK(desk.orders() == Orders{"cancel leg"});  // the agent's leg is not left alone
  CHECK(desk.jobs.size() <= 1);                  // the sweep at most
}

TEST_CASE("customer first: the customer waits with music while the agent's phone rings") {
  Desk desk;
  desk.both_answer();
  const auto outcome = desk.call(callbacks::initiate,
                                 {.callback_id = desk.wish.id, .mode = callbacks::CallMode::customer_first});
  REQUIRE(outcome);
  CHECK(outcome->success);
  const std::string leg = desk.dial_of(desk.wish.id).customer_leg;
  CHECK(outcome->call_id == leg);
  CHECK(desk.orders() ==
        Orders{"status 1004", "ring 18997751234 by trunk-1", "hold " + leg, "ring 1004", "bridge " + leg});
}

TEST_CASE("the agent hears the context where the tenant wants it") {
  Desk desk;
  callbacks::Configure configure;
  configure.context_audio = true;
  desk.call(callbacks::configure, configure);
  desk.both_answer();
  desk.click(desk.wish.id);
  CHECK(desk.orders()[2] ==
        "play Callback para cliente 18 99775-1234. Assunto: boleto vencido. Conectando...");
}

// A company without a PBX domain of its own clicked, and the PBX's own phone 1004 rang, which was another
// company's.
TEST_CASE("a phone of another company is neither rung nor looked at") {
  Desk desk;
  desk.pbx.home = "acme.pbx";
  desk.tenant = {"globex"};
  smarthandoff::tenants::UpdateTenant trunk;
  trunk.trunk = Trunk{.gateway = "trunk-1", .number_format = NumberFormat::national};
  desk.call(smarthandoff::tenants::update, trunk);
  const auto wish = desk.ask({.extension = "1004"});
  CHECK(desk.status_of(wish.id) == "pending");  // though that phone is free
  desk.orders();
  const auto outcome = desk.click(wish.id);
  REQUIRE(outcome);
  CHECK_FALSE(outcome->success);
  CHECK(outcome->extension_state == ExtensionState::offline);
  CHECK(desk.orders() == Orders{"status 1004"});
  const auto elsewhere = [&] {
    desk.call(callbacks::initiate, {.callback_id = wish.id, .domain = "acme.pbx"});
  };
  CHECK(test_support::code_of(elsewhere) == ErrorCode::not_found);
}

TEST_CASE("an extension that was taken in between refuses the click and changes nothing") {
  Desk desk;
  desk.status("1004", ExtensionState::in_call);
  const auto outcome = desk.click(desk.wish.id, kJeni);
  REQUIRE(outcome);
  CHECK_FALSE(outcome->success);
  CHECK(outcome->settled);
  CHECK(outcome->reason == "Ramal in_call: Em chamada ativa");
  CHECK(outcome->retry_after == 30);
  CHECK(outcome->extension_state == ExtensionState::in_call);
  CHECK(desk.orders() == Orders{"status 1004"});
  const auto after = desk.get(desk.wish.id);
  CHECK(after.status == CallbackStatus::notified);
  CHECK(after.attempts == 0);
}

TEST_CASE("two clicks are one call, and the second is answered with the first") {
  Desk desk;
  const auto first = desk.click(desk.wish.id, kJeni), second = desk.click(desk.wish.id, kJeni);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->dial_id == second->dial_id);
  CHECK(second->success);
  CHECK(desk.pbx.rung.size() == 1);
  CHECK(desk.call(callbacks::dials, {.callback_id = desk.wish.id}).dials.size() == 1);
}

TEST_CASE("a phone taken in between is tried again in 30 s by itself, and after three the department's") {
  Desk desk;
  desk.on_ring("1004", {LegEnded{{}, LegEnd::busy, 486, "USER_BUSY", false}});
  const auto outcome = desk.click(desk.wish.id, kJeni);
  REQUIRE(outcome);
  CHECK(outcome->reason == "Ramal ficou ocupado. Tentando novamente em 30 segundos...");
  CHECK(desk.now_is() == "scheduled");
  CHECK(desk.get(desk.wish.id).attempts == 0);
  desk.advance(Seconds(31));
  CHECK(desk.pbx.rung.size() == 2);
  CHECK_FALSE(desk.get(desk.wish.id).released);
  desk.advance(Seconds(31));
  CHECK(desk.pbx.rung.size() == 3);
  CHECK(desk.get(desk.wish.id).released);
  CHECK(desk.get(desk.wish.id).attempts == 0);
}

TEST_CASE("the retry after a race that finds the phone taken waits for it instead") {
  Desk desk;
  desk.on_ring("1004", {LegEnded{{}, LegEnd::busy, 486, "USER_BUSY", false}});
  desk.click(desk.wish.id);
  desk.status("1004", ExtensionState::in_call);
  desk.advance(Seconds(31));
  CHECK(desk.pbx.rung.size() == 1);
  CHECK(desk.now_is() == "pending");
  desk.topics();
  desk.free("1004");
  CHECK(desk.topics() == "callback.ready");
}

// The customer was busy because they were calling us: the new time was agreed on and forgotten.
TEST_CASE("a time that is agreed on during the call back is kept when nobody was reached") {
  Desk desk;
  desk.call(callbacks::initiate, {.callback_id = desk.wish.id, .call_id = "h1"});
  const Instant monday = desk.now + std::chrono::hours(72);
  const auto joined = desk.ask({.scheduled_at = monday, .reason = "na segunda"});
  CHECK(joined.id == desk.wish.id);
  CHECK(joined.status == CallbackStatus::in_progress);
  CHECK(joined.scheduled_at == monday);
  const auto busy =
      desk.call(callbacks::result,
                {.callback_id = joined.id, .call_id = "h1", .result = callbacks::CallbackResult::busy});
  CHECK(busy.status == CallbackStatus::scheduled);
  CHECK(busy.scheduled_at == monday);
  CHECK(busy.result_at == desk.now);
  CHECK(busy.attempts == 1);
}

TEST_CASE("who is clicked before the agreed time is called at that time all the same") {
  Desk desk;
  const Instant monday = desk.now + std::chrono::hours(72);
  desk.call(callbacks::reschedule,
            {.callback_id = desk.wish.id, .scheduled_at = monday, .by_customer = true});
  desk.on_ring("1004", {LegEnded{{}, LegEnd::no_answer, {}, "NO_ANSWER", true}});
  desk.topics();
  desk.click(desk.wish.id);
  desk.advance(Seconds(120));
  CHECK(desk.now_is() == "scheduled");
  CHECK(desk.get(desk.wish.id).scheduled_at == monday);
  CHECK(desk.topics().empty());
  desk.call(callbacks::initiate, {.callback_id = desk.wish.id, .call_id = "h1"});
  desk.advance(std::chrono::hours(2));  // never reported
  CHECK(desk.now_is() == "scheduled");
  CHECK(desk.get(desk.wish.id).scheduled_at == monday);
  desk.advance(std::chrono::hours(70));
  CHECK(desk.now_is() == "notified");
}

// A colleague clicked, the line was refused, and 30 s later the owner's phone rang, who knew of nothing.
TEST_CASE("the retry by itself is the same click once more: its phone, its user, its mode") {
  const Actor boss{.user = "boss", .role = Role::supervisor};
  struct Row {
    std::string extension;
    callbacks::CallMode mode;
    callbacks::DialEnd end;
  };
  for (const Row& row : {Row{"1005", callbacks::CallMode::agent_first, callbacks::DialEnd::agent_busy},
                         Row{"1005", callbacks::CallMode::customer_first, callbacks::DialEnd::no_route},
                         Row{"1099", callbacks::CallMode::agent_first, callbacks::DialEnd::agent_busy}}) {
    CAPTURE(row.extension);
    Desk desk;
    desk.status(row.extension, ExtensionState::available);
    desk.on_ring(row.extension, {LegEnded{{}, LegEnd::busy, 486, "USER_BUSY", false}});
    desk.on_ring(kCustomer, {LegEnded{{}, LegEnd::no_route, 503, "NO_ROUTE_DESTINATION", false}});
    desk.call(callbacks::initiate,
              {.callback_id = desk.wish.id, .extension = row.extension, .mode = row.mode}, boss);
    CHECK(desk.dial_of(desk.wish.id).end == row.end);
    desk.advance(Seconds(31));
    const auto all = desk.call(callbacks::dials, {.callback_id = desk.wish.id}).dials;
    REQUIRE(all.size() == 2);
    CHECK(all[1].extension == row.extension);
    CHECK(all[1].user == "boss");
    CHECK(all[1].mode == row.mode);
  }
}

TEST_CASE("a retry whose phone is taken rings no other: it is announced again") {
  Desk desk;
  const Actor boss{.user = "boss", .role = Role::supervisor};
  desk.status("1005", ExtensionState::available);
  desk.on_ring("1005", {LegEnded{{}, LegEnd::busy, 486, "USER_BUSY", false}});
  desk.call(callbacks::initiate, {.callback_id = desk.wish.id, .extension = "1005"}, boss);
  desk.status("1005", ExtensionState::in_call);
  desk.topics();
  desk.advance(Seconds(29));
  desk.free("1004");  // not due yet
  desk.advance(Seconds(61));
  CHECK(desk.pbx.rung.size() == 1);
  CHECK(desk.topics() == "callback.ready");
}

TEST_CASE("a customer who is not reached is called again in five minutes, three times in all") {
  Desk desk;
  desk.on_ring("1004", {LegAnswered{}});
  desk.on_ring(kCustomer, {LegEnded{{}, LegEnd::no_answer, {}, "NO_ANSWER", true}});
  for (int attempt = 1; attempt <= 3; ++attempt) {
    desk.click(desk.wish.id);
    CHECK(desk.get(desk.wish.id).attempts == attempt);
    if (attempt == 3) break;
    CHECK(desk.now_is() == "scheduled");
    CHECK(desk.get(desk.wish.id).scheduled_at == desk.now + Seconds(300));
    desk.advance(Seconds(301));
    CHECK(desk.now_is() == "notified");  // announced again, not dialled
  }
  const auto failed = desk.get(desk.wish.id);
  CHECK(failed.status == CallbackStatus::failed);
  CHECK(failed.end_reason == "attempts");
  CHECK(desk.call(tickets::get, {.ticket_id = failed.ticket_id}).status == tickets::TicketStatus::closed);
  CHECK_THROWS_AS(desk.click(desk.wish.id), Error);
}

// The click was refused without a word.
TEST_CASE("a click whose callback is closed meanwhile says so, in both languages") {
  for (const char* language : {"pt-BR", "en-US"}) {
    Desk desk;
    desk.call(tenants::update, {.language = language});
    const auto pending = desk.write(
        [&](Context& context) { return callbacks::start_initiate(context, {.callback_id = desk.wish.id}); });
    desk.call(callbacks::cancel, {.callback_id = desk.wish.id, .reason = "x"});
    desk.run();
    const auto outcome =
        desk.write([&](Context& context) { return callbacks::answer_initiate(context, pending); });
    REQUIRE(outcome);
    CHECK_FALSE(outcome->success);
    CHECK(outcome->end == callbacks::DialEnd::canceled);
    CHECK(outcome->reason == (std::string(language) == "pt-BR" ? "O retorno foi encerrado antes da ligação."
                                                               : "The callback was closed before the call."));
    CHECK_FALSE(outcome->retry_after);
    CHECK(desk.pbx.rung.empty());
  }
}

TEST_CASE("a lost answer is looked for and never dialled again") {
  Desk desk;
  desk.pbx.fails["ring"] = ErrorCode::in_doubt;
  const auto outcome = desk.click(desk.wish.id, kJeni);
  REQUIRE(outcome);
  CHECK(outcome->stage == DialStage::in_doubt);
  CHECK_FALSE(outcome->success);
  CHECK(outcome->reason == "Não se sabe se a ligação foi feita.");
  CHECK(desk.click(desk.wish.id)->dial_id == outcome->dial_id);  // a second click: the same
  desk.orders();
  SUBCASE("it was placed after all") {
    desk.pbx.legs.insert(outcome->call_id);
    desk.advance(Seconds(3));
    CHECK(desk.now_is() == "in_progress");
    CHECK(desk.dial_of(desk.wish.id).stage == DialStage::accepted);
  }
  SUBCASE("it is not there after 2, 10 and 60 s") {
    desk.advance(Seconds(61));
    CHECK(desk.dial_of(desk.wish.id).end == callbacks::DialEnd::lost);
    CHECK(desk.get(desk.wish.id).attempts == 0);
    CHECK(std::ranges::count(desk.orders(), "cancel unplaced leg") == 1);
    CHECK(desk.pbx.rung.size() == 1);
  }
  SUBCASE("the phone system cannot be asked for an hour") {
    desk.pbx.fails["look_up"] = ErrorCode::unavailable;
    desk.advance(std::chrono::hours(1));
    CHECK(desk.dial_of(desk.wish.id).stage == DialStage::in_doubt);
    CHECK(desk.pbx.rung.size() == 1);
    desk.pbx.fails.clear();
    desk.advance(Seconds(60));
    CHECK(desk.dial_of(desk.wish.id).end == callbacks::DialEnd::lost);
  }
  CHECK(desk.pbx.rung.size() == 1);
}

TEST_CASE("a crash between the order and its answer only looks for the leg") {
  Desk desk;
  desk.pbx.mute.insert("ring");
  desk.click(desk.wish.id);
  const auto dial = desk.dial_of(desk.wish.id);
  desk.pbx.legs.insert(dial.agent_leg);
  desk.run_job({.tenant = desk.tenant,
                .kind = "callback.ring",
                .key = dial.agent_leg,
                .payload = R"({"dial_id":")" + dial.id.value + R"(","callback_id":")" + desk.wish.id.value +
                           R"(","leg":")" + dial.agent_leg + R"(","number":"1004"})",
                .attempt = 1});
  CHECK(desk.now_is() == "in_progress");
  CHECK(desk.pbx.rung.size() == 1);
}

TEST_CASE("a cancel calls the dial off, and a late answer is hung up") {
  Desk desk;
  desk.pbx.mute.insert("ring");
  desk.click(desk.wish.id);
  desk.call(callbacks::cancel, {.callback_id = desk.wish.id, .reason = "já resolvido"});
  desk.run();
  CHECK(desk.now_is() == "canceled");
  CHECK(desk.dial_of(desk.wish.id).end == callbacks::DialEnd::canceled);
  desk.orders();
  desk.pbx.report(LegAnswered{{desk.dial_of(desk.wish.id).agent_leg}});
  desk.run();
  CHECK(desk.orders() == Orders{"cancel unplaced leg"});
}

// After 12 tries the order ended without a word, and the agent's phone rang on.
TEST_CASE("an order to hang up that is given up is told") {
  Desk desk;
  desk.pbx.mute.insert("ring");
  desk.click(desk.wish.id);
  desk.pbx.fails["cancel"] = ErrorCode::unavailable;
  desk.call(callbacks::cancel, {.callback_id = desk.wish.id, .reason = "já resolvido"});
  const auto told = [&] { return std::ranges::count(desk.events, "callback.order_failed", &Event::topic); };
  desk.advance(Seconds(60));
  CHECK(told() == 0);
  desk.advance(std::chrono::hours(1));
  REQUIRE(told() == 1);
  const auto event = *std::ranges::find(desk.events, "callback.order_failed", &Event::topic);
  CHECK(event.entity == desk.wish.id.value);
  CHECK(event.payload.find(desk.dial_of(desk.wish.id).agent_leg) != std::string::npos);
  CHECK(event.payload.find("callback.cancel_leg") != std::string::npos);
}

TEST_CASE("without a trunk nobody is rung") {
  Desk desk;
  smarthandoff::tenants::UpdateTenant none;
  none.trunk = Trunk{};
  desk.call(smarthandoff::tenants::update, none);
  try {
    desk.click(desk.wish.id);
    FAIL("dialled without a trunk");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::failed_precondition);
    CHECK(error.details().at("reason") == "no_route");
  }
  CHECK(desk.pbx.rung.empty());
  CHECK(desk.now_is() == "notified");
}

TEST_CASE("a host that dials by itself claims the callback and reports") {
  Desk desk;
  const callbacks::Initiate claim{.callback_id = desk.wish.id, .call_id = "voice-77"};
  const auto outcome = desk.call(callbacks::initiate, claim);
  REQUIRE(outcome);
  CHECK(outcome->success);
  CHECK(desk.now_is() == "in_progress");
  CHECK(desk.orders().empty());
  CHECK(desk.call(callbacks::initiate, claim)->dial_id == outcome->dial_id);
  CHECK(error_of([&] {
          desk.call(callbacks::initiate, {.callback_id = desk.wish.id, .call_id = "voice-78"});
        }) == "conflict call_id");
  const callbacks::ReportResult busy{
      .callback_id = desk.wish.id, .call_id = "voice-77", .result = callbacks::CallbackResult::busy};
  CHECK(desk.call(callbacks::result, busy).attempts == 1);
  CHECK(desk.call(callbacks::result, busy).attempts == 1);  // twice is once
  callbacks::ReportResult other = busy;
  other.result = callbacks::CallbackResult::answered;
  CHECK_THROWS_AS(desk.call(callbacks::result, other), Error);
  other.call_id = "voice-78";
  CHECK_THROWS_AS(desk.call(callbacks::result, other), Error);
  CHECK(desk.now_is() == "scheduled");
}

TEST_CASE("a host that never reports gives the callback back") {
  Desk desk;
  desk.call(callbacks::initiate, {.callback_id = desk.wish.id, .call_id = "voice-77"});
  desk.status("1004", ExtensionState::in_call);
  desk.advance(std::chrono::hours(2) + Seconds(40));
  CHECK(desk.now_is() == "pending");
  CHECK(desk.get(desk.wish.id).attempts == 0);
}

TEST_CASE("an end that was missed while the connection was lost is found afterwards") {
  Desk desk;
  desk.both_answer();
  desk.click(desk.wish.id);
  CHECK(desk.now_is() == "in_progress");
  desk.pbx.legs.clear();
  desk.tell(telephony::ConnectionRestored{});
  desk.run();
  CHECK(desk.now_is() == "completed");
}
