#include "base/document_mask.hpp"

#include <optional>

#include <smarthandoff/base/document.hpp>

namespace smarthandoff {
namespace {

constexpr std::string_view kSeparators = ".-/ ";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_place(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct Found {
  std::string masked;
  std::size_t end = 0;
};

// A document of so many characters that begins at `from`, with at most one separator before each of them. A
// blank separates digits only: words are no CNPJ.
std::optional<Found> document_at(std::string_view text, std::size_t from, std::size_t length) {
  std::string characters;
  std::size_t i = from;
  for (; i < text.size() && characters.size() < length; ++i) {
    if (!is_place(text[i])) return std::nullopt;
    characters += text[i];
    const bool separated = i + 2 < text.size() && characters.size() < length &&
                           kSeparators.find(text[i + 1]) != std::string_view::npos;
    if (!separated) continue;
    if (text[i + 1] == ' ' && !(is_digit(text[i]) && is_digit(text[i + 2]))) return std::nullopt;
    ++i;
  }
  const bool ends = i == text.size() || !is_place(text[i]);
  if (characters.size() != length || !ends) return std::nullopt;
  const auto read = documents::parse({.text = characters});
  if (!read.masked) return std::nullopt;
  return Found{.masked = *read.masked, .end = i};
}

}  // namespace

std::string mask_documents(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size();) {
    std::optional<Found> found;
    if (is_place(text[i]) && (i == 0 || !is_place(text[i - 1])))
      for (const std::size_t length : {std::size_t{14}, std::size_t{11}})
        if (!found) found = document_at(text, i, length);
    if (found) {
      shown += found->masked;
      i = found->end;
    } else {
      shown += text[i++];
    }
  }
  return shown;
}

}  // namespace smarthandoff
