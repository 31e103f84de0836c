#include "telephony/freeswitch/commands.hpp"

#include <algorithm>

#include <smarthandoff/telephony/esl/api_line.hpp>

#include "base/field_check.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

namespace line = esl::api_line;

constexpr std::string_view kJobPrefix = "sh-";

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A word of these characters only: stricter than the codec, which knows where a word ends but not what a
// dial string or a path does with `/`, `@` or `:`.
const std::string& word(const std::string& value, std::string_view field, std::string_view also) {
  const auto allowed = [&](char c) { return is_alphanumeric(c) || also.find(c) != std::string_view::npos; };
  if (value.empty() || value.size() > 256 || !std::all_of(value.begin(), value.end(), allowed)) {
    throw Error(ErrorCode::invalid_argument,
                std::string(field) +
                    " cannot be part of a command to the phone system: letters, digits and " +
                    std::string(also) + " are allowed",
                {{"field", std::string(field)}});
  }
  return value;
}

const std::string& id_word(const std::string& id) {
  return word(id, "id", "-_.:");
}
const std::string& number_word(const std::string& number) {
  return word(number, "number", "+*#-_.");
}
const std::string& domain_word(const std::string& domain) {
  return word(domain, "domain", "-_.");
}

const std::string& path_word(const std::string& path, std::string_view field) {
  if (path.find("..") != std::string::npos || path.find("::") != std::string::npos) {
    throw Error(ErrorCode::invalid_argument,
                std::string(field) + " must not hold .. or ::", {{"field", std::string(field)}});
  }
  return word(path, field, "/._-+=@:~");
}

// How a caller's number is shown, or nothing for what is none.
std::string display_number(const std::string& number) {
  std::string result;
  for (const char c : number.substr(0, 50))
    if (is_alphanumeric(c) || c == '+' || c == '*' || c == '#') result += c;
  return result;
}

std::string dial_string(const RingRequest& request, const FreeSwitchOptions& options) {
  const std::string number = number_word(request.number);
  switch (request.kind) {
    case DialKind::extension:
      return "user/" + number + "@" + domain_word(request.domain.empty() ? options.domain : request.domain);
    case DialKind::number:
      return "loopback/" + number + "/" + word(request.context, "context", "-_.");
    case DialKind::trunk:
      return "sofia/gateway/" + word(request.gateway, "gateway", "-_.") + "/" + number;
  }
  throw Error(ErrorCode::internal, "unknown kind of dialling");
}

std::string spoken(const std::string& text) {
  static constexpr std::string_view kSpecial = "\"\\{}[]<>|^$&`";
  std::string result;
  for (const char c : text.substr(0, 1000)) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '\'')
      result += "\u2019";
    else
      result += control || kSpecial.find(c) != std::string_view::npos ? ' ' : c;
  }
  return result;
}

}  // namespace

std::string originate(const RingRequest& request, const FreeSwitchOptions& options) {
  const std::string& leg = id_word(request.leg.value);
  // ignore_early_media: without it a 183 counts as an answer (docs/freeswitch.md). loopback_bowout: else the
  // leg whose id we chose is replaced by another.
  line::Variables variables{{"origination_uuid", leg},
                            {"originate_timeout", seconds(request.timeout)},
                            {"ignore_early_media", "true"},
                            {"park_timeout", seconds(options.answered_timeout)},
                            {"sh_leg", leg}};
  if (!request.tenant.empty())
    variables.emplace_back("sh_tenant", word(request.tenant.value, "tenant", "-_.:"));
  if (!request.call.empty()) variables.emplace_back("sh_call", id_word(request.call.value));
  if (options.detect_beep) variables.emplace_back("execute_on_answer", "avmd_start");
  if (request.kind == DialKind::number) variables.emplace_back("loopback_bowout", "false");
  if (const std::string name = line::display_text(request.caller_name.substr(0, 100)); !name.empty())
    variables.emplace_back("origination_caller_id_name", name);
  if (const std::string number = display_number(request.caller_number); !number.empty())
    variables.emplace_back("origination_caller_id_number", number);
  line::Originate command;
  command.variables = std::move(variables);
  command.legs.push_back({dial_string(request, options), {}});
  return line::originate(command);
}

