#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/handoff/destination.hpp>
#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/storage/tenants.hpp>

using namespace smarthandoff;

namespace {

// Every structure and enumeration that the table can show, by the name that Python, Node and OpenAPI give it.
class Names {
 public:
  void add(const Type& type) {
    if (type.element != nullptr) return add(*type.element);
    if (type.kind != Kind::structure && type.kind != Kind::enumeration) return;
    const auto [known, added] = types_.emplace(type.name, &type);
    if (known->second != &type) twice_.insert(type.name);
    if (!added) return;
    for (const Field& field : type.fields) add(*field.type);
  }

  std::string twice() const {
    std::string all;
    for (const std::string& name : twice_) all += name + " ";
    return all;
  }

 private:
  std::map<std::string, const Type*> types_;
  std::set<std::string> twice_;
};

}  // namespace

// Two modules once called a type of theirs Channel: Python could not be imported any more.
TEST_CASE("no two types of the table have the same name") {
  Names names;
  for (const Operation& operation : operations()) {
    names.add(*operation.request);
    names.add(*operation.response);
  }
  CHECK(names.twice() == "");
}

TEST_CASE("no operation is in the table twice, and each belongs to a group and is documented") {
  std::set<std::string> seen;
  for (const Operation& operation : operations()) {
    CAPTURE(operation.name);
    CHECK(seen.insert(operation.name).second);
    CHECK(operation.name.find('.') != std::string::npos);
    CHECK_FALSE(operation.doc.empty());
  }
}

TEST_CASE("a tenant's default destination is one that there is") {
  Engine engine{{}};
  Tenant tenant = engine.tenant("acme");
  const auto made = tenant.call(destinations::create, {.name = "Jeni", .number = "1004"});
  tenants::UpdateTenant destination;
  destination.default_destination_id = "nope";
  try {
    tenant.call(tenants::update, destination);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
    CHECK(error.details().at("field") == "default_destination_id");
  }
  for (const std::string& known : {made.id.value, std::string()}) {
    destination.default_destination_id = known;
    CHECK(tenant.call(tenants::update, destination).default_destination_id == known);
  }
}

// Any text was taken for a channel: callers were asked about WhatsApp, and no notice ever went out.
TEST_CASE("a default channel must exist: unknown, another tenant's and deleted ones are refused by name") {
  Engine engine{{}};
  Tenant tenant = engine.tenant("acme");
  const auto made = tenant.call(channels::create, {.name = "A"});
  const auto foreign = engine.tenant("other").call(channels::create, {.name = "B"});
  const auto deleted = tenant.call(channels::create, {.name = "C"});
  tenant.call(channels::delete_, {deleted.id});
  tenants::UpdateTenant profile;
  for (const std::string& id : {std::string("nope"), foreign.id.value, deleted.id.value}) {
    profile.default_channel_id = id;
    try {
      tenant.call(tenants::update, profile);
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::not_found);
      CHECK(error.details().at("field") == "default_channel_id");
      CHECK(std::string(error.what()).find(id) != std::string::npos);
    }
  }
  for (const std::string& known : {made.id.value, std::string()}) {
    profile.default_channel_id = known;
    CHECK(tenant.call(tenants::update, profile).default_channel_id == known);
  }
}
