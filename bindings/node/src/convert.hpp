#pragma once

#include <exception>
#include <optional>
#include <string>
#include <vector>

#include <napi.h>

#include <smarthandoff/base/describe.hpp>
#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff::node {

// "handoff_id" <-> "handoffId".
std::string camel_case(std::string_view snake);
std::string snake_case(std::string_view camel);
void append_snake_case(std::string_view camel, std::string& snake);

bool is_ascii(std::string_view text);

// A JavaScript string of valid UTF-8, and back (of a string only; half a surrogate pair becomes U+FFFD).
Napi::String js_text(Napi::Env env, std::string_view utf8);
std::string utf8_of(Napi::Value text);

// The same of a string that is to be kept; nothing where half a surrogate pair is in it.
std::optional<std::string> whole_text(Napi::Value text);

// A described value as JavaScript has it: Date for instants, { amount, currency } for money, undefined left
// out, null for what is absent.
Napi::Value to_js(Napi::Env env, const Type& type, const void* object);
template <class T>
Napi::Value to_js(Napi::Env env, const T& value) {
  return to_js(env, type_of<T>(), &value);
}

// Fills a described value; throws smarthandoff::Error naming the field.
void from_js(const Type& type, void* object, Napi::Value value);
template <class T>
T from_js(Napi::Value value) {
  T result{};
  from_js(type_of<T>(), &result, value);
  return result;
}

// An Error with `code`, `retryable` and `details`.
Napi::Error to_js_error(Napi::Env env, const std::exception_ptr& error);

// Runs `call`, turning our exceptions into JavaScript's.
template <class Call>
auto guarded(Napi::Env env, Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw to_js_error(env, std::current_exception());
  }
}

}  // namespace smarthandoff::node
