#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/twilio/rest_calls.hpp>

// Accounts, the numbers they own and the numbers they could buy, as Twilio's REST API has them.
namespace smarthandoff::twilio {

struct Account {
  std::string sid, owner_sid, name, type;
  std::string status;  // active, suspended, closed
  Secret auth_token;   // signs the account's webhooks
  std::optional<Instant> created_at;
};

struct UpdateAccount {
  std::string account_sid;
  std::string name;
  std::string status;  // active, suspended, closed (for good)
};

struct ListAccounts {
  std::string name, status;
  std::int64_t limit = 1000;
};

// What a number does with calls and messages.
struct NumberSettings {
  std::string name;
  std::string voice_url, voice_method, voice_application_sid, voice_fallback_url;
  std::string sms_url, sms_method, sms_application_sid;
  Hook status;  // no events
  std::string trunk_sid, address_sid, bundle_sid;
};

struct OwnedNumber {
  std::string sid, account_sid, number, name, status, type;
  std::string voice_url, voice_application_sid, sms_url, status_callback;
  bool voice = false, sms = false, mms = false;
  std::optional<Instant> created_at;
  bool operator==(const OwnedNumber&) const = default;
};

// Costs money at once; as ambiguous as CreateCall, found again by listing the number.
struct BuyNumber {
  std::string number;     // E.164, of what ListAvailable found; or
  std::string area_code;  // any number of it (US and Canada)
  NumberSettings settings;
};

struct UpdateNumber {
  std::string number_sid;
  NumberSettings settings;
};

struct ListNumbers {
  std::string number, name;
  std::int64_t limit = 1000;
};

enum class NumberType { local, toll_free, mobile };

struct ListAvailable {
  std::string country = "US";  // ISO 3166, two letters
  NumberType type = NumberType::local;
  std::string area_code;  // digits
  std::string contains;   // digits and '*'
  std::string region;     // e.g. "FL"
  std::optional<bool> voice, sms;
  std::int64_t limit = 30;
};

struct AvailableNumber {
  std::string number, friendly, locality, region, postal_code, country;
  bool voice = false, sms = false, mms = false;
  bool operator==(const AvailableNumber&) const = default;
};

}  // namespace smarthandoff::twilio
