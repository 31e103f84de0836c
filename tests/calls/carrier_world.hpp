#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/calls/alert_sender.hpp>
#include <smarthandoff/calls/alert_target.hpp>
#include <smarthandoff/calls/carrier.hpp>
#include <smarthandoff/calls/place.hpp>
#include <smarthandoff/calls/recording_store.hpp>
#include <smarthandoff/calls/voice_webhook.hpp>
#include <smarthandoff/storage/tenants.hpp>
#include <smarthandoff/telephony/twilio/signature.hpp>

#include "support/domain_store.hpp"
#include "support/scripted_telephony.hpp"

// Calls on an in-memory store and a scripted phone service: operations, jobs and webhooks run as an engine
// runs them, one after the other, on a clock that the test moves.
namespace carrier_world {

using namespace smarthandoff;
using domain_store::error_of;

// Answers each order at once with what the test has laid ready, else with success.
class Carrier final : public calls::VoiceCarrier {
 public:
  using Failure = calls::Failure;

  void place(const calls::PlaceOrder& order, std::function<void(Failure, std::string)> done) override {
    placed.push_back(order);
    orders.push_back("place " + order.to_number + " by " + order.from_number);
    const Failure failure = next();
    const bool elsewhere = !failure && on_place;
    done(failure, elsewhere ? on_place(order) : "CA" + std::string(31, '0') + std::to_string(placed.size()));
  }
  void fetch(const calls::Over&, const std::string& sid,
             std::function<void(Failure, calls::CarrierCall)> done) override {
    orders.push_back("fetch " + sid);
    done(next(), fetched);
  }
  void find(const calls::FindCalls& question,
            std::function<void(Failure, std::vector<calls::CarrierCall>)> done) override {
    orders.push_back("find " + question.to_number);
    done(next(), found);
  }
  void redirect(const calls::Over&, const std::string& sid, const std::string& url,
                calls::Done done) override {
    orders.push_back("redirect " + sid + " to " + url.substr(0, url.find('?')));
    done(next());
  }
  void hang_up(const calls::Over&, const std::string& sid, calls::Done done) override {
    orders.push_back("hang up " + sid);
    done(next());
  }
  void buy_number(const calls::NumberOrder& order,
                  std::function<void(Failure, calls::CarrierNumber)> done) override {
    orders.push_back("buy " + order.number);
    done(next(), {.peer_id = "PN1", .number = order.number, .label = order.label});
  }
  void find_number(const calls::Over&, const std::string& number,
                   std::function<void(Failure, std::optional<calls::CarrierNumber>)> done) override {
    orders.push_back("find number " + number);
    done(next(), number_found);
  }
  void point_number(const calls::PointOrder& order, calls::Done done) override {
    over = order.over;
    orders.push_back("point " + order.peer_id + " to " + order.voice_url + " " + order.status_url);
    if (const auto meanwhile = on_point) meanwhile(order);
    done(next());
  }
  void release_number(const calls::Over& asked, const std::string& peer_id, calls::Done done) override {
    over = asked;
    orders.push_back("release " + peer_id);
    done(next());
  }
  void search_numbers(const calls::SearchOrder& order,
                      std::function<void(Failure, std::vector<calls::AvailableNumber>)> done) override {
    orders.push_back("search " + order.country + " " + order.area_code);
    done(next(), {{.number = "+13055550123", .region = "FL", .locality = "Miami"}});
  }
  void open_account(const calls::Over&, const std::string& name,
                    std::function<void(Failure, calls::CarrierAccount)> done) override {
    orders.push_back("open " + name.substr(0, name.find(" #")));
    done(next(), {.account_sid = "AC" + std::string(32, 'b'), .name = name, .token = Secret("sub-token")});
  }
  void find_accounts(const calls::Over&, const std::string& name,
                     std::function<void(Failure, std::vector<calls::CarrierAccount>)> done) override {
    orders.push_back("find account " + name.substr(0, name.find(" #")));
    done(next(), accounts_found);
  }
  void switch_account(const calls::SwitchOrder& order, calls::Done done) override {
    over = order.parent;
    orders.push_back((order.suspended ? "suspend " : "resume ") + order.account_sid.substr(0, 4));
    if (const auto meanwhile = on_switch) meanwhile(order);
    done(next());
  }
  void set_activity(const calls::ActivityOrder& order, calls::Done done) override {
    orders.push_back("activity " + order.worker_sid + " " + order.activity_sid);
    const Failure failure = next();
    if (!failure && on_activity) on_activity(order.activity_sid);
    done(failure);
  }
  void delete_recording(const calls::Over&, const std::string& sid, calls::Done done) override {
    orders.push_back("delete " + sid);
    done(next());
  }

