#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/base/zone.hpp>

#include "base/text_limit.hpp"
#include "base/time_phrase.hpp"

namespace smarthandoff::understand {

TimeUnderstanding time(const UnderstandTime& request) {
  check_text_limit("text", request.text);
  check_language(request.language);
  check_zone("zone", request.zone);
  return resolve_time_phrase(read_time_phrase(request.text, request.language), request);
}

}  // namespace smarthandoff::understand
