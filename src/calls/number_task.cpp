#include "calls/number_task.hpp"

#include <smarthandoff/calls/notice.hpp>

#include "base/field_check.hpp"
#include "calls/account_rows.hpp"
#include "calls/number_rows.hpp"

namespace smarthandoff::calls::number {

std::optional<NumberTask> task_of(const Context& context, const OwnNumber& number) {
  const auto account = number.account_id.empty() ? rows::default_account(context)
                                                 : rows::find_account(context, number.account_id);
  if (!account) return std::nullopt;
  return NumberTask{.number_id = number.id,
                    .account_id = account->account.id,
                    .number = number.number,
                    .peer_id = number.peer_id};
}

void find_peer(VoiceCarrier& voice, const TenantId& tenant, const NumberTask& task,
               std::function<void(Failure, std::string)> done) {
  if (!task.peer_id.empty()) return done({}, task.peer_id);
  voice.find_number(
      {tenant, task.account_id}, task.number,
      [done = std::move(done)](const Failure& failure, const std::optional<CarrierNumber>& found) {
        done(failure, found ? found->peer_id : "");
      });
}

void lock(Context& context) {
  context.transaction().lock("phone_numbers", context.tenant().value);
}

OwnNumber saved(Context& context, OwnNumber number, const char* topic) {
  number.updated_at = context.now();
  rows::save_number(context, number);
  context.emit(topic, number.id.value,
               NumberEvent{.number_id = number.id, .status = number.status, .active = number.active});
  return number;
}

void give_up(Context& context, OwnNumber number, const char* kind, const std::string& why) {
  number.failure = field::fitted(why, 300);
  raise_alert(context, AlertKind::job_dead, std::string(kind) + " " + number.number);
  saved(context, std::move(number));
}

const Type& describe(const NumberTask*) {
  using T = NumberTask;
  static const Immortal<Type> type =
      Description<T>("NumberTask", "What the phone service is told of a number.")
          .field("number_id", &T::number_id, "ours")
          .field("account_id", &T::account_id, "over which account")
          .field("number", &T::number, "as E.164")
          .field("peer_id", &T::peer_id, "empty: found by the number")
          .field("base_url", &T::base_url, "where calls shall come in")
          .field("tries", &T::tries, "earlier ones")
          .build();
  return type;
}

}  // namespace smarthandoff::calls::number
