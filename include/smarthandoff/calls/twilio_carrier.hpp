#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/calls/carrier.hpp>
#include <smarthandoff/calls/s3_recording_store.hpp>
#include <smarthandoff/telephony/twilio/rest.hpp>

namespace smarthandoff::calls {

struct TwilioCarrierOptions {
  std::string base_url;  // in place of Twilio's hosts, e.g. a double's
};

// The port over Twilio's REST API: a client for each account, made from the account's stored credentials and
// made anew when they change. Calls go out in the order they came in, as many a second as the account's
// `calls_per_second`; what has to wait is given back until its turn. Thread-safe.
class TwilioCarrier final : public VoiceCarrier {
 public:
  // Answers the account with its credentials, or why there is none; on any thread, exactly once.
  using Accounts = std::function<void(const Over&, std::function<void(Failure, OpenedAccount)>)>;

  // Without an HTTP client each account has one of its own.
  TwilioCarrier(Accounts accounts, TwilioCarrierOptions options = {},
                std::shared_ptr<http::Client> client = nullptr);
  ~TwilioCarrier() override;

  // Ends what is under way as `unavailable`; what is ordered afterwards, too.
  void stop() noexcept;

  void place(const PlaceOrder& order, std::function<void(Failure, std::string)> done) override;
  void fetch(const Over& over, const std::string& sid,
             std::function<void(Failure, CarrierCall)> done) override;
  void find(const FindCalls& question, std::function<void(Failure, std::vector<CarrierCall>)> done) override;
  void redirect(const Over& over, const std::string& sid, const std::string& url, Done done) override;
  void hang_up(const Over& over, const std::string& sid, Done done) override;
  void buy_number(const NumberOrder& order, std::function<void(Failure, CarrierNumber)> done) override;
  void find_number(const Over& over, const std::string& number,
                   std::function<void(Failure, std::optional<CarrierNumber>)> done) override;
  void point_number(const PointOrder& order, Done done) override;
  void release_number(const Over& over, const std::string& peer_id, Done done) override;
  void search_numbers(const SearchOrder& order,
                      std::function<void(Failure, std::vector<AvailableNumber>)> done) override;
  void open_account(const Over& parent, const std::string& name,
                    std::function<void(Failure, CarrierAccount)> done) override;
  void find_accounts(const Over& parent, const std::string& name,
                     std::function<void(Failure, std::vector<CarrierAccount>)> done) override;
  void switch_account(const SwitchOrder& order, Done done) override;
  void set_activity(const ActivityOrder& order, Done done) override;
  void delete_recording(const Over& over, const std::string& sid, Done done) override;

  // A recording's audio, for the store of recordings: no redirect is followed.
  void read_recording(const MediaOrder& order, http::BodySink sink,
                      std::function<void(Failure, http::Response)> done);

 private:
  using Client = std::shared_ptr<twilio::Rest>;
  struct Entry;

  void with_client(const Over& over, std::function<void(Failure, Client)> done);
  std::shared_ptr<http::Client> media();
  Client client_of(const Over& over, const OpenedAccount& account);
  Milliseconds turn_of(const PlaceOrder& order, const AccountId& account);

  Accounts accounts_;
  TwilioCarrierOptions options_;
  std::shared_ptr<http::Client> http_;
  std::mutex mutex_;  // guards what follows
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Entry>> clients_;
  std::vector<Client> retired_;          // of changed credentials
  std::shared_ptr<http::Client> media_;  // recordings' audio takes long, and no turn of the orders
  bool stopped_ = false;
};

}  // namespace smarthandoff::calls
