#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace handoff_benchmark {

// Stands between an adapter and a PBX and passes on every byte. It notes when the first word of a leg's end
// came from the PBX, before it passes it on.
class Relay {
 public:
  explicit Relay(std::uint16_t pbx_port);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Where the adapter connects; one connection.
  std::uint16_t port() const { return port_; }

  // When the last leg that was placed for this call ended (seconds of CLOCK_MONOTONIC); once.
  std::optional<double> take_end(const std::string& call);

 private:
  void from_pbx();
  void from_adapter();

  std::uint16_t port_ = 0;
  int listening_ = -1;
  int adapter_ = -1;
  int pbx_ = -1;
  std::mutex mutex_;  // guards ends_
  std::map<std::string, double> ends_;
  std::thread down_, up_;
};

}  // namespace handoff_benchmark
