#include <smarthandoff/handoff/destination.hpp>

#include <doctest/doctest.h>

#include <functional>

#include <smarthandoff/handoff/secretary.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::destinations;
using domain_store::error_of;
using domain_store::Store;
using telephony::TransferResult;

namespace {

CreateDestination jeni() {
  return {.name = "Jeni", .aliases = {"financeiro"}, .number = "1004", .department = "Financeiro"};
}

std::string names_of(const std::vector<Destination>& destinations) {
  std::string names;
  for (const Destination& each : destinations) names += each.name + " ";
  return names;
}

}  // namespace

TEST_CASE("a destination is read back as it was made, with the defaults of the rules") {
  Store store;
  const Destination made = store.write(destinations::create, jeni());
  CHECK(made.type == DestinationType::extension);
  CHECK(made.context == "default");
  CHECK(made.ring_timeout_seconds == 30);
  CHECK(made.fallback_action == FallbackAction::ticket);
  CHECK(made.enabled);
  CHECK(made.accept_gate == AcceptGate::none);
  CHECK(made.created_at == store.now);
  CHECK(store.read(destinations::get, GetDestination{made.id}) == made);
  CHECK(store.read(tenants::get, tenants::GetTenant{}).company_name == "acme");
}

TEST_CASE("only the given members are replaced") {
  Store store;
  const Destination made = store.write(destinations::create, jeni());
  const Destination other =
      store.write(destinations::create, CreateDestination{.name = "Ana", .number = "1005"});
  store.now += Milliseconds(1000);
  UpdateDestination change{.destination_id = made.id,
                           .aliases = std::vector<std::string>{},
                           .number = "1010",
                           .enabled = false,
                           .accept_gate = AcceptGate::key,
                           .hunt = std::vector<NextDestination>{{TransferResult::busy, other.id}}};
  const Destination changed = store.write(destinations::update, change);
  CHECK(changed.name == "Jeni");
  CHECK(changed.department == "Financeiro");
  CHECK(changed.aliases.empty());
  CHECK(changed.number == "1010");
  CHECK_FALSE(changed.enabled);
  CHECK(changed.accept_gate == AcceptGate::key);
  CHECK(changed.hunt.size() == 1);
  CHECK(changed.created_at == made.created_at);
  CHECK(changed.updated_at == store.now);
  CHECK(store.read(destinations::get, GetDestination{made.id}) == changed);
}

// "Vendas " was another department than its agents'.
TEST_CASE("name and department are kept without blanks around them") {
  Store store;
  const Destination made = store.write(
      destinations::create, CreateDestination{.name = " Jeni ", .number = "1004", .department = "Vendas "});
  CHECK(made.name == "Jeni");
  CHECK(made.department == "Vendas");
  const Destination changed = store.write(
      destinations::update, UpdateDestination{.destination_id = made.id, .department = "\tFinanceiro"});
  CHECK(changed.department == "Financeiro");
}

TEST_CASE("a deleted destination is gone, also from the hunt lists that name it") {
  Store store;
  const Destination ana =
      store.write(destinations::create, CreateDestination{.name = "Ana", .number = "1005"});
  CreateDestination request = jeni();
  request.hunt = {{TransferResult::busy, ana.id}};
  const Destination made = store.write(destinations::create, request);
  CHECK(store.write(destinations::delete_, DeleteDestination{ana.id}).destination_id == ana.id);
  CHECK(error_of([&] { store.read(destinations::get, GetDestination{ana.id}); }) == "not_found");
  CHECK(error_of([&] { store.write(destinations::delete_, DeleteDestination{ana.id}); }) == "not_found");
  const Destination changed =
      store.write(destinations::update, UpdateDestination{.destination_id = made.id, .name = "Jeniffer"});
  CHECK(changed.hunt.empty());
}

TEST_CASE("another tenant's destination does not exist") {
  Store store;
  const Destination made = store.write(destinations::create, jeni());
  store.tenant = {"other"};
  CHECK(error_of([&] { store.read(destinations::get, GetDestination{made.id}); }) == "not_found");
  CHECK(error_of([&] { store.write(destinations::update, UpdateDestination{.destination_id = made.id}); }) ==
        "not_found");
  CHECK(error_of([&] { store.write(destinations::delete_, DeleteDestination{made.id}); }) == "not_found");
  CHECK(store.read(destinations::list, ListDestinations{}).destinations.empty());
  CHECK(store.read(destinations::resolve, ResolveDestination{.text = "Jeni"}).status ==
        ResolveStatus::not_found);
  CreateDestination hunting = jeni();
  hunting.hunt = {{TransferResult::busy, made.id}};
  CHECK(error_of([&] { store.write(destinations::create, hunting); }) == "not_found");
}

