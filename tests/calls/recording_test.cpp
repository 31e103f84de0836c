#include <smarthandoff/calls/recording.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/s3/client.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

const std::string kSid = "RE" + std::string(32, '1');

// A tenant with a bucket, and a call from a person that ended.
struct Desk : World {
  Desk() {
    register_with_contacts();
    now = parse_rfc3339("2026-01-16T15:00:00Z");
    status("completed", "1", {{"CallDuration", "30"}});
    ConfigureRecordings wanted;
    wanted.store = true;
    wanted.region = "sa-east-1";
    wanted.bucket = "acme-calls";
    wanted.prefix = "acme";
    wanted.access_key_id = "AKID";
    wanted.secret_access_key = Secret("s3cret");
    wanted.delete_at_twilio = true;
    write(configure_recordings, wanted);
    run();
    jobs.clear();
    events.clear();
    carrier.orders.clear();
  }
  void told(const std::string& sid = kSid, const std::string& word = "completed") {
    post(calls::recording, "/r",
         {{"CallSid", kCall},
          {"RecordingSid", sid},
          {"RecordingUrl", "https://api.twilio.com/" + sid},
          {"RecordingStatus", word},
          {"RecordingChannels", "2"},
          {"RecordingDuration", "30"}});
  }
  void voicemail(const std::string& sid = kSid, const std::string& token = {}) {
    post(voicemail_recorded, "/webhooks/voicemail",
         {{"CallSid", kCall},
          {"RecordingSid", sid},
          {"RecordingUrl", "https://api.twilio.com/" + sid},
          {"RecordingStatus", "completed"},
          {"RecordingDuration", "12"}},
         token);
  }
  std::vector<std::string> done() {
    run();
    std::vector<std::string> all = std::exchange(buckets.orders, {});
    for (const std::string& order : std::exchange(carrier.orders, {}))
      if (order.starts_with("delete")) all.push_back(order);
    return all;
  }
  StoredRecording only() {
    const auto all = read(list_recordings, ListRecordings{.call_id = call().id}).recordings;
    REQUIRE(all.size() == 1);
    return all.front();
  }
  void configure(const ConfigureRecordings& wanted) { write(configure_recordings, wanted); }
  // What follows changed settings, with the jobs it takes back.
  void resume() {
    const Job job = *std::ranges::find(jobs, "recording.resume", &Job::kind);
    std::erase_if(jobs, [&](const Job& same) { return same.kind == job.kind; });
    const auto handler = std::ranges::find(calls::job_handlers(), job.kind, &JobHandler::kind);
    const auto work = [&](Context& context, const int&) {
      handler->rule(context, job);
      for (const auto& gone : context.canceled_jobs())
        std::erase_if(jobs, [&](const Job& old) { return old.kind == gone.kind && old.key == gone.key; });
      return 0;
    };
    write(work, 0);
  }
  std::string key() { return "acme/2026/01/16/" + call().id.value + "/" + kSid + ".wav"; }
};

Failure failure(ErrorCode code, const std::string& text = "x") {
  return Error(code, text);
}

using Orders = std::vector<std::string>;

}  // namespace

TEST_CASE("a recording is stored, and deleted at Twilio only then") {
  Desk desk;
  desk.buckets.looks = 2;
  desk.told(kSid, "in-progress");
  CHECK(desk.done().empty());
  desk.told();
  const std::string move = "move " + kSid + " to acme-calls/" + desk.key();
  CHECK(desk.done() == Orders{move});
  CHECK(desk.only().state == RecordingState::waiting);
  desk.now += Seconds(1);
  CHECK(desk.done() == Orders{move});
  CHECK(desk.count("recording.stored") == 0);
  desk.now += Seconds(5);
  CHECK(desk.done() == Orders{move, "delete " + kSid});
  const StoredRecording stored = desk.only();
  CHECK(stored.state == RecordingState::stored);
  CHECK_FALSE(stored.at_twilio);
  CHECK(stored.bytes == 44);
  CHECK(stored.sha256 == std::string(64, 'a'));
  CHECK(stored.seconds == 30);
  CHECK(stored.channels == 2);
  CHECK(stored.stored_at == desk.now);
  CHECK(desk.count("recording.stored") == 1);
  CHECK(desk.call().recording->url.empty());
}

