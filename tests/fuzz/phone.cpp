#include <algorithm>
#include <array>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/understand.hpp>

#include "fuzz/targets.hpp"

namespace fuzz {
namespace {

using namespace smarthandoff;
using understand::PhoneStatus;
using understand::PhoneUnderstanding;

struct Home {
  const char* region;
  const char* area_code;
};
constexpr std::array kHomes = {Home{"BR", ""}, Home{"BR", "18"}, Home{"US", ""},   Home{"US", "305"},
                               Home{"PT", ""}, Home{"DE", ""},   Home{"AR", "11"}, Home{"GB", ""}};

void check_number(const std::string& e164) {
  const PhoneNumber number = PhoneNumber::from_e164(e164);
  require(number.e164() == e164, "an answer is canonical");
  number.masked();
  number.display("BR");
}

void check_answer(const PhoneUnderstanding& answer) {
  const bool valid = answer.status == PhoneStatus::valid;
  const bool asked = answer.status == PhoneStatus::needs_confirmation;
  require(answer.e164.has_value() == valid, "a valid number, and only that, has its E.164 form");
  require(answer.suggestion.has_value() == asked, "what needs confirmation, and only that, is suggested");
  require(answer.reason.has_value() == !valid, "what is not valid, and only that, has a reason");
  require(answer.type.has_value() == (valid || asked), "a number that was found, and only that, has a type");
  require(
      std::all_of(answer.digits.begin(), answer.digits.end(), [](char c) { return c >= '0' && c <= '9'; }),
      "digits are digits");
  if (!answer.callback_allowed || valid || asked) return;
  throw Violation("what is no number is never called back");
}

// A valid number said again as it was stored is the same.
void check_again(const std::string& e164, const Home& home) {
  const auto again =
      understand::phone({.text = e164, .default_region = home.region, .default_area_code = home.area_code});
  require(again.e164 == e164, "a stored number is understood as itself");
}

void check_correction(const std::string& text) {
  const PhoneNumber before = PhoneNumber::from_e164("+5518997751234");
  if (const auto corrected = understand::corrected(before, text)) check_number(corrected->e164());
}

}  // namespace

void phone(std::string_view input) {
  const Home& home = kHomes[take_byte(input) % kHomes.size()];
  const std::string text(input);
  try {
    const auto answer =
        understand::phone({.text = text, .default_region = home.region, .default_area_code = home.area_code});
    check_answer(answer);
    if (answer.e164) {
      check_number(*answer.e164);
      check_again(*answer.e164, home);
      const PhoneNumber number = PhoneNumber::from_e164(*answer.e164);
      for (const char* language : {"pt-BR", "en-US"})
        require(!understand::read_back(number, language).empty(), "every number can be read back");
    }
    if (answer.suggestion) check_number(*answer.suggestion);
    check_correction(text);
    for (const char* language : {"pt-BR", "en-US"}) {
      const auto intent = understand::intent({.text = text, .language = language});
      if (intent.entities.e164) check_number(*intent.entities.e164);
    }
  } catch (const Error& error) {
    require(error.code() == ErrorCode::invalid_argument && text.size() > 4096,
            std::string("only a text that is too long is refused: ") + error.what());
  }
}

}  // namespace fuzz
