#include <doctest/doctest.h>

#include <functional>

#include <smarthandoff/callback/metrics.hpp>
#include <smarthandoff/callback/settings.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "support/callback_world.hpp"
#include "support/domain_store.hpp"

using namespace callback_world;
using callbacks::CallbackPriority;
using callbacks::CallbackStatus;
using domain_store::error_of;

namespace {

const Actor kJeni{.user = "jeni", .role = Role::agent};
const Actor kAna{.user = "ana", .role = Role::agent};
const Actor kRui{.user = "rui", .role = Role::agent};
const Actor kNobody{.user = "stranger", .role = Role::agent};
const Actor kBoss{.user = "boss", .role = Role::supervisor};

}  // namespace

TEST_CASE("the list has the callbacks in the order they should be called, and the badge") {
  Floor floor;
  const auto first = floor.ask({.number = "18997750001", .extension = "1004"});
  const auto urgent =
      floor.ask({.number = "18997750002", .extension = "1004", .priority = CallbackPriority::urgent});
  floor.ask({.number = "18997750003", .extension = "1004", .scheduled_at = floor.now + Seconds(3600)});
  floor.ask({.number = "18997750004", .extension = "1006"});
  const auto vip = floor.ask({.number = "18997750005", .department = "Financeiro", .vip = true});
  floor.now += Seconds(300);
  const auto own = floor.call(callbacks::pending, {.extension = "1004"});
  REQUIRE(own.callbacks.size() == 4);
  CHECK(own.callbacks[0].callback_id == urgent.id);
  CHECK(own.callbacks[1].callback_id == vip.id);  // one priority higher, later asked
  CHECK(own.callbacks[2].callback_id == first.id);
  CHECK(own.callbacks[2].waiting_minutes == 5);
  CHECK(own.badge == 3);  // without the one that waits for its time
  CHECK(floor.call(callbacks::pending, {}).callbacks.size() == 5);
  CHECK(floor.call(callbacks::pending, {.department = "financeiro"}).callbacks.size() == 1);
  CHECK(floor.call(callbacks::pending, {}, kJeni).callbacks.size() == 4);
  CHECK(floor.call(callbacks::pending, {.limit = 1}).badge == 4);
  CHECK(error_of([&] { floor.call(callbacks::pending, {.limit = 0}); }) == "invalid_argument limit");
  CHECK(error_of([&] { floor.call(callbacks::pending, {.extension = "abc"}); }) ==
        "invalid_argument extension");
  CHECK(error_of([&] { floor.call(callbacks::pending, {.extension = "1006"}, kJeni); }) ==
        "unauthorized extension");
  CHECK(error_of([&] { floor.call(callbacks::pending, {.department = "Vendas"}, kJeni); }) ==
        "unauthorized department");
  CHECK(floor.call(callbacks::pending, {.extension = "1004"}, kJeni).callbacks.size() == 4);
}