TEST_CASE("a recording told of twice is stored once, and a second one of the call as well") {
  Desk desk;
  desk.told();
  desk.told();
  CHECK(desk.done().size() == 2);
  desk.told("RE" + std::string(32, '2'));
  CHECK(desk.done().size() == 2);
  CHECK(desk.read(list_recordings, ListRecordings{}).recordings.size() == 2);
  CHECK(desk.read(list_recordings, ListRecordings{.state = RecordingState::stored}).recordings.size() == 2);
}

TEST_CASE("without a bucket a recording is listed and stays at Twilio") {
  Desk desk;
  ConfigureRecordings off;
  off.store = false;
  desk.configure(off);
  desk.told();
  CHECK(desk.done().empty());
  CHECK(desk.only().state == RecordingState::at_twilio);
  CHECK(error_of([&] { desk.write(store_recording, StoreRecording{desk.only().id}); }) ==
        "failed_precondition");
  ConfigureRecordings on;
  on.store = true;
  desk.configure(on);
  CHECK(desk.done().empty());  // of what came before, only what is asked for
  desk.write(store_recording, StoreRecording{desk.only().id});
  CHECK(desk.done().size() == 2);
  CHECK(desk.only().state == RecordingState::stored);
  CHECK(error_of([&] { desk.write(store_recording, StoreRecording{desk.only().id}); }) ==
        "failed_precondition");
}

TEST_CASE("what waits stays at Twilio when storing is switched off") {
  // It was moved all the same once the bucket answered, and deleted at Twilio.
  Desk desk;
  ConfigureRecordings off, on;
  off.store = false;
  on.store = true;
  SUBCASE("between two tries") {
    desk.buckets.answers = {failure(ErrorCode::unavailable, "down")};
    desk.told();
    CHECK(desk.done().size() == 1);
    desk.configure(off);
    desk.resume();
  }
  SUBCASE("during one that fails") {
    desk.told();
    const Job move = *std::ranges::find(desk.jobs, "recording.move", &Job::kind);
    std::erase_if(desk.jobs, [](const Job& job) { return job.kind == "recording.move"; });
    desk.buckets.answers = {failure(ErrorCode::unavailable, "down")};
    desk.configure(off);
    SUBCASE("which ends first") {
      desk.run(move);
    }
    SUBCASE("which ends afterwards") {
      desk.resume();
      desk.run(move);
    }
    CHECK(std::exchange(desk.buckets.orders, {}).size() == 1);
  }
  desk.run();
  desk.now += std::chrono::hours(24);
  CHECK(desk.done().empty());
  CHECK(desk.only().state == RecordingState::at_twilio);
  CHECK(desk.only().at_twilio);
  CHECK(desk.only().failure.empty());
  CHECK(desk.call().recording->url.ends_with(kSid));
  desk.configure(on);
  CHECK(desk.done().empty());  // as what came while storing was off
  desk.write(store_recording, StoreRecording{desk.only().id});
  CHECK(desk.done().size() == 2);
  CHECK(desk.only().state == RecordingState::stored);
}

TEST_CASE("a move that ends when storing has just been switched off counts") {
  Desk desk;
  desk.told();
  const Job move = *std::ranges::find(desk.jobs, "recording.move", &Job::kind);
  std::erase_if(desk.jobs, [](const Job& job) { return job.kind == "recording.move"; });
  ConfigureRecordings off;
  off.store = false;
  desk.configure(off);
  desk.run();
  desk.run(move);
  CHECK(desk.only().state == RecordingState::stored);
  desk.now += std::chrono::hours(24);
  CHECK(std::ranges::count(desk.done(), "remove " + desk.key()) == 0);
  CHECK(desk.buckets.objects.size() == 1);
}

TEST_CASE("a bucket that is down is asked again until it answers, and nothing is deleted meanwhile") {
  Desk desk;
  for (int i = 0; i < 20; ++i) desk.buckets.answers.push_back(failure(ErrorCode::unavailable, "down"));
  desk.told();
  std::size_t tries = desk.done().size();
  const Instant begin = desk.now;
  CHECK(desk.only().failure == "down");
  while (desk.only().state == RecordingState::waiting && desk.now - begin < std::chrono::hours(24)) {
    desk.now += Seconds(5);
    const auto orders = desk.done();
    tries += static_cast<std::size_t>(
        std::ranges::count_if(orders, [](const auto& o) { return o.starts_with("move"); }));
    if (desk.only().state == RecordingState::waiting)
      CHECK(std::ranges::count(orders, "delete " + kSid) == 0);
  }
  CHECK(tries == 21);
  CHECK(desk.now - begin < std::chrono::hours(13));
  CHECK(desk.only().state == RecordingState::stored);
  CHECK(desk.only().failure.empty());
}

