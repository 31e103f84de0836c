#include "callback/said_score.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <smarthandoff/base/fold.hpp>

namespace smarthandoff::callbacks {
namespace {

constexpr std::size_t kMostWords = 12;  // more is a story
constexpr std::size_t kMostDigits = 3;

// Said with a score; any other word makes the text something else.
constexpr std::array<std::string_view, 46> kAround = {
    "a",        "o",    "e",       "eh",    "de",          "da",       "dou",    "minha",
    "meu",      "nota", "uma",     "para",  "pra",         "voces",    "foi",    "muito",
    "bom",      "boa",  "otimo",   "otima", "excelente",   "perfeito", "top",    "obrigado",
    "obrigada", "ruim", "pessimo", "ou",    "atendimento", "parabens", "i",      "give",
    "you",      "it",   "is",      "my",    "score",       "rating",   "thanks", "thank",
    "great",    "good", "bad",     "very",  "or",          "service"};

constexpr std::array<std::pair<std::string_view, std::int64_t>, 24> kNumbers{{
    {"zero", 0},  {"um", 1},    {"dois", 2},  {"duas", 2}, {"tres", 3},  {"quatro", 4},
    {"cinco", 5}, {"seis", 6},  {"sete", 7},  {"oito", 8}, {"nove", 9},  {"dez", 10},
    {"one", 1},   {"two", 2},   {"three", 3}, {"four", 4}, {"five", 5},  {"six", 6},
    {"seven", 7}, {"eight", 8}, {"nine", 9},  {"ten", 10}, {"onze", 11}, {"eleven", 11},
}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Words and numbers of the folded text; '/' , ',' between digits and a '-' before one are kept as they are.
std::vector<std::string> tokens_of(const std::string& folded) {
  std::vector<std::string> tokens;
  bool within = false;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    const bool digit_follows = i + 1 < folded.size() && is_digit(folded[i + 1]);
    const bool joins =
        digit_follows &&
        ((c == '-') || ((c == '/' || c == ',' || c == '.') && within && is_digit(tokens.back().back())));
    const bool belongs = (c >= 'a' && c <= 'z') || is_digit(c) || joins;
    if (belongs && !within) tokens.emplace_back();
    if (belongs) tokens.back() += c;
    within = belongs;
  }
  return tokens;
}

bool is_number(const std::string& token) {
  return !token.empty() && token.size() <= kMostDigits && std::ranges::all_of(token, is_digit);
}

// The number of a token: 0 and more; -1 for one that is no whole number from 0 on; nothing for a word.
std::optional<std::int64_t> number_of(std::string token) {
  const auto slash = token.find("/10");
  if (slash != std::string::npos && slash + 3 == token.size()) token.resize(slash);
  if (is_number(token)) return std::stoll(token);
  if (std::ranges::any_of(token, is_digit)) return -1;
  const auto found =
      std::ranges::find(kNumbers, std::string_view(token), &std::pair<std::string_view, std::int64_t>::first);
  return found == kNumbers.end() ? std::nullopt : std::optional(found->second);
}

// "8 de 10", "8 out of 10": the ten is the scale.
void drop_scale(std::vector<std::string>& tokens) {
  if (tokens.size() < 3 || (tokens.back() != "10" && tokens.back() != "dez" && tokens.back() != "ten"))
    return;
  const std::string& before = tokens[tokens.size() - 2];
  if (before != "de" && before != "of") return;
  tokens.resize(tokens.size() - 2);
  if (tokens.back() == "out") tokens.pop_back();
}

}  // namespace

SaidScore said_score(const std::string& text) {
  auto tokens = tokens_of(fold(text));
  if (tokens.empty() || tokens.size() > kMostWords) return {};
  drop_scale(tokens);
  std::vector<std::int64_t> numbers;
  for (const std::string& token : tokens) {
    if (const auto number = number_of(token))
      numbers.push_back(*number);
    else if (std::ranges::find(kAround, std::string_view(token)) == kAround.end())
      return {};
  }
  if (numbers.empty()) return {};
  const bool one = numbers.size() == 1 && numbers[0] >= 0 && numbers[0] <= 10;
  return one ? SaidScore{.score = numbers[0]} : SaidScore{.unclear = true};
}

}  // namespace smarthandoff::callbacks
