#include <smarthandoff/telephony/esl/outbound.hpp>

#include <atomic>
#include <set>
#include <utility>

#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include "telephony/esl/delivery.hpp"
#include "telephony/esl/io_thread.hpp"
#include "telephony/esl/session.hpp"

namespace smarthandoff::esl {
namespace {

using asio::ip::tcp;

class Peer;

// What the server and its sessions share; sessions kept by the host keep it alive.
struct Core {
  Core(OutboundOptions given, OutboundHandlers given_handlers);

  void post(std::function<void()> work) {
    if (!thread.post(std::move(work))) {
      throw Error(ErrorCode::failed_precondition, "event socket: the server is closed");
    }
  }

  const OutboundOptions options;
  const OutboundHandlers handlers;
  IoThread thread;
  Delivery delivery;
  std::set<std::shared_ptr<Peer>> peers;  // on the thread only
};

Core::Core(OutboundOptions given, OutboundHandlers given_handlers)
    : options(std::move(given)),
      handlers(std::move(given_handlers)),
      delivery(thread.context().get_executor(), {options.max_queue_events, options.max_queue_bytes},
               {.on_event =
                    [this](const Event& event, const std::shared_ptr<OutboundSession>& session) {
                      if (handlers.on_event) handlers.on_event(*session, event);
                    },
                .on_gap = handlers.on_gap,
                .on_log = handlers.on_log}) {}

// One accepted socket. Its methods named on_… run on the server's thread, the public ones on any.
class Peer final : public OutboundSession, private SessionOwner, public std::enable_shared_from_this<Peer> {
 public:
  explicit Peer(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  const Event& channel() const override { return channel_; }
  void send(std::string wire, AnswerHandler handler) override;
  void bgapi(std::string_view line, std::string_view job_id, AnswerHandler handler) override;
  void close() override;

  void start(tcp::socket socket);
  void end(const Error& reason);

 private:
  void on_session_event(const Event& event) override { core_->delivery.event(event, shared_from_this()); }
  void on_session_damage(const Error& reason) override { core_->delivery.gap({1, reason.what()}); }
  void on_session_notice(const Frame& frame) override;
  void on_session_lost(const Error& reason) override { end(reason); }
  void on_session_log(const std::string& line) override;
  void on_connected(const Answer& answer);
  AnswerHandler delivered(AnswerHandler handler);

  const std::shared_ptr<Core> core_;
  std::shared_ptr<Session> session_;  // on the server's thread only
  Event channel_;                     // set before the host sees this object
  bool introduced_ = false;
  std::atomic<std::size_t> answers_{0};
};

void Peer::start(tcp::socket socket) {
  session_ =
      std::make_shared<Session>(core_->thread.context().get_executor(),
                                SessionOptions{.decoder = {.max_frame_bytes = core_->options.max_frame_bytes},
                                               .max_pending_commands = core_->options.max_pending_commands},
                                static_cast<SessionOwner&>(*this));
  session_->start(std::move(socket));
  session_->send(command::connect(), core_->options.connect_timeout,
                 [this](const Answer& answer) { on_connected(answer); });
}

void Peer::on_connected(const Answer& answer) {
  if (answer.error) return end(*answer.error);
  if (!answer.event) {
    return end(
        {ErrorCode::corrupt, "event socket: connect was answered without channel data: " + answer.text});
  }
  channel_ = *answer.event;
  introduced_ = true;
  core_->delivery.task([self = shared_from_this()] {
    if (self->core_->handlers.on_session) self->core_->handlers.on_session(self);
  });
}

void Peer::on_session_notice(const Frame& frame) {
  if (frame.content_type() != "text/disconnect-notice") return;
  if (frame.header("Content-Disposition") == "linger") return;
  end({ErrorCode::unavailable, "event socket: the switch ended the session"});
}

void Peer::on_session_log(const std::string& line) {
  core_->delivery.task([core = core_, line] {
    if (core->handlers.on_log) core->handlers.on_log(line);
  });
}

void Peer::end(const Error& reason) {
  const auto self = shared_from_this();
  if (core_->peers.erase(self) == 0) return;
  // We may be in one of the session's calls, so it goes later.
  const auto session = std::exchange(session_, nullptr);
  asio::post(core_->thread.context(), [self, session] {});
  session->close(reason);
  if (!introduced_)
    return on_session_log(std::string("event socket: an outbound session failed: ") + reason.what());
  core_->delivery.task([self, reason] {
    if (self->core_->handlers.on_ended) self->core_->handlers.on_ended(*self, reason);
  });
}

AnswerHandler Peer::delivered(AnswerHandler handler) {
  if (answers_.load() >= 2 * core_->options.max_pending_commands) {
    throw Error(ErrorCode::rate_limited, "event socket: too many commands without answer");
  }
  answers_.fetch_add(1);
  return [self = shared_from_this(), handler = std::move(handler)](Answer answer) {
    self->core_->delivery.task([self, handler, answer = std::move(answer)]() mutable {
      self->answers_.fetch_sub(1);
      if (handler) handler(std::move(answer));
    });
  };
}

void Peer::send(std::string wire, AnswerHandler handler) {
  core_->post([self = shared_from_this(), wire = std::move(wire), handler = delivered(std::move(handler))] {
    if (self->session_) return self->session_->send(wire, self->core_->options.command_timeout, handler);
    handler({.error = Error(ErrorCode::unavailable, "event socket: the session has ended")});
  });
}

void Peer::bgapi(std::string_view line, std::string_view job_id, AnswerHandler handler) {
  core_->post([self = shared_from_this(), wire = command::bgapi(line, job_id), job_id = std::string(job_id),
               handler = delivered(std::move(handler))] {
    if (self->session_)
      return self->session_->send_job(wire, job_id, self->core_->options.job_timeout, handler);
    handler({.error = Error(ErrorCode::unavailable, "event socket: the session has ended")});
  });
}

void Peer::close() {
  core_->post([self = shared_from_this()] {
    self->end({ErrorCode::unavailable, "event socket: the session was closed"});
  });
}

}  // namespace

struct OutboundServer::Impl {
  Impl(OutboundOptions options, OutboundHandlers handlers);

