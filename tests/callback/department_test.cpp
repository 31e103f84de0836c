#include <doctest/doctest.h>

#include <smarthandoff/callback/metrics.hpp>

#include "support/callback_world.hpp"
#include "support/domain_store.hpp"

using namespace callback_world;
using domain_store::error_of;

// "Vendas " was kept with its blank while the agent's was not: nobody was alerted, nobody could take it.
TEST_CASE("a blank around a department or an extension loses no callback") {
  const Actor rui{.user = "rui", .role = Role::agent};
  Floor floor;
  const auto wish = floor.ask({.contact_name = " Maria ", .intended_for = "Rui\t", .department = " Vendas "});
  CHECK(wish.department == "Vendas");
  CHECK(wish.contact_name == "Maria");
  CHECK(wish.intended_for == "Rui");
  floor.free("1006");
  CHECK(floor.status_of(wish.id) == "notified");
  CHECK(floor.last("callback.ready").find(R"("user_ids":["rui"])") != std::string::npos);
  CHECK(floor.call(callbacks::pending, {}, rui).callbacks.size() == 1);
  CHECK(floor.call(callbacks::get, {.callback_id = wish.id}, rui).id == wish.id);
  CHECK(floor.ask({.department = "Vendas"}).id == wish.id);
  CHECK(floor.call(callbacks::snooze, {.callback_id = wish.id}, rui).id == wish.id);
  CHECK(floor.ask({.extension = " 1004 "}).extension == "1004");
}

TEST_CASE("a blank around what is asked for hides nothing") {
  const Actor rui{.user = "rui", .role = Role::agent};
  Floor floor;
  floor.ask({.extension = "1006", .department = "Vendas"});
  floor.ask({.number = "18997750002", .department = "vendas"});
  for (const Actor& actor : {Actor{}, rui}) {
    CHECK(floor.call(callbacks::pending, {.department = " VENDAS "}, actor).badge == 1);
    CHECK(floor.call(callbacks::pending, {.extension = "1006 "}, actor).badge == 2);
    CHECK(floor.call(callbacks::list, {.department = "Vendas "}, actor).callbacks.size() == 2);
    CHECK(floor.call(callbacks::list, {.extension = " 1006"}, actor).callbacks.size() == 1);
  }
  CHECK(floor.call(callbacks::metrics, {.department = "Vendas "}).created == 2);
  CHECK(error_of([&] { floor.call(callbacks::list, {.department = "Financeiro "}, rui); }) ==
        "unauthorized department");
}