TEST_CASE("who may handle a callback") {
  struct Row {
    std::string what;
    Actor actor;
    bool own, released;
  };
  const std::vector<Row> rows = {
      {"its agent", kJeni, true, true},           {"a colleague", kAna, false, true},
      {"another department", kRui, false, false}, {"a user who is no agent", kNobody, false, false},
      {"a supervisor", kBoss, true, true},        {"the host", {}, true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Floor floor;
    const auto wish = floor.ask();
    const auto snooze = [&] { floor.call(callbacks::snooze, {.callback_id = wish.id}, row.actor); };
    CHECK(error_of(snooze) == (row.own ? "none" : "unauthorized"));
    floor.call(callbacks::dismiss, {.callback_id = wish.id, .extension = "1004"});
    CHECK(error_of(snooze) == (row.released ? "none" : "unauthorized"));
  }
}

// Lists and single callbacks were everybody's, whoever asked.
TEST_CASE("an agent reads the own callbacks and the own department's, supervisors and the host all") {
  Floor floor;
  floor.agent("leo", "", "");  // an agent who works at no extension
  const auto jenis = floor.ask();
  const auto departments = floor.ask({.number = "18 99775-0002", .department = "financeiro"});
  const auto ruis = floor.ask({.number = "18 99775-0003", .extension = "1006", .department = "Vendas"});
  const auto nobodys = floor.ask({.number = "18 99775-0004", .extension = "1077"});
  const Actor leo{.user = "leo", .role = Role::agent};
  struct Row {
    std::string what;
    Actor actor;
    std::vector<CallbackId> sees;
  };
  const std::vector<CallbackId> all{jenis.id, departments.id, ruis.id, nobodys.id};
  for (const Row& row :
       {Row{"its agent", kJeni, {jenis.id, departments.id}},
        Row{"a colleague", kAna, {jenis.id, departments.id}}, Row{"another department", kRui, {ruis.id}},
        Row{"an agent without extension and department", leo, {}}, Row{"a user who is no agent", kNobody, {}},
        Row{"a supervisor", kBoss, all}, Row{"the host", {}, all}}) {
    CAPTURE(row.what);
    std::vector<CallbackId> listed, paged;
    for (const auto& one : floor.call(callbacks::list, {}, row.actor).callbacks) listed.push_back(one.id);
    CHECK(listed == row.sees);
    for (CallbackId after;;) {
      const auto page = floor.call(callbacks::list, {.limit = 1, .after = after}, row.actor).callbacks;
      if (page.empty()) break;
      paged.push_back(after = page.front().id);
    }
    CHECK(paged == row.sees);
    for (const CallbackId& id : all) {
      const bool seen = std::ranges::find(row.sees, id) != row.sees.end();
      const std::string answer = seen ? "none" : "unauthorized";
      CHECK(error_of([&] { floor.call(callbacks::get, {.callback_id = id}, row.actor); }) == answer);
      CHECK(error_of([&] { floor.call(callbacks::dials, {.callback_id = id}, row.actor); }) == answer);
      CHECK(error_of([&] { floor.call(callbacks::estimate, {.callback_id = id}, row.actor); }) == answer);
      const auto rated =
          error_of([&] { floor.call(callbacks::rate, {.callback_id = id, .score = 9}, row.actor); });
      CHECK(rated == (seen ? "failed_precondition" : "unauthorized"));  // none is completed
    }
    CHECK(error_of([&] { floor.call(callbacks::get, {.callback_id = {"no"}}, row.actor); }) == "not_found");
  }
  const auto listing = [&](const callbacks::ListCallbacks& request) {
    return error_of([&] { floor.call(callbacks::list, request, kJeni); });
  };
  CHECK(listing({.extension = "1004", .department = "FINANCEIRO"}) == "none");
  CHECK(listing({.extension = "1005"}) == "unauthorized extension");
  CHECK(listing({.department = "Vendas"}) == "unauthorized department");
}

TEST_CASE("who served a callback of another department reads it still") {
  Floor floor;
  auto wish = floor.ask({.extension = "1006", .department = "Vendas"});
  floor.status("1005", ExtensionState::available);
  floor.call(callbacks::initiate, {.callback_id = wish.id, .extension = "1005", .call_id = "host-1"});
  floor.call(callbacks::result,
             {.callback_id = wish.id, .call_id = "host-1", .result = callbacks::CallbackResult::answered});
  REQUIRE(floor.get(wish.id).served_by == "1005");
  CHECK(floor.call(callbacks::get, {.callback_id = wish.id}, kAna).id == wish.id);
  CHECK(floor.call(callbacks::list, {}, kAna).callbacks.size() == 1);
  CHECK(error_of([&] { floor.call(callbacks::get, {.callback_id = wish.id}, kJeni); }) == "unauthorized");
}

TEST_CASE("what changes a callback is refused to whom it does not concern, by whatever operation") {
  Floor floor;
  const auto wish = floor.ask();
  const CallbackId id = wish.id;
  for (const Actor& stranger : {kAna, kRui, kNobody}) {  // Ana's department has it only once it is released
    CAPTURE(stranger.user);
    CHECK(error_of([&] { floor.call(callbacks::initiate, {.callback_id = id}, stranger); }) ==
          "unauthorized");
    CHECK(error_of([&] { floor.call(callbacks::snooze, {.callback_id = id}, stranger); }) == "unauthorized");
    CHECK(error_of([&] { floor.call(callbacks::dismiss, {.callback_id = id}, stranger); }) == "unauthorized");
    CHECK(error_of([&] { floor.call(callbacks::cancel, {.callback_id = id, .reason = "x"}, stranger); }) ==
          "unauthorized");
    CHECK(error_of([&] { floor.call(callbacks::reschedule, {.callback_id = id}, stranger); }) ==
          "unauthorized");
    CHECK(error_of([&] { floor.call(callbacks::result, {.callback_id = id, .call_id = "c"}, stranger); }) ==
          "unauthorized");
  }
  CHECK(floor.get(id) == wish);
}

// A supervisor's own extension was taken for the one to dismiss for, and the owner was alerted again at once.
TEST_CASE(
    "a dismissal for the owner releases, for a colleague it does not, and for a stranger it is refused") {
  Floor floor;
  const auto wish = floor.ask();
  CHECK(error_of([&] { floor.call(callbacks::dismiss, {.callback_id = wish.id, .extension = "8888"}); }) ==
        "invalid_argument extension");
  floor.call(callbacks::dismiss, {.callback_id = wish.id, .extension = "1005"});
  CHECK_FALSE(floor.get(wish.id).released);
  floor.call(callbacks::dismiss, {.callback_id = wish.id}, kBoss);
  CHECK(floor.get(wish.id).released);
}

TEST_CASE("snooze puts off by the tenant's minutes or the given ones, and keeps place and attempts") {
  Floor floor;
  const auto wish = floor.ask();
  const auto asleep = floor.call(callbacks::snooze, {.callback_id = wish.id}, kJeni);
  CHECK(asleep.status == CallbackStatus::scheduled);
  CHECK(asleep.scheduled_at == floor.now + Seconds(300));
  CHECK(asleep.requested_at == wish.requested_at);
  CHECK(floor.call(callbacks::snooze, {.callback_id = wish.id, .minutes = 20}).scheduled_at ==
        floor.now + Seconds(1200));
  for (const std::int64_t minutes : {0, 1441})
    CHECK(error_of([&] { floor.call(callbacks::snooze, {.callback_id = wish.id, .minutes = minutes}); }) ==
          "invalid_argument minutes");
}

TEST_CASE("a cancel needs a reason and happens once") {
  Floor floor;
  const auto wish = floor.ask();
  CHECK(error_of([&] { floor.call(callbacks::cancel, {.callback_id = wish.id, .reason = " "}); }) ==
        "invalid_argument reason");
  const auto gone =
      floor.call(callbacks::cancel, {.callback_id = wish.id, .reason = "desistiu", .by_customer = true});
  CHECK(gone.status == CallbackStatus::canceled);
  CHECK(gone.end_reason == "desistiu");
  CHECK(gone.ended_at == floor.now);
  CHECK(error_of([&] { floor.call(callbacks::cancel, {.callback_id = wish.id, .reason = "x"}); }) == "none");
  CHECK(error_of([&] { floor.call(callbacks::snooze, {.callback_id = wish.id}); }) == "failed_precondition");
  CHECK(error_of([&] { floor.call(callbacks::reschedule, {.callback_id = wish.id}); }) ==
        "failed_precondition");
}

TEST_CASE("a closed callback's refusal comes with the sentence for the agent, in both languages") {
  for (const auto& [language, say] :
       {std::pair{"pt-BR", "Ticket inválido"}, std::pair{"en-US", "Invalid ticket"}}) {
    Floor floor;
    smarthandoff::tenants::UpdateTenant update;
    update.language = language;
    floor.call(smarthandoff::tenants::update, update);
    const auto wish = floor.ask();
    floor.call(callbacks::cancel, {.callback_id = wish.id, .reason = "x"});
    try {
      floor.click(wish.id);
      FAIL("a closed callback was dialled");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::failed_precondition);
      CHECK(error.details().at("say") == say);
    }
  }
}

