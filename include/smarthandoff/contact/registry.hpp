#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/contact/gate.hpp>
#include <smarthandoff/contact/suppression.hpp>

// Where modules above (and messaging beside) give the gate what it cannot know: their own rules, what they
// store about people, and when a person asked for messages last. Registered once, before an engine is open,
// with plain functions; the same name again replaces the entry.
namespace smarthandoff::contact {

// Every way in which rows of one person may name them.
struct Person {
  std::vector<std::string> contact_ids;  // ours and the host's
  std::vector<std::string> addresses;    // E.164, and every other spelling that is stored
};

// What a rule is asked.
struct RuleQuestion {
  const GateQuestion& question;  // with profile and zones filled in
  const Person& person;
  Instant at;
};

// Which row of the table of purposes a rule stands in (purposes.hpp).
enum class RuleRow { final_, opt_out, promotions, settled, window, cap, gap, channel };

// A module's rule. It answers a reason why the contact must not be made, or nothing.
struct Rule {
  std::string_view name;  // stable, e.g. "active_promise"
  RuleRow row = RuleRow::settled;
  std::optional<GateReason> (*ask)(const Context& context, const RuleQuestion& question) = nullptr;
};

// A page of rows in the order of their ids, which is that of time: those that ended before an instant are to
// go.
struct ExpiryPage {
  Instant before;
  std::string after;  // the last id of the page before; empty: from the start
  std::int64_t limit = 500;
};
// What became of a page.
struct Expired {
  std::int64_t anonymised = 0, removed = 0;
  std::string last;  // where the next page begins; empty: there is none
};

// What a module stores about people.
struct PersonalData {
  std::string_view name;  // of its rows, e.g. "callbacks"
  // Makes its rows anonymous and answers how many there were. Repeating it is harmless.
  std::int64_t (*erase)(Context& context, const Person& person) = nullptr;
  // Its rows about the person, as JSON texts.
  std::vector<std::string> (*export_)(const Context& context, const Person& person) = nullptr;
  // Locks whatever `opted_out` and `erase` are going to change and other operations lock before the person,
  // in the order of docs/postgresql.md; called before the person is locked. May be null.
  void (*lock)(Context& context, const Person& person) = nullptr;
  // The person wants no contact any more, or is not whom we look for, as `kind` says; in the same
  // transaction. Not told where they only want no promotions. May be null.
  void (*opted_out)(Context& context, const Person& person, suppressions::SuppressionKind kind) = nullptr;
  // Takes what tells of people out of the rows of a page that ended before its instant; figures stay the
  // same. Repeating it is harmless. May be null: its rows are kept.
  Expired (*expire)(Context& context, const ExpiryPage& page) = nullptr;
  // The ids of its rows about the person, asked before they are erased. Answers kept for repeated requests
  // that hold one of them are emptied. May be null.
  std::vector<std::string> (*ids)(const Context& context, const Person& person) = nullptr;
  // How the topics of events begin that are about those ids and tell of the person: their payloads go, too.
  std::vector<std::string_view> topics;
};

// What messaging knows. Each may be null: then the log of contacts alone tells when a person wrote last, and
// the host answers for its templates.
struct MessagingFacts {
  std::optional<Instant> (*last_inbound)(const Context& context, std::string_view address,
                                         Channel channel) = nullptr;
  // The template of the question, by its channel and in its language where it names them.
  bool (*template_ready)(const Context& context, const GateQuestion& question) = nullptr;
};

void register_rule(const Rule& rule);
void register_personal_data(const PersonalData& data);
void register_messaging(const MessagingFacts& facts);

// Copies of what is registered, in the order of registration.
std::vector<Rule> registered_rules();
std::vector<PersonalData> registered_personal_data();
MessagingFacts registered_messaging();

}  // namespace smarthandoff::contact
