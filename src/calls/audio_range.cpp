#include "calls/audio_range.hpp"

#include <algorithm>
#include <charconv>

namespace smarthandoff::calls {
namespace {

constexpr std::int64_t kFarthest = std::int64_t{1} << 50U;

// Nothing for what is no number, or too large.
std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = !digits.empty() && error == std::errc() && end == digits.data() + digits.size();
  return whole && digits.front() != '-' && value <= kFarthest ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<AudioRange> parse_range(std::string_view header) {
  constexpr std::string_view kUnit = "bytes=";
  const std::size_t dash = header.find('-');
  if (!header.starts_with(kUnit) || dash == std::string_view::npos) return std::nullopt;
  const std::string_view from = header.substr(kUnit.size(), dash - kUnit.size()),
                         to = header.substr(dash + 1);
  const auto first = number(from), last = number(to);
  if (from.empty()) return last && *last > 0 ? std::optional(AudioRange{.suffix = last}) : std::nullopt;
  if (!first || (!to.empty() && (!last || *last < *first))) return std::nullopt;
  return AudioRange{.first = *first, .last = last, .suffix = {}};
}

AudioRange bounded(const std::optional<AudioRange>& range) {
  AudioRange wanted = range.value_or(AudioRange{});
  if (wanted.suffix) {
    wanted.suffix = std::min(*wanted.suffix, kMostAudio);
    return wanted;
  }
  const std::int64_t most = wanted.first + kMostAudio - 1;
  wanted.last = std::min(wanted.last.value_or(most), most);
  return wanted;
}

std::string to_header(const AudioRange& range) {
  if (range.suffix) return "bytes=-" + std::to_string(*range.suffix);
  return "bytes=" + std::to_string(range.first) + "-" + (range.last ? std::to_string(*range.last) : "");
}

bool PartReader::take(std::int64_t first, std::int64_t total, std::string_view piece) {
  if (!begun_) {
    begun_ = true;
    at_ = first;
    total_ = total;
    first_ = wanted_.suffix ? std::max(first, total - *wanted_.suffix) : std::max(first, wanted_.first);
  }
  const std::int64_t end = wanted_.suffix ? kFarthest : *wanted_.last + 1;
  const auto size = static_cast<std::int64_t>(piece.size());
  const std::int64_t from = std::clamp<std::int64_t>(first_ - at_, 0, size);
  const std::int64_t to = std::clamp<std::int64_t>(end - at_, from, size);
  bytes_.append(piece.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
  at_ += size;
  // The end of what nobody said the length of: the last bytes so far are kept.
  if (wanted_.suffix && static_cast<std::int64_t>(bytes_.size()) > 2 * *wanted_.suffix) {
    const std::size_t old = bytes_.size() - static_cast<std::size_t>(*wanted_.suffix);
    bytes_.erase(0, old);
    first_ += static_cast<std::int64_t>(old);
  }
  return at_ <= end;  // an answer that ends here ends by itself, and its connection is kept
}

AudioPart PartReader::part(bool ended) const {
  AudioPart part{.first = first_, .total = total_, .content_type = {}, .bytes = bytes_};
  if (part.total == 0 && ended) part.total = at_;
  if (wanted_.suffix && static_cast<std::int64_t>(bytes_.size()) > *wanted_.suffix) {
    const std::size_t old = bytes_.size() - static_cast<std::size_t>(*wanted_.suffix);
    part.bytes.erase(0, old);
    part.first += static_cast<std::int64_t>(old);
  }
  part.beyond = part.bytes.empty();
  return part;
}

RecordingAudio answer_of(const AudioPart& part, bool asked_for_range) {
  RecordingAudio audio{.content_type = part.content_type, .accept_ranges = "bytes", .total = part.total};
  const std::string total = part.total == 0 ? "*" : std::to_string(part.total);
  const auto size = static_cast<std::int64_t>(part.bytes.size());
  if (part.beyond) {
    audio.status = asked_for_range ? 416 : 200;
    if (asked_for_range) audio.content_range = "bytes */" + total;
    return audio;
  }
  const bool whole = part.first == 0 && size == part.total;
  audio.status = whole && !asked_for_range ? 200 : 206;
  if (audio.status == 206)
    audio.content_range =
        "bytes " + std::to_string(part.first) + "-" + std::to_string(part.first + size - 1) + "/" + total;
  audio.body.bytes = part.bytes;
  return audio;
}

}  // namespace smarthandoff::calls
