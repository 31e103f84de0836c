#include "benchmark/durable/recorded_statements.hpp"

#include "storage/event_rows.hpp"
#include "storage/job_rows.hpp"

namespace smarthandoff::benchmark {

namespace {

constexpr Seconds kLease{60};

class Recorder final : public storage::Transaction {
 public:
  Recorder(storage::Transaction& real, std::vector<Statement>& statements)
      : real_(real), statements_(statements) {}

  void query(std::string_view sql, storage::Values values, const storage::EachRow& each) const override {
    note(sql, values);
    real_.query(sql, values, each);
  }
  std::int64_t execute(std::string_view sql, storage::Values values) override {
    note(sql, values);
    return real_.execute(sql, values);
  }
  void execute(std::string_view sql, storage::Values values, const storage::EachRow& each) override {
    note(sql, values);
    real_.execute(sql, values, each);
  }
  void lock(std::string_view, std::string_view) override {}

 private:
  void note(std::string_view sql, storage::Values values) const {
    statements_.push_back({.sql = sql, .values = {values.begin(), values.end()}});
  }

  storage::Transaction& real_;
  std::vector<Statement>& statements_;
};

}  // namespace

std::vector<Statement> record(int count, const std::function<void(Context&, int)>& work) {
  const auto database = storage::open_database({.url = "sqlite://:memory:"});
  const auto connection = database->open_writer();
  const SystemClock clock;
  ProfileMemory profiles;
  std::vector<Statement> statements;
  Recorder recorder(*connection, statements);
  connection->begin();
  std::int64_t position = 0;
  for (int i = 0; i < count; ++i) {
    const Call call{.tenant = {"acme"}, .actor = {}, .now = clock.now(), .seed = random_seed()};
    Context context(recorder, call, &profiles);
    work(context, i);
    for (const Job& job : context.jobs()) {
      storage::jobs::put(recorder, job, call.now, job.due <= call.now ? std::optional(kLease) : std::nullopt);
    }
    auto events = context.take_events();
    for (Event& event : events) event.position = ++position;
    storage::events::append(recorder, events);
    statements.back().ends_operation = true;
  }
  connection->commit();
  return statements;
}

}  // namespace smarthandoff::benchmark
