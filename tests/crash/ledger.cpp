#include "crash/ledger.hpp"

namespace crash {

void Ledger::hear(const std::string& line, Findings& findings) {
  const Words words = split(line);
  const std::string& what = words.at(0);
  if (what == "ready") return;
  if (what == "defect") return findings.broken.push_back(line);
  if (what == "refused") return static_cast<void>(tries_.erase(words.at(1)));
  if (what == "try") {
    tries_.emplace(words.at(2), words);
    if (words.at(1) == "create") numbers.emplace(words.at(2), words.at(3));
    return;
  }
  ++acknowledged;
  if (what == "created") return created_one(words, findings);
  if (what == "clicked") return clicked(words, findings);
  if (what == "changed") {
    requests.insert(words.at(1));
    callbacks[words.at(2)].insert(words.at(3));
  } else if (what == "started") {
    handoffs.emplace(words.at(1), words.at(2));
  } else if (what == "transferred") {
    if (words.at(2) != "-") transferred[words.at(1)].insert(words.at(2));
  } else if (what == "promised") {
    callbacks[words.at(2)];
  } else {
    findings.broken.push_back("the child said: " + line);
  }
}

void Ledger::created_one(const Words& line, Findings& findings) {
  const auto [known, first] = created.emplace(line.at(1), line.at(2));
  if (!first && known->second != line.at(2))
    findings.doubled.push_back("request " + line.at(1) + " made " + known->second + " and " + line.at(2));
  callbacks[line.at(2)].insert(line.at(3));
  requests.insert(line.at(1));
  tries_.erase(line.at(1));
}

void Ledger::clicked(const Words& line, Findings& findings) {
  const std::string &key = line.at(1), &dial = line.at(3);
  const auto [known, first] = clicks_.emplace(key, dial);
  if (!first && known->second != dial)
    findings.doubled.push_back("click " + key + " made dials " + known->second + " and " + dial);
  callbacks[line.at(2)];
  requests.insert(key);
  tries_.erase(key);
  Dial& said = dials[dial];
  said.callback = line.at(2);
  said.call = line.at(4);
  said.placed = said.placed || line.at(5) == "placed";
}

std::vector<Words> Ledger::open_questions() const {
  std::vector<Words> orders;
  for (const auto& [key, words] : tries_) {
    orders.push_back(words);
    orders.back().front() = "again";
  }
  return orders;
}

}  // namespace crash
