#include "telephony/twilio_double/model.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::twilio_double {
namespace {

constexpr std::size_t kMaxLogEntries = 200'000;

Instant machine_now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

// Searched from the newest: that is what is asked for.
template <class T>
T* with_sid(std::deque<T>& all, std::string_view sid) {
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const T& one) { return one.sid == sid; });
  return found == all.rend() ? nullptr : &*found;
}

}  // namespace

std::string_view word(CallStatus status) {
  switch (status) {
    case CallStatus::queued:
      return "queued";
    case CallStatus::initiated:
      return "initiated";
    case CallStatus::ringing:
      return "ringing";
    case CallStatus::in_progress:
      return "in-progress";
    case CallStatus::completed:
      return "completed";
    case CallStatus::busy:
      return "busy";
    case CallStatus::no_answer:
      return "no-answer";
    case CallStatus::failed:
      return "failed";
    case CallStatus::canceled:
      break;
  }
  return "canceled";
}

bool Hook::wants(std::string_view event) const {
  return !url.empty() && std::find(events.begin(), events.end(), event) != events.end();
}

Participant* Conference::find(std::string_view call) {
  const auto found =
      std::find_if(participants.begin(), participants.end(), [&](const Participant& participant) {
        return participant.call == call || (!participant.label.empty() && participant.label == call);
      });
  return found == participants.end() ? nullptr : &*found;
}

Model::Model(const DoubleOptions& options)
    : scheduler(options.now.value_or(machine_now())), sids(options.seed), options_(options) {
  add_account(options.account_sid, options.auth_token.reveal(), "Main");
  for (const std::string& number : options.numbers) add_number(options.account_sid, number, {});
}

Account& Model::add_account(const std::string& sid, const std::string& token, const std::string& name) {
  Account& made = accounts.emplace_back();
  made.sid = sid;
  made.token = token;
  made.friendly_name = name;
  made.owner = options_.account_sid;
  made.created = made.updated = now();
  return made;
}

Number& Model::add_number(const std::string& account, const std::string& number, Params settings) {
  Number* known = owned(number);
  Number& made = known != nullptr ? *known : numbers.emplace_back();
  if (known == nullptr) made.sid = sids.sid("PN");
  made.account = account;
  made.number = number;
  made.settings = std::move(settings);
  made.created = made.updated = now();
  return made;
}

Account* Model::account(std::string_view sid) {
  return with_sid(accounts, sid);
}

Call* Model::call(std::string_view sid) {
  const auto found = by_sid_.find(sid);
  return found == by_sid_.end() ? nullptr : found->second;
}

Call* Model::live_call(std::string_view sid) {
  Call* found = call(sid);
  return found == nullptr || found->is_over() ? nullptr : found;
}

Recording* Model::recording(std::string_view sid) {
  return with_sid(recordings, sid);
}

Conference* Model::conference(std::string_view sid) {
  return with_sid(conferences, sid);
}

CallQueue* Model::queue(std::string_view sid) {
  return with_sid(queues, sid);
}

CallQueue& Model::queue_named(const std::string& account, const std::string& name) {
  for (CallQueue& known : queues)
    if (known.account == account && known.name == name) return known;
  CallQueue& made = queues.emplace_back();
  made.sid = sids.sid("QU");
  made.account = account;
  made.name = name;
  made.created = made.updated = now();
  return made;
}

Number* Model::owned(std::string_view number) {
  for (Number& one : numbers)
    if (one.number == number) return &one;
  return nullptr;
}

Stream* Model::stream(std::string_view sid_or_name, std::string_view call) {
  for (auto found = streams.rbegin(); found != streams.rend(); ++found)
    if (found->call == call && (found->sid == sid_or_name || found->name == sid_or_name)) return &*found;
  return nullptr;
}

Task* Model::task(std::string_view sid) {
  return with_sid(tasks, sid);
}

Reservation* Model::reservation(std::string_view sid) {
  return with_sid(reservations, sid);
}

