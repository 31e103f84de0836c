#include "storage/tenant_checks.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <smarthandoff/base/area_codes.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/base/zone.hpp>

#include "base/opening_hours.hpp"
#include "base/phone_library.hpp"

namespace smarthandoff::tenants {

namespace {

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxUrl = 2000;
constexpr std::size_t kMaxId = 64;
constexpr std::size_t kMaxHours = 500;
constexpr std::size_t kMaxIdentities = 100;
constexpr std::size_t kMaxTexts = 1000;

constexpr std::array<std::string_view, 8> kIdentityKinds = {
    "pbx_domain",   "dialled_number",     "phone_number_id", "page_id",
    "instagram_id", "evolution_instance", "twilio_account",  "taskrouter_workspace"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}
// What cannot become part of a command or dial string.
bool is_plain(char c) {
  return is_digit(c) || is_capital(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
}

bool all(std::string_view text, bool (*allowed)(char)) {
  return std::all_of(text.begin(), text.end(), allowed);
}

void check_line(std::string_view field, std::string_view text, std::size_t limit) {
  if (text.size() > limit)
    throw invalid_field(field, "must have at most " + std::to_string(limit) + " bytes");
  if (std::any_of(text.begin(), text.end(), is_control)) throw invalid_field(field, "must be one line");
}

void check_filled_line(std::string_view field, std::string_view text, std::size_t limit) {
  check_line(field, text, limit);
  if (text.find_first_not_of(' ') == std::string_view::npos) throw invalid_field(field, "must not be empty");
}

void check_colour(std::string_view colour) {
  const bool length = colour.size() == 4 || colour.size() == 7;
  if (!length || colour.front() != '#' || !all(colour.substr(1), is_hex)) {
    throw invalid_field("colour", "must be a CSS colour like #1f6feb");
  }
}

void check_logo(std::string_view url) {
  check_line("logo_url", url, kMaxUrl);
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  if (!url.empty() && (!web || url.find_first_of(" \"<>") != std::string_view::npos)) {
    throw invalid_field("logo_url", "must be an http or https address");
  }
}

// As many digits as the shortest number that somebody can call: 190.
constexpr std::ptrdiff_t kFewestDigits = 3;

void check_service_phone(std::string_view phone) {
  check_line("service_phone", phone, 50);
  if (!phone.empty() && std::count_if(phone.begin(), phone.end(), is_digit) < kFewestDigits) {
    throw invalid_field("service_phone", "must be a telephone number as customers are shown it");
  }
}

// The table of North America is not complete, but its plan says what cannot be a code: N11 are services, N9X
// is kept for longer numbers.
bool is_north_american(std::string_view code) {
  return code.size() == 3 && code[0] >= '2' && code[1] != '9' && !(code[1] == '1' && code[2] == '1');
}

bool is_area_code(std::string_view country_code, std::string_view code) {
  if (code.size() > 5 || !all(code, is_digit)) return false;
  if (country_code == "55") return AreaCodes::builtin().brazil(code) != nullptr;
  if (country_code == "1") return is_north_american(code);
  return true;
}

void check_numbers(const TenantProfile& profile) {
  const std::string& region = profile.default_region;
  const bool two_capitals = region.size() == 2 && all(region, is_capital);
  const std::string country_code = two_capitals ? phone_library::country_code(region) : "";
  if (country_code.empty()) {
    throw invalid_field("default_region", "must be an ISO 3166-1 code of two capital letters, e.g. BR");
  }
  if (!profile.default_area_code.empty() && !is_area_code(country_code, profile.default_area_code)) {
    throw invalid_field("default_area_code", "must be an area code of the default region, " + region);
  }
}

void check_trunk(const Trunk& trunk) {
  if (trunk.gateway.size() > kMaxName || !all(trunk.gateway, is_plain)) {
    throw invalid_field("trunk.gateway", "must be at most 100 letters, digits, '-', '_' or '.'");
  }
  const bool two_digits = trunk.carrier.size() == 2 && all(trunk.carrier, is_digit);
  if (trunk.number_format == NumberFormat::zero_carrier ? !two_digits
                                                        : !trunk.carrier.empty() && !two_digits) {
    throw invalid_field("trunk.carrier", "must be the two digits of the carrier");
  }
}

void check_identities(const std::vector<TenantIdentity>& identities) {
  if (identities.size() > kMaxIdentities) throw invalid_field("identities", "must be at most 100");
  std::set<std::pair<std::string, std::string>> seen;
  for (std::size_t i = 0; i < identities.size(); ++i) {
    const TenantIdentity& identity = identities[i];
    const std::string field = "identities[" + std::to_string(i) + "]";
    if (std::find(kIdentityKinds.begin(), kIdentityKinds.end(), identity.kind) == kIdentityKinds.end()) {
      throw invalid_field(field + ".kind",
                          "must be pbx_domain, dialled_number, phone_number_id, page_id, "
                          "instagram_id, evolution_instance, twilio_account or "
                          "taskrouter_workspace");
    }
    check_filled_line(field + ".value", identity.value, 255);
    const TenantIdentity stored = canonical(identity);
    if (!seen.emplace(stored.kind, stored.value).second) throw invalid_field(field, "must not repeat one");
  }
}

void check_texts(const std::vector<TextOverride>& texts) {
  if (texts.size() > kMaxTexts) throw invalid_field("texts", "must be at most 1000");
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const TextOverride& text = texts[i];
    const std::string field = "texts[" + std::to_string(i) + "]";
    text::check_override(text, field);
    if (!seen.emplace(text.key, text.language).second) {
      throw invalid_field(field, "must not replace one text twice");
    }
  }
}

}  // namespace

void check_profile(const TenantProfile& profile) {
  check_tenant_id(profile.id);
  check_filled_line("company_name", profile.company_name, kMaxName);
  check_service_phone(profile.service_phone);
  check_logo(profile.logo_url);
  check_colour(profile.colour);
  if (profile.language != "pt-BR" && profile.language != "en-US") {
    throw invalid_field("language", "must be pt-BR or en-US");
  }
  check_zone("zone", profile.zone);
  check_numbers(profile);
  check_line("default_destination_id", profile.default_destination_id, kMaxId);
  check_line("default_queue_id", profile.default_queue_id, kMaxId);
  check_line("default_channel_id", profile.default_channel_id, kMaxId);
  check_line("opening_hours", profile.opening_hours, kMaxHours);
  check_opening_hours("opening_hours", profile.opening_hours);
  check_trunk(profile.trunk);
  check_identities(profile.identities);
  check_texts(profile.texts);
}

TenantIdentity canonical(TenantIdentity identity) {
  if (identity.kind == "pbx_domain") {
    for (char& c : identity.value) {
      if (is_capital(c)) c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return identity;
}

}  // namespace smarthandoff::tenants