TEST_CASE("what is out of its limits or could break a dial string is refused") {
  struct Row {
    std::string what;
    std::function<void(CreateDestination&)> spoil;
    std::string error;
  };
  const std::vector<Row> rows = {
      {"no name", [](auto& r) { r.name = " "; }, "invalid_argument name"},
      {"101 characters", [](auto& r) { r.name = std::string(101, 'x'); }, "invalid_argument name"},
      {"a name of two lines", [](auto& r) { r.name = "Jeni\nBridge"; }, "invalid_argument name"},
      {"51 aliases", [](auto& r) { r.aliases.assign(51, "x"); }, "invalid_argument aliases"},
      {"an empty alias",
       [](auto& r) {
         r.aliases = {"a", ""};
       },
       "invalid_argument aliases[1]"},
      {"a long alias", [](auto& r) { r.aliases = {std::string(101, 'x')}; }, "invalid_argument aliases[0]"},
      {"no number", [](auto& r) { r.number = ""; }, "invalid_argument number"},
      {"11 digits", [](auto& r) { r.number = "12345678901"; }, "invalid_argument number"},
      {"two numbers", [](auto& r) { r.number = "1004,1005"; }, "invalid_argument number"},
      {"a variable", [](auto& r) { r.number = "{x=1}1004"; }, "invalid_argument number"},
      {"a second command",
       [](auto& r) {
         r.number = "1004\n\n";
         r.number += "api x";
       },
       "invalid_argument number"},
      {"a percent code", [](auto& r) { r.number = "1004%0A"; }, "invalid_argument number"},
      {"an external word",
       [](auto& r) {
         r.type = DestinationType::external;
         r.number = "sip:x@y";
       },
       "invalid_argument number"},
      {"a premium number",
       [](auto& r) {
         r.type = DestinationType::external;
         r.number = "0900 123456";
       },
       "invalid_argument number"},
      {"an emergency number",
       [](auto& r) {
         r.type = DestinationType::external;
         r.number = "190";
       },
       "invalid_argument number"},
      {"an external number without area code",
       [](auto& r) {
         r.type = DestinationType::external;
         r.number = "99775-1234";
       },
       "invalid_argument number"},
      {"an external list",
       [](auto& r) {
         r.type = DestinationType::external;
         r.number = "9000|9001";
       },
       "invalid_argument number"},
      {"a queue of 51 digits",
       [](auto& r) {
         r.type = DestinationType::queue;
         r.number = std::string(51, '1');
       },
       "invalid_argument number"},
      {"a context with a blank", [](auto& r) { r.context = "default x"; }, "invalid_argument context"},
      {"no context", [](auto& r) { r.context = ""; }, "invalid_argument context"},
      {"a long department", [](auto& r) { r.department = std::string(101, 'x'); },
       "invalid_argument department"},
      {"4 seconds", [](auto& r) { r.ring_timeout_seconds = 4; }, "invalid_argument ring_timeout_seconds"},
      {"121 seconds", [](auto& r) { r.ring_timeout_seconds = 121; }, "invalid_argument ring_timeout_seconds"},
      {"an unknown secretary", [](auto& r) { r.secretary_id = {"nobody"}; }, "not_found"},
      {"an unknown next",
       [](auto& r) {
         r.hunt = {{TransferResult::busy, {"nobody"}}};
       },
       "not_found"},
      {"next after an answer",
       [](auto& r) {
         r.hunt = {{TransferResult::answered, {"x"}}};
       },
       "invalid_argument hunt[0].result"},
      {"21 to try",
       [](auto& r) {
         r.hunt.assign(21, {TransferResult::busy, {"x"}});
       },
       "invalid_argument hunt"},
  };
  Store store;
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CreateDestination request = jeni();
    row.spoil(request);
    CHECK(error_of([&] { store.write(destinations::create, request); }) == row.error);
  }
  CHECK(store.read(destinations::list, ListDestinations{}).destinations.empty());
}

