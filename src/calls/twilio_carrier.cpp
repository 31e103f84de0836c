#include <smarthandoff/calls/twilio_carrier.hpp>

#include <charconv>

#include "calls/call_lifecycle.hpp"
#include "calls/turns.hpp"
#include "telephony/twilio/rest_errors.hpp"

namespace smarthandoff::calls {
namespace {

constexpr Milliseconds kMediaTimeout = std::chrono::minutes(10);
// By which Twilio's clock may be behind ours, with its times in whole seconds. No two calls to one person are
// so close.
constexpr Seconds kClocks{6};
// What is near its turn waits in the client; nothing is repeated there, for the jobs repeat what may be, and
// ask the gate again before they do.
constexpr Milliseconds kLongestWait{2'000};
constexpr Milliseconds kTimeout{15'000};
static_assert(kLongestWait + kTimeout < kOrderLimit);

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// "-0.00750" in 1/10000, rounded up at the fifth decimal; never negative. Nothing for what is no price.
std::optional<std::int64_t> cost_of(std::string_view price) {
  if (!price.empty() && price.front() == '-') price.remove_prefix(1);
  const auto point = price.find('.');
  std::string digits(price.substr(0, point));
  std::string decimals(point == std::string_view::npos ? "" : price.substr(point + 1));
  const bool more = decimals.size() > 4 && decimals.find_first_not_of('0', 4) != std::string::npos;
  decimals.resize(4, '0');
  digits += decimals;
  std::int64_t cost = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), cost);
  if (price.empty() || error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  return cost + (more ? 1 : 0);
}

CarrierCall call_of(const twilio::Call& call) {
  CarrierCall found{.sid = call.sid,
                    .from_number = call.from,
                    .to_number = call.to,
                    .outbound = call.direction == "outbound-api",
                    .seconds = call.duration_s.value_or(0),
                    .cost = cost_of(call.price),
                    .currency = call.price_unit,
                    .started_at = call.started_at ? call.started_at : call.created_at,
                    .ended_at = call.ended_at};
  if (call.status) found.status = from_twilio(*call.status);
  return found;
}

CarrierNumber number_of(const twilio::OwnedNumber& number) {
  return {.peer_id = number.sid, .number = number.number, .label = number.name};
}

CarrierAccount account_of(const twilio::Account& account) {
  return {.account_sid = account.sid, .name = account.name, .token = account.auth_token};
}

Error closed_account() {
  return Error(ErrorCode::failed_precondition, "the account is closed at twilio, which is final",
               {{"reason", "closed"}});
}

twilio::CreateCall request_of(const PlaceOrder& order) {
  twilio::CreateCall request;
  request.to = order.to_number;
  request.from = order.from_number;
  request.url = order.url;
  request.status = {
      .url = order.status_url, .method = "POST", .events = {"initiated", "ringing", "answered", "completed"}};
  request.timeout_s = order.ring_seconds;
  request.record = order.recorded != Recorded::off;
  if (request.record) {
    request.recording.channels = order.recorded == Recorded::dual ? "dual" : "mono";
    request.recording.callback.url = order.recording_url;
  }
  if (order.detection == Detection::off) return request;
  request.detection.mode = order.wait_for_beep ? "DetectMessageEnd" : "Enable";
  request.detection.in_background = order.detection == Detection::async;
  if (request.detection.in_background) request.detection.verdict.url = order.detection_url;
  return request;
}

}  // namespace

struct TwilioCarrier::Entry {
  std::string made_of;  // the account's state it was made from
  Client client;
  std::int64_t calls_per_second = 1;
  Turns turns{1};  // outlive the client: other credentials are no reason to lose one's turn
};

TwilioCarrier::TwilioCarrier(Accounts accounts, TwilioCarrierOptions options,
                             std::shared_ptr<http::Client> client)
    : accounts_(std::move(accounts)), options_(std::move(options)), http_(std::move(client)) {}

TwilioCarrier::~TwilioCarrier() = default;

void TwilioCarrier::stop() noexcept {
  std::vector<Client> clients;
  std::shared_ptr<http::Client> media;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    media = media_;
    clients = retired_;
    for (const auto& [key, entry] : clients_) clients.push_back(entry->client);
  }
  for (const Client& client : clients) client->stop();
  if (media) media->stop();
}

void TwilioCarrier::with_client(const Over& over, std::function<void(Failure, Client)> done) {
  accounts_(over, [this, over, done = std::move(done)](const Failure& failure, const OpenedAccount& account) {
    if (failure) return done(failure, nullptr);
    Client client;
    try {
      client = client_of(over, account);
    } catch (const Error& error) {
      return done(error, nullptr);
    }
    done({}, client);
  });
}

TwilioCarrier::Client TwilioCarrier::client_of(const Over& over, const OpenedAccount& account) {
  const PhoneAccount& stored = account.account;
  const std::string made_of = std::to_string(stored.updated_at.time_since_epoch().count());
  const std::lock_guard lock(mutex_);
  if (stopped_) throw Error(ErrorCode::unavailable, "the engine is closing");
  const auto key = std::make_pair(over.tenant.value, stored.id.value);
  const auto known = clients_.find(key);
  if (known != clients_.end() && known->second->made_of == made_of) return known->second->client;
  const bool by_key = account.token.empty();
  if (by_key && account.api_key_secret.empty())
    throw Error(ErrorCode::failed_precondition, "the account has neither a token nor an API key");
  twilio::RestOptions options{.account_sid = stored.account_sid,
                              .auth_token = account.token,
                              .key_sid = by_key ? account.api_key_sid : "",
                              .key_secret = by_key ? account.api_key_secret : Secret(),
                              .edge = stored.edge,
                              .region = stored.region,
                              .base_url = options_.base_url,
                              .calls_per_second = stored.calls_per_second,
                              .longest_wait = kLongestWait,
                              .timeout = kTimeout,
                              .retries = 0};
  // Options it refuses must leave no entry without a client behind.
  const auto made = std::make_shared<twilio::Rest>(std::move(options), http_);
  std::unique_ptr<Entry>& slot = clients_[key];
  if (!slot) slot = std::make_unique<Entry>();
  Entry& entry = *slot;
  if (entry.client) retired_.push_back(std::move(entry.client));  // what is under way ends over it
  entry.made_of = made_of;
  entry.client = made;
  if (entry.calls_per_second != stored.calls_per_second) entry.turns = Turns(stored.calls_per_second);
  entry.calls_per_second = stored.calls_per_second;
  return made;
}

Milliseconds TwilioCarrier::turn_of(const PlaceOrder& order, const AccountId& account) {
  const std::lock_guard lock(mutex_);
  return clients_.at({order.over.tenant.value, account.value})->turns.wait_of(order.call_id.value, now_us());
}

void TwilioCarrier::place(const PlaceOrder& order, std::function<void(Failure, std::string)> done) {
  accounts_(order.over,
            [this, order, done = std::move(done)](const Failure& failure, const OpenedAccount& account) {
              if (failure) return done(failure, {});
              Client client;
              try {
                client = client_of(order.over, account);
              } catch (const Error& error) {
                return done(error, {});
              }
              const Milliseconds wait = turn_of(order, account.account.id);
              if (wait.count() > 0)
                return done(Error(ErrorCode::rate_limited, "other calls of the account go out first",
                                  {{"turn_ms", std::to_string(wait.count())}}),
                            {});
              client->create_call(request_of(order), [done](const twilio::Answer<twilio::Call>& answer) {
                done(answer.failure, answer.value.sid);
              });
            });
}

void TwilioCarrier::fetch(const Over& over, const std::string& sid,
                          std::function<void(Failure, CarrierCall)> done) {
  with_client(over, [sid, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure, {});
    client->fetch_call(sid, [done](const twilio::Answer<twilio::Call>& answer) {
      done(answer.failure, call_of(answer.value));
    });
  });
}

