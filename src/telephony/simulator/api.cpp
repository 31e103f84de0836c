#include "telephony/simulator/api.hpp"

#include <smarthandoff/base/immortal.hpp>

#include <algorithm>
#include <charconv>

#include "telephony/simulator/causes.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr std::string_view kOriginateUsage =
    "-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] "
    "[<cid_num>] "
    "[<timeout_sec>]\n";
constexpr std::string_view kNoReply = "-ERR no reply\n";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Takes the call URL from the front: up to the first space outside of brackets and quotes.
std::string_view take_url(std::string_view& arguments) {
  int depth = 0;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < arguments.size(); ++i) {
    const char c = arguments[i];
    if (c == '\'') quoted = !quoted;
    if (quoted) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == ' ' && depth <= 0) break;
  }
  const auto url = arguments.substr(0, i);
  arguments = trimmed(arguments.substr(i));
  return url;
}

// "&park()" or "&bridge(user/1001)".
std::vector<Action> application(std::string_view text) {
  const auto open = text.find('(');
  Action action{std::string(text.substr(1, open == std::string_view::npos ? open : open - 1)), {}, {}};
  if (open != std::string_view::npos && text.back() == ')')
    action.data = text.substr(open + 1, text.size() - open - 2);
  return {action};
}

}  // namespace

const std::map<std::string_view, Api::Command>& Api::commands() {
  static const Immortal<std::map<std::string_view, Command>> table =
      std::map<std::string_view, Command>{{"echo", &Api::echo},
                                          {"status", &Api::status},
                                          {"version", &Api::version},
                                          {"create_uuid", &Api::create_uuid},
                                          {"strepoch", &Api::strepoch},
                                          {"global_getvar", &Api::global_getvar},
                                          {"eval", &Api::eval},
                                          {"reloadxml", &Api::reloadxml},
                                          {"hash", &Api::hash},
                                          {"db", &Api::db},
                                          {"hupall", &Api::hupall},
                                          {"uuid_exists", &Api::uuid_exists},
                                          {"uuid_kill", &Api::uuid_kill},
                                          {"uuid_setvar", &Api::uuid_setvar},
                                          {"uuid_setvar_multi", &Api::uuid_setvar_multi},
                                          {"uuid_getvar", &Api::uuid_getvar},
                                          {"uuid_transfer", &Api::uuid_transfer},
                                          {"uuid_park", &Api::uuid_park},
                                          {"uuid_broadcast", &Api::uuid_broadcast},
                                          {"uuid_break", &Api::uuid_break},
                                          {"uuid_bridge", &Api::uuid_bridge},
                                          {"uuid_record", &Api::uuid_record},
                                          {"uuid_send_dtmf", &Api::uuid_send_dtmf},
                                          {"uuid_recv_dtmf", &Api::uuid_recv_dtmf},
                                          {"uuid_dump", &Api::uuid_dump},
                                          {"uuid_hold", &Api::uuid_hold},
                                          {"uuid_displace", &Api::uuid_displace},
                                          {"uuid_audio", &Api::uuid_audio},
                                          {"show", &Api::show},
                                          {"sofia_contact", &Api::sofia_contact},
                                          {"sofia_count_reg", &Api::sofia_count_reg},
                                          {"sofia_presence_data", &Api::sofia_presence_data},
                                          {"user_exists", &Api::user_exists},
                                          {"user_data", &Api::user_data},
                                          {"list_users", &Api::list_users}};
  return table;
}

void Api::run(std::string_view line, Reply reply) {
  line = trimmed(line);
  const auto space = line.find(' ');
  const std::string name(line.substr(0, space));
  const auto arguments = space == std::string_view::npos ? std::string_view() : trimmed(line.substr(space));
  model_.emit("API", nullptr, {{"API-Command", name}, {"API-Command-Argument", std::string(arguments)}});
  if (name == "originate") return originate(arguments, std::move(reply));
  if (name == "msleep") return msleep(arguments, std::move(reply));
  const auto found = commands().find(name);
  if (found == commands().end()) return reply("-ERR " + name + " Command not found!\n");
  reply((this->*found->second)(split_words(arguments), arguments));
}

std::string Api::echo(const Words&, std::string_view arguments) {
  return std::string(arguments);
}

