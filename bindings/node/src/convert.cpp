#include "convert.hpp"

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/error.hpp>

#include "environment.hpp"
#include "flat_source.hpp"
#include "js_source.hpp"

namespace smarthandoff::node {

namespace {

// Behind a name that was given in snake_case, which is none of ours here: kept, it matches no field.
constexpr std::string_view kNotOurs = " (names are camelCase)";

// Names errors in the language's own spelling: "handoff_id" is "handoffId" here.
std::string camel_path(const std::string& path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) return camel_case(path);
  return camel_case(path.substr(0, dot)) + "." + camel_path(path.substr(dot + 1));
}

// An object is made whole, by a function of its structure: adding one member after the other costs several
// times as much.
class JsSink final : public Sink, public BytesSink {
 public:
  explicit JsSink(Napi::Env env) : env_(env), environment_(Environment::of(env)) {}

  Napi::Value take() const { return result_; }

  void null() override { put(env_.Null()); }
  void boolean(bool v) override { put(Napi::Boolean::New(env_, v)); }
  void integer(std::int64_t v) override { put(Napi::Number::New(env_, static_cast<double>(v))); }
  void number(double v) override { put(Napi::Number::New(env_, v)); }
  void text(std::string_view v) override { put(js_text(env_, v)); }
  void bytes(std::string_view v) override { put(Napi::Buffer<char>::Copy(env_, v.data(), v.size())); }
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
  void begin_structure(const Type& type) override {
    levels_.push_back({Shape::structure, {}, {}, values_.size()});
    values_.resize(values_.size() + type.fields.size(), env_.Undefined());
    types_.push_back(&type);
  }
  void member(const Field& field) override {
    levels_.back().index = static_cast<std::uint32_t>(&field - types_.back()->fields.data());
  }
  void end_structure(const Type& type) override {
    const std::size_t first = levels_.back().first;
    const Napi::Value made = environment_.maker_of(env_, type)
                                 .Call(env_.Undefined(), values_.size() - first, values_.data() + first);
    values_.resize(first);
    types_.pop_back();
    pop(made);
  }
  void begin_list(std::size_t size) override {
    levels_.push_back({Shape::list, Napi::Array::New(env_, size)});
  }
  void end_list() override { pop(levels_.back().object); }
  void begin_map(std::size_t) override { levels_.push_back({Shape::map, Napi::Object::New(env_)}); }
  void key(std::string_view name) override { levels_.back().key = js_text(env_, name); }
  void end_map() override { pop(levels_.back().object); }

 private:
  enum class Shape { structure, list, map };
  struct Level {
    Shape shape = Shape::map;
    Napi::Object object;      // a list's or a map's
    Napi::Value key;          // a map's next one
    std::size_t first = 0;    // a structure's first value in values_
    std::uint32_t index = 0;  // the next element or member
  };

  void put(Napi::Value value) {
    if (levels_.empty()) {
      result_ = value;
      return;
    }
    Level& level = levels_.back();
    if (level.shape == Shape::structure) {
      values_[level.first + level.index] = value;
    } else if (level.shape == Shape::list) {
      level.object.Set(level.index++, value);
    } else {
      level.object.Set(level.key, value);
    }
  }
  void pop(Napi::Value finished) {
    levels_.pop_back();
    put(finished);
  }

