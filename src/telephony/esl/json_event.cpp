#include <algorithm>
#include <optional>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include <smarthandoff/base/error.hpp>

#include "base/json_depth.hpp"
#include "telephony/esl/content.hpp"
#include "telephony/esl/utf8.hpp"

namespace smarthandoff::esl {
namespace {

using nlohmann::json;

// The switch writes values as it got them, so a JSON event may hold bytes that are no UTF-8, which the
// parser refuses. For its sake each such byte b becomes the character U+10FF00 + b (in UTF-8: F4 8F BC-BF
// 80-BF), and so does each byte of such a character that was there before; `unshield` takes both back.
constexpr unsigned char kShieldFirst = 0xF4;
constexpr unsigned char kShieldSecond = 0x8F;
constexpr unsigned char kShieldThird = 0xBC;

bool is_shield(std::string_view text, std::size_t at) {
  return text.size() - at >= 4 && static_cast<unsigned char>(text[at]) == kShieldFirst &&
         static_cast<unsigned char>(text[at + 1]) == kShieldSecond &&
         static_cast<unsigned char>(text[at + 2]) >= kShieldThird;
}

void append_shielded(std::string& out, unsigned char byte) {
  out += static_cast<char>(kShieldFirst);
  out += static_cast<char>(kShieldSecond);
  out += static_cast<char>(kShieldThird + (byte >> 6));
  out += static_cast<char>(0x80 + (byte & 0x3F));
}

// `text` as UTF-8 that `unshield` turns back; nothing if it is UTF-8 already.
std::optional<std::string> shield(std::string_view text) {
  std::string out;
  bool changed = false;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Step step = utf8_step(text, at);
    const bool keep = step.valid && !is_shield(text, at);
    changed = changed || !step.valid;
    for (std::size_t i = at; i < at + step.size; ++i) {
      if (keep) {
        out += text[i];
      } else {
        append_shielded(out, static_cast<unsigned char>(text[i]));
      }
    }
    at += step.size;
  }
  if (!changed) return std::nullopt;
  return out;
}

std::string unshield(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (is_shield(text, at)) {
      const auto third = static_cast<unsigned char>(text[at + 2]);
      const auto fourth = static_cast<unsigned char>(text[at + 3]);
      out += static_cast<char>((third - kShieldThird) << 6 | (fourth & 0x3F));
      at += 4;
    } else {
      out += text[at++];
    }
  }
  return out;
}

Error malformed(const std::string& reason) {
  return Error(ErrorCode::corrupt, "event socket: an event with malformed JSON: " + reason,
               {{"reason", "malformed_json"}});
}

// Appends the headers of one JSON event to a Content.
class JsonEventReader {
 public:
  JsonEventReader(Content& content, bool shielded) : content_(content), shielded_(shielded) {}

  void add(const std::string& name, const json& value) {
    if (!value.is_array()) return add_text(name, text_of(value));
    std::vector<std::string> elements;
    std::string joined = "ARRAY::";
    for (const json& element : value) {
      elements.push_back(text_of(element));
      joined.append(elements.size() > 1 ? "|:" : "").append(elements.back());
    }
    content_.lists.emplace_back(content_.fields.size(), std::move(elements));
    add_text(name, joined);
  }

 private:
  // Text as it is; what the switch never sends (numbers, objects) as its JSON text.
  std::string text_of(const json& value) const {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    return shielded_ ? unshield(text) : text;
  }

  void add_text(const std::string& shielded_name, const std::string& value) {
    const std::string name = shielded_ ? unshield(shielded_name) : shielded_name;
    const std::size_t at = content_.bytes.size();
    content_.bytes.append(name).append(value);
    if (name == "_body") {
      content_.event_body_at = at + name.size();
      content_.event_body_size = value.size();
      return;
    }
    content_.fields.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(name.size()),
                               static_cast<std::uint32_t>(at + name.size()),
                               static_cast<std::uint32_t>(value.size())});
  }

  Content& content_;
  bool shielded_;
};

}  // namespace

std::shared_ptr<const Content> read_json_event(std::string_view body) {
  if (is_too_deep(body)) throw malformed("nested deeper than " + std::to_string(kMaxJsonDepth));
  const std::optional<std::string> shielded = shield(body);
  try {
    const json parsed = json::parse(shielded ? std::string_view(*shielded) : body);
    if (!parsed.is_object()) throw std::invalid_argument("not an object");
    auto content = std::make_shared<Content>();
    content->source = EventSource::json;
    JsonEventReader reader(*content, shielded.has_value());
    for (const auto& [name, value] : parsed.items()) reader.add(name, value);
    return content;
  } catch (const json::exception& error) {
    throw malformed("parser error " + std::to_string(error.id));
  } catch (const std::logic_error& error) {
    throw malformed(error.what());
  }
}

}  // namespace smarthandoff::esl
