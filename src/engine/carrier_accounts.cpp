#include "engine/carrier_accounts.hpp"

#include <utility>

#include "engine/failure_text.hpp"
#include "engine/read_context.hpp"

namespace smarthandoff::engine {
namespace {

using calls::Failure;
using calls::OpenedAccount;

template <class Value>
using Found = std::pair<Failure, Value>;

// Nothing was asked of the service yet: it may be tried again.
Failure later(const std::exception_ptr& error) {
  return Error(ErrorCode::unavailable, text_of(error));
}

// Looks something up in a snapshot of the tenant's and answers on the I/O thread.
template <class Value>
class LookUp {
 public:
  using Work = std::function<Found<Value>(const Context&)>;
  using Done = std::function<void(Failure, Value)>;

  LookUp(Readers& readers, Loop& io, const KeyRing& keys, const Clock& clock)
      : readers_(readers), io_(io), keys_(keys), clock_(clock) {}

  void run(const TenantId& tenant, const Work& work, const Done& done) const {
    const auto failed = [&io = io_, done](const std::exception_ptr& error) {
      io.post([done, failure = later(error)] { done(failure, {}); });
    };
    try {
      readers_.post(
          [self = *this, tenant, work, done](const storage::Transaction& transaction) {
            self.io_.post(
                [done, found = self.found(transaction, tenant, work)] { done(found.first, found.second); });
          },
          failed);
    } catch (const Error&) {
      failed(std::current_exception());
    }
  }

 private:
  Found<Value> found(const storage::Transaction& transaction, const TenantId& tenant,
                     const Work& work) const {
    const ReadContext context(transaction,
                              {.tenant = tenant, .actor = {}, .now = clock_.now(), .keys = &keys_});
    try {
      return work(*context);
    } catch (const Error& error) {
      return {error, {}};
    }
  }

  Readers& readers_;
  Loop& io_;
  const KeyRing& keys_;
  const Clock& clock_;
};

Found<OpenedAccount> account_of(const Context& context, const calls::AccountId& id) {
  auto account = calls::open_account(context, id);
  if (account) return {Failure(), std::move(*account)};
  return {Error(ErrorCode::failed_precondition, "there is no account of the phone service"), {}};
}

}  // namespace

calls::TwilioCarrier::Accounts carrier_accounts(Readers& readers, Loop& io, const KeyRing& keys,
                                                const Clock& clock) {
  const LookUp<OpenedAccount> look_up(readers, io, keys, clock);
  return [look_up](const calls::Over& over, const LookUp<OpenedAccount>::Done& done) {
    look_up.run(
        over.tenant, [id = over.account_id](const Context& context) { return account_of(context, id); },
        done);
  };
}

calls::S3RecordingStore::Accesses bucket_accesses(Readers& readers, Loop& io, const KeyRing& keys,
                                                  const Clock& clock) {
  const LookUp<s3::Access> look_up(readers, io, keys, clock);
  return [look_up](const TenantId& tenant, const LookUp<s3::Access>::Done& done) {
    look_up.run(
        tenant,
        [](const Context& context) { return Found<s3::Access>(Failure(), calls::recording_access(context)); },
        done);
  };
}

}  // namespace smarthandoff::engine
