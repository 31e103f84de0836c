#include <smarthandoff/calls/s3_recording_store.hpp>

#include <chrono>
#include <utility>

#include "calls/audio_range.hpp"
#include "calls/spool.hpp"

namespace smarthandoff::calls {
namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr std::size_t kMostMoves = 4;               // at once: each has a file and two connections
constexpr auto kForgotten = std::chrono::hours(1);  // an end that nobody asks for

const char* content_type(AudioFormat format) {
  return format == AudioFormat::mp3 ? "audio/mpeg" : "audio/x-wav";
}

s3::Bucket bucket_of(const ObjectPlace& place) {
  return {.endpoint = place.endpoint,
          .region = place.region,
          .name = place.bucket,
          .path_style = place.path_style};
}

std::string key_of(const MoveOrder& order) {
  const ObjectPlace& place = order.place;
  return order.over.tenant.value + " " + order.recording_id.value + " " + place.endpoint + " " +
         place.bucket + " " + place.key;
}

Error closing() {
  return Error(ErrorCode::unavailable, "the engine is closing");
}

// What a part is taken out of: the reader with what the answer's beginning said.
struct Reading {
  explicit Reading(const AudioRange& wanted) : reader(wanted) {}
  PartReader reader;
  bool enough = false;

  bool take(const http::Response& response, std::string_view piece) {
    const s3::Head head = s3::head_of(response);
    enough = !reader.take(head.first, head.size, piece);
    return !enough;
  }
};

// Reads the part and hands it on.
std::function<void(Failure, s3::Head)> told(const std::shared_ptr<Reading>& reading,
                                            std::function<void(Failure, AudioPart)> done) {
  return [reading, done = std::move(done)](const Failure& failure, const s3::Head& head) {
    if (failure) return done(failure, {});
    AudioPart part = reading->reader.part(!reading->enough && head.status == 200);
    if (head.status == 416) part = {.beyond = true, .total = head.size, .content_type = {}, .bytes = {}};
    part.content_type = head.content_type;
    done({}, std::move(part));
  };
}

}  // namespace

struct S3RecordingStore::Move {
  MoveOrder order;
  Spool spool;
  digest::Sha256 back;  // of what was read back
  bool no_room = false;
  std::optional<Moved> ended;  // guarded by the store's mutex
  Moment ended_at;
};

S3RecordingStore::S3RecordingStore(Accesses accesses, Media media)
    : accesses_(std::move(accesses)), media_(std::move(media)) {}

S3RecordingStore::~S3RecordingStore() {
  stop();
}

void S3RecordingStore::stop() noexcept {
  std::shared_ptr<http::Client> client;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    client = http_;
  }
  if (client) client->stop();
}

std::shared_ptr<http::Client> S3RecordingStore::http() {
  const std::lock_guard lock(mutex_);
  if (stopped_) throw closing();
  if (!http_) http_ = std::make_shared<http::Client>();
  return http_;
}

void S3RecordingStore::with_bucket(const TenantId& tenant, const ObjectPlace& place, Use use) {
  accesses_(tenant, [this, place, use = std::move(use)](const Failure& failure, const s3::Access& access) {
    if (failure) return use(failure, nullptr);
    std::optional<s3::Client> client;
    try {
      client.emplace(bucket_of(place), access, http());
    } catch (const Error& error) {
      return use(error, nullptr);
    }
    use({}, &*client);
  });
}

std::optional<Moved> S3RecordingStore::move(const MoveOrder& order) {
  Shared begun;
  try {
    const std::lock_guard lock(mutex_);
    if (stopped_) throw closing();
    prune();
    const auto found = moves_.find(key_of(order));
    if (found != moves_.end()) {
      const std::optional<Moved> ended = found->second->ended;
      if (ended) moves_.erase(found);
      return ended;
    }
    if (under_way_ >= kMostMoves) return std::nullopt;
    begun = std::make_shared<Move>();
    begun->order = order;
    moves_.emplace(key_of(order), begun);
    ++under_way_;
  } catch (const Error& error) {
    return Moved{.failure = error, .sha256 = {}};
  }
  fetch(begun);
  return std::nullopt;
}

void S3RecordingStore::fetch(const Shared& move) {
  const MoveOrder& order = move->order;
  const auto sink = [move](const http::Response&, std::string_view piece) {
    move->no_room = !move->spool.add(piece);
    return !move->no_room;
  };
  media_(
      {.over = order.over, .sid = order.sid, .format = order.format, .channels = order.channels, .range = {}},
      sink, [this, move](const Failure& failure, const http::Response&) {
        if (failure) return end(move, {.failure = failure, .sha256 = {}});
        if (move->no_room)
          return end(move, {.failure = Error(ErrorCode::unavailable, "there is no room for it in /tmp"),
                            .sha256 = {}});
        move->spool.finish();
        put(move);
      });
}