TEST_CASE("numbers are kept as they are dialled") {
  struct Row {
    DestinationType type;
    std::string typed, kept;
  };
  const std::vector<Row> rows = {{DestinationType::extension, " 1004 ", "1004"},
                                 {DestinationType::extension, "*97#", "*97#"},
                                 {DestinationType::queue, "5001", "5001"},
                                 {DestinationType::ring_group, "6000", "6000"},
                                 {DestinationType::external, "(18) 99775-1234", "+5518997751234"},
                                 {DestinationType::external, "+1 305 371 1234", "+13053711234"},
                                 {DestinationType::external, "9000", "9000"}};
  Store store;
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    const Destination made = store.write(
        destinations::create, CreateDestination{.name = "x", .type = row.type, .number = row.typed});
    CHECK(made.number == row.kept);
    CHECK(
        store.write(destinations::update, UpdateDestination{.destination_id = made.id, .name = "y"}).number ==
        row.kept);
  }
}

TEST_CASE("destinations are listed as they were made, filtered and in pages") {
  Store store;
  const auto secretary = store.write(secretaries::create, secretaries::CreateSecretary{.name = "Lia"});
  const auto add = [&](const CreateDestination& request) {
    store.now += Milliseconds(1);
    return store.write(destinations::create, request);
  };
  add({.name = "a", .number = "1", .department = "Jurídico"});
  const auto second = add({.name = "b", .number = "2", .enabled = false});
  add({.name = "c", .type = DestinationType::queue, .number = "3"});
  add({.name = "d", .number = "4", .secretary_id = secretary.id});
  const auto listed = [&](const ListDestinations& request) {
    return names_of(store.read(destinations::list, request).destinations);
  };
  CHECK(listed({}) == "a b c d ");
  CHECK(listed({.enabled = true}) == "a c d ");
  CHECK(listed({.enabled = false}) == "b ");
  CHECK(listed({.type = DestinationType::queue}) == "c ");
  CHECK(listed({.department = " JURIDICO "}) == "a ");
  CHECK(listed({.secretary_id = secretary.id}) == "a b c d ");
  CHECK(listed({.secretary_id = {"another"}}) == "a b c ");
  CHECK(listed({.limit = 2}) == "a b ");
  CHECK(listed({.limit = 2, .after = second.id}) == "c d ");
  CHECK(error_of([&] { listed({.limit = 1001}); }) == "invalid_argument limit");
}

TEST_CASE("what the assistant says tells callers apart who ask for namesakes") {
  struct Row {
    std::vector<CreateDestination> destinations;
    std::string said, say;
  };
  const std::vector<Row> rows = {
      {{jeni(), {.name = "Ana", .number = "1005", .department = "Financeiro"}}, "a Jeni", ""},
      {{{.name = "Carlos Souza", .number = "1"}, {.name = "Carlos Lima", .number = "2"}},
       "Carlos",
       "Encontrei mais de uma opção: Carlos Souza ou Carlos Lima. Com qual delas você quer falar?"},
      {{{.name = "Ana", .number = "1", .department = "Vendas"},
        {.name = "Ana", .number = "2", .department = "RH"}},
       "Ana",
       "Encontrei mais de uma opção: Ana do setor Vendas ou Ana do setor RH. Com qual delas você quer "
       "falar?"},
      {{{.name = "Ana", .number = "1"}, {.name = "Ana", .number = "2"}, {.name = "Ana", .number = "3"}},
       "Ana",
       "Encontrei mais de uma opção: Ana do ramal 1, Ana do ramal 2 ou Ana do ramal 3. Com qual delas você "
       "quer "
       "falar?"},
      {{{.name = "Ana", .number = "1"},
        {.name = "Ana", .number = "2"},
        {.name = "Ana", .number = "3"},
        {.name = "Ana", .number = "4"},
        {.name = "Ana", .number = "5"}},
       "Ana",
       "Encontrei várias opções com esse nome. Pode dizer o nome completo ou o setor, por favor?"},
      {{jeni()}, "Roberto", "Não encontrei essa pessoa ou setor. Pode repetir o nome, por favor?"},
      {{jeni()}, "alguém", "Com quem você gostaria de falar?"},
      {{{.name = "Jeni", .number = "1", .enabled = false}},
       "Jeni",
       "Jeni não está recebendo ligações no momento."},
  };
  for (const Row& row : rows) {
    CAPTURE(row.said);
    Store store;
    for (const auto& each : row.destinations) store.write(destinations::create, each);
    CHECK(store.read(destinations::resolve, ResolveDestination{.text = row.said}).say == row.say);
  }
}

