#include "telephony/freeswitch/snapshot.hpp"

#include <nlohmann/json.hpp>

namespace smarthandoff::telephony::freeswitch {
namespace {

using nlohmann::json;

std::string text(const json& row, const char* name) {
  const auto member = row.find(name);
  return member != row.end() && member->is_string() ? member->get<std::string>() : std::string();
}

// The rows of a `show … as json`; an empty table has no "rows" (docs/freeswitch.md).
std::optional<json> rows(std::string_view answer) {
  json table = json::parse(answer, nullptr, false);
  if (!table.is_object() || !table.contains("row_count")) return std::nullopt;
  if (!table.contains("rows")) return json::array();
  if (!table["rows"].is_array()) return std::nullopt;
  return std::move(table["rows"]);
}

bool is_conversation(const std::string& callstate) {
  return callstate == "ACTIVE" || callstate == "HELD";
}

}  // namespace

std::optional<std::vector<ChannelRow>> parse_channels(std::string_view answer) {
  const auto table = rows(answer);
  if (!table) return std::nullopt;
  std::vector<ChannelRow> result;
  for (const json& row : *table) {
    if (!row.is_object()) continue;
    const std::string callstate = text(row, "callstate");
    result.push_back({text(row, "uuid"), text(row, "direction") == "inbound",
                      is_conversation(callstate) || callstate == "UNHELD", text(row, "presence_id"),
                      text(row, "dest")});
  }
  return result;
}

std::optional<std::vector<BridgedRow>> parse_calls(std::string_view answer) {
  const auto table = rows(answer);
  if (!table) return std::nullopt;
  std::vector<BridgedRow> result;
  for (const json& row : *table) {
    if (!row.is_object()) continue;
    BridgedRow pair{text(row, "uuid"), text(row, "b_uuid")};
    if (!pair.a.empty() && !pair.b.empty()) result.push_back(std::move(pair));
  }
  return result;
}

std::optional<std::vector<RegistrationRow>> parse_registrations(std::string_view answer) {
  const auto table = rows(answer);
  if (!table) return std::nullopt;
  std::vector<RegistrationRow> result;
  for (const json& row : *table) {
    if (!row.is_object()) continue;
    result.push_back({text(row, "reg_user") + "@" + text(row, "realm"), text(row, "token")});
  }
  return result;
}

std::optional<ChannelDump> parse_dump(std::string_view answer) {
  const json dump = json::parse(answer, nullptr, false);
  if (!dump.is_object() || !dump.contains("Unique-ID")) return std::nullopt;
  const std::string answer_state = text(dump, "Answer-State");
  return ChannelDump{text(dump, "Call-Direction") == "inbound", answer_state == "answered",
                     answer_state == "hangup", text(dump, "variable_sh_leg"), text(dump, "variable_sh_call")};
}

}  // namespace smarthandoff::telephony::freeswitch
