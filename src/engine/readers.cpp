#include "engine/readers.hpp"

#include <algorithm>
#include <utility>

#include <smarthandoff/base/error.hpp>

#include "storage/postgresql_error.hpp"

namespace smarthandoff::engine {

Readers::Readers(storage::Database& database, int count, std::size_t max_queued, const Clock* manual_clock)
    : max_queued_(max_queued) {
  for (int i = 0; i < std::max(1, manual_clock ? 1 : count); ++i) {
    readers_.push_back({database.open_reader(), std::make_unique<Loop>("sh-reader", manual_clock)});
  }
}

void Readers::start() {
  for (auto& reader : readers_) reader.loop->start();
}

void Readers::stop() noexcept {
  for (auto& reader : readers_) {
    reader.loop->stop();
    reader.connection.reset();
  }
}

void Readers::post(Work work, Failed failed) {
  Reader& reader = readers_[next_++ % readers_.size()];
  if (reader.loop->queued() >= max_queued_) {
    throw Error(ErrorCode::rate_limited, "too many reads are waiting; try again later");
  }
  const bool posted = reader.loop->post([&reader, work = std::move(work), failed = std::move(failed)] {
    storage::Connection& connection = *reader.connection;
    bool repeated = false;
    for (bool again = true; again;) {
      try {
        again = false;
        connection.begin();
        work(connection);
        connection.rollback();
      } catch (const Error& error) {
        connection.rollback();
        // A server that restarted: what was read is read once more.
        again = !std::exchange(repeated, true) && storage::is_connection_lost(error);
        if (!again) failed(std::current_exception());
      } catch (...) {
        connection.rollback();
        failed(std::current_exception());
      }
    }
  });
  if (!posted) throw Error(ErrorCode::unavailable, "the engine is closing");
}

std::size_t Readers::run_due() {
  return readers_.front().loop->run_due();
}

bool Readers::is_current() const {
  return std::any_of(readers_.begin(), readers_.end(), [](const Reader& r) { return r.loop->is_current(); });
}

}  // namespace smarthandoff::engine
