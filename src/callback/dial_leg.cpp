#include "callback/dial_leg.hpp"

namespace smarthandoff::callbacks::dial {

using telephony::LegEnd;

bool is_placed(LegPhase leg) {
  return leg == LegPhase::taken || leg == LegPhase::ringing || leg == LegPhase::waiting;
}

bool is_calling(LegPhase leg) {
  return leg == LegPhase::ordered || is_placed(leg);
}

bool is_live(LegPhase leg) {
  return is_calling(leg) || leg == LegPhase::up;
}

DialEnd end_of_customer(LegEnd end, bool rang) {
  switch (end) {
    case LegEnd::busy:
    case LegEnd::rejected:
      return DialEnd::busy;
    case LegEnd::no_answer:
    case LegEnd::unavailable:
      return DialEnd::no_answer;
    case LegEnd::no_route:
      return DialEnd::no_route;
    case LegEnd::failed:
      return rang ? DialEnd::failed : DialEnd::no_route;  // the trunk refused it
    case LegEnd::completed:
    case LegEnd::not_registered:
    case LegEnd::unknown_number:
    case LegEnd::canceled:
      return DialEnd::failed;
  }
  return DialEnd::failed;
}

}  // namespace smarthandoff::callbacks::dial
