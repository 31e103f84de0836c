#include "contact/gate_facts.hpp"

#include <algorithm>
#include <set>

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

// What was said against each of the person's addresses: an opt-out, also of promotions alone, is the
// person's, a wrong person the address's, and "never" both: never by that address, and no contact by the
// others unless they ask for one. Contacts at a number that turned out to be somebody else's were not with
// this person (Regulation F comment 14(b)(2)(i)-3.i).
void ask_past(const Context& context, const KnownPerson& known, Facts& facts) {
  const auto& transaction = context.transaction();
  // What stands in the log has happened: one of these may be ahead of our clock, by another host's clock, or
  // because it was stored while this question waited for the person. Only of an instant that is over itself
  // can something have happened later.
  const bool of_the_past = facts.at < context.now();
  for (const std::string& digest : known.digests) {
    bool wrong = false;
    for (Suppression& each : suppressions::rows::of_address(transaction, context.tenant(), digest)) {
      wrong = wrong || each.kind == SuppressionKind::wrong_person;
      const bool asked_about = digest == facts.address->digest;
      if (!asked_about && each.kind == SuppressionKind::wrong_person) continue;
      if (!asked_about && each.kind == SuppressionKind::never_call) each.kind = SuppressionKind::opt_out;
      facts.suppressions.push_back(std::move(each));
    }
    if (wrong) continue;
    for (ContactRecord& past :
         rows::since(transaction, context.tenant(), digest, facts.at - kHistory, kMaxHistory))
      if ((!of_the_past || past.at <= facts.at) && (facts.planned.empty() || past.reference != facts.planned))
        facts.history.push_back(std::move(past));
  }
}

// Where the person may be: by their numbers, by what is stored, by what the host adds. The zones of a whole
// country count only where nothing better is known.
void find_zones(const Context& context, const RuleBook& book, const KnownPerson& known, Facts& facts) {
  std::vector<std::string> zones, doubtful;
  bool has_number = false;
  for (const Address& address : known.addresses) {
    if (!address.phone) continue;
    has_number = true;
    const NumberZones found = book.zones_of(*address.phone);
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

// The service window belongs to one number, and a template needs none.
void ask_whatsapp(const Context& context, Facts& facts) {
  const MessagingFacts messaging = registered_messaging();
  if (!facts.question.template_name.empty()) {
    if (messaging.template_ready != nullptr)
      facts.template_ready = messaging.template_ready(context, facts.question);
    return;
  }
  const Address& address = *facts.address;
  facts.wrote_at =
      rows::last_inbound(context.transaction(), context.tenant(), address.digest, Channel::whatsapp);
  if (messaging.last_inbound != nullptr)
    facts.wrote_at =
        std::max(facts.wrote_at, messaging.last_inbound(context, address.text, Channel::whatsapp));
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

void lock_rows(Context& context, const KnownPerson& known) {
  for (const PersonalData& data : registered_personal_data())
    if (data.lock != nullptr) data.lock(context, known.person);
}

void lock(Context& context, const KnownPerson& known) {
  const std::set<std::string> sorted(known.digests.begin(), known.digests.end());
  for (const std::string& digest : sorted)
    context.transaction().lock("person", context.tenant().value + "/" + digest);
}

Facts read_question(const Context& context, const GateQuestion& question) {
  Facts facts{.question = question, .at = question.at.value_or(context.now())};
  facts.question.at = facts.at;
  facts.address = read_address(context.profile(), question.channel, question.address, facts.address_problem);
  return facts;
}

void gather(const Context& context, Facts& facts) {
  const RuleBook book(context);
  const KnownPerson known =
      known_person(context, facts.address ? &*facts.address : nullptr, facts.question.contact_id);
  facts.question.contact_id = known.contact_id;
  find_zones(context, book, known, facts);
  if (facts.question.profile.empty())
    facts.question.profile =
        book.default_profile(facts.address ? facts.address->phone : std::nullopt,
                             facts.address ? facts.address->state : "", facts.question.purpose);
  facts.window = book.window_of(facts.question.profile);
  if (!facts.address) return;
  facts.convenient_hours = known.convenient_hours;
  facts.caps = book.caps_at(facts.at);
  ask_past(context, known, facts);
  if (facts.question.channel == Channel::whatsapp) ask_whatsapp(context, facts);
  ask_rules(context, known, facts);
}

}  // namespace smarthandoff::contact
