#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>

#include <doctest/doctest.h>
#include <zlib.h>

#include "telephony/esl/recordings.hpp"

using smarthandoff::esl::Decoder;
using smarthandoff::esl::Frame;

namespace esl_test {
namespace {

std::string gunzip(const std::filesystem::path& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw std::runtime_error("cannot open " + path.string());
  std::string bytes;
  std::string chunk(1 << 16, '\0');
  for (int size = 0; (size = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()))) > 0;) {
    bytes.append(chunk, 0, static_cast<std::size_t>(size));
  }
  return bytes;
}

const std::filesystem::path kFolder = SMARTHANDOFF_TEST_DATA "/freeswitch";
constexpr std::string_view kEnding = ".bin.gz";

std::vector<Recording> load() {
  std::vector<Recording> all;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    std::string name = entry.path().filename().string();
    if (!name.ends_with(kEnding)) continue;
    name.resize(name.size() - kEnding.size());
    all.push_back({name, recording(name)});
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

std::vector<Frame> decode_pieces(std::string_view bytes, const std::vector<std::size_t>& cuts) {
  Decoder decoder;
  std::vector<Frame> frames;
  std::size_t from = 0;
  for (const std::size_t cut : cuts) {
    decoder.feed(bytes.substr(from, cut - from), [&](Frame&& frame) { frames.push_back(std::move(frame)); });
    from = cut;
  }
  decoder.feed(bytes.substr(from), [&](Frame&& frame) { frames.push_back(std::move(frame)); });
  return frames;
}

std::string wire_of(const Frame& frame) {
  std::string wire;
  for (std::size_t i = 0; i < frame.header_count(); ++i) {
    wire.append(frame.header_name(i)).append(": ").append(frame.header_value(i)).append("\n");
  }
  return wire.append("\n").append(frame.body());
}

// The first offset at which cutting `bytes` in two changes what comes out; npos if there is none. At the end
// of a frame the decoder holds nothing, so what lies before the cut frame is left out: it would be decoded
// the same way for every cut.
std::size_t first_bad_cut(std::string_view bytes) {
  const std::vector<Frame> whole = decode_pieces(bytes, {});
  std::size_t from = 0;
  for (std::size_t i = 0; i <= whole.size(); ++i) {
    const std::size_t end = i < whole.size() ? from + wire_of(whole[i]).size() : bytes.size();
    const std::string_view next = bytes.substr(end, 20);
    const std::vector<Frame> expected(
        whole.begin() + static_cast<std::ptrdiff_t>(i),
        whole.begin() + static_cast<std::ptrdiff_t>(std::min(i + 1, whole.size())));
    for (std::size_t cut = from + 1; cut <= end; ++cut) {
      if (!same(decode_pieces(bytes.substr(from, end - from + next.size()), {cut - from}), expected))
        return cut;
    }
    from = end;
  }
  return std::string_view::npos;
}

}  // namespace

const std::vector<Recording>& recordings() {
  static const std::vector<Recording> all = load();
  return all;
}

std::string recording(std::string_view name) {
  std::string bytes = gunzip(kFolder / std::string(name).append(kEnding));
  // The one recording that was begun in the middle of a frame.
  if (name == "slow_consumer_tail") bytes.erase(0, bytes.find("Content-Length: "));
  return bytes;
}

std::vector<Frame> decode(std::string_view bytes) {
  return decode_pieces(bytes, {});
}

bool same(const Frame& a, const Frame& b) {
  if (a.header_count() != b.header_count() || a.body() != b.body() || a.is_event() != b.is_event())
    return false;
  for (std::size_t i = 0; i < a.header_count(); ++i) {
    if (a.header_name(i) != b.header_name(i) || a.header_value(i) != b.header_value(i)) return false;
  }
  return true;
}

bool same(const std::vector<Frame>& a, const std::vector<Frame>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Frame& x, const Frame& y) { return same(x, y); });
}

std::string plain_frame(std::string_view event) {
  return "Content-Length: " + std::to_string(event.size()) + "\nContent-Type: text/event-plain\n\n" +
         std::string(event);
}

std::string json_frame(std::string_view event) {
  return "Content-Length: " + std::to_string(event.size()) + "\nContent-Type: text/event-json\n\n" +
         std::string(event);
}

