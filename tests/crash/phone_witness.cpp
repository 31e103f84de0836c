#include "crash/phone_witness.hpp"

#include "crash/host.hpp"

namespace crash {

using smarthandoff::telephony::simulator::LogEntry;
using smarthandoff::telephony::simulator::LogKind;

namespace {

// A customer with one callback. Others may be called by two agents, whom they asked both to call.
bool has_one_callback(const std::string& party) {
  return party.size() > 4 && party >= customer(kShared);
}

}  // namespace

void PhoneWitness::read(Findings& findings) {
  const auto log = pbx_.log();
  for (; seen_ < log.size(); ++seen_) {
    const LogEntry& entry = log[seen_];
    if (entry.kind == LogKind::leg_placed) leg_placed(entry, findings);
    if (entry.kind == LogKind::leg_ended) alive_.erase(entry.id);
  }
}

void PhoneWitness::leg_placed(const LogEntry& entry, Findings& findings) {
  if (!placed_.insert(entry.id).second)
    findings.doubled.push_back("leg " + entry.id + " to " + entry.party + " was placed twice");
  for (const auto& [id, party] : alive_) {
    if (party == entry.party && has_one_callback(party))
      findings.doubled.push_back(party + " was rung by " + entry.id + " while " + id + " lived");
  }
  alive_.emplace(entry.id, entry.party);
}

}  // namespace crash
