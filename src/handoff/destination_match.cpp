#include "handoff/destination_match.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <tuple>

#include <smarthandoff/base/fold.hpp>

#include "base/field_check.hpp"
#include "handoff/name_sound.hpp"
#include "handoff/name_words.hpp"

namespace smarthandoff::destinations {
namespace {

constexpr int kSame = 10;  // of likeness()

using Words = std::vector<std::string>;

// How well a destination fits; the least `tier` is the best kind of fit.
enum class Tier { whole_name, part_of_name, whole_department, part_of_department, spelling, none };
struct Fit {
  int score = 0;
  Tier tier = Tier::none;

  bool better_than(const Fit& other) const {
    return std::tuple(score, -static_cast<int>(tier)) >
           std::tuple(other.score, -static_cast<int>(other.tier));
  }
};

// The words of a name by which it is told from others; all of them if there are none.
Words telling_words(std::string_view label) {
  Words telling, all;
  for (Word& word : words_of(label)) {
    if (word.kind != WordKind::filler) telling.push_back(word.text);
    all.push_back(std::move(word.text));
  }
  return telling.empty() ? all : telling;
}

struct Labels {
  std::vector<Words> names;  // name, aliases and number
  Words department;
};

Labels labels_of(const Destination& destination) {
  Labels labels{.names = {telling_words(destination.name)},
                .department = telling_words(destination.department)};
  for (const std::string& alias : destination.aliases) labels.names.push_back(telling_words(alias));
  labels.names.push_back({destination.number});
  return labels;
}

bool contains(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool contains_all(const Words& words, const Words& wanted) {
  return !wanted.empty() && std::all_of(wanted.begin(), wanted.end(),
                                        [&](const std::string& word) { return contains(words, word); });
}

bool any_contains(const std::vector<Words>& names, const std::string& word) {
  return std::any_of(names.begin(), names.end(), [&](const Words& name) { return contains(name, word); });
}

int best_likeness(const Words& label, const std::string& word) {
  int best = 0;
  for (const std::string& candidate : label) best = std::max(best, likeness(candidate, word));
  return best;
}

int likeness_to(const Labels& labels, const std::string& word) {
  int best = best_likeness(labels.department, word);
  for (const Words& name : labels.names) best = std::max(best, best_likeness(name, word));
  return best;
}

Tier exact_tier(const Labels& labels, const Words& said) {
  const auto whole = [&](const Words& name) { return contains_all(said, name); };
  const auto in_name = [&](const std::string& word) { return any_contains(labels.names, word); };
  const auto in_department = [&](const std::string& word) { return contains(labels.department, word); };
  if (std::any_of(labels.names.begin(), labels.names.end(), whole)) return Tier::whole_name;
  if (std::any_of(said.begin(), said.end(), in_name)) return Tier::part_of_name;
  if (contains_all(said, labels.department)) return Tier::whole_department;
  if (std::any_of(said.begin(), said.end(), in_department)) return Tier::part_of_department;
  return Tier::spelling;
}

Fit fit_of(const Destination& destination, const Words& said) {
  const Labels labels = labels_of(destination);
  Fit fit;
  std::size_t fitting = 0;
  for (const std::string& word : said) {
    const int like = likeness_to(labels, word);
    fit.score += like;
    if (like > 0) ++fitting;
  }
  if (fit.score == 0) return {};
  fit.tier = exact_tier(labels, said);
  // One word of many that resembles a name is chance.
  const bool by_chance = fit.tier == Tier::spelling && fitting * 2 < said.size();
  return by_chance ? Fit{} : fit;
}

MatchedBy matched_by(Tier tier) {
  switch (tier) {
    case Tier::whole_name:
    case Tier::part_of_name:
      return MatchedBy::folded;
    case Tier::whole_department:
    case Tier::part_of_department:
      return MatchedBy::department;
    case Tier::spelling:
      return MatchedBy::spelling;
    case Tier::none:
      return MatchedBy::nothing;
  }
  return MatchedBy::nothing;
}

using Accepts = std::function<bool(std::string_view label)>;

Match by_label(const std::vector<Destination>& destinations, MatchedBy by, const Accepts& accepts) {
  Match match{.by = by};
  for (const Destination& destination : destinations) {
    const bool fits = accepts(destination.name) ||
                      std::any_of(destination.aliases.begin(), destination.aliases.end(), accepts);
    if (fits) match.found.push_back(destination);
  }
  return match;
}

Match by_words(const std::vector<Destination>& destinations, const Words& said) {
  Match match;
  Fit best;
  if (said.empty()) return match;
  for (const Destination& destination : destinations) {
    const Fit fit = fit_of(destination, said);
    if (fit.tier == Tier::none || best.better_than(fit)) continue;
    if (fit.better_than(best)) match.found.clear();
    best = fit;
    match.found.push_back(destination);
  }
  match.by = matched_by(best.tier);
  return match;
}

// The words that may name somebody; without the matter ("sobre o boleto") if wanted.
Words naming_words(const std::vector<Word>& words, bool with_subject) {
  Words naming;
  for (const Word& word : words) {
    if (word.kind == WordKind::subject && !with_subject && !naming.empty()) break;
    if (word.kind == WordKind::name || word.kind == WordKind::person) naming.push_back(word.text);
  }
  return naming;
}

// "Alguém" whatever else was said; "uma pessoa" only on its own.
bool asks_for_anyone(const std::vector<Word>& words) {
  const auto of_kind = [&](WordKind kind) {
    return std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.kind == kind; });
  };
  return of_kind(WordKind::anyone) || !of_kind(WordKind::name);
}

Match best_match(std::string_view text, const std::vector<Destination>& destinations) {
  const std::string_view said = field::trimmed(text);
  auto match =
      by_label(destinations, MatchedBy::exact, [&](std::string_view label) { return label == said; });
  if (!match.found.empty()) return match;

  const Words telling = telling_words(said);
  match = by_label(destinations, MatchedBy::folded, [&](std::string_view label) {
    return !telling.empty() && telling_words(label) == telling;
  });
  if (!match.found.empty()) return match;

  const auto words = words_of(said);
  for (const bool with_subject : {false, true}) {
    match = by_words(destinations, naming_words(words, with_subject));
    if (!match.found.empty()) return match;
  }
  match.anyone = asks_for_anyone(words);
  return match;
}

}  // namespace

Match match(std::string_view text, const std::vector<Destination>& destinations) {
  Match best = best_match(text, destinations);
  const auto is_enabled = [](const Destination& destination) { return destination.enabled; };
  if (std::any_of(best.found.begin(), best.found.end(), is_enabled))
    std::erase_if(best.found, [&](const Destination& destination) { return !is_enabled(destination); });
  return best;
}

}  // namespace smarthandoff::destinations
