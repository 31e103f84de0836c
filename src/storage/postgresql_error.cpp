#include "storage/postgresql_error.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <string>

namespace smarthandoff::storage {

namespace {

constexpr const char* kLost = "connection_lost";

struct Translation {
  std::string_view prefix;  // of the SQLSTATE; the first that fits decides
  ErrorCode code;
};

// PostgreSQL's Appendix A, error codes.
constexpr Translation kTranslations[] = {
    {"08P01", ErrorCode::internal},             // our side broke the protocol, e.g. too few parameters
    {"08", ErrorCode::unavailable},             // connection exceptions
    {"22021", ErrorCode::invalid_argument},     // a text that is not UTF-8
    {"23505", ErrorCode::already_exists},       // unique_violation
    {"23503", ErrorCode::failed_precondition},  // foreign_key_violation
    {"25006", ErrorCode::unavailable},          // read_only_sql_transaction: full, or a standby since
    {"25P02", ErrorCode::unavailable},          // in_failed_sql_transaction: an earlier error ended it
    {"25P03", ErrorCode::unavailable},          // idle_in_transaction_session_timeout
    {"28", ErrorCode::unauthorized},            // invalid authorization
    {"3D000", ErrorCode::failed_precondition},  // no such database
    {"40001", ErrorCode::conflict},             // serialization_failure
    {"40P01", ErrorCode::conflict},             // deadlock_detected
    {"40003", ErrorCode::in_doubt},             // statement_completion_unknown
    {"42501", ErrorCode::failed_precondition},  // insufficient_privilege, row-level security
    {"53", ErrorCode::unavailable},             // disk full, out of memory, too many connections
    {"54", ErrorCode::invalid_argument},        // program limits: too large
    {"55P03", ErrorCode::unavailable},          // lock_not_available
    {"57014", ErrorCode::timeout},              // query_canceled: statement_timeout
    {"57", ErrorCode::unavailable},             // shutting down, starting, crashed
    {"58", ErrorCode::unavailable},             // system error, I/O
    {"XX001", ErrorCode::corrupt},
    {"XX002", ErrorCode::corrupt},
};

// The session is at its end, or of no use any more: the server shuts down or restarts, somebody ended it, it
// was idle for too long, or it takes no writes since another server leads. What was begun in it did not
// happen.
constexpr std::string_view kLastWords[] = {"57P01", "57P02", "57P03", "57P05", "25P03", "25006"};

ErrorCode code_of(std::string_view sqlstate) {
  const auto* const found =
      std::find_if(std::begin(kTranslations), std::end(kTranslations),
                   [&](const Translation& entry) { return sqlstate.starts_with(entry.prefix); });
  return found == std::end(kTranslations) ? ErrorCode::internal : found->code;
}

std::string field(const pg_result* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

bool has_state(const Error& error, std::string_view state) {
  const auto found = error.details().find("sqlstate");
  return found != error.details().end() && found->second == state;
}

}  // namespace

Error postgresql_error(std::string_view sqlstate, std::string_view reason, std::string_view what) {
  if (sqlstate.empty()) return connection_lost(what, reason);
  // Its own words name a file of the server's.
  const std::string message =
      sqlstate == "53100" ? "store: disk is full" : std::string(what) + ": " + std::string(reason);
  std::map<std::string, std::string> details = {{"sqlstate", std::string(sqlstate)}};
  if (std::ranges::find(kLastWords, sqlstate) != std::end(kLastWords)) details.emplace(kLost, "true");
  return Error(code_of(sqlstate), message, std::move(details));
}

Error postgresql_error(const pg_result* result, std::string_view what) {
  std::string reason = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (reason.empty()) reason = PQresultErrorMessage(result);
  while (reason.ends_with('\n')) reason.pop_back();
  return postgresql_error(field(result, PG_DIAG_SQLSTATE), reason, what);
}

bool is_serialization_failure(const Error& error) {
  return has_state(error, "40001") || has_state(error, "40P01");
}

bool is_connection_lost(const Error& error) {
  return error.code() == ErrorCode::unavailable && error.details().contains(kLost);
}

bool is_told_by_server(const Error& error) {
  return error.details().contains("sqlstate");
}

Error connection_lost(std::string_view what, std::string_view reason) {
  return Error(ErrorCode::unavailable, std::string(what) + ": " + std::string(reason), {{kLost, "true"}});
}

}  // namespace smarthandoff::storage
