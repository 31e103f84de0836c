#include <smarthandoff/storage/context.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/storage/tenants.hpp>

#include "storage/stores.hpp"

using namespace smarthandoff;
using namespace stores;

namespace {
Call call() {
  return {.tenant = {"acme"}, .actor = {}, .now = at(5000), .seed = 7};
}
}  // namespace

TEST_CASE("what an operation leaves behind carries its tenant and time") {
  const auto database = storage::open_database({.url = "sqlite://:memory:"});
  const auto tx = begun_writer(*database);
  Context context(*tx, call());
  context.emit_json("handoff.created", "h1", "{\"a\":1}");
  context.enqueue_json("handoff.ring", "a1", "{}");
  context.enqueue_json("handoff.ring", "a2", "{}", at(9000));
  CHECK(context.events() == std::vector<Event>{{.tenant = {"acme"},
                                                .topic = "handoff.created",
                                                .entity = "h1",
                                                .payload = "{\"a\":1}",
                                                .at = at(5000)}});
  REQUIRE(context.jobs().size() == 2);
  CHECK(context.jobs()[0].due == at(5000));
  CHECK(context.jobs()[1].due == at(9000));
}

TEST_CASE("a job taken back in the call that made it is not made, and one made after that is") {
  const auto database = storage::open_database({.url = "sqlite://:memory:"});
  const auto tx = begun_writer(*database);
  Context context(*tx, call());
  context.enqueue_json("handoff.ring", "a1", "{\"n\":1}");
  context.cancel_job("handoff.ring", "a1");
  CHECK(context.jobs().empty());
  context.enqueue_json("handoff.ring", "a1", "{\"n\":2}");
  REQUIRE(context.jobs().size() == 1);
  CHECK(context.jobs()[0].payload == "{\"n\":2}");
  REQUIRE(context.canceled_jobs().size() == 1);
}

TEST_CASE("the same call makes the same ids when it runs again, another one others") {
  const auto database = storage::open_database({.url = "sqlite://:memory:"});
  const auto tx = begun_writer(*database);
  Context first(*tx, call());
  Context again(*tx, call());
  Call other = call();
  other.seed = 8;
  Context another(*tx, other);
  const std::string id = first.new_id();
  CHECK(again.new_id() == id);
  CHECK(another.new_id() != id);
  CHECK(first.new_id() > id);
}

TEST_CASE("the profile is read once, and again after it was changed") {
  const auto database = storage::open_database({.url = "sqlite://:memory:"});
  const auto tx = begun_writer(*database);
  Context context(*tx, call());
  const TenantProfile* before = &context.profile();
  CHECK(&context.profile() == before);
  CHECK(context.profile().company_name == "acme");
  tenants::update(context, {.company_name = "Acme"});
  CHECK(context.profile().company_name == "Acme");
}
