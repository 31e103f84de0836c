#include "telephony/twilio_double/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include <smarthandoff/telephony/twilio/form.hpp>

#include "telephony/twilio/url.hpp"

namespace smarthandoff::twilio_double {
namespace {

struct Prefix {
  std::string_view digits, country;
};
constexpr std::array kCountries{Prefix{"+1", "US"},   Prefix{"+55", "BR"}, Prefix{"+52", "MX"},
                                Prefix{"+54", "AR"},  Prefix{"+56", "CL"}, Prefix{"+57", "CO"},
                                Prefix{"+351", "PT"}, Prefix{"+34", "ES"}, Prefix{"+44", "GB"},
                                Prefix{"+49", "DE"},  Prefix{"+53", "CU"}, Prefix{"+33", "FR"}};

struct Civil {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::seconds> time;
  unsigned weekday;
};

Civil civil(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  return {.date = day,
          .time = std::chrono::hh_mm_ss(std::chrono::floor<std::chrono::seconds>(at - day)),
          .weekday = std::chrono::weekday(day).c_encoding()};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string value_of(const Params& params, std::string_view name, std::string_view otherwise) {
  for (const auto& [key, value] : params)
    if (key == name) return value;
  return std::string(otherwise);
}

bool has(const Params& params, std::string_view name) {
  return std::any_of(params.begin(), params.end(), [&](const auto& pair) { return pair.first == name; });
}

std::vector<std::string> values_of(const Params& params, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : params)
    if (key == name) values.push_back(value);
  return values;
}

std::string encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain =
        is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
    const auto byte = static_cast<unsigned char>(c);
    if (plain) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return out;
}

std::string encode_form(const Params& params) {
  std::string out;
  for (const auto& [name, value] : params) {
    if (!out.empty()) out += '&';
    out += encode(name) + "=" + encode(value);
  }
  return out;
}

Params decode_form(std::string_view text) {
  Params params;
  const twilio::Form form(text);
  for (const twilio::FormField& field : form.fields()) params.emplace_back(field.name, field.value);
  return params;
}

std::string rfc2822(Instant at) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil is = civil(at);
  char out[48];
  std::snprintf(out, sizeof out, "%s, %02u %s %04d %02d:%02d:%02d +0000", kDays[is.weekday],
                static_cast<unsigned>(is.date.day()), kMonths[static_cast<unsigned>(is.date.month()) - 1],
                static_cast<int>(is.date.year()), static_cast<int>(is.time.hours().count()),
                static_cast<int>(is.time.minutes().count()), static_cast<int>(is.time.seconds().count()));
  return out;
}

std::string iso8601(Instant at) {
  const Civil is = civil(at);
  char out[48];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(is.date.year()),
                static_cast<unsigned>(is.date.month()), static_cast<unsigned>(is.date.day()),
                static_cast<int>(is.time.hours().count()), static_cast<int>(is.time.minutes().count()),
                static_cast<int>(is.time.seconds().count()));
  return out;
}

std::string resolve(std::string_view base, std::string_view reference) {
  if (reference.empty()) return std::string(base);
  if (reference.find("://") != std::string_view::npos) return std::string(reference);
  const twilio::UrlParts parts = twilio::split_url(base);
  if (parts.scheme.empty()) return std::string(reference);
  const std::string root = std::string(parts.scheme) + "://" + std::string(parts.userinfo) +
                           std::string(parts.host) + std::string(parts.port);
  if (reference.starts_with("/")) return root + std::string(reference);
  std::string_view path = parts.rest.substr(0, parts.rest.find('?'));
  if (reference.starts_with("?")) return root + std::string(path) + std::string(reference);
  path = path.substr(0, path.rfind('/') + 1);
  return root + (path.empty() ? "/" : std::string(path)) + std::string(reference);
}

std::int64_t seconds_between(Instant from, Instant to) {
  return std::max<std::int64_t>(0, std::chrono::ceil<Seconds>(to - from).count());
}

std::int64_t to_number(std::string_view text, std::int64_t otherwise) {
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && stop == text.data() + text.size() ? value : otherwise;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) list.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

bool is_e164(std::string_view number) {
  return number.size() >= 8 && number.size() <= 16 && number[0] == '+' && number[1] != '0' &&
         std::all_of(number.begin() + 1, number.end(), is_digit);
}

bool is_address(std::string_view address) {
  if (address.starts_with("client:")) return address.size() > 7 && address.size() <= 263;
  if (address.starts_with("sip:") || address.starts_with("sips:"))
    return address.find('@') != std::string_view::npos && address.size() <= 255;
  return is_e164(address);
}

std::string_view country_of(std::string_view number) {
  for (const Prefix& prefix : kCountries)
    if (number.starts_with(prefix.digits)) return prefix.country;
  return {};
}

std::string Sids::hex(std::size_t length) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  while (out.size() < length) {
    std::uint64_t bits = random_();
    for (int i = 0; i < 16 && out.size() < length; ++i, bits >>= 4U) out += kHex[bits & 15U];
  }
  return out;
}

std::string Sids::uuid() {
  std::string out = hex(32);
  out[12] = '4';
  for (const std::size_t at : {8U, 13U, 18U, 23U}) out.insert(at, "-");
  return out;
}

}  // namespace smarthandoff::twilio_double
