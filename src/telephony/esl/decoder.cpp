#include <smarthandoff/telephony/esl/decoder.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "telephony/esl/content.hpp"
#include "telephony/esl/fields.hpp"

namespace smarthandoff::esl {
namespace {

constexpr std::size_t kMostFrameBytes = std::size_t{16} << 20;
// While the header block is incomplete, so little is added to the buffer at a time: frames that lie whole
// in what was fed are then decoded in place.
constexpr std::size_t kHeaderSlice = 512;
constexpr std::size_t kMostReserved = std::size_t{64} << 10;

// The end of the header block (behind the blank line) at or after `from`, or 0. `from` is moved to where
// the search has to go on. The last byte alone never ends a block: what follows it has not arrived yet.
std::size_t find_blank_line(std::string_view bytes, std::size_t& from) {
  while (from < bytes.size()) {
    const void* found = std::memchr(bytes.data() + from, '\n', bytes.size() - from);
    if (!found) {
      from = bytes.size();
      return 0;
    }
    const auto newline = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (newline + 1 == bytes.size()) {
      from = newline;
      return 0;
    }
    if (bytes[newline + 1] == '\n') return newline + 2;
    from = newline + 1;
  }
  return 0;
}

std::optional<std::size_t> parse_length(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return length;
}

// What a header block says about its frame.
struct FrameFacts {
  bool has_content_type = false;
  std::optional<std::string_view> length;
  bool lengths_differ = false;
};

FrameFacts facts_of(std::string_view block) {
  FrameFacts facts;
  for_each_field(block, 0, [&](const Field& field) {
    if (same_name(field.name(block), "Content-Type")) facts.has_content_type = true;
    if (!same_name(field.name(block), "Content-Length")) return;
    if (facts.length && *facts.length != field.value(block)) facts.lengths_differ = true;
    facts.length = field.value(block);
  });
  return facts;
}

void read_plain_event(Content& content) {
  content.source = EventSource::plain;
  content.event_first = content.fields.size();
  content.event_body_at = index_fields(content.bytes, content.body_at, content.fields);
  content.event_body_size = content.bytes.size() - content.event_body_at;
}

// The answer to `connect` is an event written as a header block, the only reply with an Event-Name.
void read_reply(Content& content) {
  for (const Field& field : content.fields) {
    if (field.name(content.bytes) == "Event-Name") content.source = EventSource::connect_reply;
  }
}

void read_event(Content& content) {
  for (const Field& field : content.fields) {
    if (!same_name(field.name(content.bytes), "Content-Type")) continue;
    const std::string_view type = field.value(content.bytes);
    if (type == "text/event-plain") return read_plain_event(content);
    if (type == "text/event-json") content.source = EventSource::json;
    if (type == "command/reply") read_reply(content);
    return;
  }
}

std::string shortened(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 40)) shown += c >= 0x20 && c < 0x7F ? c : '?';
  return shown;
}

}  // namespace

Decoder::Decoder(DecoderOptions options) : options_(options) {
  if (options_.max_frame_bytes == 0 || options_.max_frame_bytes > kMostFrameBytes) {
    throw invalid_field("max_frame_bytes", "must be between 1 and " + std::to_string(kMostFrameBytes));
  }
}

void Decoder::fail(const std::string& message, Error::Details details) {
  error_ = Error(ErrorCode::corrupt, "event socket: " + message, std::move(details));
  buffer_.clear();
  buffer_.shrink_to_fit();
  throw *error_;
}

