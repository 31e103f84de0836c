#pragma once

#include <sqlite3.h>

#include <string_view>

#include <smarthandoff/base/error.hpp>

namespace smarthandoff::storage {

// What SQLite was doing when it failed: the outcome of a COMMIT that met an I/O error is not known.
enum class Doing { work, commit };

// The one place where SQLite's codes become ours. `what` begins the message, e.g. "store \"a.db\"".
Error sqlite_error(sqlite3* handle, int code, std::string_view what, Doing doing = Doing::work);

}  // namespace smarthandoff::storage
