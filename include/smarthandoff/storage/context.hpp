#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/actor.hpp>
#include <smarthandoff/base/id.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/base/tenant.hpp>
#include <smarthandoff/storage/database.hpp>
#include <smarthandoff/storage/event.hpp>
#include <smarthandoff/storage/job.hpp>

namespace smarthandoff {

class KeyRing;

// On whose behalf and when one operation runs; the same again when the engine repeats it.
struct Call {
  TenantId tenant;
  Actor actor;
  Instant now;
  std::uint64_t seed = 0;         // of the ids it makes
  const KeyRing* keys = nullptr;  // of the engine's credentials; must outlive the call; none: an empty ring
};

// The stored profiles of tenants, kept from one operation to the next by the only one who changes them (the
// writer of a SQLite store). Used by one thread.
class ProfileMemory {
 public:
  std::shared_ptr<const TenantProfile> find(const TenantId& tenant) const;
  void keep(std::shared_ptr<const TenantProfile> profile);
  void forget(const TenantId& tenant) { profiles_.erase(tenant); }
  void forget_all() { profiles_.clear(); }

 private:
  std::map<TenantId, std::shared_ptr<const TenantProfile>> profiles_;
};

// What an operation works with, and all it may touch: rows, time, ids, and the events and jobs that it
// leaves behind, which are committed with its rows or not at all. A read operation takes it const.
class Context {
 public:
  // `memory`, if given, must outlive the context.
  Context(storage::Transaction& transaction, Call call, ProfileMemory* memory = nullptr);

  const TenantId& tenant() const { return call_.tenant; }
  const Actor& actor() const { return call_.actor; }
  Instant now() const { return call_.now; }

  storage::Transaction& transaction() { return transaction_; }
  const storage::Transaction& transaction() const { return transaction_; }

  // The tenant's profile as stored, else the default one. Read once per call.
  const TenantProfile& profile() const;
  bool is_profile_stored() const;

  // What credentials at rest are encrypted with (base/key_ring.hpp).
  const KeyRing& keys() const;

  // A new time-ordered id.
  std::string new_id() { return ids_.next(); }

  // Tells hosts that something happened to `entity`; `payload` is any described struct. Awaited calls on
  // that entity look again after the commit.
  template <class T>
  void emit(std::string topic, std::string entity, const T& payload) {
    emit_json(std::move(topic), std::move(entity), to_json(payload));
  }
  void emit_json(std::string topic, std::string entity, std::string payload);

  // Has a job done at `due` (default: at once, by the commit of this operation).
  template <class T>
  void enqueue(std::string kind, std::string key, const T& payload, std::optional<Instant> due = {}) {
    enqueue_json(std::move(kind), std::move(key), to_json(payload), due);
  }
  // The same, but never puts off one of the same key that waits already.
  template <class T>
  void enqueue_no_later(std::string kind, std::string key, const T& payload, Instant due) {
    enqueue_json(std::move(kind), std::move(key), to_json(payload), due);
    jobs_.back().no_later = true;
  }
  void enqueue_json(std::string kind, std::string key, std::string payload, std::optional<Instant> due = {});

  // Takes a waiting job back; one that is being done finishes, and its answer is decided by the state then.
  void cancel_job(std::string kind, std::string key);

  // Forgets the profile read so far (after it was changed in this call).
  void profile_changed();

  // For the engine: what the operation left behind, in order.
  struct Canceled {
    std::string kind, key;
  };
  const std::vector<Event>& events() const { return events_; }
  std::vector<Event> take_events() { return std::move(events_); }
  const std::vector<Job>& jobs() const { return jobs_; }
  const std::vector<Canceled>& canceled_jobs() const { return canceled_; }

 private:
  storage::Transaction& transaction_;
  Call call_;
  IdSource ids_;
  ProfileMemory* memory_;
  mutable std::shared_ptr<const TenantProfile> profile_;
  mutable bool profile_stored_ = false;  // and not the default one
  std::vector<Event> events_;
  std::vector<Job> jobs_;
  std::vector<Canceled> canceled_;
};

// What a start function of an awaited operation hands to its answer function: the entity it waits for and
// until when. The answer is asked at once, after every commit that emitted an event of that entity, and at
// the deadline, when it must answer.
struct Pending {
  std::string entity;
  Instant deadline;
  bool at_deadline = false;  // set by the engine for the last question
};

}  // namespace smarthandoff