TEST_CASE("what nobody can mend by waiting fails at once, is told, and is tried again once it is mended") {
  for (const ErrorCode code :
       {ErrorCode::unauthorized, ErrorCode::failed_precondition, ErrorCode::invalid_argument}) {
    Desk desk;
    desk.write(calls::configure, ConfigureCalls{.alerts = std::vector{AlertKind::recording_failed}});
    desk.buckets.answers = {failure(code, "the bucket is in the region eu-west-1, not sa-east-1")};
    desk.told();
    CHECK(desk.done().size() == 1);
    CHECK(desk.only().state == RecordingState::failed);
    CHECK(desk.only().failure == "the bucket is in the region eu-west-1, not sa-east-1");
    CHECK(desk.only().at_twilio);
    CHECK(desk.count("recording.failed") == 1);
    // It is safe at Twilio: not "a call without a recording".
    CHECK(desk.last("call.alert").find("gravação não armazenada, continua na Twilio: chamada com +1 415") !=
          std::string::npos);
    CHECK(desk.call().recording->url.ends_with(kSid));
    ConfigureRecordings mended;
    mended.region = "eu-west-1";
    desk.configure(mended);
    CHECK(desk.done().size() == 2);
    CHECK(desk.only().state == RecordingState::stored);
    CHECK(desk.only().place.region == "eu-west-1");
  }
}

TEST_CASE(
    "bytes that keep arriving broken, and a recording that Twilio does not have, are given up in the end") {
  for (const ErrorCode code : {ErrorCode::corrupt, ErrorCode::not_found}) {
    Desk desk;
    desk.write(calls::configure, ConfigureCalls{.alerts = std::vector{AlertKind::recording_failed}});
    for (int i = 0; i < 100; ++i) desk.buckets.answers.push_back(failure(code));
    desk.told();
    Orders all;
    for (int hour = 0; hour < 24; ++hour) {
      for (const std::string& order : desk.done()) all.push_back(order);
      desk.now += std::chrono::hours(1);
    }
    CHECK(all.size() == 13);
    CHECK(std::ranges::count(all, "delete " + kSid) == 0);
    CHECK(desk.only().state == RecordingState::failed);
    CHECK(desk.only().at_twilio);
    CHECK((desk.last("call.alert").find("sem gravação") != std::string::npos) ==
          (code == ErrorCode::not_found));
    CHECK(desk.count("call.alert") == 1);
  }
}

TEST_CASE("a move that is answered twice, or after a crash, changes nothing the second time") {
  Desk desk;
  desk.told();
  const Job move = *std::ranges::find(desk.jobs, "recording.move", &Job::kind);
  CHECK(desk.done().size() == 2);
  desk.run(move);
  CHECK(desk.done() == Orders{"move " + kSid + " to acme-calls/" + desk.key()});
  CHECK(desk.count("recording.stored") == 1);
  CHECK(desk.buckets.objects.size() >= 1);
  CHECK(desk.only().state == RecordingState::stored);
}

TEST_CASE("what was moved to where it is not wanted any more is removed there") {
  Desk desk;
  desk.told();
  const Job move = *std::ranges::find(desk.jobs, "recording.move", &Job::kind);
  ConfigureRecordings other;
  other.bucket = "other-bucket";
  desk.configure(other);
  desk.run(*std::ranges::find(desk.jobs, "recording.resume", &Job::kind));
  desk.run(move);
  const Orders orders = desk.done();
  CHECK(std::ranges::count(orders, "remove " + desk.key()) == 1);
  CHECK(desk.only().place.bucket == "other-bucket");
  CHECK(desk.only().state == RecordingState::stored);
  CHECK_FALSE(desk.only().removed_at);
}

TEST_CASE("after the days of retention a recording is removed, everywhere, and it is told") {
  Desk desk;
  ConfigureRecordings kept;
  kept.retention_days = 90;
  kept.delete_at_twilio = false;
  desk.configure(kept);
  desk.told();
  CHECK(desk.done().size() == 1);
  desk.now += std::chrono::hours(24 * 90 - 7);
  CHECK(desk.done().empty());
  desk.now += std::chrono::hours(7);
  desk.done();
  desk.now += std::chrono::hours(6);
  desk.done();
  CHECK(desk.only().state == RecordingState::expired);
  CHECK(desk.only().removed_at);
  CHECK_FALSE(desk.only().at_twilio);
  CHECK(desk.count("recording.removed") == 1);
  CHECK(desk.buckets.objects.empty());
  CHECK(desk.last("recording.removed").find("\"expired\"") != std::string::npos);
}

