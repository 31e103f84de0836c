#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/tenant.hpp>

namespace smarthandoff {

const Type& describe(const NumberFormat*) {
  static const Immortal<Type> type =
      describe_enum<NumberFormat>("NumberFormat", "How a customer's number is written for the trunk.",
                                  {{NumberFormat::e164, "e164"},
                                   {NumberFormat::national, "national"},
                                   {NumberFormat::zero_carrier, "zero_carrier"}});
  return type;
}

const Type& describe(const Trunk*) {
  static const Immortal<Type> type =
      Description<Trunk>("Trunk", "How a tenant's own customer legs leave the PBX.")
          .field("gateway", &Trunk::gateway, "the PBX's gateway name; empty: no customer can be dialled")
          .field("number_format", &Trunk::number_format, "how numbers are dialled")
          .field("carrier", &Trunk::carrier, "the two digits of `0 + carrier`, for zero_carrier")
          .build();
  return type;
}

const Type& describe(const TenantIdentity*) {
  static const Immortal<Type> type =
      Description<TenantIdentity>("TenantIdentity", "A name by which the outside world finds a tenant.")
          .required("kind", &TenantIdentity::kind,
                    "pbx_domain, dialled_number, phone_number_id, page_id, instagram_id, evolution_instance, "
                    "twilio_account or taskrouter_workspace")
          .required("value", &TenantIdentity::value, "belongs to one tenant only")
          .build();
  return type;
}

const Type& describe(const TextOverride*) {
  static const Immortal<Type> type =
      Description<TextOverride>("TextOverride", "A tenant's replacement for one text of the catalogue.")
          .required("key", &TextOverride::key, "a key of the catalogue, e.g. handoff.busy")
          .required("language", &TextOverride::language, "pt-BR or en-US")
          .required("text", &TextOverride::text, "may use the key's placeholders, e.g. {name}")
          .build();
  return type;
}

const Type& describe(const TenantProfile*) {
  using P = TenantProfile;
  static const Immortal<Type> type =
      Description<P>("TenantProfile", "What every text, parse and rule takes from the tenant.")
          .field("id", &P::id, "the host's own id of the tenant")
          .field("company_name", &P::company_name, "default: the id")
          .field("service_phone", &P::service_phone, "as shown to customers; empty: left out")
          .field("logo_url", &P::logo_url, "http or https; may be empty")
          .field("colour", &P::colour, "CSS hex, e.g. #1f6feb")
          .field("language", &P::language, "pt-BR or en-US")
          .field("zone", &P::zone, "IANA name, e.g. America/Sao_Paulo")
          .field("default_region", &P::default_region,
                 "ISO 3166-1 alpha-2, for numbers typed without a country")
          .field("default_area_code", &P::default_area_code, "for numbers typed without one; empty: asked")
          .field("default_destination_id", &P::default_destination_id,
                 "whom a caller gets who wants anybody; empty: asked whom")
          .field("default_queue_id", &P::default_queue_id, "may be empty")
          .field("default_channel_id", &P::default_channel_id,
                 "empty: the default channel, else the only one")
          .field("opening_hours", &P::opening_hours,
                 "days and local hours, e.g. `mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00`")
          .field("blind_transfer", &P::blind_transfer, "transfer unattended; a failed one becomes a ticket")
          .field("trunk", &P::trunk, "how customers are dialled")
          .field("identities", &P::identities, "by which the outside finds the tenant")
          .field("texts", &P::texts, "replacements of texts")
          .build();
  return type;
}

}  // namespace smarthandoff
