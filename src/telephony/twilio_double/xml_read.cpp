#include "telephony/twilio_double/xml_read.hpp"

#include <charconv>
#include <cstdint>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::twilio_double {
namespace {

constexpr int kMaxDepth = 16;

void append_utf8(std::string& out, std::uint32_t code) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((code >> shift) & 0x3fU)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0U | (code >> 6U));
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0U | (code >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0U | (code >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == ':' || c == '.';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  Element document() {
    if (skip("<?xml")) skip_until("?>");
    between();
    Element root = element(0);
    between();
    if (at_ != text_.size()) fail("nothing may follow the document");
    return root;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw invalid_field("twiml", "is not XML that can be read at byte " + std::to_string(at_) + ": " + why);
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool skip(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::string_view skip_until(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) fail("no " + std::string(end) + " follows");
    const std::string_view between = text_.substr(at_, found - at_);
    at_ = found + end.size();
    return between;
  }

  void spaces() {
    while (is_space(peek())) ++at_;
  }

  // White space and comments.
  void between() {
    spaces();
    while (skip("<!--")) {
      skip_until("-->");
      spaces();
    }
  }

  std::string name() {
    const std::size_t from = at_;
    while (is_name(peek())) ++at_;
    if (at_ == from) fail("a name must stand here");
    return std::string(text_.substr(from, at_ - from));
  }

  Element element(int depth) {
    if (depth > kMaxDepth) fail("nested too deep");
    if (!skip("<")) fail("an element must begin here");
    Element made{.name = name(), .attributes = {}, .children = {}, .text = {}};
    for (spaces(); is_name(peek()); spaces()) attribute(made);
    if (skip("/>")) return made;
    if (!skip(">")) fail("\">\" must stand here");
    content(made, depth);
    if (name() != made.name) fail("the end of " + made.name + " must stand here");
    spaces();
    if (!skip(">")) fail("\">\" must stand here");
    return made;
  }

  void attribute(Element& made) {
    std::string key = name();
    spaces();
    if (!skip("=")) fail("\"=\" must stand here");
    spaces();
    const char quote = peek();
    if (quote != '"' && quote != '\'') fail("a quote must stand here");
    ++at_;
    if (made.has(key)) fail(key + " stands there twice");
    const std::string_view raw = skip_until(std::string_view(&quote, 1));
    if (raw.find('<') != std::string_view::npos) fail("\"<\" may not stand in an attribute");
    made.attributes.emplace_back(std::move(key), decoded(raw));
  }

  // Until behind "</".
  void content(Element& made, int depth) {
    while (!skip("</")) {
      if (at_ >= text_.size()) fail("the end of " + made.name + " is missing");
      if (skip("<!--")) {
        skip_until("-->");
      } else if (skip("<![CDATA[")) {
        made.text += skip_until("]]>");
      } else if (peek() == '<') {
        made.children.push_back(element(depth + 1));
      } else {
        const std::size_t end = std::min(text_.find('<', at_), text_.size());
        made.text += decoded(text_.substr(at_, end - at_));
        at_ = end;
      }
    }
  }

  std::string decoded(std::string_view raw) const {
    std::string out;
    for (std::size_t i = 0; i < raw.size();) {
      if (raw[i] != '&') {
        out += raw[i++];
        continue;
      }
      const std::size_t end = raw.find(';', i);
      if (end == std::string_view::npos) fail("\"&\" begins no character's name");
      character(out, raw.substr(i + 1, end - i - 1));
      i = end + 1;
    }
    return out;
  }

  void character(std::string& out, std::string_view name) const {
    if (name == "amp") {
      out += '&';
    } else if (name == "lt") {
      out += '<';
    } else if (name == "gt") {
      out += '>';
    } else if (name == "quot") {
      out += '"';
    } else if (name == "apos") {
      out += '\'';
    } else {
      append_utf8(out, number(name));
    }
  }

  std::uint32_t number(std::string_view name) const {
    const bool hex = name.starts_with("#x");
    if (!name.starts_with("#")) fail("&" + std::string(name) + "; is not known");
    name.remove_prefix(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    if (error != std::errc() || stop != name.data() + name.size() || code == 0 || code > 0x10ffff)
      fail("&#" + std::string(name) + "; is no character");
    return code;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string Element::attribute(std::string_view wanted, std::string_view otherwise) const {
  for (const auto& [key, value] : attributes)
    if (key == wanted) return value;
  return std::string(otherwise);
}

bool Element::has(std::string_view wanted) const {
  for (const auto& [key, value] : attributes)
    if (key == wanted) return true;
  return false;
}

Element read_xml(std::string_view text) {
  return Reader(text).document();
}

}  // namespace smarthandoff::twilio_double
