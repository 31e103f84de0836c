#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/esl/api_line.hpp>
#include <smarthandoff/telephony/esl/text.hpp>

#include "telephony/esl/check.hpp"

namespace smarthandoff::esl::api_line {
namespace {

// A dial string is unquoted three times (words of the line, variables, name and value), and its brackets
// are found by counting without regard to quotes: none of these comes through unharmed in every place.
constexpr std::string_view kNotInValues = "'\"\\{}[]|^$`";
constexpr std::string_view kEnterpriseSeparator = ":_:";

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool is_refused(char c) {
  return is_control(c) || kNotInValues.find(c) != std::string_view::npos;
}

std::string variables_text(char open, const Variables& variables, char close) {
  if (variables.empty()) return {};
  std::string text(1, open);
  for (const auto& [name, value] : variables) {
    require_name("variable", name);
    if (text.size() > 1) text += ',';
    text.append(name).append("=").append(quote_variable_value(value));
  }
  return text += close;
}

}  // namespace

std::string quote_variable_value(std::string_view value) {
  if (value.empty()) throw invalid_field("value", "must not be empty");
  if (std::any_of(value.begin(), value.end(), is_refused)) {
    throw invalid_field(
        "value", "must not hold control characters, quotes, backslash, braces, brackets, |, ^, $ or `");
  }
  if (value.find(kEnterpriseSeparator) != std::string_view::npos)
    throw invalid_field("value", "must not hold :_:");
  if (value.starts_with("ARRAY::")) throw invalid_field("value", "must not start with ARRAY::");
  if (value.front() == ' ' || value.back() == ' ')
    throw invalid_field("value", "must not start or end with a space");
  std::string quoted;
  for (const char c : value) {
    if (c == ',') quoted += '\\';
    quoted += c;
  }
  return value.find(' ') == std::string_view::npos ? quoted : "'" + quoted + "'";
}

std::string display_text(std::string_view text) {
  std::string shown;
  bool space = false;
  for (const char c : to_valid_utf8(text)) {
    if (is_refused(c) || c == ' ') {
      space = !shown.empty();
      continue;
    }
    if (space) shown += ' ';
    space = false;
    shown += c;
  }
  for (auto at = shown.find(kEnterpriseSeparator); at != std::string::npos;
       at = shown.find(kEnterpriseSeparator)) {
    shown.replace(at, kEnterpriseSeparator.size(), "_");
  }
  while (shown.starts_with("ARRAY::") || shown.starts_with(' ')) shown.erase(0, shown.front() == ' ' ? 1 : 7);
  return shown;
}

std::string originate(const Originate& originate) {
  if (originate.legs.empty()) throw invalid_field("legs", "must not be empty");
  std::string line = "originate " + variables_text('{', originate.variables, '}');
  const char separator = originate.order == LegOrder::at_once ? ',' : '|';
  for (const OriginateLeg& leg : originate.legs) {
    require_word("endpoint", leg.endpoint);
    if (leg.endpoint.find(kEnterpriseSeparator) != std::string::npos) {
      throw invalid_field("endpoint", "must not hold :_:");
    }
    if (&leg != &originate.legs.front()) line += separator;
    line.append(variables_text('[', leg.variables, ']')).append(leg.endpoint);
  }
  require_name("application", originate.application);
  if (!originate.argument.empty()) require_word("argument", originate.argument);
  return line.append(" &").append(originate.application).append("(").append(originate.argument).append(")");
}

}  // namespace smarthandoff::esl::api_line
