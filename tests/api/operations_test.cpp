#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/handoff/destination.hpp>
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
  }
  for (const std::string& known : {made.id.value, std::string()}) {
    destination.default_destination_id = known;
    CHECK(tenant.call(tenants::update, destination).default_destination_id == known);
  }
}
