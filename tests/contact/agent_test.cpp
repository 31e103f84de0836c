#include <smarthandoff/contact/agent.hpp>

#include <doctest/doctest.h>

#include <functional>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::agents;
using domain_store::error_of;
using domain_store::Store;

namespace {

CreateAgent jeni() {
  return {.user_id = "u-1",
          .name = "Jeni",
          .email = "Jeni@acme.example",
          .extension = "1004",
          .department = "Cobrança"};
}

}  // namespace

TEST_CASE("an agent is read back by its id, its user and its extension") {
  Store store;
  const Agent made = store.write(agents::create, jeni());
  CHECK(made.role == Role::agent);
  CHECK(made.active);
  CHECK(made.created_at == store.now);
  CHECK(store.read(agents::get, GetAgent{.agent_id = made.id}) == made);
  CHECK(store.read(agents::get, GetAgent{.user_id = "u-1"}) == made);
  CHECK(store.read(agents::get, GetAgent{.extension = "1004"}) == made);
  CHECK(store.read(agents::of_extension, std::string("1004"))->user_id == "u-1");
  CHECK_FALSE(store.read(agents::of_extension, std::string("1005")));
  CHECK_FALSE(store.read(agents::of_extension, std::string()));
  CHECK(store.topics() == "agent.created ");
}

TEST_CASE("an agent is asked for by exactly one key") {
  Store store;
  const Agent made = store.write(agents::create, jeni());
  CHECK(error_of([&] { store.read(agents::get, GetAgent{}); }) == "invalid_argument agent_id");
  CHECK(error_of([&] { store.read(agents::get, GetAgent{.agent_id = made.id, .user_id = "u-1"}); }) ==
        "invalid_argument agent_id");
  CHECK(error_of([&] { store.read(agents::get, GetAgent{.user_id = "u-2"}); }) == "not_found");
}

