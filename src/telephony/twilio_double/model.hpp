#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/http/client.hpp>

#include "telephony/simulator/scheduler.hpp"
#include "telephony/twilio_double/resources.hpp"

namespace smarthandoff::twilio_double {

// A request to the host, before it is signed.
struct Webhook {
  std::string account;
  std::string call;  // whose log it goes to; empty: none
  std::string what;  // for the log: "document", "status ringing" …
  std::string url, method = "POST";
  Params params{};
  std::function<void(const http::Outcome&)> done{};  // nothing: whatever it answers
  bool is_json = false;                              // `body` is sent as it is
  std::string body{};
  std::string token{};  // the same for every try; made at the first
  int tries = 0;
};

// What is dialled.
struct NewCall {
  std::string account, from, to, direction, parent;
};

// A recording that begins.
struct NewRecording {
  std::string account, call, conference, source, track = "both";
  std::int64_t channels = 1;
  Hook hook{};
};

// The model of Twilio: calls and all else, in scheduled time. Not safe for threads. It changes only in its
// own functions and calls nobody but `transport`, which must not call back at once.
class Model {
 public:
  explicit Model(const DoubleOptions& options);

  telephony::simulator::Scheduler scheduler;
  // Sends a request to the host; `done` is called later, with the model locked.
  std::function<void(http::Request, std::function<void(const http::Outcome&)>)> transport;
  Sids sids;
  Faults faults;
  std::deque<RequestFailure> request_failures;
  std::deque<CallbackFailure> callback_failures;
  std::string base_url = "https://api.twilio.com";  // of what the answers and callbacks point to

  const DoubleOptions& options() const { return options_; }
  Instant now() const { return scheduler.now(); }

  // --- What there is ---
  std::deque<Account> accounts;
  std::deque<Call> calls;
  std::deque<Recording> recordings;
  std::deque<Conference> conferences;
  std::deque<CallQueue> queues;
  std::deque<Number> numbers;
  std::deque<Message> messages;
  std::deque<Stream> streams;
  std::deque<Task> tasks;
  std::deque<Reservation> reservations;
  std::vector<std::string> available;                          // to be bought
  std::vector<std::pair<std::string, std::string>> opted_out;  // person and our number

  Account* account(std::string_view sid);
  Call* call(std::string_view sid);
  Call* live_call(std::string_view sid);
  Recording* recording(std::string_view sid);
  Conference* conference(std::string_view sid);
  CallQueue* queue(std::string_view sid);
  CallQueue& queue_named(const std::string& account, const std::string& name);
  Number* owned(std::string_view number);
  Stream* stream(std::string_view sid_or_name, std::string_view call);
  Task* task(std::string_view sid);
  Reservation* reservation(std::string_view sid);
  Account& add_account(const std::string& sid, const std::string& token, const std::string& name);
  Number& add_number(const std::string& account, const std::string& number, Params settings);

  // --- People ---
  void add_person(Person person);
  void script_calls(const std::string& number, std::vector<Person> calls);
  bool exists(const std::string& number) const;
  // How the next call to that number goes; a number without anybody is `failed`.
  Person next_person(const std::string& number);
  std::string call_in(const std::string& from, const std::string& to);
  void press(Call& call, const std::string& keys);
  void say(Call& call, const std::string& words);
  std::string message_in(const std::string& from, const std::string& to, const std::string& body);

  // --- Calls ---
  Call& add_call(const NewCall& made);
  void dial(Call& call);  // when the account's limit lets it through
  void answer(Call& call);
  void end(Call& call, CallStatus how, int sip_code = 0);
  // Turns to something else: what is going on is left, without a word to the host but where `queue_result`
  // says how waiting ended.
  void turn(Call& call, const std::string& queue_result = "redirected");
  // The call goes on with this document (`twiml` where no URL is given).
  void redirect(Call& call, const std::string& url, const std::string& method, const std::string& twiml = {});
  Params params_of(const Call& call) const;

  // --- Documents ---
  struct Fetch {
    Role role = Role::main;
    std::string url, method = "POST", what = "document";
    Params extra{};
    int redirects = 0;
  };
  void fetch(Call& call, Fetch wanted);
  void load(Call& call, Role role, const std::string& url, const std::string& twiml);
  void run(Call& call);
  // Asks the verb's action, with what came of it; without an action goes on with the next verb.
  void act(Call& call, const Element& verb, const Params& result, const std::string& what);
  void hear(Call& call, const std::string& what);

  // --- What verbs share ---
  void after(Call& call, Milliseconds delay, std::function<void(Call&)> then);        // void after a turn
  void while_alive(Call& call, Milliseconds delay, std::function<void(Call&)> then);  // whatever it does
  Milliseconds length_of(const Element& prompt) const;
  std::string sound_of(const Element& prompt) const;
  void play(Call& call, const Element& prompt, std::function<void(Call&)> then);
  Hook hook_of(const Call& call, const Element& verb, std::string_view name, std::string_view event) const;

