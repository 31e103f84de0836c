#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/calls/recording_store.hpp>

// Parts of a file: what a player asks for, what is asked of a server, and what is taken of its answer. Pure.
namespace smarthandoff::calls {

// "bytes=0-99", "bytes=100-", "bytes=-500". Nothing for whatever else, which HTTP wants passed over: another
// unit, several ranges, an end before its beginning.
std::optional<AudioRange> parse_range(std::string_view header);

// As it is asked for: at most kMostAudio.
AudioRange bounded(const std::optional<AudioRange>& range);
std::string to_header(const AudioRange& range);

// Takes the part asked for out of an answer, whether the server looked at the range or answered with
// everything.
class PartReader {
 public:
  explicit PartReader(const AudioRange& wanted) : wanted_(wanted) {}

  // The next piece of an answer that begins at `first` of `total` bytes (0: it is not told). False: enough.
  bool take(std::int64_t first, std::int64_t total, std::string_view piece);

  // What was taken. `ended`: the answer came to its end.
  AudioPart part(bool ended) const;

 private:
  const AudioRange wanted_;
  bool begun_ = false;
  std::int64_t at_ = 0;  // position of the next byte
  std::int64_t total_ = 0, first_ = 0;
  std::string bytes_;
};

// What the player is told.
RecordingAudio answer_of(const AudioPart& part, bool asked_for_range);

}  // namespace smarthandoff::calls
