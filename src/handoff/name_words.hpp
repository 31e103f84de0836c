#pragma once

#include <string>
#include <string_view>
#include <vector>

// The words of a sentence in which somebody is named.
namespace smarthandoff::destinations {

// What a word does in the sentence.
enum class WordKind {
  name,     // may be of a name
  filler,   // "quero falar com a", "setor", "please"
  anyone,   // "alguém", "someone": whoever else is named
  person,   // "pessoa", "agent": only where nothing else is said
  subject,  // "sobre", "about": what follows is the matter, not the person
};

struct Word {
  std::string text;  // folded
  WordKind kind = WordKind::name;
};

// At most 60 words; letters of initials are joined ("T.I." is "ti").
std::vector<Word> words_of(std::string_view text);

}  // namespace smarthandoff::destinations
