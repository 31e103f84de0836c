#include "telephony/twilio_double/server.hpp"

#include <array>
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include <asio.hpp>

#include <smarthandoff/base/error.hpp>

#include "telephony/twilio_double/http_text.hpp"
#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {

using asio::ip::tcp;

namespace {

// One connection; all of it on the server's thread. A request is answered before the next is read.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Host& host, tcp::socket socket) : host_(host), socket_(std::move(socket)) {}

  void start() {
    asio::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    read();
  }

  void shut() {
    asio::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
  }

 private:
  void read() {
    socket_.async_read_some(asio::buffer(buffer_),
                            [self = shared_from_this()](asio::error_code error, std::size_t size) {
                              if (error) return self->shut();
                              self->bytes_.append(self->buffer_.data(), size);
                              self->serve();
                            });
  }

  // Who is not answered may go on sending; it is read, so that its going away is seen.
  void serve() {
    if (silent_) {
      bytes_.clear();
      return read();
    }
    std::optional<http::Request> request;
    try {
      request = take_request(bytes_);
    } catch (const Error& wrong) {
      return write(
          to_text({.status = 400, .headers = {{"Content-Type", "text/plain"}}, .body = wrong.what()}), true);
    }
    if (!request) return read();
    answer(host_.with_model([&](Model& model) { return answer_request(model, *request); }));
  }

  void answer(const Answered& answered) {
    std::string text = to_text(answered.response);
    switch (answered.how) {
      case RequestFailure::silence_before:
      case RequestFailure::silence_done:
        silent_ = true;
        return read();
      case RequestFailure::hangs_up_before:
      case RequestFailure::hangs_up_done:
        return shut();
      case RequestFailure::half_answer:
        text.resize(text.size() - std::min(text.size(), answered.response.body.size() / 2 + 1));
        return write(std::move(text), true);
      case RequestFailure::none:
      case RequestFailure::too_many:
      case RequestFailure::error_before:
      case RequestFailure::error_done:
        return write(std::move(text), false);
    }
  }

  void write(std::string text, bool then_close) {
    sending_ = std::move(text);
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = shared_from_this(), then_close](asio::error_code error, std::size_t) {
                        if (error || then_close) return self->shut();
                        self->serve();
                      });
  }

  Host& host_;
  tcp::socket socket_;
  std::array<char, 8192> buffer_{};
  std::string bytes_, sending_;
  bool silent_ = false;
};

}  // namespace

class Server::Impl {
 public:
  explicit Impl(Host& owner) : host(owner) {}

  void accept() {
    acceptor->async_accept([this](asio::error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error) {
        const auto connection = std::make_shared<Connection>(host, std::move(socket));
        std::erase_if(connections, [](const auto& weak) { return weak.expired(); });
        connections.push_back(connection);
        connection->start();
      }
      accept();
    });
  }

  Host& host;
  asio::io_context io;
  std::unique_ptr<tcp::acceptor> acceptor;
  std::thread thread;
  std::atomic<std::int64_t> port{0};
  std::vector<std::weak_ptr<Connection>> connections;  // the thread's own
  std::mutex control;                                  // guards acceptor and thread
};

Server::Server(Host& host) : impl_(std::make_unique<Impl>(host)) {}

Server::~Server() {
  close();
}

std::int64_t Server::port() const {
  return impl_->port;
}

std::int64_t Server::listen(std::int64_t port) {
  const std::lock_guard lock(impl_->control);
  if (impl_->acceptor) {
    throw Error(ErrorCode::failed_precondition,
                "the Twilio double listens already on port " + std::to_string(impl_->port));
  }
  if (port < 0 || port > 65'535) throw invalid_field("port", "must be 0 to 65535");
  try {
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port));
    impl_->acceptor = std::make_unique<tcp::acceptor>(impl_->io, endpoint);
  } catch (const std::system_error& error) {
    throw Error(ErrorCode::unavailable,
                "cannot listen on port " + std::to_string(port) + ": " + error.what());
  }
  impl_->port = impl_->acceptor->local_endpoint().port();
  impl_->host.with_model(
      [&](Model& model) { model.base_url = "http://127.0.0.1:" + std::to_string(impl_->port); });
  impl_->io.restart();
  impl_->accept();
  impl_->thread = std::thread([this] { impl_->io.run(); });
  return impl_->port;
}

// Everything is closed on the server's own thread, which ends when nothing is left to do.
void Server::close() noexcept {
  const std::lock_guard lock(impl_->control);
  if (!impl_->thread.joinable()) return;
  asio::post(impl_->io, [this] {
    impl_->acceptor->close();
    for (const auto& weak : impl_->connections)
      if (const auto connection = weak.lock()) connection->shut();
  });
  impl_->thread.join();
  impl_->acceptor.reset();
  impl_->port = 0;
}

}  // namespace smarthandoff::twilio_double
