#include <smarthandoff/base/document.hpp>

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "base/text_limit.hpp"

namespace smarthandoff {
namespace {

using documents::DocumentReason;

constexpr std::size_t kCpfLength = 11;
constexpr std::size_t kCnpjLength = 14;
constexpr std::string_view kCpfMask = "ddd.ddd.ddd-dd";
constexpr std::string_view kCnpjMask = "xx.xxx.xxx/xxxx-dd";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Of a mask's place: 'd' takes a digit, 'x' a digit or letter, anything else itself.
bool fits(char place, char c) {
  if (place == 'd') return is_digit(c);
  if (place == 'x') return is_digit(c) || (c >= 'A' && c <= 'Z');
  return place == c;
}

bool is_place(char c) {
  return c == 'd' || c == 'x';
}

// The text without the mask's punctuation if it has the mask's form, with all of the punctuation or none.
std::optional<std::string> unmask(std::string_view text, std::string_view mask) {
  std::string places(mask);
  std::erase_if(places, [](char c) { return !is_place(c); });
  const std::string_view form = text.size() == mask.size() ? mask : std::string_view(places);
  if (text.size() != form.size() || !std::equal(form.begin(), form.end(), text.begin(), fits)) return {};
  std::string canonical;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (is_place(form[i])) canonical += text[i];
  return canonical;
}

// The mod-11 digit over all of `part`, weights 2, 3, … from the right, starting again after `largest`.
// A letter counts as its ASCII code minus 48 (Nota Técnica COCAD/SUARA/RFB 49/2024): A is 17.
char check_digit(std::string_view part, int largest) {
  int sum = 0;
  int weight = 2;
  for (auto c = part.rbegin(); c != part.rend(); ++c) {
    sum += (*c - '0') * weight;
    weight = weight == largest ? 2 : weight + 1;
  }
  const int rest = sum % 11;
  return static_cast<char>('0' + (rest < 2 ? 0 : 11 - rest));
}

std::string check_digits(std::string_view canonical) {
  const int largest = canonical.size() == kCpfLength ? kCpfLength : 9;
  std::string part(canonical.substr(0, canonical.size() - 2));
  part += check_digit(part, largest);
  part += check_digit(part, largest);
  return part.substr(part.size() - 2);
}

std::string apply_mask(std::string_view canonical, std::string_view mask) {
  std::string out;
  auto next = canonical.begin();
  for (const char place : mask) {
    if (is_place(place) || place == '*') {
      out += place == '*' ? '*' : *next;
      ++next;
    } else {
      out += place;
    }
  }
  return out;
}

std::optional<DocumentReason> defect(std::string_view canonical) {
  const bool repeated = canonical.find_first_not_of(canonical[0]) == std::string_view::npos;
  if (repeated) return DocumentReason::repeated;
  if (check_digits(canonical) != canonical.substr(canonical.size() - 2)) return DocumentReason::check_digits;
  return {};
}

std::string_view name_of(DocumentReason reason) {
  switch (reason) {
    case DocumentReason::format:
      return "format";
    case DocumentReason::check_digits:
      return "check_digits";
    case DocumentReason::repeated:
      return "repeated";
  }
  return "format";
}

std::string upper_trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  std::string out(text.substr(first, text.find_last_not_of(kSpaces) - first + 1));
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

}  // namespace

Document Document::from_canonical(std::string_view text) {
  const bool plain = text.size() == kCpfLength || text.size() == kCnpjLength;
  const auto canonical = unmask(text, text.size() == kCpfLength ? kCpfMask : kCnpjMask);
  const auto wrong = plain && canonical ? defect(*canonical) : DocumentReason::format;
  if (wrong) throw invalid_field("document", name_of(*wrong));
  return Document(*canonical);
}

DocumentKind Document::kind() const noexcept {
  return canonical_.size() == kCpfLength ? DocumentKind::cpf : DocumentKind::cnpj;
}

std::string Document::formatted() const {
  return apply_mask(canonical_, kind() == DocumentKind::cpf ? kCpfMask : kCnpjMask);
}

std::string Document::masked() const {
  return apply_mask(canonical_, kind() == DocumentKind::cpf ? "***.ddd.ddd-**" : "**.***.xxx/xxxx-**");
}

bool Document::is_alphanumeric() const noexcept {
  return !std::all_of(canonical_.begin(), canonical_.end(), is_digit);
}

std::string_view Document::root() const noexcept {
  return kind() == DocumentKind::cpf ? std::string_view(canonical_)
                                     : std::string_view(canonical_).substr(0, 8);
}

namespace documents {
namespace {

std::optional<std::string> canonical_form(const std::string& text, std::optional<DocumentKind> type) {
  std::optional<std::string> canonical;
  if (type != DocumentKind::cnpj) canonical = unmask(text, kCpfMask);
  if (!canonical && type != DocumentKind::cpf) canonical = unmask(text, kCnpjMask);
  return canonical;
}

}  // namespace

DocumentParse parse(const ParseDocument& request) {
  check_text_limit("text", request.text);
  DocumentParse answer{.type = request.type};
  const auto canonical = canonical_form(upper_trimmed(request.text), request.type);
  answer.reason = canonical ? defect(*canonical) : DocumentReason::format;
  if (!canonical) return answer;
  answer.type = canonical->size() == kCpfLength ? DocumentKind::cpf : DocumentKind::cnpj;
  if (answer.reason == DocumentReason::check_digits) answer.expected_dv = check_digits(*canonical);
  if (answer.reason) return answer;

  const Document document = Document::from_canonical(*canonical);
  answer.valid = true;
  answer.canonical = document.canonical();
  answer.formatted = document.formatted();
  answer.masked = document.masked();
  if (answer.type == DocumentKind::cnpj) answer.alphanumeric = document.is_alphanumeric();
  answer.test_value = document.canonical() == "12345678909";
  return answer;
}

}  // namespace documents
}  // namespace smarthandoff
