// A call's recording on its whole way: the real engine and adapters, doubles of Twilio and S3.
#include <doctest/doctest.h>

#include <cstdlib>
#include <optional>

#include <smarthandoff/smarthandoff.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

#include "base/digest.hpp"
#include "engine/engine_stores.hpp"
#include "support/eventually.hpp"
#include "support/s3_double.hpp"

using namespace smarthandoff;
using calls::RecordingState;
using test_support::eventually;

namespace {

const std::string kHost = "https://hooks.example.com";
const std::string kAccount = "AC" + std::string(32, 'a');
const std::string kTheirs = "+5518997751234";

struct Storage {
  std::string endpoint, key_id, secret, region = "sa-east-1";
};

// A tenant whose calls are recorded, with Twilio and a person who picks up and hangs up.
class Line {
 public:
  explicit Line(const Storage& storage)
      : twilio_({.recording_processing = Milliseconds(20)}),
        engine_(options()),
        acme_(engine_.tenant("acme")) {
    twilio_.add_number({.number = "+13055550100", .account_sid = {}});
    twilio_.add_person({.number = kTheirs, .after = Milliseconds(20), .hangs_up_after = Milliseconds(2100)});
    twilio_.answer_webhooks([this](const http::Request& request) { return host(request); });
    twilio_.start();
    acme_.call(calls::create_account, {.name = "prod", .account_sid = kAccount, .token = Secret("12345")});
    acme_.call(calls::create_number, {.number = "+13055550100"});
    calls::ConfigureCalls settings;
    settings.base_url = kHost;
    settings.recorded = calls::Recorded::dual;
    acme_.call(calls::configure, settings);
    acme_.call(calls::configure_recordings, wanted(storage));
  }
  ~Line() { twilio_.stop(); }

  static calls::ConfigureRecordings wanted(const Storage& storage) {
    calls::ConfigureRecordings wanted;
    wanted.store = true;
    wanted.endpoint = storage.endpoint;
    wanted.region = storage.region;
    wanted.bucket = "recordings";
    wanted.prefix = "acme";
    wanted.access_key_id = storage.key_id;
    wanted.secret_access_key = Secret(storage.secret);
    wanted.delete_at_twilio = true;
    return wanted;
  }

  // Places a call and waits until its recording is known.
  calls::StoredRecording recorded() {
    const calls::PlaceCall wish{.to = kTheirs, .purpose = contact::Purpose::requested, .time_named = true};
    const auto placed = acme_.call(calls::place, wish);
    REQUIRE(placed.call);
    call_ = placed.call->id;
    REQUIRE(eventually([&] { return !all().empty(); }));
    return all().front();
  }
  std::vector<calls::StoredRecording> all() {
    return acme_.call(calls::list_recordings, {.call_id = call_}).recordings;
  }
  calls::StoredRecording wait_for(RecordingState state) {
    eventually([&] { return all().front().state == state; });
    REQUIRE(all().front().state == state);
    return all().front();
  }
  calls::RecordingAudio play(const std::string& range = {}) {
    return acme_.call(calls::recording_audio, {.call_id = call_, .range = range});
  }
  // How many recordings Twilio has.
  bool at_twilio(const std::string& sid) {
    const auto outcome = twilio_.handle(
        {.url = "https://api.twilio.com/2010-04-01/Accounts/" + kAccount + "/Recordings/" + sid + ".json",
         .headers = {{"Authorization", "Basic " + digest::to_base64(kAccount + ":12345")}}});
    REQUIRE(outcome.response);
    return outcome.response->status == 200;
  }
  Tenant& tenant() { return acme_; }

 private:
  EngineOptions options() {
    EngineOptions options = stores::SqliteMemory().options();
    options.encryption_keys = {{"k1", Secret(std::string(64, '1'))}};
    twilio_.listen();
    options.twilio_url = twilio_.url();
    return options;
  }
  http::Response host(const http::Request& request) {
    calls::VoiceWebhook webhook{.url = request.url, .body = {request.body}};
    webhook.signature =
        http::Response{.status = 0, .headers = request.headers, .body = {}}.header("X-Twilio-Signature");
    const auto answer =
        request.url.starts_with(kHost + "/voice/twiml")            ? acme_.call(calls::script, webhook)
        : request.url.starts_with(kHost + "/webhooks/recording")   ? acme_.call(calls::recording, webhook)
        : request.url.starts_with(kHost + "/webhooks/call-status") ? acme_.call(calls::call_status, webhook)
        : request.url.starts_with(kHost + "/voice/wait-music")     ? acme_.call(calls::wait_music, webhook)
                                                                   : acme_.call(calls::queue_result, webhook);
    return {.status = answer.status, .headers = {{"Content-Type", answer.content_type}}, .body = answer.body};
  }

