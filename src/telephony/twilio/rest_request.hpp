#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/twilio/rest_calls.hpp>

// What is sent to Twilio, before it has a host and credentials: pure.
namespace smarthandoff::twilio {

// Whether a request may be repeated when nobody knows what became of it.
enum class RestKind {
  read,    // always
  remove,  // too: what is gone by then is a success
  repeat,  // a change that leads to the same state, however often
  change,  // never
};

struct RestRequest {
  RestKind kind = RestKind::read;
  std::string product = "api";
  std::string method = "GET";
  std::string path;    // from the '/' on, with its query
  std::string form;    // a POST's body
  bool dials = false;  // counts for the account's calls per second
};

// name=value&…, encoded; used for bodies and queries. What is empty or has no value is left out.
class FormText {
 public:
  FormText& add(std::string_view name, std::string_view value);
  FormText& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  FormText& add(std::string_view name, const std::optional<std::int64_t>& value);
  FormText& add(std::string_view name, const std::optional<bool>& value);
  FormText& add(std::string_view name, const std::vector<std::string>& values);  // the name repeated
  FormText& add_empty(std::string_view name);
  // `name`, `name`Method and `name`Event, or the events under another name.
  FormText& add(std::string_view name, const Hook& hook);
  // To the second, with an inequality as Twilio wants it: "StartTime>" and "StartTime<".
  FormText& add_from(std::string_view name, const std::optional<Instant>& at);
  FormText& add_until(std::string_view name, const std::optional<Instant>& at);
  FormText& add_time(std::string_view name, const std::optional<Instant>& at);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// "/2010-04-01/Accounts/AC…" and what follows: "/Calls" and so on, with ".json" at the end.
std::string account_path(const std::string& account_sid, const std::string& rest);

RestRequest read_request(std::string path, const FormText& query = {});
RestRequest post_request(RestKind kind, std::string path, const FormText& form);
RestRequest delete_request(std::string path);

// Two letters and 32 hex digits. Throws invalid_argument naming the field.
void check_sid(std::string_view field, const std::string& sid, std::string_view prefix);
// A SID, or nothing.
void check_sid_or_none(std::string_view field, const std::string& sid, std::string_view prefix);

// One line for a form: not empty, at most so many characters.
void check_needed(std::string_view field, const std::string& text, std::size_t most = 1024);
void check_between(std::string_view field, const std::optional<std::int64_t>& value, std::int64_t least,
                   std::int64_t most);
void check_hook(std::string_view field, const Hook& hook);
void check_method(std::string_view field, const std::string& method);
void check_one_of(std::string_view field, const std::string& word,
                  std::initializer_list<std::string_view> allowed);

// How many a page asks for, so that `limit` takes few pages: the query parameter PageSize.
std::optional<std::int64_t> page_size(std::int64_t limit);

}  // namespace smarthandoff::twilio
