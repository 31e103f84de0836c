#pragma once

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace test_support {

// What a program of the tests was started with. Whatever is not understood ends it with its usage and exit
// code 2, before anything is done; --help ends it with its usage.
class Arguments {
 public:
  Arguments(int count, char** arguments, std::string usage)
      : usage_(std::move(usage)), rest_(arguments + 1, arguments + count) {
    if (!flag("--help") && !flag("-h")) return;
    std::fputs(usage_.c_str(), stdout);
    std::exit(0);
  }

  bool flag(std::string_view name) {
    const auto found = std::ranges::find(rest_, name);
    if (found == rest_.end()) return false;
    rest_.erase(found);
    return true;
  }

  // "--name value", if it is there; given twice is not understood.
  bool text(std::string_view name, std::string& value) {
    const auto found = std::ranges::find(rest_, name);
    if (found == rest_.end()) return false;
    if (found + 1 == rest_.end() || (found + 1)->starts_with("--"))
      fail(std::string(name) + " needs a value");
    value = *(found + 1);
    rest_.erase(found, found + 2);
    return true;
  }
  template <std::integral Number>
  bool number(std::string_view name, Number& value, Number least = 1,
              Number most = std::numeric_limits<Number>::max()) {
    std::string given;
    if (!text(name, given)) return false;
    value = parsed(name, given, least, most);
    return true;
  }

  // The next argument without a name.
  bool has_next() const { return !rest_.empty(); }
  std::string next(std::string_view what) {
    if (rest_.empty()) fail(std::string(what) + " is missing");
    if (rest_.front().starts_with("--")) fail(rest_.front() + " is not known");
    std::string value = rest_.front();
    rest_.erase(rest_.begin());
    return value;
  }
  template <std::integral Number>
  Number next_number(std::string_view what, Number least = 1,
                     Number most = std::numeric_limits<Number>::max()) {
    return parsed(what, next(what), least, most);
  }

  // Nothing may be left.
  void end() const {
    if (!rest_.empty()) fail(rest_.front() + " is not known");
  }

  [[noreturn]] void fail(const std::string& why) const {
    std::fprintf(stderr, "%s\n%s", why.c_str(), usage_.c_str());
    std::exit(2);
  }

 private:
  template <std::integral Number>
  Number parsed(std::string_view what, const std::string& given, Number least, Number most) const {
    Number value{};
    const char* last = given.data() + given.size();
    const auto [end, error] = std::from_chars(given.data(), last, value);
    if (error != std::errc() || end != last || given.empty() || value < least || value > most)
      fail(std::string(what) + " must be a whole number from " + std::to_string(least) +
           (most == std::numeric_limits<Number>::max() ? "" : " to " + std::to_string(most)) + ", not \"" +
           given + "\"");
    return value;
  }

  std::string usage_;
  std::vector<std::string> rest_;
};

}  // namespace test_support
