#include <functional>
#include <utility>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/base/json.hpp>

#include "callback/order_again.hpp"
#include "callback/own_domain.hpp"
#include "handoff/handoff_steps.hpp"

// What is done outside of transactions: one order to the phone system each. An order that may have reached it
// before (job.attempt > 0, or tries) is looked up first and given again only if it had no effect.
namespace smarthandoff::handoff {
namespace {

using lifecycle::Event;
using telephony::Failure;
using telephony::LegState;
using Kind = lifecycle::EventKind;

// The order's answer, decided by the handoff as it stands then. One of an older attempt is late: dropped.
Answer answer(const Order& order, Event event, bool of_attempt = true) {
  return [order, event = std::move(event), of_attempt](Context& context) {
    context.transaction().lock("handoff", order.handoff_id.value);
    auto record = rows::find(context, order.handoff_id);
    if (!record || (of_attempt && record->attempt_id != order.attempt_id)) return;
    Steps steps(context, std::move(*record));
    steps.feed(event);
    steps.commit();
  };
}

Answer again(const char* kind, const std::string& key, const Order& order) {
  return smarthandoff::again(kind, key, order, [order, kind](Context& context) {
    auto record = rows::find(context, order.handoff_id);
    if (record) Steps(context, std::move(*record)).emit("handoff.order_failed", {}, kind);
  });
}

// Its end was not heard.
Event lost_leg() {
  return {.kind = Kind::leg_ended, .end = telephony::LegEnd::failed, .cause = "LOST"};
}

bool is_doubtful(const Failure& failure) {
  return failure && (failure->code() == ErrorCode::in_doubt || failure->code() == ErrorCode::timeout);
}

// A failed order on the caller's leg: is the caller still there?
void caller_or(Ports& ports, const Order& order, Event otherwise, const Completion& done) {
  ports.telephony.look_up(
      order.call, [order, otherwise = std::move(otherwise), done](Failure failure, LegState caller) {
        const bool gone = !failure && !caller.exists;
        done(gone ? answer(order, {.kind = Kind::caller_gone}, false) : answer(order, otherwise));
      });
}

void check(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.extension_status(
      order.number, order.domain,
      [order, own = ports.telephony.own_domain(), done](const telephony::ExtensionStatus& told) {
        done([order, own, told](Context& context) {
          telephony::ExtensionStatus status = told;
          hide_anothers(context, order.domain, own, {&status, 1});
          answer(order, {.kind = Kind::status_known, .status = std::move(status)})(context);
        });
      });
}

void hold(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.hold({order.call}, [&ports, order, done](Failure failure) {
    if (!failure || is_doubtful(failure)) return done(answer(order, {.kind = Kind::held}));
    caller_or(ports, order, {.kind = Kind::hold_failed, .cause = failure->what()}, done);
  });
}

telephony::RingRequest ring_request(const Order& order, const TenantId& tenant) {
  return {.tenant = tenant,
          .call = {order.call},
          .leg = {order.leg},
          .kind = order.dial,
          .number = order.number,
          .domain = order.domain,
          .context = order.context.empty() ? "default" : order.context,
          .gateway = order.gateway,
          .timeout = order.timeout,
          .caller_name = order.caller_name,
          .caller_number = order.caller_number};
}

void place(Ports& ports, const Order& order, const TenantId& tenant, const Completion& done) {
  ports.telephony.ring(ring_request(order, tenant), [order, done](Failure failure) {
    if (!failure) return done(nothing());
    const Kind what = is_doubtful(failure) ? Kind::ring_doubtful : Kind::ring_failed;
    done(answer(order, {.kind = what, .cause = failure->what()}));
  });
}

// A leg is placed once. The order of a process that died may have reached the PBX, and the person may have
// declined since: what is not there is over, and the caller is asked what else to do.
void ring(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  if (job.attempt == 0) return place(ports, order, job.tenant, done);
  ports.telephony.look_up(order.leg, [&ports, order, done](Failure failure, LegState leg) {
    if (failure) return done(answer(order, {.kind = Kind::ring_failed, .cause = failure->what()}));
    if (leg.exists) return done(leg.answered ? answer(order, {.kind = Kind::answered}) : nothing());
    ports.telephony.look_up(order.call, [order, done](Failure lost, LegState caller) {
      if (lost) return done(answer(order, {.kind = Kind::ring_failed, .cause = lost->what()}));
      done(caller.exists ? answer(order, lost_leg()) : answer(order, {.kind = Kind::caller_gone}, false));
    });
  });
}

void end_leg(Ports& ports, const Order& order, const Completion& done) {
  ports.telephony.cancel({order.leg}, [order, done](Failure failure) {
    const bool retry = failure && (failure->retryable() || is_doubtful(failure));
    done(retry ? again(kind::kCancel, order.leg, order) : nothing());
  });
}

// A cancel that was delayed must not tear apart two people who were connected meanwhile.
void cancel(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  if (job.attempt == 0 && order.tries == 0) return end_leg(ports, order, done);
  ports.telephony.look_up(order.leg, [&ports, order, done](Failure failure, LegState leg) {
    if (failure) return done(again(kind::kCancel, order.leg, order));
    if (!leg.exists) return done(nothing());
    if (leg.bridged) return done(answer(order, {.kind = Kind::bridged}));
    end_leg(ports, order, done);
  });
}

void whisper(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.play({order.leg}, order.text, order.language, [order, done](Failure failure) {
    const std::string cause = failure ? failure->what() : std::string();
    done(answer(order, {.kind = failure ? Kind::whisper_failed : Kind::whispered, .cause = cause}));
  });
}

void connect(Ports& ports, const Order& order, const Completion& done) {
  ports.telephony.bridge({order.call}, {order.leg}, [order, done](Failure failure) {
    if (!failure || is_doubtful(failure)) return done(nothing());  // `Bridged` tells, or the timer
    done(answer(order, {.kind = Kind::bridge_failed, .cause = failure->what()}));
  });
}

void bridge(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  if (job.attempt == 0) return connect(ports, order, done);
  ports.telephony.look_up(order.leg, [&ports, order, done](Failure failure, LegState leg) {
    if (!failure && leg.bridged) return done(answer(order, {.kind = Kind::bridged}));
    connect(ports, order, done);
  });
}

void take_back(Ports& ports, const Order& order, const Completion& done) {
  ports.telephony.resume({order.call}, order.assistant, [&ports, order, done](Failure failure) {
    if (!failure) return done(answer(order, {.kind = Kind::resumed}));
    caller_or(ports, order, {.kind = Kind::resume_failed, .cause = failure->what()}, done);
  });
}

void resume(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  if ((job.attempt == 0 && order.tries == 0) || order.leg.empty()) return take_back(ports, order, done);
  ports.telephony.look_up(order.leg, [&ports, order, done](Failure failure, LegState leg) {
    if (!failure && leg.exists && leg.bridged) return done(answer(order, {.kind = Kind::bridged}));
    take_back(ports, order, done);
  });
}

void blind(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  // It may have been taken: a second order would pull the caller away from whoever answered.
  if (job.attempt > 0) return caller_or(ports, order, {.kind = Kind::blind_done}, done);
  const telephony::BlindTransfer request{.call = {order.call},
                                         .number = order.number,
                                         .domain = order.domain,
                                         .context = order.context.empty() ? "default" : order.context,
                                         .timeout = order.timeout};
  ports.telephony.transfer_blind(request, [&ports, order, done](Failure failure) {
    if (!failure || is_doubtful(failure)) return done(answer(order, {.kind = Kind::blind_done}));
    caller_or(ports, order, {.kind = Kind::blind_failed, .cause = failure->what()}, done);
  });
}

void hang_up(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.hangup({order.call}, [order, done](Failure failure) {
    const bool retry = failure && (failure->retryable() || is_doubtful(failure));
    done(retry ? again(kind::kHangUp, order.handoff_id.value, order) : nothing());
  });
}

void record(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.record({order.call}, order.path, [order, done](Failure failure) {
    if (!failure) return done(nothing());
    done([order, why = std::string(failure->what())](Context& context) {
      auto found = rows::find(context, order.handoff_id);
      if (found) Steps(context, std::move(*found)).emit("handoff.recording_failed", {}, why);
    });
  });
}

// What the phone system says of the caller and the person's leg, as the event that may have been missed.
Answer found(const Order& order, const LegState& caller, const std::optional<LegState>& leg) {
  if (!caller.exists) return answer(order, {.kind = Kind::caller_gone}, false);
  return [order, caller, leg](Context& context) {
    auto record = rows::find(context, order.handoff_id);
    if (!record) return;
    const bool talks = record->machine.at == HandoffState::bridged;
    std::optional<Event> event;
    if (leg && leg->bridged) {
      event = Event{.kind = Kind::bridged};
    } else if (leg && leg->answered && !talks) {
      event = Event{.kind = Kind::answered};
    } else if (talks && !caller.bridged) {
      event = Event{.kind = Kind::caller_alone};
    } else if (leg && !leg->exists && !talks) {
      event = lost_leg();
    }
    if (event) answer(order, *event)(context);
  };
}

void probe(Ports& ports, const Job& job, Completion done) {
  const Order order = from_json<Order>(job.payload);
  ports.telephony.look_up(order.call, [&ports, order, done](Failure failure, LegState caller) {
    if (failure) return done(again(kind::kProbe, order.handoff_id.value, order));
    if (order.leg.empty() || !caller.exists) return done(found(order, caller, {}));
    ports.telephony.look_up(order.leg, [order, caller, done](Failure lost, LegState leg) {
      done(lost ? again(kind::kProbe, order.handoff_id.value, order) : found(order, caller, leg));
    });
  });
}

// The only timer of a handoff; one that was replaced is late.
void timer(Context& context, const Job& job) {
  const Order order = from_json<Order>(job.payload);
  context.transaction().lock("handoff", order.handoff_id.value);
  auto record = rows::find(context, order.handoff_id);
  if (!record || !record->timer_runs || record->timer != order.timer) return;
  record->timer_runs = false;
  Steps steps(context, std::move(*record));
  steps.feed({.kind = Kind::timed_out});
  steps.commit();
}

}  // namespace

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = kind::kCheck, .effect = check, .deadline = Seconds(10)},
                              {.kind = kind::kHold, .effect = hold, .deadline = Seconds(10)},
                              {.kind = kind::kRing, .effect = ring, .deadline = Seconds(10)},
                              {.kind = kind::kCancel, .effect = cancel, .deadline = Seconds(10)},
                              {.kind = kind::kWhisper, .effect = whisper, .deadline = Seconds(90)},
                              {.kind = kind::kBridge, .effect = bridge, .deadline = Seconds(10)},
                              {.kind = kind::kResume, .effect = resume, .deadline = Seconds(10)},
                              {.kind = kind::kBlind, .effect = blind, .deadline = Seconds(15)},
                              {.kind = kind::kHangUp, .effect = hang_up, .deadline = Seconds(10)},
                              {.kind = kind::kRecord, .effect = record, .deadline = Seconds(10)},
                              {.kind = kind::kProbe, .effect = probe, .deadline = Seconds(15)},
                              {.kind = kind::kTimer, .rule = timer}};
  return handlers;
}

}  // namespace smarthandoff::handoff
