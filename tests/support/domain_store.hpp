#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/storage/context.hpp>

// A store, in memory unless said otherwise, in which the operations of the domain run as an engine would run
// them.
namespace domain_store {

using namespace smarthandoff;

class Store {
 public:
  explicit Store(const std::string& url = "sqlite://:memory:")
      : database_(storage::open_database({.url = url})), writer_(database_->open_writer()) {}

  // Runs a write in a transaction of its own and keeps its events; an error undoes it.
  template <class Operation, class Request>
  auto write(Operation operation, const Request& request) {
    writer_->begin();
    try {
      Context context(*writer_, {.tenant = tenant, .now = now, .seed = ++seed_, .keys = keys});
      auto answer = operation(context, request);
      writer_->commit();
      events.insert(events.end(), context.events().begin(), context.events().end());
      jobs.insert(jobs.end(), context.jobs().begin(), context.jobs().end());
      return answer;
    } catch (...) {
      writer_->rollback();
      throw;
    }
  }

  template <class Operation, class Request>
  auto read(Operation operation, const Request& request) {
    writer_->begin();
    try {
      const Context context(*writer_, {.tenant = tenant, .now = now, .seed = ++seed_, .keys = keys});
      auto answer = operation(context, request);
      writer_->rollback();
      return answer;
    } catch (...) {
      writer_->rollback();
      throw;
    }
  }

  // The topics of the events so far, each followed by a blank.
  std::string topics() const {
    std::string all;
    for (const Event& event : events) all += event.topic + " ";
    return all;
  }

  storage::Connection& connection() { return *writer_; }

  // How the store would run a statement, all its parameters null: also the proof that it can be prepared.
  std::string plan_of(std::string_view sql) {
    std::size_t parameters = 0;
    while (sql.find("?" + std::to_string(parameters + 1)) != std::string_view::npos) ++parameters;
    const std::vector<storage::Value> nulls(parameters, storage::Value(nullptr));
    std::string plan;
    writer_->begin();
    writer_->execute("EXPLAIN QUERY PLAN " + std::string(sql), storage::Values(nulls),
                     [&](const storage::Row& row) { plan += row.string(3) + "\n"; });
    writer_->rollback();
    return plan;
  }

  TenantId tenant{"acme"};
  Instant now = parse_rfc3339("2026-01-16T17:30:00Z");  // Friday, 14:30 in São Paulo
  std::vector<Event> events;
  std::vector<Job> jobs;  // of the writes so far
  const KeyRing* keys = nullptr;

 private:
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<storage::Connection> writer_;
  std::uint64_t seed_ = 0;
};

// The code of the error that `work` ends in and the field it names: "invalid_argument number"; "none"
// without.
template <class Work>
std::string error_of(Work&& work) {
  try {
    std::forward<Work>(work)();
  } catch (const Error& error) {
    const auto field = error.details().find("field");
    return std::string(to_string(error.code())) + (field == error.details().end() ? "" : " " + field->second);
  }
  return "none";
}

}  // namespace domain_store