  std::deque<Failure> answers;                                    // of the next orders
  std::function<std::string(const calls::PlaceOrder&)> on_place;  // who places instead; answers the sid
  std::function<void(const std::string&)> on_activity;            // who sets a worker's activity
  std::function<void(const calls::PointOrder&)> on_point;         // what happens while it is told
  std::function<void(const calls::SwitchOrder&)> on_switch;
  std::vector<std::string> orders;
  std::vector<calls::PlaceOrder> placed;
  calls::Over over;  // of the last order about a number
  calls::CarrierCall fetched;
  std::vector<calls::CarrierCall> found;
  std::optional<calls::CarrierNumber> number_found;
  std::vector<calls::CarrierAccount> accounts_found;

 private:
  Failure next() {
    if (answers.empty()) return {};
    Failure answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }
};

// Posts what waits first for a room; answers what the test has laid ready, else that it was taken.
class Rooms final : public calls::AlertSender {
 public:
  void post(const TenantId&, const calls::AlertTargetId& target,
            std::function<void(calls::AlertPosted)> done) override {
    const auto first = waiting(target);
    if (!first) return done({});
    posted.push_back(first->text);
    addresses.push_back(first->url.reveal());
    calls::AlertPosted answer{.waited = true, .alert_id = first->alert_id, .result = {}};
    answer.result.outcome = messenger::SendOutcome::accepted;
    if (!answers.empty()) {
      answer.result = answers.front();
      answers.pop_front();
    }
    done(answer);
  }

  std::function<std::optional<calls::WaitingAlert>(const calls::AlertTargetId&)> waiting;  // in the store
  std::deque<messenger::SendResult> answers;
  std::vector<std::string> posted, addresses;
};

// Buckets that answer what the test has laid ready: a move is under way for `looks` questions, then ends.
class Buckets final : public calls::RecordingStore {
 public:
  std::optional<calls::Moved> move(const calls::MoveOrder& order) override {
    orders.push_back("move " + order.sid + " to " + order.place.bucket + "/" + order.place.key);
    if (looks > 0) {
      --looks;
      return std::nullopt;
    }
    const calls::Failure failure = next();
    if (!failure) objects.push_back(order.place.key);
    return calls::Moved{.failure = failure, .bytes = 44, .sha256 = std::string(64, 'a')};
  }
  void read(const calls::AudioQuestion& question,
            std::function<void(calls::Failure, calls::AudioPart)> done) override {
    orders.push_back("read " + (question.place ? question.place->key : "at Twilio " + question.sid));
    done(next(), part);
  }
  void remove(const TenantId&, const calls::ObjectPlace& place, calls::Done done) override {
    orders.push_back("remove " + place.key);
    const calls::Failure failure = next();
    if (!failure) std::erase(objects, place.key);
    done(failure);
  }

  int looks = 0;
  std::deque<calls::Failure> answers;
  std::vector<std::string> orders, objects;
  calls::AudioPart part;

 private:
  calls::Failure next() {
    if (answers.empty()) return {};
    calls::Failure answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }
};

inline const std::string kAccount = "AC" + std::string(32, 'a');
inline const std::string kCall = "CA" + std::string(32, '1');
inline const std::string kLeg = "CA" + std::string(32, '2');
inline const std::string kHost = "https://hooks.example.com";

using Fields = std::vector<std::pair<std::string, std::string>>;

// One tenant with an account, a Florida number, and a scripted phone service.
class World : public domain_store::Store {
 public:
  explicit World(const std::string& url = "sqlite://:memory:") : Store(url) {
    keys = &ring;
    smarthandoff::tenants::UpdateTenant home;
    home.company_name = "Acme";
    write(smarthandoff::tenants::update, home);
    account = write(calls::create_account,
                    calls::CreateAccount{.name = "prod", .account_sid = kAccount, .token = Secret("12345")});
    write(calls::configure, calls::ConfigureCalls{.sticky_days = 0, .base_url = kHost});
    number = write(calls::create_number, calls::CreateNumber{.number = "+13055550100"});
    rooms.waiting = [this](const calls::AlertTargetId& target) {
      return read(calls::first_waiting_alert, target);
    };
    now += Milliseconds(1);
    events.clear();
  }

