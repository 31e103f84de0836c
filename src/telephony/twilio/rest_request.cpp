#include "telephony/twilio/rest_request.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "http/address.hpp"

namespace smarthandoff::twilio {
namespace {

constexpr std::size_t kSid = 34;
constexpr std::size_t kMaxAddress = 4096;

}  // namespace

FormText& FormText::add_empty(std::string_view name) {
  if (!text_.empty()) text_ += '&';
  text_.append(http::percent_encoded(name)).append("=");
  return *this;
}

FormText& FormText::add(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  add_empty(name);
  text_ += http::percent_encoded(value);
  return *this;
}

FormText& FormText::add(std::string_view name, const std::optional<std::int64_t>& value) {
  return value ? add(name, std::to_string(*value)) : *this;
}

FormText& FormText::add(std::string_view name, const std::optional<bool>& value) {
  return value ? add(name, *value ? "true" : "false") : *this;
}

FormText& FormText::add(std::string_view name, const std::vector<std::string>& values) {
  for (const std::string& value : values) add(name, value);
  return *this;
}

FormText& FormText::add(std::string_view name, const Hook& hook) {
  const std::string prefix(name);
  add(name, hook.url);
  add(prefix + "Method", hook.method);
  return add(prefix + "Event", hook.events);
}

FormText& FormText::add_time(std::string_view name, const std::optional<Instant>& at) {
  if (!at) return *this;
  const std::string text = to_rfc3339(*at);  // with milliseconds, which Twilio does not take
  return add(name, text.substr(0, text.find('.')) + "Z");
}

FormText& FormText::add_from(std::string_view name, const std::optional<Instant>& at) {
  return add_time(std::string(name) + ">", at);
}

FormText& FormText::add_until(std::string_view name, const std::optional<Instant>& at) {
  return add_time(std::string(name) + "<", at);
}

std::string account_path(const std::string& account_sid, const std::string& rest) {
  return "/2010-04-01/Accounts/" + account_sid + rest + ".json";
}

RestRequest read_request(std::string path, const FormText& query) {
  if (!query.text().empty()) path += "?" + query.text();
  return {.kind = RestKind::read, .path = std::move(path), .form = {}};
}

RestRequest post_request(RestKind kind, std::string path, const FormText& form) {
  return {.kind = kind, .method = "POST", .path = std::move(path), .form = form.text()};
}

RestRequest delete_request(std::string path) {
  return {.kind = RestKind::remove, .method = "DELETE", .path = std::move(path), .form = {}};
}

void check_sid(std::string_view field, const std::string& sid, std::string_view prefix) {
  const bool fits = sid.size() == kSid && sid.starts_with(prefix) &&
                    sid.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string::npos;
  if (!fits) throw invalid_field(field, "must be " + std::string(prefix) + " and 32 hex digits");
}

void check_sid_or_none(std::string_view field, const std::string& sid, std::string_view prefix) {
  if (!sid.empty()) check_sid(field, sid, prefix);
}

void check_needed(std::string_view field, const std::string& text, std::size_t most) {
  field::check_name(field, text, most);
}

void check_between(std::string_view field, const std::optional<std::int64_t>& value, std::int64_t least,
                   std::int64_t most) {
  if (value) field::check_between(field, *value, least, most);
}

void check_method(std::string_view field, const std::string& method) {
  check_one_of(field, method, {"", "GET", "POST"});
}

void check_hook(std::string_view field, const Hook& hook) {
  const std::string name(field);
  field::check_line(name, hook.url, kMaxAddress);
  check_method(name + ".method", hook.method);
  for (const std::string& event : hook.events) field::check_name(name + ".events", event, 64);
}

void check_one_of(std::string_view field, const std::string& word,
                  std::initializer_list<std::string_view> allowed) {
  if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return;
  std::string names;
  for (const std::string_view name : allowed) {
    if (!name.empty()) names.append(names.empty() ? "" : ", ").append(name);
  }
  throw invalid_field(field, "must be one of " + names);
}

std::optional<std::int64_t> page_size(std::int64_t limit) {
  field::check_between("limit", limit, 1, 10'000);
  return std::min<std::int64_t>(limit, 1000);
}

}  // namespace smarthandoff::twilio
