#include "convert.hpp"

#include <cmath>

#include <smarthandoff/base/error.hpp>

#include "environment.hpp"

namespace smarthandoff::node {

namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;

// Names errors in the language's own spelling: "handoff_id" is "handoffId" here.
std::string camel_path(const std::string& path) {
  if (path.find(' ') != std::string::npos) return path;  // a name refused as it was given
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) return camel_case(path);
  return camel_case(path.substr(0, dot)) + "." + camel_path(path.substr(dot + 1));
}

class JsSink final : public Sink {
 public:
  explicit JsSink(Napi::Env env) : env_(env), environment_(Environment::of(env)) {}

  Napi::Value take() const { return result_; }

  void null() override { put(env_.Null()); }
  void boolean(bool v) override { put(Napi::Boolean::New(env_, v)); }
  void integer(std::int64_t v) override { put(Napi::Number::New(env_, static_cast<double>(v))); }
  void number(double v) override { put(Napi::Number::New(env_, v)); }
  void text(std::string_view v) override { put(Napi::String::New(env_, v.data(), v.size())); }
  void instant(Instant v) override {
    put(Napi::Date::New(env_, static_cast<double>(v.time_since_epoch().count())));
  }
  void milliseconds(Milliseconds v) override { integer(v.count()); }
  void money(const Money& v) override {
    auto object = Napi::Object::New(env_);
    object.Set("amount", v.amount());
    object.Set("currency", v.currency);
    put(object);
  }
  void enumerator(const Type&, const Enumerator& v) override { text(v.name); }
  void begin_structure(const Type&) override { stack_.push_back({Napi::Object::New(env_), {}, 0, false}); }
  void member(const Field& field) override { stack_.back().key = environment_.name_of(env_, field); }
  void end_structure(const Type&) override { pop(); }
  void begin_list(std::size_t size) override {
    stack_.push_back({Napi::Array::New(env_, size), {}, 0, true});
  }
  void end_list() override { pop(); }
  void begin_map(std::size_t) override { stack_.push_back({Napi::Object::New(env_), {}, 0, false}); }
  void key(std::string_view name) override {
    stack_.back().key = Napi::String::New(env_, name.data(), name.size());
  }
  void end_map() override { pop(); }

 private:
  struct Level {
    Napi::Object object;
    Napi::Value key;
    std::uint32_t index;
    bool list;
  };

  void put(Napi::Value value) {
    if (stack_.empty()) {
      result_ = value;
    } else if (Level& level = stack_.back(); level.list) {
      level.object.Set(level.index++, value);
    } else {
      level.object.Set(level.key, value);
    }
  }
  void pop() {
    const Napi::Object object = stack_.back().object;
    stack_.pop_back();
    put(object);
  }

  Napi::Env env_;
  Environment& environment_;
  Napi::Value result_;
  std::vector<Level> stack_;
};

class JsSource final : public Source {
 public:
  explicit JsSource(Napi::Value value, int depth = 0) : value_(value), depth_(depth) {
    if (depth > 64) throw Error(ErrorCode::invalid_argument, "values nested deeper than 64");
  }

  bool is_null() const override { return value_.IsNull() || value_.IsUndefined(); }

  std::string kind() const override {
    if (value_.IsNull()) return "null";
    if (value_.IsUndefined()) return "undefined";
    if (value_.IsBoolean()) return "boolean";
    if (value_.IsNumber()) return "number";
    if (value_.IsString()) return "string";
    if (value_.IsArray()) return "array";
    if (value_.IsDate()) return "Date";
    if (value_.IsBigInt()) return "bigint";
    if (value_.IsFunction()) return "function";
    return value_.IsObject() ? "object" : "symbol";
  }

