// Against a real PostgreSQL with the tables of a FusionPBX.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <set>
#include <thread>

#include <smarthandoff/telephony/fusionpbx.hpp>

#include "support/directory_rows.hpp"
#include "support/eventually.hpp"
#include "support/fusionpbx.hpp"
#include "telephony/fusionpbx/tables.hpp"

using namespace smarthandoff;
using namespace smarthandoff::telephony;

namespace {

using Dnd = std::vector<std::optional<bool>>;
constexpr Milliseconds kPatience{10'000};
constexpr const char* kAcmeUuid = "11111111-1111-4111-8111-111111111111";

// An opened directory that is asked and waited for.
struct Opened {
  explicit Opened(FusionPbxOptions options) : directory(make_fusionpbx(std::move(options))) {
    directory->start(kPatience);
  }
  ~Opened() { directory->stop(); }

  Dnd dnd(const std::vector<std::string>& extensions, const std::string& domain) const {
    std::promise<Dnd> answer;
    directory->do_not_disturb(extensions, domain, [&](const Dnd& found) { answer.set_value(found); });
    return answer.get_future().get();
  }
  std::pair<Failure, std::vector<DirectoryDomain>> destinations(
      const std::vector<std::string>& domains) const {
    std::promise<std::pair<Failure, std::vector<DirectoryDomain>>> answer;
    directory->destinations(domains, [&](Failure failure, std::vector<DirectoryDomain> found) {
      answer.set_value({std::move(failure), std::move(found)});
    });
    return answer.get_future().get();
  }
  bool reaches(PortState state) const {
    return test_support::eventually([&] { return directory->health().state == state; });
  }

  std::shared_ptr<Directory> directory;
};

FusionPbxOptions options_for(const std::string& url) {
  return {.url = Secret(url), .reconnect_min = Milliseconds(20), .reconnect_max = Milliseconds(50)};
}

ErrorCode code_of(const FusionPbxOptions& options) {
  try {
    make_fusionpbx(options);
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("hush") == std::string::npos);
    return error.code();
  }
  return ErrorCode::internal;
}

}  // namespace

TEST_CASE("do not disturb is read by domain and extension, and unknown where there is no such extension") {
  const test_fusionpbx::Database database;
  const Opened opened(options_for(database.url()));
  CHECK(opened.directory->health().state == PortState::connected);
  struct Row {
    const char* extension;
    const char* domain;
    std::optional<bool> expected;
  };
  const Row rows[] = {
      {"1001", "acme.pbx.local", false},
      {"1002", "acme.pbx.local", true},
      {"1003", "acme.pbx.local", false},
      {"1004", "acme.pbx.local", false},
      {"1001", "other.pbx.local", true},
      {"1002", "ACME.PBX.local", true},
      {"1002", kAcmeUuid, true},
      {"1099", "acme.pbx.local", {}},
      {"1002", "nobody.pbx.local", {}},
      {"1002", "", {}},  // there are three domains
      {"", "acme.pbx.local", {}},
      {"1002'; DROP TABLE v_domains; --", "acme.pbx.local", {}},
      {"1002\n=1002", "acme.pbx.local", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.extension);
    CAPTURE(row.domain);
    CHECK(opened.dnd({row.extension}, row.domain) == Dnd{row.expected});
  }
  CHECK(opened.dnd({"1002", "1099", "1001", "1002"}, "acme.pbx.local") == Dnd{true, {}, false, true});
  CHECK(opened.dnd({}, "acme.pbx.local").empty());
}

TEST_CASE("an extension without a domain is one of the only domain, or of the one configured") {
  const test_fusionpbx::Database database;
  auto options = options_for(database.url());
  options.domain = "acme.pbx.local";
  const Opened configured(options);
  CHECK(configured.dnd({"1002"}, "") == Dnd{true});
  database.sql("DELETE FROM v_domains WHERE domain_name = 'empty.pbx.local'");
  const Opened opened(options_for(database.url()));
  CHECK(opened.dnd({"1002"}, "") == Dnd{std::nullopt});
  database.sql("DELETE FROM v_extensions WHERE domain_uuid <> '" + std::string(kAcmeUuid) + "'");
  database.sql("DELETE FROM v_domains WHERE domain_uuid <> '" + std::string(kAcmeUuid) + "'");
  CHECK(opened.dnd({"1002"}, "") == Dnd{true});
}

