#include "telephony/simulator/server.hpp"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <asio.hpp>

#include <smarthandoff/base/error.hpp>

#include "telephony/simulator/esl_session.hpp"

namespace smarthandoff::telephony::simulator {

using asio::ip::tcp;

namespace {

constexpr Milliseconds kSlowLine{1};           // between the pieces of a slow line
constexpr std::size_t kMaxUnsent = 64U << 20;  // a client that does not read is disconnected

}  // namespace

// One TCP connection. Its socket belongs to the server's thread; what it writes comes under the model's lock.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Host& host, tcp::socket socket) : host_(host), socket_(std::move(socket)) {}

  std::shared_ptr<EslSession> session;  // used with the model locked

  void start(Api& api, const std::string& password) {
    make_session(api, password);
    session->open(host_.model().faults.reject_by_acl);
    begin();
  }

  // A connection of our own making: the other end says `connect`.
  void start_control(Api& api, const std::string& uuid, const SocketTarget& target) {
    make_session(api, "");
    session->control(uuid, target.async, target.full);
    controlled_ = uuid;
    begin();
  }

  void begin() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
      asio::error_code ignored;
      self->socket_.set_option(tcp::no_delay(true), ignored);
      self->read();
    });
  }

  // With the model locked: now, late, twice or only half, as the faults say.
  void write(std::string frame, bool is_event) {
    Model& model = host_.model();
    if (broken_) return;
    if (model.faults.stop_answering) return session->closed() ? send({}, true) : void();
    if (model.chance() < model.faults.drop) return break_off(frame.substr(0, frame.size() / 2));
    if (is_event && model.chance() < model.faults.duplicate) frame += frame;
    if (model.faults.delay == Milliseconds(0)) return send(std::move(frame), session->closed());
    model.scheduler.after(model.faults.delay, [weak = weak_from_this(), frame = std::move(frame)] {
      if (const auto self = weak.lock()) self->send(frame, self->session->closed());
    });
  }

  // With the model locked.
  void break_off(std::string last_bytes) {
    broken_ = true;
    send(std::move(last_bytes), true);
  }

  // On the server's thread.
  void shut() {
    asio::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    if (const std::string uuid = std::exchange(controlled_, {}); !uuid.empty())
      host_.with_model([&](Model& model) {
        if (!session->released()) model.socket_closed(uuid);
      });
  }

 private:
  void make_session(Api& api, const std::string& password) {
    session = std::make_shared<EslSession>(host_.model(), api, password,
                                           [weak = weak_from_this()](std::string frame, bool is_event) {
                                             if (const auto self = weak.lock())
                                               self->write(std::move(frame), is_event);
                                           });
  }

  void send(std::string bytes, bool then_close) {
    const auto piece =
        static_cast<std::size_t>(std::max<std::int64_t>(0, host_.model().faults.bytes_at_once));
    asio::post(socket_.get_executor(),
               [self = shared_from_this(), bytes = std::move(bytes), then_close, piece] {
                 self->piece_ = piece;
                 self->unsent_ += bytes;
                 self->closing_ = self->closing_ || then_close || self->unsent_.size() > kMaxUnsent;
                 self->flush();
               });
  }

  void flush() {
    if (writing_) return;
    if (unsent_.empty()) {
      if (closing_) shut();
      return;
    }
    writing_ = true;
    const std::size_t size = piece_ == 0 ? unsent_.size() : std::min(piece_, unsent_.size());
    sending_ = unsent_.substr(0, size);
    unsent_.erase(0, size);
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = shared_from_this()](asio::error_code error, std::size_t) {
                        if (error) return self->shut();
                        if (self->piece_ == 0) return self->go_on();
                        self->pause_.expires_after(kSlowLine);
                        self->pause_.async_wait([self](asio::error_code) { self->go_on(); });
                      });
  }

  void go_on() {
    writing_ = false;
    flush();
  }

  void read() {
    socket_.async_read_some(
        asio::buffer(buffer_), [self = shared_from_this()](asio::error_code error, std::size_t size) {
          if (error) return self->shut();
          self->host_.with_model([&](Model&) { self->session->receive({self->buffer_.data(), size}); });
          self->read();
        });
  }

  Host& host_;
  tcp::socket socket_;
  asio::steady_timer pause_{socket_.get_executor()};
  std::array<char, 8192> buffer_{};
  std::string unsent_, sending_;
  std::size_t piece_ = 0;
  bool writing_ = false;
  bool closing_ = false;
  bool broken_ = false;     // guarded by the model's lock
  std::string controlled_;  // the call that was handed over to the other end
};

class Server::Impl {
 public:
  explicit Impl(Host& owner) : host(owner), api(owner.model()) {}

  void accept();
  void accepted(tcp::socket socket);
  bool hand_over(const std::string& uuid, const SocketTarget& target);
  void handed_over(const std::string& uuid, const SocketTarget& target, tcp::socket socket, bool failed);
  void take_back(const std::string& uuid);

