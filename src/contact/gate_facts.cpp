#include "contact/gate_facts.hpp"

#include <algorithm>

#include <smarthandoff/base/zone.hpp>

#include "contact/contact_log_rows.hpp"
#include "contact/legal_rule_look_up.hpp"
#include "contact/person_rows.hpp"
#include "contact/suppression_rows.hpp"

namespace smarthandoff::contact {
namespace {

using suppressions::Suppression;
using suppressions::SuppressionKind;

constexpr auto kHistory = std::chrono::hours(24 * 32);  // longer than any cap, in any zone
constexpr std::int64_t kMaxHistory = 1000;              // of one address

template <class T>
void add_once(std::vector<T>& list, const T& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void add_address(KnownPerson& known, const Address& address) {
  if (std::find(known.digests.begin(), known.digests.end(), address.digest) != known.digests.end()) return;
  known.digests.push_back(address.digest);
  known.addresses.push_back(address);
  for (const std::string& spelling : spellings(address)) add_once(known.person.addresses, spelling);
}

// An opt-out is the person's, a wrong person the address's.
std::vector<Suppression> suppressions_of(const Context& context, const KnownPerson& known,
                                         const std::string& digest) {
  namespace rows = suppressions::rows;
  auto all = rows::of_address(context.transaction(), context.tenant(), digest);
  for (std::size_t i = 0; i < known.digests.size(); ++i) {
    if (known.digests[i] == digest) continue;
    for (Suppression& other : rows::of_address(context.transaction(), context.tenant(), known.digests[i]))
      if (other.kind == SuppressionKind::opt_out) all.push_back(std::move(other));
  }
  return all;
}

// Contacts at a number that turned out to be somebody else's were not with this person (Regulation F comment
// 14(b)(2)(i)-3.i).
std::vector<ContactRecord> history_with(const Context& context, const KnownPerson& known, Instant at) {
  std::vector<ContactRecord> all;
  for (const std::string& digest : known.digests) {
    const auto found = suppressions::rows::of_address(context.transaction(), context.tenant(), digest);
    const bool wrong = std::any_of(found.begin(), found.end(), [](const Suppression& each) {
      return each.kind == SuppressionKind::wrong_person;
    });
    if (wrong) continue;
    for (ContactRecord& past :
         rows::since(context.transaction(), context.tenant(), digest, at - kHistory, kMaxHistory))
      if (past.at <= at) all.push_back(std::move(past));
  }
  return all;
}

// Where the person may be: by their numbers, by what is stored, by what the host adds. The zones of a whole
// country count only where nothing better is known.
void find_zones(const Context& context, const KnownPerson& known, Facts& facts) {
  std::vector<std::string> zones, doubtful;
  bool has_number = false;
  for (const Address& address : known.addresses) {
    if (!address.phone) continue;
    has_number = true;
    const NumberZones found = zones_of(context, *address.phone);
    for (const std::string& zone : found.zones) add_once(found.certain ? zones : doubtful, zone);
  }
  bool all_exist = true;
  const auto add_known = [&](const std::vector<std::string>& more) {
    for (const std::string& zone : more) {
      all_exist = all_exist && is_zone(zone);
      if (is_zone(zone)) add_once(zones, zone);
    }
  };
  add_known(known.zones);
  add_known(facts.question.zones);
  if (zones.empty()) zones = doubtful;
  facts.zones_known = all_exist && (!zones.empty() || !has_number);
  if (zones.empty()) zones.push_back(context.profile().zone);
  facts.question.zones = std::move(zones);
}

void ask_messaging(const Context& context, const KnownPerson& known, Facts& facts) {
  const Channel channel = facts.question.channel;
  for (const std::string& digest : known.digests) {
    const auto wrote = rows::last_inbound(context.transaction(), context.tenant(), digest, channel);
    facts.wrote_at = std::max(facts.wrote_at, wrote);
    if (channel == Channel::whatsapp) break;  // the window belongs to one number
  }
  const MessagingFacts messaging = registered_messaging();
  if (messaging.last_inbound != nullptr)
    facts.wrote_at = std::max(facts.wrote_at, messaging.last_inbound(context, facts.address->text, channel));
  if (messaging.template_ready != nullptr && !facts.question.template_name.empty())
    facts.template_ready = messaging.template_ready(context, facts.question.template_name);
}

void ask_rules(const Context& context, const KnownPerson& known, Facts& facts) {
  for (const Rule& rule : registered_rules()) {
    auto reason = rule.ask(context, {facts.question, known.person, facts.at});
    if (!reason) continue;
    reason->name = rule.name;
    facts.objections.push_back({rule.row, std::move(*reason)});
  }
}

}  // namespace

KnownPerson known_person(const Context& context, const Address* address, const std::string& contact_id) {
  KnownPerson known;
  if (address != nullptr) add_address(known, *address);
  known.contact_id = contact_id;
  if (contact_id.empty() && address != nullptr)
    known.contact_id = contacts::rows::owner_of(context.transaction(), context.tenant(), address->digest);
  if (known.contact_id.empty()) return known;
  known.person.contact_ids.push_back(known.contact_id);
  const auto contact = contacts::rows::find(context.transaction(), context.tenant(), known.contact_id);
  if (!contact) return known;
  std::string why;
  for (const contacts::ContactAddress& each : contact->addresses)
    if (const auto read = read_address(context.profile(), each.channel, each.address, why))
      add_address(known, *read);
  known.zones = contact->zones;
  known.convenient_hours = contact->convenient_hours;
  return known;
}

Facts gather(const Context& context, const GateQuestion& question) {
  Facts facts{.question = question, .at = question.at.value_or(context.now())};
  facts.question.at = facts.at;
  facts.address = read_address(context.profile(), question.channel, question.address, facts.address_problem);
  const KnownPerson known =
      known_person(context, facts.address ? &*facts.address : nullptr, question.contact_id);
  facts.question.contact_id = known.contact_id;
  find_zones(context, known, facts);
  if (facts.question.profile.empty())
    facts.question.profile = default_profile(context, facts.address ? facts.address->phone : std::nullopt,
                                             facts.address ? facts.address->state : "", question.purpose);
  facts.window = window_of(context, facts.question.profile);
  if (!facts.address) return facts;
  facts.suppressions = suppressions_of(context, known, facts.address->digest);
  facts.convenient_hours = known.convenient_hours;
  facts.caps = caps_at(context, facts.at);
  facts.history = history_with(context, known, facts.at);
  ask_messaging(context, known, facts);
  ask_rules(context, known, facts);
  return facts;
}

}  // namespace smarthandoff::contact
