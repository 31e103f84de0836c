#pragma once

#include <optional>
#include <string>

#include <smarthandoff/base/describe_understand.hpp>
#include <smarthandoff/base/tenant.hpp>

// The pure functions as the table offers them: what a caller leaves out comes from the tenant's profile, and
// without a tenant from the defaults of base/understand.hpp.
namespace smarthandoff::api {

struct UnderstandPhone {
  std::string text;
  std::optional<std::string> default_region, default_area_code;
};
struct UnderstandTime {
  std::string text;
  Instant now;
  std::optional<std::string> zone, language;
};
struct UnderstandIntent {
  std::string text;
  understand::IntentContext context = understand::IntentContext::general;
  std::optional<std::string> language;
};

understand::PhoneUnderstanding phone(const UnderstandPhone& request);
understand::TimeUnderstanding time(const UnderstandTime& request);
understand::IntentUnderstanding intent(const UnderstandIntent& request);

void fill(UnderstandPhone& request, const TenantProfile& profile);
void fill(UnderstandTime& request, const TenantProfile& profile);
void fill(UnderstandIntent& request, const TenantProfile& profile);

const Type& describe(const UnderstandPhone*);
const Type& describe(const UnderstandTime*);
const Type& describe(const UnderstandIntent*);

}  // namespace smarthandoff::api
