#include <smarthandoff/base/describe.hpp>

#include <algorithm>

#include <smarthandoff/base/describe_types.hpp>

namespace smarthandoff::describing {

namespace {

std::string named(const std::string& path) {
  return path.empty() ? "request" : path;
}

template <class T>
const T& as(const void* object) {
  return *static_cast<const T*>(object);
}

void* member_of(void* object, const Field& field) {
  return static_cast<std::byte*>(object) + field.offset;
}
const void* member_of(const void* object, const Field& field) {
  return static_cast<const std::byte*>(object) + field.offset;
}

// A leaf whose getter answers an optional: present means that the kind was right.
template <class T, class Getter>
void read_leaf(void* object, const Source& source, const std::string& path, std::string_view expected,
               Getter getter) {
  auto value = (source.*getter)();
  if (!value) wrong_kind(path, expected, source);
  *static_cast<T*>(object) = std::move(*value);
}

std::string choices(const std::vector<Enumerator>& enumerators) {
  std::string text;
  for (const Enumerator& enumerator : enumerators) text += (text.empty() ? "" : ", ") + enumerator.name;
  return text;
}

}  // namespace

void wrong_kind(const std::string& path, std::string_view expected, const Source& source) {
  throw invalid_field(named(path), "must be " + std::string(expected) + ", not " + source.kind());
}

std::string read_text(const Source& source, const std::string& path) {
  auto text = source.text();
  if (!text) wrong_kind(path, "a text", source);
  return std::move(*text);
}

void write_instant(Instant instant, Sink& sink) {
  sink.instant(instant);
}

const Type& boolean_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::boolean,
           .name = "bool",
           .create = create<bool>,
           .write = [](const Type&, const void* o, Sink& sink) { sink.boolean(as<bool>(o)); },
           .read =
               [](const Type&, void* o, const Source& source, const std::string& path) {
                 read_leaf<bool>(o, source, path, "true or false", &Source::boolean);
               }};
  return type;
}

const Type& integer_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::integer,
           .name = "int",
           .create = create<std::int64_t>,
           .write = [](const Type&, const void* o, Sink& sink) { sink.integer(as<std::int64_t>(o)); },
           .read =
               [](const Type&, void* o, const Source& source, const std::string& path) {
                 read_leaf<std::int64_t>(o, source, path, "a whole number", &Source::integer);
               }};
  return type;
}

const Type& number_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::number,
           .name = "float",
           .create = create<double>,
           .write = [](const Type&, const void* o, Sink& sink) { sink.number(as<double>(o)); },
           .read =
               [](const Type&, void* o, const Source& source, const std::string& path) {
                 read_leaf<double>(o, source, path, "a number", &Source::number);
               }};
  return type;
}

const Type& text_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::text,
           .name = "str",
           .create = create<std::string>,
           .write = [](const Type&, const void* o, Sink& sink) { sink.text(as<std::string>(o)); },
           .read = [](const Type&, void* o, const Source& source,
                      const std::string& path) { *static_cast<std::string*>(o) = read_text(source, path); }};
  return type;
}

const Type& instant_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::instant,
           .name = "Instant",
           .create = create<Instant>,
           .write = [](const Type&, const void* o, Sink& sink) { sink.instant(as<Instant>(o)); },
           .read =
               [](const Type&, void* o, const Source& source, const std::string& path) {
                 read_leaf<Instant>(o, source, path, "a date and time with zone", &Source::instant);
               }};
  return type;
}

const Type& milliseconds_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::milliseconds,
           .name = "Milliseconds",
           .create = create<Milliseconds>,
           .write = [](const Type&, const void* o, Sink& sink) { sink.milliseconds(as<Milliseconds>(o)); },
           .read =
               [](const Type&, void* o, const Source& source, const std::string& path) {
                 const auto value = source.integer();
                 if (!value) wrong_kind(path, "whole milliseconds", source);
                 *static_cast<Milliseconds*>(o) = Milliseconds(*value);
               }};
  return type;
}

const Type& money_type() {
  static const Immortal<Type> type =
      Type{.kind = Kind::money,
           .name = "Money",
           .create = create<Money>,
           .write = [](const Type&, const void* o, Sink& sink) { sink.money(as<Money>(o)); },
           .read =
               [](const Type&, void* o, const Source& source, const std::string& path) {
                 read_leaf<Money>(o, source, path, "an amount and currency", &Source::money);
               }};
  return type;
}

void write_structure(const Type& type, const void* object, Sink& sink) {
  sink.begin_structure(type);
  for (const Field& field : type.fields) {
    sink.member(field);
    field.type->write(*field.type, member_of(object, field), sink);
  }
  sink.end_structure(type);
}

void read_structure(const Type& type, void* object, const Source& source, const std::string& path) {
  std::vector<bool> seen(type.fields.size(), false);
  const std::string prefix = path.empty() ? "" : path + ".";
  const bool is_object = source.members([&](const std::string& name, const Source& value) {
    const auto field = std::find_if(type.fields.begin(), type.fields.end(),
                                    [&](const Field& candidate) { return candidate.name == name; });
    if (field == type.fields.end()) throw invalid_field(prefix + name, "is not a field of " + type.name);
    // Nothing given for what has a default is the default: Python's None and JavaScript's undefined.
    const bool left_out = value.is_null() && !field->required && field->type->kind != Kind::optional;
    if (!left_out) field->type->read(*field->type, member_of(object, *field), value, prefix + name);
    seen[static_cast<std::size_t>(field - type.fields.begin())] = true;
  });
  if (!is_object) wrong_kind(path, "an object (" + type.name + ")", source);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (type.fields[i].required && !seen[i]) throw invalid_field(prefix + type.fields[i].name, "is required");
  }
}

const std::string& wire_name(const Type& type, std::int64_t value) {
  for (const Enumerator& enumerator : type.enumerators) {
    if (enumerator.value == value) return enumerator.name;
  }
  throw Error(ErrorCode::internal, "value " + std::to_string(value) + " is no " + type.name);
}

std::int64_t from_wire(const Type& type, std::string_view name, std::string_view field) {
  for (const Enumerator& enumerator : type.enumerators) {
    if (enumerator.name == name) return enumerator.value;
  }
  throw invalid_field(field, "must be one of " + choices(type.enumerators));
}

void write_enumeration(const Type& type, std::int64_t value, Sink& sink) {
  for (const Enumerator& enumerator : type.enumerators) {
    if (enumerator.value == value) return sink.enumerator(type, enumerator);
  }
  throw Error(ErrorCode::internal, "value " + std::to_string(value) + " is no " + type.name);
}

std::int64_t read_enumeration(const Type& type, const Source& source, const std::string& path) {
  const auto text = source.text();
  if (!text) wrong_kind(path, "one of " + choices(type.enumerators), source);
  return from_wire(type, *text, named(path));
}

}  // namespace smarthandoff::describing
