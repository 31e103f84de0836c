#include "calls/audio_range.hpp"

#include <doctest/doctest.h>

using namespace smarthandoff;
using namespace smarthandoff::calls;

namespace {

// What a player gets of `text`, from a server that looks at ranges or not, in pieces of 3 bytes.
RecordingAudio played(const std::string& text, const std::string& header, bool ranges,
                      bool tells_length = true) {
  const auto range = parse_range(header);
  const AudioRange wanted = bounded(range);
  const auto size = static_cast<std::int64_t>(text.size());
  std::int64_t first = 0, end = size;
  if (ranges) {
    first = wanted.suffix ? std::max<std::int64_t>(0, size - *wanted.suffix) : wanted.first;
    end = wanted.suffix ? size : std::min(size, *wanted.last + 1);
  }
  PartReader reader(wanted);
  bool more = true;
  for (std::int64_t at = first; at < end && more; at += 3)
    more = reader.take(first, tells_length ? size : 0,
                       text.substr(static_cast<std::size_t>(at),
                                   static_cast<std::size_t>(std::min<std::int64_t>(3, end - at))));
  return answer_of(reader.part(more), range.has_value());
}

}  // namespace

TEST_CASE("a Range header is one range of bytes, or none") {
  struct Row {
    const char* header;
    std::optional<AudioRange> wanted;
  };
  for (const Row& row :
       {Row{"bytes=0-99", AudioRange{.first = 0, .last = 99, .suffix = {}}},
        Row{"bytes=100-", AudioRange{.first = 100, .last = {}, .suffix = {}}},
        Row{"bytes=-5", AudioRange{.first = 0, .last = {}, .suffix = 5}}, Row{"", {}}, Row{"bytes=-0", {}},
        Row{"bytes=5-4", {}}, Row{"bytes=a-b", {}}, Row{"items=0-1", {}}, Row{"bytes=0-1,3-4", {}},
        Row{"bytes=--5", {}}, Row{"bytes=-", {}}, Row{"bytes=99999999999999999999-", {}},
        Row{"bytes=1- \r\nX: y", {}}}) {
    CAPTURE(row.header);
    CHECK(parse_range(row.header) == row.wanted);
  }
}

TEST_CASE("a player gets the part it asks for, whether or not the server looks at ranges") {
  const std::string text = "0123456789";
  struct Row {
    const char* header;
    std::int64_t status;
    const char *range, *bytes;
  };
  for (const bool ranges : {true, false})
    for (const Row& row :
         {Row{"", 200, "", "0123456789"}, Row{"bytes=0-", 206, "bytes 0-9/10", "0123456789"},
          Row{"bytes=2-4", 206, "bytes 2-4/10", "234"}, Row{"bytes=8-99", 206, "bytes 8-9/10", "89"},
          Row{"bytes=-4", 206, "bytes 6-9/10", "6789"}, Row{"bytes=-40", 206, "bytes 0-9/10", "0123456789"},
          Row{"wrong", 200, "", "0123456789"}}) {
      CAPTURE(row.header);
      CAPTURE(ranges);
      const RecordingAudio audio = played(text, row.header, ranges);
      CHECK(audio.status == row.status);
      CHECK(audio.content_range == row.range);
      CHECK(audio.body.bytes == row.bytes);
      CHECK(audio.total == 10);
      CHECK(audio.accept_ranges == "bytes");
    }
  const RecordingAudio beyond = played(text, "bytes=10-", false);
  CHECK(beyond.status == 416);
  CHECK(beyond.content_range == "bytes */10");
}

TEST_CASE("what nobody says the length of is cut all the same") {
  CHECK(played("0123456789", "bytes=2-4", false, false).content_range == "bytes 2-4/*");
  CHECK(played("0123456789", "bytes=2-4", false, false).body.bytes == "234");
  CHECK(played("0123456789", "bytes=-3", false, false).content_range == "bytes 7-9/10");
  CHECK(played("0123456789", "bytes=-3", false, false).body.bytes == "789");
  CHECK(played("0123456789", "", false, false).status == 200);
}

TEST_CASE("an answer is never longer than 2 MB") {
  const std::string text(static_cast<std::size_t>(kMostAudio) + 10, 'a');
  const RecordingAudio begin = played(text, "", false);
  CHECK(begin.status == 206);
  CHECK(begin.body.bytes.size() == static_cast<std::size_t>(kMostAudio));
  CHECK(begin.content_range == "bytes 0-2097151/2097162");
  CHECK(played(text, "bytes=5-", true).body.bytes.size() == static_cast<std::size_t>(kMostAudio));
  CHECK(to_header(bounded(parse_range("bytes=5-"))) == "bytes=5-2097156");
  CHECK(to_header(bounded(parse_range("bytes=-99999999"))) == "bytes=-2097152");
}
