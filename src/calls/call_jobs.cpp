// What is done outside of transactions: one order to the phone service each. A call is placed once: an order
// that may have reached the service before (job.attempt > 0) is only looked for.
#include "calls/call_jobs.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/account.hpp>
#include <smarthandoff/calls/carrier.hpp>

#include "calls/account_jobs.hpp"
#include "calls/alert_delivery.hpp"
#include "calls/call_rows.hpp"
#include "calls/notices.hpp"
#include "calls/number_jobs.hpp"
#include "calls/order_failures.hpp"
#include "calls/presence_jobs.hpp"
#include "calls/recording_steps.hpp"
#include "calls/webhook_step.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::int64_t kMaxTries = 12;
constexpr std::int64_t kMaxFetches = 24;
constexpr std::int64_t kMaxLooks = 3;

Answer nothing_more() {
  return [](Context&) {};
}

bool is_doubtful(const Failure& failure) {
  return failure->code() == ErrorCode::in_doubt;
}

// The same order once more, later and later; then never.
void again(Context& context, const char* kind, CallOrder order) {
  if (order.tries >= kMaxTries) return;
  const auto delay = Seconds(1LL << std::min<std::int64_t>(order.tries, 6));
  order.tries += 1;
  context.enqueue(kind, order.call_id.value, order, context.now() + delay);
}

std::string cause_of(const Error& failure) {
  const auto code = failure.details().find("twilio_code");
  return code == failure.details().end() ? failure.what() : code->second;
}

void refused(Context& context, const CallOrder& order, const Error& failure) {
  if (failure.code() == ErrorCode::unauthorized) {
    refuse_account(context, order.account_id, failure.what());
    notices::refused(context);
  }
  not_placed(context, order.call_id, cause_of(failure));
}

// How long until the account's other calls are out; nothing where that is not why it was refused.
std::optional<Milliseconds> turn_of(const Error& failure) {
  const auto told = failure.details().find("turn_ms");
  if (told == failure.details().end()) return std::nullopt;
  const std::string& text = told->second;
  std::int64_t wait = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), wait);
  if (error != std::errc() || stop != text.data() + text.size() || wait <= 0) return std::nullopt;
  return Milliseconds(wait);
}

void after_placing(Context& context, const CallOrder& order, const Failure& failure, const std::string& sid) {
  if (!failure) return placed(context, order.call_id, sid);
  if (is_doubtful(failure)) return doubtful(context, order.call_id);
  if (const auto wait = turn_of(*failure)) return wait_for_turn(context, order.call_id, *wait);
  if (failure->retryable()) return put_off(context, order.call_id);
  refused(context, order, *failure);
}

void place_effect(Ports& ports, const Job& job, Completion done) {
  const CallOrder order = from_json<CallOrder>(job.payload);
  if (ports.voice == nullptr)
    return done([order](Context& context) { not_placed(context, order.call_id, "no phone service"); });
  if (job.attempt > 0) return done([order](Context& context) { doubtful(context, order.call_id); });
  const PlaceOrder wanted{.over = {job.tenant, order.account_id},
                          .call_id = order.call_id,
                          .from_number = order.from_number,
                          .to_number = order.to_number,
                          .url = order.url,
                          .status_url = order.status_url,
                          .recording_url = order.recording_url,
                          .detection_url = order.detection_url,
                          .recorded = order.recorded,
                          .detection = order.detection,
                          .wait_for_beep = order.wait_for_beep,
                          .ring_seconds = order.ring_seconds};
  ports.voice->place(wanted, [order, done](const Failure& failure, const std::string& sid) {
    done([order, failure, sid](Context& context) { after_placing(context, order, failure, sid); });
  });
}

// The first call between these numbers that is nobody's here.
std::optional<CarrierCall> ours(const Context& context, const std::vector<CarrierCall>& calls) {
  for (const CarrierCall& call : calls)
    if (call.outbound && !call.sid.empty() && !rows::find_call_of(context, call.sid)) return call;
  return std::nullopt;
}

Told told_of(const Context& context, const CarrierCall& call) {
  Told told{.sid = call.sid, .status = call.status, .at = call.ended_at.value_or(context.now())};
  if (call.status && is_final(*call.status)) told.seconds = call.seconds;
  return told;
}

void after_looking(Context& context, const CallOrder& order, const std::vector<CarrierCall>& calls) {
  auto record = rows::find_call(context, order.call_id);
  const bool lost = record && (record->call.stage == CallStage::in_doubt || is_called_off(record->call));
  if (!lost || !record->call.sid.empty()) return;  // a webhook told of it
  if (const auto found = ours(context, calls)) {
    placed(context, order.call_id, found->sid);
    tell(context, *rows::find_call(context, order.call_id), told_of(context, *found));
    return;
  }
  record->plan.looked += 1;
  if (record->plan.looked >= kMaxLooks) return not_placed(context, order.call_id, "lost");
  tell_changed(context, *record);
  context.enqueue(kind::kFind, order.call_id.value, order,
                  context.now() + (record->plan.looked == 1 ? Seconds(10) : Seconds(60)));
}

void find_effect(Ports& ports, const Job& job, Completion done) {
  const CallOrder order = from_json<CallOrder>(job.payload);
  if (ports.voice == nullptr) return done(nothing_more());
  const FindCalls question{.over = {job.tenant, order.account_id},
                           .from_number = order.from_number,
                           .to_number = order.to_number,
                           .since = order.since};
  ports.voice->find(question, [order, done](const Failure& failure, const std::vector<CarrierCall>& calls) {
    if (failure)
      return done([order](Context& context) {
        if (order.tries >= kMaxTries) return not_placed(context, order.call_id, "lost");
        again(context, kind::kFind, order);
      });
    done([order, calls](Context& context) { after_looking(context, order, calls); });
  });
}