TEST_CASE("every question sees what the table holds now") {
  const test_fusionpbx::Database database;
  const Opened opened(options_for(database.url()));
  for (const char* value : {"true", "false", "t", "no", "1", "0", "Enabled", ""}) {
    CAPTURE(value);
    database.set_dnd("1001", value);
    const bool on = std::set<std::string>{"true", "t", "1", "Enabled"}.contains(value);
    CHECK(opened.dnd({"1001"}, "acme.pbx.local") == Dnd{on});
  }
  database.sql("ALTER TABLE v_extensions ALTER do_not_disturb TYPE BOOLEAN USING do_not_disturb = 'x'");
  database.set_dnd("1001", "true");
  CHECK(opened.dnd({"1001"}, "acme.pbx.local") == Dnd{true});
}

TEST_CASE("thousands of extensions are answered, asked for one by one or together") {
  const test_fusionpbx::Database database;
  database.sql("INSERT INTO v_extensions (domain_uuid, extension, do_not_disturb) SELECT '" +
               std::string(kAcmeUuid) +
               "', CAST(2000 + n AS TEXT), "
               "CASE WHEN n % 10 = 0 THEN 'true' ELSE 'false' END FROM generate_series(0, 4999) AS n");
  auto options = options_for(database.url());
  options.query_timeout = Milliseconds(30'000);
  const Opened opened(options);
  std::vector<std::promise<Dnd>> answers(5000);
  for (std::size_t n = 0; n < answers.size(); ++n)
    opened.directory->do_not_disturb({std::to_string(2000 + n)}, "acme.pbx.local",
                                     [&, n](const Dnd& found) { answers[n].set_value(found); });
  for (std::size_t n = 0; n < answers.size(); ++n) CHECK(answers[n].get_future().get() == Dnd{n % 10 == 0});
  std::vector<std::string> many;
  for (int n = 0; n < 5000; ++n) many.push_back(std::to_string(2000 + n));
  const Dnd all = opened.dnd(many, "acme.pbx.local");
  CHECK(std::ranges::count(all, std::optional<bool>(true)) == 500);
}

TEST_CASE("the destinations of a domain are read as they stand") {
  const test_fusionpbx::Database database;
  const Opened opened(options_for(database.url()));
  const auto [failure, found] =
      opened.destinations({"acme.pbx.local", "empty.pbx.local", "nobody.pbx.local", kAcmeUuid});
  REQUIRE_FALSE(failure);
  REQUIRE(found.size() == 4);
  CHECK(found[0].known);
  CHECK(found[1] == DirectoryDomain{.domain = "empty.pbx.local", .known = true, .destinations = {}});
  CHECK(found[2] == DirectoryDomain{.domain = "nobody.pbx.local", .known = false, .destinations = {}});
  CHECK(found[3].destinations == found[0].destinations);
  REQUIRE(found[0].destinations.size() == 3);
  DirectoryDestination jeni = test_directory::jeni("aaaaaaaa-0000-4000-8000-000000000001");
  jeni.aliases = {"jeni", "jeniffer", "a \"Jê\", da cobrança"};
  CHECK(found[0].destinations[0] == jeni);
  CHECK(found[0].destinations[1] == test_directory::support_group("aaaaaaaa-0000-4000-8000-000000000002"));
  CHECK_FALSE(found[0].destinations[2].enabled);
}

TEST_CASE("a database without the table of destinations still answers for do not disturb, and says so") {
  const test_fusionpbx::Database database;
  database.sql("DROP TABLE v_voice_transfer_destinations");
  const Opened opened(options_for(database.url()));
  const auto [failure, found] = opened.destinations({"acme.pbx.local"});
  REQUIRE(failure);
  CHECK(opened.dnd({"1002"}, "acme.pbx.local") == Dnd{true});
  const PortHealth health = opened.directory->health();
  CHECK(health.state == PortState::connected);
  CHECK(health.detail.find("v_voice_transfer_destinations") != std::string::npos);
}

TEST_CASE("a role without the right to read cannot tell, and the health names the table") {
  const test_fusionpbx::Database database;
  database.sql("REVOKE SELECT ON v_extensions FROM " + database.reader());
  const Opened opened(options_for(database.url()));
  CHECK(opened.dnd({"1002"}, "acme.pbx.local") == Dnd{std::nullopt});
  CHECK(opened.directory->health().detail.find("v_extensions") != std::string::npos);
  CHECK_FALSE(opened.destinations({"acme.pbx.local"}).first);
}

TEST_CASE("the session is read-only, also for a role that could write") {
  const test_fusionpbx::Database database;
  storage::PostgresqlLink link(storage::parse_postgresql_url(database.owner_url(), "fusionpbx"),
                               {.oldest_server = 11, .read_only = true});
  const auto outcome = link.run({{.sql = "DELETE FROM v_domains", .values = {}, .each = {}}});
  REQUIRE(outcome.error);
  CHECK(outcome.error->details().at("sqlstate") == "25006");
}

TEST_CASE("a query that takes too long is cut off by the server, and nothing is told") {
  const test_fusionpbx::Database database;
  auto options = options_for(database.url());
  options.query_timeout = Milliseconds(100);
  const Opened opened(options);
  std::promise<void> locked;
  std::promise<void> asked;
  std::thread locker([&] {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(database.owner_url().c_str()),
                                                                PQfinish);
    PQclear(PQexec(connection.get(), "BEGIN; LOCK TABLE v_extensions IN ACCESS EXCLUSIVE MODE"));
    locked.set_value();
    asked.get_future().wait();
  });
  locked.get_future().wait();
  CHECK(opened.dnd({"1002"}, "acme.pbx.local") == Dnd{std::nullopt});
  CHECK_FALSE(opened.directory->health().detail.empty());
  asked.set_value();
  locker.join();
  CHECK(opened.dnd({"1002"}, "acme.pbx.local") == Dnd{true});
  CHECK(opened.directory->health().detail.empty());
}

