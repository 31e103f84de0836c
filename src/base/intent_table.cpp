#include "base/intent_table.hpp"

#include <algorithm>

namespace smarthandoff {

using understand::Intent;
using understand::IntentContext;

void IntentTableBuilder::idioms(Patterns idioms) {
  for (const auto words : idioms) {
    std::string joined(words);
    std::replace(joined.begin(), joined.end(), ' ', '_');
    table_.idioms.emplace_back(WordPattern(words), std::move(joined));
  }
}

void IntentTableBuilder::idiom(std::string_view word, Patterns patterns) {
  for (const auto pattern : patterns) table_.idioms.emplace_back(WordPattern(pattern), std::string(word));
}

void IntentTableBuilder::all(Intent intent, Patterns patterns) {
  for (const auto pattern : patterns) table_.phrases.push_back({WordPattern(pattern), intent, {}, {}});
}

void IntentTableBuilder::only_in(IntentContext context, Intent intent, Patterns patterns) {
  for (const auto pattern : patterns) table_.phrases.push_back({WordPattern(pattern), intent, context, {}});
}

void IntentTableBuilder::except_in(IntentContext context, Intent intent, Patterns patterns) {
  for (const auto pattern : patterns) table_.phrases.push_back({WordPattern(pattern), intent, {}, context});
}

void IntentTableBuilder::unclear(Intent intent, Patterns patterns) {
  for (const auto pattern : patterns) table_.phrases.push_back({WordPattern(pattern), intent, {}, {}, true});
}

void IntentTableBuilder::polar(bool yes, bool strong, Patterns patterns,
                               std::optional<IntentContext> only_in) {
  for (const auto pattern : patterns)
    table_.polarities.push_back({WordPattern(pattern), yes, strong, only_in});
}

}  // namespace smarthandoff
