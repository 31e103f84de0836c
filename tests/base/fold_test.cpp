#include <smarthandoff/base/fold.hpp>

#include <doctest/doctest.h>

#include <random>

using smarthandoff::fold;

TEST_CASE("text is folded to lower case without accents, whatever its bytes are") {
  struct Row {
    std::string text, folded;
  };
  const Row rows[] = {
      {"Amanhã às 10", "amanha as 10"},
      {"JOÃO da Conceição", "joao da conceicao"},
      {"a\xcc\x83 e\xcc\x81", "a e"},
      {"Łódź Straße Œuvre", "lodz strasse oeuvre"},
      {"don’t — “ok”…", "don't - \"ok\"..."},
      {"１４ｈ３０", "14h30"},
      {"18\xc2\xa0"
       "99775\xe2\x80\x8b-1234",
       "18 99775-1234"},
      {"1º 2ª", "1o 2a"},
      {"\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"\xc0\xaf\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
      {"日本 👍", "日本 👍"},
      {"", ""},
  };
  for (const auto& row : rows) CHECK(fold(row.text) == row.folded);
}

TEST_CASE("folding twice changes nothing, for any bytes") {
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (auto length = random() % 40; length > 0; --length) text += static_cast<char>(random());
    const auto once = fold(text);
    CHECK(fold(once) == once);
  }
}
