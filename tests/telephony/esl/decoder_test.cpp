#include <random>
#include <string>

#include <doctest/doctest.h>

#include "telephony/esl/recordings.hpp"

using namespace smarthandoff;
using namespace smarthandoff::esl;
using esl_test::decode;
using esl_test::json_frame;
using esl_test::plain_frame;

namespace {

// The error that `bytes` end in; fails the test if there is none.
Error damage(std::string_view bytes, DecoderOptions options = {}) {
  Decoder decoder(options);
  try {
    decoder.feed(bytes, [](Frame&&) {});
  } catch (const Error& error) {
    return error;
  }
  FAIL("accepted");
  return Error(ErrorCode::internal, "accepted");
}

Event only_event(std::string_view bytes) {
  const auto frames = decode(bytes);
  REQUIRE(frames.size() == 1);
  REQUIRE(frames.front().is_event());
  return frames.front().event();
}

}  // namespace

TEST_CASE("Content-Length may stand before or behind Content-Type, in any case of letters") {
  for (const char* block : {"Content-Type: api/response\nContent-Length: 5\n\n",
                            "Content-Length: 5\nContent-Type: api/response\n\n",
                            "content-length: 5\ncontent-type: api/response\n\n",
                            "Content-Length:5\nContent-Type:api/response\n\n"}) {
    CAPTURE(block);
    const auto frames = decode(std::string(block) + "a\n\nb\nContent-Type: command/reply\n\n");
    REQUIRE(frames.size() == 2);
    CHECK(frames[0].content_type() == "api/response");
    CHECK(frames[0].body() == "a\n\nb\n");
  }
}

TEST_CASE("a Content-Length that is no size, or says two things, is refused") {
  for (const char* length :
       {"-1", "+5", "5x", "x", "", "0x10", "1 2", "99999999999999999999999999", "5\nContent-Length: 6"}) {
    CAPTURE(length);
    const Error error = damage("Content-Type: api/response\nContent-Length: " + std::string(length) + "\n\n");
    CHECK(error.code() == ErrorCode::corrupt);
    CHECK(std::string(error.what()).find("Content-Length") != std::string::npos);
  }
}

TEST_CASE("a frame above the limit is refused from its header, naming size and limit, without its body") {
  Decoder decoder;
  const std::string header = "Content-Length: 104857600\nContent-Type: text/event-plain\n\n";
  CHECK_THROWS_WITH_AS(decoder.feed(header),
                       "event socket: a frame of 104857600 bytes exceeds the limit of 1048576 bytes", Error);
  CHECK(decoder.buffered() == 0);
  REQUIRE(decoder.error());
  CHECK(decoder.error()->details().at("size") == "104857600");
  CHECK(decoder.error()->details().at("limit") == "1048576");
}

TEST_CASE("a frame of exactly the limit is accepted and one byte more is not") {
  const std::string block = "Content-Type: api/response\nContent-Length: 100\n\n";
  const DecoderOptions exact{.max_frame_bytes = block.size() + 100};
  CHECK(Decoder(exact).feed(block + std::string(100, 'x')).size() == 1);
  CHECK(damage(block, {.max_frame_bytes = exact.max_frame_bytes - 1}).code() == ErrorCode::corrupt);
}

TEST_CASE("a header block that never ends is refused at the limit, whole and byte by byte") {
  const std::string endless(5000, 'x');
  CHECK(damage(endless, {.max_frame_bytes = 4096}).code() == ErrorCode::corrupt);
  Decoder decoder({.max_frame_bytes = 4096});
  std::size_t taken = 0;
  CHECK_THROWS_AS(
      [&] {
        for (const char& byte : endless) {
          decoder.feed({&byte, 1}, [](Frame&&) {});
          ++taken;
        }
      }(),
      Error);
  CHECK(taken == 4096);
}

TEST_CASE("a frame without Content-Type means that framing is lost") {
  CHECK(damage("hello there\n\n").code() == ErrorCode::corrupt);
  CHECK(damage("Content-Length: 5\n\nhello").code() == ErrorCode::corrupt);
}

TEST_CASE("the frames before the damage are returned, then every call throws the same") {
  Decoder decoder;
  const std::string good = "Content-Type: command/reply\nReply-Text: +OK\n\n";
  CHECK(decoder.feed(good + "Content-Type: api/response\nContent-Length: -1\n\n" + good).size() == 1);
  REQUIRE(decoder.error());
  for (int i = 0; i < 3; ++i) CHECK_THROWS_WITH_AS(decoder.feed(good), decoder.error()->what(), Error);
  CHECK_THROWS_AS(decoder.feed(""), Error);
}

