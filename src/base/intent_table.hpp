#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/understand.hpp>

#include "base/word_pattern.hpp"

namespace smarthandoff {

// A phrase that alone means something, in every context or in one.
struct IntentPhrase {
  WordPattern pattern;
  understand::Intent intent;
  std::optional<understand::IntentContext> only_in;
  std::optional<understand::IntentContext> except_in;
  bool clarify = false;
};

// A word or idiom of agreement or refusal. Where several meet, the last strong one wins ("yeah no" is no);
// weak ones ("ok", "certo") count only among themselves.
struct Polarity {
  WordPattern pattern;
  bool yes = true;
  bool strong = true;
  std::optional<understand::IntentContext> only_in;
};

// The phrases of one language. All phrases of an utterance count, and the intent of the highest rank wins;
// polarities are tried in order, so idioms come before the words they are made of.
struct IntentTable {
  std::vector<std::pair<WordPattern, std::string>> idioms;  // replaced before anything is matched
  std::vector<IntentPhrase> phrases;
  std::vector<Polarity> polarities;
};

// Collects a table.
class IntentTableBuilder {
 public:
  using Patterns = std::initializer_list<std::string_view>;

  // Makes idioms one word, joined by "_".
  void idioms(Patterns idioms);
  // Makes whatever matches one word, which no pattern takes unless it names it.
  void idiom(std::string_view word, Patterns patterns);
  void all(understand::Intent intent, Patterns patterns);
  void only_in(understand::IntentContext context, understand::Intent intent, Patterns patterns);
  void except_in(understand::IntentContext context, understand::Intent intent, Patterns patterns);
  void unclear(understand::Intent intent, Patterns patterns);
  void yes(Patterns patterns) { polar(true, true, patterns); }
  void weak_yes(Patterns patterns) { polar(true, false, patterns); }
  void no(Patterns patterns) { polar(false, true, patterns); }
  void weak_no(Patterns patterns) { polar(false, false, patterns); }
  void yes_in(understand::IntentContext context, Patterns patterns) { polar(true, true, patterns, context); }
  IntentTable build() { return std::move(table_); }

 private:
  void polar(bool yes, bool strong, Patterns patterns, std::optional<understand::IntentContext> only_in = {});

  IntentTable table_;
};

// The phrases with which a law comes: "do not call me", "you have the wrong person".
void add_portuguese_duties(IntentTableBuilder& to);
void add_english_duties(IntentTableBuilder& to);

const IntentTable& portuguese_intents();
const IntentTable& english_intents();

}  // namespace smarthandoff
