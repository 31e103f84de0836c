#include "telephony/simulator/esl_session.hpp"

#include <algorithm>
#include <charconv>

#include <strings.h>

#include "telephony/simulator/causes.hpp"
#include "telephony/simulator/event_names.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr std::size_t kMaxCommand = std::size_t{1} << 20;
constexpr std::string_view kGoodbye = "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n";
constexpr const char* kNotFound = "-ERR command not found";

std::string frame(std::string_view type, std::string_view body) {
  return "Content-Type: " + std::string(type) + "\nContent-Length: " + std::to_string(body.size()) + "\n\n" +
         std::string(body);
}

std::string event_frame(std::string_view type, const std::string& body) {
  return "Content-Length: " + std::to_string(body.size()) + "\nContent-Type: " + std::string(type) + "\n\n" +
         body;
}

std::string_view without_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

std::pair<std::string, std::string> first_word(const std::string& line) {
  const auto space = line.find(' ');
  if (space == std::string::npos) return {line, {}};
  const auto rest = line.find_first_not_of(' ', space);
  return {line.substr(0, space), rest == std::string::npos ? "" : line.substr(rest)};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

void EslSession::open(bool rejected) {
  if (!rejected) return write_("Content-Type: auth/request\n\n", false);
  write_(frame("text/rude-rejection", "Access Denied, go away.\n"), false);
  goodbye();
}

void EslSession::goodbye() {
  closed_ = true;  // first: with what is written now the connection ends
  if (controlled_.empty()) return write_(frame("text/disconnect-notice", kGoodbye), false);
  write_("Content-Type: text/disconnect-notice\nControlled-Session-UUID: " + controlled_ +
             "\nContent-Disposition: disconnect\nContent-Length: " + std::to_string(kGoodbye.size()) +
             "\n\n" + std::string(kGoodbye),
         false);
}

void EslSession::reply(const std::string& text, const Headers& more) {
  std::string frame_text = "Content-Type: command/reply\nReply-Text: " + text + "\n";
  for (const auto& [name, value] : more) frame_text += name + ": " + value + "\n";
  write_(frame_text + "\n", false);
}

void EslSession::receive(std::string_view bytes) {
  if (closed_) return;
  input_.append(bytes);
  if (input_.size() > kMaxCommand) return goodbye();
  work();
}

// Commands wait while one is carried out, as the switch's connection does.
void EslSession::work() {
  Command command;
  while (!busy_ && !closed_ && take_command(command)) handle(command);
}

// A command is a line, headers, a blank line, and a body of Content-Length bytes.
bool EslSession::take_command(Command& command) {
  command = {};
  std::size_t at = 0;
  std::size_t length = 0;
  while (true) {
    const auto end = input_.find('\n', at);
    if (end == std::string::npos) return false;
    const auto line = without_return(std::string_view(input_).substr(at, end - at));
    at = end + 1;
    if (line.empty() && command.line.empty()) {
      input_.erase(0, at);
      at = 0;
    } else if (line.empty()) {
      break;
    } else if (command.line.empty()) {
      command.line = line;
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      const auto value = line.find_first_not_of(' ', colon + 1);
      command.headers.emplace_back(line.substr(0, colon),
                                   value == std::string_view::npos ? std::string_view() : line.substr(value));
    }
  }
  const std::string announced = header_value(command.headers, "Content-Length");
  std::from_chars(announced.data(), announced.data() + announced.size(), length);
  if (length > kMaxCommand) length = kMaxCommand;
  if (input_.size() < at + length) return false;
  command.body = input_.substr(at, length);
  input_.erase(0, at + length);
  return true;
}

void EslSession::handle(const Command& command) {
  if (!authenticated_) return handle_login(command);
  const auto [verb, rest] = first_word(command.line);
  busy_ = true;  // its own events come after its reply
  if (!controlled_.empty() && handle_control(command, verb, rest)) return finish_command();
  if (verb == "api" && !rest.empty()) return run_api(rest);
  if (verb == "bgapi" && !rest.empty()) {
    run_bgapi(command, rest);
  } else if (verb == "sendmsg") {
    sendmsg(command, rest.empty() ? controlled_ : rest);
  } else if (verb == "sendevent" && !rest.empty()) {
    sendevent(command, rest);
  } else if (verb == "exit") {
    reply("+OK bye");
    goodbye();
  } else if (verb == "auth" || verb == "userauth" || !handle_events(verb, rest)) {
    reply(kNotFound);
  }
  finish_command();
}

void EslSession::finish_command() {
  busy_ = false;
  while (!waiting_events_.empty() && !closed_) {
    write_(std::move(waiting_events_.front()), true);
    waiting_events_.pop_front();
  }
  if (hung_up_ && !closed_ && !lingers_) goodbye();
}

void EslSession::handle_login(const Command& command) {
  const auto [verb, rest] = first_word(command.line);
  if (verb == "exit") {
    reply("+OK bye");
    return goodbye();
  }
  if (verb != "auth" && verb != "userauth") return reply(kNotFound);
  bool accepted = verb == "auth" && rest == password_;
  if (verb == "userauth") {
    const auto at = rest.find('@');
    const auto colon = rest.find(':');
    const PhoneRecord* user = model_.phone(rest.substr(0, std::min(at, colon)));
    const auto secret = user == nullptr ? std::map<std::string, std::string>::const_iterator()
                                        : user->phone.variables.find("esl-password");
    accepted = user != nullptr && colon != std::string::npos && secret != user->phone.variables.end() &&
               secret->second == rest.substr(colon + 1);
  }
  if (accepted) {
    authenticated_ = true;
    return reply("+OK accepted");
  }
  reply("-ERR invalid");
  goodbye();
}

// The commands that say which events to deliver, and those that only an outbound socket knows.
bool EslSession::handle_events(const std::string& verb, const std::string& rest) {
  if (verb == "event") {
    subscribe(split_words(rest));
  } else if (verb == "nixevent" && !rest.empty()) {
    for (const std::string& name : split_words(rest)) names_.erase(name);
    if (lower(rest) == "all") all_ = listening_ = false;
    reply("+OK events nixed");
  } else if (verb == "noevents") {
    reply(listening_ ? "+OK no longer listening for events" : "-ERR not listening for events");
    listening_ = all_ = false;
    names_.clear();
    subclasses_.clear();
  } else if (verb == "filter" && !rest.empty()) {
    filter(rest);
  } else if (verb == "myevents" && !rest.empty()) {
    only_channel_ = split_words(rest).front();
    listening_ = all_ = true;
    reply("+OK Events Enabled");
  } else if (verb == "divert_events") {
    reply("-ERR not controlling a session.");
  } else if (verb == "linger" || verb == "nolinger") {
    reply("-ERR not controlling a session");
  } else if (verb == "log") {
    reply("+OK log level " + (rest.empty() ? "debug" : rest) + " [7]");
  } else if (verb == "nolog") {
    reply("+OK no longer logging");
  } else {
    return false;
  }
  return true;
}

void EslSession::subscribe(std::vector<std::string> words) {
  if (!words.empty() && (words[0] == "plain" || words[0] == "json" || !is_event_name(words[0]))) {
    if (words[0] == "plain") format_ = Format::plain;
    if (words[0] == "json") format_ = Format::json;
    words.erase(words.begin());
  }
  bool any = false, custom = false;
  for (const std::string& word : words) {
    if (custom) {
      subclasses_.insert(word);
    } else if (lower(word) == "all") {
      all_ = any = true;
    } else if (is_event_name(word)) {
      names_.insert(word);
      any = true;
      custom = word == "CUSTOM";
    }
  }
  if (!any) return reply("-ERR no keywords supplied");
  listening_ = true;
  reply(std::string("+OK event listener enabled ") + (format_ == Format::json ? "json" : "plain"));
}

void EslSession::filter(const std::string& rest) {
  const auto [first, more] = first_word(rest);
  if (first != "delete") {
    filters_.emplace_back(first, more);
    return reply("+OK filter added. [" + first + "]=[" + more + "]");
  }
  const auto [header, value] = first_word(more);
  if (header == "all") filters_.clear();
  std::erase_if(filters_, [&, header = header, value = value](const auto& item) {
    return item.first == header && (value.empty() || item.second == value);
  });
  reply("+OK filter deleted. [" + header + "][" + value + "]");
}

void EslSession::run_api(const std::string& line) {
  api_.run(line, [weak = weak_from_this()](const std::string& output) {
    const auto self = weak.lock();
    if (!self || self->closed_) return;
    self->write_(frame("api/response", output), false);
    self->finish_command();
    self->work();
  });
}

// Runs apart from the connection: its events may come before or after the reply was read.
void EslSession::run_bgapi(const Command& command, const std::string& line) {
  std::string job = header_value(command.headers, "Job-UUID");
  if (job.empty()) job = model_.new_uuid();
  reply("+OK Job-UUID: " + job, {{"Job-UUID", job}});
  const auto [name, arguments] = first_word(line);
  api_.run(line, [&model = model_, job, name = name, arguments = arguments](const std::string& output) {
    model.emit("BACKGROUND_JOB", nullptr,
               {{"Job-UUID", job}, {"Job-Command", name}, {"Job-Command-Arg", arguments}}, output);
  });
}

void EslSession::sendmsg(const Command& command, const std::string& uuid) {
  Channel* channel = model_.find_alive(uuid);
  if (channel == nullptr) return reply("-ERR invalid session id [" + uuid + "]");
  const std::string call_command = lower(header_value(command.headers, "call-command"));
  if (call_command == "hangup") {
    model_.hang_up(*channel, cause_named(header_value(command.headers, "hangup-cause")));
  } else if (call_command == "execute") {
    Action action{header_value(command.headers, "execute-app-name"),
                  header_value(command.headers, "execute-app-arg"),
                  header_value(command.headers, "event-uuid")};
    if (action.data.empty()) action.data = command.body;
    model_.execute(*channel, std::move(action));
  }
  reply("+OK");
}

void EslSession::sendevent(const Command& command, const std::string& name) {
  Headers headers;
  for (const auto& header : command.headers) {
    if (header.first != "Content-Length") headers.push_back(header);
  }
  model_.emit(name, nullptr, headers, command.body);
  reply("+OK " + model_.new_uuid());
}

bool EslSession::subscribed(const Emission& emission) const {
  if (!listening_) return false;
  if (!only_channel_.empty()) return emission.channel != nullptr && emission.channel->uuid == only_channel_;
  if (all_) return true;
  if (!names_.contains(std::string(emission.name))) return false;
  return emission.name != "CUSTOM" || subclasses_.contains(header_value(emission.headers, "Event-Subclass"));
}

// Filters are alternatives; without any, everything passes.
bool EslSession::wanted(const Emission&, const Headers& headers) const {
  if (filters_.empty()) return true;
  return std::any_of(filters_.begin(), filters_.end(), [&](const auto& filter) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
      return strcasecmp(header.first.c_str(), filter.first.c_str()) == 0 &&
             strcasecmp(header.second.c_str(), filter.second.c_str()) == 0;
    });
  });
}

void EslSession::watch(const Emission& emission, std::int64_t sequence) {
  if (closed_ || !authenticated_) return;
  if (!subscribed(emission)) return own_event(emission);
  const Headers headers = headers_of(model_, emission, sequence);
  if (!wanted(emission, headers)) return own_event(emission);
  std::string text = format_ == Format::json
                         ? event_frame("text/event-json", json_text(headers, emission.body))
                         : event_frame("text/event-plain", plain_text(headers, emission.body));
  if (busy_)
    waiting_events_.push_back(std::move(text));
  else
    write_(std::move(text), true);
  own_event(emission);
}

}  // namespace smarthandoff::telephony::simulator
