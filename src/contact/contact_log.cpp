#include <smarthandoff/contact/contact_log.hpp>

#include <algorithm>

#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "contact/address.hpp"
#include "contact/contact_log_rows.hpp"
#include "contact/gate_facts.hpp"

namespace smarthandoff::contact {
namespace {

constexpr std::size_t kMaxDebts = 100;
constexpr Milliseconds kAhead = std::chrono::minutes(5);  // a peer's clock may be a little ahead of ours
constexpr auto kShown = std::chrono::hours(24 * 30);

void check(const Context& context, const RecordContact& request) {
  field::check_id("contact_id", request.contact_id);
  if (request.debts.size() > kMaxDebts) throw invalid_field("debts", "must be at most 100");
  for (std::size_t i = 0; i < request.debts.size(); ++i)
    field::check_id("debts[" + std::to_string(i) + "]", request.debts[i]);
  field::check_id("reference", request.reference);
  if (request.at && *request.at > context.now() + kAhead)
    throw invalid_field("at", "must not be in the future");
}

}  // namespace

ContactRecord record_contact(Context& context, const RecordContact& request) {
  check(context, request);
  const Address address = require_address(context.profile(), request.channel, request.address);
  smarthandoff::tenants::ensure(context);
  const std::string whose = known_person(context, &address, request.contact_id).contact_id;
  ContactRecord record{.id = {context.new_id()},
                       .address = address.text,
                       .channel = request.channel,
                       .at = std::min(request.at.value_or(context.now()), context.now())};
  if (!request.reference.empty())
    if (auto before = rows::find_by_reference(context.transaction(), context.tenant(), address.digest,
                                              request.reference))
      record = std::move(*before);
  record.purpose = request.purpose;
  record.direction = request.direction;
  record.outcome = request.outcome;
  record.contact_id = whose;
  record.debts = request.debts;
  record.reference = request.reference;
  if (request.consent) record.consent_at = record.at;
  rows::save(context.transaction(), context.tenant(), record, address.digest);
  return record;
}

ContactHistory history(const Context& context, const ListContacts& request) {
  field::check_page(request.limit);
  const Address address = require_address(context.profile(), request.channel, request.address);
  const Instant since = request.since.value_or(context.now() - kShown);
  ContactHistory answer;
  for (const std::string& digest : known_person(context, &address, "").digests)
    for (ContactRecord& past :
         rows::since(context.transaction(), context.tenant(), digest, since, request.limit))
      answer.contacts.push_back(std::move(past));
  std::stable_sort(answer.contacts.begin(), answer.contacts.end(),
                   [](const ContactRecord& a, const ContactRecord& b) { return a.at > b.at; });
  if (answer.contacts.size() > static_cast<std::size_t>(request.limit))
    answer.contacts.resize(static_cast<std::size_t>(request.limit));
  return answer;
}

}  // namespace smarthandoff::contact
