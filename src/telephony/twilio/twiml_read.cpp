// Verbs as Python, Node and JSON give them: objects with a kind.
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/base/error.hpp>

#include "telephony/twilio/twiml_fields.hpp"

namespace smarthandoff::twiml {
namespace {

constexpr std::size_t kMaxVerbs = 1000;

template <class T>
void read_into(T& object, const Source& source, const std::string& path);
template <class... T>
void read_into(std::variant<T...>& object, const Source& source, const std::string& path);

// Gives the member of that name its value. Of a leaf the path is put together for errors only: it takes
// longer than the rest.
class Assign {
 public:
  Assign(std::string_view name, const Source& value, const std::string& owner)
      : name_(name), value_(value), owner_(owner) {}

  bool found() const { return found_; }
  std::string path() const { return (owner_ + ".").append(name_); }

  template <class... More>
  void text(std::string_view name, Text& member, const More&...) {
    if (is(name)) member = given_text();
  }
  template <class... More>
  void maybe(std::string_view name, MaybeText& member, const More&...) {
    if (is(name)) member = given_text();
  }
  void number(std::string_view name, MaybeNumber& member, std::int64_t, std::int64_t) {
    if (!is(name)) return;
    member = value_.integer();
    if (!member) describing::wrong_kind(path(), "a whole number", value_);
  }
  void flag(std::string_view name, MaybeFlag& member) {
    if (!is(name)) return;
    member = value_.boolean();
    if (!member) describing::wrong_kind(path(), "true or false", value_);
  }
  void many(std::string_view name, Words& member, const auto&) {
    if (is(name)) type_of<Words>().read(type_of<Words>(), &member, value_, path());
  }
  void parameters(Parameters& member) {
    if (is("parameters")) type_of<Parameters>().read(type_of<Parameters>(), &member, value_, path());
  }
  void named(std::string_view name, Text& member, Parameters& given) {
    text(name, member);
    parameters(given);
  }
  template <class T>
  void child(std::string_view name, T& member) {
    if (is(name)) read_into(member, value_, path());
  }
  template <class T>
  void child(std::string_view name, std::optional<T>& member) {
    if (is(name)) read_into(member.emplace(), value_, path());
  }
  template <class T>
  void children(std::string_view name, std::vector<T>& member) {
    if (!is(name)) return;
    const std::string list = path();
    const bool is_list = value_.elements([&](const Source& element) {
      if (member.size() == kMaxVerbs) throw invalid_field(list, "must be at most 1000");
      const std::string at = list + "[" + std::to_string(member.size()) + "]";
      read_into(member.emplace_back(), element, at);
    });
    if (!is_list) describing::wrong_kind(list, "a list", value_);
  }

  // These differ only when written.
  void word(std::string_view name, Text& member, std::string_view) { text(name, member); }
  void key(std::string_view name, MaybeText& member, std::size_t) { maybe(name, member); }
  void choice(std::string_view name, Text& member, const auto&) { text(name, member); }
  void content(std::string_view name, Text& member, bool, std::size_t = 0) { text(name, member); }
  void name(std::string_view name, Text& member, std::size_t) { text(name, member); }
  void dialled(std::string_view name, Text& member, std::string_view) { text(name, member); }
  void stopped(std::string_view name, Text& member) { text(name, member); }

 private:
  std::string given_text() const {
    auto text = value_.text();
    if (!text) describing::wrong_kind(path(), "a text", value_);
    return std::move(*text);
  }

  // `name` is Twilio's, ours is the same in snake_case.
  bool is(std::string_view name) { return !found_ && name_.starts_with(name[0]) && is_whole(name); }
  bool is_whole(std::string_view name) {
    std::size_t at = 0;
    for (const char c : name) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (upper && (at >= name_.size() || name_[at++] != '_')) return false;
      if (at >= name_.size() || name_[at++] != (upper ? static_cast<char>(c - 'A' + 'a') : c)) return false;
    }
    if (at != name_.size()) return false;
    found_ = true;
    return true;
  }

  std::string_view name_;
  const Source& value_;
  const std::string& owner_;
  bool found_ = false;
};

template <class T>
void read_member(T& object, const std::string& name, const Source& value, const std::string& path) {
  if (name == "kind" || value.is_null()) return;
  Assign assign(name, value, path);
  fields(object, assign);
  if (!assign.found())
    throw invalid_field(assign.path(), "is not known in a " + std::string(element(static_cast<T*>(nullptr))));
}

template <class T>
void read_into(T& object, const Source& source, const std::string& path) {
  const bool is_object = source.members(
      [&](const std::string& name, const Source& value) { read_member(object, name, value, path); });
  if (!is_object) describing::wrong_kind(path, "an object", source);
}

// The kind is the element's name in lower case.
bool is_kind(std::string_view kind, std::string_view element) {
  return kind.size() == element.size() && kind.substr(1) == element.substr(1) &&
         kind[0] == static_cast<char>(element[0] - 'A' + 'a');
}

template <class... T>
void begin_kind(std::variant<T...>& object, std::string_view kind, const std::string& path) {
  const auto take = [&]<class One>(const One*) {
    if (!is_kind(kind, element(static_cast<const One*>(nullptr)))) return false;
    object.template emplace<One>();
    return true;
  };
  if ((take(static_cast<const T*>(nullptr)) || ...)) return;
  std::string kinds;
  for (std::string name : {std::string(element(static_cast<const T*>(nullptr)))...}) {
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
    kinds += (kinds.empty() ? "" : ", ") + name;
  }
  throw invalid_field(path + ".kind", "must be one of " + kinds);
}

template <class... T>
void read_into(std::variant<T...>& object, const Source& source, const std::string& path) {
  // A member that comes before the kind is read once this is known, and those behind it after it.
  bool known = false;
  bool early = false;
  const bool is_object = source.members([&](const std::string& name, const Source& value) {
    if (name == "kind") {
      const auto kind = value.text();
      if (!kind) describing::wrong_kind(path + ".kind", "a text", value);
      begin_kind(object, *kind, path);
      known = true;
    } else if (!known) {
      early = true;
    } else if (!early) {
      std::visit([&](auto& one) { read_member(one, name, value, path); }, object);
    }
  });
  if (!is_object) describing::wrong_kind(path, "an object with a kind", source);
  if (!known) begin_kind(object, "", path);
  if (early) std::visit([&](auto& one) { read_into(one, source, path); }, object);
}

// A verb is never answered, only taken.
const Type& verb_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::text,
           .name = "TwimlVerb",
           .doc = "an object with its kind and its members",
           .create = describing::create<Verb>,
           .write = [](const Type&, const void*, Sink& sink) { sink.null(); },
           .read = [](const Type&, void* object, const Source& source,
                      const std::string& path) { read_into(*static_cast<Verb*>(object), source, path); }};
  return type;
}

}  // namespace

const Type& describe(const Verb*) {
  return verb_type();
}

const Type& describe(const Document*) {
  static const Immortal<Type> type =
      Description<Document>("TwimlDocument", "What a voice webhook answers.")
          .required("verbs", &Document::verbs, "in order; each an object with its kind: say, play, dial …")
          .build();
  return type;
}

}  // namespace smarthandoff::twiml
