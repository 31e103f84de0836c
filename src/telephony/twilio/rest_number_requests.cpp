// Accounts and numbers.
#include <smarthandoff/base/error.hpp>

#include "base/field_check.hpp"
#include "telephony/twilio/rest_requests.hpp"

namespace smarthandoff::twilio::requests {
namespace {

constexpr std::string_view kDigits = "0123456789";

void check(const NumberSettings& settings) {
  field::check_line("name", settings.name, 64);
  for (const std::string* url :
       {&settings.voice_url, &settings.voice_fallback_url, &settings.sms_url, &settings.status.url})
    field::check_line("url", *url, 4096);
  check_method("voice_method", settings.voice_method);
  check_method("sms_method", settings.sms_method);
  check_hook("status", settings.status);
  check_sid_or_none("voice_application_sid", settings.voice_application_sid, "AP");
  check_sid_or_none("sms_application_sid", settings.sms_application_sid, "AP");
  check_sid_or_none("trunk_sid", settings.trunk_sid, "TK");
  check_sid_or_none("address_sid", settings.address_sid, "AD");
  check_sid_or_none("bundle_sid", settings.bundle_sid, "BU");
}

void add_settings(FormText& form, const NumberSettings& settings) {
  check(settings);
  form.add("FriendlyName", settings.name)
      .add("VoiceUrl", settings.voice_url)
      .add("VoiceMethod", settings.voice_method)
      .add("VoiceApplicationSid", settings.voice_application_sid)
      .add("VoiceFallbackUrl", settings.voice_fallback_url)
      .add("SmsUrl", settings.sms_url)
      .add("SmsMethod", settings.sms_method)
      .add("SmsApplicationSid", settings.sms_application_sid)
      .add("StatusCallback", settings.status.url)
      .add("StatusCallbackMethod", settings.status.method)
      .add("TrunkSid", settings.trunk_sid)
      .add("AddressSid", settings.address_sid)
      .add("BundleSid", settings.bundle_sid);
}

std::string number_path(const std::string& account, const std::string& number_sid) {
  check_sid("number_sid", number_sid, "PN");
  return account_path(account, "/IncomingPhoneNumbers/" + number_sid);
}

std::string type_name(NumberType type) {
  switch (type) {
    case NumberType::local:
      return "Local";
    case NumberType::toll_free:
      return "TollFree";
    case NumberType::mobile:
      return "Mobile";
  }
  return {};
}

}  // namespace

RestRequest create_account(const std::string& name) {
  check_needed("name", name, 64);
  return post_request(RestKind::change, "/2010-04-01/Accounts.json", FormText().add("FriendlyName", name));
}

RestRequest fetch_account(const std::string& account_sid) {
  check_sid("account_sid", account_sid, "AC");
  return read_request(account_path(account_sid, ""));
}

RestRequest update_account(const UpdateAccount& request) {
  check_sid("account_sid", request.account_sid, "AC");
  field::check_line("name", request.name, 64);
  check_one_of("status", request.status, {"", "active", "suspended", "closed"});
  FormText form;
  form.add("FriendlyName", request.name).add("Status", request.status);
  if (form.text().empty()) throw invalid_field("status", "must be given, or name");
  return post_request(RestKind::repeat, account_path(request.account_sid, ""), form);
}

RestRequest list_accounts(const ListAccounts& request) {
  check_one_of("status", request.status, {"", "active", "suspended", "closed"});
  FormText query;
  query.add("FriendlyName", request.name)
      .add("Status", request.status)
      .add("PageSize", page_size(request.limit));
  return read_request("/2010-04-01/Accounts.json", query);
}

RestRequest list_numbers(const std::string& account, const ListNumbers& request) {
  FormText query;
  query.add("PhoneNumber", request.number)
      .add("FriendlyName", request.name)
      .add("PageSize", page_size(request.limit));
  return read_request(account_path(account, "/IncomingPhoneNumbers"), query);
}

RestRequest update_number(const std::string& account, const UpdateNumber& request) {
  FormText form;
  add_settings(form, request.settings);
  if (form.text().empty()) throw invalid_field("settings", "must have something to change");
  return post_request(RestKind::repeat, number_path(account, request.number_sid), form);
}

RestRequest buy_number(const std::string& account, const BuyNumber& request) {
  field::check_word("number", request.number, "+0123456789", 16);
  field::check_word("area_code", request.area_code, kDigits, 6);
  if (request.number.empty() == request.area_code.empty())
    throw invalid_field("number", "must be given, or area_code, not both");
  FormText form;
  form.add("PhoneNumber", request.number).add("AreaCode", request.area_code);
  add_settings(form, request.settings);
  return post_request(RestKind::change, account_path(account, "/IncomingPhoneNumbers"), form);
}

RestRequest release_number(const std::string& account, const std::string& number_sid) {
  return delete_request(number_path(account, number_sid));
}

RestRequest list_available(const std::string& account, const ListAvailable& request) {
  field::check_word("country", request.country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2);
  if (request.country.size() != 2) throw invalid_field("country", "must have two letters");
  field::check_word("area_code", request.area_code, kDigits, 6);
  field::check_word("contains", request.contains, field::kDialled, 16);
  field::check_line("region", request.region, 32);
  FormText query;
  query.add("AreaCode", request.area_code)
      .add("Contains", request.contains)
      .add("InRegion", request.region)
      .add("VoiceEnabled", request.voice)
      .add("SmsEnabled", request.sms)
      .add("PageSize", page_size(request.limit));
  return read_request(
      account_path(account, "/AvailablePhoneNumbers/" + request.country + "/" + type_name(request.type)),
      query);
}

}  // namespace smarthandoff::twilio::requests
