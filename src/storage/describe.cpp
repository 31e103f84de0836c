#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/storage/tenants.hpp>

namespace smarthandoff::tenants {

const Type& describe(const GetTenant*) {
  static const Immortal<Type> type =
      Description<GetTenant>("GetTenant", "Asks for the tenant's profile.").build();
  return type;
}

const Type& describe(const UpdateTenant*) {
  using U = UpdateTenant;
  static const Immortal<Type> type =
      Description<U>("UpdateTenant", "Replaces the given members of the profile; the others stay.")
          .field("company_name", &U::company_name, "1 to 100 bytes")
          .field("service_phone", &U::service_phone, "as shown to customers; empty: left out")
          .field("logo_url", &U::logo_url, "http or https; may be empty")
          .field("colour", &U::colour, "CSS hex, e.g. #1f6feb")
          .field("language", &U::language, "pt-BR or en-US")
          .field("zone", &U::zone, "IANA name, e.g. America/Sao_Paulo")
          .field("default_region", &U::default_region, "ISO 3166-1 alpha-2")
          .field("default_area_code", &U::default_area_code, "digits; empty: asked")
          .field("default_destination_id", &U::default_destination_id, "empty: a caller is asked whom")
          .field("default_queue_id", &U::default_queue_id, "may be empty")
          .field("default_channel_id", &U::default_channel_id,
                 "empty: the default channel, else the only one")
          .field(
              "opening_hours", &U::opening_hours,
              "days and local hours, e.g. `mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00`; empty: always")
          .field("blind_transfer", &U::blind_transfer, "transfer unattended")
          .field("trunk", &U::trunk, "how customers are dialled")
          .field("identities", &U::identities, "replaces all; each belongs to one tenant only")
          .field("texts", &U::texts, "replaces all replacements of texts")
          .build();
  return type;
}

const Type& describe(const ListTenants*) {
  static const Immortal<Type> type =
      Description<ListTenants>("ListTenants", "Asks for the tenants of the store, by id.")
          .field("limit", &ListTenants::limit, "1 to 1000")
          .field("after", &ListTenants::after, "the last id of the page before")
          .build();
  return type;
}

const Type& describe(const TenantList*) {
  static const Immortal<Type> type = Description<TenantList>("TenantList", "A page of tenants.")
                                         .field("tenants", &TenantList::tenants, "by id")
                                         .build();
  return type;
}

}  // namespace smarthandoff::tenants
