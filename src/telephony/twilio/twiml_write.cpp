// TwiML as XML: one pass over the verbs into one text.
#include <algorithm>
#include <charconv>

#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "telephony/twilio/twiml_fields.hpp"
#include "telephony/twilio/xml.hpp"

namespace smarthandoff::twiml {
namespace {

constexpr std::size_t kMaxDocument = 64 * 1024;
constexpr std::size_t kMaxTargets = 10;
constexpr std::string_view kHeader = R"(<?xml version="1.0" encoding="UTF-8"?>)";

// "timeLimit" as our member is called: "time_limit".
std::string member_name(std::string_view attribute) {
  std::string name;
  for (const char c : attribute) {
    if (c >= 'A' && c <= 'Z') name += '_';
    name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

class Writer {
 public:
  explicit Writer(std::string& xml) : xml_(xml) {}

  void document(const Document& document) {
    xml_.assign(kHeader);
    if (document.verbs.empty()) {
      xml_ += "<Response/>";
      return;
    }
    xml_ += "<Response>";
    list("verbs", document.verbs);
    xml_ += "</Response>";
    if (xml_.size() > kMaxDocument)
      throw invalid_field("verbs", "make a document of more than 64 kB: " + std::to_string(xml_.size()));
  }

  // --- What fields() shows ---

  void text(std::string_view name, const Text& value) {
    if (!value.empty()) attribute(name, value);
  }
  void maybe(std::string_view name, const MaybeText& value) {
    if (value) attribute(name, *value);
  }
  void word(std::string_view name, const Text& value, std::string_view allowed) {
    if (value.find_first_not_of(allowed) != Text::npos) fail(name, "must consist of " + Text(allowed));
    text(name, value);
  }
  void key(std::string_view name, const MaybeText& value, std::size_t most) {
    if (!value) return;
    if (value->size() > most || value->find_first_not_of(kKeys) != Text::npos)
      fail(name,
           most == 1 ? "must be one of " + Text(kKeys) + " or empty" : "must be keys of " + Text(kKeys));
    attribute(name, *value);
  }
  void number(std::string_view name, const MaybeNumber& value, std::int64_t least, std::int64_t most) {
    if (!value) return;
    if (*value < least || *value > most)
      fail(name, "must be " + std::to_string(least) + " to " + std::to_string(most));
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, *value).ptr;
    plain_attribute(name, {digits, static_cast<std::size_t>(end - digits)});
  }
  void flag(std::string_view name, const MaybeFlag& value) {
    if (value) plain_attribute(name, *value ? "true" : "false");
  }
  template <std::size_t size>
  void choice(std::string_view name, const Text& value, const std::array<Choice, size>& choices) {
    if (value.empty()) return;
    check_choice(name, value, choices);
    plain_attribute(name, value);
  }
  template <std::size_t size>
  void many(std::string_view name, const Words& values, const std::array<Choice, size>& choices) {
    if (values.empty()) return;
    begin_attribute(name);
    for (const Text& value : values) {
      check_choice(name, value, choices);
      if (&value != &values.front()) xml_ += ' ';
      xml_ += value;
    }
    xml_ += '"';
  }

  void content(std::string_view name, const Text& value, bool required, std::size_t most = kMaxDocument) {
    if (value.empty() && !required) return;
    if (value.empty()) fail(name, "must not be empty");
    if (value.size() > most && field::characters(value) > most)
      fail(name, "must have at most " + std::to_string(most) + " characters");
    end_of_attributes();
    if (!xml::append_text(xml_, value)) fail_characters(name);
  }
  void name(std::string_view name, const Text& value, std::size_t most) { content(name, value, true, most); }
  void dialled(std::string_view name, const Text& value, std::string_view allowed) {
    if (value.find_first_not_of(allowed) != Text::npos) fail(name, "must consist of " + Text(allowed));
    content(name, value, true, 64);
  }
  void named(std::string_view name, const Text& value, const Parameters& given) {
    if (given.empty()) return content(name, value, true, 256);
    end_of_attributes();
    xml_ += "<Identity>";
    content(name, value, true, 256);
    xml_ += "</Identity>";
    parameters(given);
  }
  void parameters(const Parameters& given) {
    for (const auto& [name, value] : given) {
      end_of_attributes();
      xml_ += "<Parameter";
      if (name.empty()) fail("parameters", "must have names");
      at("parameters", -1, [&] {
        attribute("name", name);
        attribute("value", value);
      });
      xml_ += "/>";
    }
  }
  void stopped(std::string_view name, const Text& stream) {
    if (stream.empty()) fail(name, "must not be empty");
    end_of_attributes();
    xml_ += "<Stream";
    attribute("name", stream);
    xml_ += "/>";
  }
  template <class T>
  void child(const char* name, const T& value) {
    end_of_attributes();
    at(name, -1, [&] { one(value); });
  }
  template <class T>
  void child(const char* name, const std::optional<T>& value) {
    if (value) child(name, *value);
  }
  template <class... T>
  void children(const char* name, const std::vector<std::variant<T...>>& values) {
    if (values.empty()) return;
    end_of_attributes();
    list(name, values);
  }

 private:
  struct Place {
    const char* name = nullptr;
    std::ptrdiff_t index = -1;
  };

  template <class Call>
  void at(const char* name, std::ptrdiff_t index, Call call) {
    places_[depth_++] = {name, index};
    call();
    --depth_;
  }

  template <class Variant>
  void list(const char* name, const std::vector<Variant>& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
      at(name, static_cast<std::ptrdiff_t>(i),
         [&] { std::visit([&](const auto& value) { one(value); }, values[i]); });
  }

  template <class T>
  void one(const T& value) {
    check(value);
    constexpr std::string_view kElement = element(static_cast<const T*>(nullptr));
    (xml_ += '<') += kElement;
    open_ = true;
    fields(value, *this);
    if (open_) {
      xml_ += "/>";
    } else {
      ((xml_ += "</") += kElement) += '>';
    }
    open_ = false;
  }

  void end_of_attributes() {
    if (open_) xml_ += '>';
    open_ = false;
  }
  void begin_attribute(std::string_view name) { ((xml_ += ' ') += name) += "=\""; }
  void plain_attribute(std::string_view name, std::string_view value) {
    begin_attribute(name);
    (xml_ += value) += '"';
  }
  void attribute(std::string_view name, std::string_view value) {
    begin_attribute(name);
    if (!xml::append_attribute(xml_, value)) fail_characters(name);
    xml_ += '"';
  }
  template <std::size_t size>
  void check_choice(std::string_view name, std::string_view value, const std::array<Choice, size>& choices) {
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
    Text all;
    for (const Choice choice : choices) (all += all.empty() ? "" : ", ") += choice;
    fail(name, "must be one of " + all);
  }

  // --- What holds between members ---

  template <class T>
  void check(const T&) {}
  void check(const Reject&) {
    if (depth_ > 0 && places_[0].index != 0) fail({}, "must be the first verb, to refuse a call unanswered");
  }
  void check(const Play& play) {
    if (!play.url.empty() && !play.digits.empty()) fail("digits", "must be empty beside a url");
  }
  void check(const Dial& dial) {
    if (dial.targets.empty()) fail("targets", "must not be empty");
    if (dial.targets.size() > kMaxTargets) fail("targets", "must be at most 10");
    const bool alone = std::any_of(dial.targets.begin(), dial.targets.end(), [](const DialTarget& target) {
      return std::holds_alternative<Conference>(target) || std::holds_alternative<Queue>(target);
    });
    if (alone && dial.targets.size() > 1) fail("targets", "must be one where it is a conference or a queue");
  }
  void check(const Enqueue& enqueue) {
    if (enqueue.task && enqueue.workflow_sid.empty()) fail("task", "must come with a workflow_sid");
    if (!enqueue.name.empty() && !enqueue.workflow_sid.empty())
      fail("name", "must be empty beside a workflow_sid");
  }
  void check(const Stream& stream) {
    if (!stream.url.starts_with("wss://")) fail("url", "must begin with wss://");
    if (stream.url.find('?') != Text::npos) fail("url", "must have no query: give parameters");
  }
  void check(const Connect& connect) {
    const Text& track = connect.stream.track;
    if (!track.empty() && track != "inbound_track")
      fail("stream.track", "must be inbound_track in a connect");
  }
  void check(const Start& start) {
    if (!start.stream && !start.recording) fail("stream", "must be given, or a recording");
  }

  [[noreturn]] void fail(std::string_view name, const Text& reason) {
    Text path;
    for (std::size_t i = 0; i < depth_; ++i) {
      if (!path.empty()) path += '.';
      path += places_[i].name;
      if (places_[i].index >= 0) path += "[" + std::to_string(places_[i].index) + "]";
    }
    if (!name.empty()) path += (path.empty() ? "" : ".") + member_name(name);
    throw invalid_field(path, reason);
  }
  [[noreturn]] void fail_characters(std::string_view name) {
    fail(name, "must be UTF-8 without control characters");
  }

  std::string& xml_;
  bool open_ = false;  // of the element being written, the attributes are not ended yet
  std::array<Place, 8> places_{};
  std::size_t depth_ = 0;
};

}  // namespace

void write_into(const Document& document, std::string& xml) {
  Writer(xml).document(document);
}

std::string write(const Document& document) {
  std::string xml;
  xml.reserve(1024);
  write_into(document, xml);
  return xml;
}

}  // namespace smarthandoff::twiml