TEST_CASE("\"anyone\" goes to the secretary's default, else to the tenant's, else is asked") {
  Store store;
  const auto jeni_made = store.write(destinations::create, jeni());
  const auto ana = store.write(destinations::create, CreateDestination{.name = "Ana", .number = "1005"});
  const auto secretary =
      store.write(secretaries::create,
                  secretaries::CreateSecretary{.name = "Lia", .default_destination_id = jeni_made.id});
  const auto anyone = [&](const SecretaryId& id) {
    const auto answer =
        store.read(destinations::resolve, ResolveDestination{.text = "alguém", .secretary_id = id});
    CHECK((answer.status == ResolveStatus::found) == (answer.matched_by == MatchedBy::default_destination));
    return wire_name(answer.status) + " " + names_of(answer.destinations);
  };
  CHECK(anyone({}) == "ask_whom ");
  CHECK(anyone(secretary.id) == "found Jeni ");
  store.write(tenants::update, tenants::UpdateTenant{.default_destination_id = ana.id.value});
  CHECK(anyone({}) == "found Ana ");
  CHECK(anyone(secretary.id) == "found Jeni ");
  store.write(destinations::update, UpdateDestination{.destination_id = jeni_made.id, .enabled = false});
  CHECK(anyone(secretary.id) == "found Ana ");
  store.write(destinations::delete_, DeleteDestination{ana.id});
  CHECK(anyone(secretary.id) == "ask_whom ");
}

TEST_CASE("callers of a secretary reach its own destinations and those of all, in its language") {
  Store store;
  const auto lia =
      store.write(secretaries::create, secretaries::CreateSecretary{.name = "Lia", .language = "en-US"});
  const auto bia = store.write(secretaries::create, secretaries::CreateSecretary{.name = "Bia"});
  CreateDestination own = jeni();
  own.secretary_id = lia.id;
  store.write(destinations::create, own);
  const auto resolved = [&](const SecretaryId& id) {
    return store.read(destinations::resolve, ResolveDestination{.text = "Jeni", .secretary_id = id});
  };
  CHECK(resolved(lia.id).status == ResolveStatus::found);
  CHECK(resolved({}).status == ResolveStatus::found);
  CHECK(resolved(bia.id).status == ResolveStatus::not_found);
  CHECK(
      store.read(destinations::resolve, ResolveDestination{.text = "Roberto", .secretary_id = lia.id}).say ==
      "I could not find that person or department. Could you say the name again, please?");
  CHECK(error_of([&] { resolved({"nobody"}); }) == "not_found");
}

TEST_CASE("an utterance of a megabyte is refused") {
  Store store;
  const std::string text(1 << 20, 'a');
  CHECK(error_of([&] { store.read(destinations::resolve, ResolveDestination{.text = text}); }) ==
        "invalid_argument text");
}

TEST_CASE("destinations and secretaries travel as JSON and come back the same") {
  Store store;
  const Destination ana =
      store.write(destinations::create, CreateDestination{.name = "Ana", .number = "1005"});
  CreateDestination request = jeni();
  request.hunt = {{TransferResult::no_answer, ana.id}};
  const Destination made = store.write(destinations::create, request);
  CHECK(from_json<Destination>(to_json(made)) == made);
  const auto secretary =
      store.write(secretaries::create, secretaries::CreateSecretary{.name = "Lia", .blind_transfer = true});
  CHECK(from_json<secretaries::Secretary>(to_json(secretary)) == secretary);
  CHECK(error_of([] { from_json<CreateDestination>(R"({"name": "Jeni"})"); }) == "invalid_argument number");
  CHECK(error_of([] { from_json<CreateDestination>(R"({"name": "x", "number": "1", "type": "fax"})"); }) ==
        "invalid_argument type");
}

// Two of them were offered as "Bruno do ramal 1003 ou Bruno do ramal 1003".
TEST_CASE("a name and number are of one destination") {
  Store store;
  const CreateDestination bruno{.name = "Bruno", .number = "1003"};
  store.write(destinations::create, bruno);
  CHECK_THROWS_AS(store.write(destinations::create, bruno), Error);
  CHECK_NOTHROW(store.write(destinations::create, CreateDestination{.name = "Bruno", .number = "1004"}));
}

TEST_CASE("what is made, changed and deleted is told; what is refused is not") {
  Store store;
  const Destination made = store.write(destinations::create, jeni());
  store.write(destinations::update, UpdateDestination{.destination_id = made.id, .enabled = false});
  CHECK(error_of([&] { store.write(destinations::update, UpdateDestination{.destination_id = {"x"}}); }) ==
        "not_found");
  store.write(destinations::delete_, DeleteDestination{made.id});
  CHECK(store.topics() == "destination.created destination.updated destination.deleted ");
  for (const Event& event : store.events) {
    CHECK(event.entity == made.id.value);
    CHECK(event.payload == "{\"destination_id\":\"" + made.id.value + "\"}");
  }
}
