#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <smarthandoff/calls/recording_store.hpp>
#include <smarthandoff/http/client.hpp>
#include <smarthandoff/s3/client.hpp>

namespace smarthandoff::calls {

// A recording's audio at the phone service.
struct MediaOrder {
  Over over;
  std::string sid;
  AudioFormat format = AudioFormat::wav;
  std::int64_t channels = 1;
  std::string range;  // a Range header's value; empty: all of it. The service may pass it over
};

// The port over Twilio's media and S3, with each tenant's credentials. Audio that is moved goes through a
// file without a name: a signature wants the length and the checksum before the first byte, and a file can be
// sent again, while memory stays that of a buffer. Nothing is left of it after a crash. Thread-safe.
class S3RecordingStore final : public RecordingStore {
 public:
  // Each calls back exactly once, on any thread.
  using Accesses = std::function<void(const TenantId&, std::function<void(Failure, s3::Access)>)>;
  using Media =
      std::function<void(const MediaOrder&, http::BodySink, std::function<void(Failure, http::Response)>)>;

  S3RecordingStore(Accesses accesses, Media media);
  ~S3RecordingStore() override;

  // Ends what is under way as `unavailable`; what is asked afterwards, too. The media must have been stopped.
  void stop() noexcept;

  std::optional<Moved> move(const MoveOrder& order) override;
  void read(const AudioQuestion& question, std::function<void(Failure, AudioPart)> done) override;
  void remove(const TenantId& tenant, const ObjectPlace& place, Done done) override;

 private:
  struct Move;
  using Shared = std::shared_ptr<Move>;
  using Use = std::function<void(Failure, const s3::Client*)>;

  void with_bucket(const TenantId& tenant, const ObjectPlace& place, Use use);
  std::shared_ptr<http::Client> http();
  void fetch(const Shared& move);
  void put(const Shared& move);
  void verify(const Shared& move);
  void read_back(const Shared& move);
  void refuse(const Shared& move);
  void end(const Shared& move, Moved result);
  void prune();

  Accesses accesses_;
  Media media_;
  std::mutex mutex_;  // guards what follows
  std::shared_ptr<http::Client> http_;
  std::map<std::string, Shared> moves_;
  std::size_t under_way_ = 0;
  bool stopped_ = false;
};

}  // namespace smarthandoff::calls
