#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <smarthandoff/telephony/fusionpbx.hpp>

#include "storage/postgresql_link.hpp"
#include "telephony/fusionpbx/tables.hpp"

namespace smarthandoff::telephony::fusionpbx {

// One session and the thread that owns it: all that was asked meanwhile goes into the next question. While
// there is no session everything is answered at once, with nothing.
class Reader final : public Directory {
 public:
  // Throws invalid_argument.
  explicit Reader(FusionPbxOptions options);
  ~Reader() override;

  void start(Milliseconds patience) override;
  void stop() noexcept override;
  PortHealth health() const override;
  void do_not_disturb(const std::vector<std::string>& extensions, const std::string& domain,
                      DndAnswers done) override;
  void destinations(const std::vector<std::string>& domains,
                    std::function<void(Failure, std::vector<DirectoryDomain>)> done) override;

 private:
  using Clock = std::chrono::steady_clock;
  struct DndQuestion {
    std::vector<Extension> extensions;
    DndAnswers done;
  };
  struct DestinationsQuestion {
    std::vector<std::string> domains;
    std::function<void(Failure, std::vector<DirectoryDomain>)> done;
  };
  struct Questions {
    std::deque<DndQuestion> dnd;
    std::deque<DestinationsQuestion> destinations;
    std::size_t extensions = 0;
    bool empty() const { return dnd.empty() && destinations.empty(); }
  };

  void run();
  bool connect();
  void wait_before_retry();
  void answer(Questions questions);
  void answer_dnd(std::deque<DndQuestion>& questions);
  void answer_destinations(const DestinationsQuestion& question);
  storage::Result ask(const storage::PostgresqlCommand& command);
  Questions take(Milliseconds wait);
  bool is_stopped() const;
  void set_health(PortState state, const std::string& detail, std::optional<ErrorCode> failure);

  const FusionPbxOptions options_;
  const storage::PostgresqlAddress address_;
  const storage::PostgresqlLimits limits_;

  std::unique_ptr<storage::PostgresqlLink> link_;  // of the thread, like what follows
  Milliseconds retry_delay_;
  bool was_connected_ = false;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  Questions waiting_;
  PortHealth health_;
  std::string dnd_trouble_, destinations_trouble_;  // with a table, while the session is there
  bool tried_ = false;
  bool stopped_ = false;
  std::optional<ErrorCode> failure_;  // of the last try to connect
  std::thread thread_;
};

}  // namespace smarthandoff::telephony::fusionpbx
