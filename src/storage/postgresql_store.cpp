#include "storage/postgresql_store.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>

#include <smarthandoff/base/id.hpp>

namespace smarthandoff::storage {

namespace {

constexpr std::size_t kMaxIdle = 4;
constexpr Milliseconds kStatementLimit{30'000};

std::size_t index_of(PostgresqlStore::Mode mode) {
  return mode == PostgresqlStore::Mode::reader ? 1 : 0;
}

// By which the server knows all sessions of this store, and of no other.
std::string own_name() {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "smarthandoff %016llx",
                static_cast<unsigned long long>(random_seed()));
  return text.data();
}

}  // namespace

PostgresqlStore::PostgresqlStore(const DatabaseOptions& options)
    : options_(options), address_(parse_postgresql_url(options.url)), owner_(getpid()) {
  address_.words["application_name"] = own_name();
}

PostgresqlStore::~PostgresqlStore() {
  if (!is_forked_child()) return;
  for (auto& links : idle_) {
    for (auto& link : links) link->leak();
  }
}

std::unique_ptr<PostgresqlLink> PostgresqlStore::take(Mode mode) {
  {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[index_of(mode)];
    while (!idle.empty()) {
      auto link = std::move(idle.back());
      idle.pop_back();
      if (link->is_alive()) return link;
    }
  }
  const PostgresqlLimits limits{.connect = options_.busy_timeout,
                                .statement = mode == Mode::reader ? options_.read_limit : kStatementLimit,
                                .lock = options_.busy_timeout};
  return std::make_unique<PostgresqlLink>(address_, limits);
}

void PostgresqlStore::give_back(std::unique_ptr<PostgresqlLink> link, Mode mode) noexcept {
  if (!link->is_alive() || link->in_transaction()) return;
  const std::lock_guard lock(mutex_);
  auto& idle = idle_[index_of(mode)];
  if (idle.size() < kMaxIdle) idle.push_back(std::move(link));
}

bool PostgresqlStore::is_forked_child() const {
  return getpid() != owner_;
}

void PostgresqlStore::check_process() const {
  if (is_forked_child()) throw Error(ErrorCode::failed_precondition, name() + ": opened before fork");
}

}  // namespace smarthandoff::storage