  Host& host;
  Api api;
  std::string password;
  asio::io_context io;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> forever;
  std::unique_ptr<tcp::acceptor> acceptor;
  std::thread thread;
  std::atomic<std::int64_t> port{0};
  std::vector<std::weak_ptr<Connection>> connections;  // guarded by the model's lock
  std::mutex control;                                  // guards acceptor, forever and thread
  std::int64_t sequence = 0;                           // guarded by the model's lock
};

Server::Server(Host& host) : impl_(std::make_unique<Impl>(host)) {
  host.with_model([this](Model& model) {
    model.open_socket = [this](const std::string& uuid, const SocketTarget& target) {
      return impl_->hand_over(uuid, target);
    };
    model.close_socket = [this](const std::string& uuid) { impl_->take_back(uuid); };
  });
}

Server::~Server() {
  close();
  impl_->host.with_model([](Model& model) {
    model.open_socket = {};
    model.close_socket = {};
  });
}

std::int64_t Server::port() const {
  return impl_->port;
}

std::int64_t Server::listen(std::int64_t port, const std::string& password) {
  const std::lock_guard lock(impl_->control);
  if (impl_->acceptor) {
    throw Error(ErrorCode::failed_precondition,
                "the simulated PBX listens already on port " + std::to_string(impl_->port));
  }
  if (port < 0 || port > 65'535) throw invalid_field("port", "must be 0 to 65535");
  try {
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port));
    impl_->acceptor = std::make_unique<tcp::acceptor>(impl_->io, endpoint);
  } catch (const std::system_error& error) {
    throw Error(ErrorCode::unavailable,
                "cannot listen on port " + std::to_string(port) + ": " + error.what());
  }
  impl_->password = password;
  impl_->port = impl_->acceptor->local_endpoint().port();
  impl_->io.restart();
  impl_->forever.emplace(impl_->io.get_executor());
  impl_->accept();
  impl_->thread = std::thread([this] { impl_->io.run(); });
  return impl_->port;
}

void Server::Impl::accept() {
  acceptor->async_accept([this](asio::error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) accepted(std::move(socket));
    accept();
  });
}

void Server::Impl::accepted(tcp::socket socket) {
  host.with_model([&](Model& model) {
    if (model.faults.refuse_connections) return model.note_connection("refused");
    model.note_connection("accepted");
    const auto connection = std::make_shared<Connection>(host, std::move(socket));
    std::erase_if(connections, [](const auto& weak) { return weak.expired(); });
    connections.push_back(connection);
    connection->start(api, password);
  });
}

// With the model locked. Only while the server runs: its thread carries the bytes.
bool Server::Impl::hand_over(const std::string& uuid, const SocketTarget& target) {
  asio::error_code bad;
  const auto address = asio::ip::make_address(target.host == "localhost" ? "127.0.0.1" : target.host, bad);
  if (bad || port == 0 || target.port < 1 || target.port > 65'535) return false;
  asio::post(io, [this, uuid, target, address] {
    auto socket = std::make_shared<tcp::socket>(io);
    socket->async_connect(tcp::endpoint(address, static_cast<std::uint16_t>(target.port)),
                          [this, uuid, target, socket](asio::error_code error) {
                            handed_over(uuid, target, std::move(*socket), static_cast<bool>(error));
                          });
  });
  return true;
}

void Server::Impl::handed_over(const std::string& uuid, const SocketTarget& target, tcp::socket socket,
                               bool failed) {
  host.with_model([&](Model& model) {
    model.note_connection(failed ? "nobody takes the call over" : "call handed over");
    if (failed || model.find_alive(uuid) == nullptr) return model.socket_closed(uuid);
    const auto connection = std::make_shared<Connection>(host, std::move(socket));
    std::erase_if(connections, [](const auto& weak) { return weak.expired(); });
    connections.push_back(connection);
    connection->start_control(api, uuid, target);
  });
}

// With the model locked.
void Server::Impl::take_back(const std::string& uuid) {
  for (const auto& weak : connections)
    if (const auto connection = weak.lock(); connection && connection->session->controlled() == uuid)
      connection->session->let_go();
}

void Server::watch(const Emission& emission) {
  ++impl_->sequence;
  for (const auto& weak : impl_->connections) {
    if (const auto connection = weak.lock()) connection->session->watch(emission, impl_->sequence);
  }
}

void Server::drop(bool mid_frame) {
  for (const auto& weak : impl_->connections) {
    const auto connection = weak.lock();
    if (!connection) continue;
    impl_->host.model().note_connection("dropped");
    connection->break_off(
        mid_frame ? "Content-Length: 500\nContent-Type: text/event-plain\n\nEvent-Name: CHANN" : "");
  }
}

// Everything is closed on the server's own thread, which ends when nothing is left to do.
void Server::close() noexcept {
  const std::lock_guard lock(impl_->control);
  if (!impl_->thread.joinable()) return;
  auto open = impl_->host.with_model([this](Model&) { return std::exchange(impl_->connections, {}); });
  asio::post(impl_->io, [this, open = std::move(open)] {
    impl_->acceptor->close();
    for (const auto& weak : open) {
      if (const auto connection = weak.lock()) connection->shut();
    }
  });
  impl_->forever.reset();
  impl_->thread.join();
  impl_->acceptor.reset();
  impl_->port = 0;
}

}  // namespace smarthandoff::telephony::simulator
