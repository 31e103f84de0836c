// What callbacks tell the contact module: what they keep of people, and what messaging knows of them.
#include <algorithm>
#include <set>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/callback/watch.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/messenger/withdraw.hpp>

#include "callback/callback_steps.hpp"
#include "callback/personal_rows.hpp"

namespace smarthandoff::callbacks {
namespace {

using Ids = std::set<std::string>;  // sorted, as they are locked

// `of_number` and `of_contact` answer the callbacks of a number and of a contact's id.
template <class OfNumber, class OfContact>
Ids found(const contact::Person& person, OfNumber of_number, OfContact of_contact) {
  Ids all;
  for (const std::string& address : person.addresses)
    if (address.starts_with('+'))
      for (const CallbackId& id : of_number(address)) all.insert(id.value);
  for (const std::string& contact : person.contact_ids)
    for (const CallbackId& id : of_contact(contact)) all.insert(id.value);
  return all;
}

// Somebody's refusal ends what is open, and that is asked of few rows only, however many were ended before.
Ids open_of(const Context& context, const contact::Person& person) {
  const auto& transaction = context.transaction();
  return found(
      person,
      [&](const std::string& e164) { return rows::open_of_number(transaction, context.tenant(), e164); },
      [&](const std::string& id) { return rows::open_of_contact(transaction, context.tenant(), id); });
}

Ids of_person(const Context& context, const contact::Person& person) {
  Ids all = found(
      person, [&](const std::string& e164) { return rows::closed_of_number(context, e164); },
      [&](const std::string& id) { return rows::closed_of_contact(context, id); });
  all.merge(open_of(context, person));
  return all;
}

// Every step of a callback locks it before its person.
void lock(Context& context, const contact::Person& person) {
  for (const std::string& id : open_of(context, person)) lock_callback(context, {id});
}

std::vector<std::string> ids(const Context& context, const contact::Person& person) {
  const auto all = of_person(context, person);
  return {all.begin(), all.end()};
}

// `by_customer`: it is their own word that ends it, for the figures.
void close(Context& context, const CallbackId& id, bool by_customer) {
  Steps steps = Steps::open(context, id);
  if (!is_open(steps.record.machine.at)) return;
  if (!steps.feed({.kind = lifecycle::EventKind::opted_out, .talking = steps.talking()})) return;
  steps.record.by_customer = by_customer && !is_open(steps.record.machine.at);
  steps.commit();
}

// Whoever says that the number is wrong is not the customer who asked.
void opted_out(Context& context, const contact::Person& person, suppressions::SuppressionKind kind) {
  const bool by_customer = kind != suppressions::SuppressionKind::wrong_person;
  for (const std::string& id : open_of(context, person)) close(context, {id}, by_customer);
  for (const std::string& address : person.addresses)
    messenger::withdraw_all(context, messenger::address_of(address, {}), "withdrawn: the person opted out");
}

std::int64_t erase(Context& context, const contact::Person& person) {
  const auto all = of_person(context, person);
  for (const std::string& id : all) {
    close(context, {id}, true);  // which opts out
    rows::forget_ticket_of(context, {id});
    rows::forget(context, {id});
  }
  auto count = static_cast<std::int64_t>(all.size());
  for (const std::string& address : person.addresses) count += rows::forget_tickets(context, address);
  return count;
}

contact::Expired expire(Context& context, const contact::ExpiryPage& page) {
  const auto old = rows::old_callbacks(context, page);
  for (const std::string& id : old.ids) rows::forget(context, {id});
  return {.anonymised = static_cast<std::int64_t>(old.ids.size()), .last = old.last};
}

contact::Expired expire_tickets(Context& context, const contact::ExpiryPage& page) {
  const auto old = rows::old_tickets(context, page);
  for (const std::string& id : old.ids) rows::forget_ticket(context, id);
  return {.anonymised = static_cast<std::int64_t>(old.ids.size()), .last = old.last};
}

std::vector<std::string> exported(const Context& context, const contact::Person& person) {
  std::vector<std::string> all;
  for (const std::string& id : of_person(context, person))
    all.push_back(to_json(get(context, {.callback_id = {id}})));
  return all;
}

std::optional<Instant> last_inbound(const Context& context, std::string_view address,
                                    contact::Channel channel) {
  if (channel != contact::Channel::whatsapp) return std::nullopt;
  return messenger::last_inbound(context, messenger::address_of(std::string(address), {}));
}

bool has_ready(const Context& context, const ChannelId& channel, const contact::GateQuestion& question) {
  const auto all = templates::list(context, {.channel_id = channel}).templates;
  return std::ranges::any_of(all, [&](const templates::MessageTemplate& one) {
    return one.name == question.template_name && one.status == messenger::TemplateStatus::approved &&
           (question.template_language.empty() || one.language == question.template_language);
  });
}

bool template_ready(const Context& context, const contact::GateQuestion& question) {
  if (!question.channel_id.empty())
    return channels::find(context, question.channel_id) && has_ready(context, question.channel_id, question);
  const auto all = channels::list(context, {.limit = 1000}).channels;
  return std::ranges::any_of(
      all, [&](const channels::Channel& channel) { return has_ready(context, channel.id, question); });
}

}  // namespace

void register_with_contacts() {
  contact::register_personal_data({.name = "callbacks",
                                   .erase = erase,
                                   .export_ = exported,
                                   .lock = lock,
                                   .opted_out = opted_out,
                                   .expire = expire,
                                   .ids = ids,
                                   .topics = {"callback.ready", "callback.updated"}});
  contact::register_personal_data({.name = "tickets", .expire = expire_tickets});
  contact::register_messaging({.last_inbound = last_inbound, .template_ready = template_ready});
}

}  // namespace smarthandoff::callbacks
