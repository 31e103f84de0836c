#include "engine/directory_feed.hpp"

#include <algorithm>
#include <utility>

#include "engine/failure_text.hpp"
#include "handoff/destination_import.hpp"
#include "storage/tenant_rows.hpp"

namespace smarthandoff::engine {
namespace {

using telephony::DirectoryDomain;

constexpr Milliseconds kAfterFailure{5000};

}  // namespace

DirectoryFeed::DirectoryFeed(std::shared_ptr<telephony::Directory> directory, Milliseconds every,
                             Readers& readers, Executor& executor, Loop& io,
                             std::function<void(const LogEntry&)> log)
    : directory_(std::move(directory)),
      every_(every),
      readers_(readers),
      executor_(executor),
      io_(io),
      log_(std::move(log)) {}

void DirectoryFeed::start() {
  io_.post([this] { look(); });
}

void DirectoryFeed::look() {
  try {
    readers_.post(
        [this](const storage::Transaction& transaction) {
          Domains domains;
          for (const auto& identity : storage::tenants::list_identities(transaction, "pbx_domain"))
            domains[identity.tenant].push_back(identity.value);
          io_.post([this, domains = std::move(domains)] { ask(domains); });
        },
        [this](const std::exception_ptr& error) {
          io_.post([this, why = text_of(error)] { not_read(why); });
        });
  } catch (const Error& error) {
    not_read(error.what());  // the readers are flooded
  }
}

void DirectoryFeed::ask(Domains domains) {
  std::vector<std::string> all;
  for (const auto& [tenant, names] : domains) all.insert(all.end(), names.begin(), names.end());
  if (all.empty()) return look_again(every_);
  try {
    directory_->destinations(all, [this, domains = std::move(domains)](const telephony::Failure& failure,
                                                                       std::vector<DirectoryDomain> found) {
      io_.post([this, domains, failure, found = std::move(found)]() mutable {
        answered(domains, failure, std::move(found));
      });
    });
  } catch (...) {
    not_read(text_of(std::current_exception()));
  }
}

void DirectoryFeed::answered(const Domains& domains, const telephony::Failure& failure,
                             std::vector<DirectoryDomain> found) {
  if (failure) return not_read(failure->what());
  trouble_.clear();
  auto domain = found.begin();  // in the order they were asked for
  for (const auto& [tenant, names] : domains) {
    Rows rows;
    std::string unknown;
    for (std::size_t i = 0; i < names.size(); ++i, ++domain) {
      if (!domain->known) unknown = domain->domain;
      std::ranges::move(domain->destinations, std::back_inserter(rows));
    }
    if (!unknown.empty() && unknown_[tenant] != unknown)
      warn("directory_domain_unknown", tenant, "the PBX has no domain " + unknown);
    unknown_[tenant] = unknown;
    if (unknown.empty()) take_over(tenant, std::move(rows));
  }
  look_again(every_);
}

void DirectoryFeed::take_over(const TenantId& tenant, Rows rows) {
  const auto taken = taken_.find(tenant);
  if (taken != taken_.end() && taken->second == rows) return;
  auto given = std::make_shared<const Rows>(std::move(rows));
  auto result = std::make_shared<destinations::ImportedRows>();
  WriteTask task;
  task.call.tenant = tenant;
  task.inside = true;
  task.work = [given, result](Context& context) {
    *result = destinations::take_over(context, destinations::DestinationSource::fusionpbx, *given);
  };
  task.done = [this, tenant, given, result](const std::exception_ptr& error) {
    io_.post([this, tenant, given, result, error] {
      if (error) return warn("directory_not_taken_over", tenant, text_of(error));
      taken_[tenant] = *given;
      for (const auto& row : result->skipped)
        warn("directory_row_skipped", tenant, row.source_id + ": " + row.reason);
    });
  };
  try {
    executor_.submit(std::move(task));
  } catch (const Error&) {
    // Closing.
  }
}

// Told once for as long as it stays the same.
void DirectoryFeed::not_read(const std::string& why) {
  if (why != trouble_) warn("directory_not_read", {}, why);
  trouble_ = why;
  look_again(std::min(kAfterFailure, every_));
}

void DirectoryFeed::look_again(Milliseconds delay) {
  io_.after(delay, [this] { look(); });
}

void DirectoryFeed::warn(const std::string& what, const TenantId& tenant, const std::string& detail) {
  if (log_) log_({LogEntry::Level::warning, what, tenant, "", detail});
}

}  // namespace smarthandoff::engine
