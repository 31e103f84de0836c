#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <smarthandoff/telephony/twilio.hpp>
#include <smarthandoff/telephony/twilio/webhook.hpp>

#include "telephony/twilio/port_documents.hpp"
#include "telephony/twilio/port_leg.hpp"
#include "telephony/twilio/port_rooms.hpp"

namespace smarthandoff::telephony::twilio_port {

// Carries requests to Twilio: the client, or a script in tests. Each answer is called once, on the core's
// thread.
class Wire {
 public:
  virtual ~Wire() = default;
  virtual void create_call(const twilio::CreateCall& request, std::function<bool()> wanted,
                           twilio::On<twilio::Call> done) = 0;
  virtual void update_call(const twilio::UpdateCall& request, twilio::On<twilio::Call> done) = 0;
  virtual void hang_up(const std::string& sid, twilio::On<twilio::Nothing> done) = 0;
  virtual void fetch_call(const std::string& sid, twilio::On<twilio::Call> done) = 0;
  virtual void list_calls(const twilio::ListCalls& request, twilio::On<std::vector<twilio::Call>> done) = 0;
  virtual void list_rooms(const twilio::ListRooms& request, twilio::On<std::vector<twilio::Room>> done) = 0;
  virtual void list_participants(const std::string& conference,
                                 twilio::On<std::vector<twilio::Participant>> done) = 0;
  // Calls back so much later; at once if it cannot.
  virtual void after(Milliseconds delay, std::function<void()> done) = 0;
  virtual void start_recording(const twilio::StartRecording& request, twilio::On<twilio::Recording> done) = 0;
};

// A webhook, taken apart.
struct Visit {
  std::string purpose;                // next, status, amd, room, recording, incoming
  std::string leg, call, room, step;  // of the address
  twilio::Webhook form;
};

// The adapter without network and threads: port words and Twilio's requests in; requests, documents and port
// events out. One thread at a time; nothing is called back before a method of the wire returned or later.
class Core {
 public:
  Core(const TwilioOptions& options, Wire& wire, const Clock& clock, Telephony::Listener listener);

  // The port's methods (port.hpp).
  void extension_status(const std::string& extension, const std::string& domain,
                        std::function<void(ExtensionStatus)> done);
  void hold(const CallId& call, Done done);
  void resume(const CallId& call, const AssistantTarget& target, Done done);
  void ring(const RingRequest& request, Done done);
  void cancel(const LegId& leg, Done done);
  void bridge(const CallId& call, const LegId& leg, Done done);
  void transfer_blind(const BlindTransfer& request, Done done);
  void play(const LegId& leg, const std::string& text, const std::string& language, Done done);
  void record(const CallId& call, Done done);
  void hangup(const CallId& call, Done done);
  void look_up(const std::string& id, std::function<void(Failure, LegState)> done);

  // What to answer: TwiML, or nothing where nothing is asked for. An unknown purpose: nothing at all.
  std::optional<std::string> on_webhook(const Visit& visit);

 private:
  enum class Wants { nothing, listen, prompt, meet, assistant, silence, transfer, hang_up };
  struct Order {
    twilio::UpdateCall update;
    Done done;
  };
  struct Prompt {
    std::int64_t number = 0;
    std::string text, language;
    Done done;  // none once it was heard
  };
  // One call at Twilio: a caller's, or a leg of ours.
  struct Party {
    std::string id;   // ours: a LegId, or a caller's CallSid
    std::string sid;  // Twilio's; empty: not known yet
    bool is_leg = false;
    bool is_caller = false;  // people are rung for it: its end ends their legs
    std::string call;        // of a leg: whose
    Leg leg;
    std::string to, dialled_as;                 // of a leg
    std::shared_ptr<std::atomic<bool>> wanted;  // by a create that waits for its turn
    bool creating = false, doubtful = false;
    bool ended = false;
    Wants wants = Wants::nothing;
    std::string room;  // of Wants::meet: whose
    Prompt prompt;
    AssistantTarget target;
    bool resumed = false;
    BlindTransfer transfer;
    bool told_where = false;  // where to report its end
    std::deque<Order> orders;
    bool busy = false;
    Instant heard_at;  // Twilio told of it last, or was asked
    Subject subject() const { return {id, is_leg, call}; }
  };
  struct Search;

  // port_core.cpp
  void emit(const Event& event) { listener_(event); }
  void report(Party& party, const Reports& reports);
  Party* find(const std::string& id);
  Party* find_sid(const std::string& sid);
  Party* caller(const std::string& id);
  Party& add(const std::string& id, bool is_leg);
  void learn(Party& party, const std::string& sid);
  void forget_later(const std::string& id);
  twiml::Document document_of(const Party& party) const;
  void order(Party& party, Done done);
  void next_order(const std::string& id);
  void fail_orders(Party& party);
  void drop(const std::string& sid);
  void created(const std::string& id, const twilio::Answer<twilio::Call>& answer, const Done& done);
  void not_placed(Party& party, const Error& failure, const Done& done);
  void end_prompt(Party& party, Failure failure);
  std::optional<ExtensionState> seen(const std::string& dialled) const;
  void answer_status(ExtensionStatus status, std::optional<ExtensionState> state,
                     const std::function<void(ExtensionStatus)>& done) const;

  // port_webhooks.cpp
  Party* subject_of(const Visit& visit);
  std::string next(const Visit& visit);
  std::string incoming(const Visit& visit);
  void heard(Party& party, const Visit& visit);
  void on_status(const Visit& visit);
  void on_detection(const Visit& visit);
  void on_room(const Visit& visit);
  void on_recording(const Visit& visit);
  void progress(Party& party, const twilio::CallEvent& event, std::optional<std::int64_t> sip_code);
  void party_ended(Party& party, const std::string& cause);
  void look_at(const std::string& room);
  void left_alone(const std::string& room, const LegId& leg);
  void verify(const std::string& id, std::function<void()> alive);

  // port_lookup.cpp
  void take_in(Party& party, const twilio::Call& call);
  void look_up_sid(const std::string& id, const std::string& sid,
                   const std::function<void(Failure, LegState)>& done);
  void look_into_room(const std::string& id, LegState state,
                      const std::function<void(Failure, LegState)>& done);
  void search(const std::string& id, const std::function<void(Failure, LegState)>& done);
  void found_calls(const std::string& id, const std::vector<twilio::Call>& calls,
                   const std::function<void(Failure, LegState)>& done);
  void search_earlier(const std::shared_ptr<Search>& search);
  void searched(const std::shared_ptr<Search>& search, const std::vector<twilio::Call>& calls);

  // port_watch.cpp
  void heard_of(Party& party);
  void watch();
  void ask_silent();
  void ask(const std::string& id);
  std::optional<Instant> silent_since(const Party& party) const;

  const TwilioOptions& options_;
  Wire& wire_;
  const Clock& clock_;
  Telephony::Listener listener_;
  const Instant started_;

  std::unordered_map<std::string, Party> parties_;
  std::unordered_map<std::string, std::string> by_sid_;
  std::deque<std::string> ended_;         // parties, the oldest first
  std::set<std::string> canceled_early_;  // legs that must never be placed
  std::deque<std::string> canceled_order_;
  Rooms rooms_;
  std::int64_t prompts_ = 0;
  bool watching_ = false;  // a timer runs
};

}  // namespace smarthandoff::telephony::twilio_port