TEST_CASE("every recording decodes without error and without a byte left over or altered") {
  REQUIRE(recordings().size() > 80);
  for (const Recording& recording : recordings()) {
    CAPTURE(recording.name);
    Decoder decoder;
    std::string again;
    for (const Frame& frame : decoder.feed(recording.bytes)) again += wire_of(frame);
    CHECK(decoder.buffered() + again.size() == recording.bytes.size());
    CHECK(recording.bytes.starts_with(again));
    CHECK_FALSE(decoder.error());
    // A few recordings were stopped in the middle of a frame.
    if (recording.name.starts_with("auth_") || recording.name.starts_with("bgapi_"))
      CHECK(decoder.buffered() == 0);
  }
}

TEST_CASE("every recording fed byte by byte gives the frames of the whole") {
  for (const Recording& recording : recordings()) {
    CAPTURE(recording.name);
    Decoder decoder;
    std::vector<Frame> frames;
    for (const char& byte : recording.bytes) {
      decoder.feed({&byte, 1}, [&](Frame&& frame) { frames.push_back(std::move(frame)); });
    }
    CHECK(same(frames, decode(recording.bytes)));
  }
}

TEST_CASE("every recording fed in seeded random pieces gives the frames of the whole") {
  std::mt19937_64 random(20261120);
  for (const Recording& recording : recordings()) {
    const std::vector<Frame> whole = decode(recording.bytes);
    for (const std::size_t most : {7UL, 300UL, 5000UL, 70000UL}) {
      CAPTURE(recording.name);
      CAPTURE(most);
      std::vector<std::size_t> cuts;
      for (std::size_t at = 0; at < recording.bytes.size();) {
        at += 1 + random() % most;
        if (at < recording.bytes.size()) cuts.push_back(at);
      }
      CHECK(same(decode_pieces(recording.bytes, cuts), whole));
    }
  }
}

TEST_CASE("the first 8 KB of every recording, cut in two at every byte, give the frames of the whole") {
  for (const Recording& recording : recordings()) {
    CAPTURE(recording.name);
    CHECK(first_bad_cut(std::string_view(recording.bytes).substr(0, 8192)) == std::string_view::npos);
  }
}

TEST_CASE("one frame of each content type and event name, cut in two at every byte, comes out whole") {
  std::set<std::string> seen;
  for (const Recording& recording : recordings()) {
    for (const Frame& frame : decode(recording.bytes)) {
      std::string kind(frame.content_type());
      if (frame.is_event()) kind.append(" ").append(frame.event().name());
      if (!seen.insert(kind).second) continue;
      CAPTURE(kind);
      // A neighbour on each side, as JSON and XML events are followed by the next header without newline.
      const std::string next = "Content-Type: command/reply\nReply-Text: +OK\n\n";
      CHECK(first_bad_cut(next + wire_of(frame) + next) == std::string_view::npos);
    }
  }
  CHECK(seen.count("text/rude-rejection") == 1);
  CHECK(seen.count("text/disconnect-notice") == 1);
  CHECK(seen.count("text/event-xml") == 1);
  CHECK(seen.count("command/reply CHANNEL_DATA") == 1);
  CHECK(seen.count("text/event-json CHANNEL_HANGUP_COMPLETE") == 1);
  CHECK(seen.size() > 40);
}

TEST_CASE("the body of every recorded plain event has the length that the event says") {
  std::size_t bodies = 0;
  for (const Recording& recording : recordings()) {
    CAPTURE(recording.name);
    for (const Frame& frame : decode(recording.bytes)) {
      if (frame.content_type() != "text/event-plain") continue;
      const auto event = frame.event();
      const auto length = event.get("Content-Length");
      REQUIRE(event.body().size() == (length ? std::stoul(*length) : 0UL));
      bodies += length ? 1 : 0;
    }
  }
  CHECK(bodies > 200);
}

TEST_CASE("a stream that starts in the middle of a frame is damage, not events") {
  const std::string bytes = recording("slow_consumer_tail");
  Decoder decoder;
  CHECK_THROWS(decoder.feed(bytes.substr(500)));
}

TEST_CASE("the same call decodes to the same values in plain and JSON form") {
  const auto values_of = [](std::string_view name) {
    std::vector<std::string> values;
    for (const Frame& frame : decode(recording(name))) {
      if (!frame.is_event()) continue;
      for (const char* header : {"Event-Name", "Caller-Caller-ID-Name", "variable_rig_multi"}) {
        values.push_back(frame.event().value(header));
      }
    }
    return values;
  };
  const std::vector<std::string> plain = values_of("utf8_values_plain");
  CHECK(plain == values_of("utf8_values_json"));
  CHECK(std::count(plain.begin(), plain.end(), "line1\nline2 50% & ü") == 1);
  CHECK(std::count(plain.begin(), plain.end(), "Zoë D’Angelo € 漢字 & <b>") > 0);
}

}  // namespace esl_test
