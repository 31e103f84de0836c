#include "calls/number_point.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/carrier.hpp>

#include "calls/field.hpp"
#include "calls/next_try.hpp"
#include "calls/number_rows.hpp"
#include "calls/number_task.hpp"

namespace smarthandoff::calls::number {

// From where on numbers are looked through.
struct NumberPage {
  NumberId after;
};

const Type& describe(const NumberPage*) {
  static const Immortal<Type> type = Description<NumberPage>("NumberPage", "Numbers to be told of elsewhere.")
                                         .field("after", &NumberPage::after, "the last of the page before")
                                         .build();
  return type;
}

namespace {

constexpr const char* kPoint = "number.point";
constexpr const char* kPointAll = "numbers.point";
constexpr std::int64_t kPage = 100;
constexpr Milliseconds kPace{200};  // between two numbers, so that calls are not refused for it

void order(Context& context, NumberTask task, const std::string& base_url, Milliseconds delay = {}) {
  task.base_url = base_url;
  context.enqueue(kPoint, task.number_id.value, task, context.now() + delay);
}

// What was told is not wanted any more: whoever changed base_url may have seen the number where it was
// before.
bool is_outdated(const NumberTask& task, const std::string& base_url) {
  return !base_url.empty() && base_url != task.base_url;
}

void not_told(Context& context, NumberTask task, OwnNumber number, const Failure& failure) {
  if (const auto delay = next_try(failure, task.tries)) {
    task.tries += 1;
    return order(context, task, task.base_url, *delay);
  }
  give_up(context, std::move(number), kPoint,
          std::string("the phone service does not know base_url: ") + failure->what());
}

void after_pointing(Context& context, NumberTask task, const Failure& failure) {
  lock(context);
  auto number = rows::find_number(context, task.number_id);
  if (!number || number->status != NumberStatus::owned) return;  // given back meanwhile
  const std::string base_url = settings(context, {}).base_url;
  const bool outdated = is_outdated(task, base_url);
  if (!failure) {
    number->base_url = task.base_url;
    number->failure.clear();
    saved(context, std::move(*number));
  } else if (!outdated) {
    return not_told(context, std::move(task), std::move(*number), failure);
  }
  if (!outdated) return;
  task.tries = 0;
  order(context, std::move(task), base_url);
}

void point_effect(Ports& ports, const Job& job, Completion done) {
  const auto task = from_json<NumberTask>(job.payload);
  const auto answer = [task, done](const Failure& failure) {
    done([task, failure](Context& context) { after_pointing(context, task, failure); });
  };
  if (ports.voice == nullptr) return answer(Error(ErrorCode::failed_precondition, "no phone service"));
  PointOrder wanted{.over = {job.tenant, task.account_id},
                    .peer_id = {},
                    .voice_url = task.base_url + std::string(kVoiceRoute),
                    .status_url = task.base_url + std::string(kStatusRoute)};
  find_peer(*ports.voice, job.tenant, task,
            [voice = ports.voice, wanted = std::move(wanted), answer](const Failure& failure,
                                                                      const std::string& peer_id) mutable {
              if (failure) return answer(failure);
              if (peer_id.empty())
                return answer(Error(ErrorCode::not_found, "the account has no such number"));
              wanted.peer_id = peer_id;
              voice->point_number(wanted, answer);
            });
}

void point_all_rule(Context& context, const Job& job) {
  const std::string base_url = settings(context, {}).base_url;
  if (base_url.empty()) return;
  const auto page =
      rows::numbers_elsewhere(context, base_url, from_json<NumberPage>(job.payload).after, kPage);
  Milliseconds delay{0};
  for (const OwnNumber& number : page) {
    const auto task = task_of(context, number);
    if (!task) continue;
    order(context, *task, base_url, delay);
    delay += kPace;
  }
  if (page.size() == static_cast<std::size_t>(kPage))
    context.enqueue(kPointAll, context.tenant().value, NumberPage{page.back().id}, context.now() + delay);
}

}  // namespace

void point(Context& context, const OwnNumber& number) {
  if (number.status != NumberStatus::owned)
    throw Error(ErrorCode::failed_precondition, "the phone service can be told of owned numbers only");
  const std::string base_url = ready_settings(context).base_url;
  const auto task = task_of(context, number);
  if (!task)
    throw Error(ErrorCode::failed_precondition, "there is no account of the phone service to tell",
                {{"reason", "no_account"}});
  order(context, *task, base_url);
}

void point_if_moved(Context& context, const OwnNumber& number) {
  const std::string base_url = settings(context, {}).base_url;
  if (base_url.empty() || number.base_url.empty() || number.base_url == base_url) return;
  if (const auto task = task_of(context, number)) order(context, *task, base_url);
}

void point_all(Context& context) {
  const std::string base_url = settings(context, {}).base_url;
  if (base_url.empty() || rows::numbers_elsewhere(context, base_url, {}, 1).empty()) return;
  context.enqueue(kPointAll, context.tenant().value, NumberPage{});
}

const std::vector<JobHandler>& point_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kPoint, .effect = point_effect, .deadline = kTaskLimit},
                              {.kind = kPointAll, .rule = point_all_rule}};
  return handlers;
}

}  // namespace smarthandoff::calls::number
