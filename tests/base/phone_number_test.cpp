#include <smarthandoff/base/phone_number.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/error.hpp>

using namespace smarthandoff;

TEST_CASE("a phone number shows itself for storage, people and logs") {
  struct Row {
    std::string e164, country, national, at_home, abroad, masked;
  };
  const Row rows[] = {
      {"+5518997751234", "55", "18997751234", "18 99775-1234", "+55 18 99775-1234", "+55 18 *****-**34"},
      {"+551832221234", "55", "1832221234", "18 3222-1234", "+55 18 3222-1234", "+55 18 ****-**34"},
      {"+558001234567", "55", "8001234567", "0800 123 4567", "+55 800 123 4567", "+55 800 ***-**67"},
      {"+5540041234", "55", "40041234", "4004-1234", "+55 4004-1234", "+55 ****-**34"},
      {"+13053711234", "1", "3053711234", "(305) 371-1234", "+1 305-371-1234", "+1 305 ***-**34"},
      {"+442079460958", "44", "2079460958", "020 7946 0958", "+44 20 7946 0958", "+44 ******-**58"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.e164);
    const auto number = PhoneNumber::from_e164(row.e164);
    CHECK(number.e164() == row.e164);
    CHECK(number.country_code() == row.country);
    CHECK(number.national() == row.national);
    const std::string home = row.country == "55" ? "BR" : row.country == "1" ? "US" : "GB";
    CHECK(number.display(home) == row.at_home);
    CHECK(number.display(home == "BR" ? "US" : "BR") == row.abroad);
    CHECK(number.masked() == row.masked);
  }
}

TEST_CASE("a phone number cannot hold an invalid one") {
  for (const char* text :
       {"", "+", "18997751234", "+55 18 99775-1234", "+551897751234", "+5523997751234", "+55189977512345",
        "+13051231234", "+999123456789", "+0123456789", "+55x8997751234", "+1234567890123456"}) {
    CAPTURE(std::string(text));
    CHECK_THROWS_AS(PhoneNumber::from_e164(text), Error);
  }
}

TEST_CASE("phone numbers are equal when their canonical forms are") {
  const auto one = PhoneNumber::from_e164("+5518997751234");
  CHECK(one == PhoneNumber::from_e164("+5518997751234"));
  CHECK(one != PhoneNumber::from_e164("+5518997751235"));
  CHECK(one < PhoneNumber::from_e164("+5518997751235"));
}

TEST_CASE("an error about a number does not show it") {
  try {
    PhoneNumber::from_e164("+5523997751234");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("99775") == std::string::npos);
    CHECK(error.details().at("field") == "number");
  }
}

TEST_CASE("area codes tell state and every zone, from data with its source") {
  const auto& codes = AreaCodes::builtin();
  CHECK(codes.brazil("18")->state == "SP");
  CHECK(codes.brazil("52") == nullptr);
  CHECK(codes.north_america("621")->in_service == "2025-01-23");
  CHECK(codes.valid_from() == "2026-11-20");
  CHECK_FALSE(codes.source().empty());
  using Zones = std::vector<std::string>;
  CHECK(codes.zones_of(PhoneNumber::from_e164("+5581997751234")) ==
        Zones{"America/Recife", "America/Noronha"});
  CHECK(codes.zones_of(PhoneNumber::from_e164("+18502345678")) ==
        Zones{"America/New_York", "America/Chicago"});
  CHECK(codes.zones_of(PhoneNumber::from_e164("+5540041234")).empty());
  CHECK(codes.zones_of(PhoneNumber::from_e164("+442079460958")).empty());
}

TEST_CASE("a broken area-code table is an error, not an empty table") {
  CHECK_THROWS_AS(AreaCodes::from_json("{}"), Error);
  CHECK_THROWS_AS(AreaCodes::from_json("not json"), Error);
}
