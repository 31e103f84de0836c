// What calls tell the contact module: what they keep of people.
#include <algorithm>
#include <set>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/place.hpp>
#include <smarthandoff/contact/registry.hpp>

#include "calls/call_jobs.hpp"
#include "calls/call_rows.hpp"
#include "calls/field.hpp"
#include "calls/number_rows.hpp"
#include "calls/recording_steps.hpp"
#include "contact/address.hpp"

namespace smarthandoff::calls {
namespace {

std::set<std::string> of_person(const Context& context, const contact::Person& person) {
  std::set<std::string> all;
  for (const std::string& address : person.addresses)
    if (address.starts_with('+'))
      for (const CallId& id : rows::calls_of(context, address)) all.insert(id.value);
  return all;
}

std::vector<std::string> ids(const Context& context, const contact::Person& person) {
  const auto all = of_person(context, person);
  return {all.begin(), all.end()};
}

bool is_theirs(const contact::Person& person, const std::string& number) {
  return std::ranges::find(person.addresses, number) != person.addresses.end();
}

// Times, cost and result stay, so that figures do; recordings go, in the bucket and at the phone service.
void forget_rest(Context& context, CallRecord& record) {
  Call& call = record.call;
  record.plan.name.clear();
  record.plan.context.clear();
  record.plan.contact_id.clear();
  record.plan.debt.clear();
  record.plan.untold = false;  // a late webhook does not bring the person back
  const bool known = recordings::erase(context, call.id);
  if (call.recording && !call.recording->url.empty()) {
    call.recording->url.clear();
    if (!known) delete_recording(context, call);
  }
  call.updated_at = context.now();
  rows::save_call(context, record);
}

void forget(Context& context, const contact::Person& person, const CallId& id) {
  CallRecord record = *rows::find_call(context, id);
  if (is_theirs(person, record.call.from_number)) record.call.from_number.clear();
  if (is_theirs(person, record.call.to_number)) record.call.to_number.clear();
  forget_rest(context, record);
}

contact::Expired expire(Context& context, const contact::ExpiryPage& page) {
  const auto old = rows::old_calls(context, page);
  for (const CallId& id : old.ids) {
    CallRecord record = *rows::find_call(context, id);
    record.call.from_number.clear();
    record.call.to_number.clear();
    forget_rest(context, record);
  }
  return {.anonymised = static_cast<std::int64_t>(old.ids.size()), .last = old.last};
}

std::int64_t erase(Context& context, const contact::Person& person) {
  const auto all = of_person(context, person);
  for (const std::string& id : all) forget(context, person, {id});
  auto count = static_cast<std::int64_t>(all.size());
  for (const std::string& contact : person.contact_ids) count += rows::remove_sticky(context, contact);
  for (const std::string& address : person.addresses)
    if (!e164_or_empty(address).empty())
      count +=
          rows::remove_sticky(context, contact::digest_of(context.tenant(), PhoneNumber::from_e164(address)));
  return count;
}

std::vector<std::string> exported(const Context& context, const contact::Person& person) {
  std::vector<std::string> all;
  for (const std::string& id : of_person(context, person))
    all.push_back(to_json(rows::find_call(context, {id})->call));
  return all;
}

}  // namespace

void register_with_contacts() {
  contact::register_personal_data({.name = "calls",
                                   .erase = erase,
                                   .export_ = exported,
                                   .expire = expire,
                                   .ids = ids,
                                   .topics = {"call.notification"}});
}

}  // namespace smarthandoff::calls