TEST_CASE("limits outside 1 byte to 16 MiB are refused") {
  CHECK_THROWS_AS(Decoder({.max_frame_bytes = 0}), Error);
  CHECK_THROWS_AS(Decoder({.max_frame_bytes = (16U << 20) + 1}), Error);
  CHECK_NOTHROW(Decoder({.max_frame_bytes = 16U << 20}));
}

TEST_CASE("an exception of the sink loses no bytes behind the frame it was given") {
  const std::string good = "Content-Type: command/reply\nReply-Text: +OK\n\n";
  for (const std::size_t first : {std::size_t{0}, std::size_t{10}}) {
    Decoder decoder;
    if (first > 0) CHECK(decoder.feed(good.substr(0, first)).empty());
    int calls = 0;
    const Decoder::Sink sink = [&](Frame&&) {
      if (++calls == 1) throw std::runtime_error("handler");
    };
    CHECK_THROWS_AS(decoder.feed(good.substr(first) + good + good.substr(0, 5), sink), std::runtime_error);
    decoder.feed(good.substr(5), sink);
    CHECK(calls == 3);
    CHECK(decoder.buffered() == 0);
  }
}

TEST_CASE("newlines between frames are passed over") {
  CHECK(decode("\n\nContent-Type: auth/request\n\n\n\n\nContent-Type: auth/request\n\n").size() == 2);
}

TEST_CASE("values are decoded on access, and what is no encoding stays as it is") {
  struct Row {
    const char* raw;
    std::string decoded;
  };
  const Row rows[] = {{"plain", "plain"},
                      {"a%20b", "a b"},
                      {"50%", "50%"},
                      {"%4", "%4"},
                      {"%zz%41", "%zzA"},
                      {"a+b", "a+b"},
                      {"%25%32%30", "%20"},
                      {"%e9%E9", "\xE9\xE9"},
                      {"%00", std::string(1, '\0')},
                      {"%", "%"},
                      {"", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.raw);
    CHECK(only_event(plain_frame("Event-Name: X\nv: " + std::string(row.raw) + "\n\n")).value("v") ==
          row.decoded);
  }
}

TEST_CASE("headers are found by exact name, the first of a repeated one counts, and all are listed") {
  const Event event =
      only_event(plain_frame("Event-Name: X\na: 1\na: 2\nno colon here\nb=c: d: e\n\nbody\n"));
  CHECK(event.name() == "X");
  CHECK(event.value("a") == "1");
  CHECK_FALSE(event.has("A"));
  CHECK_FALSE(event.get("missing"));
  CHECK(event.value("missing").empty());
  CHECK(event.value("b=c") == "d: e");
  CHECK(event.body() == "body\n");
  REQUIRE(event.size() == 4);
  CHECK(event.name_at(2) == "a");
  CHECK(event.value_at(2) == "2");
}

TEST_CASE("a repeated variable is a list, in plain and JSON alike") {
  const Event plain = only_event(plain_frame("v: ARRAY%3A%3Aa%7C%3Ab%20c%7C%3A\ns: x\n\n"));
  const Event json = only_event(json_frame(R"({"v":["a","b c",""],"s":"x","bar":["a|:b"]})"));
  for (const Event& event : {plain, json}) {
    CHECK(event.list("v") == std::vector<std::string>{"a", "b c", ""});
    CHECK(event.list("s") == std::vector<std::string>{"x"});
    CHECK(event.list("missing").empty());
    CHECK(event.value("v") == "ARRAY::a|:b c|:");
  }
  CHECK(json.list("bar") == std::vector<std::string>{"a|:b"});
}

TEST_CASE("JSON events follow each other without newline and carry their body as _body") {
  const auto frames = decode(json_frame(R"({"Event-Name":"BACKGROUND_JOB","Job-UUID":"J","_body":"+OK\n"})") +
                             json_frame(R"({"Event-Name":"HEARTBEAT"})"));
  REQUIRE(frames.size() == 2);
  CHECK(frames[0].event().name() == "BACKGROUND_JOB");
  CHECK(frames[0].event().body() == "+OK\n");
  CHECK_FALSE(frames[0].event().has("_body"));
  CHECK(frames[1].event().name() == "HEARTBEAT");
}

TEST_CASE("bytes that are no UTF-8 survive in JSON events, and so do the characters used to carry them") {
  const std::string odd = "Ren\xE9 \xF4\x8F\xBF\xA9 \xC3\xA9 \xFF\xC3";
  const Event event = only_event(json_frame("{\"n\xE9\":\"" + odd + "\",\"list\":[\"\xE9\"]}"));
  CHECK(event.value("n\xE9") == odd);
  CHECK(event.list("list") == std::vector<std::string>{"\xE9"});
}