std::string Api::status(const Words&, std::string_view) {
  return "UP 0 years, 0 days, 0 hours, 0 minutes, 0 seconds, 0 milliseconds, 0 microseconds\n"
         "FreeSWITCH (Version 1.10.12-release  64bit) is ready\n" +
         std::to_string(model_.sessions()) + " session(s) since startup\n" +
         std::to_string(model_.channels().size()) +
         " session(s) - peak 1, last 5min 1 \n0 session(s) per Sec out of max 100, peak 1, last 5min 1 \n"
         "200 session(s) max\nmin idle cpu 0.00/99.00\nCurrent Stack Size/Max 240K/8192K\n";
}

std::string Api::version(const Words&, std::string_view) {
  return "FreeSWITCH Version 1.10.12-release~64bit ( 64bit)\n";
}

std::string Api::create_uuid(const Words&, std::string_view) {
  return model_.new_uuid();
}

std::string Api::strepoch(const Words&, std::string_view) {
  return std::to_string(std::chrono::floor<Seconds>(model_.scheduler.now()).time_since_epoch().count());
}

std::string Api::global_getvar(const Words& words, std::string_view) {
  return words.size() == 1 && words[0] == "domain" ? model_.options().domain : "";
}

std::string Api::eval(const Words&, std::string_view arguments) {
  return arguments == "${domain}" ? model_.options().domain : std::string(arguments);
}

std::string Api::reloadxml(const Words&, std::string_view) {
  return "+OK [Success]\n";
}

// "insert/dnd/1001/true", "select/dnd/1001", "delete/…", "exists/…".
std::string Api::store(std::string_view arguments, const char* done) {
  const auto slash = arguments.find('/');
  const auto verb = arguments.substr(0, slash);
  if (slash == std::string_view::npos) return std::string(kNoReply);
  std::string key(arguments.substr(slash + 1));
  if (verb == "insert") {
    const auto last = key.rfind('/');
    if (last == std::string::npos) return std::string(kNoReply);
    values_.insert_or_assign(key.substr(0, last), key.substr(last + 1));
    return done;
  }
  const auto found = values_.find(key);
  if (verb == "exists") return found == values_.end() ? "false" : "true";
  if (verb == "delete") {
    values_.erase(key);
    return done;
  }
  return verb != "select" || found == values_.end() ? std::string(kNoReply) : found->second;
}

std::string Api::hash(const Words&, std::string_view arguments) {
  return store(arguments, "+OK\n");
}

std::string Api::db(const Words&, std::string_view arguments) {
  return store(arguments, "+OK");
}

std::string Api::hupall(const Words& words, std::string_view) {
  const std::string cause = cause_named(words.empty() ? "MANAGER_REQUEST" : words[0]);
  const bool matching = words.size() >= 3;
  for (Channel* channel : model_.channels()) {
    if (matching && channel->variables.get(words[1]) != words[2]) continue;
    model_.hang_up(*channel, cause);
  }
  if (!matching) return "+OK hangup all channels with cause " + cause + "\n";
  return "+OK hangup all channels matching [" + words[1] + "]=[" + words[2] + "] with cause: " + cause + "\n";
}

void Api::originate(std::string_view arguments, Reply reply) {
  const auto url = take_url(arguments);
  const auto words = split_words(arguments);
  if (url.empty() || words.empty()) return reply(std::string(kOriginateUsage));
  Originate order{.dial = parse_dial_string(url)};
  order.then = words[0].starts_with('&') ? application(arguments) : model_.dialplan(words[0]);
  if (words.size() > 5) order.dial.variables.emplace_back("originate_timeout", words[5]);
  order.done = [reply = std::move(reply)](bool ok, const std::string& result) {
    reply((ok ? "+OK " : "-ERR ") + result + "\n");
  };
  model_.originate(std::move(order));
}

void Api::msleep(std::string_view arguments, Reply reply) {
  std::int64_t ms = 0;
  std::from_chars(arguments.data(), arguments.data() + arguments.size(), ms);
  model_.scheduler.after(Milliseconds(std::clamp<std::int64_t>(ms, 0, 60'000)),
                         [reply = std::move(reply)] { reply("+OK\n"); });
}

}  // namespace smarthandoff::telephony::simulator
