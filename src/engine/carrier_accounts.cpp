#include "engine/carrier_accounts.hpp"

#include <utility>

#include "engine/read_context.hpp"

namespace smarthandoff::engine {
namespace {

using calls::Failure;
using calls::OpenedAccount;
using Answer = std::function<void(Failure, OpenedAccount)>;

std::pair<Failure, OpenedAccount> look_up(const storage::Transaction& transaction, const calls::Over& over,
                                          const KeyRing& keys, const Clock& clock) {
  const ReadContext context(transaction,
                            {.tenant = over.tenant, .actor = {}, .now = clock.now(), .keys = &keys});
  try {
    auto account = calls::open_account(*context, over.account_id);
    if (account) return {Failure(), std::move(*account)};
    return {Error(ErrorCode::failed_precondition, "there is no account of the phone service"), {}};
  } catch (const Error& error) {
    return {error, {}};
  }
}

// Nothing was asked of the phone service yet: it may be tried again.
Failure later(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return Error(ErrorCode::unavailable, exception.what());
  }
}

}  // namespace

calls::TwilioCarrier::Accounts carrier_accounts(Readers& readers, Loop& io, const KeyRing& keys,
                                                const Clock& clock) {
  return [&readers, &io, &keys, &clock](const calls::Over& over, const Answer& done) {
    const auto failed = [&io, done](const std::exception_ptr& error) {
      io.post([done, failure = later(error)] { done(failure, {}); });
    };
    try {
      readers.post(
          [&io, &keys, &clock, over, done](const storage::Transaction& transaction) {
            io.post(
                [done, found = look_up(transaction, over, keys, clock)] { done(found.first, found.second); });
          },
          failed);
    } catch (const Error&) {
      failed(std::current_exception());
    }
  };
}

}  // namespace smarthandoff::engine
