#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <smarthandoff/base/tenant.hpp>

// Every sentence that is said or sent to people, in pt-BR and en-US, with a tenant's replacements.
//
// Keys: `extension.<state>` (why it is not available), `handoff.<result>`, `handoff.hold`, `.blind_failed`,
// `dialogue.<line>` for each line of the dialogue and `dialogue.<line>.again` where it asks a second time,
// `fallback.<action>`, `destination.*` (whom, which one), `refusal.*`, `ticket.*` (its layout), `callback.*`,
// and `collections.*`, `messaging.*`, `twilio.*` as in those sections of the rules. A text holds placeholders
// `{name}`; a part in brackets that holds some, `[às {time}]`, is left out when one of them has no value.
namespace smarthandoff::text {

// The values of placeholders, e.g. {{"name", destination.name}}; inserted as they are, never expanded again.
using Values = std::vector<std::pair<std::string_view, std::string>>;

// The text of a key in a language ("pt-BR" or "en-US"; any other, and a text missing there, is pt-BR), or the
// tenant's replacement in that language. Throws internal for an unknown key or a missing value.
std::string render(std::string_view key, std::string_view language, const Values& values,
                   const std::vector<TextOverride>& overrides);

// The same with the tenant's language and replacements.
std::string render(const TenantProfile& profile, std::string_view key, const Values& values = {});

// Throws invalid_argument unless the key exists, the language is known, and the text is at most 2000 bytes
// and uses no other placeholders than the key has. Errors name a part of `field`: "texts[3].key".
void check_override(const TextOverride& replacement, const std::string& field = "texts");

// One key of the catalogue, as shipped.
struct Entry {
  std::string_view key;
  std::string_view pt_br;
  std::string_view en_us;
};

// All of them, by key.
const std::vector<Entry>& catalogue();

// The names of the placeholders in a text, sorted, each once.
std::vector<std::string> placeholders(std::string_view text);

}  // namespace smarthandoff::text
