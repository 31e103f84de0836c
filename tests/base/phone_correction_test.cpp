#include <doctest/doctest.h>

#include <random>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

using namespace smarthandoff;
using understand::corrected;
using understand::phone;
using understand::read_back;

TEST_CASE("one group of a number that was read back is corrected") {
  struct Row {
    std::string previous, text, expected;  // "-": asked again
  };
  const Row rows[] = {
      {"+5518997751234", "não, é doze trinta e cinco no final", "+5518997751235"},
      {"+5518997751234", "o final é 1235", "+5518997751235"},
      {"+5518997751234", "não, termina em trinta e cinco", "+5518997751235"},
      {"+5518997751234", "os últimos quatro são 5678", "+5518997755678"},
      {"+5518997751234", "os últimos dígitos são 5678", "+5518997755678"},
      {"+5518997751234", "o DDD é onze", "+5511997751234"},
      {"+5518997751234", "o ddd está errado, é 23", "-"},
      {"+5518997751234", "não, nove nove sete sete meia", "+5518997761234"},
      {"+5518997751234", "o começo é 98888", "+5518988881234"},
      {"+5518997751234", "não é 34, é 35", "+5518997751235"},
      {"+5518997751234", "é trinta e cinco, não trinta e quatro", "+5518997751235"},
      {"+5518997751234", "troca o 1234 por 4321", "+5518997754321"},
      {"+5518997751234", "doze trinta e cinco", "+5518997751235"},
      {"+5518997751234", "trinta e cinco", "-"},
      {"+5518997751234", "não", "-"},
      {"+5518997751234", "não é 99, é 98", "+5518987751234"},
      {"+5518997799234", "não é 99, é 98", "-"},
      {"+5518997751234", "não é trinta e quatro é trinta e cinco", "+5518997751235"},
      {"+5518997751234", "não, é 11 98765-4321", "+5511987654321"},
      {"+5518997751234", "98765-4321", "+5518987654321"},
      {"+551832221234", "1235", "-"},
      {"+551832221234", "final 1235", "+551832221235"},
      {"+13053711234", "the last four are 5678", "+13053715678"},
      {"+13053711234", "the last digits are 5678", "+13053715678"},
      {"+13053711234", "no, it ends in fifty six seventy eight", "+13053715678"},
      {"+13053711234", "the area code is four oh seven", "+14073711234"},
      {"+13053711234", "not 34, 35", "+13053711235"},
      {"+13053711234", "407 371 1234", "+14073711234"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto number = corrected(PhoneNumber::from_e164(row.previous), row.text);
    CHECK((number ? number->e164() : "-") == row.expected);
  }
}

TEST_CASE("a number is read back digit by digit in its groups") {
  const auto mobile = PhoneNumber::from_e164("+5518997661234");
  CHECK(read_back(mobile, "pt-BR") == "um oito, nove nove sete meia meia, um dois três quatro");
  CHECK(read_back(PhoneNumber::from_e164("+13053711234"), "en-US") ==
        "three zero five, three seven one, one two three four");
  CHECK(read_back(PhoneNumber::from_e164("+442079460958"), "en-US").starts_with("plus four four, two zero"));
  CHECK_THROWS_AS(read_back(mobile, "fr-FR"), Error);
}

TEST_CASE("what is read back is understood as the same number") {
  std::mt19937 random(21);
  for (int i = 0; i < 300; ++i) {
    std::string brazil = "+5518";
    brazil += i % 2 == 0 ? "9" : "3";
    std::string america = "+1305" + std::to_string(2 + random() % 8);
    while (brazil.size() < (i % 2 == 0 ? 14U : 13U)) brazil += static_cast<char>('0' + random() % 10);
    while (america.size() < 12) america += static_cast<char>('0' + random() % 10);
    CAPTURE(brazil);
    CAPTURE(america);
    CHECK(phone({.text = read_back(PhoneNumber::from_e164(brazil), "pt-BR")}).e164 == brazil);
    CHECK(phone({.text = read_back(PhoneNumber::from_e164(america), "en-US"), .default_region = "US"}).e164 ==
          america);
  }
}

TEST_CASE("random corrections never crash and only make valid numbers") {
  const char* const words[] = {"não",   "é",   "o",  "final", "12",  "trinta", "e",
                               "cinco", "ddd", "11", ",",     "por", "\xff"};
  std::mt19937 random(2);
  const auto previous = PhoneNumber::from_e164("+5518997751234");
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto count = random() % 8; count > 0; --count)
      text += std::string(words[random() % std::size(words)]) + " ";
    if (const auto number = corrected(previous, text))
      CHECK(PhoneNumber::from_e164(number->e164()) == *number);
  }
}
