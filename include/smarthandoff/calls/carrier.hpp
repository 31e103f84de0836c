#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/calls/settings.hpp>

// The port to a phone service in the cloud: what the domain asks of it. What the service tells comes in
// through webhooks (`voice.*`), not through the port. Adapters hold no rules; they find an account's
// credentials by `open_account`.
namespace smarthandoff::calls {

// Why an order was not done. in_doubt: it may have been; rate_limited, unavailable, timeout or conflict: it
// certainly was not, and may be repeated; unauthorized: the account is refused; any other: refused for good,
// with the service's own code in details["twilio_code"].
// A call whose turn among the account's calls per second comes later is refused as rate_limited with the wait
// in details["turn_ms"]; its turn is kept for it until it is ordered again then.
using Failure = std::optional<Error>;
using Done = std::function<void(Failure)>;

// An adapter answers the order of a call within this time: nothing waits in it for its turn.
inline constexpr Milliseconds kOrderLimit{20'000};

// Whose account an order goes over.
struct Over {
  TenantId tenant;
  AccountId account_id;  // empty: the tenant's default one
};

struct PlaceOrder {
  Over over;
  CallId call_id;                      // ours; also in each address below as `?call=`
  std::string from_number, to_number;  // E.164, or `client:<identity>`
  std::string url;                     // of the call's script
  std::string status_url;              // told of initiated, ringing, answered, completed
  std::string recording_url;           // told of recordings
  std::string detection_url;           // told who answered, of async detection
  Recorded recorded = Recorded::off;
  Detection detection = Detection::off;
  bool wait_for_beep = false;  // detection waits for the end of the machine's greeting
  std::int64_t ring_seconds = 60;
};

// A call as the service knows it.
struct CarrierCall {
  std::string sid;
  std::string from_number, to_number;
  std::optional<CallStatus> status;
  bool outbound = true;
  std::int64_t seconds = 0;
  std::optional<std::int64_t> cost;  // in 1/10000 of the currency, never negative; none: not known yet
  std::string currency;              // ISO 4217
  std::optional<Instant> started_at, ended_at;
};
struct FindCalls {
  Over over;
  std::string from_number, to_number;
  Instant since;  // placed at or after it
};

struct NumberOrder {
  Over over;
  NumberId number_id;
  std::string number;  // E.164
  std::string label;
  std::string voice_url, status_url;  // where its calls come in, and are told of
};
struct CarrierNumber {
  std::string peer_id;
  std::string number;  // E.164
  std::string label;
};
struct PointOrder {
  Over over;
  std::string peer_id;
  std::string voice_url, status_url;
};
struct SearchOrder {
  Over over;
  std::string country;  // ISO 3166-1 alpha-2
  std::string area_code;
  bool toll_free = false;
  std::int64_t limit = 10;
};
struct AvailableNumber {
  std::string number;  // E.164
  std::string region, locality;
};

struct CarrierAccount {
  std::string account_sid;
  std::string name;
  Secret token;
};

struct SwitchOrder {
  Over parent;
  std::string account_sid;  // the parent's subaccount
  bool suspended = false;   // false: active
};

struct ActivityOrder {
  Over over;
  std::string workspace_sid, worker_sid, activity_sid;
};

// A phone service. Every method may be called from any thread, returns at once and calls its callback exactly
// once, on the adapter's thread or before it returns.
class VoiceCarrier {
 public:
  virtual ~VoiceCarrier() = default;

  // Places a call; answers the service's id of it.
  virtual void place(const PlaceOrder& order, std::function<void(Failure, std::string)> done) = 0;
  virtual void fetch(const Over& over, const std::string& sid,
                     std::function<void(Failure, CarrierCall)> done) = 0;
  // Every call between these numbers since then.
  virtual void find(const FindCalls& question,
                    std::function<void(Failure, std::vector<CarrierCall>)> done) = 0;
  // Gives a live call another script.
  virtual void redirect(const Over& over, const std::string& sid, const std::string& url, Done done) = 0;
  // A call that has ended is no failure.
  virtual void hang_up(const Over& over, const std::string& sid, Done done) = 0;

  virtual void buy_number(const NumberOrder& order, std::function<void(Failure, CarrierNumber)> done) = 0;
  // The account's own ones with this number; at most one.
  virtual void find_number(const Over& over, const std::string& number,
                           std::function<void(Failure, std::optional<CarrierNumber>)> done) = 0;
  // Its calls come in at these addresses from now on.
  virtual void point_number(const PointOrder& order, Done done) = 0;
  // A number that is gone is no failure.
  virtual void release_number(const Over& over, const std::string& peer_id, Done done) = 0;
  virtual void search_numbers(const SearchOrder& order,
                              std::function<void(Failure, std::vector<AvailableNumber>)> done) = 0;

  virtual void open_account(const Over& parent, const std::string& name,
                            std::function<void(Failure, CarrierAccount)> done) = 0;
  // The subaccounts of this name.
  virtual void find_accounts(const Over& parent, const std::string& name,
                             std::function<void(Failure, std::vector<CarrierAccount>)> done) = 0;

  // One that is closed, which is final, is refused as failed_precondition with details reason "closed".
  virtual void switch_account(const SwitchOrder& order, Done done) = 0;

  virtual void set_activity(const ActivityOrder& order, Done done) = 0;
  // A recording that is gone is no failure.
  virtual void delete_recording(const Over& over, const std::string& sid, Done done) = 0;
};

}  // namespace smarthandoff::calls
