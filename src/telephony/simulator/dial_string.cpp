#include "telephony/simulator/dial_string.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

// Splits at `separator` outside of brackets and quotes; a backslash keeps the next character.
std::vector<std::string> split(std::string_view text, char separator, bool brackets) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && text[i + 1] == separator) {
      parts.back() += text[++i];
      continue;
    }
    if (brackets && (c == '[' || c == '{')) ++depth;
    if (brackets && (c == ']' || c == '}') && depth > 0) --depth;
    if (c == separator && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string unquoted(std::string text) {
  if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') return text.substr(1, text.size() - 2);
  return text;
}

Assignments parse_assignments(std::string_view text) {
  char separator = ',';
  if (text.starts_with("^^") && text.size() > 2) {
    separator = text[2];
    text.remove_prefix(3);
  }
  Assignments assignments;
  for (const std::string& part : split(text, separator, false)) {
    const auto equals = part.find('=');
    if (equals == std::string::npos) continue;
    assignments.emplace_back(part.substr(0, equals), unquoted(part.substr(equals + 1)));
  }
  return assignments;
}

// Takes "{…}" or "[…]" from the front.
Assignments take_block(std::string_view& text, char open, char close) {
  if (text.empty() || text.front() != open) return {};
  const auto end = text.find(close);
  if (end == std::string_view::npos) return {};
  const auto inside = text.substr(1, end - 1);
  text.remove_prefix(end + 1);
  return parse_assignments(inside);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

Target parse_target(std::string_view text) {
  Target target;
  target.variables = take_block(text, '[', ']');
  if (take_prefix(text, "user/")) {
    const auto at = text.find('@');
    target.kind = TargetKind::user;
    target.number = text.substr(0, at);
    if (at != std::string_view::npos) target.place = text.substr(at + 1);
  } else if (take_prefix(text, "sofia/gateway/")) {
    const auto slash = text.find('/');
    target.kind = TargetKind::gateway;
    target.place = text.substr(0, slash);
    if (slash != std::string_view::npos) target.number = text.substr(slash + 1);
  } else if (take_prefix(text, "error/")) {
    target.kind = TargetKind::error;
    target.number = text;
  } else if (take_prefix(text, "loopback/")) {
    target.kind = TargetKind::loopback;
    target.number = text.substr(0, text.find('/'));
  } else {
    target.number = text;
  }
  return target;
}

}  // namespace

DialString parse_dial_string(std::string_view text) {
  DialString dial;
  dial.variables = take_block(text, '{', '}');
  for (const std::string& group : split(text, '|', true)) {
    auto& targets = dial.groups.emplace_back();
    for (const std::string& target : split(group, ',', true)) targets.push_back(parse_target(target));
  }
  return dial;
}

std::vector<Action> parse_inline(std::string_view text) {
  std::vector<Action> actions;
  for (const std::string& part : split(text, ',', true)) {
    const auto colon = part.find(':');
    Action action{.app = part.substr(0, colon), .data = {}};
    if (colon != std::string::npos) action.data = part.substr(colon + 1);
    if (!action.app.empty()) actions.push_back(std::move(action));
  }
  return actions;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, any = false;
  for (const char c : text) {
    if (c == '\'') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any) words.push_back(std::move(word));
      word.clear();
      any = false;
    } else {
      word += c;
      any = true;
    }
  }
  if (any) words.push_back(std::move(word));
  return words;
}

}  // namespace smarthandoff::telephony::simulator
