#include <smarthandoff/telephony/twilio/signature.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>

#include "telephony/twilio/data.hpp"

using namespace smarthandoff;
using namespace smarthandoff::twilio;
using twilio_data::Json;

namespace {

const std::string kJson = "application/json";

FormParams params_of(const Json& object) {
  FormParams params;
  for (const auto& [name, value] : object.items()) {
    if (value.is_array())
      for (const auto& one : value) params.pairs.emplace_back(name, one.get<std::string>());
    else
      params.pairs.emplace_back(name, value.get<std::string>());
  }
  return params;
}

Json vectors() {
  return twilio_data::read(twilio_data::folder() / "request_signatures.json");
}

std::string text(const Json& object, const char* name) {
  return object.at(name).get<std::string>();
}

bool fits(const std::string& signature, const std::string& url, const std::string& body = {},
          const std::string& content_type = "application/x-www-form-urlencoded") {
  return validate({.token = Secret("12345"),
                   .signature = signature,
                   .url = url,
                   .body = {body},
                   .content_type = content_type});
}

std::string signed_url(const std::string& url, const FormParams& params = {}) {
  return sign({.token = Secret("12345"), .url = url, .params = params});
}

std::string refused(const Sign& request) {
  try {
    sign(request);
  } catch (const Error& error) {
    return error.details().at("field");
  }
  return "none";
}

}  // namespace

TEST_CASE("every form of the vectors is signed and accepted as Twilio's own package does it") {
  for (const Json& row : vectors()["form"]) {
    CAPTURE(text(row, "name"));
    CHECK(sign({.token = Secret(text(row, "auth_token")),
                .url = text(row, "url"),
                .params = params_of(row["params"])}) == text(row, "signature"));
    CHECK(fits(text(row, "signature"), text(row, "url"), text(row, "form_body")));
    CHECK_FALSE(fits(text(row, "signature"), text(row, "url"), text(row, "form_body") + "&More=1"));
    CHECK_FALSE(fits(text(row, "signature"), text(row, "url") + "x", text(row, "form_body")));
  }
}

TEST_CASE("JSON is held to the hash in its URL, and the URL to the signature") {
  for (const Json& row : vectors()["json"]) {
    CAPTURE(text(row, "name"));
    const std::string url = text(row, "url");
    CHECK(signed_url(url) == text(row, "signature"));
    CHECK(fits(text(row, "signature"), url, text(row, "body"), kJson + "; charset=utf-8"));
    CHECK_FALSE(fits(text(row, "signature"), url, text(row, "body") + " ", kJson));
    CHECK_FALSE(fits(text(row, "signature"), url + "&x=1", text(row, "body"), kJson));
  }
  // Without the hash, nothing says that the body is Twilio's.
  CHECK_FALSE(fits(signed_url("https://example.com/events"), "https://example.com/events", "{}", kJson));
  CHECK(fits(signed_url("https://example.com/events"), "https://example.com/events", "", kJson));
}

TEST_CASE("ports, hosts in capitals and users are taken as Twilio's own package takes them") {
  for (const Json& row : vectors()["ports"]) {
    const std::string received = text(row, "received_url");
    const std::string body =
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
    CAPTURE(text(row, "signed_url"));
    CAPTURE(received);
    CHECK(fits(text(row, "signature"), received, body) == row.at("accepted").get<bool>());
  }
}

TEST_CASE("a WebSocket's handshake fits with its port and with a slash more") {
  const std::string url = "wss://example.com/media";
  CHECK(fits(signed_url(url), url));
  CHECK(fits(signed_url("wss://example.com:443/media"), url));
  CHECK(fits(signed_url(url), "wss://example.com:443/media"));
  CHECK(fits(signed_url("wss://example.com/media/"), url));
  CHECK_FALSE(fits(signed_url("https://example.com/voice/"), "https://example.com/voice"));
  CHECK(fits(signed_url("https://example.com/"), "https://example.com"));
}

