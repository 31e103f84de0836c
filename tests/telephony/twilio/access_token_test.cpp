#include <smarthandoff/telephony/twilio/access_token.hpp>

#include <doctest/doctest.h>

#include <functional>

#include <smarthandoff/base/error.hpp>

#include "base/digest.hpp"
#include "telephony/twilio/data.hpp"

using namespace smarthandoff;
using namespace smarthandoff::twilio;
using twilio_data::Json;

namespace {

AccessToken of_vector(const Json& row) {
  return {.account_sid = row["account_sid"],
          .key_sid = row["key_sid"],
          .key_secret = Secret(row["secret"].get<std::string>()),
          .identity = row["options"]["identity"],
          .ttl = row["options"].value("ttl", std::int64_t{3600}),
          .issued_at = {Instant(Seconds(row["now"].get<std::int64_t>()))}};
}

Json decoded(std::string part) {
  for (char& c : part) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (part.size() % 4 != 0) part += '=';
  return Json::parse(*digest::from_base64(part));
}

Json part(const std::string& token, int index) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  return decoded(index == 0 ? token.substr(0, first) : token.substr(first + 1, second - first - 1));
}

Json vectors() {
  return twilio_data::read(twilio_data::folder() / "access_tokens.json")["tokens"];
}

std::string refused(const std::function<void(AccessToken&)>& change) {
  AccessToken request = of_vector(vectors()[0]);
  change(request);
  try {
    access_token(request);
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("s3cr3t") == std::string::npos);
    return error.details().at("field");
  }
  return "none";
}

}  // namespace

TEST_CASE("an agent's token is byte for byte the one of Twilio's package") {
  const Json row = vectors()[0];
  AccessToken request = of_vector(row);
  request.incoming = true;
  request.outgoing_application_sid = "AP" + std::string(32, 'c');
  CHECK(access_token(request) == row["jwt"].get<std::string>());
}

TEST_CASE("parameters, a push credential and a beginning are in the claims") {
  AccessToken request = of_vector(vectors()[1]);
  request.outgoing_application_sid = "AP" + std::string(32, 'c');
  request.outgoing_params = {{"role", "closer"}};
  request.push_credential_sid = "CR" + std::string(32, 'd');
  request.not_before = UnixTime{Instant(Seconds(1699999990))};
  const Json claims = part(access_token(request), 1);
  Json expected = Json::parse(vectors()[1]["payload_json"].get<std::string>());
  expected["grants"]["voice"].erase("endpoint_id");
  expected["grants"]["voice"]["outgoing"]["params"].erase("n");
  CHECK(claims == expected);
}

TEST_CASE("the region of the key is in the header, and only there") {
  AccessToken request = of_vector(vectors()[2]);
  request.incoming = true;
  request.region = "ie1";
  const std::string token = access_token(request);
  CHECK(part(token, 0) ==
        Json({{"alg", "HS256"}, {"typ", "JWT"}, {"cty", "twilio-fpa;v=1"}, {"twr", "ie1"}}));
  CHECK(part(token, 1) == Json::parse(vectors()[2]["payload_json"].get<std::string>()));
}

TEST_CASE("every wrong argument is refused by its name, and the secret is in no message") {
  const std::string application = "AP" + std::string(32, 'c');
  CHECK(refused([](AccessToken&) {}) == "none");
  CHECK(refused([](AccessToken& t) { t.account_sid = "AC123"; }) == "account_sid");
  CHECK(refused([](AccessToken& t) { t.account_sid = t.key_sid; }) == "account_sid");
  CHECK(refused([](AccessToken& t) { t.key_sid = "SK" + std::string(32, 'x'); }) == "key_sid");
  CHECK(refused([](AccessToken& t) { t.key_secret = Secret(); }) == "key_secret");
  CHECK(refused([](AccessToken& t) { t.identity = " "; }) == "identity");
  CHECK(refused([](AccessToken& t) { t.identity = std::string(257, 'a'); }) == "identity");
  CHECK(refused([](AccessToken& t) { t.identity = "a\nb"; }) == "identity");
  CHECK(refused([](AccessToken& t) { t.identity = "\xff"; }) == "identity");
  CHECK(refused([](AccessToken& t) { t.ttl = 0; }) == "ttl");
  CHECK(refused([](AccessToken& t) { t.ttl = 86'401; }) == "ttl");
  CHECK(refused([](AccessToken& t) { t.issued_at = {}; }) == "issued_at");
  CHECK(refused([](AccessToken& t) { t.outgoing_application_sid = "AP1"; }) == "outgoing_application_sid");
  CHECK(refused([](AccessToken& t) { t.outgoing_params = {{"a", "b"}}; }) == "outgoing_params");
  CHECK(refused([](AccessToken& t) { t.region = "IE1"; }) == "region");
  CHECK(refused([](AccessToken& t) { t.region = "ie1\"}"; }) == "region");
  CHECK(refused([](AccessToken& t) { t.push_credential_sid = "CR"; }) == "push_credential_sid");
  CHECK(refused([](AccessToken& t) { t.not_before = UnixTime{}; }) == "not_before");
  CHECK(refused([&](AccessToken& t) {
          t.outgoing_application_sid = application;
          t.outgoing_params = {{"a", "b\nc"}};
        }) == "outgoing_params.a");
}
