#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/id.hpp>

namespace smarthandoff {

struct Type;

// One company that uses the host's system: everything stored belongs to exactly one tenant.
// The text is the host's own id: 1-64 bytes of letters, digits, '-', '_', '.', ':'.
using TenantId = Id<struct TenantTag>;

// How a tenant's own customer legs leave the PBX.
enum class NumberFormat { e164, national, zero_carrier };
struct Trunk {
  std::string gateway;  // the PBX's gateway name; empty: no customer can be dialled
  NumberFormat number_format = NumberFormat::e164;
  std::string carrier;  // the two digits of `0+carrier`

  bool operator==(const Trunk&) const = default;
};

// A name by which the outside world finds a tenant, e.g. {"pbx_domain", "acme.pbx.local"}; one identity
// belongs to one tenant.
struct TenantIdentity {
  std::string kind;  // pbx_domain, dialled_number, phone_number_id, page_id, instagram_id, twilio_account
  std::string value;

  bool operator==(const TenantIdentity&) const = default;
};

// A tenant's replacement for one text of the catalogue (base/text.hpp).
struct TextOverride {
  std::string key;       // a key of the catalogue, e.g. "handoff.busy"
  std::string language;  // "pt-BR" or "en-US"
  std::string text;      // may use the key's placeholders, e.g. {name}

  bool operator==(const TextOverride&) const = default;
};

// What every text, parse and rule takes from the tenant.
struct TenantProfile {
  TenantId id;
  std::string company_name;   // default: the id
  std::string service_phone;  // as shown to customers; empty: lines with it are left out
  std::string logo_url;
  std::string colour = "#1f6feb";  // CSS hex
  std::string language = "pt-BR";  // pt-BR or en-US
  std::string zone = "America/Sao_Paulo";
  std::string default_region = "BR";   // ISO 3166-1 alpha-2, for numbers typed without a country
  std::string default_area_code;       // for numbers typed without one; empty: asked
  std::string default_destination_id;  // for "alguém"; empty: asked whom
  std::string default_queue_id;
  std::string default_channel_id;  // empty: the default channel, else the only one
  std::string opening_hours =
      "mon-fri 08:00-18:00";  // days and local hours, e.g. "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00"
  bool blind_transfer = false;  // docs/handoff.md: transfer, and a failed one becomes a ticket
  Trunk trunk;
  std::vector<TenantIdentity> identities;
  std::vector<TextOverride> texts;

  bool operator==(const TenantProfile&) const = default;
};

// The profile a tenant has before anything was configured: company name = id (issue: default profile).
TenantProfile default_profile(const TenantId& id);

// Throws invalid_argument unless the text can be a tenant id.
void check_tenant_id(const TenantId& id);

const Type& describe(const NumberFormat*);
const Type& describe(const Trunk*);
const Type& describe(const TenantIdentity*);
const Type& describe(const TextOverride*);
const Type& describe(const TenantProfile*);

}  // namespace smarthandoff
