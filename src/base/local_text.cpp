#include "base/local_text.hpp"

#include <smarthandoff/base/zone.hpp>

namespace smarthandoff {

std::string local_text(Instant at, std::string_view zone, std::string_view language) {
  if (language != "en-US") return format_local(at, zone);
  const LocalFields local = fields_of(to_local(at, zone));
  const int hour = local.hour % 12 == 0 ? 12 : local.hour % 12;
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(local.month) + "/" + two(local.day) + "/" + std::to_string(local.year) + " " +
         std::to_string(hour) + ":" + two(local.minute) + (local.hour < 12 ? " AM" : " PM");
}

}  // namespace smarthandoff
