// Erasing and exporting a person: what this module stores, and what the others registered.
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/person.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "base/field_check.hpp"
#include "contact/address.hpp"
#include "contact/contact_log_rows.hpp"
#include "contact/gate_facts.hpp"
#include "contact/gate_rows.hpp"
#include "contact/marketing_wish_rows.hpp"
#include "contact/person_rows.hpp"
#include "contact/suppression_rows.hpp"
#include "storage/event_rows.hpp"
#include "storage/request_rows.hpp"

namespace smarthandoff::contacts {
namespace {

using contact::Address;
using contact::KnownPerson;

constexpr std::int64_t kMaxExported = 10'000;  // rows of one kind and address
constexpr std::size_t kLeastText = 6;          // what is shorter stands in others' answers, too

KnownPerson whom(const Context& context, const std::string& contact_id, Channel channel,
                 const std::string& address) {
  field::check_id("contact_id", contact_id);
  if (contact_id.empty() && address.empty())
    throw invalid_field("contact_id", "must be given, or else address");
  if (address.empty()) return contact::known_person(context, nullptr, contact_id);
  const Address read = contact::require_address(context.profile(), channel, address);
  return contact::known_person(context, &read, contact_id);
}

// The person is not contacted again, and nobody can read any more who it was.
void suppress(Context& context, const Address& address) {
  namespace rows = suppressions::rows;
  suppressions::add_opt_out(context,
                            {.address = address.text, .channel = address.channel, .reason = "erased"});
  rows::mask(context.transaction(), context.tenant(), address.digest, contact::masked(address));
}

void erase_address(Context& context, const Address& address, ErasedContact& answer) {
  suppress(context, address);
  answer.rows["contact_log"] +=
      contact::rows::anonymise(context.transaction(), context.tenant(), address.digest);
  answer.rows["gate_decisions"] +=
      contact::rows::anonymise_decisions(context.transaction(), context.tenant(), address.digest);
}

void erase_contact(Context& context, const std::string& id, ErasedContact& answer) {
  auto contact = rows::find(context.transaction(), context.tenant(), id);
  if (!contact || contact->erased_at) return;
  rows::remove_addresses(context.transaction(), context.tenant(), id);
  rows::save(context.transaction(), context.tenant(),
             {.id = contact->id,
              .erased_at = context.now(),
              .created_at = contact->created_at,
              .updated_at = context.now()});
  answer.rows["contacts"] = 1;
}

// What was told about the person before: events of their rows, and answers kept for repeated requests.
void erase_told(Context& context, const contact::Person& person, ErasedContact& answer) {
  storage::Transaction& transaction = context.transaction();
  std::vector<std::string> texts = person.addresses;
  for (const contact::PersonalData& data : contact::registered_personal_data()) {
    if (data.ids == nullptr) continue;
    const std::vector<std::string> ids = data.ids(context, person);
    for (const std::string_view topics : data.topics)
      answer.rows["events"] += storage::events::erase(transaction, context.tenant(), topics, ids);
    texts.insert(texts.end(), ids.begin(), ids.end());
  }
  texts.insert(texts.end(), person.contact_ids.begin(), person.contact_ids.end());
  std::erase_if(texts, [](const std::string& text) { return text.size() < kLeastText; });
  answer.rows["requests"] += storage::requests::erase(transaction, context.tenant(), texts);
}

template <class Row>
void append(std::vector<std::string>& texts, const std::vector<Row>& rows) {
  for (const Row& row : rows) texts.push_back(to_json(row));
}

}  // namespace

ErasedContact erase(Context& context, const EraseContact& request) {
  const KnownPerson known = whom(context, request.contact_id, request.channel, request.address);
  contact::lock_rows(context, known);
  context.transaction().lock("contact", context.tenant().value + "/" + known.contact_id);
  contact::lock(context, known);
  ErasedContact answer;
  for (const Address& address : known.addresses) erase_address(context, address, answer);
  if (!known.contact_id.empty()) erase_contact(context, known.contact_id, answer);
  erase_told(context, known.person, answer);
  for (const contact::PersonalData& data : contact::registered_personal_data())
    if (data.erase != nullptr) answer.rows[std::string(data.name)] += data.erase(context, known.person);
  std::erase_if(answer.rows, [](const auto& each) { return each.second == 0; });
  // The host's own ids are known by what is stored under them.
  const bool known_to_us = !known.addresses.empty() ||
                           rows::find(context.transaction(), context.tenant(), known.contact_id).has_value();
  if (answer.rows.empty() && !known_to_us) throw no_such("contact", request.contact_id);
  context.emit("contact.erased", known.contact_id, answer);
  return answer;
}

ExportedContact export_(const Context& context, const ExportContact& request) {
  const KnownPerson known = whom(context, request.contact_id, request.channel, request.address);
  const storage::Transaction& transaction = context.transaction();
  ExportedContact answer;
  if (!known.contact_id.empty())
    if (const auto contact = rows::find(transaction, context.tenant(), known.contact_id))
      answer.rows["contacts"].push_back(to_json(*contact));
  for (const std::string& digest : known.digests) {
    append(answer.rows["contact_log"],
           contact::rows::since(transaction, context.tenant(), digest, Instant(), kMaxExported));
    append(answer.rows["gate_decisions"],
           contact::rows::of_address(transaction, context.tenant(), digest, kMaxExported));
    append(answer.rows["suppressions"],
           suppressions::rows::of_address(transaction, context.tenant(), digest));
    if (const auto wish = suppressions::wishes::rows::find(transaction, context.tenant(), digest))
      answer.rows["marketing_wishes"].push_back(to_json(*wish));
  }
  for (const contact::PersonalData& data : contact::registered_personal_data())
    if (data.export_ != nullptr) answer.rows[std::string(data.name)] = data.export_(context, known.person);
  std::erase_if(answer.rows, [](const auto& each) { return each.second.empty(); });
  return answer;
}

}  // namespace smarthandoff::contacts
