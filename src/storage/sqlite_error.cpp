#include "storage/sqlite_error.hpp"

#include <cerrno>
#include <string>

namespace smarthandoff::storage {

namespace {

// SQLite knows only ENOSPC as a full disk; a quota or a file size limit is one for the caller, too.
bool is_out_of_space(sqlite3* handle, int code) {
  if (code == SQLITE_FULL) return true;
  if (code != SQLITE_IOERR_WRITE || handle == nullptr) return false;
  const int cause = sqlite3_system_errno(handle);
  return cause == ENOSPC || cause == EDQUOT || cause == EFBIG;
}

bool is_permission(int cause) {
  return cause == EACCES || cause == EPERM || cause == EROFS || cause == ENOENT || cause == ENOTDIR ||
         cause == EISDIR;
}

ErrorCode constraint_code(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ErrorCode::already_exists;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return ErrorCode::failed_precondition;
    default:
      return ErrorCode::internal;
  }
}

ErrorCode io_code(int code, Doing doing) {
  if (code == SQLITE_IOERR_NOMEM) return ErrorCode::unavailable;
  if (code == SQLITE_IOERR_CORRUPTFS) return ErrorCode::corrupt;
  return doing == Doing::commit ? ErrorCode::in_doubt : ErrorCode::unavailable;
}

ErrorCode code_of(sqlite3* handle, int code, Doing doing) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
      return ErrorCode::unavailable;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOLFS:
      return ErrorCode::failed_precondition;
    case SQLITE_CANTOPEN:
      return handle != nullptr && is_permission(sqlite3_system_errno(handle)) ? ErrorCode::failed_precondition
                                                                              : ErrorCode::unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::corrupt;
    case SQLITE_IOERR:
      return io_code(code, doing);
    case SQLITE_INTERRUPT:
      return ErrorCode::timeout;
    case SQLITE_CONSTRAINT:
      return constraint_code(code);
    case SQLITE_TOOBIG:
      return ErrorCode::invalid_argument;
    default:
      return ErrorCode::internal;
  }
}

}  // namespace

Error sqlite_error(sqlite3* handle, int code, std::string_view what, Doing doing) {
  const int extended = handle == nullptr ? code : sqlite3_extended_errcode(handle);
  const int exact = (extended & 0xff) == (code & 0xff) ? extended : code;
  const std::string reason = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  const Error::Details details = {{"sqlite", sqlite3_errstr(exact)}, {"sqlite_code", std::to_string(exact)}};
  if (is_out_of_space(handle, exact)) {
    return Error(ErrorCode::unavailable, std::string(what) + ": disk is full", details);
  }
  return Error(code_of(handle, exact, doing), std::string(what) + ": " + reason, details);
}

}  // namespace smarthandoff::storage
