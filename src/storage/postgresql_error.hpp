#pragma once

#include <string_view>

#include <smarthandoff/base/error.hpp>

struct pg_result;

namespace smarthandoff::storage {

// The one place where PostgreSQL's codes become ours. `what` begins the message, e.g. the store's name.
Error postgresql_error(const pg_result* result, std::string_view what);
Error postgresql_error(std::string_view sqlstate, std::string_view reason, std::string_view what);

// True for a transaction that the database gave up because of others (40001, 40P01): run again it may
// succeed.
bool is_serialization_failure(const Error& error);

// True where the session was lost, or is of no use any more, before the transaction could be committed:
// nothing of it happened, and in another session it may succeed.
bool is_connection_lost(const Error& error);
// True where the server said what failed, so that it is known which statement it was.
bool is_told_by_server(const Error& error);
Error connection_lost(std::string_view what, std::string_view reason);

}  // namespace smarthandoff::storage
