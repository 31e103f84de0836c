#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "crash/process.hpp"

namespace crash {

// What broke, by what it means for the people concerned.
struct Findings {
  std::vector<std::string> lost, doubled, broken;
  bool empty() const { return lost.empty() && doubled.empty() && broken.empty(); }
};

// What was acknowledged: the parent's memory of every line that came completely.
class Ledger {
 public:
  struct Dial {
    std::string callback, call;
    bool placed = false;  // by us, so that the PBX has its first leg
  };

  // Takes a line of a child; what contradicts an earlier one is found.
  void hear(const std::string& line, Findings& findings);

  // Requests whose answers got lost, as orders for the next child: asked again under the same ids.
  std::vector<Words> open_questions() const;

  std::size_t acknowledged = 0;
  std::map<std::string, std::string> created;                // by request: the callback
  std::map<std::string, std::string> numbers;                // tried: by request: the number
  std::map<std::string, std::set<std::string>> callbacks;    // and the statuses that were answered
  std::map<std::string, Dial> dials;                         // by id
  std::map<std::string, std::string> handoffs;               // by id: the call
  std::map<std::string, std::set<std::string>> transferred;  // by handoff: attempts
  std::set<std::string> requests;                            // answered under an id of their own

 private:
  void created_one(const Words& line, Findings& findings);
  void clicked(const Words& line, Findings& findings);

  std::map<std::string, Words> tries_;         // by request, without an answer so far
  std::map<std::string, std::string> clicks_;  // by request: the dial
};

}  // namespace crash
