#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>

// HTTP as the adapters use it: one request and one answer, as values.
namespace smarthandoff::http {

struct Header {
  std::string name, value;
  bool operator==(const Header&) const = default;
};

struct Response {
  std::int64_t status = 0;
  std::vector<Header> headers;  // as received
  std::string body;

  // The first header of that name, whatever its case; none: empty.
  std::string header(std::string_view name) const;
};

// What a request is signed with by Amazon's Signature Version 4; its header x-amz-content-sha256 says what
// the body is.
struct AwsKey {
  std::string key_id;
  Secret secret;
  std::string region, service;  // letters, digits and '-'
};

// A body that is made while it is sent.
struct BodySource {
  std::uint64_t size = 0;  // bytes
  // Puts the next bytes, at most so many, and says how many: on the client's thread. Fewer altogether than
  // `size` end the request as unavailable.
  std::function<std::size_t(char*, std::size_t)> read;
};

// Takes the body of an answer of status 2xx piece by piece, on the client's thread, with the answer's status
// and headers; false ends the request there, as a response without its rest.
using BodySink = std::function<bool(const Response&, std::string_view)>;

struct Request {
  std::string method = "GET";  // upper case letters
  std::string url;             // http or https; no user name in it
  std::vector<Header> headers;
  std::string body;                            // sent as it is, with its length; for GET none
  Milliseconds timeout{10'000};                // from its beginning to the whole answer
  Milliseconds connect_timeout{5'000};         // of it, at most, to have a connection
  Milliseconds delay{0};                       // before it is begun; the times count from then on
  std::size_t max_response_bytes = 1U << 20U;  // body; a longer answer is a failure
  // Asked on the client's thread when the delay is over; "no" ends the request as failed_precondition, not
  // sent. Must return at once.
  std::function<bool()> wanted;
  std::optional<BodySource> source;  // in place of `body`
  BodySink sink;                     // in place of Response::body, of which `max_response_bytes` is not asked
  std::optional<AwsKey> sign;
};

// How a request ended: with a response of whatever status, or with a failure. `unavailable` and `timeout`
// are the network's; `corrupt` is an answer that is too long or no HTTP; `invalid_argument` a request that
// cannot be sent.
struct Outcome {
  std::optional<Response> response;
  std::optional<Error> failure;
  // With a failure: false when not a byte of the request left, so that it may be repeated without danger;
  // true when the peer may have acted on it.
  bool maybe_sent = false;
};

using Callback = std::function<void(Outcome)>;

struct ClientOptions {
  std::int64_t max_connections_per_host = 8;  // 1-256; more requests wait for a free one
  std::size_t max_queued = 10'000;            // requests under way; more end as rate_limited, not sent
  std::size_t max_header_bytes = 64U << 10U;
  std::string ca_file;  // of trusted authorities, PEM; empty: the system's
};

// Sends requests on one thread of its own, over connections that are kept. Redirects are not followed,
// proxies of the environment are not used, certificates are always checked, and a request is never repeated
// by itself. Thread-safe.
class Client {
 public:
  // Throws invalid_argument for options out of range.
  explicit Client(ClientOptions options = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Calls `done` exactly once, on the client's thread, which it must not block (on this thread when the
  // client is stopped or full). The body and the header values appear in no error text.
  void send(Request request, Callback done);

  // Takes no more requests, waits up to `grace` for those under way, ends the others as `unavailable`, and
  // ends the thread. Idempotent. Neither this nor the destructor may run in a
  // callback, which must therefore own nothing that owns the client.
  void stop(Milliseconds grace = Milliseconds(0)) noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smarthandoff::http
