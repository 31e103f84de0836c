#include <smarthandoff/telephony/esl/command.hpp>

#include <initializer_list>

#include <smarthandoff/base/error.hpp>

#include "telephony/esl/check.hpp"

namespace smarthandoff::esl::command {
namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(part);
  return text;
}

std::string_view name_of(EventFormat format) {
  switch (format) {
    case EventFormat::plain:
      return "plain";
    case EventFormat::json:
      return "json";
    case EventFormat::xml:
      return "xml";
  }
  throw Error(ErrorCode::internal, "an event format without a name");
}

// " NAME NAME…", each checked.
std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    require_constant("event", name);
    text.append(" ").append(name);
  }
  return text;
}

std::string sendmsg(std::string_view channel, std::string_view call_command) {
  if (channel.empty()) return joined({"sendmsg\ncall-command: ", call_command, "\n"});
  require_word("channel", channel);
  return joined({"sendmsg ", channel, "\ncall-command: ", call_command, "\n"});
}

void append_body(std::string& message, const std::string& body) {
  if (body.find('\0') != std::string::npos) throw invalid_field("body", "must not hold NUL");
  if (body.find("${") != std::string::npos) throw invalid_field("body", "must not hold ${");
  message.append(
      joined({"content-type: text/plain\ncontent-length: ", std::to_string(body.size()), "\n\n", body}));
}

}  // namespace

std::string auth(std::string_view password) {
  require_line("password", password);
  return joined({"auth ", password, "\n\n"});
}

std::string userauth(std::string_view user, std::string_view password) {
  require_word("user", user);
  if (user.find(':') != std::string_view::npos) throw invalid_field("user", "must not hold a colon");
  require_line("password", password);
  return joined({"userauth ", user, ":", password, "\n\n"});
}

std::string api(std::string_view line) {
  require_line("line", line);
  return joined({"api ", line, "\n\n"});
}

std::string bgapi(std::string_view line, std::string_view job_id) {
  require_line("line", line);
  require_word("job_id", job_id);
  return joined({"bgapi ", line, "\nJob-UUID: ", job_id, "\n\n"});
}

std::string execute(const Execute& execute) {
  require_name("application", execute.application);
  require_argument("argument", execute.argument);
  if (!execute.argument.empty() && !execute.body.empty()) {
    throw invalid_field("body", "must be empty when there is an argument");
  }
  std::string message = sendmsg(execute.channel, "execute");
  message.append(joined({"execute-app-name: ", execute.application, "\n"}));
  if (!execute.argument.empty()) message.append(joined({"execute-app-arg: ", execute.argument, "\n"}));
  if (!execute.event_uuid.empty()) {
    require_word("event_uuid", execute.event_uuid);
    message.append(joined({"event-uuid: ", execute.event_uuid, "\n"}));
  }
  if (execute.event_lock) message.append("event-lock: true\n");
  if (execute.body.empty()) return message.append("\n");
  append_body(message, execute.body);
  return message;
}

std::string hangup(std::string_view channel, std::string_view cause) {
  require_constant("cause", cause);
  return sendmsg(channel, "hangup").append(joined({"hangup-cause: ", cause, "\n\n"}));
}

std::string event(EventFormat format, const std::vector<std::string>& names,
                  const std::vector<std::string>& custom_subclasses) {
  if (names.empty() && custom_subclasses.empty()) throw invalid_field("names", "must not be empty");
  std::string text = joined({"event ", name_of(format), names_text(names)});
  // Everything behind CUSTOM is a subclass, so it comes last.
  if (!custom_subclasses.empty()) text.append(" CUSTOM");
  for (const std::string& subclass : custom_subclasses) {
    require_word("custom_subclass", subclass);
    text.append(" ").append(subclass);
  }
  return text.append("\n\n");
}

std::string nixevent(const std::vector<std::string>& names) {
  if (names.empty()) throw invalid_field("names", "must not be empty");
  return joined({"nixevent", names_text(names), "\n\n"});
}

std::string noevents() {
  return "noevents\n\n";
}

std::string filter(std::string_view header, std::string_view value) {
  require_name("header", header);
  require_line("value", value);
  return joined({"filter ", header, " ", value, "\n\n"});
}

std::string filter_delete(std::string_view header, std::string_view value) {
  require_name("header", header);
  if (value.empty()) return joined({"filter delete ", header, "\n\n"});
  require_line("value", value);
  return joined({"filter delete ", header, " ", value, "\n\n"});
}

std::string filter_delete_all() {
  return "filter delete all\n\n";
}

std::string linger(Seconds limit) {
  if (limit < Seconds{0}) throw invalid_field("limit", "must not be negative");
  return limit == Seconds{0} ? "linger\n\n" : joined({"linger ", std::to_string(limit.count()), "\n\n"});
}

std::string nolinger() {
  return "nolinger\n\n";
}

std::string myevents(EventFormat format, std::string_view channel) {
  if (channel.empty()) return joined({"myevents ", name_of(format), "\n\n"});
  require_word("channel", channel);
  return joined({"myevents ", channel, " ", name_of(format), "\n\n"});
}

std::string divert_events(bool on) {
  return on ? "divert_events on\n\n" : "divert_events off\n\n";
}

std::string connect() {
  return "connect\n\n";
}

std::string resume() {
  return "resume\n\n";
}

std::string exit() {
  return "exit\n\n";
}

}  // namespace smarthandoff::esl::command
