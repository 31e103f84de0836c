#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smarthandoff {

// A pattern over folded words, for the tables of phrases. Its steps are separated by spaces:
//     word|other   one of these words          ?word   it may be missing
//     *            up to three words of any    !word   not followed by it (takes nothing)
//     ^            the beginning               $       the end
// Punctuation is a word of its own (","), so that "nao , e esse" does not match "nao e esse".
class WordPattern {
 public:
  explicit WordPattern(std::string_view source);

  // Where the match that begins at `at` ends, or nothing.
  std::optional<std::size_t> match(std::span<const std::string> words, std::size_t at) const;

  // True if it matches anywhere.
  bool found_in(std::span<const std::string> words) const;

 private:
  enum class Kind { word, optional, absent, gap, begin, end };
  struct Step {
    Kind kind = Kind::word;
    std::vector<std::string> any;

    bool takes(const std::string& word) const;
  };

  std::optional<std::size_t> match_step(std::span<const std::string> words, std::size_t at,
                                        std::size_t step) const;

  std::vector<Step> steps_;
};

}  // namespace smarthandoff
