#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace smarthandoff {

// A Brazilian taxpayer's number: of a person, or of a company (digits, and letters since July 2026).
enum class DocumentKind { cpf, cnpj };

// A CPF or CNPJ whose check digits are right: the class protects exactly that invariant. What a person typed
// is parsed by documents::parse. It is personal data: only masked() belongs into logs, errors and events.
class Document {
 public:
  // Reads the canonical form: 11 digits, or 14 upper-case letters and digits. Throws invalid_argument (field
  // "document", details "reason") for anything else.
  static Document from_canonical(std::string_view text);

  DocumentKind kind() const noexcept;

  // "52998224725": the form stored; text, because leading zeros count.
  const std::string& canonical() const noexcept { return canonical_; }

  // "529.982.247-25", "12.ABC.345/01DE-35".
  std::string formatted() const;

  // "***.982.247-**", "**.***.345/01DE-**". A display mask, not anonymisation: 1000 CPFs share one.
  std::string masked() const;

  // True for a CNPJ with a letter.
  bool is_alphanumeric() const noexcept;

  // The first eight characters of a CNPJ, which head office and branches share; the whole CPF.
  std::string_view root() const noexcept;

  auto operator<=>(const Document&) const noexcept = default;

 private:
  explicit Document(std::string canonical) : canonical_(std::move(canonical)) {}

  std::string canonical_;
};

namespace documents {

// A document as typed.
struct ParseDocument {
  std::string text;
  std::optional<DocumentKind> type;  // absent: either, told by its length
};

// Why a text is not a document.
enum class DocumentReason {
  format,        // not 11 or 14 characters in one of the two accepted forms
  check_digits,  // see expected_dv
  repeated,      // one character repeated passes the arithmetic but is nobody's
};

// What was understood of a document. Forms other than the mask are absent when it is not valid.
struct DocumentParse {
  bool valid = false;
  std::optional<DocumentKind> type;
  std::optional<DocumentReason> reason;
  std::optional<std::string> canonical;
  std::optional<std::string> formatted;
  std::optional<std::string> masked;
  std::optional<bool> alphanumeric;        // of a valid CNPJ
  std::optional<std::string> expected_dv;  // the check digits that would be right
  bool test_value = false;                 // 123.456.789-09: valid, but what everybody types in tests
};

// Reads a CPF or CNPJ, plain or with its punctuation in the right places, in any letter case; nothing is
// stripped or padded to make it fit. Throws invalid_argument for a text of more than 4096 bytes only.
DocumentParse parse(const ParseDocument& request);

}  // namespace documents
}  // namespace smarthandoff
