#include <smarthandoff/telephony/esl/api_line.hpp>

#include <algorithm>
#include <initializer_list>

#include <smarthandoff/base/error.hpp>

#include "telephony/esl/check.hpp"

namespace smarthandoff::esl::api_line {
namespace {

std::string words(std::initializer_list<std::string_view> parts) {
  std::string line;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!line.empty()) line += ' ';
    line.append(part);
  }
  return line;
}

std::string about(std::string_view verb, std::string_view channel) {
  require_word("channel", channel);
  return words({verb, channel});
}

std::string_view option_of(Leg leg) {
  if (leg == Leg::a) return {};
  return leg == Leg::b ? "-bleg" : "-both";
}

std::string_view name_of(Leg leg) {
  if (leg == Leg::both) return "both";
  return leg == Leg::b ? "bleg" : "aleg";
}

void require_path(std::string_view path) {
  require_word("path", path);
  if (path.find("::") != std::string_view::npos) throw invalid_field("path", "must not hold ::");
}

std::string at_domain(std::string_view user, std::string_view domain) {
  require_word("user", user);
  require_name("domain", domain);
  return std::string(user).append("@").append(domain);
}

std::string escaped_commas(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == ',') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace

std::string uuid_exists(std::string_view channel) {
  return about("uuid_exists", channel);
}

std::string uuid_kill(std::string_view channel, std::string_view cause) {
  if (!cause.empty()) require_constant("cause", cause);
  return words({about("uuid_kill", channel), cause});
}

std::string uuid_bridge(std::string_view channel, std::string_view other) {
  require_word("other", other);
  return words({about("uuid_bridge", channel), other});
}

std::string uuid_park(std::string_view channel) {
  return about("uuid_park", channel);
}

std::string uuid_answer(std::string_view channel) {
  return about("uuid_answer", channel);
}

std::string uuid_transfer(std::string_view channel, std::string_view extension, std::string_view dialplan,
                          std::string_view context, Leg leg) {
  require_word("extension", extension);
  require_name("dialplan", dialplan);
  require_name("context", context);
  return words({about("uuid_transfer", channel), option_of(leg), extension, dialplan, context});
}

std::string uuid_transfer_inline(std::string_view channel, const std::vector<Application>& applications,
                                 Leg leg) {
  if (applications.empty()) throw invalid_field("applications", "must not be empty");
  std::string list;
  for (const Application& application : applications) {
    require_name("application", application.name);
    // "m:^:" at the start of an inline list would choose another separator.
    if (application.name == "m") throw invalid_field("application", "must not be m");
    require_unquoted("argument", application.argument);
    if (!list.empty()) list += ',';
    list.append(application.name).append(":").append(escaped_commas(application.argument));
  }
  return words({about("uuid_transfer", channel), option_of(leg), "'" + list + "'", "inline"});
}

std::string uuid_setvar(std::string_view channel, std::string_view name, std::string_view value) {
  require_name("name", name);
  require_unquoted("value", value);
  return words({about("uuid_setvar", channel), name, value});
}

std::string uuid_setvar_multi(std::string_view channel, const Variables& variables) {
  if (variables.empty()) throw invalid_field("variables", "must not be empty");
  std::string list;
  for (const auto& [name, value] : variables) {
    require_name("name", name);
    require_unquoted("value", value);
    if (value.find(';') != std::string::npos) throw invalid_field("value", "must not hold ;");
    if (!list.empty()) list += ';';
    list.append(name).append("=").append(value);
  }
  return words({about("uuid_setvar_multi", channel), list});
}

std::string uuid_getvar(std::string_view channel, std::string_view name) {
  require_name("name", name);
  return words({about("uuid_getvar", channel), name});
}

std::string uuid_dump(std::string_view channel) {
  return words({about("uuid_dump", channel), "json"});
}

std::string uuid_broadcast(std::string_view channel, std::string_view path, Leg leg) {
  require_path(path);
  return words({about("uuid_broadcast", channel), path, name_of(leg)});
}

std::string uuid_break(std::string_view channel, bool all) {
  return words({about("uuid_break", channel), all ? "all" : ""});
}

std::string uuid_record_start(std::string_view channel, std::string_view path, Seconds limit) {
  require_path(path);
  if (limit < Seconds{0}) throw invalid_field("limit", "must not be negative");
  require_word("channel", channel);
  const std::string seconds = limit == Seconds{0} ? std::string() : std::to_string(limit.count());
  return words({"uuid_record", channel, "start", path, seconds});
}

std::string uuid_record_stop(std::string_view channel, std::string_view path) {
  require_path(path);
  require_word("channel", channel);
  return words({"uuid_record", channel, "stop", path});
}

std::string uuid_send_dtmf(std::string_view channel, std::string_view digits) {
  constexpr std::string_view kDigits = "0123456789*#ABCDabcdwW";
  if (digits.empty() || digits.find_first_not_of(kDigits) != std::string_view::npos) {
    throw invalid_field("digits", "must hold 0-9, *, #, A-D and w (a pause) only");
  }
  return words({about("uuid_send_dtmf", channel), digits});
}

std::string show_channels() {
  return "show channels as json";
}

std::string show_calls() {
  return "show calls as json";
}

std::string show_registrations() {
  return "show registrations as json";
}

std::string user_exists(std::string_view user, std::string_view domain) {
  at_domain(user, domain);
  return words({"user_exists id", user, domain});
}

std::string sofia_contact(std::string_view user, std::string_view domain) {
  return "sofia_contact */" + at_domain(user, domain);
}

std::string user_variable(std::string_view user, std::string_view domain, std::string_view name) {
  require_name("name", name);
  return words({"user_data", at_domain(user, domain), "var", name});
}

}  // namespace smarthandoff::esl::api_line
