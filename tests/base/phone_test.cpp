#include <random>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

#include "base/names.hpp"
#include "base/vectors.hpp"

using namespace smarthandoff;
using understand::phone;
using understand::PhoneStatus;
using understand::PhoneUnderstanding;
using understand::UnderstandPhone;

namespace {

void check_phone(const nlohmann::json& expected, const PhoneUnderstanding& answer) {
  check_field(expected, "status", names::of(answer.status));
  check_field(expected, "reason", names::of(answer.reason));
  check_field(expected, "e164", answer.e164);
  check_field(expected, "suggestion", answer.suggestion);
  check_field(expected, "type", names::of(answer.type));
  check_field(expected, "state", answer.state);
  check_field(expected, "waId", answer.wa_id);
  check_flag(expected, "callbackAllowed", answer.callback_allowed);
  check_flag(expected, "dddAssumed", answer.ddd_assumed);
  check_flag(expected, "legacy", answer.legacy);
  check_flag(expected, "nationalOnly", answer.national_only);
}

// text, region, area code -> status, number (or suggestion, or reason), type
struct Row {
  std::string text;
  std::string region;
  std::string area_code;
  std::string status;
  std::string result;
  std::string type;
};

void check_rows(std::initializer_list<Row> rows) {
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto answer =
        phone({.text = row.text, .default_region = row.region, .default_area_code = row.area_code});
    CHECK(names::of(answer.status) == row.status);
    const std::string reason = names::of(answer.reason).value_or("");
    CHECK(answer.e164.value_or(answer.suggestion.value_or(reason)) == row.result);
    CHECK(names::of(answer.type).value_or("") == row.type);
  }
}

}  // namespace

TEST_CASE("every recorded number is understood as written down") {
  for (const auto& vector : load_vectors("phones.json")) {
    const std::string id = vector.at("id");
    CAPTURE(id);
    check_phone(vector.at("expected"), phone({.text = vector.at("input"),
                                              .default_region = vector.at("defaultRegion"),
                                              .default_area_code = text_or(vector, "defaultDdd", "")}));
  }
}

TEST_CASE("every recorded spoken number is understood as written down") {
  for (const auto& vector : load_vectors("spoken_numbers.json")) {
    const std::string id = vector.at("id");
    CAPTURE(id);
    const auto answer = phone({.text = vector.at("input"),
                               .default_region = vector.at("locale") == "pt-BR" ? "BR" : "US",
                               .default_area_code = text_or(vector, "defaultDdd", "")});
    check_phone(vector.at("expected"), answer);
    CHECK(answer.digits == vector.at("digits"));
  }
}

