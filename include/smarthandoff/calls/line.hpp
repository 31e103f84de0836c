#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/calls/ids.hpp>
#include <smarthandoff/contact/agent.hpp>

// How agents are reached by the phone service, and whether they may be: operations `lines.set`, `lines.get`,
// `lines.list`, `lines.presence`, `lines.token`. docs/twilio-tasks.md.
namespace smarthandoff::calls {

enum class Presence { available, busy, offline };

struct AgentLine {
  AgentId agent_id;
  std::string identity;    // of the agent's browser or app; unique in the tenant
  std::string phone;       // who is rung first: E.164 or `sip:…`; empty: the browser or app
  std::string mobile;      // follow-me, E.164; empty: none
  std::string worker_sid;  // of TaskRouter; empty: none
  Presence presence = Presence::offline;
  std::string worker_activity;  // what TaskRouter told last; may be empty
  Instant changed_at;           // of the presence
  Instant updated_at;

  bool operator==(const AgentLine&) const = default;
};

// Makes or replaces the given members of an agent's line.
struct SetLine {
  AgentId agent_id;
  std::optional<std::string> identity;  // 1-121 letters, digits, '_', '-', '.', '@'; at first: the user id
  std::optional<std::string> phone;     // as typed, or `sip:…`
  std::optional<std::string> mobile;    // as typed
  std::optional<std::string> worker_sid;
};

// By exactly one of the two.
struct GetLine {
  AgentId agent_id;
  std::string identity;
};
struct ListLines {
  std::optional<Presence> presence;
  std::int64_t limit = 100;  // 1-1000
  AgentId after;             // the last agent of the page before; empty: from the start
};
struct LineList {
  std::vector<AgentLine> lines;  // by agent
};

struct SetPresence {
  AgentId agent_id;
  Presence presence = Presence::available;
};

// Payload of `line.presence`.
struct PresenceEvent {
  AgentId agent_id;
  std::string user_id;
  Presence presence = Presence::offline;
};

// What the agent's browser or app shows to call and be called: valid for `ttl` seconds.
struct LineToken {
  AgentId agent_id;
  AccountId account_id;     // empty: the default one
  std::int64_t ttl = 3600;  // 60-86400
};
struct IssuedToken {
  std::string token;
  std::string identity;
  Instant expires_at;
};

// Throws not_found without such an agent; invalid_argument naming the field; already_exists for an identity
// or worker of somebody else's.
AgentLine set_line(Context& context, const SetLine& request);
AgentLine get_line(const Context& context, const GetLine& request);
LineList list_lines(const Context& context, const ListLines& request);

// The last change wins, here or in TaskRouter. Throws not_found.
AgentLine set_presence(Context& context, const SetPresence& request);

// Throws not_found for an agent without a line; failed_precondition for an account without an API key.
IssuedToken issue_token(const Context& context, const LineToken& request);

const Type& describe(const Presence*);
const Type& describe(const AgentLine*);
const Type& describe(const SetLine*);
const Type& describe(const GetLine*);
const Type& describe(const ListLines*);
const Type& describe(const LineList*);
const Type& describe(const SetPresence*);
const Type& describe(const PresenceEvent*);
const Type& describe(const LineToken*);
const Type& describe(const IssuedToken*);

}  // namespace smarthandoff::calls