TEST_CASE("a new time is inside the hours and in the future, or there is a clear answer") {
  Floor floor;
  const auto wish = floor.ask();
  const auto put = [&](Instant at) {
    return error_of([&] { floor.call(callbacks::reschedule, {.callback_id = wish.id, .scheduled_at = at}); });
  };
  CHECK(put(floor.now - Seconds(1)) == "invalid_argument scheduled_at");
  CHECK(put(floor.now + std::chrono::hours(24 * 400)) == "invalid_argument scheduled_at");
  CHECK(put(floor.now + std::chrono::hours(12)) == "invalid_argument scheduled_at");  // 22:07
  CHECK(put(floor.now + std::chrono::hours(3)) == "none");
  try {
    floor.call(
        callbacks::create,
        {.number = "18997751234", .extension = "1009", .scheduled_at = floor.now + std::chrono::hours(12)});
    FAIL("a time outside the hours was taken");
  } catch (const Error& error) {
    CHECK(error.details().at("reason") == "outside_hours");
    CHECK(error.details().at("next_open") == "2026-01-19T11:00:00.000Z");
  }
  const auto soon = floor.call(callbacks::reschedule, {.callback_id = wish.id});
  CHECK(soon.status == CallbackStatus::pending);
  CHECK_FALSE(soon.agreed_at);
}

