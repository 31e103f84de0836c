// Twilio's error codes; the classes are our own judgement.
#include <algorithm>
#include <array>

#include "telephony/twilio/rest_errors.hpp"

namespace smarthandoff::twilio {
namespace {

struct Line {
  std::int64_t code;
  RestClass meaning;
};

constexpr std::array kLines = {
    Line{10001, RestClass::account_or_config},   Line{10002, RestClass::account_or_config},
    Line{10004, RestClass::retry_backoff},       Line{11100, RestClass::our_webhook_failed},
    Line{11200, RestClass::our_webhook_failed},  Line{11205, RestClass::our_webhook_failed},
    Line{11206, RestClass::our_webhook_failed},  Line{11210, RestClass::our_webhook_failed},
    Line{11215, RestClass::our_webhook_failed},  Line{11220, RestClass::our_webhook_failed},
    Line{11235, RestClass::our_webhook_failed},  Line{11236, RestClass::our_webhook_failed},
    Line{11237, RestClass::our_webhook_failed},  Line{11750, RestClass::our_webhook_failed},
    Line{11751, RestClass::content_permanent},   Line{11770, RestClass::our_webhook_failed},
    Line{12100, RestClass::our_webhook_failed},  Line{12200, RestClass::our_webhook_failed},
    Line{12300, RestClass::our_webhook_failed},  Line{13214, RestClass::account_or_config},
    Line{13223, RestClass::recipient_permanent}, Line{13224, RestClass::recipient_permanent},
    Line{13225, RestClass::recipient_permanent}, Line{13226, RestClass::recipient_permanent},
    Line{13227, RestClass::permission_geo},      Line{13247, RestClass::account_or_config},
    Line{14107, RestClass::reply_loop},          Line{15003, RestClass::our_webhook_failed},
    Line{20001, RestClass::content_permanent},   Line{20003, RestClass::account_or_config},
    Line{20004, RestClass::content_permanent},   Line{20005, RestClass::account_or_config},
    Line{20006, RestClass::account_or_config},   Line{20008, RestClass::account_or_config},
    Line{20009, RestClass::state_conflict},      Line{20010, RestClass::account_or_config},
    Line{20404, RestClass::not_found},           Line{20429, RestClass::retry_backoff},
    Line{20500, RestClass::retry_backoff},       Line{20503, RestClass::retry_backoff},
    Line{21201, RestClass::content_permanent},   Line{21202, RestClass::recipient_permanent},
    Line{21203, RestClass::permission_geo},      Line{21205, RestClass::content_permanent},
    Line{21206, RestClass::content_permanent},   Line{21208, RestClass::content_permanent},
    Line{21209, RestClass::content_permanent},   Line{21210, RestClass::account_or_config},
    Line{21211, RestClass::recipient_permanent}, Line{21212, RestClass::account_or_config},
    Line{21213, RestClass::content_permanent},   Line{21214, RestClass::recipient_permanent},
    Line{21215, RestClass::permission_geo},      Line{21216, RestClass::recipient_permanent},
    Line{21217, RestClass::recipient_permanent}, Line{21218, RestClass::account_or_config},
    Line{21219, RestClass::account_or_config},   Line{21220, RestClass::state_conflict},
    Line{21401, RestClass::recipient_permanent}, Line{21402, RestClass::content_permanent},
    Line{21408, RestClass::permission_geo},      Line{21421, RestClass::recipient_permanent},
    Line{21422, RestClass::account_or_config},   Line{21452, RestClass::account_or_config},
    Line{21602, RestClass::content_permanent},   Line{21603, RestClass::content_permanent},
    Line{21604, RestClass::content_permanent},   Line{21606, RestClass::account_or_config},
    Line{21607, RestClass::account_or_config},   Line{21608, RestClass::account_or_config},
    Line{21609, RestClass::content_permanent},   Line{21610, RestClass::recipient_opted_out},
    Line{21611, RestClass::retry_backoff},       Line{21612, RestClass::recipient_permanent},
    Line{21614, RestClass::recipient_permanent}, Line{21617, RestClass::content_permanent},
    Line{21619, RestClass::content_permanent},   Line{21620, RestClass::content_permanent},
    Line{21623, RestClass::content_permanent},   Line{30001, RestClass::retry_backoff},
    Line{30002, RestClass::account_or_config},   Line{30003, RestClass::retry_maybe_later},
    Line{30004, RestClass::recipient_permanent}, Line{30005, RestClass::recipient_permanent},
    Line{30006, RestClass::recipient_permanent}, Line{30007, RestClass::content_permanent},
    Line{30008, RestClass::retry_maybe_later},   Line{30010, RestClass::account_or_config},
    Line{30034, RestClass::account_or_config},   Line{31206, RestClass::retry_backoff},
    Line{63001, RestClass::account_or_config},   Line{63003, RestClass::recipient_permanent},
    Line{63005, RestClass::content_permanent},   Line{63007, RestClass::account_or_config},
    Line{63010, RestClass::retry_backoff},       Line{63012, RestClass::retry_backoff},
    Line{63013, RestClass::content_permanent},   Line{63014, RestClass::recipient_opted_out},
    Line{63015, RestClass::account_or_config},   Line{63016, RestClass::window_closed_needs_template},
    Line{63017, RestClass::retry_backoff},       Line{63018, RestClass::retry_backoff},
    Line{63019, RestClass::retry_maybe_later},   Line{63020, RestClass::account_or_config},
    Line{63021, RestClass::content_permanent},   Line{63024, RestClass::recipient_permanent},
    Line{63027, RestClass::content_permanent},   Line{63028, RestClass::content_permanent},
    Line{63030, RestClass::content_permanent},   Line{63032, RestClass::recipient_permanent},
    Line{63033, RestClass::recipient_permanent}, Line{63038, RestClass::retry_maybe_later},
    Line{63041, RestClass::content_permanent},
};

}  // namespace

RestClass class_of(std::int64_t code) {
  const auto found =
      std::find_if(kLines.begin(), kLines.end(), [&](const Line& line) { return line.code == code; });
  return found == kLines.end() ? RestClass::unknown : found->meaning;
}

std::string_view to_string(RestClass meaning) {
  static constexpr std::array<std::string_view, 13> kNames{
      "unknown",
      "retry_backoff",
      "retry_maybe_later",
      "recipient_permanent",
      "recipient_opted_out",
      "window_closed_needs_template",
      "content_permanent",
      "permission_geo",
      "account_or_config",
      "our_webhook_failed",
      "state_conflict",
      "reply_loop",
      "not_found",
  };
  return kNames[static_cast<std::size_t>(meaning)];
}

}  // namespace smarthandoff::twilio
