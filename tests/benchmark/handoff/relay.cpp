#include "relay.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <vector>

#include <smarthandoff/telephony/esl/decoder.hpp>

namespace handoff_benchmark {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

void send_at_once(int socket) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

Relay::Relay(std::uint16_t pbx_port)
    : listening_(::socket(AF_INET, SOCK_STREAM, 0)), pbx_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in here = loopback(0);
  const sockaddr_in there = loopback(pbx_port);
  socklen_t size = sizeof here;
  if (::bind(listening_, reinterpret_cast<const sockaddr*>(&here), size) != 0 ||
      ::listen(listening_, 1) != 0 ||
      ::getsockname(listening_, reinterpret_cast<sockaddr*>(&here), &size) != 0 ||
      ::connect(pbx_, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) {
    throw std::runtime_error("the relay has no sockets");
  }
  port_ = ntohs(here.sin_port);
  up_ = std::thread([this] { from_adapter(); });
}

Relay::~Relay() {
  for (const int socket : {listening_, adapter_, pbx_}) ::shutdown(socket, SHUT_RDWR);
  up_.join();
  if (down_.joinable()) down_.join();
  for (const int socket : {listening_, adapter_, pbx_}) ::close(socket);
}

void Relay::from_adapter() {
  adapter_ = ::accept(listening_, nullptr, nullptr);
  if (adapter_ < 0) return;
  send_at_once(adapter_);
  send_at_once(pbx_);
  down_ = std::thread([this] { from_pbx(); });
  std::vector<char> bytes(1 << 16);
  for (;;) {
    const ssize_t size = ::recv(adapter_, bytes.data(), bytes.size(), 0);
    if (size <= 0 || !send_all(pbx_, {bytes.data(), static_cast<std::size_t>(size)})) return;
  }
}

void Relay::from_pbx() {
  namespace esl = smarthandoff::esl;
  esl::Decoder decoder({.max_frame_bytes = std::size_t{16} << 20});
  std::vector<char> bytes(1 << 16);
  for (;;) {
    const ssize_t size = ::recv(pbx_, bytes.data(), bytes.size(), 0);
    if (size <= 0) return;
    const double received = now();
    const std::string_view piece(bytes.data(), static_cast<std::size_t>(size));
    decoder.feed(piece, [&](esl::Frame&& frame) {
      const esl::Event event = frame.event();
      if (event.name() != "CHANNEL_HANGUP" || event.value("Call-Direction") != "outbound") return;
      const std::lock_guard lock(mutex_);
      ends_[event.variable("sh_call")] = received;
    });
    if (!send_all(adapter_, piece)) return;
  }
}

std::optional<double> Relay::take_end(const std::string& call) {
  const std::lock_guard lock(mutex_);
  const auto node = ends_.extract(call);
  if (!node) return std::nullopt;
  return node.mapped();
}

}  // namespace handoff_benchmark
