#include "telephony/freeswitch/presence.hpp"

#include <utility>

namespace smarthandoff::telephony::freeswitch {
namespace {

std::string first_of(const esl::Event& event, std::string_view one, std::string_view other) {
  std::string value = event.value(one);
  return value.empty() ? event.value(other) : value;
}

}  // namespace

std::optional<User> parse_user(const std::string& presence_id) {
  const auto at = presence_id.find('@');
  if (at == std::string::npos || at == 0 || at + 1 == presence_id.size()) return std::nullopt;
  return User{presence_id.substr(0, at), presence_id.substr(at + 1)};
}

ExtensionState state_of(const PresenceFacts& facts) {
  if (!facts.registered) return ExtensionState::unknown;
  if (!*facts.registered) return ExtensionState::offline;
  if (facts.in_call) return ExtensionState::in_call;
  if (facts.ringing) return ExtensionState::ringing;
  return facts.dnd == true ? ExtensionState::dnd : ExtensionState::available;
}

void add_calls(const Channels& channels, const std::string& presence_id, PresenceFacts& facts) {
  for (const Channel* channel : channels.of(presence_id)) {
    if (channel->answered || channel->inbound)
      facts.in_call = true;
    else
      facts.ringing = true;
  }
}

std::optional<std::string> Registrations::on_event(const esl::Event& event) {
  const std::string kind = event.value("Event-Subclass");
  const User user{first_of(event, "from-user", "user"), first_of(event, "from-host", "host")};
  if (user.extension.empty() || user.domain.empty()) return std::nullopt;
  const std::string id = user.id(), token = event.value("call-id");
  if (kind == "sofia::register") {
    const bool first = !tokens_.contains(id);
    tokens_[id].insert(token);
    return first ? std::optional(id) : std::nullopt;
  }
  if (kind != "sofia::unregister" && kind != "sofia::expire") return std::nullopt;
  const auto known = tokens_.find(id);
  if (known == tokens_.end()) return std::nullopt;
  // A registration that cannot be told from the others may have been the only one: the next refresh knows.
  if (token.empty())
    known->second.clear();
  else
    known->second.erase(token);
  if (!known->second.empty()) return std::nullopt;
  tokens_.erase(known);
  return id;
}

std::vector<std::string> Registrations::replace(const std::vector<RegistrationRow>& rows) {
  const auto before = std::exchange(tokens_, {});
  for (const RegistrationRow& row : rows) tokens_[row.user].insert(row.token);
  std::vector<std::string> changed;
  for (const auto& [user, tokens] : before)
    if (!tokens_.contains(user)) changed.push_back(user);
  for (const auto& [user, tokens] : tokens_)
    if (!before.contains(user)) changed.push_back(user);
  return changed;
}

std::vector<std::string> Registrations::users() const {
  std::vector<std::string> result;
  for (const auto& [user, tokens] : tokens_) result.push_back(user);
  return result;
}

}  // namespace smarthandoff::telephony::freeswitch
