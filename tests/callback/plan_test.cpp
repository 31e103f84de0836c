// When a callback may be called is decided when it is planned, when it is announced and at the click.
#include <doctest/doctest.h>

#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "support/callback_world.hpp"
#include "support/domain_store.hpp"

using namespace callback_world;
using callbacks::CallbackStatus;
using domain_store::error_of;

namespace {

constexpr auto kHour = std::chrono::hours(1);
constexpr auto kDay = std::chrono::hours(24);

Instant at(const char* local) {  // São Paulo
  return parse_rfc3339(std::string(local) + "-03:00");
}

// A tenant that calls at any hour: what keeps it from calling is the gate.
struct Open : Floor {
  Open() {
    smarthandoff::tenants::UpdateTenant update;
    update.opening_hours = "";
    call(smarthandoff::tenants::update, update);
    events.clear();
  }
};

int count(const Floor& floor, const std::string& topic) {
  return static_cast<int>(std::ranges::count(floor.events, topic, &Event::topic));
}

}  // namespace

TEST_CASE("the age counts from the time that was agreed on, and nothing expires before its time") {
  Floor floor;
  const auto far = floor.ask({.scheduled_at = floor.now + 5 * kDay});
  const auto moved = floor.ask({.number = "18997750002"});
  floor.call(callbacks::reschedule,
             {.callback_id = moved.id, .scheduled_at = floor.now + 10 * kDay, .by_customer = true});
  const auto soon = floor.ask({.number = "18997750003"});
  floor.now += 73 * kHour;
  floor.advance(Seconds(61));
  CHECK(floor.status_of(far.id) == "scheduled");
  CHECK(floor.status_of(moved.id) == "scheduled");
  CHECK(floor.get(soon.id).end_reason == "expired");
  floor.now += 5 * kDay;
  floor.advance(Seconds(61));
  CHECK(floor.get(far.id).end_reason == "expired");
  CHECK(floor.status_of(moved.id) == "scheduled");
}

TEST_CASE("what was put off is announced before it expires") {
  Floor floor;
  const auto wish = floor.ask();
  floor.now += 71 * kHour;
  floor.call(callbacks::snooze, {.callback_id = wish.id, .minutes = 120});
  floor.advance(119 * Seconds(60));
  CHECK(floor.status_of(wish.id) == "scheduled");
  floor.status("1004", ExtensionState::available);
  floor.advance(Seconds(90));
  CHECK(floor.status_of(wish.id) == "notified");
}

TEST_CASE("the agreed time waives the hours for one hour, and no later night") {
  struct Row {
    const char* agreed;
    const char* free;
    const char* status;
    const char* next;
  };
  for (const Row& row : std::vector<Row>{
           {"2026-01-16T22:00:00", "2026-01-16T22:00:30", "notified", nullptr},
           {"2026-01-16T22:00:00", "2026-01-16T22:58:00", "notified", nullptr},
           {"2026-01-16T22:00:00", "2026-01-16T23:05:00", "scheduled", "2026-01-17T08:00:00"},
           {"2026-01-16T14:00:00", "2026-01-17T02:30:00", "scheduled", "2026-01-17T08:00:00"},
       }) {
    CAPTURE(row.free);
    Open floor;
    const auto wish = floor.ask({.scheduled_at = at(row.agreed)});
    CHECK(wish.scheduled_at == at(row.agreed));
    floor.advance(at(row.free) - floor.now);
    floor.free("1004");
    floor.advance(Seconds(1));
    CHECK(floor.status_of(wish.id) == row.status);
    if (row.next != nullptr) CHECK(floor.get(wish.id).scheduled_at == at(row.next));
  }
}

TEST_CASE("a click outside of the hours is refused, with the time to wait and words for people") {
  Open floor;
  const auto wish = floor.ask({.scheduled_at = at("2026-01-16T20:59:00")});
  floor.advance(at("2026-01-16T20:59:30") - floor.now);
  floor.free("1004");
  floor.now = at("2026-01-16T22:30:00");
  const auto outcome = floor.click(wish.id);
  REQUIRE(outcome);
  CHECK_FALSE(outcome->success);
  CHECK(outcome->end == callbacks::DialEnd::forbidden);
  CHECK(outcome->reason == "Contato não permitido: fora do horário permitido para ligações");
  CHECK(outcome->retry_after == 9 * 3600 + 1800);
  CHECK_FALSE(floor.get(wish.id).clicked_at);  // a refused click is no reaction
}