std::string job_of(const LegId& leg) {
  return std::string(kJobPrefix) + leg.value;
}

std::string leg_of_job(std::string_view job) {
  return job.starts_with(kJobPrefix) ? std::string(job.substr(kJobPrefix.size())) : std::string();
}

std::string park(const std::string& id) {
  return line::uuid_transfer_inline(id_word(id), {{"park", ""}});
}

std::string transfer(const std::string& id, const std::string& number, const std::string& context) {
  return line::uuid_transfer(id_word(id), number_word(number), "XML", context);
}

std::string record(const std::string& id, const std::string& path, const FreeSwitchOptions& options) {
  std::string file = path_word(path, "path");
  if (!file.starts_with('/') && !options.recording_folder.empty())
    file = options.recording_folder + "/" + file;
  return line::uuid_record_start(id_word(id), file);
}

std::string play(const LegId& leg, const std::string& text, const std::string& language,
                 const FreeSwitchOptions& options) {
  if (text.starts_with("file:"))
    return line::uuid_broadcast(id_word(leg.value), path_word(text.substr(5), "file"));
  const auto own = options.speech_voices.find(language);
  const std::string& voice = own == options.speech_voices.end() ? options.speech_voice : own->second;
  const std::string words = spoken(text);
  if (words.find_first_not_of(' ') == std::string::npos)
    throw Error(ErrorCode::invalid_argument, "text to play is empty", {{"field", "text"}});
  return "uuid_broadcast " + id_word(leg.value) + " 'speak::" + options.speech_engine + "|" + voice + "|" +
         words + "' aleg";
}

std::string seconds(Milliseconds time) {
  return std::to_string(std::max<std::int64_t>(1, (time.count() + 999) / 1000));
}

void check_user(const std::string& extension, const std::string& domain) {
  word(extension, "extension", "+*#-_.");
  domain_word(domain);
}

// A limit of none would fail everything at once, and one of years leaves the range of a deadline.
void check_times(const FreeSwitchOptions& options) {
  constexpr std::int64_t kDay = 86'400'000;
  constexpr std::int64_t kLeastRefresh = 100;
  field::check_between("command_timeout", options.command_timeout.count(), 1, kDay);
  field::check_between("dnd_timeout", options.dnd_timeout.count(), 1, kDay);
  field::check_between("answered_timeout", options.answered_timeout.count(), 1, kDay);
  field::check_between("play_timeout", options.play_timeout.count(), 1, kDay);
  field::check_between("presence_refresh", options.presence_refresh.count(), kLeastRefresh, kDay);
  field::check_between("stale_after", options.stale_after.count(), 1, kDay);
  field::check_between("reconnect_min", options.reconnect_min.count(), 1, kDay);
  field::check_between("reconnect_max", options.reconnect_max.count(), options.reconnect_min.count(), kDay);
}

void check(const FreeSwitchOptions& options) {
  if (options.host.empty()) throw invalid_field("host", "must not be empty");
  field::check_between("port", options.port, 1, 65535);
  field::check_between("max_queued", options.max_queued, 0, 1'000'000);
  check_times(options);
  if (!options.domain.empty()) domain_word(options.domain);
  if (!options.assistant_extension.empty())
    word(options.assistant_extension, "assistant_extension", "+*#-_.");
  word(options.assistant_context, "assistant_context", "-_.");
  path_word(options.music, "music");
  word(options.speech_engine, "speech_engine", "-_.");
  word(options.speech_voice, "speech_voice", "-_.:");
  for (const auto& [language, voice] : options.speech_voices) word(voice, "speech_voices", "-_.:");
  if (!options.recording_folder.empty()) path_word(options.recording_folder, "recording_folder");
  if (!options.dnd_variable.empty()) word(options.dnd_variable, "dnd_variable", "-_.");
}

}  // namespace smarthandoff::telephony::freeswitch
