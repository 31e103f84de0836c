#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smarthandoff::esl {

// Where a header lies in a text; 32 bits are enough for the 16 MiB a frame may have.
struct Field {
  std::uint32_t name_at = 0;
  std::uint32_t name_size = 0;
  std::uint32_t value_at = 0;
  std::uint32_t value_size = 0;

  std::string_view name(std::string_view text) const { return text.substr(name_at, name_size); }
  std::string_view value(std::string_view text) const { return text.substr(value_at, value_size); }
};

// What the fields of an event point into, and whether their values are percent-encoded.
enum class EventSource {
  none,           // not an event
  plain,          // the body of a text/event-plain frame
  json,           // the JSON object in the body of a text/event-json frame; an event made of it has a
                  // Content of its own, with names and decoded values as its bytes
  connect_reply,  // the header block of the answer to `connect`
};

// The bytes of one frame with the index of its headers, shared by Frame and Event and never changed once
// they exist. Values are decoded when they are read.
struct Content {
  std::string bytes;             // header block and body
  std::vector<Field> fields;     // the frame's headers, then the event's (the same ones for connect_reply)
  std::size_t frame_fields = 0;  // how many are the frame's
  std::size_t body_at = 0;

  EventSource source = EventSource::none;
  std::size_t event_first = 0;  // the event's fields are [event_first, fields.size())
  std::size_t event_body_at = 0;
  std::size_t event_body_size = 0;

  std::vector<std::pair<std::size_t, std::vector<std::string>>> lists;  // json: field, its elements
};

// Appends the fields of `text` from `from` on (see for_each_field) and returns where what follows them
// begins.
std::size_t index_fields(std::string_view text, std::size_t from, std::vector<Field>& fields);

// True if both are the same but for the case of ASCII letters.
bool same_name(std::string_view a, std::string_view b);

// The event in the body of a text/event-json frame. Throws `corrupt` if it is no JSON object or nests deeper
// than 64.
std::shared_ptr<const Content> read_json_event(std::string_view body);

}  // namespace smarthandoff::esl
