#include <string>

#include <doctest/doctest.h>

#include "telephony/esl/recordings.hpp"

using namespace smarthandoff::esl;
using esl_test::json_frame;
using esl_test::plain_frame;

// libesl looked one byte past the data it had: when a segment ended between the two newlines of a header
// block and that stale byte was a newline, it framed wrongly and lost the event without a word.
TEST_CASE("a segment that ends between the two newlines of a blank line loses no event") {
  const std::string frame = plain_frame("Event-Name: HEARTBEAT\nEvent-Sequence: 1\n\n");
  const std::size_t cut = frame.find("\n\n") + 1;
  Decoder decoder;
  std::size_t events = 0;
  const Decoder::Sink count = [&](Frame&& f) { events += f.event().name() == "HEARTBEAT" ? 1 : 0; };
  for (int i = 0; i < 20000; ++i) {
    // The byte behind the segment in our caller's memory is a newline, as it was in libesl's buffer.
    decoder.feed(std::string_view(frame).substr(0, cut), count);
    REQUIRE(events == static_cast<std::size_t>(i));
    decoder.feed(std::string_view(frame).substr(cut), count);
    REQUIRE(events == static_cast<std::size_t>(i) + 1);
  }
}

// greenswitch decoded the whole event before it split lines: a caller's name with %0A set other headers.
TEST_CASE("an encoded newline in a caller's name makes no header") {
  const auto frames = esl_test::decode(plain_frame(
      "Event-Name: CHANNEL_CREATE\nCaller-Caller-ID-Name: x%0ACaller-Destination-Number%3A%20900\n"
      "Caller-Destination-Number: 1001\n\n"));
  const Event event = frames.at(0).event();
  CHECK(event.value("Caller-Caller-ID-Name") == "x\nCaller-Destination-Number: 900");
  CHECK(event.value("Caller-Destination-Number") == "1001");
  CHECK(event.size() == 3);
}

// modesl called decodeURIComponent on every value: a Latin-1 name threw in its socket handler.
TEST_CASE("a Latin-1 name or a stray percent sign is a value like any other") {
  const auto frames = esl_test::decode(plain_frame("Caller-Caller-ID-Name: Ren%E9\nnote: 100%\n\n"));
  CHECK(frames.at(0).event().value("Caller-Caller-ID-Name") == "Ren\xE9");
  CHECK(to_valid_utf8(frames.at(0).event().value("Caller-Caller-ID-Name")) == "Ren\xEF\xBF\xBD");
  CHECK(frames.at(0).event().value("note") == "100%");
}

// npm esl left the values of plain events encoded.
TEST_CASE("values of plain events are decoded") {
  const auto frames = esl_test::decode(plain_frame("Channel-Name: sofia/internal/1001%40pbx.local\n\n"));
  CHECK(frames.at(0).event().value("Channel-Name") == "sofia/internal/1001@pbx.local");
}

// npm esl removed control characters and U+0080 to U+009F from JSON before parsing it.
TEST_CASE("control characters in JSON events are kept") {
  const auto frames = esl_test::decode(json_frame("{\"v\":\"a\\u0001\\u0085\\tb\xC2\x85\"}"));
  CHECK(frames.at(0).event().value("v") == "a\x01\xC2\x85\tb\xC2\x85");
}

// A disconnect notice was taken for the end of every connection; with linger more events follow it.
TEST_CASE("events behind a disconnect notice with linger are decoded") {
  const auto frames = esl_test::decode(esl_test::recording("outbound_caller_hangs_up_linger_json"));
  bool noticed = false;
  bool complete = false;
  for (const Frame& frame : frames) {
    if (frame.content_type() == "text/disconnect-notice")
      noticed = frame.header("Content-Disposition") == "linger";
    if (noticed && frame.is_event()) complete = complete || frame.event().name() == "CHANNEL_HANGUP_COMPLETE";
  }
  CHECK(noticed);
  CHECK(complete);
}
