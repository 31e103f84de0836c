#include "base/field_check.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include <smarthandoff/base/error.hpp>

namespace field = smarthandoff::field;
using smarthandoff::Error;

TEST_CASE("what a word may be made of is said with the size of its letters") {
  // A bucket named "Grav" was told to have only letters, which it had.
  const auto refusal = [](std::string_view allowed) -> std::string {
    try {
      field::check_word("bucket", "Ab!", allowed, 63);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  const auto says = [&](std::string_view allowed, const std::string& words) {
    CAPTURE(words);
    CHECK(refusal(allowed).find("must have only " + words) != std::string::npos);
  };
  says("abcdefghijklmnopqrstuvwxyz0123456789-.", "small letters, digits, and a few signs");
  says("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "capital letters");
  says(field::kWord, "letters, digits, and a few signs");
  says("0123456789", "digits");
}

TEST_CASE("texts that could become something else, or are too long, are refused") {
  struct Row {
    std::string what;
    std::function<void()> check;
    bool accepted;
  };
  const std::vector<Row> rows = {
      {"a name with quotes, braces and commas",
       [] { field::check_name("name", "D'Ávila, {\"x\"} %0A", 100); }, true},
      {"a name with a line break", [] { field::check_name("name", "Jeni\nExit", 100); }, false},
      {"a name with a carriage return", [] { field::check_name("name", "Jeni\rExit", 100); }, false},
      {"a name with a NUL", [] { field::check_name("name", std::string("a\0b", 3), 100); }, false},
      {"a name with U+2028", [] { field::check_name("name", "a\xE2\x80\xA8z", 100); }, false},
      {"a name with a C1 control", [] { field::check_name("name", "a\xC2\x85z", 100); }, false},
      {"a name that is not UTF-8", [] { field::check_name("name", "a\xFFz", 100); }, false},
      {"an overlong slash", [] { field::check_name("name", "a\xC0\xAFz", 100); }, false},
      {"a surrogate", [] { field::check_name("name", "\xED\xA0\x80", 100); }, false},
      {"a blank name", [] { field::check_name("name", " \t", 100); }, false},
      {"100 letters with accents",
       [] {
         std::string name;
         for (int i = 0; i < 100; ++i) name += "é";
         field::check_name("name", name, 100);
       },
       true},
      {"101 letters", [] { field::check_name("name", std::string(101, 'x'), 100); }, false},
      {"a megabyte", [] { field::check_name("name", std::string(1 << 20, 'x'), 100); }, false},
      {"a description of two lines", [] { field::check_paragraph("description", "a\nb", 100); }, true},
      {"a description with a bell", [] { field::check_paragraph("description", "a\x07", 100); }, false},
      {"an extension", [] { field::check_word("number", "*1004#", field::kDialled, 10); }, true},
      {"a dial string", [] { field::check_word("number", "1004,1005", field::kDialled, 10); }, false},
      {"a variable", [] { field::check_word("number", "${x}", field::kDialled, 10); }, false},
      {"an id with a blank", [] { field::check_id("call_id", "a b"); }, false},
      {"an id of 65 bytes", [] { field::check_id("call_id", std::string(65, 'x')); }, false},
      {"a page of 0", [] { field::check_page(0); }, false},
      {"a page of 1000", [] { field::check_page(1000); }, true},
      {"a page of 1001", [] { field::check_page(1001); }, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    if (row.accepted)
      CHECK_NOTHROW(row.check());
    else
      CHECK_THROWS_AS(row.check(), Error);
  }
}

TEST_CASE("what was said is made fit to be stored, cut at a word, never refused") {
  struct Row {
    std::string text;
    std::size_t most;
    bool lines;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"  boleto vencido \n", 100, false, "boleto vencido"},
      {"boleto vencido hoje", 14, false, "boleto vencido"},
      {"boleto vencido hoje", 13, false, "boleto"},
      {"boletovencido", 6, false, "boleto"},
      {"ação ação", 9, false, "ação ação"},
      {"ação ação", 8, false, "ação"},
      {"a\nb\x07z", 100, false, "a b z"},
      {"a\nb\x07z", 100, true, "a\nb z"},
      {"a\xFFz", 100, false, "a\xEF\xBF\xBDz"},
      {"", 100, false, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(field::fitted(row.text, row.most, row.lines) == row.expected);
  }
}
