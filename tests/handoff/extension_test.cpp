#include <smarthandoff/handoff/extension.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/storage/tenants.hpp>

#include "support/handoff_world.hpp"

using namespace smarthandoff;
using handoff_world::World;

namespace {

void give_domains(World& world) {
  world.call(tenants::update, {.identities = std::vector<TenantIdentity>{{"dialled_number", "551140001234"},
                                                                         {"pbx_domain", "acme.pbx.local"},
                                                                         {"pbx_domain", "old.pbx.local"}}});
}

}  // namespace

// The tenant's domain was left out: an extension that two tenants have was the PBX's own one.
TEST_CASE("an extension without a domain is one of the tenant's own") {
  World world;
  CHECK(world.call(extensions::status, {.extension = "1001"}).has_value());
  CHECK(world.pbx.asked_domain.empty());
  give_domains(world);
  world.pbx.phones["1001"].status = telephony::ExtensionState::in_call;
  const auto told = world.call(extensions::status, {.extension = "1001"});
  REQUIRE(told.has_value());
  CHECK(told->state == telephony::ExtensionState::in_call);
  CHECK(world.pbx.asked_domain == "acme.pbx.local");
}

TEST_CASE("the domain that a host names goes before the tenant's") {
  World world;
  give_domains(world);
  REQUIRE(world.call(extensions::status, {.extension = "1001", .domain = "other.pbx.local"}).has_value());
  CHECK(world.pbx.asked_domain == "other.pbx.local");
}

// A phone system that could not ask anybody left the instant empty, and hosts were told of 1970.
TEST_CASE("a status is of now, also where nobody could be asked") {
  World world;
  const auto told = world.call(extensions::status, {.extension = "1001"});
  REQUIRE(told.has_value());
  CHECK(told->at == world.now);
  world.pbx.mute.insert("status");
  world.now += Seconds(60);
  CHECK_FALSE(world.call(extensions::status, {.extension = "1001"}).has_value());
  CHECK(world.ask(extensions::status, true)->at == world.now);
}

TEST_CASE("a phone system that says nothing in time leaves the status unknown") {
  World world;
  give_domains(world);
  world.pbx.mute.insert("status");
  CHECK_FALSE(world.call(extensions::status, {.extension = "1001"}).has_value());
  const auto told = world.ask(extensions::status, true);
  REQUIRE(told.has_value());
  CHECK(told->state == telephony::ExtensionState::unknown);
  CHECK(told->extension == "1001");
}
