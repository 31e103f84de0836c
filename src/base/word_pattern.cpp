#include "base/word_pattern.hpp"

#include <algorithm>

namespace smarthandoff {
namespace {

constexpr std::size_t kLongestGap = 3;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(separator);
    if (end != 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

}  // namespace

WordPattern::WordPattern(std::string_view source) {
  for (std::string& part : split(source, ' ')) {
    Step step;
    if (part == "*") step.kind = Kind::gap;
    if (part == "^") step.kind = Kind::begin;
    if (part == "$") step.kind = Kind::end;
    if (part[0] == '?') step.kind = Kind::optional;
    if (part[0] == '!') step.kind = Kind::absent;
    if (step.kind == Kind::optional || step.kind == Kind::absent) part.erase(0, 1);
    step.any = split(part, '|');
    steps_.push_back(std::move(step));
  }
}

bool WordPattern::Step::takes(const std::string& word) const {
  return std::find(any.begin(), any.end(), word) != any.end();
}

std::optional<std::size_t> WordPattern::match_step(std::span<const std::string> words, std::size_t at,
                                                   std::size_t index) const {
  if (index == steps_.size()) return at;
  const Step& step = steps_[index];
  const bool takes = at < words.size() && step.takes(words[at]);
  switch (step.kind) {
    case Kind::begin:
      return at == 0 ? match_step(words, at, index + 1) : std::nullopt;
    case Kind::end:
      return at == words.size() ? match_step(words, at, index + 1) : std::nullopt;
    case Kind::absent:
      return takes ? std::nullopt : match_step(words, at, index + 1);
    case Kind::word:
      return takes ? match_step(words, at + 1, index + 1) : std::nullopt;
    case Kind::optional:
      if (takes)
        if (const auto end = match_step(words, at + 1, index + 1)) return end;
      return match_step(words, at, index + 1);
    case Kind::gap:
      break;
  }
  for (std::size_t skipped = 0; skipped <= kLongestGap && at + skipped <= words.size(); ++skipped)
    if (const auto end = match_step(words, at + skipped, index + 1)) return end;
  return {};
}

std::optional<std::size_t> WordPattern::match(std::span<const std::string> words, std::size_t at) const {
  return match_step(words, at, 0);
}

bool WordPattern::found_in(std::span<const std::string> words) const {
  for (std::size_t at = 0; at <= words.size(); ++at)
    if (match(words, at)) return true;
  return false;
}

}  // namespace smarthandoff
