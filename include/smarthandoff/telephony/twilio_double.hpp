#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/http/client.hpp>
#include <smarthandoff/telephony/twilio_double_types.hpp>

namespace smarthandoff::twilio_double {

// Answers a webhook; whatever it throws is a connection that failed.
using HostFunction = std::function<http::Response(const http::Request&)>;

// Twilio in memory, for tests and demos: its REST API with state, on HTTP (`listen`) or by a function
// (`handle`); people who answer calls as told; an interpreter of TwiML, which it fetches from the host;
// signed webhooks; and mishaps on demand. No audio: what people hear is text. Its time is either the
// machine's (`start`) or moved by hand (`step`).
// Every method may be called from any thread, also by the host while it answers a webhook, but for `step`,
// `stop` and the destructor, which a webhook's answer must not call.
class TwilioDouble {
 public:
  // Throws invalid_argument for an account_sid that is none, an empty token and numbers out of range.
  explicit TwilioDouble(DoubleOptions options = {});
  // Stops everything; webhooks under way are given up.
  ~TwilioDouble();
  TwilioDouble(const TwilioDouble&) = delete;
  TwilioDouble& operator=(const TwilioDouble&) = delete;

  // Adds who is behind a number, or replaces them. A number without anybody does not exist (failed, 404).
  // Throws invalid_argument for an address that is none.
  void add_person(Person person);

  // How the person takes the next calls, one element a call, before behaving as added again; their `number`
  // is ignored. Throws not_found for a number without anybody.
  void script_calls(const std::string& number, std::vector<Person> calls);

  // A number that an account owns, with where its calls go; replaces one already owned. Returns its sid.
  // Throws invalid_argument, or not_found for an account never made.
  std::string add_number(OwnedNumber number);

  // A number that can be bought from now on. Throws invalid_argument.
  void add_available_number(const std::string& number);

  // A person calls one of our numbers, or a client of the application anything. Who calls replies as their
  // Person says. Returns the call's sid. Throws not_found for a number that nobody owns.
  std::string call(const std::string& from, const std::string& to);

  // Whoever is at the other end hangs up: of a call by its sid, or of all calls of a number. Nothing happens
  // if they have ended.
  void hang_up(const std::string& call_or_number);

  // Presses keys, or speaks, in a call. Throws not_found for an unknown call.
  void press_keys(const std::string& call, const std::string& keys);
  void speak(const std::string& call, const std::string& words);

  // A person writes to one of our numbers; STOP and START opt out and in. Returns the message's sid.
  std::string send_message(const std::string& from, const std::string& to, const std::string& body);

  // The far end closes a call's stream, as a host's WebSocket would. Throws not_found for a call without.
  void end_stream(const std::string& call);

  // Offers a task of TaskRouter to a worker: the reservation's assignment callback is sent to `url`, its
  // instruction carried out. Returns the reservation's sid. Throws not_found for an unknown task.
  std::string offer_task(const std::string& task, const std::string& worker_attributes,
                         const std::string& url);

  // All calls and legs since the start, in the order they were made.
  std::vector<CallState> calls() const;

  // Everything that happened, oldest first; at most the last 200,000 entries.
  std::vector<LogEntry> log() const;

  // The same without the `seen` oldest.
  std::vector<LogEntry> log_after(std::size_t seen) const;

  // The model's time.
  Instant now() const;

  // Real time: a thread of its own runs the model. Throws failed_precondition if it runs already.
  void start();

  // Manual time: runs all that is due until `now`, in order; each webhook is answered before anything else
  // happens. Throws failed_precondition while it runs in real time or in another thread's step, or if `now`
  // goes back.
  void step(Instant now);

  // When the next thing happens, for leaping in manual time; nothing is due if absent.
  std::optional<Instant> next_due() const;

  // Ends real time, the server and the connections. Repeatable.
  void stop();

  // Who answers webhooks instead of the network; called on the thread of start() or step(), one at a time.
  // An empty one: the network again.
  void answer_webhooks(HostFunction host);

  // Serves the REST API on 127.0.0.1. Port 0 chooses a free one; returns the port. Throws
  // failed_precondition if it listens already, unavailable if the port is taken.
  std::int64_t listen(std::int64_t port = 0);

  // The port served, or 0; and "http://127.0.0.1:41234", or empty.
  std::int64_t port() const;
  std::string url() const;

  // One request to the REST API without the network; `url` may have any host. Mishaps on demand end it as
  // they would on the network, at once.
  http::Outcome handle(const http::Request& request);

  // What goes wrong from now on; the default is nothing.
  void set_faults(Faults faults);

  // How the next POSTs and DELETEs to the REST API, and the next callbacks, go, one element each, before
  // chance decides again.
  void fail_requests(std::vector<RequestFailure> next);
  void fail_callbacks(std::vector<CallbackFailure> next);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace smarthandoff::twilio_double

namespace smarthandoff {
using twilio_double::TwilioDouble;
}  // namespace smarthandoff
