#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

// JSON from the peer, read without trusting its shape.
namespace smarthandoff::peer {

using Json = nlohmann::json;

// Nothing for what is no JSON, or nested deeper than 64. Escapes that are no character (half a surrogate
// pair) and bytes that are no UTF-8 become U+FFFD instead of spoiling the whole.
std::optional<Json> parse_json(std::string_view text);

// A member, or an empty value of the kind asked for where it is missing or of another kind. Numbers are taken
// as text where text is asked for, and the other way round.
const Json& member(const Json& json, const char* name);  // null where missing
std::string text(const Json& json, const char* name, std::size_t max_characters = 512, bool lines = false);
std::int64_t integer(const Json& json, const char* name);
bool boolean(const Json& json, const char* name);

// The value as text again; empty when it has more bytes than that.
std::string raw(const Json& json, std::size_t max_bytes);

}  // namespace smarthandoff::peer
