#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <smarthandoff/http/client.hpp>
#include <smarthandoff/telephony/twilio/rest.hpp>

#include "base/peer_json.hpp"
#include "http/rate_limit.hpp"
#include "telephony/twilio/rest_request.hpp"

namespace smarthandoff::twilio {

using Raw = std::function<void(const std::optional<Error>&, const peer::Json&)>;

// Sends the requests of one account, and repeats what may be. Answers may come on the client's own thread
// after the Rest was let go; they own no client, which would then end its thread from within. The client must
// outlive the requests.
class Sender : public std::enable_shared_from_this<Sender> {
 public:
  Sender(RestOptions options, std::string authorization, Transport transport);

  const RestOptions& options() const { return options_; }
  const std::string& authorization() const { return authorization_; }

  // What dials waits for its place, and is asked whether it is still `wanted` (nothing: it is).
  void send(RestRequest request, std::function<bool()> wanted, Raw done);

  // A request that is never sent, for the sake of its delay.
  void after(Milliseconds delay, std::function<void()> done);

  // The whole request, credentials included.
  http::Request message(const RestRequest& request) const;

 private:
  struct Pending {
    RestRequest request;
    std::function<bool()> wanted;
    Raw done;
    std::int64_t repetitions = 0;
  };

  std::string base_url(const std::string& product) const;
  std::optional<Milliseconds> reserve();
  void transmit(const std::shared_ptr<Pending>& pending, Milliseconds delay);
  void finish(const std::shared_ptr<Pending>& pending, const http::Outcome& outcome);

  const RestOptions options_;
  const std::string authorization_;
  const Transport transport_;
  std::mutex mutex_;  // guards the limit
  http::RateLimit limit_;
};

}  // namespace smarthandoff::twilio
