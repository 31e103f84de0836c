#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <smarthandoff/engine/engine.hpp>

#include "storage/postgresql_database.hpp"

namespace smarthandoff::engine {

// What the processes that share a PostgreSQL store do together, on one thread with a session that lasts. Each
// says that it lives and hears what the others tell. One of them, the leader, numbers the committed events
// and takes over the jobs of those that died; when it dies, the server frees its lock and another one leads.
class Coordinator {
 public:
  struct Options {
    storage::PostgresqlDatabase* database;
    const Clock* clock;
    bool manual;
    std::function<void(const LogEntry&)> log;
    // Called on this thread, outside of locks:
    std::function<bool()> wants_events;                            // whether anybody here waits for events
    std::function<void(const std::vector<Event>&)> events;         // numbered ones, in order, everybody's
    std::function<void(std::int64_t)> passed;                      // or only how far they were numbered
    std::function<void(const std::optional<TenantId>&)> profiles;  // one changed; none: any may have
    std::function<void(Instant)> due;                              // a job may fall due then
  };

  // Registers this process. Throws what opening a connection throws.
  explicit Coordinator(Options options);
  ~Coordinator();
  Coordinator(const Coordinator&) = delete;
  Coordinator& operator=(const Coordinator&) = delete;

  void start();
  // Gives back what this process holds, so that the others go on at once; idempotent.
  void stop() noexcept;

  // Who leases jobs here; 0 while that is not known.
  std::int32_t holder() const { return id_; }

  // The position of the newest event when the store was opened.
  std::int64_t newest() const { return fed_; }

  // Any thread: a commit left events, or a job that falls due.
  void events_left();
  void job_made(Instant due);

  std::size_t pump();  // manual: one round on this thread; how many things it did

 private:
  void run();
  void join();
  void leave(const Error& error);
  std::size_t round();
  void tell_others();
  void renew();
  void lead();
  std::size_t number();
  void look_after_others();
  void end_sessions_of(std::int32_t id);
  void take_over(std::int32_t id, const char* why);
  std::size_t feed();
  void hear(const std::vector<std::string>& payloads);
  void wait();
  void leave();
  void wake() noexcept;
  void log(LogEntry::Level level, const std::string& what, const std::string& detail) const;
  bool is_time(std::int64_t& next, Milliseconds every) const;
  std::int64_t now_ms() const;
  std::optional<Instant> lease_clock() const;

  const Options options_;
  std::unique_ptr<storage::PostgresqlConnection> session_;  // lasts: its locks, its LISTEN
  std::unique_ptr<storage::PostgresqlConnection> writer_, reader_;
  std::atomic<std::int32_t> id_{0};
  bool joined_ = false, holds_lock_ = false, leads_ = false;
  bool to_number_ = true;                        // events may be waiting
  std::int64_t fed_ = 0, newest_ = 0;            // positions handed on, and known to be given
  std::map<std::int32_t, std::int64_t> silent_;  // since when
  std::int64_t next_renew_ = 0, next_lead_ = 0, next_number_ = 0, next_look_ = 0, next_care_ = 0,
               next_strangers_ = 0;
  int wake_ = -1;     // an eventfd
  std::mutex mutex_;  // guards the two below
  bool events_left_ = false;
  std::optional<Instant> job_made_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace smarthandoff::engine
