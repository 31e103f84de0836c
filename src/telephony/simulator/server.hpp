#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "telephony/simulator/host.hpp"

namespace smarthandoff::telephony::simulator {

// The Event Socket server: accepts TCP connections and moves bytes between them and their sessions. Its
// one thread starts with listen() and ends with close().
class Server {
 public:
  explicit Server(Host& host);
  ~Server();

  std::int64_t listen(std::int64_t port, const std::string& password);
  std::int64_t port() const;
  void close() noexcept;

  // Called with the model locked.
  void watch(const Emission& emission);
  void drop(bool mid_frame);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smarthandoff::telephony::simulator
