#include "base/peer_json.hpp"

#include <smarthandoff/base/immortal.hpp>

#include <charconv>

#include "base/digest.hpp"
#include "base/field_check.hpp"
#include "base/json_depth.hpp"

namespace smarthandoff::peer {
namespace {

const Immortal<Json> kNull = Json();

// The value of an escape "\uXXXX" at a place; -1 where there is none.
int escape_at(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
  const auto bytes = digest::from_hex(text.substr(at + 2, 4));
  if (!bytes) return -1;
  return static_cast<unsigned char>((*bytes)[0]) * 256 + static_cast<unsigned char>((*bytes)[1]);
}

bool is_high(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

std::string repaired(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const int unit = escape_at(text, i);
    if (unit < 0) {
      const std::size_t step = text[i] == '\\' && i + 1 < text.size() ? 2 : 1;
      out += text.substr(i, step);
      i += step;
    } else if (is_high(unit) && is_low(escape_at(text, i + 6))) {
      out += text.substr(i, 12);
      i += 12;
    } else {
      out += is_high(unit) || is_low(unit) ? std::string_view("\\ufffd") : text.substr(i, 6);
      i += 6;
    }
  }
  return field::fitted(out, out.size(), true);
}

}  // namespace

std::optional<Json> parse_json(std::string_view text) {
  if (is_too_deep(text)) return std::nullopt;
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) json = Json::parse(repaired(text), nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

const Json& member(const Json& json, const char* name) {
  if (!json.is_object()) return *kNull;
  const auto found = json.find(name);
  return found == json.end() ? *kNull : *found;
}

std::string text(const Json& json, const char* name, std::size_t max_characters, bool lines) {
  const Json& value = member(json, name);
  if (value.is_number_integer()) return value.dump();
  if (!value.is_string()) return {};
  return field::fitted(value.get_ref<const std::string&>(), max_characters, lines);
}

std::int64_t integer(const Json& json, const char* name) {
  const Json& value = member(json, name);
  if (value.is_number_integer()) return value.get<std::int64_t>();
  std::int64_t number = 0;
  if (!value.is_string()) return 0;
  const auto& digits = value.get_ref<const std::string&>();
  const auto end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, number);
  return result.ec == std::errc() && result.ptr == end ? number : 0;
}

bool boolean(const Json& json, const char* name) {
  const Json& value = member(json, name);
  return value.is_boolean() && value.get<bool>();
}

std::string raw(const Json& json, std::size_t max_bytes) {
  std::string all = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (all.size() > max_bytes) all.clear();
  return all;
}

}  // namespace smarthandoff::peer