TEST_CASE("a malformed or too deep JSON event is an error of that event only") {
  const std::string deep = "{\"a\":" + std::string(65, '[') + std::string(65, ']') + "}";
  for (const std::string& bad : {std::string("{\"a\":"), std::string("[]"), std::string("{\"a\":\"\n\"}"),
                                 deep, std::string(500000, '['), std::string()}) {
    CAPTURE(bad.substr(0, 20));
    const auto frames = decode(json_frame(bad) + json_frame(R"({"Event-Name":"X"})"));
    REQUIRE(frames.size() == 2);
    try {
      frames[0].event();
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::corrupt);
    }
    CHECK(frames[1].event().name() == "X");
  }
}

TEST_CASE("JSON values the switch never sends are kept as their JSON text") {
  const Event event = only_event(json_frame(R"({"n":1,"t":true,"o":{"x":[1]}})"));
  CHECK(event.value("n") == "1");
  CHECK(event.value("t") == "true");
  CHECK(event.value("o") == R"({"x":[1]})");
}

TEST_CASE("an XML event is a frame with its raw body") {
  const auto frames = decode(esl_test::recording("heartbeat_xml"));
  const auto& frame = frames.back();
  CHECK(frame.content_type() == "text/event-xml");
  CHECK_FALSE(frame.is_event());
  CHECK(frame.event().size() == 0);
  CHECK(frame.body().starts_with("<event>"));
}

TEST_CASE("the answer to connect is an event with decoded values") {
  const auto frames = decode(esl_test::recording("outbound_async_full"));
  const auto& reply = frames.front();
  CHECK(reply.content_type() == "command/reply");
  REQUIRE(reply.is_event());
  CHECK(reply.answer_text() == "+OK");
  const Event event = reply.event();
  CHECK(event.name() == "CHANNEL_DATA");
  CHECK(event.value("Socket-Mode") == "async");
  CHECK(event.value("Channel-Caller-ID-Number").starts_with("+"));
  CHECK_FALSE(decode(esl_test::recording("auth_ok"))[1].is_event());
}

TEST_CASE("an answer is the Reply-Text, or the body without its newline") {
  const auto frames = decode(
      "Content-Type: command/reply\nReply-Text: -ERR invalid\n\n"
      "Content-Type: api/response\nContent-Length: 4\n\n+OK\n"
      "Content-Type: api/response\nContent-Length: 4\n\ntrue"
      "Content-Type: command/reply\n\n");
  REQUIRE(frames.size() == 4);
  CHECK(frames[0].answer_text() == "-ERR invalid");
  CHECK(frames[1].answer_text() == "+OK");
  CHECK(frames[1].body() == "+OK\n");
  CHECK(frames[2].answer_text() == "true");
  CHECK(frames[3].answer_text().empty());
}

TEST_CASE("ill-formed UTF-8 becomes U+FFFD, one for each maximal subpart") {
  struct Row {
    std::string bytes;
    std::string valid;
  };
  const std::string r = "\xEF\xBF\xBD";
  const Row rows[] = {{"Zoë 漢 😀", "Zoë 漢 😀"},
                      {"Ren\xE9", "Ren" + r},
                      {"\xC0\x80", r + r},
                      {"\xE2\x82", r},
                      {"\xE2\x82X", r + "X"},
                      {"\xED\xA0\x80", r + r + r},
                      {"\xF0\x9F\x98", r},
                      {"\xF4\x90\x80\x80", r + r + r + r},
                      {"\x80", r},
                      {"", ""},
                      {std::string(1, '\0'), std::string(1, '\0')}};
  for (const Row& row : rows) CHECK(to_valid_utf8(row.bytes) == row.valid);
}

TEST_CASE("random bytes and damaged recordings never do worse than an error") {
  std::mt19937_64 random(7);
  const std::string source = esl_test::recording("utf8_values_json");
  std::size_t refused = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = source.substr(random() % source.size(), 1 + random() % 4000);
    if (round % 2 == 0)
      bytes = "Content-Length: " + std::to_string(random() % 300) + "\nContent-Type: text/event-json\n\n{" +
              bytes;
    for (int flips = static_cast<int>(random() % 20); flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    Decoder decoder({.max_frame_bytes = 2048});
    try {
      while (!bytes.empty()) {
        const std::size_t size = 1 + random() % 700;
        for (const Frame& frame : decoder.feed(std::string_view(bytes).substr(0, size))) {
          if (frame.is_event()) frame.event().list("Event-Name");
        }
        bytes.erase(0, size);
        CHECK(decoder.buffered() <= 2048);
      }
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::corrupt);
      ++refused;
    }
  }
  CHECK(refused > 100);
}
