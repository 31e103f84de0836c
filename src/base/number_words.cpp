#include "base/number_words.hpp"

#include <smarthandoff/base/immortal.hpp>

#include <array>
#include <map>

namespace smarthandoff::number_words {
namespace {

using Numbers = std::map<std::string_view, Word>;
using Digits = std::map<std::string_view, int>;

const Numbers& portuguese() {
  static const Immortal<Numbers> words = Numbers{{"zero", {0}},
                                                 {"um", {1}},
                                                 {"uma", {1}},
                                                 {"hum", {1}},
                                                 {"dois", {2}},
                                                 {"duas", {2}},
                                                 {"tres", {3}},
                                                 {"quatro", {4}},
                                                 {"cinco", {5}},
                                                 {"seis", {6}},
                                                 {"meia", {6}},
                                                 {"sete", {7}},
                                                 {"oito", {8}},
                                                 {"nove", {9}},
                                                 {"dez", {10, Role::teen}},
                                                 {"onze", {11, Role::teen}},
                                                 {"doze", {12, Role::teen}},
                                                 {"treze", {13, Role::teen}},
                                                 {"catorze", {14, Role::teen}},
                                                 {"quatorze", {14, Role::teen}},
                                                 {"quinze", {15, Role::teen}},
                                                 {"dezesseis", {16, Role::teen}},
                                                 {"dezasseis", {16, Role::teen}},
                                                 {"dezessete", {17, Role::teen}},
                                                 {"dezassete", {17, Role::teen}},
                                                 {"dezoito", {18, Role::teen}},
                                                 {"dezenove", {19, Role::teen}},
                                                 {"dezanove", {19, Role::teen}},
                                                 {"vinte", {20, Role::ten}},
                                                 {"trinta", {30, Role::ten}},
                                                 {"quarenta", {40, Role::ten}},
                                                 {"cinquenta", {50, Role::ten}},
                                                 {"cincoenta", {50, Role::ten}},
                                                 {"sessenta", {60, Role::ten}},
                                                 {"setenta", {70, Role::ten}},
                                                 {"oitenta", {80, Role::ten}},
                                                 {"noventa", {90, Role::ten}},
                                                 {"cem", {100, Role::hundred}},
                                                 {"cento", {100, Role::hundred}},
                                                 {"duzentos", {200, Role::hundred}},
                                                 {"duzentas", {200, Role::hundred}},
                                                 {"trezentos", {300, Role::hundred}},
                                                 {"trezentas", {300, Role::hundred}},
                                                 {"quatrocentos", {400, Role::hundred}},
                                                 {"quatrocentas", {400, Role::hundred}},
                                                 {"quinhentos", {500, Role::hundred}},
                                                 {"quinhentas", {500, Role::hundred}},
                                                 {"seiscentos", {600, Role::hundred}},
                                                 {"seiscentas", {600, Role::hundred}},
                                                 {"setecentos", {700, Role::hundred}},
                                                 {"setecentas", {700, Role::hundred}},
                                                 {"oitocentos", {800, Role::hundred}},
                                                 {"oitocentas", {800, Role::hundred}},
                                                 {"novecentos", {900, Role::hundred}},
                                                 {"novecentas", {900, Role::hundred}},
                                                 {"mil", {1000, Role::thousand}}};
  return words;
}

const Numbers& english() {
  static const Immortal<Numbers> words = Numbers{{"zero", {0}},
                                                 {"oh", {0}},
                                                 {"o", {0}},
                                                 {"nought", {0}},
                                                 {"one", {1}},
                                                 {"two", {2}},
                                                 {"three", {3}},
                                                 {"four", {4}},
                                                 {"five", {5}},
                                                 {"six", {6}},
                                                 {"seven", {7}},
                                                 {"eight", {8}},
                                                 {"nine", {9}},
                                                 {"niner", {9}},
                                                 {"ten", {10, Role::teen}},
                                                 {"eleven", {11, Role::teen}},
                                                 {"twelve", {12, Role::teen}},
                                                 {"thirteen", {13, Role::teen}},
                                                 {"fourteen", {14, Role::teen}},
                                                 {"fifteen", {15, Role::teen}},
                                                 {"sixteen", {16, Role::teen}},
                                                 {"seventeen", {17, Role::teen}},
                                                 {"eighteen", {18, Role::teen}},
                                                 {"nineteen", {19, Role::teen}},
                                                 {"twenty", {20, Role::ten}},
                                                 {"thirty", {30, Role::ten}},
                                                 {"forty", {40, Role::ten}},
                                                 {"fourty", {40, Role::ten}},
                                                 {"fifty", {50, Role::ten}},
                                                 {"sixty", {60, Role::ten}},
                                                 {"seventy", {70, Role::ten}},
                                                 {"eighty", {80, Role::ten}},
                                                 {"ninety", {90, Role::ten}},
                                                 {"hundred", {100, Role::hundred}},
                                                 {"thousand", {1000, Role::thousand}}};
  return words;
}

const Digits& plurals(Language language) {
  static const Immortal<Digits> portuguese = Digits{{"zeros", 0}, {"uns", 1},   {"quatros", 4}, {"cincos", 5},
                                                    {"meias", 6}, {"setes", 7}, {"oitos", 8},   {"noves", 9}};
  static const Immortal<Digits> english =
      Digits{{"zeros", 0}, {"zeroes", 0}, {"ohs", 0},   {"ones", 1},   {"twos", 2},   {"threes", 3},
             {"fours", 4}, {"fives", 5},  {"sixes", 6}, {"sevens", 7}, {"eights", 8}, {"nines", 9}};
  return language == Language::portuguese ? portuguese : english;
}

const Digits& multiples(Language language) {
  static const Immortal<Digits> portuguese =
      Digits{{"duplo", 2}, {"dupla", 2}, {"dobrado", 2}, {"triplo", 3}, {"tripla", 3}, {"quadruplo", 4}};
  static const Immortal<Digits> english =
      Digits{{"double", 2}, {"triple", 3}, {"treble", 3}, {"quadruple", 4}};
  return language == Language::portuguese ? portuguese : english;
}

std::optional<int> lookup(const Digits& table, std::string_view word) {
  const auto found = table.find(word);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::optional<Word> find(std::string_view word, Language language) {
  const Numbers& table = language == Language::portuguese ? portuguese() : english();
  const auto found = table.find(word);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

std::optional<int> find_plural(std::string_view word, Language language) {
  return lookup(plurals(language), word);
}

std::optional<int> find_multiple(std::string_view word, Language language) {
  return lookup(multiples(language), word);
}

}  // namespace smarthandoff::number_words
