#include "engine/alert_desk.hpp"

#include <utility>

#include "engine/failure_text.hpp"
#include "engine/read_context.hpp"
#include "messenger/slack/slack.hpp"

namespace smarthandoff::engine {
namespace {

using calls::AlertPosted;
using messenger::FailureKind;
using messenger::SendOutcome;

// Nothing was posted yet: it may be tried again.
AlertPosted later(const std::string& why) {
  return {
      .waited = true,
      .alert_id = {},
      .result = {.outcome = SendOutcome::retry, .failure = {.kind = FailureKind::temporary, .detail = why}}};
}

}  // namespace

void AlertDesk::post(const TenantId& tenant, const calls::AlertTargetId& target, Done done) {
  try {
    readers_.post(
        [this, tenant, target, done](const storage::Transaction& transaction) {
          post_first(transaction, tenant, target, done);
        },
        [this, done](const std::exception_ptr& error) {
          io_.post([done, why = text_of(error)] { done(later(why)); });
        });
  } catch (const Error& error) {
    io_.post([done, why = std::string(error.what())] { done(later(why)); });
  }
}

void AlertDesk::post_first(const storage::Transaction& transaction, const TenantId& tenant,
                           const calls::AlertTargetId& target, const Done& done) {
  const ReadContext context(transaction,
                            {.tenant = tenant, .actor = {}, .now = clock_.now(), .keys = &keys_});
  auto first = calls::first_waiting_alert(*context, target);  // a key that is missing now may be given later
  io_.post([this, done, first = std::move(first)] {
    if (!first) return done({});
    send(*first, done);
  });
}

void AlertDesk::send(const calls::WaitingAlert& alert, const Done& done) {
  const auto client = messengers_.http_client();
  if (!client) return done(later("the engine is closing"));
  client->send(messenger::slack::request(alert.url, alert.text),
               [done, id = alert.alert_id](const http::Outcome& outcome) {
                 done({.waited = true, .alert_id = id, .result = messenger::slack::result_of(outcome)});
               });
}

}  // namespace smarthandoff::engine
