#include "engine/messenger_events.hpp"

#include <smarthandoff/base/immortal.hpp>
#include <smarthandoff/callback/reply.hpp>
#include <smarthandoff/calls/notice.hpp>
#include <smarthandoff/contact/messaging.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/planned.hpp>

namespace smarthandoff::engine {
namespace {

// Who is told of received messages, and of changed ones that carry a reference: one line each. A handler
// looks at the message and leaves alone what is not its own; all run in one transaction.
const std::vector<messages::InboundHandler>& inbound_handlers() {
  static const Immortal<std::vector<messages::InboundHandler>> all = std::vector<messages::InboundHandler>{
      contact::log_inbound, contact::take_opt_out, callbacks::on_message};
  return all;
}
const std::vector<messages::StatusHandler>& status_handlers() {
  static const Immortal<std::vector<messages::StatusHandler>> all = std::vector<messages::StatusHandler>{
      contact::log_failure, callbacks::on_message_changed, calls::on_message_changed, contact::take_stop};
  return all;
}

void deliver_inbound(Context& context, const Job& job) {
  const auto message = messages::find(context, {job.key});
  if (!message) return;  // erased meanwhile
  for (const auto handler : inbound_handlers()) handler(context, *message);
}

void deliver_changed(Context& context, const Job& job) {
  const auto message = messages::find(context, {job.key});
  if (!message) return;
  for (const auto handler : status_handlers()) handler(context, *message);
}

void deliver_preference(Context& context, const Job& job) {
  contact::take_preference(context, from_json<messages::MarketingPreference>(job.payload));
}

void ask_again(Context& context, const Job& job) {
  messages::ask(context, job, contact::may_go_out);
}

void tell_of_refusal(Context& context, const Job& job) {
  const auto channel = channels::find(context, {job.key});
  if (channel) calls::raise_alert(context, calls::AlertKind::channel_refused, channel->name);
}

}  // namespace

const std::vector<JobHandler>& messenger_job_handlers() {
  static const Immortal<std::vector<JobHandler>> handlers =
      std::vector<JobHandler>{{.kind = messages::kAskJob, .rule = ask_again},
                              {.kind = messages::kInboundJob, .rule = deliver_inbound},
                              {.kind = messages::kChangedJob, .rule = deliver_changed},
                              {.kind = messages::kPreferenceJob, .rule = deliver_preference},
                              {.kind = channels::kRefusedJob, .rule = tell_of_refusal}};
  return handlers;
}

}  // namespace smarthandoff::engine
