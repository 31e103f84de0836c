#include <smarthandoff/base/json.hpp>

#include <charconv>
#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "base/json_depth.hpp"

namespace smarthandoff {

namespace {

// Writes JSON text directly: events and job payloads are written on hot paths.
class JsonSink final : public Sink {
 public:
  JsonSink() { text_.reserve(kUsual); }
  std::string take() { return std::move(text_); }

  void null() override { value("null"); }
  void boolean(bool v) override { value(v ? "true" : "false"); }
  void integer(std::int64_t v) override { digits(v); }
  void number(double v) override {
    if (!std::isfinite(v)) return null();
    digits(v);
  }
  void text(std::string_view v) override {
    separate();
    quote(v);
  }
  void instant(Instant v) override { text(to_rfc3339(v)); }
  void milliseconds(Milliseconds v) override { integer(v.count()); }
  void money(const Money& v) override {
    value(R"({"amount":")" + v.amount() + R"(","currency":")" + v.currency + "\"}");
  }
  void enumerator(const Type&, const Enumerator& v) override { text(v.name); }
  void begin_structure(const Type&) override { open('{'); }
  void member(const Field& field) override {  // its name has nothing to escape
    text_.append(first_ ? "\"" : ",\"").append(field.name).append("\":");
    first_ = true;
  }
  void end_structure(const Type&) override { close('}'); }
  void begin_list(std::size_t) override { open('['); }
  void end_list() override { close(']'); }
  void begin_map(std::size_t) override { open('{'); }
  void key(std::string_view name) override {
    separate();
    quote(name);
    text_ += ':';
    first_ = true;
  }
  void end_map() override { close('}'); }

 private:
  static constexpr std::size_t kUsual = 1024;  // an event's or an answer's length

  template <class Number>
  void digits(Number v) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, v).ptr;
    value(std::string_view(buffer, static_cast<std::size_t>(end - buffer)));
  }
  void separate() {
    if (!first_) text_ += ',';
    first_ = false;
  }
  void value(std::string_view v) {
    separate();
    text_ += v;
  }
  void open(char bracket) {
    separate();
    text_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    text_ += bracket;
    first_ = false;
  }
  static bool needs_escape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }
  void quote(std::string_view v) {
    text_ += '"';
    auto plain = v.begin();
    for (auto at = v.begin(); at != v.end(); ++at) {
      if (!needs_escape(*at)) continue;
      text_.append(plain, at);
      escape(*at);
      plain = at + 1;
    }
    text_.append(plain, v.end());
    text_ += '"';
  }
  void escape(char c) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
      return;
    }
    char code[8];
    std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
    text_ += code;
  }

  std::string text_;
  bool first_ = true;
};

class JsonSource final : public Source {
 public:
  explicit JsonSource(const nlohmann::json& json) : json_(json) {}

  bool is_null() const override { return json_.is_null(); }
  std::string kind() const override { return json_.type_name(); }
  std::optional<bool> boolean() const override {
    return json_.is_boolean() ? std::optional(json_.get<bool>()) : std::nullopt;
  }
  std::optional<std::int64_t> integer() const override {
    if (json_.is_number_unsigned() && json_.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
      return {};
    return json_.is_number_integer() ? std::optional(json_.get<std::int64_t>()) : std::nullopt;
  }
  std::optional<double> number() const override {
    return json_.is_number() ? std::optional(json_.get<double>()) : std::nullopt;
  }
  std::optional<std::string> text() const override {
    return json_.is_string() ? std::optional(json_.get<std::string>()) : std::nullopt;
  }
  std::optional<Instant> instant() const override {
    return json_.is_string() ? std::optional(parse_rfc3339(json_.get_ref<const std::string&>()))
                             : std::nullopt;
  }
  std::optional<Money> money() const override {
    const auto member = [&](const char* name) -> std::optional<std::string> {
      const auto found = json_.find(name);
      return found != json_.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                        : std::nullopt;
    };
    if (!json_.is_object() || json_.size() != 2) return {};
    const auto amount = member("amount");
    const auto currency = member("currency");
    return amount && currency ? std::optional(parse_money(*amount, *currency)) : std::nullopt;
  }
  bool elements(const std::function<void(const Source&)>& item) const override {
    if (!json_.is_array()) return false;
    for (const auto& element : json_) item(JsonSource(element));
    return true;
  }
  bool members(const std::function<void(const std::string&, const Source&)>& item) const override {
    if (!json_.is_object()) return false;
    for (const auto& [name, value] : json_.items()) item(name, JsonSource(value));
    return true;
  }

 private:
  const nlohmann::json& json_;
};

nlohmann::json parse(std::string_view text) {
  if (is_too_deep(text)) throw Error(ErrorCode::invalid_argument, "JSON nested deeper than 64");
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    throw Error(ErrorCode::invalid_argument, "not JSON at byte " + std::to_string(error.byte));
  } catch (const nlohmann::json::out_of_range&) {
    throw Error(ErrorCode::invalid_argument, "a number in the JSON is beyond what a double can hold");
  }
}

}  // namespace

std::string to_json(const Type& type, const void* object) {
  JsonSink sink;
  type.write(type, object, sink);
  return sink.take();
}

void from_json(const Type& type, void* object, std::string_view json) {
  const nlohmann::json document = parse(json);
  type.read(type, object, JsonSource(document), "");
}

}  // namespace smarthandoff
