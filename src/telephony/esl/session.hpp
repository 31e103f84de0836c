#pragma once

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>

#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/esl/answer.hpp>

#include "telephony/esl/link.hpp"

namespace smarthandoff::esl {

// Who gets what a Session does not settle itself. It may close the session in any of these calls, but not
// destroy it.
class SessionOwner {
 public:
  virtual ~SessionOwner() = default;
  virtual void on_session_event(const Event& event) = 0;
  // An event that could not be read (malformed JSON).
  virtual void on_session_damage(const Error& reason) = 0;
  // auth/request, text/disconnect-notice, text/rude-rejection and whatever else is neither answer nor event.
  virtual void on_session_notice(const Frame& frame) = 0;
  virtual void on_session_lost(const Error& reason) = 0;
  // A handler given with a command threw.
  virtual void on_session_log(const std::string& line) = 0;
};

// The limits of a Session.
struct SessionOptions {
  DecoderOptions decoder;
  std::size_t max_pending_commands = 1024;
};

// Commands and their answers on one connection. The switch answers in order, so answers are matched by their
// place; the results of background jobs, by the job's id. On the thread of its executor only.
class Session final : private LinkOwner {
 public:
  // `owner` must live until close().
  Session(asio::any_io_executor executor, const SessionOptions& options, SessionOwner& owner);
  ~Session() override;

  // Takes over a connected socket and begins to read.
  void start(asio::ip::tcp::socket socket);

  // Sends a command that has one answer.
  void send(std::string wire, Milliseconds timeout, AnswerHandler handler);

  // Sends `wire`, a bgapi with this job id, and answers with the job's result (or with the refusal).
  void send_job(std::string wire, const std::string& job_id, Milliseconds timeout, AnswerHandler handler);

  // True while the answer to a command is awaited whose deadline has not passed.
  bool is_waiting() const;

  SteadyTime last_received() const;

  // Closes the connection and fails what is under way: `in_doubt` what was sent, `unavailable` what was not.
  // The owner hears nothing more. Idempotent.
  void close(const Error& reason);

 private:
  struct Pending {
    std::uint64_t number = 0;
    SteadyTime deadline;
    AnswerHandler handler;  // empty once the deadline has passed, or for a job
    std::string job_id;
  };
  struct Job {
    std::uint64_t number = 0;
    SteadyTime deadline;
    AnswerHandler handler;
  };

  void on_frame(Frame&& frame) override;
  void on_link_lost(const Error& reason) override;
  void on_answer(const Frame& frame);
  void on_event(const Frame& frame);
  bool settle_job(const Event& event);

  bool accept(const std::string& wire, AnswerHandler& handler);
  void refuse_later(AnswerHandler handler, Error error);
  void call(const AnswerHandler& handler, Answer answer);
  void fail(std::uint64_t number, const AnswerHandler& handler, const Error& reason,
            const std::string& job_id);
  void fail_all(const Error& reason);
  void watch(SteadyTime deadline);
  void arm();
  void expire();

  asio::any_io_executor executor_;
  SessionOptions options_;
  SessionOwner* owner_;
  std::shared_ptr<Link> link_;
  std::uint64_t handed_over_ = 0;
  std::deque<Pending> pending_;
  std::unordered_map<std::string, Job> jobs_;
  asio::steady_timer timer_;
  SteadyTime next_expiry_ = SteadyTime::max();
  std::shared_ptr<int> life_;
};

}  // namespace smarthandoff::esl
