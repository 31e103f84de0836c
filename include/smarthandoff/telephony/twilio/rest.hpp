#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/http/client.hpp>
#include <smarthandoff/telephony/twilio/rest_calls.hpp>
#include <smarthandoff/telephony/twilio/rest_messages.hpp>
#include <smarthandoff/telephony/twilio/rest_numbers.hpp>
#include <smarthandoff/telephony/twilio/rest_rooms.hpp>

// Twilio's REST API: requests as values, answers as values.
namespace smarthandoff::twilio {

struct RestOptions {
  std::string account_sid;  // AC…: whose calls and numbers these are
  Secret auth_token;        // the account's; or
  std::string key_sid;      // SK…: an API key of the account and region, with
  Secret key_secret;
  std::string edge, region;  // e.g. "dublin", "ie1"; empty: Twilio's default
  std::string base_url;      // in place of Twilio's hosts, e.g. a double's; https, or http to this machine
  std::int64_t calls_per_second = 1;  // 1-1000, what Twilio allows the account; more wait here
  Milliseconds longest_wait{30'000};  // for a place; what would wait longer is rate_limited at once
  Milliseconds timeout{15'000};       // of one request, 1-60000
  Milliseconds connect_timeout{5'000};
  std::int64_t retries = 3;       // 0-10, of what may be repeated
  Milliseconds first_retry{500};  // before the first; doubled for each, at random between half and whole
  Milliseconds longest_retry{8'000};
};

// The host that a product ("api", "taskrouter") of Twilio has at an edge and in a region.
std::string host_of(const std::string& product, const std::string& edge, const std::string& region);

// What became of a request. The failure's details have Twilio's own code ("twilio_code", its meaning in
// "class") and the HTTP status ("http_status") where it answered.
template <class Value>
struct Answer {
  Value value{};  // empty with a failure
  std::optional<Error> failure;
};
template <class Value>
using On = std::function<void(Answer<Value>)>;
struct Nothing {
  bool operator==(const Nothing&) const = default;
};

// Sends a request and calls back once, from any thread: what an http::Client does, or a stand-in for tests.
using Transport = std::function<void(http::Request, http::Callback)>;

// One account of Twilio. Every method returns at once and calls its callback exactly once, on the HTTP
// client's thread or, for a request that is wrong or cannot be taken, before it returns. Thread-safe.
//
// Failures: invalid_argument (of ours or of Twilio's judgement, e.g. 21211), not_found, unauthorized,
// failed_precondition (permission, opted out, the account's settings), conflict (the call has moved on),
// rate_limited, unavailable and timeout (not done: may be tried again), in_doubt (a change that may have been
// made: no answer, or 5xx), corrupt (no answer of Twilio's).
// 429 is always tried again, and reads and deletions also after 5xx and a lost answer; a change never.
class Rest {
 public:
  // Throws invalid_argument naming the option. Without a client it makes one.
  explicit Rest(RestOptions options, std::shared_ptr<http::Client> client = nullptr);
  // The same over another transport, which must outlive the requests.
  Rest(RestOptions options, Transport transport);
  ~Rest();
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;

  // A subaccount, with the credentials of this one, connections in common and a limit of its own.
  std::unique_ptr<Rest> subaccount(const std::string& account_sid) const;

  // Ends what is under way as `unavailable`; only of a client of its own. Not in a callback.
  void stop() noexcept;

  // Calls back so much later, for who has no timer of its own; at once where nothing can be sent any more.
  // Asks Twilio nothing.
  void after(Milliseconds delay, std::function<void()> done);

  void create_call(const CreateCall& request, On<Call> done);
  // Places a call only if `wanted` says so when its turn has come, else failed_precondition.
  void create_call_if(const CreateCall& request, std::function<bool()> wanted, On<Call> done);
  void fetch_call(const std::string& call_sid, On<Call> done);
  void update_call(const UpdateCall& request, On<Call> done);
  // Ends a call in whatever state; one that has ended already is a success.
  void hang_up(const std::string& call_sid, On<Nothing> done);
  void list_calls(const ListCalls& request, On<std::vector<Call>> done);

  void fetch_recording(const std::string& recording_sid, On<Recording> done);
  void list_recordings(const ListRecordings& request, On<std::vector<Recording>> done);
  void delete_recording(const std::string& recording_sid, On<Nothing> done);
  void start_recording(const StartRecording& request, On<Recording> done);
  void control_recording(const ControlRecording& request, On<Recording> done);
  // The address of the sound, "wav" or "mp3"; to be asked for with the account's credentials.
  std::string recording_address(const std::string& recording_sid, const std::string& format) const;
  // The request that fetches it, credentials included: for whoever streams it elsewhere. Not to be logged.
  http::Request recording_request(const std::string& recording_sid, const std::string& format) const;

  void create_account(const std::string& name, On<Account> done);
  void fetch_account(const std::string& account_sid, On<Account> done);
  void update_account(const UpdateAccount& request, On<Account> done);
  void list_accounts(const ListAccounts& request, On<std::vector<Account>> done);

  void list_numbers(const ListNumbers& request, On<std::vector<OwnedNumber>> done);
  void update_number(const UpdateNumber& request, On<OwnedNumber> done);
  void buy_number(const BuyNumber& request, On<OwnedNumber> done);
  void release_number(const std::string& number_sid, On<Nothing> done);
  void list_available(const ListAvailable& request, On<std::vector<AvailableNumber>> done);

  void create_queue(const CreateQueue& request, On<CallQueue> done);
  void fetch_queue(const std::string& queue_sid, On<CallQueue> done);
  void update_queue(const UpdateQueue& request, On<CallQueue> done);
  void list_queues(On<std::vector<CallQueue>> done);
  void delete_queue(const std::string& queue_sid, On<Nothing> done);
  void list_members(const std::string& queue_sid, On<std::vector<QueueMember>> done);
  void dequeue(const Dequeue& request, On<QueueMember> done);

  void list_rooms(const ListRooms& request, On<std::vector<Room>> done);
  void fetch_room(const std::string& conference_sid, On<Room> done);
  void update_room(const UpdateRoom& request, On<Room> done);
  void create_participant(const CreateParticipant& request, On<Participant> done);
  void fetch_participant(const ParticipantKey& key, On<Participant> done);
  void update_participant(const UpdateParticipant& request, On<Participant> done);
  void remove_participant(const ParticipantKey& key, On<Nothing> done);
  void list_participants(const std::string& conference, On<std::vector<Participant>> done);

  void create_message(const CreateMessage& request, On<Message> done);
  void fetch_message(const std::string& message_sid, On<Message> done);
  void update_message(const UpdateMessage& request, On<Message> done);
  void list_messages(const ListMessages& request, On<std::vector<Message>> done);

  void update_reservation(const UpdateReservation& request, On<Reservation> done);
  void update_worker(const UpdateWorker& request, On<Worker> done);

 private:
  class Impl;
  explicit Rest(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace smarthandoff::twilio
