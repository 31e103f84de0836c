#include <smarthandoff/contact/person.hpp>

#include <algorithm>
#include <initializer_list>
#include <set>

#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/base/zone.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "base/opening_hours.hpp"
#include "contact/address.hpp"
#include "contact/gate_facts.hpp"
#include "contact/person_rows.hpp"

namespace smarthandoff::contacts {
namespace {

using contact::Address;
using contact::require_address;

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxAddresses = 50;
constexpr std::size_t kMaxZones = 20;
constexpr std::size_t kMaxTags = 50;  // of as many characters

Contact found(const Context& context, const std::string& id) {
  auto contact = rows::find(context.transaction(), context.tenant(), id);
  if (!contact) throw no_such("contact", id);
  return std::move(*contact);
}

void check(const Contact& contact) {
  field::check_line("name", contact.name, kMaxName);
  if (contact.zones.size() > kMaxZones) throw invalid_field("zones", "must be at most 20");
  for (std::size_t i = 0; i < contact.zones.size(); ++i)
    check_zone("zones[" + std::to_string(i) + "]", contact.zones[i]);
  check_opening_hours("convenient_hours", contact.convenient_hours);
  if (contact.tags.size() > kMaxTags) throw invalid_field("tags", "must be at most 50");
  for (std::size_t i = 0; i < contact.tags.size(); ++i)
    field::check_name("tags[" + std::to_string(i) + "]", contact.tags[i], kMaxTags);
}

void add(Context& context, const ContactId& id, const ContactAddress& given) {
  const Address address = require_address(context.profile(), given.channel, given.address);
  const std::string owner = rows::owner_of(context.transaction(), context.tenant(), address.digest);
  if (!owner.empty() && owner != id.value)
    throw Error(ErrorCode::already_exists, "field \"addresses\": another contact has " + masked(address),
                {{"field", "addresses"}, {"contact_id", owner}});
  rows::add_address(context.transaction(), context.tenant(), id.value, address.digest,
                    {.channel = given.channel, .address = address.text}, context.now());
}

// Two that are given the same addresses wait for each other, in whatever order they are named.
void lock_addresses(Context& context, std::initializer_list<const std::vector<ContactAddress>*> lists) {
  std::set<std::string> digests;  // sorted
  for (const auto* list : lists) {
    if (list->size() > kMaxAddresses) throw invalid_field("addresses", "must be at most 50");
    for (const ContactAddress& given : *list)
      digests.insert(require_address(context.profile(), given.channel, given.address).digest);
  }
  for (const std::string& digest : digests)
    context.transaction().lock("address", context.tenant().value + "/" + digest);
}

void add_all(Context& context, const ContactId& id, const std::vector<ContactAddress>& addresses) {
  for (const ContactAddress& address : addresses) add(context, id, address);
  if (rows::digests_of(context.transaction(), context.tenant(), id.value).size() > kMaxAddresses)
    throw invalid_field("addresses", "must be at most 50");
}

bool has_vip(const std::string& tags) {
  if (tags.empty() || tags == "[]") return false;
  const auto all = from_json<std::vector<std::string>>(tags);
  return std::ranges::any_of(all, [](const std::string& tag) { return fold(tag) == "vip"; });
}

void emit(Context& context, const char* topic, const ContactId& id) {
  context.emit(topic, id.value, GetContact{.contact_id = id.value});
}

}  // namespace

Contact create(Context& context, const CreateContact& request) {
  const Contact contact{.id = {context.new_id()},
                        .name = std::string(field::trimmed(request.name)),
                        .zones = request.zones,
                        .convenient_hours = request.convenient_hours,
                        .tags = request.tags,
                        .created_at = context.now(),
                        .updated_at = context.now()};
  check(contact);
  smarthandoff::tenants::ensure(context);
  lock_addresses(context, {&request.addresses});
  rows::save(context.transaction(), context.tenant(), contact);
  add_all(context, contact.id, request.addresses);
  emit(context, "contact.created", contact.id);
  return found(context, contact.id.value);
}

Contact update(Context& context, const UpdateContact& request) {
  context.transaction().lock("contact", context.tenant().value + "/" + request.contact_id.value);
  Contact contact = found(context, request.contact_id.value);
  if (contact.erased_at) throw no_such("contact", request.contact_id.value);
  if (request.name) contact.name = field::trimmed(*request.name);
  if (request.zones) contact.zones = *request.zones;
  if (request.convenient_hours) contact.convenient_hours = *request.convenient_hours;
  if (request.tags) contact.tags = *request.tags;
  contact.updated_at = context.now();
  check(contact);
  lock_addresses(context, {&request.add_addresses, &request.remove_addresses});
  rows::save(context.transaction(), context.tenant(), contact);
  for (const ContactAddress& given : request.remove_addresses) {
    const Address address = require_address(context.profile(), given.channel, given.address);
    rows::remove_address(context.transaction(), context.tenant(), contact.id.value, address.digest);
  }
  add_all(context, contact.id, request.add_addresses);
  emit(context, "contact.updated", contact.id);
  return found(context, contact.id.value);
}

Contact get(const Context& context, const GetContact& request) {
  if (!request.contact_id.empty()) return found(context, request.contact_id);
  if (request.address.empty()) throw invalid_field("contact_id", "must be given, or else address");
  const Address address = require_address(context.profile(), request.channel, request.address);
  const std::string owner = rows::owner_of(context.transaction(), context.tenant(), address.digest);
  if (owner.empty()) throw no_such("contact", masked(address));
  return found(context, owner);
}

bool is_vip(const Context& context, const std::string& contact_id) {
  return !contact_id.empty() && has_vip(rows::tags_of(context.transaction(), context.tenant(), contact_id));
}

bool is_vip_number(const Context& context, const PhoneNumber& number) {
  return has_vip(rows::tags_of_address(context.transaction(), context.tenant(),
                                       contact::digest_of(context.tenant(), number)));
}

}  // namespace smarthandoff::contacts
