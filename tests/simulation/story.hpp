#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/base/time.hpp>

namespace simulation {

// What happened, a line each, for a person who looks for the cause of a failure; and its hash, which is the
// same whenever the seed is.
class Story {
 public:
  // Not to be told: a name that is another one in every run.
  void hide(const std::string& name) { hidden_ = name; }

  void tell(smarthandoff::Instant at, std::string line) {
    for (auto at_name = hidden_.empty() ? std::string::npos : line.find(hidden_);
         at_name != std::string::npos; at_name = line.find(hidden_))
      line.erase(at_name, hidden_.size());
    lines_.push_back(smarthandoff::to_rfc3339(at) + " " + line);
    for (const char byte : lines_.back()) {
      hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;  // FNV-1a
    }
  }

  const std::vector<std::string>& lines() const { return lines_; }
  std::uint64_t hash() const { return hash_; }

 private:
  std::string hidden_;
  std::vector<std::string> lines_;
  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

}  // namespace simulation
