#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <smarthandoff/base/time.hpp>

namespace smarthandoff::twilio_double {

// Names and values of a form or query; a name may occur more than once.
using Params = std::vector<std::pair<std::string, std::string>>;

std::string value_of(const Params& params, std::string_view name, std::string_view otherwise = {});
bool has(const Params& params, std::string_view name);
std::vector<std::string> values_of(const Params& params, std::string_view name);

// application/x-www-form-urlencoded, and the same read.
std::string encode_form(const Params& params);
Params decode_form(std::string_view text);
std::string encode(std::string_view text);

// "Fri, 20 Nov 2026 12:00:07 +0000" and "2026-11-20T12:00:07Z".
std::string rfc2822(Instant at);
std::string iso8601(Instant at);

// A reference as it stands in a document, against the URL that gave the document.
std::string resolve(std::string_view base, std::string_view reference);

// Whole seconds, begun ones counted.
std::int64_t seconds_between(Instant from, Instant to);

// A number in text; `otherwise` where it is none.
std::int64_t to_number(std::string_view text, std::int64_t otherwise);

std::vector<std::string> words(std::string_view text);

bool is_e164(std::string_view number);
// "+55…", "client:…", "sip:…".
bool is_address(std::string_view address);
// "US", "BR" … by the beginning of a number; empty for what is none.
std::string_view country_of(std::string_view number);

// Sids and tokens, the same for the same seed.
class Sids {
 public:
  explicit Sids(std::int64_t seed) : random_(static_cast<std::uint64_t>(seed)) {}
  std::string sid(std::string_view prefix) { return std::string(prefix) + hex(32); }
  std::string uuid();
  double chance() { return static_cast<double>(random_() >> 11U) * 0x1.0p-53; }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

 private:
  std::string hex(std::size_t length);
  std::mt19937_64 random_;
};

}  // namespace smarthandoff::twilio_double
