#include "api/understanding.hpp"

#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff::api {

namespace {

void fill(std::optional<std::string>& given, const std::string& from_profile) {
  if (!given) given = from_profile;
}

}  // namespace

understand::PhoneUnderstanding phone(const UnderstandPhone& request) {
  understand::UnderstandPhone full{.text = request.text};
  if (request.default_region) full.default_region = *request.default_region;
  if (request.default_area_code) full.default_area_code = *request.default_area_code;
  return understand::phone(full);
}

understand::TimeUnderstanding time(const UnderstandTime& request) {
  understand::UnderstandTime full{.text = request.text, .now = request.now};
  if (request.zone) full.zone = *request.zone;
  if (request.language) full.language = *request.language;
  return understand::time(full);
}

understand::IntentUnderstanding intent(const UnderstandIntent& request) {
  understand::UnderstandIntent full{.text = request.text, .context = request.context};
  if (request.language) full.language = *request.language;
  return understand::intent(full);
}

void fill(UnderstandPhone& request, const TenantProfile& profile) {
  fill(request.default_region, profile.default_region);
  fill(request.default_area_code, profile.default_area_code);
}

void fill(UnderstandTime& request, const TenantProfile& profile) {
  fill(request.zone, profile.zone);
  fill(request.language, profile.language);
}

void fill(UnderstandIntent& request, const TenantProfile& profile) {
  fill(request.language, profile.language);
}

const Type& describe(const UnderstandPhone*) {
  static const Immortal<Type> type =
      Description<UnderstandPhone>("UnderstandPhone", "A number as typed or said.")
          .required("text", &UnderstandPhone::text, "the words, at most 4096 bytes")
          .field("default_region", &UnderstandPhone::default_region,
                 "ISO 3166-1 alpha-2; the tenant's, else BR")
          .field("default_area_code", &UnderstandPhone::default_area_code,
                 "for numbers without one; the tenant's")
          .build();
  return type;
}

const Type& describe(const UnderstandTime*) {
  static const Immortal<Type> type =
      Description<UnderstandTime>("UnderstandTime", "When to call, as said or typed.")
          .required("text", &UnderstandTime::text, "the words, at most 4096 bytes")
          .required("now", &UnderstandTime::now, "the instant at which they were said")
          .field("zone", &UnderstandTime::zone, "IANA zone; the tenant's, else America/Sao_Paulo")
          .field("language", &UnderstandTime::language, "pt-BR or en-US; the tenant's, else pt-BR")
          .build();
  return type;
}

const Type& describe(const UnderstandIntent*) {
  static const Immortal<Type> type =
      Description<UnderstandIntent>("UnderstandIntent", "An answer as said or typed.")
          .required("text", &UnderstandIntent::text, "the words, at most 4096 bytes")
          .field("context", &UnderstandIntent::context, "the question it answers")
          .field("language", &UnderstandIntent::language, "pt-BR or en-US; the tenant's, else pt-BR")
          .build();
  return type;
}

}  // namespace smarthandoff::api
