#include <smarthandoff/handoff/extension.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/storage/tenants.hpp>

#include "support/error_code.hpp"
#include "support/handoff_world.hpp"

using namespace smarthandoff;
using handoff_world::World;

namespace {

constexpr const char* kUuid = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";

void give_domains(World& world) {
  world.call(tenants::update, {.identities = std::vector<TenantIdentity>{{"dialled_number", "551140001234"},
                                                                         {"pbx_domain", "acme.pbx.local"},
                                                                         {"pbx_domain", "old.pbx.local"},
                                                                         {"pbx_domain", kUuid}}});
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

TEST_CASE("the domain that a host names goes before the tenant's usual one, and is asked by its name") {
  World world;
  REQUIRE(world.call(extensions::status, {.extension = "1001", .domain = "pbx.local"}).has_value());
  CHECK(world.pbx.asked_domain == "pbx.local");
  give_domains(world);
  REQUIRE(world.call(extensions::status, {.extension = "1001", .domain = "OLD.pbx.local"}).has_value());
  CHECK(world.pbx.asked_domain == "OLD.pbx.local");
  REQUIRE(world.call(extensions::status, {.extension = "1001", .domain = kUuid}).has_value());
  CHECK(world.pbx.asked_domain == "acme.pbx.local");
}

// A company without a PBX domain of its own asked for another company's, and was told of its phones.
TEST_CASE("phones of another company's domain are not told") {
  World world;
  give_domains(world);
  const auto refused = [&](const std::string& domain) {
    return test_support::code_of(
        [&] { world.call(extensions::status, {.extension = "1001", .domain = domain}); });
  };
  CHECK(refused("unknown.pbx.local") == ErrorCode::not_found);
  world.tenant = {"globex"};
  CHECK(refused("acme.pbx.local") == ErrorCode::not_found);
  CHECK(refused(kUuid) == ErrorCode::not_found);
  CHECK(world.pbx.orders.empty());

  // Nor those of the PBX's own domain, where that is another company's.
  world.pbx.home = "acme.pbx.local";
  CHECK(world.call(extensions::status, {.extension = "1001"})->state == telephony::ExtensionState::offline);
  world.pbx.home = "pbx.local";
  CHECK(world.call(extensions::status, {.extension = "1001"})->available);
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
