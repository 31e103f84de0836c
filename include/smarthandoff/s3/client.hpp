#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/http/client.hpp>

// Objects in a bucket of Amazon S3, or of a service that speaks its protocol: put, read, look at, remove.
// Each request is signed (Signature Version 4), follows no redirect and is sent once; nothing is kept in
// memory.
namespace smarthandoff::s3 {

// Where a bucket is. `check` says what is allowed.
struct Bucket {
  std::string endpoint;  // https, or http on this machine, without a path; empty: Amazon's of the region
  std::string region;    // "sa-east-1"
  std::string name;
  bool path_style = true;  // https://endpoint/bucket/key; false: https://bucket.endpoint/key

  bool operator==(const Bucket&) const = default;
};

// Whose requests they are.
struct Access {
  std::string key_id;
  Secret secret;
  Secret session_token;  // of temporary credentials; may be empty
};

// An object that is stored whole, in one request: at most 5 GB.
struct Object {
  std::string key;           // at most 1024 bytes of UTF-8
  std::string content_type;  // one line
  std::string sha256;        // of its bytes: 32 bytes
  http::BodySource body;
};

// What is known of an object, or of the part of it that was read.
struct Head {
  std::int64_t status = 0;  // 200, 206; 416: the range lies beyond its end
  std::int64_t size = 0;    // bytes of the whole object
  std::int64_t first = 0;   // position of the first byte that was read
  std::string content_type;
  std::string sha256;  // of the whole object, as the service tells it: 32 bytes; empty: it tells none

  bool operator==(const Head&) const = default;
};

// Why something was not done: unauthorized (the key, its secret or its rights), failed_precondition (no such
// bucket, another region: details["region"] says which; this machine's clock), not_found (no such object),
// corrupt (what arrived there is not what was sent), rate_limited, unavailable or timeout (try again). The
// service's own code is in details["s3_code"]; no secret is in any text.
using Failure = std::optional<Error>;

// Throws invalid_argument naming the field (endpoint, region, bucket).
void check(const Bucket& bucket);
// Throws invalid_argument naming the field (access_key_id, secret_access_key, session_token).
void check(const Access& access);

// One bucket, over an HTTP client that must outlive it and its requests. A cheap value; any thread.
// Callbacks are called once, on the HTTP client's thread, which they must not block.
class Client {
 public:
  // Throws what the checks throw.
  Client(Bucket bucket, Access access, std::shared_ptr<http::Client> http);

  // Stores an object, or replaces it. The service compares what arrives with `sha256`.
  void put(const Object& object, std::function<void(Failure)> done) const;

  // Reads an object piece by piece (http::BodySink); `range` is empty or a Range header's value,
  // "bytes=0-99".
  void get(const std::string& key, const std::string& range, http::BodySink sink,
           std::function<void(Failure, Head)> done) const;

  void head(const std::string& key, std::function<void(Failure, Head)> done) const;

  // An object that is gone is no failure.
  void remove(const std::string& key, std::function<void(Failure)> done) const;

 private:
  http::Request request(std::string method, const std::string& key) const;

  Bucket bucket_;
  Access access_;
  std::shared_ptr<http::Client> http_;
};

// What an answer's headers say of the object.
Head head_of(const http::Response& response);

}  // namespace smarthandoff::s3
