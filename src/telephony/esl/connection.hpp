#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>

#include <smarthandoff/telephony/esl/client.hpp>

#include "telephony/esl/session.hpp"

namespace smarthandoff::esl {

// Throws invalid_argument for options that make no sense.
void check(const ClientOptions& options);

// A client without threads, for who has an io_context: every call on the thread that runs it, handlers there
// too and at once (events in the order of the stream, the results of jobs among them), so they must not
// block. It may be closed, but not destroyed, in a handler.
class Connection final : private SessionOwner {
 public:
  // `io` must outlive it. max_queue_* of the options do not apply: nothing is queued.
  Connection(asio::io_context& io, ClientOptions options, ClientHandlers handlers);
  ~Connection() override;

  // As in Client; open() may follow close() or a refusal.
  void open();
  void close();
  ConnectionState state() const { return state_; }

  void send(std::string wire, AnswerHandler handler);
  void api(std::string_view line, AnswerHandler handler);
  // With the result of the job. For the acceptance alone (the result then comes as an event, if subscribed
  // to): send(command::bgapi(line, job_id), handler).
  void bgapi(std::string_view line, const std::string& job_id, AnswerHandler handler);
  void subscribe(std::vector<std::string> events, std::vector<std::string> custom_subclasses,
                 AnswerHandler handler);
  void add_filter(Filter filter, AnswerHandler handler);
  void remove_filter(const Filter& filter, AnswerHandler handler);

 private:
  void on_session_event(const Event& event) override;
  void on_session_damage(const Error& reason) override;
  void on_session_notice(const Frame& frame) override;
  void on_session_lost(const Error& reason) override;
  void on_session_log(const std::string& line) override;

  void attempt();
  void resolve();
  void connect(const std::vector<asio::ip::tcp::endpoint>& endpoints);
  void converse(asio::ip::tcp::socket socket);
  void log_in();
  void subscribe_all();
  void issue(std::vector<std::string> wires);
  void established();
  void keep_alive();
  void keep_alive_tick();
  void lose(const Error& reason);
  void refuse(const Error& reason);
  void end_attempt(const Error& reason);
  void retry_later();
  Milliseconds next_delay();
  void set_state(ConnectionState state, bool gap, std::optional<Error> reason);
  void answer_later(Answer answer, AnswerHandler handler);
  bool is_ready(AnswerHandler& handler);
  std::string peer() const;
  bool wants(std::string_view event) const;

  // Wraps a completion so that it does nothing once the attempt it belongs to is over.
  template <class Function>
  auto of_attempt(Function function) {
    return [life = std::weak_ptr<int>(attempt_), function = std::move(function)](auto&&... arguments) {
      if (!life.expired()) function(std::forward<decltype(arguments)>(arguments)...);
    };
  }

  asio::io_context& io_;
  ClientOptions options_;
  ClientHandlers handlers_;
  ConnectionState state_ = ConnectionState::closed;
  std::shared_ptr<int> life_ = std::make_shared<int>(0);
  std::shared_ptr<int> attempt_;  // the current attempt or connection
  std::shared_ptr<Session> session_;
  std::unique_ptr<asio::ip::tcp::resolver> resolver_;
  std::weak_ptr<asio::ip::tcp::socket> connecting_;
  asio::steady_timer deadline_;
  asio::steady_timer pause_;
  bool greeted_ = false;
  bool was_connected_ = false;
  unsigned failures_ = 0;
  SteadyTime connected_at_;
  std::mt19937_64 random_;
};

}  // namespace smarthandoff::esl