TEST_CASE("a session that was ended is made anew before the next question") {
  const test_fusionpbx::Database database;
  const Opened opened(options_for(database.url()));
  for (int round = 0; round < 3; ++round) {
    database.end_sessions();
    CHECK(opened.reaches(PortState::connected));
    // The end may be noticed only by the question itself; the one after it has a session again.
    const Dnd answer = opened.dnd({"1002"}, "acme.pbx.local");
    CHECK((answer == Dnd{true} || opened.reaches(PortState::connected)));
    CHECK(opened.dnd({"1002"}, "acme.pbx.local") == Dnd{true});
  }
}

TEST_CASE("a database that went away is health's business: everything else is answered at once") {
  const test_fusionpbx::Database database;
  const Opened opened(options_for(database.url()));
  database.sql("ALTER ROLE " + database.reader() + " NOLOGIN");
  database.end_sessions();
  CHECK(test_support::eventually([&] { return opened.directory->health().state != PortState::connected; }));
  CHECK_FALSE(opened.directory->health().detail.empty());
  CHECK(opened.dnd({"1002", "1001"}, "acme.pbx.local") == Dnd{std::nullopt, std::nullopt});
  const auto [failure, found] = opened.destinations({"acme.pbx.local"});
  REQUIRE(failure);
  CHECK(failure->code() == ErrorCode::unavailable);
  database.sql("ALTER ROLE " + database.reader() + " LOGIN");
  CHECK(opened.reaches(PortState::connected));
  CHECK(opened.dnd({"1002"}, "acme.pbx.local") == Dnd{true});
}

TEST_CASE("a wrong password is told at once, an unreachable server is not an error") {
  const test_fusionpbx::Database database;
  std::string url = database.url();
  url.replace(url.find(':' + database.reader() + '@'), database.reader().size() + 2, ":hush@");
  const auto refused = make_fusionpbx(options_for(url));
  try {
    refused->start(kPatience);
    FAIL("it was let in");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unauthorized);
    CHECK(std::string(error.what()).find("hush") == std::string::npos);
  }
  const Opened away(options_for("postgresql://reader:hush@127.0.0.1:1/fusionpbx"));
  CHECK(away.directory->health().state == PortState::connecting);
  CHECK(away.directory->health().detail.find("hush") == std::string::npos);
  CHECK(away.dnd({"1002"}, "acme.pbx.local") == Dnd{std::nullopt});
}

TEST_CASE("options that cannot be meant are refused by name") {
  const std::string good = "postgresql://reader:hush@127.0.0.1:5432/fusionpbx";
  CHECK(code_of({.url = Secret("mysql://reader:hush@host/db")}) == ErrorCode::invalid_argument);
  CHECK(code_of({.url = Secret("")}) == ErrorCode::invalid_argument);
  CHECK(code_of({.url = Secret("postgresql://reader:hush@host")}) == ErrorCode::invalid_argument);
  CHECK(code_of({.url = Secret(good), .domain = "a\nb"}) == ErrorCode::invalid_argument);
  CHECK(code_of({.url = Secret(good), .query_timeout = Milliseconds(0)}) == ErrorCode::invalid_argument);
  CHECK(code_of(
            {.url = Secret(good), .reconnect_min = Milliseconds(5000), .reconnect_max = Milliseconds(10)}) ==
        ErrorCode::invalid_argument);
}

TEST_CASE("nothing is answered after stop") {
  const test_fusionpbx::Database database;
  const auto directory = make_fusionpbx(options_for(database.url()));
  directory->start(kPatience);
  directory->stop();
  bool answered = false;
  directory->do_not_disturb({"1002"}, "acme.pbx.local", [&](const Dnd&) { answered = true; });
  CHECK_FALSE(answered);
  CHECK(directory->health().state == PortState::stopped);
}
