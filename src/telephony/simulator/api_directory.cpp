// What the switch knows of its users and of what goes on: registrations, directory, `show`.
#include <algorithm>

#include "telephony/simulator/api.hpp"
#include "telephony/simulator/render.hpp"

namespace smarthandoff::telephony::simulator {
namespace {

constexpr const char* kNotRegistered = "error/user_not_registered";
constexpr const char* kNoReply = "-ERR no reply\n";
constexpr Milliseconds kDatabaseLag{100};  // of `show`, written by another thread (docs/freeswitch.md)

// "1001" of "*/1001@pbx.local".
std::string user_of(std::string_view address) {
  if (const auto slash = address.find('/'); slash != std::string_view::npos) address.remove_prefix(slash + 1);
  return std::string(address.substr(0, address.find('@')));
}

// Where a phone is registered from: 127.0.0.1:5101 for 1001, as in the recordings.
std::string sip_port(const std::string& user) {
  const bool digits =
      user.size() == 4 && std::all_of(user.begin(), user.end(), [](char c) { return c >= '0' && c <= '9'; });
  return std::to_string(digits ? 4100 + std::stoi(user) : 5100);
}

std::string contact(const std::string& user) {
  return "sofia/internal/sip:" + user + "@127.0.0.1:" + sip_port(user);
}

std::string epoch(Instant instant) {
  return std::to_string(std::chrono::floor<Seconds>(instant).time_since_epoch().count());
}

std::string json_rows(const std::vector<Headers>& rows) {
  if (rows.empty()) return "{\"row_count\": 0}\n";
  std::string text = "{\"row_count\":" + std::to_string(rows.size()) + ",\"rows\":[";
  for (std::size_t i = 0; i < rows.size(); ++i) text += (i == 0 ? "" : ",") + json_text(rows[i], {});
  return text + "]}";
}

std::string comma_rows(const std::vector<Headers>& rows) {
  std::string text;
  if (!rows.empty()) {
    for (const auto& [name, value] : rows[0]) text += (text.empty() ? "" : ",") + name;
    text += "\n";
  }
  for (const Headers& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + row[i].second;
    text += "\n";
  }
  return text + "\n" + std::to_string(rows.size()) + " total.\n";
}

// The call state as the database has it: a little late.
std::string shown_state(const Channel& channel, Instant now) {
  const bool fresh = channel.answered && *channel.answered + kDatabaseLag > now && !channel.inbound;
  return fresh ? "RINGING" : channel.call_state;
}

Headers channel_row(const Channel& channel, Instant now) {
  const bool runs = !channel.running.empty();
  const std::string app = !channel.partner.empty() && !runs ? "uuid_bridge"
                          : runs                            ? channel.running.back().app
                                                            : "";
  const std::string data = !channel.partner.empty() && !runs ? channel.partner
                           : runs                            ? channel.running.back().data
                                                             : "";
  return {{"uuid", channel.uuid},
          {"direction", channel.inbound ? "inbound" : "outbound"},
          {"created", local_stamp(channel.created)},
          {"created_epoch", epoch(channel.created)},
          {"name", channel.name},
          {"state", channel.state},
          {"cid_name", channel.caller_name},
          {"cid_num", channel.caller_number},
          {"ip_addr", channel.inbound ? "127.0.0.1" : ""},
          {"dest", channel.destination},
          {"application", app},
          {"application_data", data},
          {"dialplan", channel.inbound ? "XML" : ""},
          {"context", channel.context},
          {"read_codec", "PCMU"},
          {"read_rate", "8000"},
          {"write_codec", "PCMU"},
          {"write_rate", "8000"},
          {"secure", ""},
          {"hostname", "simulator"},
          {"presence_id", channel.presence_id},
          {"presence_data", ""},
          {"accountcode", ""},
          {"callstate", shown_state(channel, now)},
          {"callee_name", ""},
          {"callee_num", ""},
          {"callee_direction", ""},
          {"call_uuid", channel.partner.empty() || channel.leads_bridge ? channel.uuid : channel.partner}};
}

Headers call_row(const Channel& a, const Channel* b) {
  Headers row;
  const auto add = [&row](const std::string& prefix, const Channel* leg) {
    row.emplace_back(prefix + "uuid", leg != nullptr ? leg->uuid : "");
    row.emplace_back(prefix + "direction", leg == nullptr ? "" : leg->inbound ? "inbound" : "outbound");
    row.emplace_back(prefix + "created_epoch", leg != nullptr ? epoch(leg->created) : "");
    row.emplace_back(prefix + "name", leg != nullptr ? leg->name : "");
    row.emplace_back(prefix + "state", leg != nullptr ? leg->state : "");
    row.emplace_back(prefix + "cid_num", leg != nullptr ? leg->caller_number : "");
    row.emplace_back(prefix + "dest", leg != nullptr ? leg->destination : "");
    row.emplace_back(prefix + "presence_id", leg != nullptr ? leg->presence_id : "");
    row.emplace_back(prefix + "callstate", leg != nullptr ? leg->call_state : "");
  };
  add("", &a);
  row.emplace_back("call_uuid", a.uuid);
  row.emplace_back("hostname", "simulator");
  add("b_", b);
  row.emplace_back("call_created_epoch", a.bridged ? epoch(*a.bridged) : "");
  return row;
}

Headers registration_row(const PhoneRecord& record, const std::string& domain, Instant now) {
  const std::string& user = record.phone.extension;
  return {{"reg_user", user},
          {"realm", domain},
          {"token", "1-" + user + "@127.0.0.1"},
          {"url", contact(user)},
          {"expires", epoch(now + Seconds(3600))},
          {"network_ip", "127.0.0.1"},
          {"network_port", sip_port(user)},
          {"network_proto", "udp"},
          {"hostname", "simulator"},
          {"metadata", ""}};
}

bool has_word(const std::vector<std::string>& words, const char* word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string Api::show(const Words& words, std::string_view) {
  const std::string what = words.empty() ? "" : words[0];
  const Instant now = model_.scheduler.now();
  std::vector<Headers> rows;
  if (what == "registrations") {
    for (const auto& [user, record] : model_.phones()) {
      if (record.registered) rows.push_back(registration_row(record, model_.options().domain, now));
    }
  } else if (what == "channels") {
    const auto like = std::find(words.begin(), words.end(), "like");
    for (const Channel* channel : model_.channels()) {
      if (channel->created + kDatabaseLag > now) continue;
      Headers row = channel_row(*channel, now);
      const bool wanted = like == words.end() || like + 1 == words.end() ||
                          std::any_of(row.begin(), row.end(), [&](const auto& field) {
                            return field.second.find(*(like + 1)) != std::string::npos;
                          });
      if (wanted) rows.push_back(std::move(row));
    }
  } else if (what == "calls" || what == "bridged_calls" || what == "detailed_calls") {
    for (const Channel* channel : model_.channels()) {
      const bool second = !channel->partner.empty() && !channel->leads_bridge;
      const bool unwanted = what == "bridged_calls" && channel->partner.empty();
      if (!second && !unwanted) rows.push_back(call_row(*channel, model_.find(channel->partner)));
    }
  } else {
    return "-USAGE: codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like "
           "<match "
           "string>]|calls|detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|"
           "management|"
           "modules|nat_map|say|interfaces|interface_types|tasks|limits|status\n";
  }
  if (has_word(words, "count")) return "\n" + std::to_string(rows.size()) + " total.\n";
  return has_word(words, "json") ? json_rows(rows) : comma_rows(rows);
}

const PhoneRecord* Api::user(std::string_view address) {
  const auto at = address.find('@');
  if (at != std::string_view::npos && address.substr(at + 1) != model_.options().domain) return nullptr;
  return model_.phone(user_of(address));
}

std::string Api::contact_of(const PhoneRecord& record) const {
  if (!record.registered) return kNotRegistered;
  return contact(record.phone.extension);
}

std::string Api::sofia_contact(const Words& words, std::string_view) {
  if (words.empty()) return "-USAGE: [profile/]<user>@<domain>\n";
  const PhoneRecord* record = user(words[0]);
  return record == nullptr ? kNotRegistered : contact_of(*record);
}

std::string Api::sofia_count_reg(const Words& words, std::string_view) {
  const PhoneRecord* record = words.empty() ? nullptr : user(words[0]);
  return record != nullptr && record->registered ? "1" : "0";
}

std::string Api::sofia_presence_data(const Words& words, std::string_view) {
  if (words.size() < 2) return "-USAGE: [list|status|rpid|user_agent] [profile/]<user>@domain\n";
  if (words[0] != "list") return "unknown";
  return "status|rpid|user_agent|network_ip|network_port\nunknown|unknown|simulator|127.0.0.1|5100\n+OK\n";
}

std::string Api::user_exists(const Words& words, std::string_view) {
  const bool exists = words.size() == 3 && user(words[1] + "@" + words[2]) != nullptr;
  return exists ? "true" : "false";
}

std::string Api::user_data(const Words& words, std::string_view) {
  const PhoneRecord* record = words.size() < 3 ? nullptr : user(words[0]);
  if (record == nullptr) return kNoReply;
  if (words[1] == "attr") return words[2] == "id" ? record->phone.extension : kNoReply;
  if (words[1] == "var" && words[2] == "user_context") return "default";
  const auto found = record->phone.variables.find(words[2]);
  return words[1] != "var" || found == record->phone.variables.end() ? kNoReply : found->second;
}

std::string Api::list_users(const Words& words, std::string_view) {
  std::string text =
      "userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number\n";
  for (const auto& [name, record] : model_.phones()) {
    if (words.size() == 2 && words[0] == "user" && words[1] != name) continue;
    text += name + "|default|" + model_.options().domain + "|default|" + contact_of(record) + "||Ext " +
            name + "|" + name + "\n";
  }
  return text + "\n+OK\n";
}

}  // namespace smarthandoff::telephony::simulator
