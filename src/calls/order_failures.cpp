#include "calls/order_failures.hpp"

#include <smarthandoff/calls/notice.hpp>

#include "base/field_check.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::size_t kMaxReason = 300;

}  // namespace

bool may_pass(const Error& failure) {
  return failure.retryable() || failure.code() == ErrorCode::in_doubt;
}

void given_up(Context& context, OrderFailure order, const Error& failure) {
  order.reason = field::fitted(failure.what(), kMaxReason);
  context.emit("call.order_failed", order.call_id.value, order);
  raise_alert(context, AlertKind::job_dead, order.order + " " + order.sid + ": " + order.reason);
}

void given_up(Context& context, ActivityFailure order, const Error& failure) {
  order.reason = field::fitted(failure.what(), kMaxReason);
  context.emit("line.activity_failed", order.agent_id.value, order);
  const std::string& who = order.user_id.empty() ? order.worker_sid : order.user_id;
  raise_alert(context, AlertKind::job_dead, "activity.set " + who + ": " + order.reason);
}

const Type& describe(const OrderFailure*) {
  using T = OrderFailure;
  static const Immortal<Type> type =
      Description<T>("CallOrderFailure", "Payload of call.order_failed.")
          .field("call_id", &T::call_id, "the call")
          .field("sid", &T::sid, "the phone service's id of the call or recording")
          .field("order", &T::order, "call.hang_up, call.redirect or call.forget")
          .field("reason", &T::reason, "in the phone service's words")
          .build();
  return type;
}

const Type& describe(const ActivityFailure*) {
  using T = ActivityFailure;
  static const Immortal<Type> type =
      Description<T>("ActivityFailure", "Payload of line.activity_failed: TaskRouter was not told.")
          .field("agent_id", &T::agent_id, "whose presence")
          .field("user_id", &T::user_id, "the host's, of that agent")
          .field("worker_sid", &T::worker_sid, "of TaskRouter")
          .field("activity_sid", &T::activity_sid, "that the worker should have")
          .field("reason", &T::reason, "in the phone service's words")
          .build();
  return type;
}

}  // namespace smarthandoff::calls
