#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/postgresql_connection.hpp"

// The processes that share a store. Each has a session that lasts and holds the advisory lock of its id: the
// server gives it up the moment the process dies, whoever killed it. Where that cannot be seen (a host or
// network that went silent) its row's time runs out by the database's clock. All functions work outside of
// transactions.
namespace smarthandoff::storage::postgresql_processes {

inline constexpr Milliseconds kLease{3000};
inline constexpr Milliseconds kRenewEvery{1000};

// Makes the session one that lasts: acts for every tenant and listens to the others.
void attend(PostgresqlConnection& session);

// Registers a process and answers its id; the session holds its lock from then on. `now`: the engine's own
// clock where it is a manual one, else none: the database's.
std::int32_t enroll(PostgresqlConnection& session, std::int64_t pid, std::string_view host,
                    std::optional<Instant> now);

// Takes the lock of the id again with another session; false: the one before still has it.
bool hold(PostgresqlConnection& session, std::int32_t id);

// False: others took this process for dead and its jobs with it; it must enroll again.
bool renew(PostgresqlConnection& session, std::int32_t id, std::optional<Instant> now);

// Those whose time ran out, and those whose session is gone although they were renewed since the server
// started.
struct Silent {
  std::int32_t id = 0;
  bool expired = false;
};
std::vector<Silent> silent(PostgresqlConnection& session, std::optional<Instant> now);

// Ends the sessions of a process whose time ran out, found by the one that holds its lock: if it only slept
// it notices, what it led is free for others, and so is what its transactions had locked.
void end_sessions_of(PostgresqlConnection& session, std::int32_t id);

// Ids that hold jobs and are no process: they were removed while one of them was being leased.
std::vector<std::int32_t> strangers(PostgresqlConnection& session);

// Removes a process; false: somebody else did. Inside a transaction, together with releasing its jobs.
bool remove(PostgresqlConnection& connection, std::int32_t id);

// Makes the session the one that numbers events and looks after the others, if nobody's is.
bool try_to_lead(PostgresqlConnection& session);

// Tells the other processes; the payload's first letter says what: 'n' events wait to be numbered, 'p' they
// were, up to a position, 't' a tenant's profile changed, 'd' a job falls due then.
void tell(PostgresqlConnection& session, std::string_view payload);

std::vector<std::string_view> statements();

}  // namespace smarthandoff::storage::postgresql_processes
