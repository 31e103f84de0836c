#include <doctest/doctest.h>

#include <smarthandoff/callback/look_up.hpp>

#include "support/domain_store.hpp"
#include "support/handoff_world.hpp"

using namespace handoff_world;
using domain_store::error_of;

TEST_CASE("a callback by destination alone takes over whom to call") {
  handoff::register_with_contacts();
  World world;
  const auto ana = world.call(destinations::create, {.name = "Ana", .number = "1001", .department = "Fin"});
  const auto made = world.call(callbacks::create, {.number = "18997751234", .destination_id = ana.id});
  CHECK(made.extension == "1001");
  CHECK(made.department == "Fin");
  CHECK(made.intended_for == "Ana");
  CHECK(world.call(callbacks::create, {.number = "18997751234", .extension = "1001"}).id == made.id);
  const auto queue = world.call(
      destinations::create,
      {.name = "Vendas", .type = destinations::DestinationType::queue, .number = "600", .department = "V"});
  const auto other = world.call(callbacks::create, {.number = "18997751234", .destination_id = queue.id});
  CHECK(other.extension.empty());
  CHECK(other.department == "V");
}

TEST_CASE("a callback for a destination or handoff that is not the tenant's is refused") {
  handoff::register_with_contacts();
  World world;
  const auto make = [&](const DestinationId& destination, const HandoffId& handoff) {
    return error_of([&] {
      world.call(callbacks::create, {.number = "18997751234",
                                     .destination_id = destination,
                                     .extension = "1001",
                                     .handoff_id = handoff});
    });
  };
  CHECK(make({"nope"}, {}).starts_with("not_found"));
  CHECK(make({}, {"nope"}).starts_with("not_found"));
  const auto theirs = world.write(
      [](Context& context) { return destinations::create(context, {.name = "Ana", .number = "1001"}); },
      TenantId{"other"});
  CHECK(make(theirs.id, {}).starts_with("not_found"));
}

TEST_CASE("a destination's extension is the company's own, a queue's number and another tenant's are not") {
  handoff::register_with_contacts();
  World world;
  world.call(destinations::create, {.name = "Ana", .number = "33"});
  world.call(destinations::create,
             {.name = "Vendas", .type = destinations::DestinationType::queue, .number = "600"});
  world.write([](Context& context) { return destinations::create(context, {.name = "Bia", .number = "44"}); },
              TenantId{"other"});
  const auto reason = [&](const std::string& number) -> std::string {
    try {
      world.call(callbacks::create, {.number = number, .department = "Vendas"});
      return "accepted";
    } catch (const Error& error) {
      return error.details().at("reason");
    }
  };
  CHECK(reason("33") == "own_extension");
  CHECK(reason("ramal 33") == "own_extension");
  CHECK(reason("600") == "too_short");
  CHECK(reason("44") == "too_short");
}

TEST_CASE("an extension's destinations and a department's are found for the tickets of their people") {
  handoff::register_with_contacts();
  World world;
  const auto type = destinations::DestinationType::queue;
  const auto ana = world.call(destinations::create, {.name = "Ana", .number = "33"});
  const auto queue = world.call(destinations::create,
                                {.name = "Fila", .type = type, .number = "600", .department = " Cobrança "});
  world.call(destinations::create, {.name = "Outra", .type = type, .number = "34", .department = "Vendas"});
  const auto found = [&](const std::string& extension, const std::string& department) {
    return world.write([&](Context& context) {
      return callbacks::registered_look_ups().destinations_of(context, extension, department);
    });
  };
  CHECK(found("33", "COBRANCA") == std::vector{ana.id, queue.id});
  CHECK(found("34", "").empty());  // a queue's number is nobody's extension
  CHECK(found("", "").empty());
}
