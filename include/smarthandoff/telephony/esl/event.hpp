#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace smarthandoff::esl {

struct Content;

// One event of the switch: header names with decoded values, and a body. Immutable and cheap to copy
// (copies share the bytes), so it may be read from several threads at once. Values are bytes as the
// switch sent them, which need not be UTF-8 (see to_valid_utf8).
class Event {
 public:
  // An event without headers.
  Event();

  // The `Event-Name` header, e.g. "CHANNEL_ANSWER"; empty if there is none.
  std::string_view name() const;

  // True if the header is there. Names are compared exactly; of a repeated name the first counts.
  bool has(std::string_view header) const;

  // The decoded value, or nothing if there is no such header.
  std::optional<std::string> get(std::string_view header) const;

  // The decoded value, or "" if there is no such header.
  std::string value(std::string_view header) const;

  // As `value` without an allocation where none is needed: the view is of this event or of `scratch`.
  std::string_view value(std::string_view header, std::string& scratch) const;

  // The channel variable `name`, i.e. the header `variable_<name>`; "" if it is not set.
  std::string variable(std::string_view name) const;

  // The values of a repeated variable (`ARRAY::a|:b` in plain events, an array in JSON): one element for
  // a simple value, none if there is no such header.
  std::vector<std::string> list(std::string_view header) const;

  // The number of headers, in the order in which they were sent (JSON: sorted by name).
  std::size_t size() const;

  // Name and decoded value of header `index` < size().
  std::string_view name_at(std::size_t index) const;
  std::string value_at(std::size_t index) const;
  std::string_view value_at(std::size_t index, std::string& scratch) const;

  // The event's own body (a BACKGROUND_JOB's result, `_body` in JSON), byte for byte; empty if none.
  std::string_view body() const;

  // The bytes this event keeps in memory, for bounding queues.
  std::size_t memory() const;

 private:
  friend class Frame;
  explicit Event(std::shared_ptr<const Content> content);
  std::optional<std::size_t> find(std::string_view header) const;

  std::shared_ptr<const Content> content_;
};

}  // namespace smarthandoff::esl
