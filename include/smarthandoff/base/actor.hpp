#pragma once

#include <string>

namespace smarthandoff {

struct Type;

// Who may do what, lowest first: an operation names the least role that may call it.
enum class Role {
  contact,     // the caller or customer: own conversation only
  agent,       // a human agent: own items and the own department's
  supervisor,  // all items of the tenant, reports, reassignment
  admin,       // configuration: destinations, channels, users
  service,     // the host itself: every operation of its tenant
};

// On whose behalf an operation runs. Hosts that pass no user act as the service itself.
struct Actor {
  std::string user;  // the host's user id; empty for the host itself
  Role role = Role::service;

  bool operator==(const Actor&) const = default;
};

const Type& describe(const Role*);

}  // namespace smarthandoff
