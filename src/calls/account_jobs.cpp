#include "calls/account_jobs.hpp"

#include <algorithm>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/carrier.hpp>

#include "calls/account_steps.hpp"
#include "calls/account_switch.hpp"

namespace smarthandoff::calls {

// All that the effects need to know.
struct AccountOrder {
  AccountId account_id, parent_id;
  std::string name;  // ours, by which it is found again
  std::int64_t tries = 0;
};

const Type& describe(const AccountOrder*) {
  static const Immortal<Type> type = Description<AccountOrder>("AccountOrder", "A subaccount to be opened.")
                                         .field("account_id", &AccountOrder::account_id, "ours")
                                         .field("parent_id", &AccountOrder::parent_id, "of which account")
                                         .field("name", &AccountOrder::name, "by which it is found again")
                                         .field("tries", &AccountOrder::tries, "earlier ones")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls

namespace smarthandoff::calls::account {
namespace {

constexpr const char* kOpen = "account.open";
constexpr const char* kFind = "account.find";
constexpr std::int64_t kMaxTries = 12;
constexpr std::int64_t kMaxLooks = 3;

void later(Context& context, const char* kind, AccountOrder order, Seconds delay) {
  order.tries += 1;
  context.enqueue(kind, order.account_id.value, order, context.now() + delay);
}

bool is_doubtful(const Failure& failure) {
  return failure->code() == ErrorCode::in_doubt;
}

void doubtful(Context& context, AccountOrder order) {
  not_opened(context, order.account_id, AccountStatus::in_doubt, "");
  order.tries = 0;
  later(context, kFind, order, Seconds(2));
}

void after_opening(Context& context, const AccountOrder& order, const Failure& failure,
                   const CarrierAccount& made) {
  if (!failure) return opened(context, order.account_id, made.account_sid, made.token);
  if (is_doubtful(failure)) return doubtful(context, order);
  if (failure->retryable() && order.tries < kMaxTries)
    return later(context, kOpen, order, Seconds(1LL << std::min<std::int64_t>(order.tries, 6)));
  not_opened(context, order.account_id, AccountStatus::failed, failure->what());
}

void open_effect(Ports& ports, const Job& job, Completion done) {
  const AccountOrder order = from_json<AccountOrder>(job.payload);
  if (ports.voice == nullptr)
    return done([order](Context& context) {
      not_opened(context, order.account_id, AccountStatus::failed, "no phone service");
    });
  if (job.attempt > 0) return done([order](Context& context) { doubtful(context, order); });
  ports.voice->open_account(
      {job.tenant, order.parent_id}, order.name,
      [order, done](const Failure& failure, const CarrierAccount& made) {
        done([order, failure, made](Context& context) { after_opening(context, order, failure, made); });
      });
}

// Not there three times: the order was not carried out, and may be given again by whoever gave it.
void after_looking(Context& context, const AccountOrder& order, const std::vector<CarrierAccount>& found) {
  if (!found.empty())
    return opened(context, order.account_id, found.front().account_sid, found.front().token);
  if (order.tries >= kMaxLooks)
    return not_opened(context, order.account_id, AccountStatus::failed, "the order got lost");
  later(context, kFind, order, order.tries == 1 ? Seconds(10) : Seconds(60));
}

void find_effect(Ports& ports, const Job& job, Completion done) {
  const AccountOrder order = from_json<AccountOrder>(job.payload);
  if (ports.voice == nullptr) return done([](Context&) {});
  ports.voice->find_accounts({job.tenant, order.parent_id}, order.name,
                             [order, done](const Failure& failure, const std::vector<CarrierAccount>& found) {
                               const bool asked = !failure;
                               done([order, asked, found](Context& context) {
                                 if (asked) return after_looking(context, order, found);
                                 AccountOrder same = order;
                                 same.tries -= 1;  // nothing was learnt
                                 later(context, kFind, same, Seconds(60));
                               });
                             });
}

// Our own word in it, so that no other subaccount has the same.
std::string unique_name(const PhoneAccount& account) {
  const std::string& id = account.id.value;
  return account.name + " #" + id.substr(id.size() < 12 ? 0 : id.size() - 12);
}

}  // namespace

void order(Context& context, const PhoneAccount& account) {
  context.enqueue(
      kOpen, account.id.value,
      AccountOrder{.account_id = account.id, .parent_id = account.parent_id, .name = unique_name(account)});
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers = [] {
    std::vector<JobHandler> all = {{.kind = kOpen, .effect = open_effect, .deadline = Seconds(20)},
                                   {.kind = kFind, .effect = find_effect, .deadline = Seconds(20)}};
    all.insert(all.end(), switch_handlers().begin(), switch_handlers().end());
    return all;
  }();
  return handlers;
}

}  // namespace smarthandoff::calls::account