TEST_CASE("a person who is erased takes the recordings along, also one that is under way") {
  Desk desk;
  const auto person = desk.write(
      contacts::create,
      contacts::CreateContact{.name = "Ana", .addresses = {{contact::Channel::voice, "+14155551234"}}});
  desk.told();
  SUBCASE("stored") {
    desk.done();
    desk.write(contacts::erase, contacts::EraseContact{.contact_id = person.id.value});
    CHECK(desk.done() == Orders{"remove " + desk.key()});
  }
  SUBCASE("under way: what ends afterwards is removed as well") {
    const Job move = *std::ranges::find(desk.jobs, "recording.move", &Job::kind);
    desk.write(contacts::erase, contacts::EraseContact{.contact_id = person.id.value});
    std::erase_if(desk.jobs, [](const Job& job) { return job.kind == "recording.move"; });  // it was canceled
    CHECK(desk.done() == Orders{"remove " + desk.key(), "delete " + kSid});
    desk.run(move);
    CHECK(desk.done().back() == "remove " + desk.key());
  }
  CHECK(desk.only().state == RecordingState::erased);
  CHECK(desk.buckets.objects.empty());
  desk.now += std::chrono::hours(1);
  CHECK(desk.done() ==
        Orders{"remove " + desk.key()});  // a move in another process may have ended in between
  desk.now += std::chrono::hours(24);
  CHECK(desk.done().empty());
  CHECK(error_of([&] { desk.write(store_recording, StoreRecording{desk.only().id}); }) ==
        "failed_precondition");
}

TEST_CASE("a copy that Twilio does not delete for three days is told of") {
  Desk desk;
  desk.carrier.answers.assign(81, failure(ErrorCode::unavailable, "no answer"));
  desk.told();
  desk.done();
  std::size_t tries = 1;
  for (int hour = 0; hour < 90; ++hour) {
    desk.now += Seconds(3600);
    tries += desk.done().size();
    CHECK(desk.count("recording.failed") == (tries > 80 ? 1 : 0));
  }
  CHECK(tries == 81);
  CHECK(desk.count("recording.failed") == 1);
  CHECK(desk.only().state == RecordingState::stored);
  CHECK(desk.only().at_twilio);
  CHECK(desk.only().failure == "no answer");
}

TEST_CASE("a removal that fails is repeated, and says why so far") {
  Desk desk;
  desk.told();
  desk.done();
  desk.buckets.answers = {failure(ErrorCode::unauthorized, "no right"), failure(ErrorCode::unavailable)};
  ConfigureRecordings kept;
  kept.retention_days = 1;
  desk.configure(kept);
  desk.now += std::chrono::hours(30);
  desk.done();
  CHECK(desk.only().failure == "no right");
  CHECK(desk.only().state == RecordingState::stored);
  desk.now += Seconds(5);
  desk.done();
  desk.now += Seconds(10);
  desk.done();
  CHECK(desk.only().state == RecordingState::expired);
  CHECK(desk.only().failure.empty());
}

TEST_CASE("a voicemail is stored too, and its ticket says where it is then") {
  Desk desk;
  desk.voicemail();
  CHECK(desk.done().size() == 2);
  const auto all = desk.read(tickets::list, tickets::ListTickets{.call_id = kCall}).tickets;
  REQUIRE(all.size() == 1);
  CHECK(all[0].recording->path == "s3://acme-calls/" + desk.key());
  CHECK(all[0].recording->duration_seconds == 12);
}

TEST_CASE("a voicemail told of again makes no second ticket, wherever it lies or is gone") {
  // Stored, its ticket named the bucket, and the same request made another ticket with Twilio's dead address.
  Desk desk;
  desk.write(contacts::create, contacts::CreateContact{
                                   .name = "Ana", .addresses = {{contact::Channel::voice, "+14155551234"}}});
  desk.voicemail();
  CHECK(desk.done().size() == 2);
  SUBCASE("stored") {}
  SUBCASE("erased with its person") {
    desk.write(contacts::erase, contacts::EraseContact{.address = "+14155551234"});
    desk.done();
    CHECK(desk.only().state == RecordingState::erased);
  }
  desk.voicemail();
  desk.voicemail(kSid, "another token");
  CHECK(desk.done().empty());
  CHECK(desk.count("ticket.created") == 1);
  CHECK(desk.count("call.notification") == 1);
  desk.voicemail("RE" + std::string(32, '2'));
  CHECK(desk.count("ticket.created") == 2);  // another message in the same call
}

