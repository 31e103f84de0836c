#pragma once

#include <smarthandoff/base/describe.hpp>
#include <smarthandoff/base/document.hpp>
#include <smarthandoff/base/phone_number.hpp>
#include <smarthandoff/base/understand.hpp>

// The descriptions of what understanding answers.
namespace smarthandoff {
const Type& describe(const PhoneType*);
const Type& describe(const DocumentKind*);
}  // namespace smarthandoff

namespace smarthandoff::documents {
const Type& describe(const DocumentReason*);
const Type& describe(const ParseDocument*);
const Type& describe(const DocumentParse*);
}  // namespace smarthandoff::documents

namespace smarthandoff::understand {
const Type& describe(const PhoneStatus*);
const Type& describe(const PhoneReason*);
const Type& describe(const PhoneUnderstanding*);
const Type& describe(const TimeKind*);
const Type& describe(const TimeTreatment*);
const Type& describe(const TimeInference*);
const Type& describe(const TimeReason*);
const Type& describe(const TimeUnderstanding*);
const Type& describe(const Intent*);
const Type& describe(const IntentContext*);
const Type& describe(const IntentEntities*);
const Type& describe(const IntentUnderstanding*);
}  // namespace smarthandoff::understand