Call& Model::add_call(const NewCall& made) {
  Call& call = calls.emplace_back();
  call.sid = sids.sid("CA");
  call.account = made.account;
  call.from = made.from;
  call.to = made.to;
  call.direction = made.direction;
  call.parent = made.parent;
  call.created = call.updated = now();
  const Number* number = owned(made.direction == "inbound" ? made.to : made.from);
  if (number != nullptr) call.phone_number_sid = number->sid;
  by_sid_.emplace(call.sid, &call);
  return call;
}

void Model::add_person(Person person) {
  people_[person.number] = {.person = person, .script = {}};
}

void Model::script_calls(const std::string& number, std::vector<Person> next) {
  const auto found = people_.find(number);
  if (found == people_.end())
    throw Error(ErrorCode::not_found, "nobody is behind \"" + number + "\" at the Twilio double");
  found->second.script.assign(next.begin(), next.end());
}

bool Model::exists(const std::string& number) const {
  auto found = people_.find(number);
  if (found == people_.end()) found = people_.find("*");
  return found != people_.end() && found->second.person.behaviour != Behaviour::failed;
}

Person Model::next_person(const std::string& number) {
  auto found = people_.find(number);
  if (found == people_.end()) found = people_.find("*");
  if (found == people_.end()) return {.number = number, .behaviour = Behaviour::failed};
  Person person = found->second.person;
  if (!found->second.script.empty()) {
    person = std::move(found->second.script.front());
    found->second.script.pop_front();
  }
  person.number = number;
  return person;
}

void Model::note(LogKind kind, const Call* call, std::string text) {
  // The other end of a call is its caller or who was called.
  if (call == nullptr) return note_other(kind, {}, {}, std::move(text));
  note_other(kind, call->sid, call->direction == "inbound" ? call->from : call->to, std::move(text));
}

void Model::note_other(LogKind kind, const std::string& id, const std::string& party, std::string text) {
  log_.push_back({now(), kind, id, party, std::move(text)});
  if (log_.size() > kMaxLogEntries) log_.pop_front();
}

void Model::error(const Call* call, int code, const std::string& text) {
  note(LogKind::error, call, std::to_string(code) + " " + text);
}

void Model::hear(Call& call, const std::string& what) {
  if (call.is_over() || call.hears == what) return;
  call.hears = what;
  note(LogKind::hears, &call, what);
}

std::string Model::talking_to(const Call& call) const {
  if (!call.conference.empty()) {
    for (const Conference& one : conferences)
      if (one.sid == call.conference) return one.name;
  }
  const auto other = by_sid_.find(call.bridged_to);
  if (other == by_sid_.end()) return {};
  return other->second->direction == "inbound" ? other->second->from : other->second->to;
}

std::vector<CallState> Model::states() const {
  std::vector<CallState> list;
  for (const Call& call : calls) {
    const bool over = call.is_over();
    list.push_back({.call_sid = call.sid,
                    .parent_call_sid = call.parent,
                    .account_sid = call.account,
                    .from_number = call.from,
                    .to_number = call.to,
                    .direction = call.direction,
                    .status = std::string(word(call.status)),
                    .hears = over ? "" : call.hears,
                    .talking_to = over ? "" : talking_to(call),
                    .queue = {},
                    .answered_by = call.answered_by});
    for (const CallQueue& queue : queues)
      if (!over && queue.sid == call.queue) list.back().queue = queue.name;
  }
  return list;
}

std::string to_string(const LogEntry& entry) {
  std::string kind = "?";
  for (const Enumerator& name : describe(static_cast<const LogKind*>(nullptr)).enumerators)
    if (name.value == static_cast<std::int64_t>(entry.kind)) kind = name.name;
  const auto ms = entry.at.time_since_epoch().count() % 86'400'000;
  char time[32];
  std::snprintf(time, sizeof time, "%02d:%02d:%02d.%03d", static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60),
                static_cast<int>(ms % 1000));
  return std::string(time) + " " + (entry.party.empty() ? "-" : entry.party) + " " + kind + " " + entry.text;
}

}  // namespace smarthandoff::twilio_double
