#include "js_source.hpp"

#include <smarthandoff/base/error.hpp>

#include "convert.hpp"

namespace smarthandoff::node {

namespace {

// Says what is wrong with a number that is not whole, or is none.
std::string number_kind(double given) {
  if (std::isnan(given)) return "NaN";
  if (std::isinf(given)) return given > 0 ? "Infinity" : "-Infinity";
  if (std::trunc(given) != given) return "one with a fraction";
  return whole_number(given) ? "number" : "one beyond 2^53";
}

}  // namespace

JsSource::JsSource(Napi::Value value, int depth) : value_(value), type_(value.Type()), depth_(depth) {
  if (depth > 64) throw Error(ErrorCode::invalid_argument, "values nested deeper than 64");
}

std::string JsSource::kind() const {
  if (value_.IsArray()) return "array";
  if (value_.IsDate()) return std::isnan(value_.As<Napi::Date>().ValueOf()) ? "an invalid Date" : "Date";
  if (type_ == napi_string && !whole_text(value_)) return "one with half a surrogate pair";
  if (type_ == napi_number) return number_kind(value_.As<Napi::Number>().DoubleValue());
  if (value_.IsTypedArray()) return "bytes";
  static const char* const kNames[] = {"undefined", "null",   "boolean",  "number",   "string",
                                       "symbol",    "object", "function", "external", "bigint"};
  return kNames[type_];
}

std::optional<bool> JsSource::boolean() const {
  return type_ == napi_boolean ? std::optional(value_.As<Napi::Boolean>().Value()) : std::nullopt;
}

std::optional<std::int64_t> JsSource::integer() const {
  const auto given = number();
  return given ? whole_number(*given) : std::nullopt;
}

std::optional<double> JsSource::number() const {
  return type_ == napi_number ? std::optional(value_.As<Napi::Number>().DoubleValue()) : std::nullopt;
}

std::optional<std::string> JsSource::text() const {
  return type_ == napi_string ? whole_text(value_) : std::nullopt;
}

std::optional<std::string> JsSource::bytes() const {
  if (!value_.IsTypedArray() || value_.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    return std::nullopt;
  const auto array = value_.As<Napi::Uint8Array>();
  return std::string(reinterpret_cast<const char*>(array.Data()), array.ByteLength());
}

std::optional<Instant> JsSource::instant() const {
  if (!value_.IsDate()) return std::nullopt;
  const double milliseconds = value_.As<Napi::Date>().ValueOf();
  if (std::isnan(milliseconds)) return std::nullopt;
  return Instant(Milliseconds(static_cast<std::int64_t>(milliseconds)));
}

std::optional<Money> JsSource::money() const {
  if (!value_.IsObject()) return std::nullopt;
  const auto object = value_.As<Napi::Object>();
  const Napi::Value amount = object.Get("amount");
  const Napi::Value currency = object.Get("currency");
  if (!amount.IsString() || !currency.IsString()) return std::nullopt;
  return parse_money(amount.As<Napi::String>().Utf8Value(), currency.As<Napi::String>().Utf8Value());
}

bool JsSource::elements(const std::function<void(const Source&)>& item) const {
  if (!value_.IsArray()) return false;
  const auto array = value_.As<Napi::Array>();
  for (std::uint32_t i = 0; i < array.Length(); ++i) item(JsSource(array.Get(i), depth_ + 1));
  return true;
}

bool JsSource::members(const std::function<void(const std::string&, const Source&)>& item) const {
  return each(item, true);
}

bool JsSource::entries(const std::function<void(const std::string&, const Source&)>& item) const {
  return each(item, false);
}

bool JsSource::each(const std::function<void(const std::string&, const Source&)>& item, bool rename) const {
  const bool plain = type_ == napi_object && !value_.IsArray() && !value_.IsDate();
  if (!plain) return false;
  const auto object = value_.As<Napi::Object>();
  const Napi::Array names = object.GetPropertyNames();
  const std::uint32_t count = names.Length();
  for (std::uint32_t i = 0; i < count; ++i) {
    const Napi::Value name = names.Get(i);
    const auto whole = whole_text(name);
    if (!whole) throw Error(ErrorCode::invalid_argument, "a name holds half a surrogate pair");
    const std::string& key = *whole;
    item(rename ? snake_case(key) : key, JsSource(object.Get(name), depth_ + 1));
  }
  return true;
}

}  // namespace smarthandoff::node
