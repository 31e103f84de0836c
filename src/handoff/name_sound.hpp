#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// When two names sound or are written nearly the same. All words are folded (base/fold.hpp).
namespace smarthandoff::destinations {

// A word as it sounds in Brazilian Portuguese, so that "jenny", "geni" and "jeni" are one, "luiz" and "luis",
// "thiago" and "tiago", "karla" and "carla".
std::string sound_of(std::string_view word);

// Insertions, deletions, replacements and swaps of neighbours between two words; anything above `most` may be
// answered as `most` + 1.
std::size_t edit_distance(std::string_view one, std::string_view other, std::size_t most);

// How alike two words are: 10 the same, 7 the same sound, 5 or 4 written nearly so, 0 different. Short words
// must sound the same; "mario" and "maria", "rafael" and "rafaela" are different people.
int likeness(std::string_view one, std::string_view other);

}  // namespace smarthandoff::destinations
