#include <nlohmann/json.hpp>

#include "telephony/twilio_double/rest.hpp"

namespace smarthandoff::twilio_double {
namespace {

Json to_json(const Account& account) {
  const std::string path = "/2010-04-01/Accounts/" + account.sid;
  return {{"sid", account.sid},
          {"owner_account_sid", account.owner},
          {"auth_token", account.token},
          {"friendly_name", account.friendly_name},
          {"status", account.status},
          {"type", "Full"},
          {"date_created", rfc2822(account.created)},
          {"date_updated", rfc2822(account.updated)},
          {"uri", path + ".json"},
          {"subresource_uris", {{"calls", path + "/Calls.json"}, {"messages", path + "/Messages.json"}}}};
}

Reply list(Model& model, Ask& ask) {
  std::vector<Json> all;
  for (auto one = model.accounts.rbegin(); one != model.accounts.rend(); ++one) {
    const bool fits = (one->sid == ask.account->sid || one->owner == ask.account->sid) &&
                      is_asked_for(ask, "FriendlyName", one->friendly_name) &&
                      is_asked_for(ask, "Status", one->status);
    if (fits) all.push_back(to_json(*one));
  }
  return page(ask, "accounts", all);
}

Reply create(Model& model, Ask& ask) {
  const std::string token = model.sids.sid("");
  const std::string name =
      value_of(ask.form, "FriendlyName", "SubAccount Created at " + rfc2822(model.now()));
  return reply(to_json(model.add_account(model.sids.sid("AC"), token, name)), 201);
}

Reply get(Model&, Ask& ask) {
  return reply(to_json(*ask.account));
}

Reply update(Model& model, Ask& ask) {
  Account& account = *ask.account;
  const std::string status = value_of(ask.form, "Status");
  if (!status.empty() && account.sid == model.options().account_sid)
    refuse(400, 20008, "The main account's status cannot be changed");
  if (!status.empty() && account.status == "closed" && status != "closed")
    refuse(400, 20001, "A closed account cannot be opened again");
  if (!status.empty()) account.status = status;
  if (has(ask.form, "FriendlyName")) account.friendly_name = value_of(ask.form, "FriendlyName");
  account.updated = model.now();
  return reply(to_json(account));
}

Reply balance(Model&, Ask& ask) {
  return reply({{"account_sid", ask.account->sid}, {"balance", "100.00"}, {"currency", "USD"}});
}

}  // namespace

std::vector<Route> account_routes() {
  return {{"GET", "Accounts.json", list},
          {"POST", "Accounts.json", create},
          {"GET", "Accounts/*.json", get},
          {"POST", "Accounts/*.json", update},
          {"GET", "Accounts/*/Balance.json", balance}};
}

}  // namespace smarthandoff::twilio_double
