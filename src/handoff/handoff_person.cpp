// What handoffs keep of people: for the contact module, which erases and exports them.
#include <set>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/handoff/handoff.hpp>

#include "handoff/callback_look_up.hpp"
#include "handoff/handoff_person_rows.hpp"
#include "handoff/handoff_rows.hpp"
#include "handoff/handoff_steps.hpp"

namespace smarthandoff::handoff {
namespace {

std::set<std::string> of_person(const Context& context, const contact::Person& person) {
  std::set<std::string> all;
  for (const std::string& address : person.addresses)
    for (const HandoffId& id : rows::ended_of(context, address)) all.insert(id.value);
  return all;
}

std::vector<std::string> ids(const Context& context, const contact::Person& person) {
  const auto all = of_person(context, person);
  return {all.begin(), all.end()};
}

void forget(Context& context, const HandoffId& id) {
  const auto record = rows::find(context, id);
  if (!record) return;
  dialogue::State dialogue = record->dialogue;
  dialogue.number.reset();
  dialogue.reason.clear();
  dialogue.message.clear();
  rows::forget(context, id, dialogue);
}

// No call lasts so long: it ends without a promise to anybody, and nobody is said to have called today.
void end_forgotten(Context& context, const HandoffId& id) {
  context.transaction().lock("handoff", id.value);
  auto record = rows::find(context, id);
  if (!record || record->machine.at == HandoffState::ended) return;
  record->handoff.caller.clear();
  record->handoff.caller_number.reset();
  record->dialogue = {};
  record->dialogue.at = DialogueState::over;
  Steps steps(context, std::move(*record));
  steps.feed({.kind = lifecycle::EventKind::finished, .hang_up = false});
  steps.commit();
  forget(context, id);
}

std::int64_t erase(Context& context, const contact::Person& person) {
  const auto all = of_person(context, person);
  for (const std::string& id : all) forget(context, {id});
  return static_cast<std::int64_t>(all.size());
}

contact::Expired expire(Context& context, const contact::ExpiryPage& page) {
  const auto old = rows::old_ones(context, page);
  for (const HandoffId& id : old.ids) forget(context, id);
  for (const HandoffId& id : old.never_ended) end_forgotten(context, id);
  return {.anonymised = static_cast<std::int64_t>(old.ids.size() + old.never_ended.size()), .last = old.last};
}

std::vector<std::string> exported(const Context& context, const contact::Person& person) {
  std::vector<std::string> all;
  for (const std::string& id : of_person(context, person)) {
    all.push_back(to_json(get(context, {.handoff_id = {id}})));
    for (const auto& line : rows::lines(context, {id})) all.push_back(to_json(line));
  }
  return all;
}

}  // namespace

void register_with_contacts() {
  contact::register_personal_data({.name = "handoffs",
                                   .erase = erase,
                                   .export_ = exported,
                                   .expire = expire,
                                   .ids = ids,
                                   .topics = {"handoff."}});
  register_with_callbacks();
}

}  // namespace smarthandoff::handoff
