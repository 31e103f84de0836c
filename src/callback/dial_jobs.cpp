// What is done outside of transactions for a dial: one order to the phone system each. A leg is placed once:
// an order that may have reached the PBX before (job.attempt > 0) is only looked for.
#include "callback/dial_jobs.hpp"

#include <utility>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

#include "callback/callback_steps.hpp"
#include "callback/order_again.hpp"
#include "callback/own_domain.hpp"

namespace smarthandoff::callbacks::dial {
namespace {

using telephony::Failure;
using telephony::LegState;
using Kind = EventKind;

// The order's answer, decided by the dial as it stands then.
Answer answer(const Order& order, Event event) {
  return [order, event = std::move(event)](Context& context) {
    auto steps = Steps::open(context, order.dial_id);
    if (!steps) return;
    steps->feed_dial(event);
    steps->commit();
  };
}

bool is_doubtful(const Failure& failure) {
  return failure && (failure->code() == ErrorCode::in_doubt || failure->code() == ErrorCode::timeout);
}

// Nobody else will hang that leg up.
Answer given_up(const char* kind, const Order& order) {
  return [kind = std::string(kind), order](Context& context) {
    const auto found = rows::find(context, order.dial_id);
    if (!found) return;
    const Dial& dial = found->dial;
    context.emit("callback.order_failed", dial.callback_id.value,
                 OrderFailedEvent{
                     .callback_id = dial.callback_id, .dial_id = dial.id, .leg = order.leg, .reason = kind});
  };
}

void check(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.extension_status(
      order.number, order.domain,
      [order, own = ports.telephony.own_domain(), done](const telephony::ExtensionStatus& told) {
        done([order, own, told](Context& context) {
          telephony::ExtensionStatus status = told;
          hide_anothers(context, order.domain, own, {&status, 1});
          answer(order, {.kind = Kind::status_known, .status = status.state})(context);
        });
      });
}

// The PBX refused it for good, or was not there to take it.
bool is_lasting(const Failure& failure) {
  return !failure->retryable();
}

void place(Ports& ports, const Order& order, const TenantId& tenant, const Completion& done) {
  const telephony::RingRequest request{.tenant = tenant,
                                       .call = {order.other},
                                       .leg = {order.leg},
                                       .kind = order.dial,
                                       .number = order.number,
                                       .domain = order.domain,
                                       .gateway = order.gateway,
                                       .timeout = order.timeout,
                                       .caller_name = order.caller_name,
                                       .caller_number = order.caller_number};
  ports.telephony.ring(request, [order, done](const Failure& failure) {
    if (!failure) return done(answer(order, {.kind = Kind::order_taken, .side = order.side}));
    if (is_doubtful(failure)) return done(answer(order, {.kind = Kind::order_doubtful, .side = order.side}));
    done(answer(order, {.kind = Kind::order_refused,
                        .side = order.side,
                        .cause = failure->what(),
                        .lasting = is_lasting(failure)}));
  });
}

void ring(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  if (job.attempt == 0) return place(ports, order, job.tenant, done);
  ports.telephony.look_up(order.leg, [order, done](const Failure& failure, const LegState& leg) {
    if (failure || !leg.exists)
      return done(answer(order, {.kind = Kind::order_doubtful, .side = order.side}));
    done(answer(order, {.kind = leg.answered ? Kind::leg_answered : Kind::order_taken, .side = order.side}));
  });
}

void hold(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  // Music is a courtesy: without it the customer waits in silence.
  ports.telephony.hold({order.leg}, [done](const Failure&) { done(nothing()); });
}

void play(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.play({order.leg}, order.text, order.language,
                       [order, done](const Failure&) { done(answer(order, {.kind = Kind::played})); });
}

void connect(Ports& ports, const Order& order, const Completion& done) {
  ports.telephony.bridge({order.other}, {order.leg}, [order, done](const Failure& failure) {
    if (!failure || is_doubtful(failure)) return done(nothing());  // `Bridged` tells, or the timer
    done(answer(order, {.kind = Kind::bridge_failed, .cause = failure->what()}));
  });
}

void bridge(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  if (job.attempt == 0) return connect(ports, order, done);
  ports.telephony.look_up(order.leg, [&ports, order, done](const Failure& failure, const LegState& leg) {
    if (!failure && leg.bridged) return done(answer(order, {.kind = Kind::bridged}));
    connect(ports, order, done);
  });
}

void cancel(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.cancel({order.leg}, [order, done](const Failure& failure) {
    const bool retry = failure && (failure->retryable() || is_doubtful(failure));
    done(retry ? again(kind::kCancel, order.leg, order, given_up(kind::kCancel, order)) : nothing());
  });
}

Found found(const LegState& leg) {
  return {.exists = leg.exists, .answered = leg.answered, .bridged = leg.bridged};
}

// `leg` is the agent's, `other` the customer's; what was never ordered is simply not there.
void find(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.look_up(order.leg, [&ports, order, done](const Failure& failure, const LegState& agent) {
    if (failure) return done(answer(order, {.kind = Kind::nothing_known}));
    ports.telephony.look_up(order.other, [order, done, agent](const Failure& lost, const LegState& customer) {
      if (lost) return done(answer(order, {.kind = Kind::nothing_known}));
      done(answer(order, {.kind = Kind::found, .agent = found(agent), .customer = found(customer)}));
    });
  });
}

}  // namespace

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kind::kCheck, .effect = check, .deadline = Seconds(10)},
                              {.kind = kind::kRing, .effect = ring, .deadline = Seconds(10)},
                              {.kind = kind::kHold, .effect = hold, .deadline = Seconds(10)},
                              {.kind = kind::kPlay, .effect = play, .deadline = Seconds(90)},
                              {.kind = kind::kBridge, .effect = bridge, .deadline = Seconds(10)},
                              {.kind = kind::kCancel, .effect = cancel, .deadline = Seconds(10)},
                              {.kind = kind::kFind, .effect = find, .deadline = Seconds(15)}};
  return handlers;
}

}  // namespace smarthandoff::callbacks::dial
