#include <utility>

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/planned.hpp>
#include <smarthandoff/messenger/port.hpp>
#include <smarthandoff/messenger/templates.hpp>

#include "messenger/message_rows.hpp"
#include "messenger/message_steps.hpp"
#include "messenger/orders.hpp"
#include "storage/job_rows.hpp"

// What is done outside of transactions: one order to the messaging service each. A message is sent at most
// once: whatever may have reached the peer is in doubt, and only the peer's status settles it.
namespace smarthandoff::messages {
namespace {

using lifecycle::EventKind;
using messenger::FailureKind;
using messenger::SendOutcome;
using messenger::SendRequest;
using messenger::SendResult;

constexpr std::int64_t kMaxReadTries = 3;

lifecycle::Event event_of_result(const SendResult& result) {
  lifecycle::Event event{
      .failure = result.failure, .retry_after = result.retry_after, .counts = result.counts};
  switch (result.outcome) {
    case SendOutcome::accepted:
      event.kind = EventKind::accepted;
      break;
    case SendOutcome::refused:
      event.kind = result.failure.kind == FailureKind::expired ? EventKind::expired : EventKind::refused;
      break;
    case SendOutcome::retry:
      event.kind = EventKind::retry;
      break;
    case SendOutcome::in_doubt:
      event.kind = EventKind::doubtful;
      break;
  }
  return event;
}

// The peer told how it spells the person.
void learn_address(Context& context, const Message& message, const std::string& peer_address) {
  if (peer_address.empty()) return;
  const auto find = [&] {
    return rows::find_address(context.transaction(), context.tenant(), message.channel_id, message.address);
  };
  auto address = find();  // mostly it is no news, and nobody need wait
  if (!address || address->peer_address == peer_address) return;
  lock_address(context, message.address);
  address = find();
  if (!address) return;  // erased meanwhile
  address->peer_address = peer_address;
  rows::save(context.transaction(), context.tenant(), *address);
}

Answer answer(const SendOrder& order, const SendResult& result) {
  return [order, result](Context& context) {
    const SendRequest& request = order.request;
    context.transaction().lock("message", context.tenant().value + "/" + request.message_id.value);
    auto message = rows::find(context.transaction(), context.tenant(), request.message_id);
    if (!message) return;  // erased meanwhile
    learn_address(context, *message, result.peer_address);
    const auto decision =
        feed(context, *message, event_of_result(result), {.peer_id = result.peer_id, .at = {}});
    if (decision.send_at)
      context.enqueue(first_job(order), request.message_id.value, order, decision.send_at);
    if (result.failure.kind == FailureKind::account_blocked)
      channels::refuse(context, request.channel_id, result.failure.detail);
  };
}

void send(Ports& ports, const Job& job, Completion done) {
  const auto order = from_json<SendOrder>(job.payload);
  if (job.attempt > 0) {
    const SendResult lost{.outcome = SendOutcome::in_doubt,
                          .failure = {.kind = FailureKind::temporary, .detail = "the answer was lost"}};
    return done(answer(order, lost));
  }
  ports.messenger->send(order.request,
                        [order, done](const SendResult& result) { done(answer(order, result)); });
}

// The one before was taken, or is not waited for any longer. Whatever has an order is on its way already.
void turn(Context& context, const Job& job) {
  context.transaction().lock("message", context.tenant().value + "/" + job.key);
  const auto message = rows::find(context.transaction(), context.tenant(), {job.key});
  if (!message || message->status != MessageStatus::queued) return;
  for (const char* kind : {kAskJob, kSendJob})
    if (storage::jobs::find(context.transaction(), context.tenant(), kind, job.key)) return;
  const auto address =
      rows::find_address(context.transaction(), context.tenant(), message->channel_id, message->address);
  if (!address) return;
  auto order = from_json<SendOrder>(job.payload);
  order.request =
      request_of(context, *message, *address);  // the one before may have taught how it is spelled
  context.enqueue(first_job(order), job.key, order);
}

void doubt_over(Context& context, const Job& job) {
  context.transaction().lock("message", context.tenant().value + "/" + job.key);
  auto message = rows::find(context.transaction(), context.tenant(), {job.key});
  if (message) feed(context, std::move(*message), {.kind = EventKind::doubt_over}, {});
}

void read(Ports& ports, const Job& job, Completion done) {
  ReadOrder order = from_json<ReadOrder>(job.payload);
  ports.messenger->mark_read(order.request, [order, key = job.key, done](const messenger::Failure& failure) {
    if (failure.kind == FailureKind::none) return done([](Context&) {});
    done([order, key, failure](Context& context) {
      if (!messenger::is_passing(failure.kind) || order.tries + 1 >= kMaxReadTries)
        return context.emit("message.read_failed", key, failure);
      ReadOrder again = order;
      again.tries += 1;
      context.enqueue(kReadJob, key, again, context.now() + Seconds(1LL << again.tries));
    });
  });
}

void list_templates(Ports& ports, const Job& job, Completion done) {
  const auto request = from_json<messenger::ListTemplates>(job.payload);
  ports.messenger->list_templates(request, [request, done](const messenger::TemplatesResult& result) {
    done([request, result](Context& context) { templates::synced(context, request.channel_id, result); });
  });
}

}  // namespace

const char* first_job(const SendOrder& order) {
  return order.question.empty() ? kSendJob : kAskJob;
}

const Type& describe(const SendOrder*) {
  static const Immortal<Type> type =
      Description<SendOrder>("SendOrder", "A message on its way.")
          .field("request", &SendOrder::request, "what the peer is told")
          .field("question", &SendOrder::question, "what is asked before each try; empty: nothing")
          .build();
  return type;
}

const Type& describe(const ReadOrder*) {
  static const Immortal<Type> type = Description<ReadOrder>("ReadOrder", "A receipt on its way.")
                                         .field("request", &ReadOrder::request, "what the peer is told")
                                         .field("tries", &ReadOrder::tries, "those that failed")
                                         .build();
  return type;
}

const std::vector<JobHandler>& job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers = std::vector<JobHandler>{
      {.kind = kSendJob, .effect = send, .deadline = Seconds(30)},
      {.kind = kTurnJob, .rule = turn},
      {.kind = kDoubtJob, .rule = doubt_over},
      {.kind = kReadJob, .effect = read, .deadline = Seconds(30)},
      {.kind = templates::kSyncJob, .effect = list_templates, .deadline = Seconds(120)}};
  return handlers;
}

}  // namespace smarthandoff::messages