bool Decoder::read_header_block(std::string_view bytes) {
  header_bytes_ = find_blank_line(bytes, scanned_);
  const std::string limit = std::to_string(options_.max_frame_bytes);
  if (std::max(header_bytes_, scanned_) > options_.max_frame_bytes) {
    fail("a header block without end exceeds the limit of " + limit + " bytes", {{"limit", limit}});
  }
  if (header_bytes_ == 0) return false;

  const FrameFacts facts = facts_of(bytes.substr(0, header_bytes_));
  if (!facts.has_content_type) fail("a frame without Content-Type", {{"reason", "no_content_type"}});
  if (facts.lengths_differ) fail("a frame with two different Content-Length", {{"reason", "content_length"}});
  const auto length = facts.length ? parse_length(*facts.length) : std::size_t{0};
  if (!length) {
    const std::string shown = shortened(*facts.length);
    fail("Content-Length \"" + shown + "\" is not a size", {{"reason", "content_length"}, {"value", shown}});
  }
  if (*length > options_.max_frame_bytes - header_bytes_) {
    const std::string size = shortened(*facts.length);
    fail("a frame of " + size + " bytes exceeds the limit of " + limit + " bytes",
         {{"size", size}, {"limit", limit}});
  }
  frame_bytes_ = header_bytes_ + *length;
  return true;
}

Frame Decoder::take_frame(std::string_view bytes) {
  auto content = std::make_shared<Content>();
  content->bytes.assign(bytes.substr(0, frame_bytes_));
  content->fields.reserve(fields_hint_);
  index_fields(std::string_view(content->bytes).substr(0, header_bytes_), 0, content->fields);
  content->frame_fields = content->fields.size();
  content->body_at = header_bytes_;
  read_event(*content);
  fields_hint_ = std::min<std::size_t>(content->fields.size() + 2, 256);
  scanned_ = header_bytes_ = frame_bytes_ = 0;
  return Frame(std::move(content));
}

// Passes on every frame that is complete in `bytes` and leaves in consumed_ how many bytes they took.
std::size_t Decoder::decode(std::string_view bytes, const Sink& sink) {
  consumed_ = 0;
  for (;;) {
    if (scanned_ == 0 && frame_bytes_ == 0) {
      // Stray newlines between frames; no header block starts with one.
      while (consumed_ < bytes.size() && bytes[consumed_] == '\n') ++consumed_;
    }
    const std::string_view rest = bytes.substr(consumed_);
    if (rest.empty()) return consumed_;
    if (frame_bytes_ == 0 && !read_header_block(rest)) return consumed_;
    if (rest.size() < frame_bytes_) return consumed_;
    const std::size_t size = frame_bytes_;
    Frame frame = take_frame(rest);
    consumed_ += size;
    sink(std::move(frame));
  }
}

std::size_t Decoder::missing() const {
  return frame_bytes_ == 0 ? kHeaderSlice : frame_bytes_ - buffer_.size();
}

void Decoder::keep(std::string_view rest) {
  if (frame_bytes_ > rest.size()) buffer_.reserve(std::min(frame_bytes_, kMostReserved));
  buffer_.assign(rest);
}

void Decoder::consume(std::string_view bytes, const Sink& sink) {
  while (!buffer_.empty() && !bytes.empty()) {
    const std::size_t take = std::min(bytes.size(), missing());
    buffer_.append(bytes.substr(0, take));
    bytes.remove_prefix(take);
    try {
      decode(buffer_, sink);
    } catch (...) {
      if (!error_) buffer_.erase(0, consumed_).append(bytes);
      throw;
    }
    buffer_.erase(0, consumed_);
  }
  if (bytes.empty()) return;
  try {
    decode(bytes, sink);
  } catch (...) {
    if (!error_) keep(bytes.substr(consumed_));
    throw;
  }
  keep(bytes.substr(consumed_));
}

void Decoder::feed(std::string_view bytes, const Sink& sink) {
  if (error_) throw *error_;
  consume(bytes, sink);
}

std::vector<Frame> Decoder::feed(std::string_view bytes) {
  std::vector<Frame> frames;
  try {
    feed(bytes, [&frames](Frame&& frame) { frames.push_back(std::move(frame)); });
  } catch (const Error&) {
    if (frames.empty()) throw;  // otherwise kept in error_ for the next call
  }
  return frames;
}

}  // namespace smarthandoff::esl
