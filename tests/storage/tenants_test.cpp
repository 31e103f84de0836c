#include <smarthandoff/storage/tenants.hpp>

#include <doctest/doctest.h>

#include <functional>

#include "storage/stores.hpp"

using namespace smarthandoff;
using namespace stores;
using tenants::UpdateTenant;

namespace {

Context context_of(storage::Transaction& tx, const std::string& tenant, Role role = Role::service) {
  return Context(tx, {.tenant = {tenant}, .actor = {.user = {}, .role = role}, .now = at(1000), .seed = 1});
}

TenantProfile update(storage::Transaction& tx, const std::string& tenant, const UpdateTenant& request) {
  Context context = context_of(tx, tenant);
  return tenants::update(context, request);
}

TenantProfile stored(storage::Transaction& tx, const std::string& tenant) {
  return tenants::get(context_of(tx, tenant), {});
}

std::string ids_of(const tenants::TenantList& list) {
  std::string ids;
  for (const TenantProfile& profile : list.tenants) ids += profile.id.value + " ";
  return ids;
}

}  // namespace

TEST_CASE_TEMPLATE("a tenant that nothing was written to has the default profile and no row", Store,
                   SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  CHECK(stored(*tx, "acme") == default_profile({"acme"}));
  CHECK(stored(*tx, "acme").company_name == "acme");
  CHECK(tenants::list(context_of(*tx, "acme"), {}).tenants.empty());
}

TEST_CASE_TEMPLATE("the first write of any kind creates the tenant, later ones leave it", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  update(*tx, "acme", {.company_name = "Acme Ltda"});
  Context context = context_of(*tx, "acme");
  tenants::ensure(context);
  CHECK(context.profile().company_name == "Acme Ltda");
  Context other = context_of(*tx, "other");
  tenants::ensure(other);
  tenants::ensure(other);
  CHECK(ids_of(tenants::list(context, {})) == "acme other ");
}

TEST_CASE_TEMPLATE("an update replaces what it names and keeps the rest", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  const UpdateTenant all{
      .company_name = "Acme Ltda",
      .service_phone = "0800 123 4567",
      .logo_url = "https://acme.example/logo.png",
      .colour = "#fff",
      .language = "en-US",
      .zone = "America/New_York",
      .default_region = "US",
      .default_area_code = "212",
      .default_destination_id = "d1",
      .default_queue_id = "q1",
      .default_channel_id = "c1",
      .opening_hours = "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00",
      .blind_transfer = true,
      .trunk = Trunk{.gateway = "carrier-1", .number_format = NumberFormat::zero_carrier, .carrier = "15"},
      .identities = {{{"pbx_domain", "ACME.pbx.local"}, {"dialled_number", "+551832210000"}}},
      .texts = {{{"handoff.busy", "pt-BR", "{name} está em outra ligação."}}}};
  const TenantProfile first = update(*tx, "acme", all);
  CHECK(first.identities[0].value == "acme.pbx.local");
  CHECK(stored(*tx, "acme") == first);

  TenantProfile expected = first;
  expected.colour = "#123456";
  CHECK(update(*tx, "acme", {.colour = "#123456"}) == expected);
  CHECK(stored(*tx, "acme") == expected);
  expected.identities.clear();
  expected.texts.clear();
  update(*tx, "acme", {.identities = std::vector<TenantIdentity>{}, .texts = std::vector<TextOverride>{}});
  CHECK(stored(*tx, "acme") == expected);
  CHECK(stored(*tx, "other") == default_profile({"other"}));
}

TEST_CASE_TEMPLATE("an identity belongs to one tenant and finds it", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  const std::vector<TenantIdentity> domain = {{"pbx_domain", "acme.pbx.local"}};
  update(*tx, "acme", {.identities = domain});
  tx->savepoint();
  const auto outcome = outcome_of([&] { update(*tx, "other", {.identities = domain}); });
  CHECK(outcome.code == "already_exists");
  CHECK(outcome.message.find("identities") != std::string::npos);
  tx->rollback_to_savepoint();
  update(*tx, "acme", {.identities = domain});  // its own again

  const Context anybody = context_of(*tx, "other");
  CHECK(tenants::find(anybody, "pbx_domain", "Acme.PBX.local") == TenantId{"acme"});
  CHECK_FALSE(tenants::find(anybody, "page_id", "acme.pbx.local"));
  CHECK_FALSE(tenants::find(anybody, "pbx_domain", "unknown"));
}

