#include "calls/account_switch.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/carrier.hpp>
#include <smarthandoff/calls/notice.hpp>

#include "calls/account_steps.hpp"
#include "calls/next_try.hpp"
#include "calls/number_point.hpp"

namespace smarthandoff::calls {

// All that the effect needs to know.
struct AccountSwitch {
  AccountId account_id, parent_id;
  std::string account_sid, name;
  bool suspended = false;
  std::int64_t tries = 0;
};

const Type& describe(const AccountSwitch*) {
  using S = AccountSwitch;
  static const Immortal<Type> type = Description<S>("AccountSwitch", "A subaccount to be switched off or on.")
                                         .field("account_id", &S::account_id, "ours")
                                         .field("parent_id", &S::parent_id, "over which account")
                                         .field("account_sid", &S::account_sid, "the phone service's")
                                         .field("name", &S::name, "as people call it")
                                         .field("suspended", &S::suspended, "false: active")
                                         .field("tries", &S::tries, "earlier ones")
                                         .build();
  return type;
}

}  // namespace smarthandoff::calls

namespace smarthandoff::calls::account {
namespace {

constexpr const char* kSwitch = "account.switch";

using Status = AccountStatus;

Error closed() {
  return Error(ErrorCode::failed_precondition,
               "the account was closed at the phone service, which is final: open another",
               {{"reason", "closed"}, {"field", "suspended"}});
}

bool is_closed(const Error& failure) {
  const auto reason = failure.details().find("reason");
  return reason != failure.details().end() && reason->second == "closed";
}

Status marked(bool suspended) {
  return suspended ? Status::suspending : Status::resuming;
}

void given_up(Context& context, const AccountSwitch& task, const Error& failure) {
  const std::string why = std::string(task.suspended ? "not suspended" : "not switched on") +
                          " at the phone service: " + failure.what();
  switched(context, task.account_id, is_closed(failure) ? Status::closed : Status::suspended, why);
  raise_alert(context, AlertKind::job_dead, std::string(kSwitch) + " " + task.name);
}

void after_switching(Context& context, AccountSwitch task, const Failure& failure) {
  const auto account = find(context, task.account_id);
  if (!account || account->status != marked(task.suspended)) return;  // another word was given meanwhile
  if (!failure) {
    switched(context, task.account_id, task.suspended ? Status::suspended : Status::active, "");
    if (!task.suspended) number::point_all(context);  // what its numbers could not be told
    return;
  }
  const auto delay = next_try(failure, task.tries);
  if (!delay) return given_up(context, task, *failure);
  task.tries += 1;
  context.enqueue(kSwitch, task.account_id.value, task, context.now() + *delay);
}

void switch_effect(Ports& ports, const Job& job, Completion done) {
  const auto task = from_json<AccountSwitch>(job.payload);
  const auto answer = [task, done](const Failure& failure) {
    done([task, failure](Context& context) { after_switching(context, task, failure); });
  };
  if (ports.voice == nullptr) return answer(Error(ErrorCode::failed_precondition, "no phone service"));
  ports.voice->switch_account(
      {.parent = {job.tenant, task.parent_id}, .account_sid = task.account_sid, .suspended = task.suspended},
      answer);
}

}  // namespace

void set_suspended(Context& context, PhoneAccount& account, bool suspended) {
  const Status was = account.status;
  if (was == Status::closed) throw closed();
  const bool is_open = was != Status::ordered && was != Status::in_doubt && was != Status::failed;
  if (suspended && !is_open)
    throw Error(ErrorCode::failed_precondition, "only an account that is open can be suspended");
  const bool off = was == Status::suspended || was == Status::suspending || was == Status::resuming;
  if (!suspended && !off) return;
  if (suspended && was == Status::suspended && account.failure.empty()) return;
  account.failure.clear();
  if (account.parent_id.empty()) {
    account.status = suspended ? Status::suspended : Status::active;
    return;
  }
  account.status = marked(suspended);
  context.enqueue(kSwitch, account.id.value,
                  AccountSwitch{.account_id = account.id,
                                .parent_id = account.parent_id,
                                .account_sid = account.account_sid,
                                .name = account.name,
                                .suspended = suspended});
}

const std::vector<JobHandler>& switch_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kSwitch, .effect = switch_effect, .deadline = Seconds(40)}};
  return handlers;
}

}  // namespace smarthandoff::calls::account
