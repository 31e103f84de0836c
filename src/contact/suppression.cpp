#include <smarthandoff/contact/suppression.hpp>

#include <algorithm>

#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "contact/address.hpp"
#include "contact/gate_facts.hpp"
#include "contact/marketing_wish_rows.hpp"
#include "contact/suppression_rows.hpp"

namespace smarthandoff::suppressions {
namespace {

using contact::Address;
using contact::require_address;

constexpr std::size_t kMaxReason = 100;

using Test = bool (*)(const Suppression&);

bool is_wrong_person(const Suppression& suppression) {
  return suppression.kind == SuppressionKind::wrong_person;
}
bool forbids_all(const Suppression& suppression) {
  return suppression.kind == SuppressionKind::opt_out || suppression.kind == SuppressionKind::never_call;
}
bool forbids_marketing(const Suppression& suppression) {
  return forbids_all(suppression) || suppression.kind == SuppressionKind::no_marketing;
}

SuppressionKind kind_of(const AddOptOut& request) {
  if (request.purpose == OptOutPurpose::all)
    return request.never_call ? SuppressionKind::never_call : SuppressionKind::opt_out;
  if (request.never_call) throw invalid_field("never_call", "must be false where purpose is marketing");
  return SuppressionKind::no_marketing;
}

std::optional<Suppression> of_kind(const std::vector<Suppression>& all, SuppressionKind kind) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Suppression& each) { return each.kind == kind; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

void tell_modules(Context& context, const contact::Person& person, SuppressionKind kind) {
  for (const contact::PersonalData& data : contact::registered_personal_data())
    if (data.opted_out != nullptr) data.opted_out(context, person, kind);
}

Suppression add(Context& context, SuppressionKind kind, Channel channel, const std::string& typed,
                const std::string& reason) {
  field::check_name("reason", reason, kMaxReason);
  const Address address = require_address(context.profile(), channel, typed);
  smarthandoff::tenants::ensure(context);
  // Whoever asks the gate about this person sees it, or was done before: what they planned is withdrawn
  // below.
  const contact::KnownPerson known = contact::known_person(context, &address, "");
  contact::lock_rows(context, known);
  contact::lock(context, known);
  const Suppression stored = rows::save(context.transaction(), context.tenant(),
                                        {.id = {context.new_id()},
                                         .kind = kind,
                                         .channel = channel,
                                         .address = address.text,
                                         .reason = std::string(field::trimmed(reason)),
                                         .user_id = context.actor().user,
                                         .created_at = context.now()},
                                        address.digest);
  context.emit(kind == SuppressionKind::wrong_person ? "wrong_person.added" : "opt_out.added",
               stored.id.value, SuppressionEvent{.suppression_id = stored.id, .kind = kind});
  if (kind == SuppressionKind::no_marketing)
    wishes::rows::disown(context.transaction(), context.tenant(), address.digest);
  else
    tell_modules(context, known.person, kind);
  return stored;
}

RemovedSuppression remove(Context& context, Channel channel, const std::string& typed,
                          std::vector<SuppressionKind> kinds, const char* topic) {
  const Address address = require_address(context.profile(), channel, typed);
  const auto all = rows::of_address(context.transaction(), context.tenant(), address.digest);
  RemovedSuppression answer;
  for (const SuppressionKind kind : kinds) {
    const auto found = of_kind(all, kind);
    if (!found) continue;
    rows::remove(context.transaction(), context.tenant(), address.digest, kind);
    context.emit(topic, found->id.value, SuppressionEvent{.suppression_id = found->id, .kind = kind});
    answer.removed = true;
  }
  return answer;
}

std::optional<Suppression> first(const std::vector<Suppression>& all, Test test) {
  const auto found = std::find_if(all.begin(), all.end(), test);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

// What is found first stays.
void add_to(OptOutAnswer& answer, const std::vector<Suppression>& all) {
  if (!answer.suppression) answer.suppression = first(all, forbids_all);
  if (!answer.marketing_suppression) answer.marketing_suppression = first(all, forbids_marketing);
  answer.suppressed = answer.suppression.has_value();
  answer.marketing_suppressed = answer.marketing_suppression.has_value();
}

// A stop of before, told late, does not undo it.
RemovedSuppression remove_no_marketing(Context& context, const RemoveOptOut& request) {
  const Address address = require_address(context.profile(), request.channel, request.address);
  contact::lock(context, contact::known_person(context, &address, ""));
  const auto answer =
      remove(context, request.channel, request.address, {SuppressionKind::no_marketing}, "opt_out.removed");
  if (answer.removed)
    wishes::rows::save(context.transaction(), context.tenant(), address.digest, {.at = context.now()});
  return answer;
}

}  // namespace

Suppression add_opt_out(Context& context, const AddOptOut& request) {
  return add(context, kind_of(request), request.channel, request.address, request.reason);
}

Suppression add_wrong_person(Context& context, const AddWrongPerson& request) {
  return add(context, SuppressionKind::wrong_person, request.channel, request.address, request.reason);
}

RemovedSuppression remove_opt_out(Context& context, const RemoveOptOut& request) {
  if (request.purpose == OptOutPurpose::marketing) return remove_no_marketing(context, request);
  return remove(context, request.channel, request.address,
                {SuppressionKind::opt_out, SuppressionKind::never_call}, "opt_out.removed");
}

RemovedSuppression remove_wrong_person(Context& context, const RemoveWrongPerson& request) {
  return remove(context, request.channel, request.address, {SuppressionKind::wrong_person},
                "wrong_person.removed");
}

SuppressionList list_opt_outs(const Context& context, const ListOptOuts& request) {
  field::check_page(request.limit);
  return {.suppressions =
              rows::list_opt_outs(context.transaction(), context.tenant(), request.after, request.limit)};
}

SuppressionList list_wrong_persons(const Context& context, const ListWrongPersons& request) {
  field::check_page(request.limit);
  return {.suppressions = rows::list_wrong_persons(context.transaction(), context.tenant(), request.after,
                                                   request.limit)};
}

OptOutAnswer check_opt_out(const Context& context, const CheckOptOut& request) {
  const Address address = require_address(context.profile(), request.channel, request.address);
  OptOutAnswer answer;
  add_to(answer, rows::of_address(context.transaction(), context.tenant(), address.digest));
  if (answer.suppressed) return answer;
  const std::string whose = contact::known_person(context, &address, "").contact_id;
  if (!whose.empty()) add_to(answer, rows::of_contact(context.transaction(), context.tenant(), whose));
  return answer;
}

SuppressionAnswer check_wrong_person(const Context& context, const CheckWrongPerson& request) {
  const Address address = require_address(context.profile(), request.channel, request.address);
  const auto all = rows::of_address(context.transaction(), context.tenant(), address.digest);
  const auto found = first(all, is_wrong_person);
  return {.suppressed = found.has_value(), .suppression = found};
}

}  // namespace smarthandoff::suppressions