TEST_CASE("what is unknown or another tenant's is not found") {
  Floor floor;
  const auto wish = floor.ask();
  CHECK(error_of([&] { floor.click({"nothing"}); }) == "not_found");
  floor.tenant = {"other"};
  CHECK(error_of([&] { floor.click(wish.id); }) == "not_found");
  CHECK(error_of([&] { floor.call(callbacks::snooze, {.callback_id = wish.id}); }) == "not_found");
  CHECK(error_of([&] { floor.call(callbacks::dials, {.callback_id = wish.id}); }) == "not_found");
  CHECK(floor.call(callbacks::pending, {}).callbacks.empty());
}

TEST_CASE("settings are checked, kept, and the tenant's own") {
  Floor floor;
  callbacks::Configure change;
  change.race_seconds = 4;
  CHECK(error_of([&] { floor.call(callbacks::configure, change); }) == "invalid_argument race_seconds");
  change.race_seconds = 45;
  change.auto_retry = callbacks::AutoRetry::none;
  CHECK(floor.call(callbacks::configure, change).race_seconds == 45);
  const auto kept = floor.call(callbacks::settings, {});
  CHECK(kept.auto_retry == callbacks::AutoRetry::none);
  CHECK(kept.repeat_seconds == 120);
  floor.tenant = {"other"};
  CHECK(floor.call(callbacks::settings, {}) == callbacks::CallbackSettings{});
}

TEST_CASE("the figures are those of the period, the agent and the department") {
  Floor floor;
  floor.on_ring("1004", {telephony::LegAnswered{}});
  floor.on_ring(kCustomer, {telephony::LegAnswered{}});
  const Instant before = floor.now;
  const auto served = floor.ask();
  floor.now += Seconds(240);
  floor.free("1004");
  floor.now += Seconds(30);
  floor.click(served.id, kJeni);
  floor.now += Seconds(100);
  floor.pbx.report(
      telephony::LegEnded{{floor.dial_of(served.id).customer_leg}, LegEnd::completed, {}, "", true});
  floor.run();
  REQUIRE(floor.status_of(served.id) == "completed");
  CHECK(error_of([&] { floor.call(callbacks::rate, {.callback_id = served.id, .score = 11}); }) ==
        "invalid_argument score");
  floor.call(callbacks::rate, {.callback_id = served.id, .score = 9});
  const auto gone = floor.ask({.number = "18997750002", .department = "Vendas"});
  floor.call(callbacks::cancel, {.callback_id = gone.id, .reason = "x", .by_customer = true});
  floor.ask({.number = "18997750003", .extension = "1005"});

  const auto all = floor.call(callbacks::metrics, {});
  CHECK(all.created == 3);
  CHECK(all.completed == 1);
  CHECK(all.canceled == 1);
  CHECK(all.open == 1);
  CHECK(all.answered_percent.value == 100);
  CHECK(all.answered_percent.met);
  CHECK(all.minutes_to_call_back.value == doctest::Approx(4.5));
  CHECK(all.reaction_seconds.value == 30);
  CHECK(all.abandoned == 1);
  CHECK_FALSE(all.abandoned_percent.met);
  CHECK(all.expired_percent.value == 0);
  CHECK(all.satisfaction.value == 9);
  CHECK(all.nps == 100);
  CHECK(floor.call(callbacks::metrics, {.extension = "1004"}).created == 1);
  CHECK(floor.call(callbacks::metrics, {.department = "vendas"}).created == 1);
  const auto none = floor.call(callbacks::metrics, {.until = before});
  CHECK(none.created == 0);
  CHECK_FALSE(none.answered_percent.value);
  CHECK(error_of([&] { floor.call(callbacks::metrics, {.since = floor.now, .until = before}); }) ==
        "invalid_argument until");
}

