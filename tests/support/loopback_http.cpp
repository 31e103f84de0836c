#include "support/loopback_http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace loopback {
namespace {

int listen_on_free_port(std::uint16_t& port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (socket < 0 || bind(socket, raw, size) != 0 || listen(socket, 64) != 0 ||
      getsockname(socket, raw, &size) != 0)
    throw std::runtime_error("cannot listen on 127.0.0.1");
  port = ntohs(address.sin_port);
  return socket;
}

bool receive(int socket, std::string& buffer) {
  char bytes[16'384];
  const ssize_t count = recv(socket, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  buffer.append(bytes, static_cast<std::size_t>(count));
  return true;
}

void parse_head(const std::string& head, Request& request) {
  const auto first = head.find(' '), second = head.find(' ', first + 1);
  request.method = head.substr(0, first);
  request.path = head.substr(first + 1, second - first - 1);
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::size_t end = std::min(head.find("\r\n", at), head.size());
    const std::string line = head.substr(at, end - at);
    const auto colon = line.find(": ");
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (colon != std::string::npos) request.headers[name] = line.substr(colon + 2);
    at = end + 2;
  }
}

// False when the peer has gone.
bool read_request(int socket, std::string& buffer, Request& request) {
  std::size_t end = 0;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!receive(socket, buffer)) return false;
  }
  parse_head(buffer.substr(0, end), request);
  buffer.erase(0, end + 4);
  const auto length = request.headers.find("content-length");
  const std::size_t size = length == request.headers.end() ? 0 : std::stoul(length->second);
  if (request.headers.count("expect") != 0) {
    constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
    if (::send(socket, kGoOn.data(), kGoOn.size(), MSG_NOSIGNAL) < 0) return false;
  }
  while (buffer.size() < size) {
    if (!receive(socket, buffer)) return false;
  }
  request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  return true;
}

void write_reply(int socket, const Reply& reply, bool with_body) {
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\n";
  for (const auto& [name, value] : reply.headers) text.append(name).append(": ").append(value).append("\r\n");
  text += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  if (!reply.keep_alive) text += "Connection: close\r\n";
  text += "\r\n" + (with_body ? reply.body : "");
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = ::send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(std::function<Reply(const Request&)> answer) : answer_(std::move(answer)) {
    listener_ = listen_on_free_port(port_);
    accepting_ = std::thread([this] { accept_all(); });
  }

  ~Impl() {
    shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    close(listener_);
    {
      const std::lock_guard lock(mutex_);
      for (const int socket : open_) shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  int connections() const {
    const std::lock_guard lock(mutex_);
    return connections_;
  }

 private:
  void accept_all() {
    while (true) {
      const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      const std::lock_guard lock(mutex_);
      open_.insert(socket);
      threads_.emplace_back([this, socket, number = ++connections_] { serve(socket, number); });
    }
  }

  void serve(int socket, int number) {
    std::string buffer;
    while (true) {
      Request request;
      request.connection = number;
      if (!read_request(socket, buffer, request)) break;
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      const Reply reply = answer_(request);
      if (!reply.hang_up) write_reply(socket, reply, request.method != "HEAD");
      if (reply.hang_up || !reply.keep_alive) break;
    }
    const std::lock_guard lock(mutex_);
    open_.erase(socket);
    close(socket);
  }

  std::function<Reply(const Request&)> answer_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  mutable std::mutex mutex_;  // guards what follows but the threads
  std::set<int> open_;
  std::vector<Request> requests_;
  int connections_ = 0;
  std::thread accepting_;
  std::vector<std::thread> threads_;
};

Server::Server(std::function<Reply(const Request&)> answer)
    : impl_(std::make_unique<Impl>(std::move(answer))) {}
Server::~Server() = default;
std::string Server::url() const {
  return impl_->url();
}
std::vector<Request> Server::requests() const {
  return impl_->requests();
}
int Server::connections() const {
  return impl_->connections();
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  close(listen_on_free_port(port));
  return port;
}

}  // namespace loopback
