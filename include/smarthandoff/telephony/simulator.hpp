#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/telephony/port.hpp>
#include <smarthandoff/telephony/simulator_types.hpp>

namespace smarthandoff::telephony::simulator {

// A PBX in memory, for tests and demos: one model of phones and calls that behaves as the recorded
// FreeSWITCH does, with two fronts, the Telephony port (`telephony`) and an Event Socket server on TCP
// (`listen`). Its time is either the machine's (`start`) or moved by hand (`step`).
// Every method may be called from any thread. It must not be destroyed inside one of its port's callbacks.
class SimulatedPbx {
 public:
  explicit SimulatedPbx(PbxOptions options = {});
  // Stops everything; ports and connections are told that they are lost.
  ~SimulatedPbx();
  SimulatedPbx(const SimulatedPbx&) = delete;
  SimulatedPbx& operator=(const SimulatedPbx&) = delete;

  // Adds a phone, or replaces it. Throws invalid_argument for an empty extension or one with other
  // characters than letters, digits, '+', '-', '_' and '.'.
  void add_phone(Phone phone);

  // The phones of the recordings: 1001 answers, 1002 busy, 1003 never answers, 1004 declines, 1005 refuses
  // with 480, 1006 not registered, 1007 at a dead port, 1008 answers and drops after 3 s, 1009 404, 1010 503.
  void add_standard_phones();

  // A trunk without phones of its own: every number not added behind it gives 404.
  void add_gateway(const std::string& name);

  // Adds or replaces a number of the dialplan. 9000 (answer, park) is there from the start, and every
  // extension's own number rings its phone. Throws invalid_argument for an action that is not known.
  void add_extension(Extension extension);

  // How the phone reacts to its next calls, one element a call, before it behaves as added again; their
  // `extension` and `gateway` are ignored. Throws not_found for an unknown phone.
  void script_calls(const std::string& extension, std::vector<Phone> calls);

  // A phone registers, or unregisters. Throws not_found for an unknown phone.
  void set_registered(const std::string& extension, bool registered);

  // A variable of the phone's directory entry, e.g. "do_not_disturb"; an empty value removes it.
  void set_variable(const std::string& extension, const std::string& name, const std::string& value);

  // A caller comes in and reaches the dialplan at once. Returns the call's id.
  std::string place_call(PlaceCall call = {});

  // The caller hangs up; nothing happens if the call has ended. Throws not_found for an id never given.
  void hang_up_call(const std::string& call);

  // The person at an extension hangs up every call there; nothing happens if there is none.
  void hang_up_phone(const std::string& extension);

  // The caller, or the person on a leg, presses keys. Throws not_found for an unknown id.
  void press_keys(const std::string& id, const std::string& keys);

  // All callers since the start, in the order they came.
  std::vector<CallState> calls() const;

  // Everything that happened, oldest first.
  std::vector<LogEntry> log() const;

  // The same without the `seen` oldest, for who follows it.
  std::vector<LogEntry> log_after(std::size_t seen) const;

  // The model's time.
  Instant now() const;

  // Real time: a thread of its own runs the model. Throws failed_precondition if it runs already.
  void start();

  // Manual time: runs all that is due until `now`, in order, with every callback of the port. Throws
  // failed_precondition while it runs in real time or in another thread's step, or if `now` goes back.
  void step(Instant now);

  // When the next thing happens, for leaping in manual time; nothing is due if absent.
  std::optional<Instant> next_due() const;

  // Ends real time, the server and the connections. Repeatable.
  void stop();

  // The PBX as a port, the same object at every call. It outlives the PBX, as a port that is lost. In
  // manual time its callbacks run inside step().
  std::shared_ptr<Telephony> telephony();

  // Serves the Event Socket protocol on 127.0.0.1. Port 0 chooses a free one; returns the port. Works in
  // both kinds of time: commands are carried out when they arrive, timers run with the model's time.
  // Throws failed_precondition if it listens already, unavailable if the port is taken.
  std::int64_t listen(std::int64_t port = 0, const std::string& password = "ClueCon");

  // The port served, or 0.
  std::int64_t port() const;

  // What goes wrong from now on; the default is nothing.
  void set_faults(Faults faults);

  // Breaks all connections; the port reports ConnectionLost, and its commands fail with `unavailable`.
  // `mid_frame` leaves half an event behind on TCP.
  void drop_connections(bool mid_frame = false);

  // The port is connected again: what ended meanwhile, then ConnectionRestored. TCP clients reconnect by
  // themselves.
  void restore_connections();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace smarthandoff::telephony::simulator

namespace smarthandoff {
using telephony::simulator::SimulatedPbx;
}  // namespace smarthandoff
