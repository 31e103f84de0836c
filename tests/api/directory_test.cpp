// A FusionPBX's database beside the phone system, in a whole engine.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

#include <smarthandoff/smarthandoff.hpp>
#include <smarthandoff/telephony/fusionpbx.hpp>

#include "support/eventually.hpp"
#include "support/fusionpbx.hpp"

using namespace smarthandoff;
using test_support::eventually;
namespace sim = telephony::simulator;

namespace {

struct World {
  test_fusionpbx::Database fusionpbx;
  std::mutex mutex;  // guards the lines
  std::vector<std::string> lines;
  sim::SimulatedPbx pbx{{.domain = "acme.pbx.local"}};
  std::unique_ptr<Engine> engine;

  World() {
    pbx.add_standard_phones();
    pbx.start();
    EngineOptions options;
    options.telephony = pbx.telephony();
    options.directory = telephony::make_fusionpbx({.url = Secret(fusionpbx.url()),
                                                   .reconnect_min = Milliseconds(20),
                                                   .reconnect_max = Milliseconds(50)});
    options.directory_refresh = Seconds(1);
    options.log = [this](const LogEntry& entry) {
      const std::lock_guard lock(mutex);
      lines.push_back(entry.what + " " + entry.detail);
    };
    engine = std::make_unique<Engine>(std::move(options));
  }

  std::vector<destinations::Destination> all(const std::string& tenant) {
    return engine->tenant(tenant).call(destinations::list, {}).destinations;
  }
  void name_domain(const std::string& tenant, const std::string& domain) {
    engine->tenant(tenant).call(tenants::update,
                                {.identities = std::vector<TenantIdentity>{{"pbx_domain", domain}}});
  }
  bool logged(const std::string& what) {
    const std::lock_guard lock(mutex);
    return std::ranges::any_of(lines, [&](const std::string& line) { return line.starts_with(what); });
  }
  telephony::ExtensionState state_of(const std::string& extension) {
    return engine->tenant("acme")
        .call(extensions::status, {.extension = extension, .domain = "acme.pbx.local"})
        .state;
  }
};

}  // namespace

TEST_CASE("a tenant's destinations follow the table of its domain, and nobody else's" *
          doctest::test_suite("postgresql")) {
  World world;
  world.name_domain("acme", "acme.pbx.local");
  world.name_domain("other", "22222222-2222-4222-8222-222222222222");
  world.name_domain("lost", "nobody.pbx.local");
  REQUIRE(eventually([&] { return world.all("acme").size() == 3 && world.all("other").size() == 1; }));
  CHECK(world.all("other").front().name == "Jeni da outra empresa");
  CHECK(world.all("lost").empty());
  CHECK(eventually([&] { return world.logged("directory_domain_unknown"); }));
  CHECK(world.all("acme")[2].number == "+5518997751234");
  const auto jeni = world.all("acme").front();
  world.fusionpbx.sql(
      "UPDATE v_voice_transfer_destinations SET destination_number = '1005' WHERE name = 'Jeni'");
  CHECK(eventually([&] { return world.all("acme").front().number == "1005"; }));
  world.fusionpbx.sql("DELETE FROM v_voice_transfer_destinations WHERE name = 'Jeni'");
  CHECK(eventually([&] { return !world.all("acme").front().enabled; }));
  CHECK(world.all("acme").front().id == jeni.id);
  const auto found = world.engine->tenant("acme").call(destinations::resolve, {.text = "o suporte"});
  CHECK(found.status == destinations::ResolveStatus::found);
}

TEST_CASE("do not disturb of the database is the extension's, and without the database nothing stops" *
          doctest::test_suite("postgresql")) {
  World world;
  world.name_domain("acme", "acme.pbx.local");
  CHECK(world.engine->health().directory->state == telephony::PortState::connected);
  CHECK(world.state_of("1001") == telephony::ExtensionState::available);
  world.fusionpbx.set_dnd("1001", "true");
  CHECK(world.state_of("1001") == telephony::ExtensionState::dnd);
  world.fusionpbx.sql("ALTER ROLE " + world.fusionpbx.reader() + " NOLOGIN");
  world.fusionpbx.end_sessions();
  CHECK(
      eventually([&] { return world.engine->health().directory->state != telephony::PortState::connected; }));
  CHECK(world.state_of("1001") == telephony::ExtensionState::available);
  CHECK(world.engine->health().telephony.state == telephony::PortState::connected);
  CHECK(eventually([&] { return world.logged("directory_not_read"); }));
  const std::size_t before = world.all("acme").size();
  world.fusionpbx.sql("ALTER ROLE " + world.fusionpbx.reader() + " LOGIN");
  CHECK(eventually([&] { return world.state_of("1001") == telephony::ExtensionState::dnd; }));
  CHECK(world.all("acme").size() == before);
}
