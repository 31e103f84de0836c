#include "callback/said_score.hpp"

#include <doctest/doctest.h>

#include <vector>

using smarthandoff::callbacks::said_score;

TEST_CASE("a score is read from what people write, and nothing else is taken for one") {
  constexpr int kUnclear = -1, kNone = -2;
  struct Row {
    const char* text;
    int score;
  };
  const std::vector<Row> rows = {{"8", 8},
                                 {" 10! ", 10},
                                 {"0", 0},
                                 {"nota 9", 9},
                                 {"Nota: 9, obrigada", 9},
                                 {"8/10", 8},
                                 {"8 de 10", 8},
                                 {"9 out of 10", 9},
                                 {"dez", 10},
                                 {"Três", 3},
                                 {"ten, thank you", 10},
                                 {"10 excelente atendimento", 10},
                                 {"8️⃣", 8},
                                 {"15", kUnclear},
                                 {"-3", kUnclear},
                                 {"8,5", kUnclear},
                                 {"7 ou 8", kUnclear},
                                 {"onze", kUnclear},
                                 {"10000000000000000000000", kUnclear},
                                 {"liguei 2 vezes e nada", kNone},
                                 {"me liguem no 18 99775-1234", kNone},
                                 {"obrigado", kNone},
                                 {"sim", kNone},
                                 {"👍", kNone},
                                 {"", kNone},
                                 {"10 de janeiro", kNone}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto said = said_score(row.text);
    CHECK(said.unclear == (row.score == kUnclear));
    CHECK(said.score.value_or(kNone) == (row.score >= 0 ? row.score : kNone));
  }
}