TEST_CASE("every member that cannot be is refused by name and nothing is stored") {
  const auto database = storage::open_database({.url = "sqlite://:memory:"});
  const auto tx = begun_writer(*database);
  using Texts = std::vector<TextOverride>;
  using Identities = std::vector<TenantIdentity>;
  struct {
    UpdateTenant request;
    std::string field;
  } const rows[] = {
      {{.company_name = ""}, "company_name"},
      {{.company_name = std::string(101, 'x')}, "company_name"},
      {{.company_name = "two\nlines"}, "company_name"},
      {{.service_phone = std::string(51, '1')}, "service_phone"},
      {{.service_phone = "abc"}, "service_phone"},
      {{.service_phone = "  "}, "service_phone"},
      {{.logo_url = "javascript:alert(1)"}, "logo_url"},
      {{.logo_url = "https://a.b/\"><script>"}, "logo_url"},
      {{.colour = "blue"}, "colour"},
      {{.colour = "#12345"}, "colour"},
      {{.language = "pt"}, "language"},
      {{.zone = "Mars/Olympus"}, "zone"},
      {{.zone = "../../etc/passwd"}, "zone"},
      {{.default_region = "br"}, "default_region"},
      {{.default_region = "BRA"}, "default_region"},
      // Stored, they would fail every handoff, naming a field that is not of its request.
      {{.default_region = "ZZ"}, "default_region"},
      {{.default_region = "UK"}, "default_region"},
      {{.default_area_code = "1x"}, "default_area_code"},
      {{.default_area_code = "23"}, "default_area_code"},
      {{.default_area_code = "999"}, "default_area_code"},
      {{.default_area_code = "018"}, "default_area_code"},
      {{.default_region = "US", .default_area_code = "18"}, "default_area_code"},
      {{.default_region = "US", .default_area_code = "911"}, "default_area_code"},
      {{.default_region = "CA", .default_area_code = "123"}, "default_area_code"},
      {{.default_region = "PT", .default_area_code = "123456"}, "default_area_code"},
      {{.default_destination_id = std::string(65, 'x')}, "default_destination_id"},
      {{.opening_hours = "whenever"}, "opening_hours"},
      {{.opening_hours = "mon-fri 18:00-25:00"}, "opening_hours"},
      {{.trunk = Trunk{.gateway = "a}b,c"}}, "trunk.gateway"},
      {{.trunk = Trunk{.gateway = "g", .number_format = NumberFormat::zero_carrier}}, "trunk.carrier"},
      {{.trunk = Trunk{.gateway = "g", .number_format = NumberFormat::e164, .carrier = "1"}},
       "trunk.carrier"},
      {{.identities = Identities{{"telepathy", "x"}}}, "identities[0].kind"},
      {{.identities = Identities{{"page_id", ""}}}, "identities[0].value"},
      {{.identities = Identities{{"pbx_domain", "a"}, {"pbx_domain", "A"}}}, "identities[1]"},
      {{.texts = Texts{{"handoff.busy", "pt-BR", "a"}, {"handoff.busy", "pt-BR", "b"}}}, "texts[1]"},
  };
  for (const auto& [request, field] : rows) {
    CAPTURE(field);
    try {
      update(*tx, "acme", request);
      FAIL_CHECK("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::invalid_argument);
      CHECK(error.details().at("field") == field);
    }
  }
  CHECK(outcome_of([&] {
          update(*tx, "acme", {.texts = Texts{{"no.such.key", "pt-BR", "a"}}});
        }).code == "invalid_argument");
  CHECK(outcome_of([&] { update(*tx, "not a tenant", {.colour = "#fff"}); }).code == "invalid_argument");
  CHECK(tenants::list(context_of(*tx, "acme"), {}).tenants.empty());
}

TEST_CASE("the numbers that a region, an area code and a company's own phone may be") {
  const auto database = storage::open_database({.url = "sqlite://:memory:"});
  const auto tx = begun_writer(*database);
  struct {
    std::string region, area_code, service_phone;
  } const rows[] = {
      {"BR", "", ""},
      {"BR", "18", "0800 123 4567"},
      {"BR", "11", "4004-1234 (seg a sex)"},
      {"US", "212", "190"},
      {"US", "", "+1 212 555 0100"},
      {"CA", "416", "*144"},
      {"PT", "21", ""},
      {"DE", "30", ""},
  };
  for (const auto& [region, area_code, service_phone] : rows) {
    CAPTURE(region);
    CAPTURE(area_code);
    const TenantProfile profile =
        update(*tx, "acme",
               {.service_phone = service_phone, .default_region = region, .default_area_code = area_code});
    CHECK(profile.default_region == region);
    CHECK(profile.default_area_code == area_code);
    CHECK(profile.service_phone == service_phone);
  }
}

TEST_CASE_TEMPLATE("the host lists every tenant by pages, any other role its own", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  for (const char* id : {"c", "a", "b"}) update(*tx, id, {.colour = "#fff"});
  CHECK(ids_of(tenants::list(context_of(*tx, "a"), {})) == "a b c ");
  CHECK(ids_of(tenants::list(context_of(*tx, "a"), {.limit = 2})) == "a b ");
  CHECK(ids_of(tenants::list(context_of(*tx, "a"), {.limit = 2, .after = "b"})) == "c ");
  CHECK(ids_of(tenants::list(context_of(*tx, "b", Role::admin), {})) == "b ");
  for (const std::int64_t limit : {0, 1001}) {
    CHECK(outcome_of([&] { tenants::list(context_of(*tx, "a"), {.limit = limit}); }).code ==
          "invalid_argument");
  }
}

TEST_CASE_TEMPLATE("an update is told as an event", Store, SH_STORES) {
  Store store;
  const auto tx = begun_writer(*store.database);
  Context context = context_of(*tx, "acme");
  tenants::update(context, {.colour = "#fff"});
  REQUIRE(context.events().size() == 1);
  CHECK(context.events()[0].topic == "tenant.updated");
  CHECK(context.events()[0].entity == "acme");
}