// What a lost webhook would have told, and the price, which is known some time after the end.
void after_fetching(Context& context, const CallOrder& order, const CarrierCall& call) {
  context.transaction().lock("calls", order.sid);
  auto record = rows::find_call(context, order.call_id);
  if (!record) return;
  Parties parties{
      .direction = {}, .parent_sid = {}, .from_number = call.from_number, .to_number = call.to_number};
  if (call.outbound) parties.direction = CallDirection::outbound;  // else it comes in, or is a leg
  if (take_parties(context, *record, parties)) tell_changed(context, *record);
  if (call.cost) {
    record->cost = call.cost;
    record->call.cost = cost_text(call.cost);
    record->call.currency = call.currency;
    tell_changed(context, *record);
  }
  if (call.status) tell(context, *record, told_of(context, call));
  const bool complete = call.cost && call.status && is_final(*call.status);
  if (complete || order.tries >= kMaxFetches) return;
  const bool over = call.status && is_final(*call.status);
  if (over && order.tries >= 6) return;  // it costs nothing
  fetch_later(context, record->call, context.now() + std::chrono::minutes(over ? 2 << order.tries : 10),
              order.tries + 1);
}

// Nobody else tells how a call ended whose webhook is lost: an outage of hours is outlasted.
void fetch_again(Context& context, CallOrder order) {
  if (order.tries >= kMaxFetches) return;
  const auto delay =
      std::min(std::chrono::minutes(1LL << std::min<std::int64_t>(order.tries, 4)), std::chrono::minutes(10));
  order.tries += 1;
  context.enqueue(kind::kFetch, order.call_id.value, order, context.now() + delay);
}

void fetch_effect(Ports& ports, const Job& job, Completion done) {
  const CallOrder order = from_json<CallOrder>(job.payload);
  if (ports.voice == nullptr || order.sid.empty()) return done(nothing_more());
  ports.voice->fetch({job.tenant, order.account_id}, order.sid,
                     [order, done](const Failure& failure, const CarrierCall& call) {
                       if (failure && failure->code() == ErrorCode::not_found) return done(nothing_more());
                       if (failure) return done([order](Context& context) { fetch_again(context, order); });
                       done([order, call](Context& context) { after_fetching(context, order, call); });
                     });
}

// What the order was to bring is so already: the call is over, for hanging up even if nobody told of its end.
bool is_so_already(const Context& context, const CallOrder& order, std::string_view kind,
                   const Error& failure) {
  if (kind == kind::kHangUp) return failure.code() == ErrorCode::not_found;
  if (kind != kind::kRedirect) return false;
  const auto record = rows::find_call(context, order.call_id);
  return !record || record->call.stage == CallStage::ended;
}

void after_ordering(Context& context, const CallOrder& order, const char* kind, const Failure& failure) {
  if (!failure || is_so_already(context, order, kind, *failure)) return;
  if (may_pass(*failure) && order.tries < kMaxTries) return again(context, kind, order);
  given_up(context, OrderFailure{.call_id = order.call_id, .sid = order.sid, .order = kind, .reason = {}},
           *failure);
}

Done ordered(const CallOrder& order, const char* kind, const Completion& done) {
  return [order, kind, done](const Failure& failure) {
    done([order, kind, failure](Context& context) { after_ordering(context, order, kind, failure); });
  };
}

void hang_up_effect(Ports& ports, const Job& job, Completion done) {
  const CallOrder order = from_json<CallOrder>(job.payload);
  if (ports.voice == nullptr || order.sid.empty()) return done(nothing_more());
  ports.voice->hang_up({job.tenant, order.account_id}, order.sid, ordered(order, kind::kHangUp, done));
}

void redirect_effect(Ports& ports, const Job& job, Completion done) {
  const CallOrder order = from_json<CallOrder>(job.payload);
  if (ports.voice == nullptr || order.sid.empty()) return done(nothing_more());
  ports.voice->redirect({job.tenant, order.account_id}, order.sid, order.url,
                        ordered(order, kind::kRedirect, done));
}

// `sid` is the recording's.
void forget_effect(Ports& ports, const Job& job, Completion done) {
  const CallOrder order = from_json<CallOrder>(job.payload);
  if (ports.voice == nullptr || order.sid.empty()) return done(nothing_more());
  ports.voice->delete_recording({job.tenant, order.account_id}, order.sid,
                                ordered(order, kind::kForget, done));
}

void dial_rule(Context& context, const Job& job) {
  dial(context, from_json<CallOrder>(job.payload).call_id);
}

}  // namespace

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers = [] {
    std::vector<JobHandler> all = {
        {.kind = kind::kDial, .rule = dial_rule},
        {.kind = kind::kPlace, .effect = place_effect, .deadline = kOrderLimit + Seconds(10)},
        {.kind = kind::kFind, .effect = find_effect, .deadline = Seconds(20)},
        {.kind = kind::kFetch, .effect = fetch_effect, .deadline = Seconds(20)},
        {.kind = kind::kHangUp, .effect = hang_up_effect, .deadline = Seconds(20)},
        {.kind = kind::kForget, .effect = forget_effect, .deadline = Seconds(20)},
        {.kind = kind::kRedirect, .effect = redirect_effect, .deadline = Seconds(20)}};
    for (const auto* more : {&account::job_handlers(), &number::job_handlers(), &presence::job_handlers(),
                             &notices::job_handlers(), &alerts::job_handlers(), &recordings::job_handlers()})
      all.insert(all.end(), more->begin(), more->end());
    return all;
  }();
  return handlers;
}

}  // namespace smarthandoff::calls
