#pragma once

#include <cstdint>
#include <memory>

#include "telephony/twilio_double/host.hpp"

namespace smarthandoff::twilio_double {

// The REST API on HTTP/1.1: accepts connections, hands requests to the model and answers as it says. Its one
// thread starts with listen() and ends with close().
class Server {
 public:
  explicit Server(Host& host);
  ~Server();

  std::int64_t listen(std::int64_t port);
  std::int64_t port() const;
  void close() noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smarthandoff::twilio_double
