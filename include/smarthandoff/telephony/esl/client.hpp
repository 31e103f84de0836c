#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/esl/answer.hpp>
#include <smarthandoff/telephony/esl/command.hpp>
#include <smarthandoff/telephony/esl/event.hpp>

namespace smarthandoff::esl {

// Which events a client asks for at each connection. BACKGROUND_JOB is always among them; those of other
// clients' jobs are delivered only where it, or "ALL", is named here.
struct Subscription {
  command::EventFormat format = command::EventFormat::plain;  // plain or json
  std::vector<std::string> events;                            // e.g. "CHANNEL_ANSWER"
  std::vector<std::string> custom_subclasses;                 // e.g. "sofia::register"
};

// Only events with this header and value are delivered; several are alternatives.
struct Filter {
  std::string header;
  std::string value;
};

// Where a client connects, and its limits.
struct ClientOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8021;
  std::string password;
  std::string user;  // "user@domain" to log in by userauth; empty: the socket's own password

  Subscription subscription;
  std::vector<Filter> filters;  // one for BACKGROUND_JOB is added where there are any

  Milliseconds connect_timeout{5000};       // from resolving the name to being subscribed
  Milliseconds command_timeout{10000};      // for an answer
  Milliseconds job_timeout{120000};         // for the result of a background job
  Milliseconds keep_alive_interval{20000};  // of silence until the switch is asked for a sign of life
  Milliseconds reconnect_min{250};          // doubled at each failure up to reconnect_max, less up to a half
  Milliseconds reconnect_max{30000};        // by chance

  std::size_t max_pending_commands = 1024;
  std::size_t max_frame_bytes = std::size_t{1} << 20;
  std::size_t max_queue_events = 20000;  // not yet taken by on_event
  std::size_t max_queue_bytes = std::size_t{64} << 20;
};

// Where a connection stands.
enum class ConnectionState {
  connecting,
  connected,  // logged in and subscribed
  lost,       // will be tried again
  refused,    // wrong password: not tried again
  closed,     // not opened, or closed by us
};

// A change of state.
struct StateChange {
  ConnectionState state = ConnectionState::closed;
  bool gap = false;  // connected, but not for the first time: events were missed, so read again what counts
  std::optional<Error> reason;  // of lost and refused; `unauthorized` for a wrong password and for an ACL
                                // (details: "reason" = "password" or "acl")
};

// Events that did not reach the handler: the queue was full, or one could not be read.
struct Gap {
  std::uint64_t lost = 0;
  std::string reason;
};

// What a client tells. All are optional, run on one thread of the client, in order, outside its locks; an
// exception goes to on_log. `on_event` may take its time: meanwhile the queue fills, up to its limits.
struct ClientHandlers {
  std::function<void(const Event&)> on_event;
  std::function<void(const StateChange&)> on_state;
  std::function<void(const Gap&)> on_gap;
  std::function<void(const std::string&)> on_log;  // one line, without secrets
};

// A connection to the Event Socket of a switch that keeps itself alive: it logs in, subscribes, connects
// again when it is lost, and says when events were missed. Commands are written at once, each in one piece,
// and may be pipelined; answers come in order. Any thread may call; it owns two threads from open() to
// close().
class Client {
 public:
  // Connects nothing yet. Throws invalid_argument for options that make no sense.
  Client(ClientOptions options, ClientHandlers handlers);

  // Closes. Must not run on one of the client's own handlers.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Starts connecting; what becomes of it is told by on_state. Once only.
  void open();

  // Ends the connection and the threads. Commands without answer fail; handlers run until it returns and not
  // after. From a handler it only begins to close, which the destructor completes. Idempotent.
  void close();

  // The state of this moment.
  ConnectionState state() const;

  // The methods below throw invalid_argument for what the codec refuses, failed_precondition when the client
  // is not open, and rate_limited when twice max_pending_commands answers wait for their handlers; whatever
  // else comes in the answer.

  // Runs an API line (see api_line.hpp). The connection waits for its end: use bgapi for what may take long.
  void api(std::string_view line, AnswerHandler handler);

  // As api, waiting for the answer, at most command_timeout. In a handler it holds up the other handlers.
  Answer api_and_wait(std::string_view line);

  // Runs an API line in the background and hands over its result. `job_id` is made if empty; the id is
  // returned, for reconciling when the answer is in doubt.
  std::string bgapi(std::string_view line, AnswerHandler handler, std::string job_id = {});

  // Runs a dialplan application on a channel; answered when it was accepted.
  void execute(const command::Execute& execute, AnswerHandler handler);

  // Sends any command of command.hpp that has one answer. Not for auth, event and filter.
  void send(std::string wire, AnswerHandler handler);

  // Adds events to the subscription, now and at every later connection. Answered at once where not connected.
  void subscribe(std::vector<std::string> events, std::vector<std::string> custom_subclasses,
                 AnswerHandler handler);

  // Adds or takes back a filter, now and at every later connection.
  void add_filter(Filter filter, AnswerHandler handler);
  void remove_filter(Filter filter, AnswerHandler handler);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smarthandoff::esl