TEST_CASE("what is asked for at night without a time waits for the morning, and is stored with the reason") {
  Open floor;
  floor.now = at("2026-01-16T22:30:00");
  floor.status("1004", ExtensionState::available);
  const auto wish = floor.ask();
  CHECK(wish.status == CallbackStatus::scheduled);
  CHECK(wish.scheduled_at == at("2026-01-17T08:00:00"));
  const auto asked = floor.call(contact::decisions, {.reference = wish.id.value}).decisions;
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].decision.reasons[0].name == "calling_window");
  floor.free("1004");
  floor.advance(9 * kHour);
  CHECK(count(floor, "callback.ready") == 0);
  floor.advance(31 * Seconds(60));
  CHECK(floor.status_of(wish.id) == "notified");
}

TEST_CASE("who can never be called is refused to hosts with the rule") {
  struct Row {
    std::string number, reason;
  };
  Floor floor;
  floor.call(suppressions::add_opt_out, {.address = "18 99775-0001", .never_call = true});
  floor.call(suppressions::add_wrong_person, {.address = "18 99775-0002"});
  floor.now += Seconds(1);
  for (const Row& row : std::vector<Row>{{"18 99775-0001", "never_call"},
                                         {"18 99775-0002", "wrong_person"},
                                         {"+351912345678", "unknown_profile"},
                                         {"+447911123456", "unknown_profile"}}) {
    CAPTURE(row.number);
    try {
      floor.ask({.number = row.number});
      FAIL("it was accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::invalid_argument);
      CHECK(error.details().at("reason") == row.reason);
      CHECK(error.details().at("field") == "number");
      if (row.reason != "unknown_profile") continue;
      CHECK(std::string(error.what()) ==
            "field \"number\": cannot be called back: there are no calling hours for this country "
            "(unknown_profile)");
      CHECK(error.details().at("say") == "Contato não permitido: não há regras de horário para este país");
    }
  }
  CHECK(count(floor, "callback.created") == 0);
}

TEST_CASE("what can never be called back is refused with its reason and a sentence for the caller") {
  // The company's own extensions used to be told as service codes or numbers that are too short.
  struct Row {
    std::string number, reason, say, extension;
  };
  const std::string type = "Contato não permitido: este tipo de número não pode ser chamado";
  const std::string again = "Desculpe, não entendi o número. Pode dizer com o DDD, por favor?";
  const auto own = [](const std::string& extension) {
    return Row{extension, "own_extension",
               "Contato não permitido: " + extension + " é um ramal da própria empresa", extension};
  };
  const auto said = [](std::string number, Row row) {
    row.number = std::move(number);
    return row;
  };
  Floor floor;
  floor.agent("bia", "27", "Vendas");
  floor.agent("eva", "30221234", "Vendas");  // as many digits as a telephone number of the place
  floor.call(smarthandoff::tenants::update, {.default_area_code = "18"});
  for (const Row& row :
       {Row{"0800 123 4567", "not_callable", type, ""}, Row{"4004-1234", "not_callable", type, ""},
        Row{"0900 123 4567", "not_callable", type, ""}, Row{"190", "short_code", type, ""},
        Row{"99775", "too_short", again, ""}, Row{"banana", "format", again, ""}, own("1004"), own("1005"),
        own("27"), own("30221234"), own("2000"), said("ramal 1005", own("1005")),
        said("3022-1234", own("30221234"))}) {
    CAPTURE(row.number);
    try {
      floor.ask({.number = row.number, .extension = "2000"});
      FAIL("it was accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::invalid_argument);
      CHECK(error.details().at("field") == "number");
      CHECK(error.details().at("reason") == row.reason);
      CHECK(error.details().at("say") == row.say);
      CHECK(error.details().contains("extension") == !row.extension.empty());
      if (row.extension.empty()) continue;
      CHECK(error.details().at("extension") == row.extension);
      CHECK(std::string(error.what()) == "field \"number\": cannot be called back: " + row.extension +
                                             " is one of the company's own extensions (own_extension)");
    }
  }
  CHECK(count(floor, "callback.created") == 0);
  // With its area code, or as somebody else's number, it is the customer's.
  CHECK(floor.ask({.number = "18 3022-1234"}).number->e164() == "+551830221234");
  CHECK(floor.ask({.number = "3022-1235"}).number->e164() == "+551830221235");
}

TEST_CASE("a final refusal that comes later ends the callback with the rule, and somebody is told") {
  Floor floor;
  floor.call(suppressions::add_opt_out, {.address = "18 99775-1234", .never_call = true});
  floor.now += Seconds(1);
  const auto wish = floor.ask({.handoff_id = {"h1"}});  // the person is on the line
  CHECK(floor.status_of(wish.id) == "canceled");
  CHECK(floor.get(wish.id).end_reason == "never_call");
  CHECK(count(floor, "callback.unowned") == 1);
}

TEST_CASE("ignored alerts begin anew when the owner or the department becomes free again") {
  Floor floor;
  const auto wish = floor.ask();
  floor.free("1004");
  floor.status("1005", ExtensionState::available);
  floor.advance(15 * Seconds(60));
  const int before = count(floor, "callback.ready");
  CHECK(before == 4);  // two for the owner, two for the department
  floor.advance(60 * Seconds(60));
  CHECK(count(floor, "callback.ready") == before);  // nobody came back
  floor.status("1005", ExtensionState::offline);
  floor.free("1005");
  CHECK(count(floor, "callback.ready") == before + 1);
  CHECK(floor.last("callback.ready").find(R"("alert":1)") != std::string::npos);
  CHECK(floor.status_of(wish.id) == "notified");
}

TEST_CASE("phones that left and came back without a word are noticed by the sweep") {
  Floor floor;
  const auto wish = floor.ask();
  floor.free("1004");
  floor.advance(15 * Seconds(60));
  for (const char* phone : {"1004", "1005"}) floor.status(phone, ExtensionState::offline);
  floor.advance(Seconds(61));
  CHECK(floor.status_of(wish.id) == "pending");
  const int before = count(floor, "callback.ready");
  floor.status("1005", ExtensionState::available);
  floor.advance(Seconds(31));
  CHECK(count(floor, "callback.ready") == before + 1);
}

TEST_CASE("a callback is not left with an absent owner") {
  Floor floor;
  floor.status("1004", ExtensionState::offline);
  floor.status("1005", ExtensionState::available);
  const auto wish = floor.ask();
  floor.advance(19 * Seconds(60));
  CHECK(floor.status_of(wish.id) == "pending");
  floor.advance(2 * Seconds(60));
  CHECK(floor.get(wish.id).released);
  CHECK(floor.status_of(wish.id) == "notified");
  CHECK(floor.last("callback.ready").find("ana") != std::string::npos);
}

// Asked for by extension alone it had no department, and was a supervisor's instead of a colleague's.
TEST_CASE("a callback for an extension is released to its agent's department") {
  Floor floor;
  floor.status("1004", ExtensionState::offline);
  floor.status("1005", ExtensionState::available);
  const auto wish = floor.ask({.extension = "1004"});
  floor.advance(21 * Seconds(60));
  CHECK(floor.get(wish.id).released);
  CHECK(floor.last("callback.ready").find("ana") != std::string::npos);
}

TEST_CASE("a callback whose owner is absent and has no department is a supervisor's") {
  Floor floor;
  floor.status("1009", ExtensionState::offline);
  const auto wish = floor.ask({.extension = "1009"});
  floor.advance(21 * Seconds(60));
  CHECK(count(floor, "callback.unowned") == 1);
  CHECK(floor.status_of(wish.id) == "pending");
}

TEST_CASE("a wish for a phone joins that for its destination, and keeps the wish for WhatsApp") {
  Floor floor;
  const auto one = floor.ask({.destination_id = {"dst"}, .extension = "1004", .notify_whatsapp = true});
  const auto same = floor.ask({.extension = "1004"});
  CHECK(same.id == one.id);
  CHECK(same.notify_whatsapp);  // asked for once
  CHECK(floor.ask({.extension = "1005"}).id != one.id);
}

TEST_CASE("who calls in and is served is not called back at another number either") {
  Floor floor;
  const auto wish = floor.ask({.number = "18 99775-9999", .caller = "+5518997751234"});
  const auto served = [&](Context& context) {
    return callbacks::on_served(context,
                                {.number = PhoneNumber::from_e164("+5518997751234"), .extension = "1004"});
  };
  CHECK(floor.write(served) == 1);
  CHECK(floor.get(wish.id).end_reason == "served");
}

TEST_CASE("an opt-out said in the call that was answered leaves it answered") {
  Floor floor;
  const auto wish = floor.ask();
  floor.status("1004", ExtensionState::available);
  floor.click(wish.id);
  const auto tell = [&](const telephony::Event& event) {
    floor.pbx.report(event);
    floor.run();
  };
  const auto dial = floor.dial_of(wish.id);
  tell(telephony::LegAnswered{{dial.agent_leg}});
  tell(telephony::LegAnswered{{dial.customer_leg}});
  tell(telephony::Bridged{{dial.agent_leg}, {dial.customer_leg}});
  floor.call(suppressions::add_opt_out, {.address = "18 99775-1234"});
  CHECK(floor.status_of(wish.id) == "in_progress");
  floor.now += Seconds(65);
  tell(telephony::LegEnded{.leg = {dial.customer_leg}, .end = LegEnd::completed});
  const auto after = floor.get(wish.id);
  CHECK(after.status == CallbackStatus::completed);
  CHECK(after.result == callbacks::CallbackResult::answered);
  CHECK(floor.call(tickets::get, {.ticket_id = after.ticket_id}).status == tickets::TicketStatus::open);
}

TEST_CASE("every call that a host claims has an id of its own") {
  Floor floor;
  const auto wish = floor.ask(), other = floor.ask({.number = "18997759999"});
  const auto claim = [&](const CallbackId& id, const std::string& call) {
    return error_of([&] { floor.call(callbacks::initiate, {.callback_id = id, .call_id = call}); });
  };
  CHECK(claim(wish.id, "h1") == "none");
  CHECK(claim(wish.id, "h1") == "none");  // the same claim again
  CHECK(claim(other.id, "h1") == "already_exists call_id");
  floor.call(callbacks::result,
             {.callback_id = wish.id, .call_id = "h1", .result = callbacks::CallbackResult::busy});
  CHECK(claim(wish.id, "h1") == "already_exists call_id");
  CHECK(floor.get(wish.id).attempts == 1);
}

TEST_CASE("a host's time is not in the past; one that was agreed on a moment ago in a call is") {
  Floor floor;
  callbacks::CreateCallback wish{.scheduled_at = floor.now - Seconds(299)};
  CHECK(error_of([&] { floor.ask(wish); }) == "invalid_argument scheduled_at");
  wish.handoff_id = {"h1"};
  CHECK(floor.ask(wish).scheduled_at == wish.scheduled_at);
}

TEST_CASE("a callback whose attempts are used up says so") {
  Floor floor;
  const auto wish = floor.ask({.max_attempts = 1});
  floor.call(callbacks::initiate, {.callback_id = wish.id, .call_id = "h1"});
  floor.call(callbacks::result,
             {.callback_id = wish.id, .call_id = "h1", .result = callbacks::CallbackResult::no_answer});
  try {
    floor.click(wish.id);
    FAIL("a failed callback was dialled");
  } catch (const Error& error) {
    CHECK(error.details().at("say") == "Máximo de 1 tentativas atingido.");
  }
}

// The answer told of success as soon as the PBX had the order, and the agent waited for a phone that was
// taken.
TEST_CASE("a phone that is taken at the click is the click's answer") {
  for (const auto& [how, end] : {std::pair{LegEnd::busy, callbacks::DialEnd::agent_busy},
                                 std::pair{LegEnd::rejected, callbacks::DialEnd::agent_unanswered}}) {
    for (const bool rings : {false, true}) {
      Floor floor;
      const auto wish = floor.ask();
      floor.status("1004", ExtensionState::available);
      std::deque<telephony::Event> leg{telephony::LegEnded{.end = how, .rang = rings}};
      if (rings) leg.push_front(telephony::LegRinging{});
      floor.on_ring("1004", leg);
      const auto outcome = floor.click(wish.id);
      REQUIRE(outcome);
      CHECK_FALSE(outcome->success);
      CHECK(outcome->settled);
      CHECK(outcome->end == end);
      CHECK(outcome->reason == (how == LegEnd::busy
                                    ? "Ramal ficou ocupado. Tentando novamente em 30 segundos..."
                                    : "O ramal não atendeu. Tente novamente em 30 segundos."));
      CHECK(outcome->retry_after == 30);
    }
  }
}

TEST_CASE("a click is answered once the agent's phone has rung for a moment, was answered, or says nothing") {
  struct Row {
    std::deque<telephony::Event> leg;
    Milliseconds answered_after;
  };
  for (const Row& row : {Row{{telephony::LegRinging{}}, Milliseconds(1500)}, Row{{}, Seconds(3)},
                         Row{{telephony::LegAnswered{}}, Milliseconds(0)}}) {
    Floor floor;
    const auto wish = floor.ask();
    floor.status("1004", ExtensionState::available);
    floor.on_ring("1004", row.leg);
    const Pending pending = floor.write(
        [&](Context& context) { return callbacks::initiate.start(context, {.callback_id = wish.id}); });
    const auto answer = [&](const Context& context) { return callbacks::initiate.answer(context, pending); };
    floor.run();
    if (row.answered_after > Milliseconds(0)) {
      CHECK_FALSE(floor.write(answer));
      floor.advance(row.answered_after - Milliseconds(1));
      CHECK_FALSE(floor.write(answer));
      floor.events.clear();
      floor.advance(Milliseconds(1));
      CHECK(floor.last("callback.dial").find("accepted") != std::string::npos);  // so that it is asked again
    }
    const auto outcome = floor.write(answer);
    REQUIRE(outcome);
    CHECK(outcome->success);
    CHECK(outcome->settled);
  }
}

TEST_CASE("an agent who is not active, or unknown, sees no list") {
  Floor floor;
  floor.ask();
  const Actor stranger{.user = "stranger", .role = Role::agent}, unnamed{.role = Role::agent};
  CHECK(floor.call(callbacks::pending, {}, stranger).callbacks.empty());
  CHECK(floor.call(callbacks::pending, {}, stranger).badge == 0);
  CHECK(floor.call(callbacks::pending, {}, unnamed).callbacks.empty());
}

TEST_CASE("a callback that its only owner dismissed is announced to nobody") {
  Floor floor;
  const auto wish = floor.ask({.extension = "1006"});
  floor.status("1006", ExtensionState::available);
  floor.events.clear();
  floor.call(callbacks::dismiss, {.callback_id = wish.id, .extension = "1006"});
  floor.advance(Seconds(31));
  CHECK(count(floor, "callback.ready") == 0);
  CHECK(count(floor, "callback.unowned") == 1);
}

// An agent had a customer's phone ring on Saturday at 02:30.
TEST_CASE("a new time waives the calling hours only where the customer named it") {
  const auto night = at("2026-01-17T02:30:00");
  for (const bool by_customer : {false, true}) {
    CAPTURE(by_customer);
    Open floor;
    const auto wish = floor.ask();
    const auto moved = floor.call(callbacks::reschedule,
                                  {.callback_id = wish.id, .scheduled_at = night, .by_customer = by_customer},
                                  {.user = "jeni", .role = Role::agent});
    CHECK(moved.scheduled_at == night);
    CHECK(moved.agreed_at == (by_customer ? std::optional(night) : std::nullopt));
    floor.status("1004", ExtensionState::available);
    floor.advance(night - floor.now + Seconds(1));
    CHECK(floor.status_of(wish.id) == (by_customer ? "notified" : "scheduled"));
    if (!by_customer) CHECK(floor.get(wish.id).scheduled_at == at("2026-01-17T08:00:00"));
  }
}

TEST_CASE("an agent who puts off what was agreed on does not change what the customer wished") {
  Open floor;
  const auto agreed = at("2026-01-17T15:00:00");
  const auto wish = floor.ask({.scheduled_at = agreed});
  const auto later =
      floor.call(callbacks::reschedule, {.callback_id = wish.id, .scheduled_at = agreed + kHour});
  CHECK(later.scheduled_at == agreed + kHour);
  CHECK(later.agreed_at == agreed);
  const auto soon = floor.call(callbacks::reschedule, {.callback_id = wish.id, .by_customer = true});
  CHECK_FALSE(soon.agreed_at);
}
