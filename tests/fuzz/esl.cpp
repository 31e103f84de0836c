#include <optional>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/esl.hpp>

#include "fuzz/targets.hpp"

namespace fuzz {
namespace {

using namespace smarthandoff::esl;
using smarthandoff::Error;
using smarthandoff::ErrorCode;

// Longer streams are cut only as their input says, for the sake of speed.
constexpr std::size_t kMostByteByByte = 1024;

// All that a stream of bytes gave.
struct Reading {
  std::vector<Frame> frames;
  std::optional<std::string> damage;
};

// Feeds the stream in segments of the sizes given, over and over; without sizes at once.
Reading read(std::string_view stream, std::string_view sizes, std::size_t limit) {
  Decoder decoder({.max_frame_bytes = limit});
  Reading reading;
  try {
    for (std::size_t i = 0; !stream.empty(); ++i) {
      const std::size_t wanted =
          sizes.empty() ? stream.size() : 1U + static_cast<unsigned char>(sizes[i % sizes.size()]);
      const std::string segment(stream.substr(0, wanted));  // its own memory: a view kept of it is seen
      stream.remove_prefix(segment.size());
      decoder.feed(segment, [&](Frame&& frame) { reading.frames.push_back(std::move(frame)); });
      require(decoder.buffered() <= limit + 1, "no more is kept than a frame may have");
    }
  } catch (const Error& error) {
    require(error.code() == ErrorCode::corrupt, "a stream that cannot be framed is corrupt");
    require(decoder.buffered() == 0, "nothing is kept after the damage");
    reading.damage = error.what();
  }
  return reading;
}

bool same(const Frame& a, const Frame& b) {
  if (a.header_count() != b.header_count() || a.body() != b.body()) return false;
  for (std::size_t i = 0; i < a.header_count(); ++i) {
    if (a.header_name(i) != b.header_name(i) || a.header_value(i) != b.header_value(i)) return false;
  }
  return a.content_type() == b.content_type() && a.is_event() == b.is_event();
}

void check_same(const Reading& whole, const Reading& cut) {
  require(whole.frames.size() == cut.frames.size(), "as many frames whatever the cuts");
  for (std::size_t i = 0; i < whole.frames.size(); ++i)
    require(same(whole.frames[i], cut.frames[i]), "the same frames whatever the cuts");
  require(whole.damage == cut.damage, "the same damage whatever the cuts");
}

void check_event(const Event& event) {
  std::string scratch;
  for (std::size_t i = 0; i < event.size(); ++i) {
    const std::string name(event.name_at(i));
    const std::string value = event.value_at(i);
    require(event.value_at(i, scratch) == value, "a value read with a scratch is the same");
    require(event.has(name) && event.get(name) && event.value(name, scratch) == event.value(name),
            "a header that is listed is found");
    require(!event.list(name).empty(), "a header has at least one element");
    const std::string valid = to_valid_utf8(value);
    require(to_valid_utf8(valid) == valid, "what was made UTF-8 is UTF-8");
  }
  require(event.memory() >= event.body().size(), "the memory counts the body");
}

void check_frame(const Frame& frame) {
  require(!frame.content_type().empty() || frame.header("Content-Type"), "a frame has a Content-Type");
  frame.answer_text();
  try {
    const Event event = frame.event();
    require(frame.is_event() || event.size() == 0, "what is no event has no headers of one");
    check_event(event);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::corrupt, "an event that cannot be read is corrupt");
  }
}

}  // namespace

void esl(std::string_view input) {
  const std::size_t limit = std::size_t{64} << (take_byte(input) % 9);  // 64 B to 16 KiB
  const unsigned count = take_byte(input) % 16;
  const std::string_view sizes = input.substr(0, count);
  input.remove_prefix(sizes.size());
  const Reading whole = read(input, {}, limit);
  check_same(whole, read(input, sizes, limit));
  if (input.size() <= kMostByteByByte) check_same(whole, read(input, std::string_view("\0", 1), limit));
  for (const Frame& frame : whole.frames) check_frame(frame);
}

}  // namespace fuzz
