#include "timeline.hpp"

#include <cstdio>
#include <sstream>

namespace demo {

void Timeline::add(const std::string& who, const std::string& text) {
  const std::lock_guard lock(mutex_);
  lines_.push_back({std::chrono::steady_clock::now(), who, text});
}

void Timeline::print(const std::string& title) const {
  const std::lock_guard lock(mutex_);
  std::printf("\n--- %s\n", title.c_str());
  for (const Line& line : lines_) {
    const std::chrono::duration<double> since = line.at - lines_.front().at;
    std::istringstream text(line.text);
    std::string row;
    bool first = true;
    while (std::getline(text, row)) {
      if (first)
        std::printf("%7.2fs  %-9s  %s\n", since.count(), line.who.c_str(), row.c_str());
      else
        std::printf("%21s%s\n", "", row.c_str());
      first = false;
    }
  }
  std::fflush(stdout);
}

}  // namespace demo
