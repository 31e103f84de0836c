#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smarthandoff::twilio_double {

// An element of a document as it was read; `text` is what stands directly in it, one piece after the other.
struct Element {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<Element> children;
  std::string text;

  // The attribute's value, or `otherwise`.
  std::string attribute(std::string_view name, std::string_view otherwise = {}) const;
  bool has(std::string_view name) const;
};

// Reads what TwiML needs of XML: elements, attributes, text, CDATA, comments, the five names of characters
// and their numbers. No document type, no other processing instruction than the declaration. Throws
// invalid_argument (field "twiml") that says where it stopped.
Element read_xml(std::string_view text);

}  // namespace smarthandoff::twilio_double
