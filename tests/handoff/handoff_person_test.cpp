#include <doctest/doctest.h>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/handoff/dialogue.hpp>

#include "handoff/handoff_rows.hpp"
#include "support/handoff_world.hpp"

using namespace smarthandoff;
using handoff_world::Office;

TEST_CASE("an erased caller's handoff keeps its course and loses who called and what was said") {
  handoff::register_with_contacts();
  Office office;
  office.status(telephony::ExtensionState::in_call);
  office.transfer();
  office.hear("recado");
  office.hear("é o Carlos, sobre a fatura 4711");
  const contacts::EraseContact request{.channel = contact::Channel::whatsapp, .address = "551897751234"};
  CHECK(office.call(contacts::erase, request).rows.count("handoffs") == 0);  // still talking

  office.call(handoff::finish, {.handoff_id = office.id});
  const contacts::ExportContact wanted{.address = "18 99775-1234"};
  const auto exported = office.call(contacts::export_, wanted).rows;
  REQUIRE(exported.contains("handoffs"));
  CHECK(exported.at("handoffs").size() > 1);
  CHECK(office.call(contacts::erase, request).rows.at("handoffs") == 1);

  const handoff::Handoff erased = office.handoff();
  CHECK(erased.caller.empty());
  CHECK_FALSE(erased.caller_number);
  CHECK(erased.call_id == "call-1");
  CHECK(erased.destination_id == office.destination.id);
  CHECK(erased.result == telephony::TransferResult::busy);
  office.write([&](Context& context) {
    const auto record = handoff::rows::load(context, office.id);
    CHECK(record.dialogue.message.empty());
    CHECK(record.say.empty());
    CHECK(handoff::rows::lines(context, office.id).empty());
    return 0;
  });
  CHECK(office.call(contacts::export_, wanted).rows.count("handoffs") == 0);
}
