#pragma once

#include <cstdint>
#include <string>

#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/base/time.hpp>

namespace smarthandoff {

// Something that happened, committed together with the change it tells of.
struct Event {
  std::int64_t position = 0;  // increases in commit order; a cursor is the last position handled
  TenantId tenant;
  std::string topic;         // e.g. "handoff.returned"
  std::string entity;        // the id of what it is about
  std::int64_t version = 1;  // of the payload's shape
  std::string payload;       // JSON
  Instant at;

  bool operator==(const Event&) const = default;
};

}  // namespace smarthandoff
