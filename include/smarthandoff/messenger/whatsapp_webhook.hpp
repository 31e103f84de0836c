#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <smarthandoff/base/body.hpp>
#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/storage/context.hpp>

// What Meta calls: `messaging.webhook` and `messaging.challenge`. Both find their tenants by what they carry
// (phone_number_id, business account, verify token), whatever tenant they are called in.
namespace smarthandoff::messaging {

// One POST of Meta's, as it was received.
struct ReceiveWebhook {
  Body body;              // raw; at most 4 MB; what in it is no UTF-8 is read as U+FFFD
  std::string signature;  // the header X-Hub-Signature-256
};

// What was in it. Answer Meta 200 whatever the counts: what is unknown or a repetition is no error.
struct WebhookReceipt {
  std::int64_t received = 0;    // messages stored
  std::int64_t statuses = 0;    // statuses that changed a message
  std::int64_t duplicates = 0;  // messages and statuses that were known or are older than what is known
  std::int64_t notices = 0;     // of the account, its number, its templates, or who wants promotions
  std::int64_t unknown = 0;     // of a number or account, or about a message, that is nobody's here
};

// Payload of channel.notice: something the peer told that is neither a message nor a status.
struct ChannelNotice {
  std::string channel_id;
  std::string field;  // the peer's name of it, e.g. account_update
  std::string raw;    // JSON as it came; empty where it holds personal data
};

// Meta's question when a webhook is set up: the query hub.mode, hub.verify_token, hub.challenge.
struct AnswerChallenge {
  std::string mode;
  Secret verify_token;
  std::string challenge;
};
struct ChallengeAnswer {
  std::string challenge;  // answer it as text/plain with 200
};

// Throws invalid_argument for a body that is no JSON object; unauthorized (answer 401 or 403) where the
// signature does not fit the app secret of every channel concerned; failed_precondition naming a key that is
// missing.
WebhookReceipt receive(Context& context, const ReceiveWebhook& request);
std::vector<TenantId> tenants_of(const Context& context, const ReceiveWebhook& request);
void merge(WebhookReceipt& into, const WebhookReceipt& more);

// Throws invalid_argument without a mode or challenge (answer 400); unauthorized for another mode or a token
// that no channel has (answer 403).
ChallengeAnswer challenge(const Context& context, const AnswerChallenge& request);
std::vector<TenantId> tenants_of(const Context& context, const AnswerChallenge& request);
void merge(ChallengeAnswer& into, const ChallengeAnswer& more);

const Type& describe(const ReceiveWebhook*);
const Type& describe(const WebhookReceipt*);
const Type& describe(const ChannelNotice*);
const Type& describe(const AnswerChallenge*);
const Type& describe(const ChallengeAnswer*);

}  // namespace smarthandoff::messaging