  void accept();
  void on_accepted(const asio::error_code& error, tcp::socket socket);
  void close();

  std::shared_ptr<Core> core;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::uint16_t port = 0;
};

OutboundServer::Impl::Impl(OutboundOptions options, OutboundHandlers handlers)
    : core(std::make_shared<Core>(std::move(options), std::move(handlers))),
      acceptor(core->thread.context()),
      pause(core->thread.context()) {
  asio::error_code error;
  const auto address = asio::ip::make_address(core->options.address, error);
  if (error) throw invalid_field("address", "must be a numeric IP address");
  const tcp::endpoint endpoint(address, core->options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    throw Error(ErrorCode::unavailable, "event socket: cannot listen on " + core->options.address + ":" +
                                            std::to_string(core->options.port) + ": " + error.message());
  }
  port = acceptor.local_endpoint().port();
  core->delivery.start();
  core->thread.start();
  core->post([this] { accept(); });
}

void OutboundServer::Impl::accept() {
  acceptor.async_accept([this](const asio::error_code& error, tcp::socket socket) {
    if (error != asio::error::operation_aborted) on_accepted(error, std::move(socket));
  });
}

void OutboundServer::Impl::on_accepted(const asio::error_code& error, tcp::socket socket) {
  if (error) {  // e.g. no file descriptor left: not again at once
    pause.expires_after(std::chrono::milliseconds(100));
    return pause.async_wait([this](const asio::error_code& stopped) {
      if (!stopped) accept();
    });
  }
  if (core->peers.size() < core->options.max_sessions) {
    const auto peer = std::make_shared<Peer>(core);
    core->peers.insert(peer);
    peer->start(std::move(socket));
  }  // else the socket closes here, and the switch goes on in its dialplan
  accept();
}

void OutboundServer::Impl::close() {
  core->thread.finish([this] {
    asio::error_code ignored;  // it is going either way
    acceptor.close(ignored);
    pause.cancel();
    for (const auto peers = core->peers; const auto& peer : peers) {
      peer->end({ErrorCode::unavailable, "event socket: the server was closed"});
    }
  });
  if (core->delivery.is_current()) return;  // the destructor waits
  core->thread.join();
  core->delivery.stop();
}

OutboundServer::OutboundServer(OutboundOptions options, OutboundHandlers handlers)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handlers))) {}

OutboundServer::~OutboundServer() {
  close();
}

std::uint16_t OutboundServer::port() const {
  return impl_->port;
}

void OutboundServer::close() {
  impl_->close();
}

}  // namespace smarthandoff::esl
