#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/text.hpp>

#include <algorithm>
#include <set>

#include <smarthandoff/base/error.hpp>

#include "base/text_catalogue.hpp"

namespace smarthandoff::text {
namespace {

constexpr std::size_t kMaxReplacement = 2000;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// The placeholder at the start of a text, without its braces; empty if there is none.
std::string_view placeholder_at(std::string_view text) {
  if (text.empty() || text.front() != '{') return {};
  std::size_t end = 1;
  while (end < text.size() && is_name(text[end])) ++end;
  return end > 1 && end < text.size() && text[end] == '}' ? text.substr(1, end - 1) : std::string_view{};
}

// The part in brackets at the start of a text, without them; empty unless it holds a placeholder.
std::string_view optional_part_at(std::string_view text) {
  if (text.empty() || text.front() != '[') return {};
  const std::size_t end = text.find(']');
  if (end == std::string_view::npos) return {};
  const std::string_view part = text.substr(1, end - 1);
  return placeholders(part).empty() ? std::string_view{} : part;
}

const std::string* value_of(std::string_view name, const Values& values) {
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.first == name; });
  return found == values.end() ? nullptr : &found->second;
}

bool has_all_values(std::string_view part, const Values& values) {
  const auto names = placeholders(part);
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    const std::string* value = value_of(name, values);
    return value != nullptr && !value->empty();
  });
}

// What is being said: a shipped text needs all its values; a tenant's may use one outside of brackets that is
// not always there, and a caller must not hear silence for that.
struct Source {
  std::string_view key;
  bool shipped = true;
};

// Appends the text with its values. A space before a part that is left out goes with it.
void expand(const Source& source, std::string_view text, const Values& values, std::string& out) {
  while (!text.empty()) {
    if (const auto part = optional_part_at(text); !part.empty()) {
      text.remove_prefix(part.size() + 2);
      if (has_all_values(part, values))
        expand(source, part, values, out);
      else if (!out.empty() && out.back() == ' ')
        out.pop_back();
    } else if (const auto name = placeholder_at(text); !name.empty()) {
      const std::string* value = value_of(name, values);
      if (value == nullptr && source.shipped) {
        throw Error(ErrorCode::internal,
                    "text \"" + std::string(source.key) + "\" needs a value for {" + std::string(name) + "}");
      }
      if (value != nullptr) out += *value;
      text.remove_prefix(name.size() + 2);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
}

const Entry* find(std::string_view key) {
  const auto& all = catalogue();
  const auto found = std::lower_bound(all.begin(), all.end(), key,
                                      [](const Entry& entry, std::string_view k) { return entry.key < k; });
  return found != all.end() && found->key == key ? &*found : nullptr;
}

std::string_view shipped(const Entry& entry, std::string_view language) {
  return language == "en-US" && !entry.en_us.empty() ? entry.en_us : entry.pt_br;
}

const TextOverride* replacement_of(std::string_view key, std::string_view language,
                                   const std::vector<TextOverride>& overrides) {
  const auto found = std::find_if(overrides.begin(), overrides.end(), [&](const TextOverride& candidate) {
    return candidate.key == key && candidate.language == language;
  });
  return found == overrides.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> placeholders(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    if (const auto name = placeholder_at(text.substr(at)); !name.empty()) names.emplace(name);
  }
  return {names.begin(), names.end()};
}

const std::vector<Entry>& catalogue() {
  static const Immortal<std::vector<Entry>> all = [] {
    std::vector<Entry> joined;
    for (const auto part :
         {handoff_texts(), dialogue_texts(), callback_texts(), campaign_texts(), channel_texts()})
      joined.insert(joined.end(), part.begin(), part.end());
    std::sort(joined.begin(), joined.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    return joined;
  }();
  return all;
}

std::string render(std::string_view key, std::string_view language, const Values& values,
                   const std::vector<TextOverride>& overrides) {
  const Entry* entry = find(key);
  if (entry == nullptr) throw Error(ErrorCode::internal, "no text \"" + std::string(key) + "\"");
  const std::string_view known = language == "en-US" ? "en-US" : "pt-BR";
  const TextOverride* replacement = replacement_of(key, known, overrides);
  std::string out;
  if (replacement != nullptr)
    expand({key, false}, replacement->text, values, out);
  else
    expand({key, true}, shipped(*entry, known), values, out);
  return out;
}

std::string render(const TenantProfile& profile, std::string_view key, const Values& values) {
  return render(key, profile.language, values, profile.texts);
}

void check_override(const TextOverride& replacement, const std::string& field) {
  const Entry* entry = find(replacement.key);
  if (entry == nullptr) throw invalid_field(field + ".key", "is not a key of the catalogue");
  if (replacement.language != "pt-BR" && replacement.language != "en-US")
    throw invalid_field(field + ".language", "must be pt-BR or en-US");
  if (replacement.text.size() > kMaxReplacement)
    throw invalid_field(field + ".text", "must have at most 2000 bytes");
  const auto allowed = placeholders(entry->pt_br);
  for (const std::string& name : placeholders(replacement.text)) {
    if (!std::binary_search(allowed.begin(), allowed.end(), name))
      throw invalid_field(field + ".text",
                          "has a placeholder that the text \"" + replacement.key + "\" does not have");
  }
}

}  // namespace smarthandoff::text
