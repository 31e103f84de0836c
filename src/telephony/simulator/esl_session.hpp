#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "telephony/simulator/api.hpp"
#include "telephony/simulator/render.hpp"

namespace smarthandoff::telephony::simulator {

// One client of the Event Socket: bytes in, bytes out, no socket. Used with the model locked.
class EslSession : public std::enable_shared_from_this<EslSession> {
 public:
  // What `write` gets: a frame, and whether it is an event (which a fault may send twice).
  using Write = std::function<void(std::string frame, bool is_event)>;

  EslSession(Model& model, Api& api, std::string password, Write write)
      : model_(model), api_(api), password_(std::move(password)), write_(std::move(write)) {}

  // Greets, or rejects as the access list does.
  void open(bool rejected);

  // Serves the peer that a call is handed over to: it says `connect` and needs no password.
  void control(std::string uuid, bool async, bool full);
  const std::string& controlled() const { return controlled_; }

  // The call goes elsewhere: the peer loses it, and its end means nothing to the call any more.
  void let_go();
  bool released() const { return released_; }

  // Takes bytes from the client, in any pieces.
  void receive(std::string_view bytes);

  // Takes an event of the model. `sequence` is its Event-Sequence.
  void watch(const Emission& emission, std::int64_t sequence);

  // True once the client is to be disconnected after what was written.
  bool closed() const { return closed_; }

 private:
  enum class Format { plain, json };
  struct Command {
    std::string line;
    Headers headers;
    std::string body;
  };

  bool take_command(Command& command);
  void work();
  void handle(const Command& command);
  void handle_login(const Command& command);
  bool handle_events(const std::string& verb, const std::string& rest);
  void subscribe(std::vector<std::string> words);
  void filter(const std::string& rest);
  void run_api(const std::string& line);
  void run_bgapi(const Command& command, const std::string& line);
  void sendmsg(const Command& command, const std::string& uuid);
  void sendevent(const Command& command, const std::string& name);
  void reply(const std::string& text, const Headers& more = {});
  void goodbye();
  bool handle_control(const Command& command, const std::string& verb, const std::string& rest);
  void hand_over();
  void own_event(const Emission& emission);
  bool wanted(const Emission& emission, const Headers& headers) const;
  bool subscribed(const Emission& emission) const;
  void finish_command();

  Model& model_;
  Api& api_;
  std::string password_;
  Write write_;
  std::string input_;
  bool authenticated_ = false;
  bool closed_ = false;
  bool busy_ = false;                       // a command is being carried out: nothing else is sent
  std::deque<std::string> waiting_events_;  // meanwhile
  bool listening_ = false;
  bool all_ = false;
  std::set<std::string> names_;
  std::set<std::string> subclasses_;
  std::string only_channel_;  // of myevents
  Headers filters_;
  std::string controlled_;  // the call handed over; empty: an ordinary client
  bool async_ = false, full_ = false;
  bool lingers_ = false;
  bool released_ = false;
  bool hung_up_ = false;  // what is left to be said of it waits for a command to end
  Format format_ = Format::plain;
};

}  // namespace smarthandoff::telephony::simulator
