#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/esl/frame.hpp>

namespace smarthandoff::esl {

// Limits of a Decoder.
struct DecoderOptions {
  // The largest frame accepted, header block and body together; at most 16 MiB.
  std::size_t max_frame_bytes = std::size_t{1} << 20;
};

// Turns the bytes of an Event Socket connection into frames, however they are cut into segments. It holds
// no socket and no thread; one object per connection, one thread at a time. At most one incomplete frame
// is kept in memory, never one that announces more than the limit.
class Decoder {
 public:
  using Sink = std::function<void(Frame&&)>;

  // Throws invalid_argument if max_frame_bytes is 0 or above 16 MiB.
  explicit Decoder(DecoderOptions options = {});

  // Takes the next bytes and passes each frame completed by them to `sink`, in order. Throws `corrupt` when
  // the stream cannot be framed any more (a frame over the limit, a bad Content-Length, no Content-Type),
  // after passing the frames before it; from then on every call throws the same. An exception of `sink` is
  // passed on, the rest of the bytes is kept for the next call. Must not be called from `sink`.
  void feed(std::string_view bytes, const Sink& sink);

  // As above, returning the frames. When some were completed before the damage they are returned, and the
  // next call throws.
  std::vector<Frame> feed(std::string_view bytes);

  // The damage after which every call throws, if any.
  const std::optional<Error>& error() const { return error_; }

  // The bytes kept for the frame that is still incomplete.
  std::size_t buffered() const { return buffer_.size(); }

 private:
  std::size_t missing() const;
  std::size_t decode(std::string_view bytes, const Sink& sink);
  bool read_header_block(std::string_view bytes);
  Frame take_frame(std::string_view bytes);
  void consume(std::string_view bytes, const Sink& sink);
  void keep(std::string_view rest);
  [[noreturn]] void fail(const std::string& message, Error::Details details);

  DecoderOptions options_;
  std::string buffer_;
  std::size_t consumed_ = 0;      // of the bytes being decoded: what became frames already
  std::size_t scanned_ = 0;       // of the incomplete frame: where the search for the blank line goes on
  std::size_t header_bytes_ = 0;  // of the incomplete frame: its header block; 0 while not complete
  std::size_t frame_bytes_ = 0;   // of the incomplete frame: its size; 0 while unknown
  std::size_t fields_hint_ = 8;
  std::optional<Error> error_;
};

}  // namespace smarthandoff::esl