void TwilioCarrier::find(const FindCalls& question,
                         std::function<void(Failure, std::vector<CarrierCall>)> done) {
  with_client(
      question.over, [question, done = std::move(done)](const Failure& failure, const Client& client) {
        if (failure) return done(failure, {});
        // A call that has not begun has no time of beginning to be found by: those of the day are sifted.
        const twilio::ListCalls request{.to = question.to_number, .from = question.from_number};
        client->list_calls(
            request, [done, since = question.since](const twilio::Answer<std::vector<twilio::Call>>& answer) {
              std::vector<CarrierCall> found;
              for (const twilio::Call& call : answer.value) {
                const auto at = call.created_at ? call.created_at : call.started_at;
                if (!at || *at + kClocks >= since) found.push_back(call_of(call));
              }
              done(answer.failure, std::move(found));
            });
      });
}

void TwilioCarrier::redirect(const Over& over, const std::string& sid, const std::string& url, Done done) {
  with_client(over, [sid, url, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure);
    client->update_call({.call_sid = sid, .url = url, .method = "POST"},
                        [done](const twilio::Answer<twilio::Call>& answer) { done(answer.failure); });
  });
}

void TwilioCarrier::hang_up(const Over& over, const std::string& sid, Done done) {
  with_client(over, [sid, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure);
    client->hang_up(sid, [done](const twilio::Answer<twilio::Nothing>& answer) { done(answer.failure); });
  });
}

