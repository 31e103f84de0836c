#include "simulation/phones.hpp"

namespace simulation {
namespace {

PhoneEntry::Kind kind_of(model::LogKind kind) {
  switch (kind) {
    case model::LogKind::leg_placed:
      return PhoneEntry::Kind::placed;
    case model::LogKind::leg_ringing:
      return PhoneEntry::Kind::ringing;
    case model::LogKind::leg_answered:
      return PhoneEntry::Kind::answered;
    default:
      return PhoneEntry::Kind::other;
  }
}

}  // namespace

std::string PbxPhones::place_call(const std::string& customer) {
  return pbx_.place_call({.caller = "+55" + customer});
}

void PbxPhones::script_calls(const std::string& extension, const std::vector<model::Behaviour>& ways) {
  std::vector<model::Phone> calls;
  for (const model::Behaviour way : ways) calls.push_back({.behaviour = way});
  pbx_.script_calls(extension, calls);
}

void PbxPhones::change_customer(const std::string& customer, model::Behaviour way,
                                std::optional<sh::Milliseconds> drops_after) {
  pbx_.add_phone({.extension = customer, .behaviour = way, .drops_after = drops_after, .gateway = "trunk"});
}

std::vector<PhoneEntry> PbxPhones::log_after(std::size_t seen) const {
  std::vector<PhoneEntry> all;
  for (const model::LogEntry& entry : pbx_.log_after(seen))
    all.push_back({.kind = kind_of(entry.kind),
                   .at = entry.at,
                   .id = entry.id,
                   .party = entry.party,
                   .text = to_string(entry)});
  return all;
}

std::vector<std::string> PbxPhones::left_behind() const {
  std::vector<std::string> all;
  for (const auto& call : pbx_.calls())
    if (call.active) all.push_back("the caller " + call.caller + ", hearing " + call.hears);
  return all;
}

}  // namespace simulation
