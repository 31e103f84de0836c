#include "telephony/esl/content.hpp"

#include <algorithm>

#include "telephony/esl/fields.hpp"

namespace smarthandoff::esl {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace

std::size_t index_fields(std::string_view text, std::size_t from, std::vector<Field>& fields) {
  return for_each_field(text, from, [&fields](const Field& field) { fields.push_back(field); });
}

bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  return a == b ||
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace smarthandoff::esl
