#include <smarthandoff/handoff/secretary.hpp>

#include <doctest/doctest.h>

#include <functional>

#include <smarthandoff/handoff/destination.hpp>

#include "support/domain_store.hpp"

using namespace smarthandoff;
using namespace smarthandoff::secretaries;
using domain_store::error_of;
using domain_store::Store;

TEST_CASE("a secretary is read back as it was made, changed in parts, and deleted") {
  Store store;
  const Secretary made =
      store.write(secretaries::create, CreateSecretary{.name = " Lia ",
                                                       .pbx_domain = "acme.pbx.local",
                                                       .language = "pt-BR",
                                                       .opening_hours = "mon-fri 09:00-12:00",
                                                       .assistant_extension = "9000"});
  CHECK(made.name == "Lia");
  CHECK(made.assistant_context == "default");
  CHECK(made.dialogue_enabled);
  CHECK(made.enabled);
  CHECK_FALSE(made.blind_transfer);
  CHECK(store.read(secretaries::get, GetSecretary{made.id}) == made);
  store.now += Milliseconds(1);
  const Secretary changed = store.write(
      secretaries::update,
      UpdateSecretary{.secretary_id = made.id, .blind_transfer = true, .dialogue_enabled = false});
  CHECK(changed.name == "Lia");
  CHECK(changed.blind_transfer == true);
  CHECK_FALSE(changed.dialogue_enabled);
  CHECK(store.read(secretaries::get, GetSecretary{made.id}) == changed);
  CHECK(store.write(secretaries::delete_, DeleteSecretary{made.id}).secretary_id == made.id);
  CHECK(error_of([&] { store.read(secretaries::get, GetSecretary{made.id}); }) == "not_found");
  CHECK(error_of([&] { store.write(secretaries::delete_, DeleteSecretary{made.id}); }) == "not_found");
  CHECK(store.topics() == "secretary.created secretary.updated secretary.deleted ");
}

TEST_CASE("a secretary with destinations of its own stays") {
  Store store;
  const Secretary made = store.write(secretaries::create, CreateSecretary{.name = "Lia"});
  const auto own =
      store.write(destinations::create,
                  destinations::CreateDestination{.name = "Jeni", .number = "1004", .secretary_id = made.id});
  CHECK(error_of([&] { store.write(secretaries::delete_, DeleteSecretary{made.id}); }) ==
        "failed_precondition");
  store.write(destinations::delete_, destinations::DeleteDestination{own.id});
  CHECK(error_of([&] { store.write(secretaries::delete_, DeleteSecretary{made.id}); }) == "none");
}

TEST_CASE("another tenant's secretary does not exist") {
  Store store;
  const Secretary made = store.write(secretaries::create, CreateSecretary{.name = "Lia"});
  store.tenant = {"other"};
  CHECK(error_of([&] { store.read(secretaries::get, GetSecretary{made.id}); }) == "not_found");
  CHECK(error_of([&] { store.write(secretaries::update, UpdateSecretary{.secretary_id = made.id}); }) ==
        "not_found");
  CHECK(store.read(secretaries::list, ListSecretaries{}).secretaries.empty());
}

TEST_CASE("secretaries are listed as they were made") {
  Store store;
  std::vector<Secretary> made;
  for (const bool enabled : {true, false, true}) {
    store.now += Milliseconds(1);
    made.push_back(store.write(secretaries::create, CreateSecretary{.name = "Lia", .enabled = enabled}));
  }
  CHECK(store.read(secretaries::list, ListSecretaries{}).secretaries == made);
  CHECK(store.read(secretaries::list, ListSecretaries{.enabled = false}).secretaries == std::vector{made[1]});
  CHECK(store.read(secretaries::list, ListSecretaries{.limit = 1, .after = made[1].id}).secretaries ==
        std::vector{made[2]});
}

TEST_CASE("what a secretary cannot be is refused") {
  struct Row {
    std::string what;
    std::function<void(CreateSecretary&)> spoil;
    std::string error;
  };
  const std::vector<Row> rows = {
      {"no name", [](auto& r) { r.name = ""; }, "invalid_argument name"},
      {"a domain with a variable", [](auto& r) { r.pbx_domain = "${x}"; }, "invalid_argument pbx_domain"},
      {"French", [](auto& r) { r.language = "fr-FR"; }, "invalid_argument language"},
      {"hours of no form", [](auto& r) { r.opening_hours = "sometimes"; }, "invalid_argument opening_hours"},
      {"an extension of two", [](auto& r) { r.assistant_extension = "9000 XML"; },
       "invalid_argument assistant_extension"},
      {"no context", [](auto& r) { r.assistant_context = ""; }, "invalid_argument assistant_context"},
      {"a long greeting", [](auto& r) { r.greeting = std::string(1001, 'x'); }, "invalid_argument greeting"},
      {"an unknown default", [](auto& r) { r.default_destination_id = {"nobody"}; }, "not_found"},
  };
  Store store;
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CreateSecretary request{.name = "Lia"};
    row.spoil(request);
    CHECK(error_of([&] { store.write(secretaries::create, request); }) == row.error);
  }
}
