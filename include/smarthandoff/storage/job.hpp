#pragma once

#include <cstdint>
#include <string>

#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/base/time.hpp>

namespace smarthandoff {

// Something that must happen, at once or later: the only timer there is (docs/engine.md). One job per
// (tenant, kind, key); making it again moves its due time and payload.
struct Job {
  TenantId tenant;
  std::string kind;          // e.g. "handoff.ring"; names its handler
  std::string key;           // e.g. the attempt's id
  std::string payload;       // JSON
  Instant due;               // not before now runs at once
  std::int64_t attempt = 0;  // earlier tries that failed or were cut off by a crash
  std::int64_t fence = 0;    // the lease's token; an answer under an older one is dropped
  bool no_later = false;     // when made: one of the same key that waits for an earlier instant keeps that

  bool operator==(const Job&) const = default;
};

}  // namespace smarthandoff
