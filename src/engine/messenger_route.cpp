// How an operation is run that finds its tenants by its request.
#include <mutex>
#include <utility>

#include "engine/impl.hpp"
#include "engine/read_context.hpp"

namespace smarthandoff {
namespace {

// The answers of every tenant concerned, merged; the first failure counts, so that the peer sends again.
class Gathering {
 public:
  Gathering(const Operation& operation, std::size_t count, Engine::Completed done)
      : operation_(operation), left_(count), done_(std::move(done)) {}

  void add(const std::shared_ptr<void>& response, const std::exception_ptr& error) {
    {
      const std::lock_guard lock(mutex_);
      if (error && !error_) error_ = error;
      if (response && response_) operation_.merge(response_.get(), response.get());
      if (response && !response_) response_ = response;
      if (--left_ > 0) return;
    }
    if (error_)
      done_(nullptr, error_);
    else
      done_(response_, nullptr);
  }

 private:
  const Operation& operation_;
  std::mutex mutex_;  // guards everything below
  std::size_t left_;
  std::shared_ptr<void> response_;
  std::exception_ptr error_;
  Engine::Completed done_;
};

}  // namespace

void Engine::Impl::note_unknown(const Operation& operation) {
  ++unknown_webhooks;
  if (options.log)
    options.log({LogEntry::Level::warning, "webhook_unknown", {}, "", operation.name + " names nobody here"});
}

void Engine::Impl::begin_routed(const Operation& operation, const Call& call,
                                std::shared_ptr<const void> request, const CallOptions& call_options,
                                Completed done) {
  const auto run_in = [this, &operation, call, request, call_options](const TenantId& tenant,
                                                                      Completed told) {
    Call own = call;
    own.tenant = tenant;
    try {
      if (operation.kind == OperationKind::read)
        begin_read(operation, own, request, told);
      else
        begin_write(operation, own, request, call_options, told);
    } catch (...) {
      told(nullptr, std::current_exception());
    }
  };
  Call finding = call;
  finding.now = clock->now();
  readers.post(
      [this, &operation, finding, request, run_in, done](const storage::Transaction& transaction) {
        const engine::ReadContext context(transaction, finding);
        const std::vector<TenantId> tenants = operation.route(*context, request.get());
        if (tenants.empty()) {
          if (operation.kind == OperationKind::write) note_unknown(operation);
          return run_in(finding.tenant, done);
        }
        auto gathering = std::make_shared<Gathering>(operation, tenants.size(), done);
        for (const TenantId& tenant : tenants) {
          run_in(tenant, [gathering](const std::shared_ptr<void>& response, const std::exception_ptr& error) {
            gathering->add(response, error);
          });
        }
      },
      [done](const std::exception_ptr& error) { done(nullptr, error); });
}

}  // namespace smarthandoff