void TwilioCarrier::buy_number(const NumberOrder& order, std::function<void(Failure, CarrierNumber)> done) {
  with_client(order.over, [order, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure, {});
    twilio::BuyNumber request{.number = order.number, .area_code = {}, .settings = {}};
    request.settings.name = order.label;
    request.settings.voice_url = order.voice_url;
    request.settings.status.url = order.status_url;
    client->buy_number(request, [done](const twilio::Answer<twilio::OwnedNumber>& answer) {
      done(answer.failure, number_of(answer.value));
    });
  });
}

void TwilioCarrier::find_number(const Over& over, const std::string& number,
                                std::function<void(Failure, std::optional<CarrierNumber>)> done) {
  with_client(over, [number, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure, {});
    client->list_numbers({.number = number},
                         [done, number](const twilio::Answer<std::vector<twilio::OwnedNumber>>& answer) {
                           std::optional<CarrierNumber> found;
                           for (const auto& one : answer.value)
                             if (one.number == number) found = number_of(one);
                           done(answer.failure, std::move(found));
                         });
  });
}

void TwilioCarrier::point_number(const PointOrder& order, Done done) {
  with_client(order.over, [order, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure);
    twilio::UpdateNumber request{.number_sid = order.peer_id, .settings = {}};
    request.settings.voice_url = order.voice_url;
    request.settings.voice_method = "POST";
    request.settings.status.url = order.status_url;
    request.settings.status.method = "POST";
    client->update_number(request, [done](const twilio::Answer<twilio::OwnedNumber>& answer) {
      // Twilio takes the address then, and does not ask it.
      if (!answer.failure && !answer.value.voice_application_sid.empty())
        return done(Error(ErrorCode::failed_precondition,
                          "the number's calls go to an application: take that off it at twilio"));
      done(answer.failure);
    });
  });
}

void TwilioCarrier::release_number(const Over& over, const std::string& peer_id, Done done) {
  with_client(over, [peer_id, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure);
    client->release_number(peer_id,
                           [done](const twilio::Answer<twilio::Nothing>& answer) { done(answer.failure); });
  });
}

void TwilioCarrier::search_numbers(const SearchOrder& order,
                                   std::function<void(Failure, std::vector<AvailableNumber>)> done) {
  with_client(order.over, [order, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure, {});
    const twilio::ListAvailable request{
        .country = order.country,
        .type = order.toll_free ? twilio::NumberType::toll_free : twilio::NumberType::local,
        .area_code = order.area_code,
        .voice = true,
        .limit = order.limit};
    client->list_available(request,
                           [done](const twilio::Answer<std::vector<twilio::AvailableNumber>>& answer) {
                             std::vector<AvailableNumber> found;
                             for (const auto& one : answer.value)
                               found.push_back({one.number, one.region, one.locality});
                             done(answer.failure, std::move(found));
                           });
  });
}

