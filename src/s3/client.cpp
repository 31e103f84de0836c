#include <smarthandoff/s3/client.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/digest.hpp"
#include "base/field_check.hpp"
#include "http/address.hpp"
#include "s3/errors.hpp"

namespace smarthandoff::s3 {
namespace {

constexpr std::uint64_t kLargest = 5ULL << 30U;
constexpr std::size_t kLongestKey = 1024;
constexpr std::size_t kMaxRefusal = 64U << 10U;
constexpr Milliseconds kTransfer = std::chrono::minutes(10), kQuestion = Seconds(20);
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz0123456789-";
// SHA-256 of nothing: what is signed for requests without a body.
constexpr const char* kEmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

void check_printable(std::string_view field, const std::string& text, std::size_t most) {
  if (text.size() > most || std::ranges::any_of(text, [](char c) { return c <= ' ' || c > '~'; }))
    throw invalid_field(field,
                        "must be at most " + std::to_string(most) + " printable characters without blanks");
}

// The key as it stands in a URL: what a signature is made over, too.
std::string encoded(const std::string& key) {
  std::string path;
  for (std::size_t at = 0; at <= key.size();) {
    const std::size_t slash = std::min(key.find('/', at), key.size());
    path += "/" + http::percent_encoded(std::string_view(key).substr(at, slash - at));
    at = slash + 1;
  }
  return path;
}

std::string address(const Bucket& bucket, const std::string& key) {
  std::string endpoint = bucket.endpoint;
  if (endpoint.empty())
    endpoint = "https://s3." + bucket.region +
               (bucket.region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
  if (bucket.path_style) return endpoint + "/" + bucket.name + encoded(key);
  endpoint.insert(endpoint.find("://") + 3, bucket.name + ".");
  return endpoint + encoded(key);
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0 ? value : 0;
}

void check_key(const std::string& key) {
  if (key.empty() || key.size() > kLongestKey) throw invalid_field("key", "must be 1 to 1024 bytes");
}

}  // namespace

void check(const Bucket& bucket) {
  if (!bucket.endpoint.empty()) {
    http::check_base_url("endpoint", bucket.endpoint);
    if (bucket.endpoint.size() > 255 ||
        bucket.endpoint.find('/', bucket.endpoint.find("://") + 3) != std::string::npos)
      throw invalid_field("endpoint", "must be an address without a path, at most 255 characters");
  }
  field::check_word("region", bucket.region, kLower, 32);
  if (bucket.region.empty()) throw invalid_field("region", "must not be empty");
  constexpr std::string_view kBucket = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  field::check_word("bucket", bucket.name, kBucket, 63);
  const bool whole = bucket.name.size() >= 3 && bucket.name.front() != '.' && bucket.name.front() != '-' &&
                     bucket.name.back() != '.' && bucket.name.back() != '-' &&
                     bucket.name.find("..") == std::string::npos;
  if (!whole) throw invalid_field("bucket", "must be 3 to 63 small letters, digits, '-' and '.'");
}

void check(const Access& access) {
  check_printable("access_key_id", access.key_id, 128);
  check_printable("secret_access_key", access.secret.reveal(), 256);
  check_printable("session_token", access.session_token.reveal(), 4096);
  if (access.key_id.empty() || access.key_id.find_first_of(":/,;") != std::string::npos)
    throw invalid_field("access_key_id", "must be 1 to 128 characters without ':', '/', ',' and ';'");
  if (access.secret.empty()) throw invalid_field("secret_access_key", "must not be empty");
}

Head head_of(const http::Response& response) {
  Head head{.status = response.status,
            .size = number(response.header("content-length")),
            .content_type = response.header("content-type")};
  const std::string range = response.header("content-range");  // "bytes 0-99/1234", "bytes */1234"
  if (const std::size_t slash = range.find('/'); range.starts_with("bytes ") && slash != std::string::npos) {
    head.size = number(std::string_view(range).substr(slash + 1));
    head.first = number(std::string_view(range).substr(6, std::min(range.find('-'), slash) - 6));
  }
  const auto checksum = digest::from_base64(response.header("x-amz-checksum-sha256"));
  const bool whole = response.header("x-amz-checksum-type") != "COMPOSITE";  // of a multipart upload's parts
  if (checksum && checksum->size() == 32 && whole) head.sha256 = *checksum;
  return head;
}

Client::Client(Bucket bucket, Access access, std::shared_ptr<http::Client> http)
    : bucket_(std::move(bucket)), access_(std::move(access)), http_(std::move(http)) {
  check(bucket_);
  check(access_);
}

http::Request Client::request(std::string method, const std::string& key) const {
  check_key(key);
  http::Request made{.method = std::move(method),
                     .url = address(bucket_, key),
                     .headers = {{"x-amz-content-sha256", kEmptySha256}},
                     .body = {},
                     .timeout = kQuestion,
                     .max_response_bytes = kMaxRefusal,
                     .wanted = {}};
  if (!access_.session_token.empty())
    made.headers.push_back({"x-amz-security-token", access_.session_token.reveal()});
  made.sign = http::AwsKey{
      .key_id = access_.key_id, .secret = access_.secret, .region = bucket_.region, .service = "s3"};
  return made;
}

void Client::put(const Object& object, std::function<void(Failure)> done) const {
  if (object.body.size > kLargest)
    return done(Error(ErrorCode::unsupported, "an object of more than 5 GB cannot be stored at once"));
  http::Request made = request("PUT", object.key);
  made.headers.front().value = digest::to_hex(object.sha256);
  made.headers.push_back({"x-amz-checksum-sha256", digest::to_base64(object.sha256)});
  made.headers.push_back({"Content-Type", object.content_type});
  made.source = object.body;
  made.timeout = kTransfer;
  http_->send(std::move(made), [bucket = bucket_, done = std::move(done)](const http::Outcome& outcome) {
    done(failure_of(outcome, bucket));
  });
}

void Client::get(const std::string& key, const std::string& range, http::BodySink sink,
                 std::function<void(Failure, Head)> done) const {
  http::Request made = request("GET", key);
  if (!range.empty()) made.headers.push_back({"Range", range});
  made.sink = std::move(sink);
  made.timeout = kTransfer;
  http_->send(std::move(made), [bucket = bucket_, done = std::move(done)](const http::Outcome& outcome) {
    const Failure failure = failure_of(outcome, bucket);
    done(failure, failure ? Head{} : head_of(*outcome.response));
  });
}

void Client::head(const std::string& key, std::function<void(Failure, Head)> done) const {
  http::Request made = request("HEAD", key);
  made.headers.push_back({"x-amz-checksum-mode", "ENABLED"});
  http_->send(std::move(made), [bucket = bucket_, done = std::move(done)](const http::Outcome& outcome) {
    const Failure failure = failure_of(outcome, bucket);
    done(failure, failure ? Head{} : head_of(*outcome.response));
  });
}

void Client::remove(const std::string& key, std::function<void(Failure)> done) const {
  http_->send(request("DELETE", key),
              [bucket = bucket_, done = std::move(done)](const http::Outcome& outcome) {
                Failure failure = failure_of(outcome, bucket);
                const bool gone = failure && failure->code() == ErrorCode::not_found;
                done(gone ? Failure() : failure);
              });
}

}  // namespace smarthandoff::s3
