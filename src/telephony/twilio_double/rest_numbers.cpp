#include <algorithm>

#include <nlohmann/json.hpp>

#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

// "VoiceUrl" as "voice_url".
std::string field_name(std::string_view form_name) {
  std::string out;
  for (const char c : form_name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !out.empty()) out += '_';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

Json capabilities() {
  return {{"voice", true}, {"sms", true}, {"mms", false}, {"fax", false}};
}

Json to_json(const Number& number) {
  Json json{{"sid", number.sid},
            {"account_sid", number.account},
            {"phone_number", number.number},
            {"friendly_name", number.number},
            {"api_version", "2010-04-01"},
            {"beta", false},
            {"origin", "twilio"},
            {"status", "in-use"},
            {"address_requirements", "none"},
            {"capabilities", capabilities()},
            {"date_created", rfc2822(number.created)},
            {"date_updated", rfc2822(number.updated)},
            {"uri", path_of(number.account, "IncomingPhoneNumbers/" + number.sid + ".json")}};
  for (const char* name :
       {"voice_url", "voice_fallback_url", "sms_url", "sms_fallback_url", "status_callback"})
    json[name] = "";
  for (const char* name : {"voice_method", "voice_fallback_method", "sms_method", "sms_fallback_method",
                           "status_callback_method"})
    json[name] = "POST";
  for (const char* name : {"voice_application_sid", "sms_application_sid", "trunk_sid", "identity_sid",
                           "address_sid", "bundle_sid", "emergency_address_sid"})
    json[name] = nullptr;
  json["voice_caller_id_lookup"] = false;
  json["voice_receive_mode"] = "voice";
  json["emergency_status"] = "Active";
  json["emergency_address_status"] = "unregistered";
  json["type"] = "local";
  for (const auto& [name, value] : number.settings) json[name] = value;
  return json;
}

void set(Number& number, const Params& form) {
  for (const auto& [name, value] : form) {
    if (name == "PhoneNumber" || name == "AreaCode" || name == "AccountSid") continue;
    const std::string field = field_name(name);
    std::erase_if(number.settings, [&](const auto& pair) { return pair.first == field; });
    number.settings.emplace_back(field, value);
  }
}

Reply list(Model& model, Ask& ask) {
  std::vector<Json> all;
  for (const Number& one : model.numbers) {
    const bool fits = one.account == ask.account->sid && is_asked_for(ask, "PhoneNumber", one.number) &&
                      is_asked_for(ask, "FriendlyName", value_of(one.settings, "friendly_name", one.number));
    if (fits) all.push_back(to_json(one));
  }
  return page(ask, "incoming_phone_numbers", all);
}

bool is_of_area(std::string_view number, const std::string& area) {
  return area.empty() || (number.starts_with("+1") && number.substr(2).starts_with(area));
}

Reply create(Model& model, Ask& ask) {
  std::string wanted = value_of(ask.form, "PhoneNumber");
  const std::string area = value_of(ask.form, "AreaCode");
  if (!wanted.empty() && !is_e164(wanted)) refuse(400, 21421, wanted + " is not a valid number");
  if (wanted.empty()) {
    for (const std::string& one : model.available)
      if (wanted.empty() && is_of_area(one, area)) wanted = one;
    if (wanted.empty()) refuse(400, 21452, "No phone numbers found in area code " + area);
  }
  const auto found = std::find(model.available.begin(), model.available.end(), wanted);
  if (found == model.available.end()) refuse(400, 21422, wanted + " is not available");
  model.available.erase(found);
  Number& number = model.add_number(ask.account->sid, wanted, {});
  set(number, ask.form);
  return reply(to_json(number), 201);
}

Reply get(Model& model, Ask& ask) {
  return reply(to_json(number_of(model, ask, ask.parts.at(1))));
}

// With an AccountSid, a number moves to a subaccount.
Reply update(Model& model, Ask& ask) {
  Number& number = number_of(model, ask, ask.parts.at(1));
  const std::string to = value_of(ask.form, "AccountSid");
  if (!to.empty() && model.account(to) == nullptr) refuse(400, 20001, "AccountSid " + to + " is not known");
  if (!to.empty()) number.account = to;
  set(number, ask.form);
  number.updated = model.now();
  return reply(to_json(number));
}

Reply remove(Model& model, Ask& ask) {
  const Number& number = number_of(model, ask, ask.parts.at(1));
  model.available.push_back(number.number);
  std::erase_if(model.numbers, [sid = number.sid](const Number& one) { return one.sid == sid; });
  return done();
}

bool is_toll_free(std::string_view number) {
  for (const std::string_view prefix : {"+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"})
    if (number.starts_with(prefix)) return true;
  return false;
}

Reply search(Model& model, Ask& ask) {
  const std::string country = ask.parts.at(1);
  const bool toll_free = ask.path.ends_with("TollFree.json");
  const std::string area = value_of(ask.query, "AreaCode"), contains = value_of(ask.query, "Contains");
  std::vector<Json> all;
  for (const std::string& one : model.available) {
    const bool fits = country_of(one) == country && is_toll_free(one) == toll_free && is_of_area(one, area) &&
                      (contains.empty() || one.find(contains) != std::string::npos);
    if (!fits) continue;
    all.push_back({{"phone_number", one},
                   {"friendly_name", one},
                   {"lata", nullptr},
                   {"locality", nullptr},
                   {"rate_center", nullptr},
                   {"latitude", nullptr},
                   {"longitude", nullptr},
                   {"region", nullptr},
                   {"postal_code", nullptr},
                   {"iso_country", country},
                   {"address_requirements", "none"},
                   {"beta", false},
                   {"capabilities", {{"voice", true}, {"SMS", true}, {"MMS", false}}}});
  }
  return page(ask, "available_phone_numbers", all);
}

}  // namespace

Number& number_of(Model& model, const Ask& ask, const std::string& sid) {
  for (Number& one : model.numbers)
    if (one.sid == sid && one.account == ask.account->sid) return one;
  not_found(ask);
}

std::vector<Route> number_routes() {
  return {{"GET", "Accounts/*/IncomingPhoneNumbers.json", list},
          {"POST", "Accounts/*/IncomingPhoneNumbers.json", create},
          {"GET", "Accounts/*/IncomingPhoneNumbers/Local.json", list},
          {"POST", "Accounts/*/IncomingPhoneNumbers/Local.json", create},
          {"GET", "Accounts/*/IncomingPhoneNumbers/*.json", get},
          {"POST", "Accounts/*/IncomingPhoneNumbers/*.json", update},
          {"DELETE", "Accounts/*/IncomingPhoneNumbers/*.json", remove},
          {"GET", "Accounts/*/AvailablePhoneNumbers/*/Local.json", search},
          {"GET", "Accounts/*/AvailablePhoneNumbers/*/Mobile.json", search},
          {"GET", "Accounts/*/AvailablePhoneNumbers/*/TollFree.json", search}};
}

}  // namespace smarthandoff::twilio_double