  twilio_double::TwilioDouble twilio_;
  Engine engine_;
  Tenant acme_;
  calls::CallId call_;
};

Storage storage_of(const s3_double::Service& service) {
  return {.endpoint = service.url(), .key_id = service.key_id, .secret = service.secret};
}

}  // namespace

TEST_CASE("a call's recording is heard at Twilio, stored, deleted there, and heard from the bucket") {
  s3_double::Service bucket;
  bucket.checksums = false;  // what it has is read back
  Line line(storage_of(bucket));
  calls::ConfigureRecordings off;
  off.store = false;
  line.tenant().call(calls::configure_recordings, off);
  const auto known = line.recorded();
  CHECK(known.state == RecordingState::at_twilio);
  CHECK(known.channels == 2);
  const auto heard = line.play();
  CHECK(heard.status == 200);
  CHECK(heard.content_type == "audio/x-wav");
  CHECK(heard.body.bytes.starts_with("RIFF"));
  CHECK(line.play("bytes=8-11").body.bytes == "WAVE");
  CHECK(line.play("bytes=8-11").content_range == "bytes 8-11/" + std::to_string(heard.total));
  CHECK(line.play("bytes=99999999-").status == 416);
  calls::ConfigureRecordings on;
  on.store = true;
  line.tenant().call(calls::configure_recordings, on);
  line.tenant().call(calls::store_recording, {.recording_id = known.id});
  const auto stored = line.wait_for(RecordingState::stored);
  const auto objects = bucket.objects();
  REQUIRE(objects.contains(stored.place.key));
  CHECK(objects.at(stored.place.key).bytes == heard.body.bytes);
  CHECK(objects.at(stored.place.key).sha256 == stored.sha256);
  CHECK(stored.bytes == heard.total);
  CHECK(eventually([&] { return !line.all().front().at_twilio; }));
  CHECK_FALSE(line.at_twilio(stored.sid));
  CHECK(line.play() == heard);
  const auto part = line.play("bytes=40-47");
  CHECK(part.status == 206);
  CHECK(part.body.bytes == heard.body.bytes.substr(40, 8));
  CHECK(line.play("bytes=-4").content_range == "bytes " + std::to_string(heard.total - 4) + "-" +
                                                   std::to_string(heard.total - 1) + "/" +
                                                   std::to_string(heard.total));
  CHECK(line.play("bytes=99999999-").status == 416);
}

TEST_CASE("a recording outlives a bucket that is down, breaks bytes, and is in another region") {
  s3_double::Service bucket;
  bucket.region = "eu-west-1";
  int left = 1;
  bucket.breaks = [&](std::string& bytes) {
    if (left-- > 0) bytes[bytes.size() / 2] ^= 1;
  };
  Storage storage = storage_of(bucket);
  Line line(storage);
  bucket.broken_before = true;
  line.recorded();
  const auto failed = line.wait_for(RecordingState::failed);
  CHECK(failed.failure.find("in the region eu-west-1, not sa-east-1") != std::string::npos);
  CHECK(line.at_twilio(failed.sid));
  bucket.next(s3_double::Service::refusal(503, "SlowDown"));
  calls::ConfigureRecordings mended;
  mended.region = "eu-west-1";
  line.tenant().call(calls::configure_recordings, mended);
  CHECK(eventually([&] { return !line.all().front().failure.empty(); }));
  CHECK(line.at_twilio(failed.sid));
  const auto stored = line.wait_for(RecordingState::stored);
  CHECK(bucket.objects().at(stored.place.key).sha256 == stored.sha256);
  CHECK(left <= 0);
  CHECK(eventually([&] { return !line.all().front().at_twilio; }));
}

// tests/judges/s3/judge.js gives the address; the storage may come up later, and may break the first body.
TEST_CASE("judge: a recording is stored with somebody else's S3") {
  const char* endpoint = std::getenv("SMARTHANDOFF_TEST_S3");
  if (endpoint == nullptr) {
    MESSAGE("skipped: @20minutes/s3rver (tests/judges/s3/run.sh starts it)");
    return;
  }
  Line line({.endpoint = endpoint, .key_id = "S3RVER", .secret = "S3RVER"});
  line.recorded();
  const auto stored = line.wait_for(RecordingState::stored);
  CHECK(eventually([&] { return !line.all().front().at_twilio; }));
  const auto audio = line.play();
  CHECK(audio.status == 200);
  CHECK(digest::to_hex(digest::sha256(audio.body.bytes)) == stored.sha256);
  CHECK(line.play("bytes=0-3").body.bytes == "RIFF");
  MESSAGE("stored " << stored.place.key << " " << stored.sha256 << " " << stored.bytes);
}