TEST_CASE("user, e-mail and extension belong to one agent of a tenant") {
  struct Row {
    std::string what;
    std::function<void(CreateAgent&)> change;
    std::string error;
  };
  const std::vector<Row> rows{
      {"the same user", [](CreateAgent& a) { a.user_id = "u-1"; }, "already_exists user_id"},
      {"the same e-mail, case aside", [](CreateAgent& a) { a.email = "JENI@ACME.example"; },
       "already_exists email"},
      {"the same extension", [](CreateAgent& a) { a.extension = "1004"; }, "already_exists extension"},
      {"nothing in common", [](CreateAgent&) {}, "none"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    store.write(agents::create, jeni());
    CreateAgent other{.user_id = "u-2", .name = "Ana"};
    row.change(other);
    CHECK(error_of([&] { store.write(agents::create, other); }) == row.error);
  }
  Store store;
  store.write(agents::create, jeni());
  store.write(agents::create, CreateAgent{.user_id = "u-2", .name = "Ana"});
  store.write(agents::create, CreateAgent{.user_id = "u-3", .name = "Bia"});  // also without either
  store.tenant = {"other"};
  CHECK(error_of([&] { store.write(agents::create, jeni()); }) == "none");
}

// José's was "another agent's" where Jose had one.
TEST_CASE("an e-mail with another accent is another one") {
  Store store;
  store.write(agents::create, CreateAgent{.user_id = "u-1", .name = "José", .email = "josé@acme.example"});
  CHECK(error_of([&] {
          store.write(agents::create,
                      CreateAgent{.user_id = "u-2", .name = "Jose", .email = "jose@acme.example"});
        }) == "none");
}

TEST_CASE("an extension passes on once it was given up") {
  Store store;
  const Agent old = store.write(agents::create, jeni());
  const Agent heir = store.write(agents::create, CreateAgent{.user_id = "u-2", .name = "Ana"});
  const UpdateAgent take{.agent_id = heir.id, .extension = "1004"};
  CHECK(error_of([&] { store.write(agents::update, take); }) == "already_exists extension");
  store.write(agents::update, UpdateAgent{.agent_id = old.id, .extension = "", .active = false});
  CHECK(store.write(agents::update, take).extension == "1004");
  CHECK(store.read(agents::of_extension, std::string("1004"))->user_id == "u-2");
}

TEST_CASE("only the given members are replaced, and an agent may keep its own keys") {
  Store store;
  const Agent made = store.write(agents::create, jeni());
  store.now += Milliseconds(1000);
  const Agent changed = store.write(
      agents::update,
      UpdateAgent{
          .agent_id = made.id, .name = " Jeniffer ", .email = "jeni@acme.example", .role = Role::supervisor});
  CHECK(changed.name == "Jeniffer");
  CHECK(changed.email == "jeni@acme.example");
  CHECK(changed.extension == "1004");
  CHECK(changed.role == Role::supervisor);
  CHECK(changed.updated_at == store.now);
  CHECK(store.read(agents::get, GetAgent{.agent_id = made.id}) == changed);
  CHECK(error_of([&] { store.write(agents::update, UpdateAgent{.agent_id = {"nobody"}}); }) == "not_found");
}

TEST_CASE("a department's agents are the active ones, accents and case aside") {
  Store store;
  store.write(agents::create, jeni());
  store.write(agents::create, CreateAgent{.user_id = "u-2", .name = "Ana", .department = "COBRANCA"});
  store.write(agents::create,
              CreateAgent{.user_id = "u-3", .name = "Bia", .department = "Cobrança", .active = false});
  store.write(agents::create, CreateAgent{.user_id = "u-4", .name = "Rui"});
  const auto found = store.read(agents::of_department, std::string(" cobrança "));
  REQUIRE(found.size() == 2);
  CHECK(found[0].user_id == "u-1");
  CHECK(found[1].user_id == "u-2");
  CHECK(store.read(agents::of_department, std::string()).empty());
}

TEST_CASE("agents are listed in pages, by department, role and whether active") {
  Store store;
  for (int i = 0; i < 5; ++i) {
    store.now += Milliseconds(1);
    store.write(agents::create, CreateAgent{.user_id = "u-" + std::to_string(i),
                                            .name = "Agent",
                                            .department = i < 2 ? "Vendas" : "",
                                            .role = i == 4 ? Role::admin : Role::agent,
                                            .active = i != 3});
  }
  const auto users = [&](const ListAgents& filter) {
    std::string all;
    for (const Agent& each : store.read(agents::list, filter).agents) all += each.user_id + " ";
    return all;
  };
  CHECK(users({}) == "u-0 u-1 u-2 u-3 u-4 ");
  CHECK(users({.department = "VENDAS"}) == "u-0 u-1 ");
  CHECK(users({.active = true}) == "u-0 u-1 u-2 u-4 ");
  CHECK(users({.role = Role::admin}) == "u-4 ");
  CHECK(users({.limit = 2}) == "u-0 u-1 ");
  const AgentId second = store.read(agents::get, GetAgent{.user_id = "u-1"}).id;
  CHECK(users({.limit = 2, .after = second}) == "u-2 u-3 ");
  CHECK(error_of([&] { users({.limit = 0}); }) == "invalid_argument limit");
  store.tenant = {"other"};
  CHECK(users({}) == "");
}

TEST_CASE("what is out of its limits is refused with its field") {
  struct Row {
    std::string what;
    std::function<void(CreateAgent&)> spoil;
    std::string error;
  };
  const std::vector<Row> rows{
      {"no user", [](CreateAgent& a) { a.user_id = ""; }, "invalid_argument user_id"},
      {"a user with a blank", [](CreateAgent& a) { a.user_id = "u 1"; }, "invalid_argument user_id"},
      {"no name", [](CreateAgent& a) { a.name = " "; }, "invalid_argument name"},
      {"a name with a line break", [](CreateAgent& a) { a.name = "a\nb"; }, "invalid_argument name"},
      {"a name too long", [](CreateAgent& a) { a.name = std::string(101, 'a'); }, "invalid_argument name"},
      {"no e-mail", [](CreateAgent& a) { a.email = "jeni"; }, "invalid_argument email"},
      {"half an e-mail", [](CreateAgent& a) { a.email = "@acme"; }, "invalid_argument email"},
      {"an extension that is none", [](CreateAgent& a) { a.extension = "10,04"; },
       "invalid_argument extension"},
      {"an extension too long", [](CreateAgent& a) { a.extension = "12345678901"; },
       "invalid_argument extension"},
      {"a department too long", [](CreateAgent& a) { a.department = std::string(101, 'a'); },
       "invalid_argument department"},
      {"the host is no agent", [](CreateAgent& a) { a.role = Role::service; }, "invalid_argument role"},
      {"a customer is no agent", [](CreateAgent& a) { a.role = Role::contact; }, "invalid_argument role"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Store store;
    CreateAgent request = jeni();
    row.spoil(request);
    CHECK(error_of([&] { store.write(agents::create, request); }) == row.error);
    CHECK(store.read(agents::list, ListAgents{}).agents.empty());
  }
}
