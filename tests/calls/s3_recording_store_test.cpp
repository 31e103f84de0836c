// The adapter between doubles of Twilio's media and S3.
#include <smarthandoff/calls/s3_recording_store.hpp>

#include <doctest/doctest.h>

#include <future>

#include "base/digest.hpp"
#include "support/eventually.hpp"
#include "support/s3_double.hpp"

using namespace smarthandoff;
using namespace smarthandoff::calls;

namespace {

// Twilio's media as a function, a bucket, and the store between them.
struct World {
  World() {
    while (audio.size() < 300'000) audio += "RIFF\xff audio of a call ";
  }

  ObjectPlace place(const std::string& key = "acme/RE1.wav") const {
    return {.endpoint = bucket.url(), .region = bucket.region, .bucket = bucket.bucket, .key = key};
  }
  MoveOrder order() const {
    return {.recording_id = {"r1"}, .over = {{"acme"}, {}}, .sid = "RE1", .place = place()};
  }

  // Asks until it has ended.
  Moved move() {
    std::optional<Moved> ended;
    CHECK(test_support::eventually([&] { return (ended = store.move(order())).has_value(); }));
    return ended.value_or(Moved{.failure = {}, .sha256 = {}});
  }
  std::pair<Failure, AudioPart> read(const AudioRange& range, bool stored) {
    std::promise<std::pair<Failure, AudioPart>> promise;
    AudioQuestion question{.over = {{"acme"}, {}}, .sid = "RE1", .place = {}, .range = range};
    if (stored) question.place = place();
    store.read(question, [&](const Failure& failure, const AudioPart& part) {
      promise.set_value({failure, part});
    });
    return promise.get_future().get();
  }
  static std::string code(const Failure& failure) {
    return failure ? std::string(to_string(failure->code())) : "none";
  }

  // The whole in pieces, as Twilio answers whatever range is asked for.
  void media(const MediaOrder& order, const http::BodySink& sink,
             const std::function<void(Failure, http::Response)>& done) {
    ++fetched;
    CHECK(order.sid == "RE1");
    if (media_failure) return done(media_failure, {});
    const http::Response response{
        .status = 200,
        .headers = {{"Content-Length", std::to_string(audio.size())}, {"Content-Type", "audio/x-wav"}},
        .body = {}};
    for (std::size_t at = 0; at < audio.size(); at += 1000)
      if (!sink(response, std::string_view(audio).substr(at, 1000))) break;
    done({}, response);
  }

  s3_double::Service bucket;
  std::string audio;
  Failure media_failure;
  int fetched = 0;
  S3RecordingStore store{
      [this](const TenantId&, const auto& done) {
        done({}, s3::Access{.key_id = bucket.key_id, .secret = Secret(bucket.secret), .session_token = {}});
      },
      [this](const MediaOrder& wanted, const http::BodySink& sink, const auto& done) {
        media(wanted, sink, done);
      }};
};

}  // namespace

TEST_CASE("audio is moved, held to its checksum by the service or by reading it back, and read in parts") {
  for (const bool checksums : {true, false}) {
    CAPTURE(checksums);
    World world;
    world.bucket.checksums = checksums;
    const Moved moved = world.move();
    CHECK(World::code(moved.failure) == "none");
    CHECK(moved.bytes == static_cast<std::int64_t>(world.audio.size()));
    CHECK(moved.sha256 == digest::to_hex(digest::sha256(world.audio)));
    CHECK(world.bucket.objects().at("acme/RE1.wav").bytes == world.audio);
    CHECK(world.bucket.objects().at("acme/RE1.wav").content_type == "audio/x-wav");
    for (const bool stored : {false, true}) {
      const auto [failure, part] = world.read({.first = 100, .last = 119, .suffix = {}}, stored);
      CHECK(World::code(failure) == "none");
      CHECK(part.bytes == world.audio.substr(100, 20));
      CHECK(part.first == 100);
      CHECK(part.total == static_cast<std::int64_t>(world.audio.size()));
      CHECK(part.content_type == "audio/x-wav");
      CHECK(world.read({.first = 9'999'999, .last = {}, .suffix = {}}, stored).second.beyond);
    }
    CHECK(world.fetched == 3);  // moved once, however often it was asked how it goes
  }
}

TEST_CASE("what lies there broken is removed and told as corrupt, whoever broke it") {
  World world;
  world.bucket.breaks = [](std::string& bytes) { bytes[7] ^= 1; };
  SUBCASE("on its way: the service refuses it") {
    world.bucket.broken_before = true;
  }
  SUBCASE("afterwards: its checksum tells") {}
  SUBCASE("afterwards: reading it back tells") {
    world.bucket.checksums = false;
  }
  CHECK(World::code(world.move().failure) == "corrupt");
  CHECK(world.bucket.objects().empty());
  world.bucket.breaks = nullptr;
  CHECK(World::code(world.move().failure) == "none");  // it is begun again
}

TEST_CASE("a move that fails says why, and leaves nothing") {
  World world;
  SUBCASE("Twilio has it not yet") {
    world.media_failure = Error(ErrorCode::not_found, "twilio answered 404");
    CHECK(World::code(world.move().failure) == "not_found");
  }
  SUBCASE("the service is down") {
    world.bucket.next(s3_double::Service::refusal(503, "SlowDown"));
    CHECK(World::code(world.move().failure) == "rate_limited");
  }
  SUBCASE("the engine is closing") {
    world.store.stop();
    CHECK(World::code(world.move().failure) == "unavailable");
  }
  CHECK(world.bucket.objects().empty());
}

TEST_CASE("an object is removed, and one that is gone is no failure") {
  World world;
  world.move();
  for (int i = 0; i < 2; ++i) {
    std::promise<Failure> promise;
    world.store.remove({"acme"}, world.place(), [&](const Failure& failure) { promise.set_value(failure); });
    CHECK(World::code(promise.get_future().get()) == "none");
  }
  CHECK(world.bucket.objects().empty());
}