  std::optional<bool> boolean() const override {
    return value_.IsBoolean() ? std::optional(value_.As<Napi::Boolean>().Value()) : std::nullopt;
  }
  std::optional<std::int64_t> integer() const override {
    const auto given = number();
    if (!given || std::trunc(*given) != *given || std::abs(*given) > kMaxSafeInteger) return std::nullopt;
    return static_cast<std::int64_t>(*given);
  }
  std::optional<double> number() const override {
    return value_.IsNumber() ? std::optional(value_.As<Napi::Number>().DoubleValue()) : std::nullopt;
  }
  std::optional<std::string> text() const override {
    return value_.IsString() ? std::optional(value_.As<Napi::String>().Utf8Value()) : std::nullopt;
  }
  std::optional<Instant> instant() const override {
    if (!value_.IsDate()) return std::nullopt;
    const double milliseconds = value_.As<Napi::Date>().ValueOf();
    if (std::isnan(milliseconds)) throw Error(ErrorCode::invalid_argument, "the Date is not a valid one");
    return Instant(Milliseconds(static_cast<std::int64_t>(milliseconds)));
  }
  std::optional<Money> money() const override {
    if (!value_.IsObject()) return std::nullopt;
    const auto object = value_.As<Napi::Object>();
    const Napi::Value amount = object.Get("amount");
    const Napi::Value currency = object.Get("currency");
    if (!amount.IsString() || !currency.IsString()) return std::nullopt;
    return parse_money(amount.As<Napi::String>().Utf8Value(), currency.As<Napi::String>().Utf8Value());
  }
  bool elements(const std::function<void(const Source&)>& item) const override {
    if (!value_.IsArray()) return false;
    const auto array = value_.As<Napi::Array>();
    for (std::uint32_t i = 0; i < array.Length(); ++i) item(JsSource(array.Get(i), depth_ + 1));
    return true;
  }
  bool members(const std::function<void(const std::string&, const Source&)>& item) const override {
    return each(item, true);
  }
  bool entries(const std::function<void(const std::string&, const Source&)>& item) const override {
    return each(item, false);
  }

 private:
  bool each(const std::function<void(const std::string&, const Source&)>& item, bool rename) const {
    const bool plain = value_.IsObject() && !value_.IsArray() && !value_.IsDate() && !value_.IsFunction();
    if (!plain) return false;
    const auto object = value_.As<Napi::Object>();
    const Napi::Array names = object.GetPropertyNames();
    for (std::uint32_t i = 0; i < names.Length(); ++i) {
      const Napi::Value name = names.Get(i);
      const std::string key = name.ToString().Utf8Value();
      item(rename ? snake_case(key) : key, JsSource(object.Get(name), depth_ + 1));
    }
    return true;
  }

  Napi::Value value_;
  int depth_;
};

Napi::Error js_error(Napi::Env env, const Error& error) {
  std::string message = error.what();
  auto details = Napi::Object::New(env);
  for (const auto& [name, text] : error.details()) details.Set(name, text);
  if (const auto field = error.details().find("field"); field != error.details().end()) {
    const std::string name = camel_path(field->second);
    const std::string snake = "field \"" + field->second + "\"";
    if (message.starts_with(snake)) message = "field \"" + name + "\"" + message.substr(snake.size());
    details.Set("field", name);
  }
  auto result = Napi::Error::New(env, message);
  result.Set("name", Napi::String::New(env, "SmartHandoffError"));
  result.Set("code", Napi::String::New(env, std::string(to_string(error.code()))));
  result.Set("retryable", Napi::Boolean::New(env, error.retryable()));
  result.Set("details", details);
  return result;
}

}  // namespace

std::string camel_case(std::string_view snake) {
  std::string camel;
  bool upper = false;
  for (const char c : snake) {
    if (c == '_') {
      upper = true;
      continue;
    }
    camel += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return camel;
}

std::string snake_case(std::string_view camel) {
  // A name that is spelled in snake case already is no JavaScript name of ours: kept, it matches no field.
  if (camel.find('_') != std::string_view::npos) return std::string(camel) + " (names are camelCase)";
  std::string snake;
  for (const char c : camel) {
    if (c >= 'A' && c <= 'Z') {
      snake += '_';
      snake += static_cast<char>(c - 'A' + 'a');
    } else {
      snake += c;
    }
  }
  return snake;
}

Napi::Value to_js(Napi::Env env, const Type& type, const void* object) {
  JsSink sink(env);
  type.write(type, object, sink);
  return sink.take();
}

void from_js(const Type& type, void* object, Napi::Value value) {
  type.read(type, object, JsSource(value), "");
}

Napi::Error to_js_error(Napi::Env env, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Napi::Error& js) {
    return js;
  } catch (const Error& ours) {
    return js_error(env, ours);
  } catch (const std::exception& other) {
    return js_error(env, Error(ErrorCode::internal, other.what()));
  }
}

}  // namespace smarthandoff::node