  // --- Recordings ---
  Recording& record(NewRecording made);
  void stop_recording(Recording& recording);
  std::string recording_url(const Recording& recording) const;

  // --- Conferences and queues ---
  void join_conference(Call& call, const Element& verb);
  void leave_conference(Call& call, const std::string& reason);
  void kick(Call& call);
  void end_conference(Conference& conference, const std::string& reason, const std::string& by);
  void change_participant(Conference& conference, Participant& participant, const Params& form);
  void conference_event(Conference& conference, std::string_view event, const Call* call, Params more);
  bool serve_queue(Call& agent);
  std::int64_t average_wait(const CallQueue& queue) const;
  void leave_queue(Call& call, const std::string& result, bool follow_action);

  // --- Messages, streams, tasks ---
  void send_message(Message& message);
  void message_status(Message& message, const std::string& status);
  void stop_stream(Stream& stream);
  std::string offer(Task& task, const std::string& worker_attributes, const std::string& url);
  void instruct(Reservation& reservation, const Params& instruction);

  // --- Out ---
  void send(Webhook webhook);      // a request whose answer matters
  void callback(Webhook webhook);  // one that may be lost, late, doubled
  void note(LogKind kind, const Call* call, std::string text);
  void note_other(LogKind kind, const std::string& id, const std::string& party, std::string text);
  void error(const Call* call, int code, const std::string& text);
  const std::deque<LogEntry>& log() const { return log_; }
  std::vector<CallState> states() const;
  std::string talking_to(const Call& call) const;

 private:
  // legs.cpp
  void ring(Call& call);
  void react(Call& call);
  void status_event(Call& call, std::string_view event);
  void number_event(const Call& call);
  void answered_by_api(Call& call);
  void detect(Call& call, std::function<void(Call&, std::int64_t)> then);
  void first_document(Call& call, const Params& extra);

  // documents.cpp
  void fetched(Call& call, const Fetch& wanted, const http::Outcome& outcome);
  void document_failed(Call& call, const Fetch& wanted, int code, const std::string& text);
  void document_over(Call& call);
  void must_be_answered(Call& call, const Element& verb);
  void run_verb(Call& call, const Element& verb);
  void run_redirect(Call& call, const Element& verb);

  // gather.cpp
  void run_gather(Call& call, const Element& verb);
  void gather_prompt(Call& call);
  void gather_wait(Call& call);
  void gather_done(Call& call, const Params& result);
  void gather_nothing(Call& call);
  void run_record(Call& call, const Element& verb);
  void record_done(Call& call, const std::string& digits);

  // dial.cpp
  void run_dial(Call& call, const Element& verb);
  void dial_leg(Call& call, const Element& target);
  void leg_answered(Call& leg);
  void leg_over(Call& leg);
  void dial_ready(Call& leg);  // whispered to: joined now
  void dial_done(Call& call, const std::string& status, const Call* leg);
  void leave_dial(Call& call);
  void drop_legs(Call& call, const std::string& but);
  void join(Call& call, Call& leg);

  // conference.cpp, queue.cpp, streams.cpp
  Conference& conference_named(const Call& call, const Element& verb);
  void conference_ears(Conference& conference);
  void try_start(Conference& conference);
  void run_enqueue(Call& call, const Element& verb);
  void wait_document(Call& call);
  Params wait_params(const Call& call) const;
  void serve_waiting_agents(const CallQueue& queue);
  void queue_action(Call& member, const std::string& result, bool follow);
  std::string new_task(const Call& call, const Element& verb);
  void send_action(const Call& call, const Element& verb, const Params& result, const std::string& what);
  void stream_event(const Stream& stream, const std::string& event);
  void run_stream(Call& call, const Element& verb);
  void run_stop(Call& call, const Element& verb);
  void recording_event(const Recording& recording);

  // webhooks.cpp
  void try_webhook(const Webhook& webhook);
  void tried(Webhook webhook, const http::Outcome& outcome);
  CallbackFailure next_callback_failure();

  const DoubleOptions options_;
  std::map<std::string, Call*, std::less<>> by_sid_;
  struct Known {
    Person person;
    std::deque<Person> script;
  };
  std::map<std::string, Known, std::less<>> people_;
  std::optional<Webhook> held_back_;  // until the next callback has gone
  std::uint64_t held_count_ = 0;
  std::deque<LogEntry> log_;
};

// Twilio's word for a status.
std::string_view word(CallStatus status);

}  // namespace smarthandoff::twilio_double