// "SAIR" ended the callback as `opted_out`, which the share of abandoned ones left out.
TEST_CASE("who opts out has canceled the callback, a wrong person has not") {
  struct Row {
    std::string what;
    std::function<void(Floor&)> happens;
    std::int64_t abandoned;
  };
  const std::string number = "18 99775-1234";
  for (const Row& row :
       {Row{"SAIR", [&](Floor& f) { f.call(suppressions::add_opt_out, {.address = number}); }, 1},
        Row{"never again",
            [&](Floor& f) { f.call(suppressions::add_opt_out, {.address = number, .never_call = true}); }, 1},
        Row{"a wrong number", [&](Floor& f) { f.call(suppressions::add_wrong_person, {.address = number}); },
            0},
        Row{"the person is erased, which opts out",
            [&](Floor& f) { f.call(contacts::erase, {.address = number}); }, 1}}) {
    CAPTURE(row.what);
    Floor floor;
    const auto wish = floor.ask({.number = number});
    row.happens(floor);
    CHECK(floor.status_of(wish.id) == "canceled");
    const auto figures = floor.call(callbacks::metrics, {});
    CHECK(figures.canceled == 1);
    CHECK(figures.abandoned == row.abandoned);
  }
}

TEST_CASE("the wait is told as an interval once there is something to tell it from") {
  Floor floor;
  floor.on_ring("1004", {telephony::LegAnswered{}});
  for (int i = 0; i < 3; ++i) {
    const std::string number = "1899775000" + std::to_string(i);
    floor.on_ring(number, {telephony::LegAnswered{}});
    const auto one = floor.ask({.number = number, .extension = "1004"});
    CHECK_FALSE(floor.call(callbacks::estimate, {.callback_id = one.id}).most_minutes);
    floor.status("1004", ExtensionState::available);
    floor.click(one.id);
    floor.now += Seconds(180);
    floor.pbx.report(
        telephony::LegEnded{{floor.dial_of(one.id).customer_leg}, LegEnd::completed, {}, "", true});
    floor.run();
  }
  floor.ask({.number = "18997750010", .extension = "1004"});
  const auto second = floor.ask({.number = "18997750011", .extension = "1004"});
  const auto told = floor.call(callbacks::estimate, {.callback_id = second.id});
  CHECK(told.place == 2);
  CHECK(told.least_minutes == 3);
  CHECK(told.most_minutes == 6);
}

// Three calls of two minutes, each after a try three hours before, told a wait of three hours.
TEST_CASE("the wait is told from the calls that were answered, the newest by their end, and not from tries") {
  Floor floor;
  const auto call = [&](const CallbackId& id, const std::string& name, callbacks::CallbackResult how,
                        Seconds lasted) {
    floor.call(callbacks::initiate, {.callback_id = id, .call_id = name});
    floor.now += lasted;
    floor.call(callbacks::result, {.callback_id = id, .call_id = name, .result = how});
  };
  const auto old = floor.ask({.number = "18997750099", .extension = "1004"});
  for (int i = 0; i < 20; ++i) {
    const std::string name = std::to_string(10 + i);
    const auto one = floor.ask({.number = "189977500" + name, .extension = "1004"});
    if (i == 1 || i == 2) {
      call(one.id, "no" + name, callbacks::CallbackResult::no_answer, Seconds(30));
      floor.now += std::chrono::hours(3);
    }
    call(one.id, "yes" + name, callbacks::CallbackResult::answered, Seconds(i == 0 ? 3600 : 120));
  }
  call(old.id, "old", callbacks::CallbackResult::answered, Seconds(120));
  const auto next = floor.ask({.number = "18997750001", .extension = "1004"});
  const auto told = floor.call(callbacks::estimate, {.callback_id = next.id});
  CHECK(told.place == 1);
  CHECK(told.least_minutes == 0);
  CHECK(told.most_minutes == 2);
}

