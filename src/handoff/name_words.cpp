#include "handoff/name_words.hpp"

#include <algorithm>
#include <array>

#include <smarthandoff/base/fold.hpp>

namespace smarthandoff::destinations {
namespace {

constexpr std::size_t kMaxWords = 60;

// What people say around a name.
constexpr std::array kFillers = std::to_array<std::string_view>(
    {"a",         "ai",       "an",        "aos",        "area",   "as",         "at",           "boa",
     "bom",       "call",     "can",       "chama",      "chamar", "com",        "connect",      "contato",
     "conversar", "could",    "da",        "das",        "de",     "department", "departamento", "dia",
     "do",        "dona",     "dos",       "e",          "em",     "equipe",     "esta",         "eu",
     "extension", "falar",    "favor",     "for",        "from",   "get",        "gostaria",     "hello",
     "hi",        "i",        "id",        "in",         "is",     "la",         "liga",         "ligar",
     "like",      "love",     "me",        "minha",      "mr",     "mrs",        "ms",           "na",
     "need",      "no",       "noite",     "o",          "of",     "oi",         "ola",          "os",
     "ou",        "para",     "passa",     "passar",     "pelo",   "please",     "pode",         "poderia",
     "por",       "pra",      "preciso",   "pro",        "put",    "queria",     "quero",        "ramal",
     "section",   "senhor",   "senhora",   "setor",      "seu",    "speak",      "sr",           "sra",
     "talk",      "tarde",    "team",      "tem",        "that",   "the",        "there",        "through",
     "to",        "transfer", "transfere", "transferir", "um",     "uma",        "vou",          "want",
     "with",      "would",    "you",       "nao",        "dont",   "not",        "mais"});
constexpr std::array kAnyone = std::to_array<std::string_view>(
    {"alguem", "anybody", "anyone", "qualquer", "somebody", "someone", "whoever"});
constexpr std::array kPerson = std::to_array<std::string_view>(
    {"robo",       "robos",     "maquina",    "maquinas", "computador", "gravacao",  "bot",
     "robot",      "machine",   "computer",   "outro",    "outra",      "another",   "humanos",
     "ser",        "being",     "agent",      "algum",    "alguma",     "any",       "atendente",
     "atendentes", "available", "disponivel", "estiver",  "faz",        "gente",     "human",
     "humana",     "humano",    "livre",      "live",     "operador",   "operadora", "operator",
     "person",     "pessoa",    "pessoal",    "puder",    "quem",       "real",      "representative",
     "tanto",      "verdade"});
constexpr std::array kSubject =
    std::to_array<std::string_view>({"about", "assunto", "referente", "regarding", "respeito", "sobre"});

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

WordKind kind_of(std::string_view word) {
  if (holds(kFillers, word)) return WordKind::filler;
  if (holds(kAnyone, word)) return WordKind::anyone;
  if (holds(kPerson, word)) return WordKind::person;
  if (holds(kSubject, word)) return WordKind::subject;
  return WordKind::name;
}

// Letters of any script, digits, and the keys of a telephone.
bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '*' || c == '#' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// A dot or apostrophe inside a word: of initials ("t.i."), or "d'avila".
bool is_joint(std::string_view text, std::size_t at) {
  const auto letter = [&](std::size_t i) { return i < text.size() && is_of_word(text[i]); };
  if (text[at] == '\'') return letter(at + 1);
  return text[at] == '.' && letter(at + 1) && !letter(at + 2);
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<Word> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back({word, kind_of(word)});
    word.clear();
  };
  for (std::size_t at = 0; at < folded.size() && words.size() < kMaxWords; ++at) {
    if (is_of_word(folded[at]))
      word += folded[at];
    else if (word.empty() || !is_joint(folded, at))
      end_word();
  }
  if (words.size() < kMaxWords) end_word();
  return words;
}

}  // namespace smarthandoff::destinations