  Napi::Env env_;
  Environment& environment_;
  Napi::Value result_;
  std::vector<Level> levels_;
  std::vector<napi_value> values_;  // of the structures that are open
  std::vector<const Type*> types_;  // and which these are
};

// The field of an error as it is spelled here, and the error's message with it.
struct Spelled {
  std::string field, message;
};

Spelled spelled(const std::string& field, std::string message) {
  const bool as_given = field.ends_with(kNotOurs);
  const std::string bare = as_given ? field.substr(0, field.size() - kNotOurs.size()) : field;
  std::string name;
  if (as_given) {
    const std::size_t last = bare.rfind('.') + 1;  // 0 without one
    name = (last == 0 ? "" : camel_path(bare.substr(0, last - 1)) + ".") + bare.substr(last);
  } else {
    name = camel_path(bare);
  }
  const std::string start = "field \"" + field + "\"";
  if (message.starts_with(start)) {
    message = "field \"" + name + "\"" + message.substr(start.size());
    if (as_given) message += kNotOurs;
  }
  return {name, message};
}

Napi::Error js_error(Napi::Env env, const Error& error) {
  std::string message = error.what();
  auto details = Napi::Object::New(env);
  for (const auto& [name, text] : error.details()) details.Set(name, text);
  if (const auto field = error.details().find("field"); field != error.details().end()) {
    Spelled here = spelled(field->second, std::move(message));
    message = std::move(here.message);
    details.Set("field", here.field);
  }
  auto result = Napi::Error::New(env, message);
  result.Set("name", Napi::String::New(env, "SmartHandoffError"));
  result.Set("code", Napi::String::New(env, std::string(to_string(error.code()))));
  result.Set("retryable", Napi::Boolean::New(env, error.retryable()));
  result.Set("details", details);
  return result;
}

}  // namespace

bool is_ascii(std::string_view text) {
  char seen = 0;
  for (const char c : text) seen = static_cast<char>(seen | c);
  return (seen & 0x80) == 0;
}

Napi::String js_text(Napi::Env env, std::string_view utf8) {
  if (!is_ascii(utf8)) return Napi::String::New(env, utf8.data(), utf8.size());
  napi_value result = nullptr;
  NAPI_THROW_IF_FAILED(env, napi_create_string_latin1(env, utf8.data(), utf8.size(), &result), {});
  return {env, result};
}

std::string utf8_of(Napi::Value text) {
  char buffer[2048];
  std::size_t size = 0;
  const Napi::Env env = text.Env();
  NAPI_THROW_IF_FAILED(env, napi_get_value_string_utf8(env, text, buffer, sizeof buffer, &size), {});
  // Where there was no room left for a character of four bytes, it may have been cut.
  if (size + 4 < sizeof buffer) return {buffer, size};
  return text.As<Napi::String>().Utf8Value();
}

std::optional<std::string> whole_text(Napi::Value text) {
  std::string utf8 = utf8_of(text);
  if (utf8.find("\xef\xbf\xbd") == std::string::npos) return utf8;
  // U+FFFD stands for itself or for half a pair.
  const std::u16string units = text.As<Napi::String>().Utf16Value();
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto kind = units[i] & 0xfc00;
    if (kind == 0xdc00) return std::nullopt;
    if (kind != 0xd800) continue;
    if (i + 1 == units.size() || (units[i + 1] & 0xfc00) != 0xdc00) return std::nullopt;
    ++i;
  }
  return utf8;
}

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

void append_snake_case(std::string_view camel, std::string& snake) {
  const std::size_t begin = snake.size();
  snake.resize(begin + 2 * camel.size());
  char* to = snake.data() + begin;
  for (const char c : camel) {
    if (c == '_') return static_cast<void>(snake.replace(begin, std::string::npos, camel).append(kNotOurs));
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) *to++ = '_';
    *to++ = upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  snake.resize(static_cast<std::size_t>(to - snake.data()));
}

std::string snake_case(std::string_view camel) {
  std::string snake;
  append_snake_case(camel, snake);
  return snake;
}

Napi::Value to_js(Napi::Env env, const Type& type, const void* object) {
  JsSink sink(env);
  type.write(type, object, sink);
  return sink.take();
}

void from_js(const Type& type, void* object, Napi::Value value) {
  if (value.Type() == napi_object) {
    if (const auto flat = flat_of(value)) {
      try {
        return type.read(type, object, FlatSource(*flat), "");
      } catch (const Error&) {
        // Read again: what was given so far is given anew, and an error is in the words of the language.
      }
    }
  }
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
