#include "calls/number_release.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/carrier.hpp>

#include "calls/next_try.hpp"
#include "calls/number_rows.hpp"
#include "calls/number_task.hpp"

namespace smarthandoff::calls::number {
namespace {

constexpr const char* kRelease = "number.release";

// Still to be given back: an answer that comes twice finds it told already.
std::optional<OwnNumber> releasing(Context& context, const NumberTask& task) {
  lock(context);
  auto number = rows::find_number(context, task.number_id);
  if (number && number->status != NumberStatus::releasing) number.reset();
  return number;
}

// Owned it still is, and paid for; but nobody wanted to call by it any more.
void keep(Context& context, const NumberTask& task, const std::string& why) {
  auto number = releasing(context, task);
  if (!number) return;
  number->status = NumberStatus::owned;
  number->active = false;
  give_up(context, std::move(*number), kRelease, "could not be given back: " + why);
}

void after_releasing(Context& context, NumberTask task, const Failure& failure) {
  auto number = releasing(context, task);
  if (!number) return;
  if (!failure) {
    number->status = NumberStatus::released;
    saved(context, std::move(*number));
    return;
  }
  const auto delay = next_try(failure, task.tries);
  if (!delay) return keep(context, task, failure->what());
  task.tries += 1;
  context.enqueue(kRelease, task.number_id.value, task, context.now() + *delay);
}

void release_effect(Ports& ports, const Job& job, Completion done) {
  const auto task = from_json<NumberTask>(job.payload);
  if (ports.voice == nullptr)
    return done([task](Context& context) { keep(context, task, "no phone service"); });
  const auto answer = [task, done](const Failure& failure) {
    done([task, failure](Context& context) { after_releasing(context, task, failure); });
  };
  find_peer(*ports.voice, job.tenant, task,
            [voice = ports.voice, over = Over{job.tenant, task.account_id}, answer](
                const Failure& failure, const std::string& peer_id) {
              if (failure || peer_id.empty()) return answer(failure);  // what is not there is given back
              voice->release_number(over, peer_id, answer);
            });
}

}  // namespace

void give_back(Context& context, OwnNumber& number) {
  if (number.status == NumberStatus::released) return;
  if (number.status != NumberStatus::owned && number.status != NumberStatus::releasing)
    throw Error(ErrorCode::failed_precondition, "only an owned number can be released");
  const auto task = task_of(context, number);
  number.status = task ? NumberStatus::releasing : NumberStatus::released;
  number.failure.clear();
  if (task) context.enqueue(kRelease, number.id.value, *task);
}

const std::vector<JobHandler>& release_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kRelease, .effect = release_effect, .deadline = kTaskLimit}};
  return handlers;
}

}  // namespace smarthandoff::calls::number
