#include <doctest/doctest.h>

#include <smarthandoff/callback/look_up.hpp>

#include "base/department.hpp"
#include "support/callback_world.hpp"
#include "support/domain_store.hpp"
#include "support/postgresql.hpp"

using namespace callback_world;
using domain_store::error_of;

namespace {

// What the module above answers: Jeni's own destination, and the department's queue.
std::vector<DestinationId> destinations_of(const Context&, const std::string& extension,
                                           const std::string& department) {
  std::vector<DestinationId> found;
  if (extension == "1004") found.push_back({"jeni"});
  if (department_key(department) == "financeiro") found.push_back({"queue"});
  return found;
}

struct WithDestinations {
  WithDestinations() { callbacks::register_look_ups({.destinations_of = destinations_of}); }
  ~WithDestinations() { callbacks::register_look_ups(before); }
  const callbacks::LookUps before = callbacks::registered_look_ups();
};

TicketId leave(Floor& floor, const std::string& destination, const std::string& department) {
  floor.now += Milliseconds(1);
  return floor
      .call(tickets::create, {.destination_id = {destination}, .department = department, .reason = "segredo"})
      .id;
}

void check_read(Floor& floor) {
  const WithDestinations destinations;
  const auto jenis = floor.ask().ticket_id;
  const auto ruis =
      floor.ask({.number = "18 99775-0003", .extension = "1006", .department = "Vendas"}).ticket_id;
  const auto for_jeni = leave(floor, "jeni", "");
  const auto for_queue = leave(floor, "queue", "Atendimento");  // as the destination's department is now
  const auto mailbox = leave(floor, "", "FINANCEIRO");
  const auto gone = leave(floor, "gone", "Vendas");
  const auto gone_too = leave(floor, "gone", "");
  const auto nobodys = leave(floor, "", "");
  floor.agent("leo", "", "");  // works at no extension
  struct Row {
    std::string what;
    Actor actor;
    std::vector<TicketId> reads;
  };
  const std::vector<TicketId> all{nobodys, gone_too, gone, mailbox, for_queue, for_jeni, ruis, jenis};
  for (const Row& row : {
           Row{"its agent",
               {.user = "jeni", .role = Role::agent},
               {nobodys, mailbox, for_queue, for_jeni, jenis}},
           Row{"a colleague", {.user = "ana", .role = Role::agent}, {nobodys, mailbox, for_queue, jenis}},
           Row{"another department", {.user = "rui", .role = Role::agent}, {nobodys, gone, ruis}},
           Row{"an agent without extension and department", {.user = "leo", .role = Role::agent}, {nobodys}},
           Row{"a user who is no agent", {.user = "stranger", .role = Role::agent}, {}},
           Row{"a supervisor", {.user = "boss", .role = Role::supervisor}, all},
           Row{"the host", {}, all},
       }) {
    CAPTURE(row.what);
    std::vector<TicketId> listed, paged, opened;
    for (const auto& one : floor.call(tickets::list, {}, row.actor).tickets) listed.push_back(one.id);
    CHECK(listed == row.reads);
    for (TicketId after;;) {
      const auto page = floor.call(tickets::list, {.limit = 1, .after = after}, row.actor).tickets;
      if (page.empty()) break;
      paged.push_back(after = page.front().id);
    }
    CHECK(paged == row.reads);
    for (const TicketId& id : all) {
      const bool seen = std::ranges::find(row.reads, id) != row.reads.end();
      const std::string answer = seen ? "none" : "unauthorized";
      CHECK(error_of([&] { floor.call(tickets::get, {.ticket_id = id}, row.actor); }) == answer);
      CHECK(error_of([&] { floor.call(tickets::text, {.ticket_id = id}, row.actor); }) == answer);
    }
    CHECK(error_of([&] { floor.call(tickets::get, {.ticket_id = {"no"}}, row.actor); }) == "not_found");
  }
}

}  // namespace

// Every agent read the words of every conversation, also where the callback itself was refused.
TEST_CASE("an agent reads the tickets of the own callbacks, extension and department, and nobody's") {
  Floor floor;
  check_read(floor);
}

TEST_SUITE("postgresql") {
  TEST_CASE("on PostgreSQL, too, an agent reads no tickets of others") {
    const test_postgresql::UsedDatabase database;
    Floor floor(database->url());
    check_read(floor);
  }
}