TEST_CASE("a fragment is for Twilio alone and is never signed") {
  const std::string url = "https://example.com/voice";
  CHECK(signed_url(url + "#rc=2&rp=all") == signed_url(url));
  CHECK(fits(signed_url(url), url + "#rc=2&rp=all"));
}

TEST_CASE("every sample of a webhook is accepted, and refused under another token") {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(twilio_data::folder() / "webhooks")) {
    const Json sample = twilio_data::read(file.path());
    if (!sample.contains("headers")) continue;
    CAPTURE(file.path().filename().string());
    const Validate request{.token = Secret(text(sample, "auth_token")),
                           .signature = text(sample["headers"], "X-Twilio-Signature"),
                           .url = text(sample, "url"),
                           .body = {sample.value("body", std::string())},
                           .content_type = sample["headers"].value("Content-Type", std::string())};
    CHECK(validate(request));
    Validate forged = request;
    forged.token = Secret("12346");
    CHECK_FALSE(validate(forged));
    forged.token = Secret();
    CHECK_FALSE(validate(forged));
    ++count;
  }
  CHECK(count > 30);
}

TEST_CASE("what is no signature fits nothing, whatever its length") {
  const std::string url = "https://example.com/voice";
  for (const std::string& wrong : {std::string(), std::string("="), signed_url(url) + "=",
                                   signed_url(url).substr(1), std::string(100'000, 'A')})
    CHECK_FALSE(fits(wrong, url));
}

TEST_CASE("one signer checks many requests and leaves the form parsed") {
  Signer signer(Secret("12345"));
  Form form;
  const std::string url = "https://example.com/voice";
  const std::string first = signer.sign(url, {{{"A", "1"}, {"B", "x y"}}});
  const std::string second = signer.sign(url, {{{"A", "2"}}});
  CHECK(signer.fits(first, url, "B=x+y&A=1", "Application/X-WWW-Form-Urlencoded ; charset=UTF-8", form));
  CHECK(form.find("B") == "x y");
  CHECK(signer.fits(second, url, "A=2", "application/x-www-form-urlencoded", form));
  CHECK_FALSE(form.find("B").has_value());
  CHECK_FALSE(signer.fits(first, url, "A=2", "application/x-www-form-urlencoded", form));
}

TEST_CASE("a form keeps what it does not understand, as browsers do") {
  struct Row {
    std::string encoded;
    std::vector<FormField> fields;
  };
  for (const Row& row : std::vector<Row>{{"", {}},
                                         {"a=1&a=2", {{"a", "1"}, {"a", "2"}}},
                                         {"a", {{"a", ""}}},
                                         {"a=&&b", {{"a", ""}, {"b", ""}}},
                                         {"=x", {{"", "x"}}},
                                         {"a=b=c", {{"a", "b=c"}}},
                                         {"a+b=%2B%20%c3%A9", {{"a b", "+ é"}}},
                                         {"a=%&b=%4&c=%zz", {{"a", "%"}, {"b", "%4"}, {"c", "%zz"}}}}) {
    CAPTURE(row.encoded);
    const Form form(row.encoded);
    CHECK(form.fields() == row.fields);
  }
}

TEST_CASE("wrong arguments are refused by their names, and no message holds the token") {
  CHECK(refused({.token = Secret(), .url = "https://x.y/"}) == "token");
  CHECK(refused({.token = Secret("12345"), .url = ""}) == "url");
  CHECK(refused({.token = Secret("12345"), .url = "ftp://x.y/"}) == "url");
  CHECK(refused({.token = Secret("12345"), .url = "https://"}) == "url");
  CHECK(refused({.token = Secret("12345"), .url = "https://x.y/" + std::string(9000, 'a')}) == "url");
  CHECK_THROWS_WITH_AS(fits("x", "https://x.y/", std::string(10'000'000, 'a')),
                       "field \"body\": must have at most 4 MB", Error);
}
