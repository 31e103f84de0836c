#pragma once

#include <mutex>
#include <string>
#include <vector>

#include <smarthandoff/base/time.hpp>

namespace demo {

// What happened in one call, as it happened: who did or said what. Written from several threads.
class Timeline {
 public:
  // `who` is "caller", "assistant", "pbx" or "store".
  void add(const std::string& who, const std::string& text);

  // The lines in order, with seconds since the first.
  void print(const std::string& title) const;

 private:
  struct Line {
    std::chrono::steady_clock::time_point at;
    std::string who, text;
  };

  mutable std::mutex mutex_;  // guards the lines
  std::vector<Line> lines_;
};

}  // namespace demo
