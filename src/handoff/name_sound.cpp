#include "handoff/name_sound.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace smarthandoff::destinations {
namespace {

constexpr std::size_t kLongestWord = 40;

struct Spelling {
  std::string_view written, heard;
};

// Longest first where one begins another.
constexpr std::array<Spelling, 14> kGroups{{{"sch", "x"},
                                            {"ch", "x"},
                                            {"sh", "x"},
                                            {"ph", "f"},
                                            {"th", "t"},
                                            {"que", "ke"},
                                            {"qui", "ki"},
                                            {"gue", "ge"},
                                            {"gui", "gi"},
                                            {"ce", "se"},
                                            {"ci", "si"},
                                            {"cy", "si"},
                                            {"ck", "k"},
                                            {"wa", "va"}}};

// Before e and i a g sounds like j; "gue" and "gui" have left their u behind by then.
bool is_soft_g(std::string_view word, std::size_t at) {
  return word[at] == 'g' && at + 1 < word.size() &&
         (word[at + 1] == 'e' || word[at + 1] == 'i' || word[at + 1] == 'y');
}

// How a letter sounds that belongs to no group; a blank is silent.
char heard(char letter) {
  switch (letter) {
    case 'c':
    case 'q':
      return 'k';
    case 'w':
      return 'v';
    case 'y':
      return 'i';
    case 'z':
      return 's';
    case 'h':
      return ' ';
    default:
      return letter;
  }
}

const Spelling* group_at(std::string_view rest) {
  const auto found = std::find_if(kGroups.begin(), kGroups.end(),
                                  [&](const Spelling& group) { return rest.starts_with(group.written); });
  return found == kGroups.end() ? nullptr : found;
}

// A name that differs only in the ending that tells a man's from a woman's.
bool differ_in_gender(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  const auto is_ending = [](char letter) { return letter == 'a' || letter == 'o'; };
  if (other.size() == one.size() + 1) return other.starts_with(one) && is_ending(other.back());
  return one.size() == other.size() && !one.empty() && is_ending(one.back()) && is_ending(other.back()) &&
         one.back() != other.back() && one.substr(0, one.size() - 1) == other.substr(0, one.size() - 1);
}

}  // namespace

std::string sound_of(std::string_view word) {
  std::string sound;
  const auto add = [&sound](char letter) {
    if (letter != ' ' && (sound.empty() || sound.back() != letter)) sound += letter;
  };
  for (std::size_t at = 0; at < word.size();) {
    if (const Spelling* group = group_at(word.substr(at))) {
      for (const char letter : group->heard) add(letter);
      at += group->written.size();
    } else {
      add(is_soft_g(word, at) ? 'j' : heard(word[at]));
      ++at;
    }
  }
  if (sound.size() > 1 && sound.back() == 'm') sound.back() = 'n';
  return sound;
}

std::size_t edit_distance(std::string_view one, std::string_view other, std::size_t most) {
  const std::size_t difference = std::max(one.size(), other.size()) - std::min(one.size(), other.size());
  if (difference > most || std::max(one.size(), other.size()) > kLongestWord) return most + 1;
  std::vector<std::size_t> before(other.size() + 1), last(other.size() + 1), row(other.size() + 1);
  for (std::size_t j = 0; j <= other.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[other.size()];
}

int likeness(std::string_view one, std::string_view other) {
  if (one == other) return 10;
  const std::size_t shorter = std::min(one.size(), other.size());
  const std::size_t longer = std::max(one.size(), other.size());
  if (shorter < 3 || longer > shorter + 3 || differ_in_gender(one, other)) return 0;
  const std::string sound = sound_of(one);
  if (sound.size() >= 3 && sound == sound_of(other)) return 7;
  if (shorter < 4) return 0;
  const std::size_t most = shorter >= 8 ? 2 : 1;
  const std::size_t distance = edit_distance(one, other, most);
  return distance > most ? 0 : distance == 1 ? 5 : 4;
}

}  // namespace smarthandoff::destinations
