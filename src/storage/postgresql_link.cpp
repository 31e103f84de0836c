#include "storage/postgresql_link.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "storage/postgresql_connect.hpp"
#include "storage/postgresql_error.hpp"

namespace smarthandoff::storage {

namespace {

int milliseconds_until(PostgresqlLink::Clock::time_point deadline) {
  const auto left = std::chrono::ceil<Milliseconds>(deadline - PostgresqlLink::Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

// Waits for the socket; false at the deadline.
bool wait_for_socket(int socket, short events, PostgresqlLink::Clock::time_point deadline) {
  while (true) {
    pollfd waiting{.fd = socket, .events = events, .revents = 0};
    const int ready = poll(&waiting, 1, milliseconds_until(deadline));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // an error shows itself in the next call
    if (PostgresqlLink::Clock::now() >= deadline) return false;
  }
}

std::string trimmed(const char* message) {
  std::string text = message == nullptr ? "" : message;
  while (text.ends_with('\n')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// libpq gives no SQLSTATE for a refused connection in version 15, so its English words are looked at; the
// session's messages are English until a locale is set, which this library never does.
Error connect_error(const std::string& message, const std::string& name) {
  const auto says = [&](std::string_view words) { return message.find(words) != std::string::npos; };
  if (says("password authentication failed") || says("no pg_hba.conf entry") ||
      says("no password supplied") || (says("role \"") && says("does not exist"))) {
    return Error(ErrorCode::unauthorized, name + ": the server refused the user or password");
  }
  if (says("database \"") && says("does not exist")) {
    return Error(ErrorCode::failed_precondition, name + ": there is no such database");
  }
  if (says("certificate") || says("SSL")) return Error(ErrorCode::failed_precondition, name + ": " + message);
  return connection_lost(name, "not reachable: " + message);
}

// The library never prints; what matters arrives as an error, too.
void ignore_notice(void*, const PGresult*) {}

struct Finish {
  void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};

}  // namespace

PostgresqlLink::PostgresqlLink(const PostgresqlAddress& address, const PostgresqlLimits& limits)
    : name_(address.name), patience_(limits.statement + limits.grace) {
  connect(address, limits);
}

PostgresqlLink::~PostgresqlLink() {
  PQfinish(connection_);
}

void PostgresqlLink::connect(const PostgresqlAddress& address, const PostgresqlLimits& limits) {
  const auto deadline = Clock::now() + limits.connect;
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  const auto words = connection_words(address, limits);
  for (const auto& [keyword, value] : words) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<PGconn, Finish> connection(PQconnectStartParams(keywords.data(), values.data(), 0));
  if (!connection) throw Error(ErrorCode::unavailable, name_ + ": no memory for a connection");
  auto state = PGRES_POLLING_WRITING;
  while (PQstatus(connection.get()) != CONNECTION_BAD && state != PGRES_POLLING_OK &&
         state != PGRES_POLLING_FAILED) {
    const short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!wait_for_socket(PQsocket(connection.get()), events, deadline)) {
      throw connection_lost(name_, "not reachable within " + std::to_string(limits.connect.count()) + " ms");
    }
    state = PQconnectPoll(connection.get());
  }
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    throw connect_error(trimmed(PQerrorMessage(connection.get())), name_);
  }
  connection_ = connection.release();
  PQsetNoticeReceiver(connection_, ignore_notice, nullptr);
  try {
    check_server(limits.oldest_server);
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

void PostgresqlLink::check_server(int oldest) {
  const int version = PQserverVersion(connection_) / 10000;
  if (version < oldest) {
    throw Error(ErrorCode::failed_precondition, name_ + ": PostgreSQL " + std::to_string(version) +
                                                    " is too old; " + std::to_string(oldest) +
                                                    " or newer is needed");
  }
  const char* encoding = PQparameterStatus(connection_, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    throw Error(ErrorCode::failed_precondition, name_ + ": the database must be made with the encoding UTF8");
  }
  if (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1) {
    throw connection_lost(name_, trimmed(PQerrorMessage(connection_)));
  }
}

bool PostgresqlLink::is_alive() noexcept {
  if (connection_ == nullptr) return false;
  // Something that arrived unasked is a notification, a notice, or the end, which shows after its last words.
  for (int looks = 0; looks < 3 && PQstatus(connection_) == CONNECTION_OK; ++looks) {
    pollfd waiting{.fd = PQsocket(connection_), .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, 0) <= 0) return true;
    if (PQconsumeInput(connection_) != 1) return false;
  }
  return PQstatus(connection_) == CONNECTION_OK;
}

bool PostgresqlLink::in_transaction() const noexcept {
  const auto status = PQtransactionStatus(connection_);
  return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

std::string PostgresqlLink::lost_reason(bool late) const {
  if (late) return "the server does not answer";
  const std::string message = trimmed(PQerrorMessage(connection_));
  return "the connection was lost" + (message.empty() ? "" : ": " + message);
}

// False: the connection does not take it.
bool PostgresqlLink::send(const PostgresqlCommand& command, bool& prepares) {
  PostgresqlStatement& statement = statements_.find(command.sql);
  const PostgresqlParameters parameters(command.values);
  const std::string& sql = statement.text.sql;
  if (statement.name.empty()) {
    return PQsendQueryParams(connection_, sql.c_str(), parameters.count(), nullptr, parameters.pointers(),
                             nullptr, nullptr, 0) == 1;
  }
  prepares = !statement.prepared;
  if (prepares && PQsendPrepare(connection_, statement.name.c_str(), sql.c_str(), 0, nullptr) != 1)
    return false;
  statement.prepared = true;  // for the rest of this list; taken back if it fails
  return PQsendQueryPrepared(connection_, statement.name.c_str(), parameters.count(), parameters.pointers(),
                             nullptr, nullptr, 0) == 1;
}

PostgresqlOutcome PostgresqlLink::run(const std::vector<PostgresqlCommand>& commands) noexcept {
  PostgresqlOutcome outcome;
  try {
    std::vector<bool> prepares;
    bool sent = connection_ != nullptr;
    for (const PostgresqlCommand& command : commands) {
      bool also_prepares = false;
      sent = sent && send(command, also_prepares);
      prepares.push_back(also_prepares);
    }
    sent = sent && PQpipelineSync(connection_) == 1;
    const bool late = sent && !read_outcome(commands, prepares, outcome);
    if (!sent && !outcome.error) outcome.error = connection_lost(name_, lost_reason(false));
    if (late && !outcome.error) outcome.error = connection_lost(name_, lost_reason(true));
    if (!sent || late) {
      // What was sent in part cannot be taken back, nor its answers be told from later ones.
      PQfinish(connection_);
      connection_ = nullptr;
    }
  } catch (const std::exception& failure) {
    outcome.error = connection_lost(name_, failure.what());
    PQfinish(connection_);
    connection_ = nullptr;
  }
  return outcome;
}

// The next answer; null between those of two commands.
Result PostgresqlLink::next(Clock::time_point deadline, bool& late) {
  while (true) {
    const int unsent = PQflush(connection_);
    if (unsent < 0 || PQisBusy(connection_) == 0) break;
    const short events = static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN);
    if (!wait_for_socket(PQsocket(connection_), events, deadline)) {
      late = true;
      return nullptr;
    }
    if (PQconsumeInput(connection_) != 1) break;
  }
  return Result(PQgetResult(connection_));
}

// Reads the answers to all that was sent. False: none came in time.
bool PostgresqlLink::read_outcome(const std::vector<PostgresqlCommand>& commands,
                                  const std::vector<bool>& prepares, PostgresqlOutcome& outcome) {
  const auto deadline = Clock::now() + patience_;
  bool late = false;
  const auto one = [&]() -> Result {
    Result result = next(deadline, late);
    while (!late && result && next(deadline, late)) {
    }
    return result;
  };
  const auto note = [&](const Result& result) {
    if (outcome.error) return;
    const auto status = PQresultStatus(result.get());
    if (result && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)) return;
    if (result && status == PGRES_EMPTY_QUERY) {
      outcome.error = Error(ErrorCode::internal, name_ + ": the text is not exactly one SQL statement");
    } else {
      outcome.error =
          result ? postgresql_error(result.get(), name_) : connection_lost(name_, lost_reason(late));
    }
  };
  for (std::size_t i = 0; i < commands.size() && !late; ++i) {
    if (prepares[i]) {
      note(one());
      if (outcome.error) statements_.find(commands[i].sql).prepared = false;
    }
    if (late) break;
    Result result = one();
    note(result);
    if (!outcome.error) outcome.results.push_back(std::move(result));
    if (PQstatus(connection_) != CONNECTION_OK) return true;
  }
  if (!late) next(deadline, late);  // the end of the list
  return !late;
}

std::vector<std::string> PostgresqlLink::wait_for_notifications(Milliseconds limit, int wake) {
  std::vector<std::string> payloads;
  const auto take = [&] {
    while (PGnotify* notification = PQnotifies(connection_)) {
      payloads.emplace_back(notification->extra);
      PQfreemem(notification);
    }
  };
  if (connection_ == nullptr) throw connection_lost(name_, "not connected");
  take();
  if (!payloads.empty()) return payloads;
  pollfd waiting[2] = {{.fd = PQsocket(connection_), .events = POLLIN, .revents = 0},
                       {.fd = wake, .events = POLLIN, .revents = 0}};
  if (poll(waiting, 2, static_cast<int>(limit.count())) <= 0 || waiting[0].revents == 0) return payloads;
  if (PQconsumeInput(connection_) != 1 || PQstatus(connection_) != CONNECTION_OK) {
    throw connection_lost(name_, lost_reason(false));
  }
  take();
  return payloads;
}

}  // namespace smarthandoff::storage
