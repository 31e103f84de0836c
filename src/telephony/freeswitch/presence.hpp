#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <smarthandoff/telephony/esl/event.hpp>
#include <smarthandoff/telephony/types.hpp>

#include "telephony/freeswitch/channels.hpp"

namespace smarthandoff::telephony::freeswitch {

// An extension with its domain.
struct User {
  std::string extension, domain;
  std::string id() const { return extension + "@" + domain; }
};

// "1001@pbx.local" taken apart, or nothing if it is no such thing.
std::optional<User> parse_user(const std::string& presence_id);

// What is known of an extension before its state is decided.
struct PresenceFacts {
  std::optional<bool> registered, dnd;
  bool in_call = false;
  bool ringing = false;
};

// The state by seed 1, line 1774: offline, in_call, ringing, dnd, available, in this order; unknown where the
// registration is not known.
ExtensionState state_of(const PresenceFacts& facts);

// The calls of an extension: one leg that talks or dials makes it in_call, one that is rung ringing.
void add_calls(const Channels& channels, const std::string& presence_id, PresenceFacts& facts);

// Which phones are registered, by events and snapshots. Pure.
class Registrations {
 public:
  // Takes in sofia::register, ::unregister and ::expire; returns the extension whose registration changed.
  std::optional<std::string> on_event(const esl::Event& event);

  // Replaces everything; returns the extensions whose registration changed.
  std::vector<std::string> replace(const std::vector<RegistrationRow>& rows);

  bool is_registered(const std::string& presence_id) const { return tokens_.contains(presence_id); }
  std::vector<std::string> users() const;

 private:
  // The Call-IDs of the registrations of each extension: one person may have several phones.
  std::unordered_map<std::string, std::set<std::string>> tokens_;
};

}  // namespace smarthandoff::telephony::freeswitch