  // A form as it travels.
  static std::string encoded(const Fields& fields) {
    static const char* const kHex = "0123456789ABCDEF";
    std::string text;
    const auto add = [&](const std::string& part) {
      for (const char c : part) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.') {
          text += c;
        } else {
          text += '%';
          text += kHex[byte >> 4U];
          text += kHex[byte & 15U];
        }
      }
    };
    for (const auto& [name, value] : fields) {
      if (!text.empty()) text += '&';
      add(name);
      text += '=';
      add(value);
    }
    return text;
  }

  // A webhook as the phone service sends it, by an operation.
  using Webhook = calls::VoiceAnswer (*)(Context&, const calls::VoiceWebhook&);
  calls::VoiceAnswer post(Webhook operation, const std::string& path, Fields fields,
                          const std::string& token = {}) {
    return write(operation, signed_request(path, std::move(fields), token));
  }
  calls::VoiceWebhook signed_request(const std::string& path, Fields fields, const std::string& token = {}) {
    fields.insert(fields.begin(), {"AccountSid", kAccount});
    const std::string url = path.starts_with("http") ? path : kHost + path;
    calls::VoiceWebhook request{.url = url, .body = {encoded(fields)}, .idempotency_token = token};
    request.signature =
        twilio::sign({.token = Secret("12345"), .url = url, .params = twilio::FormParams{fields}});
    return request;
  }
  calls::VoiceAnswer status(const std::string& word, const std::string& sequence, Fields more = {}) {
    Fields fields{{"CallSid", kCall},   {"From", "+14155551234"}, {"To", "+13055550100"},
                  {"CallStatus", word}, {"Direction", "inbound"}, {"CallbackSource", "call-progress-events"}};
    if (!sequence.empty()) fields.push_back({"SequenceNumber", sequence});
    for (auto& field : more) std::erase_if(fields, [&](const auto& old) { return old.first == field.first; });
    fields.insert(fields.end(), more.begin(), more.end());
    return post(calls::call_status, "/webhooks/call-status", fields);
  }

  // Runs what is due, until nothing is left.
  void run() {
    while (true) {
      keep_newest_jobs();
      const auto due = std::ranges::find_if(jobs, [&](const Job& job) { return job.due <= now; });
      if (due == jobs.end()) return;
      Job job = *due;
      std::erase_if(jobs, [&](const Job& same) { return same.kind == job.kind && same.key == job.key; });
      run(job);
    }
  }
  void run(const Job& job) {
    const auto& handlers = calls::job_handlers();
    const auto handler = std::ranges::find(handlers, job.kind, &JobHandler::kind);
    if (handler == handlers.end()) return;  // another module's
    const auto as_operation = [](const auto& work) {
      return [&work](Context& context, const int&) {
        work(context);
        return 0;
      };
    };
    if (handler->rule != nullptr) {
      const auto work = [&](Context& context) { handler->rule(context, job); };
      write(as_operation(work), 0);
      return;
    }
    handler->effect(ports_, job, [&](const Answer& answer) { write(as_operation(answer), 0); });
  }
  void advance(Milliseconds by) {
    now += by;
    run();
  }
  std::vector<std::string> orders() {
    run();
    return std::exchange(carrier.orders, {});
  }
  calls::Call call(const std::string& sid = kCall) {
    return read(calls::get_call, calls::GetCall{.sid = sid});
  }
  Ports& ports() { return ports_; }
  // The newest payload of a topic; empty without.
  std::string last(const std::string& topic) const {
    std::string found;
    for (const Event& event : events)
      if (event.topic == topic) found = event.payload;
    return found;
  }
  std::int64_t count(const std::string& topic) const {
    return std::ranges::count(events, topic, &Event::topic);
  }

  KeyRing ring{{{.id = "k1", .key = Secret(std::string(64, '1'))}}};
  Carrier carrier;
  Rooms rooms;
  Buckets buckets;
  calls::PhoneAccount account;
  calls::OwnNumber number;

 private:
  // A job replaces the one of its key that waits.
  void keep_newest_jobs() {
    std::vector<Job> kept;
    for (const Job& job : jobs) {
      const auto is_same = [&](const Job& other) { return other.kind == job.kind && other.key == job.key; };
      if (job.no_later && std::ranges::any_of(kept, is_same)) continue;
      std::erase_if(kept, is_same);
      kept.push_back(job);
    }
    jobs = std::move(kept);
  }

  scripted::Telephony pbx_;
  Ports ports_{pbx_, nullptr, &carrier, &rooms, &buckets};
};

}  // namespace carrier_world
