#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/esl/answer.hpp>
#include <smarthandoff/telephony/esl/client.hpp>
#include <smarthandoff/telephony/esl/command.hpp>
#include <smarthandoff/telephony/esl/event.hpp>

namespace smarthandoff::esl {

// One call that the switch handed to us by its `socket` application. Closing it hangs the call up unless the
// dialplan goes on behind `socket` (see command::resume). Any thread may call; answers come on the server's
// handler thread.
class OutboundSession {
 public:
  virtual ~OutboundSession() = default;

  // The channel's data as the switch sent it when the call was handed over.
  virtual const Event& channel() const = 0;

  // Sends any command of command.hpp that has one answer: execute and hangup with an empty channel mean this
  // call; linger, myevents, event, divert_events, api.
  virtual void send(std::string wire, AnswerHandler handler) = 0;

  // Runs an API line in the background; the result comes only after BACKGROUND_JOB was subscribed to.
  virtual void bgapi(std::string_view line, std::string_view job_id, AnswerHandler handler) = 0;

  // Ends the session; on_ended follows.
  virtual void close() = 0;
};

// Where outbound sockets are expected, and their limits.
struct OutboundOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::size_t max_sessions = 1000;
  Milliseconds connect_timeout{5000};  // for the answer to `connect`
  Milliseconds command_timeout{10000};
  Milliseconds job_timeout{120000};
  std::size_t max_pending_commands = 256;  // of one session
  std::size_t max_frame_bytes = std::size_t{1} << 20;
  std::size_t max_queue_events = 20000;  // of all sessions together, not yet taken by on_event
  std::size_t max_queue_bytes = std::size_t{64} << 20;
};

// What a server tells, on one thread, in order; an exception goes to on_log.
struct OutboundHandlers {
  std::function<void(std::shared_ptr<OutboundSession>)> on_session;  // connected; its channel's data is there
  std::function<void(OutboundSession&, const Event&)> on_event;
  // The connection is over. After `linger` the events that follow a hang-up come before.
  std::function<void(OutboundSession&, const Error& reason)> on_ended;
  std::function<void(const Gap&)> on_gap;
  std::function<void(const std::string&)> on_log;
};

// Accepts the calls that a switch hands over to us.
class OutboundServer {
 public:
  // Listens at once. Throws invalid_argument for a bad address, unavailable if the port is taken.
  OutboundServer(OutboundOptions options, OutboundHandlers handlers);

  // Closes. Must not run on one of the server's own handlers.
  ~OutboundServer();
  OutboundServer(const OutboundServer&) = delete;
  OutboundServer& operator=(const OutboundServer&) = delete;

  // The port it listens on.
  std::uint16_t port() const;

  // Ends all sessions and the threads; idempotent. Sessions kept by the host answer `unavailable` from then
  // on.
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smarthandoff::esl