TEST_CASE("the audio is read from where it is, by call or by recording") {
  Desk desk;
  desk.told();
  desk.buckets.part = {.first = 0, .total = 4, .content_type = "audio/x-wav", .bytes = "RIFF"};
  const auto play = [&](const PlayRecording& wanted) {
    const AudioQuestion question = desk.read(recording_audio.plan, wanted);
    std::pair<std::optional<Error>, RecordingAudio> answer;
    recording_audio.fetch(desk.ports(), question,
                          [&](const std::optional<Error>& error, const RecordingAudio& audio) {
                            answer = {error, audio};
                          });
    return answer;
  };
  CHECK(play({.call_id = desk.call().id}).second.body.bytes == "RIFF");
  CHECK(std::exchange(desk.buckets.orders, {}) == Orders{"read at Twilio " + kSid});
  desk.done();
  const auto answer = play({.recording_id = desk.only().id, .range = "bytes=0-3"});
  CHECK(answer.second.status == 206);
  CHECK(answer.second.content_range == "bytes 0-3/4");
  CHECK(answer.second.content_type == "audio/x-wav");
  CHECK(desk.buckets.orders == Orders{"read " + desk.key()});
  desk.buckets.answers = {failure(ErrorCode::unavailable)};
  CHECK(play({.call_id = desk.call().id}).first->code() == ErrorCode::unavailable);
  CHECK(error_of([&] { play({}); }) == "invalid_argument call_id");
  CHECK(error_of([&] { play({.call_id = {"none"}}); }) == "not_found");
  desk.tenant = {"another"};
  CHECK(error_of([&] { play({.recording_id = {"x"}}); }) == "not_found");
}

TEST_CASE("settings are checked by field, and their secret never comes out") {
  Desk desk;
  const RecordingSettings settings = desk.read(recording_settings, GetRecordingSettings{});
  CHECK(settings.has_secret);
  CHECK(settings.key_id == "k1");
  CHECK(to_json(settings).find("s3cret") == std::string::npos);
  CHECK(
      desk.read([](const Context& context, const int&) { return recording_access(context).secret.reveal(); },
                0) == "s3cret");
  const auto refused = [&](auto member, const auto& value) {
    ConfigureRecordings wanted;
    wanted.*member = value;
    try {
      desk.configure(wanted);
    } catch (const Error& error) {
      return error.details().at("field");
    }
    return std::string("accepted");
  };
  using C = ConfigureRecordings;
  const std::string two_up = "a/../b";
  CHECK(refused(&C::prefix, two_up) == "prefix");
  CHECK(refused(&C::prefix, std::string("/a")) == "prefix");
  CHECK(refused(&C::prefix, std::string("a b")) == "prefix");
  CHECK(refused(&C::bucket, std::string("A")) == "bucket");
  CHECK(refused(&C::region, std::string("a:b")) == "region");
  CHECK(refused(&C::endpoint, std::string("http://10.0.0.1")) == "endpoint");
  CHECK(refused(&C::access_key_id, std::string("a b")) == "access_key_id");
  CHECK(refused(&C::secret_access_key, Secret("a b")) == "secret_access_key");
  CHECK(refused(&C::retention_days, std::int64_t{-1}) == "retention_days");
  CHECK(refused(&C::endpoint, std::string("https://minio.example.com:9000")) == "accepted");
}

TEST_CASE("the bucket's credentials are encrypted anew with the newest key") {
  Desk desk;
  CHECK(desk.write(rotate_recordings, RotateRecordings{}).rotated == 0);
  desk.ring = KeyRing(
      {{.id = "k1", .key = Secret(std::string(64, '1'))}, {.id = "k2", .key = Secret(std::string(64, '2'))}});
  const auto rotated = desk.write(rotate_recordings, RotateRecordings{});
  CHECK(rotated.rotated == 1);
  CHECK(rotated.key_id == "k2");
  desk.ring = KeyRing({{.id = "k2", .key = Secret(std::string(64, '2'))}});
  CHECK(
      desk.read([](const Context& context, const int&) { return recording_access(context).secret.reveal(); },
                0) == "s3cret");
}