TEST_CASE("who is to be called in three days is not before who is next today") {
  Floor floor;
  const auto next = floor.ask();
  const Instant monday = floor.now + std::chrono::hours(72);
  std::vector<CallbackId> later;
  for (int i = 0; i < 2; ++i)
    later.push_back(floor
                        .ask({.number = "1899775001" + std::to_string(i),
                              .extension = "1004",
                              .scheduled_at = monday,
                              .priority = callbacks::CallbackPriority::urgent})
                        .id);
  const auto place = [&](const CallbackId& id) {
    return floor.call(callbacks::estimate, {.callback_id = id}).place;
  };
  CHECK(place(next.id) == 1);
  CHECK(place(later[1]) == 2);  // when its time comes
  floor.now = monday;
  CHECK(place(next.id) == 3);
}

TEST_CASE("the wait counts how long the extension has been busy already") {
  Floor floor;
  floor.on_ring("1004", {telephony::LegAnswered{}});
  for (int i = 0; i < 3; ++i) {
    const std::string number = "1899775000" + std::to_string(i);
    floor.on_ring(number, {telephony::LegAnswered{}});
    const auto one = floor.ask({.number = number, .extension = "1004"});
    floor.status("1004", ExtensionState::available);
    floor.click(one.id);
    floor.now += Seconds(600);
    floor.pbx.report(
        telephony::LegEnded{{floor.dial_of(one.id).customer_leg}, LegEnd::completed, {}, "", true});
    floor.run();
  }
  floor.on_ring("18997750009", {telephony::LegAnswered{}});
  const auto talking = floor.ask({.number = "18997750009", .extension = "1004"});
  floor.click(talking.id);
  const auto next = floor.ask({.number = "18997750010", .extension = "1004"});
  struct Row {
    Seconds lasted;
    std::int64_t least, most;
  };
  for (const Row& row : {Row{Seconds(0), 10, 20}, Row{Seconds(240), 6, 16}, Row{Seconds(540), 1, 11}}) {
    CAPTURE(row.lasted.count());
    const Instant before = floor.now;
    floor.now += row.lasted;
    const auto told = floor.call(callbacks::estimate, {.callback_id = next.id});
    CHECK(told.place == 1);  // whoever is on the phone has had their turn
    CHECK(told.least_minutes == row.least);
    CHECK(told.most_minutes == row.most);
    floor.now = before;
  }
}

TEST_CASE(
    "a contact tagged VIP counts one priority higher, by its id, its number, or the line it calls from") {
  Floor floor;
  const auto contact =
      floor.call(contacts::create, {.name = "Bia",
                                    .addresses = {{.address = "18997750001"}, {.address = "18997750002"}},
                                    .tags = {"cliente", "VIP"}});
  const auto other = floor.call(contacts::create,
                                {.name = "Rui", .addresses = {{.address = "18997750009"}}, .tags = {"vips"}});
  struct Row {
    std::string what;
    callbacks::CreateCallback wish;
    CallbackPriority expected;
  };
  using enum CallbackPriority;
  const Row rows[] = {
      {"by number", {.number = "18997750001", .priority = normal}, high},
      {"by the line it calls from",
       {.number = "18997750003", .caller = "+5518997750002", .priority = normal},
       high},
      {"by id", {.number = "18997750004", .contact_id = contact.id.value}, urgent},
      {"urgent stays urgent",
       {.number = "18997750005", .contact_id = contact.id.value, .priority = urgent},
       urgent},
      {"the host's word", {.number = "18997750006", .vip = true}, urgent},
      {"another tag", {.number = "18997750009"}, high},
      {"the host's own id of somebody unknown", {.number = "18997750007", .contact_id = "crm-77"}, high},
      {"a withheld line", {.number = "18997750008", .caller = "anonymous"}, high},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    auto wish = row.wish;
    wish.extension = "1005";
    CHECK(floor.ask(wish).priority == row.expected);
  }
  // Asked again: joined, and still a VIP.
  CHECK(floor.ask({.number = "18997750001", .extension = "1005"}).priority == urgent);
  floor.call(contacts::update, {.contact_id = contact.id, .tags = std::vector<std::string>{}});
  CHECK(floor.ask({.number = "18997750002", .extension = "1006"}).priority == high);
  CHECK(error_of([&] {
          floor.call(contacts::update, {.contact_id = other.id, .tags = std::vector<std::string>(51, "x")});
        }) == "invalid_argument tags");
}
