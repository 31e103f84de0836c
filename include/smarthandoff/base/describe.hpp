#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/money.hpp>
#include <smarthandoff/base/time.hpp>

// Run-time descriptions of requests and responses. Everything that shows a struct to the outside (Python,
// Node, JSON, stubs) walks these; nothing is generated per operation.
namespace smarthandoff {

enum class Kind {
  boolean,
  integer,
  number,
  text,
  instant,
  milliseconds,
  money,
  enumeration,
  structure,
  list,
  optional,
  map
};

struct Type;

// One named member of a structure.
struct Field {
  std::string name;  // snake_case, the wire name
  std::string doc;   // what it means, with units
  const Type* type = nullptr;
  std::size_t offset = 0;  // of the member in its structure
  bool required = false;   // a request without it is refused
};

// One enumerator: its wire name and its value.
struct Enumerator {
  std::string name;
  std::int64_t value = 0;
};

// Receives a value piece by piece: a JSON text, a Python object, a JS value.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void null() = 0;
  virtual void boolean(bool value) = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void number(double value) = 0;
  virtual void text(std::string_view value) = 0;
  virtual void instant(Instant value) = 0;
  virtual void milliseconds(Milliseconds value) = 0;
  virtual void money(const Money& value) = 0;
  virtual void enumerator(const Type& type, const Enumerator& value) = 0;
  virtual void begin_structure(const Type& type) = 0;
  virtual void member(const Field& field) = 0;  // the next value belongs to this field
  virtual void end_structure(const Type& type) = 0;
  virtual void begin_list(std::size_t size) = 0;
  virtual void end_list() = 0;
  virtual void begin_map(std::size_t size) = 0;
  virtual void key(std::string_view name) = 0;  // the next value belongs to this key of a map
  virtual void end_map() = 0;
};

// A value from outside, of whatever language. A getter answers nothing where the value has another kind;
// the description then raises the error, so that every language gets the same text.
class Source {
 public:
  virtual ~Source() = default;
  virtual bool is_null() const = 0;
  virtual std::string kind() const = 0;  // how the language calls it, e.g. "int", for error texts
  virtual std::optional<bool> boolean() const = 0;
  virtual std::optional<std::int64_t> integer() const = 0;  // nothing for fractions and overflow
  virtual std::optional<double> number() const = 0;
  virtual std::optional<std::string> text() const = 0;  // valid UTF-8
  virtual std::optional<Instant> instant() const = 0;   // throws invalid_argument for naive datetimes
  virtual std::optional<Money> money() const = 0;
  // Calls `item` for each element; false if this is not a list.
  virtual bool elements(const std::function<void(const Source&)>& item) const = 0;
  // Calls `item` for each member, names in snake_case; false if this is not an object.
  virtual bool members(const std::function<void(const std::string&, const Source&)>& item) const = 0;
  // The same for a map, whose keys are data and stay as they are.
  virtual bool entries(const std::function<void(const std::string&, const Source&)>& item) const {
    return members(item);
  }
};

// What is known of a C++ type at run time. Types live as long as the program and never change.
struct Type {
  Kind kind = Kind::text;
  std::string name;  // "CreateDestination"; of scalars their domain name, e.g. "PhoneNumber"
  std::string doc;
  std::vector<Field> fields;            // structure
  std::vector<Enumerator> enumerators;  // enumeration
  const Type* element = nullptr;        // list, optional, map (its values)

  std::shared_ptr<void> (*create)() = nullptr;  // a default-constructed value
  void (*write)(const Type&, const void* object, Sink&) = nullptr;
  // Fills `object`; `path` names it in errors, e.g. "aliases[2]". Throws invalid_argument.
  void (*read)(const Type&, void* object, const Source&, const std::string& path) = nullptr;
};

}  // namespace smarthandoff