void TwilioCarrier::open_account(const Over& parent, const std::string& name,
                                 std::function<void(Failure, CarrierAccount)> done) {
  with_client(parent, [name, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure, {});
    client->create_account(name, [done](const twilio::Answer<twilio::Account>& answer) {
      done(answer.failure, account_of(answer.value));
    });
  });
}

void TwilioCarrier::find_accounts(const Over& parent, const std::string& name,
                                  std::function<void(Failure, std::vector<CarrierAccount>)> done) {
  with_client(parent, [name, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure, {});
    client->list_accounts({.name = name}, [done](const twilio::Answer<std::vector<twilio::Account>>& answer) {
      std::vector<CarrierAccount> found;
      for (const auto& one : answer.value) found.push_back(account_of(one));
      done(answer.failure, std::move(found));
    });
  });
}

// A refusal does not say that the account is closed: it is asked.
void TwilioCarrier::switch_account(const SwitchOrder& order, Done done) {
  with_client(order.parent, [order, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure);
    const auto ask = [client, order, done](const Error& refused) {
      client->fetch_account(order.account_sid, [refused, done](const twilio::Answer<twilio::Account>& found) {
        done(!found.failure && found.value.status == "closed" ? closed_account() : refused);
      });
    };
    client->update_account(
        {.account_sid = order.account_sid, .name = {}, .status = order.suspended ? "suspended" : "active"},
        [ask, done](const twilio::Answer<twilio::Account>& answer) {
          if (!answer.failure || answer.failure->retryable()) return done(answer.failure);
          ask(*answer.failure);
        });
  });
}

void TwilioCarrier::set_activity(const ActivityOrder& order, Done done) {
  with_client(order.over, [order, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure);
    client->update_worker({.workspace_sid = order.workspace_sid,
                           .worker_sid = order.worker_sid,
                           .activity_sid = order.activity_sid},
                          [done](const twilio::Answer<twilio::Worker>& answer) { done(answer.failure); });
  });
}

void TwilioCarrier::delete_recording(const Over& over, const std::string& sid, Done done) {
  with_client(over, [sid, done = std::move(done)](const Failure& failure, const Client& client) {
    if (failure) return done(failure);
    client->delete_recording(sid, [done](const twilio::Answer<twilio::Nothing>& answer) {
      const bool gone = answer.failure && answer.failure->code() == ErrorCode::not_found;
      done(gone ? Failure() : answer.failure);
    });
  });
}

std::shared_ptr<http::Client> TwilioCarrier::media() {
  const std::lock_guard lock(mutex_);
  if (stopped_) throw Error(ErrorCode::unavailable, "the engine is closing");
  if (!media_) media_ = std::make_shared<http::Client>();
  return media_;
}

void TwilioCarrier::read_recording(const MediaOrder& order, http::BodySink sink,
                                   std::function<void(Failure, http::Response)> done) {
  with_client(order.over, [this, order, sink = std::move(sink), done = std::move(done)](
                              const Failure& failure, const Client& client) {
    if (failure) return done(failure, {});
    try {
      http::Request request = client->recording_request(order.sid, wire_name(order.format));
      request.url += "?RequestedChannels=" + std::to_string(order.channels);
      if (!order.range.empty()) request.headers.push_back({"Range", order.range});
      request.timeout = kMediaTimeout;
      request.sink = sink;
      media()->send(std::move(request), [done](const http::Outcome& outcome) {
        const bool beyond = outcome.response && outcome.response->status == 416;
        const auto refused = beyond ? std::nullopt : twilio::failure_of(outcome, twilio::RestKind::read);
        if (refused) return done(refused->error, {});
        done({}, *outcome.response);
      });
    } catch (const Error& error) {
      done(error, {});
    }
  });
}

}  // namespace smarthandoff::calls