void S3RecordingStore::put(const Shared& move) {
  with_bucket(
      move->order.over.tenant, move->order.place, [this, move](const Failure& failure, const s3::Client* to) {
        if (failure) return end(move, {.failure = failure, .sha256 = {}});
        move->spool.rewind();
        const s3::Object object{
            .key = move->order.place.key,
            .content_type = content_type(move->order.format),
            .sha256 = move->spool.sha256(),
            .body = {.size = static_cast<std::uint64_t>(move->spool.size()),
                     .read = [move](char* into, std::size_t room) { return move->spool.read(into, room); }}};
        to->put(object, [this, move](const Failure& refused) {
          if (refused) return end(move, {.failure = refused, .sha256 = {}});
          verify(move);
        });
      });
}

// The service says which checksum it has; one that says none has to give everything back.
void S3RecordingStore::verify(const Shared& move) {
  with_bucket(move->order.over.tenant, move->order.place,
              [this, move](const Failure& failure, const s3::Client* in) {
                if (failure) return end(move, {.failure = failure, .sha256 = {}});
                in->head(move->order.place.key, [this, move](const Failure& unknown, const s3::Head& head) {
                  if (unknown) return end(move, {.failure = unknown, .sha256 = {}});
                  if (head.size != move->spool.size()) return refuse(move);
                  if (head.sha256.empty()) return read_back(move);
                  if (head.sha256 != move->spool.sha256()) return refuse(move);
                  end(move, {.failure = {}, .bytes = head.size, .sha256 = digest::to_hex(head.sha256)});
                });
              });
}

void S3RecordingStore::read_back(const Shared& move) {
  with_bucket(
      move->order.over.tenant, move->order.place, [this, move](const Failure& failure, const s3::Client* in) {
        if (failure) return end(move, {.failure = failure, .sha256 = {}});
        const auto sink = [move](const http::Response&, std::string_view piece) {
          move->back.add(piece);
          return true;
        };
        in->get(move->order.place.key, {}, sink, [this, move](const Failure& unread, const s3::Head& head) {
          if (unread) return end(move, {.failure = unread, .sha256 = {}});
          const std::string sha256 = move->back.take();
          if (sha256 != move->spool.sha256()) return refuse(move);
          end(move, {.failure = {}, .bytes = head.size, .sha256 = digest::to_hex(sha256)});
        });
      });
}

// What lies there is not the recording: it goes.
void S3RecordingStore::refuse(const Shared& move) {
  const Moved wrong{
      .failure = Error(ErrorCode::corrupt, "object storage: what lies there is not what was sent"),
      .sha256 = {}};
  with_bucket(move->order.over.tenant, move->order.place,
              [this, move, wrong](const Failure& failure, const s3::Client* in) {
                if (failure) return end(move, wrong);
                in->remove(move->order.place.key, [this, move, wrong](const Failure&) { end(move, wrong); });
              });
}

void S3RecordingStore::end(const Shared& move, Moved result) {
  const std::lock_guard lock(mutex_);
  move->ended = std::move(result);
  move->ended_at = std::chrono::steady_clock::now();
  --under_way_;
}

void S3RecordingStore::prune() {
  const Moment now = std::chrono::steady_clock::now();
  std::erase_if(moves_, [now](const auto& entry) {
    return entry.second->ended && now - entry.second->ended_at > kForgotten;
  });
}

void S3RecordingStore::read(const AudioQuestion& question, std::function<void(Failure, AudioPart)> done) {
  const AudioRange wanted = bounded(question.range);
  const auto reading = std::make_shared<Reading>(wanted);
  const http::BodySink sink = [reading](const http::Response& response, std::string_view piece) {
    return reading->take(response, piece);
  };
  if (!question.place) {
    const MediaOrder media{.over = question.over,
                           .sid = question.sid,
                           .format = question.format,
                           .channels = question.channels,
                           .range = to_header(wanted)};
    return media_(
        media, sink,
        [ended = told(reading, std::move(done))](const Failure& failure, const http::Response& response) {
          ended(failure, failure ? s3::Head{} : s3::head_of(response));
        });
  }
  with_bucket(question.over.tenant, *question.place,
              [key = question.place->key, wanted, sink, done = std::move(done), reading](
                  const Failure& failure, const s3::Client* in) {
                if (failure) return done(failure, {});
                in->get(key, to_header(wanted), sink, told(reading, done));
              });
}

void S3RecordingStore::remove(const TenantId& tenant, const ObjectPlace& place, Done done) {
  with_bucket(tenant, place,
              [key = place.key, done = std::move(done)](const Failure& failure, const s3::Client* in) {
                if (failure) return done(failure);
                in->remove(key, done);
              });
}

}  // namespace smarthandoff::calls
