#include <algorithm>
#include <utility>

#include <smarthandoff/telephony/esl/api_line.hpp>

#include "telephony/freeswitch/commands.hpp"
#include "telephony/freeswitch/core.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

namespace line = esl::api_line;

// "error/user_not_registered", or the contacts to dial (docs/freeswitch.md).
std::optional<bool> registered_by(const std::string& contact) {
  if (contact.starts_with("error/")) return false;
  if (contact.find("sofia/") != std::string::npos) return true;
  return std::nullopt;
}

// "-ERR no reply" is an unset variable: FreeSWITCH printed nothing.
std::optional<bool> dnd_by(std::string value) {
  if (value == "-ERR no reply" || value.empty()) return false;
  if (value.starts_with("-")) return std::nullopt;
  std::transform(value.begin(), value.end(), value.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  static constexpr std::string_view kOn[] = {"true", "1", "yes", "on", "enabled", "t"};
  return std::find(std::begin(kOn), std::end(kOn), value) != std::end(kOn);
}

}  // namespace

// The answers to one status question, as they come in.
struct Core::StatusQuery {
  User user;
  std::function<void(ExtensionStatus)> done;
  std::optional<bool> exists;
  PresenceFacts facts;
  int waiting = 0;
};

void Core::extension_status(const std::string& extension, const std::string& domain,
                            std::function<void(ExtensionStatus)> done) {
  const User user{extension, domain.empty() ? options_.domain : domain};
  try {
    check_user(user.extension, user.domain);
  } catch (const Error&) {
    return done(status(user, {}));  // no extension of this PBX: it cannot tell
  }
  if (!connected_) return done(status(user, {}));
  if (synced_) return query_status(user, std::move(done));
  on_synced_.push_back(
      [this, user, done = std::move(done)] { synced_ ? query_status(user, done) : done(status(user, {})); });
}

void Core::query_status(const User& user, std::function<void(ExtensionStatus)> done) {
  auto query = std::make_shared<StatusQuery>(StatusQuery{user, std::move(done), {}, {}, 3});
  const auto answered = [this, query] {
    if (--query->waiting > 0) return;
    // A number that is no user of the directory (a queue, a group) cannot be offline.
    if (query->exists == false && query->facts.registered != true) query->facts.registered.reset();
    add_calls(channels_, query->user.id(), query->facts);
    query->done(status(query->user, query->facts));
  };
  wire_.api(line::user_exists(user.extension, user.domain),
            [query, answered](const Failure& failure, const std::string& text) {
              if (!failure) query->exists = text == "true";
              answered();
            });
  wire_.api(line::sofia_contact(user.extension, user.domain),
            [query, answered](const Failure& failure, const std::string& text) {
              if (!failure) query->facts.registered = registered_by(text);
              answered();
            });
  ask_dnd(user, [query, answered](std::optional<bool> dnd) {
    query->facts.dnd = dnd;
    answered();
  });
}

PresenceFacts Core::known_facts(const std::string& presence_id) const {
  PresenceFacts facts{.registered = registrations_.is_registered(presence_id), .dnd = {}};
  add_calls(channels_, presence_id, facts);
  return facts;
}

// From the picture that the events keep: only Do Not Disturb has to be asked for, of those who seem free.
void Core::known_statuses(const std::vector<std::string>& extensions, const std::string& domain,
                          std::function<void(std::vector<ExtensionStatus>)> done) {
  struct Round {
    std::vector<ExtensionStatus> answers;
    std::size_t waiting = 1;  // this function itself
  };
  auto round = std::make_shared<Round>();
  round->answers.resize(extensions.size());
  const auto answered = [round, done = std::move(done)] {
    if (--round->waiting == 0) done(std::move(round->answers));
  };
  const bool has_dnd = options_.dnd || !options_.dnd_variable.empty();
  for (std::size_t i = 0; i < extensions.size(); ++i) {
    const User user{extensions[i], domain.empty() ? options_.domain : domain};
    const PresenceFacts facts = synced_ ? known_facts(user.id()) : PresenceFacts{};
    round->answers[i] = status(user, facts);
    if (!round->answers[i].available || !has_dnd) continue;
    try {
      check_user(user.extension, user.domain);
    } catch (const Error&) {
      continue;  // no extension of this PBX: nobody can have registered it
    }
    ++round->waiting;
    ask_dnd(user, [this, round, answered, user, i](std::optional<bool> dnd) {
      PresenceFacts now = synced_ ? known_facts(user.id()) : PresenceFacts{};
      now.dnd = dnd;
      round->answers[i] = status(user, now);
      answered();
    });
  }
  answered();
}

void Core::ask_dnd(const User& user, const DndAnswer& answer) {
  if (options_.dnd) {
    auto decided = std::make_shared<bool>(false);
    const DndAnswer once = [decided, answer](std::optional<bool> dnd) {
      if (!std::exchange(*decided, true)) answer(dnd);
    };
    timers_.at(clock_.now() + options_.dnd_timeout, [once] { once(std::nullopt); });
    return options_.dnd(user.extension, user.domain, once);
  }
  if (options_.dnd_variable.empty()) return answer(std::nullopt);
  wire_.api(line::user_variable(user.extension, user.domain, options_.dnd_variable),
            [answer](const Failure& failure, const std::string& text) {
              answer(failure ? std::nullopt : dnd_by(text));
            });
}

ExtensionStatus Core::status(const User& user, const PresenceFacts& facts) const {
  ExtensionStatus result;
  result.extension = user.extension;
  result.state = state_of(facts);
  result.available = result.state == ExtensionState::available;
  result.registered = facts.registered;
  result.dnd = facts.dnd;
  result.at = wall_.now();
  return result;
}

void Core::presence_touched(const std::string& presence_id) {
  const auto user = parse_user(presence_id);
  if (!user || !synced_) return;
  const PresenceFacts facts = known_facts(presence_id);
  const bool free = state_of(facts) == ExtensionState::available;
  if (!free || (!options_.dnd && options_.dnd_variable.empty())) return announce(presence_id, *user, facts);
  ask_dnd(*user, [this, presence_id, user = *user](std::optional<bool> dnd) {
    if (!synced_) return;
    PresenceFacts now = known_facts(presence_id);
    now.dnd = dnd;
    announce(presence_id, user, now);
  });
}

void Core::announce(const std::string& presence_id, const User& user, const PresenceFacts& facts) {
  const ExtensionState state = state_of(facts);
  const auto [known, is_new] = announced_.try_emplace(presence_id, state);
  if (!is_new && std::exchange(known->second, state) == state) return;
  emit(PresenceChanged{user.domain, status(user, facts)});
}

// After the first look at the PBX nothing has changed yet; after later ones, what differs is told.
void Core::presence_replaced(const std::vector<std::string>& registrations) {
  std::vector<std::string> users = channels_.presence_ids();
  users.insert(users.end(), registrations.begin(), registrations.end());
  for (const auto& [user, state] : announced_)
    if (state != ExtensionState::offline) users.push_back(user);
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  if (!announced_.empty() || was_lost_) {
    for (const std::string& user : users) presence_touched(user);
    return;
  }
  for (const std::string& user : users) {
    announced_.try_emplace(user, state_of(known_facts(user)));
  }
}

}  // namespace smarthandoff::telephony::freeswitch
