#include <smarthandoff/base/document.hpp>
#include <smarthandoff/base/error.hpp>

#include <random>

#include "base/names.hpp"
#include "base/vectors.hpp"

using namespace smarthandoff;
using documents::parse;

namespace {

std::string random_digits(std::mt19937& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random() % 10);
  return text;
}

// The same rule written another way: weights by position, in a table.
std::string with_check_digits(std::string text, const std::vector<int>& weights) {
  for (std::size_t skip = 1; skip <= 1; --skip) {
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) sum += (text[i] - 48) * weights[i + skip];
    const int digit = 11 - sum % 11;
    text += static_cast<char>('0' + (digit > 9 ? 0 : digit));
    if (skip == 0) break;
  }
  return text;
}

}  // namespace

TEST_CASE("every recorded document is understood as written down") {
  for (const auto& vector : load_vectors("cpf_cnpj.json")) {
    const std::string id = vector.at("id");
    CAPTURE(id);
    const auto& expected = vector.at("expected");
    const auto kind = vector.at("type") == "cpf" ? DocumentKind::cpf : DocumentKind::cnpj;
    const auto answer = parse({.text = vector.at("input"), .type = kind});
    CHECK(answer.valid == expected.at("valid").get<bool>());
    check_field(expected, "reason", names::of(answer.reason));
    check_field(expected, "canonical", answer.canonical);
    check_field(expected, "formatted", answer.formatted);
    check_field(expected, "masked", answer.masked);
    check_field(expected, "expectedDV", answer.expected_dv);
    check_flag(expected, "alphanumeric", answer.alphanumeric.value_or(false));
  }
}

TEST_CASE("documents of other forms are accepted or refused for their reason") {
  struct Row {
    std::string text;
    std::optional<DocumentKind> type;
    bool valid;
    std::string reason;
  };
  const Row rows[] = {
      {" 529.982.247-25\n", DocumentKind::cpf, true, ""},
      {"123.456.789-09", DocumentKind::cpf, true, ""},
      {"529.982.24725", DocumentKind::cpf, false, "format"},
      {"529-982-247-25", DocumentKind::cpf, false, "format"},
      {"9982247254", DocumentKind::cpf, false, "format"},
      {"999.999.999-99", DocumentKind::cpf, false, "repeated"},
      {"", DocumentKind::cpf, false, "format"},
      {"12abc34501de35", DocumentKind::cnpj, true, ""},
      {"aa.345.678/0001-14", DocumentKind::cnpj, true, ""},
      {"AA.345.678/000A-29", DocumentKind::cnpj, true, ""},
      {"11.111.111/1111-11", DocumentKind::cnpj, false, "repeated"},
      {"11222333000181", {}, true, ""},
      {"52998224725", {}, true, ""},
      {"52998224725", DocumentKind::cnpj, false, "format"},
      {"11222333000181", DocumentKind::cpf, false, "format"},
      {"12.ÁBC.345/01DE-35", DocumentKind::cnpj, false, "format"},
      {"\xff\xfe\x80", {}, false, "format"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto answer = parse({.text = row.text, .type = row.type});
    CHECK(answer.valid == row.valid);
    CHECK(names::of(answer.reason).value_or("") == row.reason);
  }
}

TEST_CASE("the number everybody types in tests is valid and flagged") {
  CHECK(parse({.text = "12345678909"}).test_value);
  CHECK_FALSE(parse({.text = "52998224725"}).test_value);
}

TEST_CASE("every CPF and CNPJ with the right check digits is valid, and no other") {
  std::mt19937 random(20260116);
  for (int i = 0; i < 2000; ++i) {
    const auto cpf = with_check_digits(random_digits(random, 9), {11, 10, 9, 8, 7, 6, 5, 4, 3, 2});
    const auto cnpj = with_check_digits(random_digits(random, 12), {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2});
    for (const auto& text : {cpf, cnpj}) {
      CAPTURE(text);
      const auto answer = parse({.text = text});
      REQUIRE(answer.valid);
      CHECK(parse({.text = *answer.formatted}).canonical == text);
      CHECK(Document::from_canonical(text).formatted() == *answer.formatted);
      std::string wrong = text;
      wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
      CHECK(parse({.text = wrong}).expected_dv == text.substr(text.size() - 2));
    }
  }
}

TEST_CASE("a document cannot hold an invalid number") {
  for (const char* text : {"52998224726", "529.982.247-25", "", "11111111111", "12abc34501de35"})
    CHECK_THROWS_AS(Document::from_canonical(text), Error);
  const auto branch = Document::from_canonical("12ABC34501DE35");
  CHECK(branch.root() == "12ABC345");
  CHECK(branch.is_alphanumeric());
  CHECK(branch.kind() == DocumentKind::cnpj);
  CHECK(branch.masked() == "**.***.345/01DE-**");
}

TEST_CASE("an error about a document does not show it") {
  try {
    Document::from_canonical("52998224726");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_argument);
    CHECK(std::string(error.what()).find("529982") == std::string::npos);
  }
}

TEST_CASE("a text of a megabyte is refused as an argument") {
  CHECK_THROWS_AS(parse({.text = std::string(1 << 20, '1')}), Error);
  CHECK_FALSE(parse({.text = std::string(4096, '1')}).valid);
}
