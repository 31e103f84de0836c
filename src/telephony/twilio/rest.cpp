// Moves what the request builders make: one account of Twilio over HTTP.
#include <smarthandoff/telephony/twilio/rest.hpp>

#include <algorithm>

#include "base/digest.hpp"
#include "base/field_check.hpp"
#include "http/address.hpp"
#include "telephony/twilio/rest_errors.hpp"
#include "telephony/twilio/rest_readers.hpp"
#include "telephony/twilio/rest_requests.hpp"
#include "telephony/twilio/rest_sender.hpp"

namespace smarthandoff::twilio {
namespace {

constexpr std::size_t kMaxListed = 10'000;
constexpr std::string_view kPlace = "abcdefghijklmnopqrstuvwxyz0123456789-";

void check_secret(std::string_view field, const Secret& secret) {
  const std::string& text = secret.reveal();
  if (text.empty() || text.size() > 256 ||
      std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; }))
    throw invalid_field(field, "must be 1 to 256 printable characters without blanks");
}

void check(const RestOptions& options) {
  check_sid("account_sid", options.account_sid, "AC");
  check_sid_or_none("key_sid", options.key_sid, "SK");
  if (options.key_sid.empty()) check_secret("auth_token", options.auth_token);
  if (!options.key_sid.empty()) check_secret("key_secret", options.key_secret);
  field::check_word("edge", options.edge, kPlace, 32);
  field::check_word("region", options.region, kPlace, 32);
  if (!options.base_url.empty()) http::check_base_url("base_url", options.base_url);
  field::check_between("calls_per_second", options.calls_per_second, 1, 1000);
  field::check_between("longest_wait", options.longest_wait.count(), 0, 600'000);
  field::check_between("timeout", options.timeout.count(), 1, 60'000);
  field::check_between("connect_timeout", options.connect_timeout.count(), 1, 60'000);
  field::check_between("retries", options.retries, 0, 10);
  field::check_between("first_retry", options.first_retry.count(), 1, 60'000);
  field::check_between("longest_retry", options.longest_retry.count(), 1, 60'000);
}

std::string authorization_of(const RestOptions& options) {
  const std::string pair = options.key_sid.empty() ? options.account_sid + ":" + options.auth_token.reveal()
                                                   : options.key_sid + ":" + options.key_secret.reveal();
  return "Basic " + digest::to_base64(pair);
}

}  // namespace

std::string host_of(const std::string& product, const std::string& edge, const std::string& region) {
  std::string host = product;
  if (!edge.empty()) host += "." + edge;
  if (!region.empty() || !edge.empty()) host += "." + (region.empty() ? "us1" : region);
  return host + ".twilio.com";
}

namespace {

// The pages of a list read so far.
template <class Value>
struct Listing {
  std::shared_ptr<Sender> sender;
  const char* member;
  std::size_t limit;
  On<std::vector<Value>> done;
  std::vector<Value> values;
};

// The path of the next page, if it is one of Twilio's: relative, below the API.
std::string next_page(const peer::Json& page) {
  std::string next = peer::text(page, "next_page_uri", 4096);
  if (!next.starts_with("/2010-04-01/") || next.find_first_of(" #\\") != std::string::npos) next.clear();
  return next;
}

template <class Value>
void read_page(const std::shared_ptr<Listing<Value>>& listing, RestRequest request);

template <class Value>
void add_page(const std::shared_ptr<Listing<Value>>& listing, const peer::Json& page) {
  const peer::Json& rows = peer::member(page, listing->member);
  if (!rows.is_array())
    return listing->done({.failure = Error(ErrorCode::corrupt, "twilio's answer is no page of a list")});
  for (const peer::Json& row : rows) {
    if (listing->values.size() < listing->limit) read(row, listing->values.emplace_back());
  }
  std::string next = next_page(page);
  if (listing->values.size() >= listing->limit || next.empty() || rows.empty())
    return listing->done({.value = std::move(listing->values), .failure = {}});
  read_page(listing, read_request(std::move(next)));
}

template <class Value>
void read_page(const std::shared_ptr<Listing<Value>>& listing, RestRequest request) {
  listing->sender->send(std::move(request), {},
                        [listing](const std::optional<Error>& failure, const peer::Json& page) {
                          if (failure) return listing->done({.failure = failure});
                          add_page(listing, page);
                        });
}

template <class Value>
Raw to_value(On<Value> done) {
  return [done = std::move(done)](const std::optional<Error>& failure, const peer::Json& json) {
    Answer<Value> answer{.failure = failure};
    if (!failure) read(json, answer.value);
    done(std::move(answer));
  };
}

bool has_ended_already(const Error& failure) {
  const auto code = failure.details().find("twilio_code");
  return code != failure.details().end() && code->second == std::to_string(kWrongCallState);
}

Raw to_nothing(On<Nothing> done) {
  return [done = std::move(done)](const std::optional<Error>& failure, const peer::Json&) {
    done({.failure = failure});
  };
}

}  // namespace

class Rest::Impl {
 public:
  Impl(const RestOptions& options, std::shared_ptr<http::Client> client)
      : own_client_(!client),
        client_(client ? std::move(client) : std::make_shared<http::Client>()),
        transport_(over(*client_)),
        sender_(std::make_shared<Sender>(options, authorization_of(options), transport_)) {}

  Impl(const RestOptions& options, Transport transport)
      : own_client_(false),
        transport_(std::move(transport)),
        sender_(std::make_shared<Sender>(options, authorization_of(options), transport_)) {}

  Impl(const Impl& parent, const std::string& account_sid)
      : own_client_(false),
        client_(parent.client_),
        transport_(parent.transport_),
        sender_(of_subaccount(parent, account_sid)) {}

  const std::string& account() const { return sender_->options().account_sid; }
  const std::shared_ptr<Sender>& sender() const { return sender_; }

  // `make` builds the request; what it throws is the answer.
  template <class Make>
  void send(Make make, Raw done, std::function<bool()> wanted = {}) const {
    std::optional<RestRequest> request;
    try {
      request = make();
    } catch (const Error& error) {
      return done(error, {});
    }
    sender_->send(std::move(*request), std::move(wanted), std::move(done));
  }

  template <class Value, class Make>
  void list(Make make, const char* member, std::int64_t limit, On<std::vector<Value>> done) const {
    std::optional<RestRequest> request;
    try {
      request = make();
    } catch (const Error& error) {
      return done({.failure = error});
    }
    read_page(std::make_shared<Listing<Value>>(Listing<Value>{.sender = sender_,
                                                              .member = member,
                                                              .limit = static_cast<std::size_t>(limit),
                                                              .done = std::move(done),
                                                              .values = {}}),
              std::move(*request));
  }

  void after(Milliseconds delay, std::function<void()> done) { sender_->after(delay, std::move(done)); }

  void stop() noexcept {
    if (own_client_) client_->stop();
  }

 private:
  static Transport over(http::Client& client) {
    return [&client](http::Request request, http::Callback done) {
      client.send(std::move(request), std::move(done));
    };
  }

  static std::shared_ptr<Sender> of_subaccount(const Impl& parent, const std::string& account_sid) {
    check_sid("account_sid", account_sid, "AC");
    RestOptions options = parent.sender_->options();
    options.account_sid = account_sid;
    return std::make_shared<Sender>(std::move(options), parent.sender_->authorization(), parent.transport_);
  }

  const bool own_client_;
  const std::shared_ptr<http::Client> client_;  // none with another transport
  const Transport transport_;
  const std::shared_ptr<Sender> sender_;
};

Rest::Rest(RestOptions options, std::shared_ptr<http::Client> client) {
  check(options);
  impl_ = std::make_shared<Impl>(options, std::move(client));
}

Rest::Rest(RestOptions options, Transport transport) {
  check(options);
  if (!transport) throw invalid_field("transport", "must be given");
  impl_ = std::make_shared<Impl>(options, std::move(transport));
}

Rest::Rest(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Rest::~Rest() {
  stop();
}

std::unique_ptr<Rest> Rest::subaccount(const std::string& account_sid) const {
  return std::unique_ptr<Rest>(new Rest(std::make_shared<Impl>(*impl_, account_sid)));
}

void Rest::stop() noexcept {
  impl_->stop();
}

void Rest::after(Milliseconds delay, std::function<void()> done) {
  impl_->after(delay, std::move(done));
}

void Rest::create_call(const CreateCall& request, On<Call> done) {
  impl_->send([&] { return requests::create_call(impl_->account(), request); },
              to_value<Call>(std::move(done)));
}

void Rest::create_call_if(const CreateCall& request, std::function<bool()> wanted, On<Call> done) {
  impl_->send([&] { return requests::create_call(impl_->account(), request); },
              to_value<Call>(std::move(done)), std::move(wanted));
}

void Rest::fetch_call(const std::string& call_sid, On<Call> done) {
  impl_->send([&] { return requests::fetch_call(impl_->account(), call_sid); },
              to_value<Call>(std::move(done)));
}

void Rest::update_call(const UpdateCall& request, On<Call> done) {
  impl_->send([&] { return requests::update_call(impl_->account(), request); },
              to_value<Call>(std::move(done)));
}

void Rest::hang_up(const std::string& call_sid, On<Nothing> done) {
  const UpdateCall request{.call_sid = call_sid, .status = "completed"};
  impl_->send([&] { return requests::update_call(impl_->account(), request); },
              [done = std::move(done)](const std::optional<Error>& failure, const peer::Json&) {
                done({.failure = failure && has_ended_already(*failure) ? std::nullopt : failure});
              });
}

void Rest::list_calls(const ListCalls& request, On<std::vector<Call>> done) {
  impl_->list<Call>([&] { return requests::list_calls(impl_->account(), request); }, "calls", request.limit,
                    std::move(done));
}

void Rest::fetch_recording(const std::string& recording_sid, On<Recording> done) {
  impl_->send([&] { return requests::fetch_recording(impl_->account(), recording_sid); },
              to_value<Recording>(std::move(done)));
}

void Rest::list_recordings(const ListRecordings& request, On<std::vector<Recording>> done) {
  impl_->list<Recording>([&] { return requests::list_recordings(impl_->account(), request); }, "recordings",
                         request.limit, std::move(done));
}

void Rest::delete_recording(const std::string& recording_sid, On<Nothing> done) {
  impl_->send([&] { return requests::delete_recording(impl_->account(), recording_sid); },
              to_nothing(std::move(done)));
}

void Rest::start_recording(const StartRecording& request, On<Recording> done) {
  impl_->send([&] { return requests::start_recording(impl_->account(), request); },
              to_value<Recording>(std::move(done)));
}

void Rest::control_recording(const ControlRecording& request, On<Recording> done) {
  impl_->send([&] { return requests::control_recording(impl_->account(), request); },
              to_value<Recording>(std::move(done)));
}

std::string Rest::recording_address(const std::string& recording_sid, const std::string& format) const {
  return recording_request(recording_sid, format).url;
}

http::Request Rest::recording_request(const std::string& recording_sid, const std::string& format) const {
  http::Request request =
      impl_->sender()->message(requests::recording_media(impl_->account(), recording_sid, format));
  request.headers[1].value = "audio/*";
  return request;
}

void Rest::create_account(const std::string& name, On<Account> done) {
  impl_->send([&] { return requests::create_account(name); }, to_value<Account>(std::move(done)));
}

void Rest::fetch_account(const std::string& account_sid, On<Account> done) {
  impl_->send([&] { return requests::fetch_account(account_sid); }, to_value<Account>(std::move(done)));
}

void Rest::update_account(const UpdateAccount& request, On<Account> done) {
  impl_->send([&] { return requests::update_account(request); }, to_value<Account>(std::move(done)));
}

void Rest::list_accounts(const ListAccounts& request, On<std::vector<Account>> done) {
  impl_->list<Account>([&] { return requests::list_accounts(request); }, "accounts", request.limit,
                       std::move(done));
}

void Rest::list_numbers(const ListNumbers& request, On<std::vector<OwnedNumber>> done) {
  impl_->list<OwnedNumber>([&] { return requests::list_numbers(impl_->account(), request); },
                           "incoming_phone_numbers", request.limit, std::move(done));
}

void Rest::update_number(const UpdateNumber& request, On<OwnedNumber> done) {
  impl_->send([&] { return requests::update_number(impl_->account(), request); },
              to_value<OwnedNumber>(std::move(done)));
}

void Rest::buy_number(const BuyNumber& request, On<OwnedNumber> done) {
  impl_->send([&] { return requests::buy_number(impl_->account(), request); },
              to_value<OwnedNumber>(std::move(done)));
}

void Rest::release_number(const std::string& number_sid, On<Nothing> done) {
  impl_->send([&] { return requests::release_number(impl_->account(), number_sid); },
              to_nothing(std::move(done)));
}

void Rest::list_available(const ListAvailable& request, On<std::vector<AvailableNumber>> done) {
  impl_->list<AvailableNumber>([&] { return requests::list_available(impl_->account(), request); },
                               "available_phone_numbers", request.limit, std::move(done));
}

void Rest::create_queue(const CreateQueue& request, On<CallQueue> done) {
  impl_->send([&] { return requests::create_queue(impl_->account(), request); },
              to_value<CallQueue>(std::move(done)));
}

void Rest::fetch_queue(const std::string& queue_sid, On<CallQueue> done) {
  impl_->send([&] { return requests::fetch_queue(impl_->account(), queue_sid); },
              to_value<CallQueue>(std::move(done)));
}

void Rest::update_queue(const UpdateQueue& request, On<CallQueue> done) {
  impl_->send([&] { return requests::update_queue(impl_->account(), request); },
              to_value<CallQueue>(std::move(done)));
}

void Rest::list_queues(On<std::vector<CallQueue>> done) {
  impl_->list<CallQueue>([&] { return requests::list_queues(impl_->account()); }, "queues", kMaxListed,
                         std::move(done));
}

void Rest::delete_queue(const std::string& queue_sid, On<Nothing> done) {
  impl_->send([&] { return requests::delete_queue(impl_->account(), queue_sid); },
              to_nothing(std::move(done)));
}

void Rest::list_members(const std::string& queue_sid, On<std::vector<QueueMember>> done) {
  impl_->list<QueueMember>([&] { return requests::list_members(impl_->account(), queue_sid); },
                           "queue_members", kMaxListed, std::move(done));
}

void Rest::dequeue(const Dequeue& request, On<QueueMember> done) {
  impl_->send([&] { return requests::dequeue(impl_->account(), request); },
              to_value<QueueMember>(std::move(done)));
}

void Rest::list_rooms(const ListRooms& request, On<std::vector<Room>> done) {
  impl_->list<Room>([&] { return requests::list_rooms(impl_->account(), request); }, "conferences",
                    request.limit, std::move(done));
}

void Rest::fetch_room(const std::string& conference_sid, On<Room> done) {
  impl_->send([&] { return requests::fetch_room(impl_->account(), conference_sid); },
              to_value<Room>(std::move(done)));
}

void Rest::update_room(const UpdateRoom& request, On<Room> done) {
  impl_->send([&] { return requests::update_room(impl_->account(), request); },
              to_value<Room>(std::move(done)));
}

void Rest::create_participant(const CreateParticipant& request, On<Participant> done) {
  impl_->send([&] { return requests::create_participant(impl_->account(), request); },
              to_value<Participant>(std::move(done)));
}

void Rest::fetch_participant(const ParticipantKey& key, On<Participant> done) {
  impl_->send([&] { return requests::fetch_participant(impl_->account(), key); },
              to_value<Participant>(std::move(done)));
}

void Rest::update_participant(const UpdateParticipant& request, On<Participant> done) {
  impl_->send([&] { return requests::update_participant(impl_->account(), request); },
              to_value<Participant>(std::move(done)));
}

void Rest::remove_participant(const ParticipantKey& key, On<Nothing> done) {
  impl_->send([&] { return requests::remove_participant(impl_->account(), key); },
              to_nothing(std::move(done)));
}

void Rest::list_participants(const std::string& conference, On<std::vector<Participant>> done) {
  impl_->list<Participant>([&] { return requests::list_participants(impl_->account(), conference); },
                           "participants", kMaxListed, std::move(done));
}

void Rest::create_message(const CreateMessage& request, On<Message> done) {
  impl_->send([&] { return requests::create_message(impl_->account(), request); },
              to_value<Message>(std::move(done)));
}

void Rest::fetch_message(const std::string& message_sid, On<Message> done) {
  impl_->send([&] { return requests::fetch_message(impl_->account(), message_sid); },
              to_value<Message>(std::move(done)));
}

void Rest::update_message(const UpdateMessage& request, On<Message> done) {
  impl_->send([&] { return requests::update_message(impl_->account(), request); },
              to_value<Message>(std::move(done)));
}

void Rest::list_messages(const ListMessages& request, On<std::vector<Message>> done) {
  impl_->list<Message>([&] { return requests::list_messages(impl_->account(), request); }, "messages",
                       request.limit, std::move(done));
}

void Rest::update_reservation(const UpdateReservation& request, On<Reservation> done) {
  impl_->send([&] { return requests::update_reservation(request); }, to_value<Reservation>(std::move(done)));
}

void Rest::update_worker(const UpdateWorker& request, On<Worker> done) {
  impl_->send([&] { return requests::update_worker(request); }, to_value<Worker>(std::move(done)));
}

}  // namespace smarthandoff::twilio
