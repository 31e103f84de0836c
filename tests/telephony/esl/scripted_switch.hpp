#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace esl_test {

inline constexpr int kPatienceMs = 30000;

// A connected socket as a test uses it: what it reads must come within kPatienceMs.
class Wire {
 public:
  explicit Wire(int socket) : socket_(socket) {}
  Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)), input_(std::move(other.input_)) {}
  Wire& operator=(Wire&&) = delete;
  ~Wire() { close(); }

  // Connects to a port of this machine.
  static Wire to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect");
    }
    return Wire(socket);
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) throw std::runtime_error("the client is gone");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  void set_no_delay() {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }

  // The next command, without its blank line.
  std::string read_command() {
    for (;;) {
      const std::size_t end = input_.find("\n\n");
      if (end != std::string::npos) {
        std::string command = input_.substr(0, end);
        input_.erase(0, end + 2);
        return command;
      }
      const std::string more = receive();
      if (more.empty()) throw std::runtime_error("the client closed");
      input_ += more;
    }
  }

  // What one recv gives; empty at the end of the stream.
  std::string receive() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, kPatienceMs) != 1) throw std::runtime_error("the client says nothing");
    char bytes[1 << 16];
    const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
    return {bytes, size > 0 ? static_cast<std::size_t>(size) : 0};
  }

  // True if nothing more comes within the time.
  bool is_silent(int within_ms) const {
    pollfd waiting{socket_, POLLIN, 0};
    return input_.empty() && ::poll(&waiting, 1, within_ms) == 0;
  }

  // True when the other side closes (whatever it still sends is passed over).
  bool is_closed() {
    while (!receive().empty()) {
    }
    return true;
  }

  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  // Reads a command and answers it with a command/reply.
  std::string answer(std::string_view reply) {
    std::string command = read_command();
    send(reply_frame(reply));
    return command;
  }

  // Reads a command and answers it with an api/response.
  std::string answer_api(std::string_view output) {
    std::string command = read_command();
    send(api_frame(output));
    return command;
  }

  static std::string reply_frame(std::string_view reply) {
    return "Content-Type: command/reply\nReply-Text: " + std::string(reply) + "\n\n";
  }

  static std::string api_frame(std::string_view output) {
    return "Content-Type: api/response\nContent-Length: " + std::to_string(output.size()) + "\n\n" +
           std::string(output);
  }

 private:
  int socket_;
  std::string input_;
};

// A listening socket on a free port, to which the client under test connects; the test plays the switch.
class ScriptedSwitch {
 public:
  ScriptedSwitch() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket_, 16) != 0 ||
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
  }
  ~ScriptedSwitch() { ::close(socket_); }
  ScriptedSwitch(const ScriptedSwitch&) = delete;
  ScriptedSwitch& operator=(const ScriptedSwitch&) = delete;

  std::uint16_t port() const { return port_; }

  // True if a connection is waiting, or comes within the time.
  bool is_called(int within_ms) const {
    pollfd waiting{socket_, POLLIN, 0};
    return ::poll(&waiting, 1, within_ms) == 1;
  }

  Wire accept() {
    if (!is_called(kPatienceMs)) throw std::runtime_error("the client does not connect");
    return Wire(::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC));
  }

  // Accepts, lets the client in and accepts everything it asks for; `asked` gets its commands.
  Wire accept_and_let_in(std::size_t commands_after_auth = 1, std::vector<std::string>* asked = nullptr) {
    Wire wire = accept();
    wire.send("Content-Type: auth/request\n\n");
    std::vector<std::string> commands = {wire.answer("+OK accepted")};
    for (std::size_t i = 0; i < commands_after_auth; ++i) commands.push_back(wire.answer("+OK"));
    if (asked) *asked = commands;
    return wire;
  }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

// What handlers on other threads reported, and waiting for it.
template <class Entry>
class Log {
 public:
  void add(Entry entry) {
    {
      const std::lock_guard lock(mutex_);
      entries_.push_back(std::move(entry));
    }
    changed_.notify_all();
  }

  // Waits until there are `count` entries and returns them.
  std::vector<Entry> wait(std::size_t count) {
    return wait_until([count](const std::vector<Entry>& entries) { return entries.size() >= count; });
  }

  std::vector<Entry> wait_until(const std::function<bool(const std::vector<Entry>&)>& reached) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::milliseconds(kPatienceMs), [&] { return reached(entries_); })) {
      throw std::runtime_error("waited in vain with " + std::to_string(entries_.size()) + " entries");
    }
    return entries_;
  }

  std::vector<Entry> all() {
    const std::lock_guard lock(mutex_);
    return entries_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> entries_;
};

}  // namespace esl_test