TEST_CASE("Brazilian numbers are found behind every prefix that people dial") {
  check_rows({
      {"+55 18 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"0 15 18 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"031 21 3222-1234", "BR", "", "valid", "+552132221234", "landline"},
      {"90 18 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"90 15 18 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"9090 3222-1234", "BR", "18", "invalid", "format", ""},
      {"0055 18 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"00 21 1 305 371 1234", "BR", "", "valid", "+13053711234", "fixed_or_mobile"},
      {"001 305 371 1234", "BR", "", "valid", "+13053711234", "fixed_or_mobile"},
      {"0077 18 99775-1234", "BR", "", "invalid", "format", ""},
      {"+55 0 15 18 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"55 018 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"55 99775-1234", "BR", "18", "valid", "+5555997751234", "mobile"},
      {"18/99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"18 9 9775 1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"１８ ９９７７５‑１２３４", "BR", "", "valid", "+5518997751234", "mobile"},
      {"meu número é 18 99775-1234, obrigado", "BR", "", "valid", "+5518997751234", "mobile"},
      {"+5518997751234", "US", "", "valid", "+5518997751234", "mobile"},
      {"011 55 18 99775 1234", "US", "", "valid", "+5518997751234", "mobile"},
  });
}

TEST_CASE("Brazilian numbers that are not subscribers' are told apart") {
  check_rows({
      {"0800 123456", "BR", "18", "valid", "+55800123456", "toll_free"},
      {"800 123 4567", "BR", "", "valid", "+558001234567", "toll_free"},
      {"+55 800 0464636", "BR", "", "valid", "+558000464636", "toll_free"},
      {"55 0800 046 4636", "BR", "", "valid", "+558000464636", "toll_free"},
      {"0300 123 4567", "BR", "18", "valid", "+553001234567", "shared_cost"},
      {"0303 123 4567", "BR", "18", "valid", "+553031234567", "shared_cost"},
      {"0500 123 4567", "BR", "18", "valid", "+555001234567", "premium"},
      {"4003 1234", "BR", "18", "valid", "+5540031234", "national_rate"},
      {"4020-1234", "BR", "", "valid", "+5540201234", "national_rate"},
      {"3004-1234", "BR", "", "valid", "+5530041234", "national_rate"},
      {"4030-1234", "BR", "18", "valid", "+551840301234", "landline"},
      {"192", "BR", "18", "invalid", "short_code", ""},
      {"10315", "BR", "18", "invalid", "short_code", ""},
      {"911", "US", "", "invalid", "short_code", ""},
      {"90012-3456", "BR", "18", "valid", "+5518900123456", "mobile"},
  });
}

TEST_CASE("Brazilian numbers that are wrong or incomplete say why") {
  check_rows({
      {"3222-1234", "BR", "", "invalid", "missing_ddd", ""},
      {"3222-1234", "BR", "18", "valid", "+551832221234", "landline"},
      {"18 9775-1234", "BR", "", "needs_confirmation", "+5518997751234", "mobile"},
      {"21 8765-4321", "BR", "", "needs_confirmation", "+5521987654321", "mobile"},
      {"0 15 18 9775-1234", "BR", "", "needs_confirmation", "+5518997751234", "mobile"},
      {"7812-3456", "BR", "18", "valid", "+551878123456", "mobile"},
      {"18 1234-5678", "BR", "", "invalid", "format", ""},
      {"18 89775-1234", "BR", "", "invalid", "format", ""},
      {"18 9977", "BR", "", "invalid", "too_short", ""},
      {"99775-12", "BR", "18", "invalid", "too_short", ""},
      {"+55 99775-1234", "BR", "18", "invalid", "missing_ddd", ""},
      {"20 99775-1234", "BR", "", "invalid", "unknown_ddd", ""},
      {"+55 10 99775-1234", "BR", "", "invalid", "unknown_ddd", ""},
      {"", "BR", "18", "invalid", "format", ""},
      {"não tenho", "BR", "18", "invalid", "format", ""},
      {"99a75-1234", "BR", "18", "invalid", "format", ""},
      {"\xff\xfe 18 \x80 99775 \xc3 1234", "BR", "", "valid", "+5518997751234", "mobile"},
  });
}

TEST_CASE("North American numbers follow their plan even where metadata is old") {
  check_rows({
      {"(407) 839-1234", "US", "", "valid", "+14078391234", "fixed_or_mobile"},
      {"371-1234", "US", "305", "valid", "+13053711234", "fixed_or_mobile"},
      {"+1 624 234 5678", "US", "", "valid", "+16242345678", "fixed_or_mobile"},
      {"+1 900 234 5678", "US", "", "valid", "+19002345678", "premium"},
      {"+1 533 234 5678", "US", "", "valid", "+15332345678", "personal"},
      {"+1 416 234 5678", "BR", "", "valid", "+14162345678", "fixed_or_mobile"},
      {"888-234-5678", "US", "", "valid", "+18882345678", "toll_free"},
      {"+1 105 234 5678", "US", "", "invalid", "unknown_area_code", ""},
      {"305 071 1234", "US", "", "invalid", "exchange_code", ""},
      {"305 371 123", "US", "", "invalid", "too_short", ""},
      {"305 371 12345", "US", "", "invalid", "too_long", ""},
  });
  CHECK(phone({.text = "+1 624 234 5678"}).unknown_npa);
  CHECK_FALSE(phone({.text = "+1 621 234 5678"}).unknown_npa);
  CHECK(phone({.text = "+1 305 371 1234"}).state == "FL");
}

TEST_CASE("numbers of other countries are judged by the library") {
  check_rows({
      {"+44 20 7946 0958", "BR", "", "valid", "+442079460958", "landline"},
      {"+351 912 345 678", "BR", "", "valid", "+351912345678", "mobile"},
      {"912 345 678", "PT", "", "valid", "+351912345678", "mobile"},
      {"0044 20 7946 0958", "BR", "", "valid", "+442079460958", "landline"},
      {"+999 123 456 789", "BR", "", "invalid", "unknown_country", ""},
      {"+44 20", "BR", "", "invalid", "too_short", ""},
  });
}

TEST_CASE("an extension and an address of WhatsApp are taken off the number") {
  const auto landline = phone({.text = "(18) 3222-1234 ramal 205"});
  CHECK(landline.e164 == "+551832221234");
  CHECK(landline.extension == "205");
  CHECK(phone({.text = "305-371-1234 x77", .default_region = "US"}).extension == "77");
  CHECK(phone({.text = "tel:+55-18-3222-1234;ext=9"}).extension == "9");
  CHECK(phone({.text = "dezoito trinta e dois vinte e dois doze trinta e quatro ramal duzentos e cinco"})
            .extension == "205");
  const auto chat = phone({.text = "551897751234:12@s.whatsapp.net"});
  CHECK(chat.wa_id == "551897751234");
  CHECK(chat.suggestion == "+5518997751234");
  CHECK(phone({.text = "5518997751234@c.us"}).e164 == "+5518997751234");
}

TEST_CASE("numbers said in Portuguese are heard in every usual grouping") {
  check_rows({
      {"dezoito noventa e nove setenta e sete cinco doze trinta e quatro", "BR", "", "valid",
       "+5518997751234", "mobile"},
      {"vinte um nove nove nove nove nove meia meia meia meia", "BR", "", "valid", "+5521999996666",
       "mobile"},
      {"zero dezoito nove nove sete sete cinco doze trinta e quatro", "BR", "", "valid", "+5518997751234",
       "mobile"},
      {"mais cinco cinco um oito nove nove sete sete cinco um dois três quatro", "BR", "", "valid",
       "+5518997751234", "mobile"},
      {"dezoito nove nove sete triplo zero um dois três", "BR", "", "valid", "+5518997000123", "mobile"},
      {"dezoito, dois noves, dois setes, cinco, doze, trinta e quatro", "BR", "", "valid", "+5518997751234",
       "mobile"},
      {"dezoito nove duplo sete zero três zeros um dois", "BR", "", "valid", "+5518977000012", "mobile"},
      {"dezoito nove nove oito três vezes o sete um dois três", "BR", "", "valid", "+5518998777123",
       "mobile"},
      {"noventa e nove setenta e sete cinco doze trinta e quatro", "BR", "18", "valid", "+5518997751234",
       "mobile"},
      {"é o dezoito nove nove sete sete cinco dois mil e trinta", "BR", "", "valid", "+5518997752030",
       "mobile"},
      {"dezoito, trinta e dois vinte e dois, quinhentos e doze, sete", "BR", "", "valid", "+551832225127",
       "landline"},
      {"quarenta zero quatro doze trinta e quatro", "BR", "18", "valid", "+5540041234", "national_rate"},
      {"quatro mil e quatro doze trinta e quatro", "BR", "18", "valid", "+5540041234", "national_rate"},
      {"o meu DDD é 18 e o número é 99775 1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"20 1 99999 6666", "BR", "", "needs_confirmation", "+5521999996666", "mobile"},
      {"dez e nove nove nove sete sete cinco um dois três quatro", "BR", "", "needs_confirmation",
       "+5519997751234", "mobile"},
      {"dezoito nove nove sete sete cinco doze trinta e cinco, não, trinta e quatro", "BR", "",
       "needs_confirmation", "+5518997751234", "mobile"},
      {"18 99775 13, quer dizer, 12 34", "BR", "", "needs_confirmation", "+5518997751234", "mobile"},
      {"não, anota aí: dezoito nove nove sete sete cinco doze trinta e quatro", "BR", "", "valid",
       "+5518997751234", "mobile"},
      {"dezoito nove nove sete sete cinco doze trinta e quatro, não tem erro", "BR", "", "valid",
       "+5518997751234", "mobile"},
  });
}

TEST_CASE("numbers said in English are heard in every usual grouping") {
  check_rows({
      {"four oh seven eight three nine one two three four", "US", "", "valid", "+14078391234",
       "fixed_or_mobile"},
      {"four zero seven double five five twelve thirty-four", "US", "", "valid", "+14075551234",
       "fixed_or_mobile"},
      {"one eight hundred three five six nine three seven seven", "US", "", "valid", "+18003569377",
       "toll_free"},
      {"three hundred five three seven one one two three four", "US", "", "valid", "+13053711234",
       "fixed_or_mobile"},
      {"three oh five three seven one two thousand", "US", "", "valid", "+13053712000", "fixed_or_mobile"},
      {"um, three oh five, uh, three seven one, twelve thirty four", "US", "", "valid", "+13053711234",
       "fixed_or_mobile"},
      {"three oh five three seven one twelve thirty five, no, thirty four", "US", "", "needs_confirmation",
       "+13053711234", "fixed_or_mobile"},
      {"plus fifty five eighteen nine nine seven seven five twelve thirty four", "US", "", "valid",
       "+5518997751234", "mobile"},
      {"three seven one twelve thirty four", "US", "", "invalid", "missing_area_code", ""},
  });
}

TEST_CASE("hundreds and thousands that are tied without a word are one group") {
  // "cinco mil duzentos trinta e quatro" was heard as 5200 34: another number, of another region.
  check_rows({
      {"nove nove sete sete cinco mil duzentos trinta e quatro", "BR", "18", "valid", "+5518997751234",
       "mobile"},
      {"nove nove sete sete cinco mil duzentos e trinta e quatro", "BR", "18", "valid", "+5518997751234",
       "mobile"},
      {"dezoito nove nove sete sete cinco mil duzentos trinta e quatro", "BR", "", "valid", "+5518997751234",
       "mobile"},
      {"trinta e dois vinte e dois mil duzentos trinta e quatro", "BR", "18", "valid", "+551832221234",
       "landline"},
      {"onze noventa e oito sete seis cinco quatro mil trezentos vinte e um", "BR", "", "valid",
       "+5511987654321", "mobile"},
      {"vinte e um nove oito oito sete sete mil quinhentos quarenta e dois", "BR", "", "valid",
       "+5521988771542", "mobile"},
      {"nove nove sete sete cinco mil cento onze", "BR", "18", "valid", "+5518997751111", "mobile"},
      {"nove nove sete sete cinco dois mil quinze", "BR", "18", "valid", "+5518997752015", "mobile"},
      {"noventa e nove setecentos setenta e cinco doze trinta e quatro", "BR", "18", "valid",
       "+5518997751234", "mobile"},
      {"three oh five three seven one one thousand two hundred thirty four", "US", "", "valid",
       "+13053711234", "fixed_or_mobile"},
      {"four oh seven five five five two thousand three hundred ten", "US", "", "valid", "+14075552310",
       "fixed_or_mobile"},
  });
}

TEST_CASE("numbers as they are written and said on signs, twice, or with the area code last") {
  check_rows({
      {"1-800-FLOWERS", "US", "", "valid", "+18003569377", "toll_free"},
      {"1800FLOWERS", "US", "", "valid", "+18003569377", "toll_free"},
      {"1-800-GO-FEDEX, please", "US", "", "valid", "+18004633339", "toll_free"},
      {"305a371234", "US", "", "invalid", "format", ""},
      {"(0xx11) 98765-4321", "BR", "", "valid", "+5511987654321", "mobile"},
      {"(0 XX 11) 98765-4321", "BR", "", "valid", "+5511987654321", "mobile"},
      {"(xx) 98765-4321", "BR", "18", "valid", "+5518987654321", "mobile"},
      {"30 3222-1234", "BR", "18", "invalid", "unknown_ddd", ""},
      {"50 3222-1234", "BR", "18", "invalid", "unknown_ddd", ""},
      {"99775-1234 DDD 11", "BR", "18", "valid", "+5511997751234", "mobile"},
      {"nove nove sete sete cinco doze trinta e quatro, o DDD é onze", "BR", "", "valid", "+5511997751234",
       "mobile"},
      {"11 99775-1234, DDD 11", "BR", "", "valid", "+5511997751234", "mobile"},
      {"371-1234 area code 305", "US", "", "valid", "+13053711234", "fixed_or_mobile"},
      {"dezoito nove nove sete sete cinco doze trinta e quatro, repetindo, dezoito nove nove sete sete cinco "
       "doze trinta e quatro",
       "BR", "", "valid", "+5518997751234", "mobile"},
      {"18 99775-1234, repito, final 1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"18 99775-1234, repetindo, 18 99775-1235", "BR", "", "needs_confirmation", "+5518997751235", "mobile"},
      {"18 99775-1234, 18 99775-1234", "BR", "", "valid", "+5518997751234", "mobile"},
      {"dez, oito, nove, nove, sete, sete, cinco, um, dois, três, quatro", "BR", "", "needs_confirmation",
       "+5518997751234", "mobile"},
      {"dezoito nove nove sete sete cinco hum dois tres quatro", "BR", "", "valid", "+5518997751234",
       "mobile"},
      {"hum, dezoito nove nove sete sete cinco doze trinta e quatro", "BR", "", "valid", "+5518997751234",
       "mobile"},
  });
  for (const char* text : {"18 3222-1234 r. 22", "18 3222-1234 r22", "18 3222-1234 ramal 22/23",
                           "18 3222-1234 ramal 22 ou 23", "18 3222-1234 ramais 22 e 23"}) {
    CAPTURE(text);
    CHECK(phone({.text = text}).e164 == "+551832221234");
    CHECK(phone({.text = text}).extension == "22");
  }
}

TEST_CASE("malformed arguments are errors that name the field") {
  const auto refused_field = [](const UnderstandPhone& request) -> std::string {
    try {
      phone(request);
    } catch (const Error& error) {
      return error.code() == ErrorCode::invalid_argument ? error.details().at("field") : "wrong code";
    }
    return "accepted";
  };
  CHECK(refused_field({.text = std::string(1 << 20, '9')}) == "text");
  CHECK(refused_field({.text = "1", .default_region = "Brazil"}) == "default_region");
  CHECK(refused_field({.text = "1", .default_region = "ZZ"}) == "default_region");
  CHECK(refused_field({.text = "1", .default_area_code = "1a"}) == "default_area_code");
}

TEST_CASE("every assigned area code gives a valid number in all its written forms") {
  for (int code = 11; code <= 99; ++code) {
    const std::string ddd = std::to_string(code);
    const bool assigned = AreaCodes::builtin().brazil(ddd) != nullptr;
    CAPTURE(ddd);
    for (const std::string& text : {ddd + " 99775-1234", "+55" + ddd + "997751234", "0" + ddd + "997751234",
                                    "021" + ddd + "997751234", "55" + ddd + "997751234"})
      CHECK((phone({.text = text}).status == PhoneStatus::valid) == assigned);
  }
}

TEST_CASE("random bytes are answered, never crash, and what is valid can be stored") {
  std::mt19937 random(7);
  const std::string alphabet =
      "0123456789 -+()., meia dois nove vinte e mil cem dez oito nao x@:\xc3\xa3\xff";
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto length = random() % 60; length > 0; --length)
      text += i % 2 == 0 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
    const auto answer = phone({.text = text, .default_area_code = "18"});
    if (answer.e164) CHECK(PhoneNumber::from_e164(*answer.e164).e164() == *answer.e164);
    if (answer.suggestion) CHECK_NOTHROW(PhoneNumber::from_e164(*answer.suggestion));
    CHECK(answer.e164.has_value() == (answer.status == PhoneStatus::valid));
  }
}

TEST_CASE("the longest text of number words is read in linear time") {
  std::string text;
  while (text.size() < 4080) text += "vinte um mil dez ";
  const auto start = std::chrono::steady_clock::now();
  CHECK(phone({.text = text}).status == PhoneStatus::invalid);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
