#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

// What is fuzzed: one function per parser. Each takes any bytes; libfuzzer.cpp feeds it to libFuzzer, and
// replay_test.cpp the corpus of tests/data/fuzz. A broken invariant is thrown as Violation; so is every other
// exception that leaves a target a finding.
namespace fuzz {

struct Violation : std::logic_error {
  using std::logic_error::logic_error;
};

inline void require(bool holds, const std::string& invariant) {
  if (!holds) throw Violation(invariant);
}

// The first bytes of an input choose settings, the rest is what is parsed.
inline unsigned take_byte(std::string_view& input) {
  if (input.empty()) return 0;
  const auto byte = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  return byte;
}

// Byte 1: the limit of a frame; byte 2: how many bytes follow with the sizes of the segments; then the
// stream.
void esl(std::string_view input);

// The body of a webhook.
void whatsapp(std::string_view input);

// Byte 1: region and area code; then the text.
void phone(std::string_view input);

// Byte 1: zone and language; bytes 2-4: now, in units of 3 minutes since the beginning of 2020; then the
// text.
void time(std::string_view input);

// The name of an operation, a newline, its request as JSON.
void operations(std::string_view input);

}  // namespace fuzz
