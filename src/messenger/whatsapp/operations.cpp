// What Meta calls, as operations in the tenant concerned.
#include <algorithm>
#include <map>
#include <set>

#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/preference.hpp>
#include <smarthandoff/messenger/templates.hpp>
#include <smarthandoff/messenger/whatsapp.hpp>
#include <smarthandoff/messenger/whatsapp_webhook.hpp>

#include "messenger/whatsapp/responses.hpp"

namespace smarthandoff::messaging {
namespace {

using messenger::Inbound;
using messenger::Notice;
using messenger::Preference;
using messenger::StatusChange;
using messenger::TemplateState;
using messenger::WebhookChange;

// The tenant's channels that changes are about, each opened once.
class Channels {
 public:
  explicit Channels(const Context& context) : context_(context) {}

  // By the number, else by the account; none: nobody's here.
  const std::vector<channels::Opened>& of(const WebhookChange& change) {
    const bool number = !change.phone_number_id.empty();
    const std::string key = (number ? "n" + change.phone_number_id : "a" + change.waba_id);
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    std::vector<channels::Opened> found;
    if (number) {
      auto one = channels::open_by_number(context_, change.phone_number_id);
      if (one) found.push_back(std::move(*one));
    } else {
      found = channels::open_by_account(context_, change.waba_id);
    }
    return known_.emplace(key, std::move(found)).first->second;
  }

 private:
  const Context& context_;
  std::map<std::string, std::vector<channels::Opened>> known_;
};

void check_signature(const ReceiveWebhook& request, const channels::Opened& channel) {
  if (channel.app_secret.empty())
    throw Error(ErrorCode::unauthorized,
                "channel \"" + channel.channel.id.value + "\" has no app_secret to check webhooks with");
  if (!messenger::whatsapp_signature_fits(request.body.bytes, request.signature, channel.app_secret))
    throw Error(ErrorCode::unauthorized, "the signature of the webhook does not fit its body");
}

// Stores one item; each kind counts in its own way.
class Storing {
 public:
  Storing(Context& context, const ChannelId& channel, WebhookReceipt& receipt)
      : context_(context), channel_(channel), receipt_(receipt) {}

  void operator()(const Inbound& inbound) const {
    if (messages::receive(context_, channel_, inbound))
      ++receipt_.received;
    else
      ++receipt_.duplicates;
  }

  void operator()(const StatusChange& change) const {
    switch (messages::apply(context_, channel_, change)) {
      case messages::StatusApplied::changed:
        ++receipt_.statuses;
        return;
      case messages::StatusApplied::ignored:
        ++receipt_.duplicates;
        return;
      case messages::StatusApplied::unknown:
        ++receipt_.unknown;
        return;
    }
  }

  void operator()(const TemplateState& state) const {
    templates::changed(context_, channel_, state);
    ++receipt_.notices;
  }

  void operator()(const Preference& preference) const {
    messages::prefer(context_, channel_, preference);
    ++receipt_.notices;
  }

  void operator()(const Notice& notice) const {
    if (const auto state = messenger::whatsapp::new_category(notice))
      templates::recategorised(context_, channel_, *state);
    context_.emit("channel.notice", channel_.value, ChannelNotice{channel_.value, notice.field, notice.raw});
    ++receipt_.notices;
  }

 private:
  Context& context_;
  const ChannelId& channel_;
  WebhookReceipt& receipt_;
};

void add_missing(std::vector<TenantId>& all, const std::vector<TenantId>& more) {
  for (const TenantId& tenant : more)
    if (std::find(all.begin(), all.end(), tenant) == all.end()) all.push_back(tenant);
}

}  // namespace

WebhookReceipt receive(Context& context, const ReceiveWebhook& request) {
  const auto changes = messenger::parse_whatsapp_webhook(request.body.bytes);
  Channels known(context);
  for (const WebhookChange& change : changes)
    for (const channels::Opened& channel : known.of(change)) check_signature(request, channel);
  WebhookReceipt receipt;
  for (const WebhookChange& change : changes) {
    const auto& concerned = known.of(change);
    if (concerned.empty()) ++receipt.unknown;
    for (const channels::Opened& channel : concerned)
      for (const auto& item : change.items) std::visit(Storing(context, channel.channel.id, receipt), item);
  }
  return receipt;
}

std::vector<TenantId> tenants_of(const Context& context, const ReceiveWebhook& request) {
  std::vector<TenantId> all;
  std::set<std::string> asked;
  for (const WebhookChange& change : messenger::parse_whatsapp_webhook(request.body.bytes)) {
    const bool number = !change.phone_number_id.empty();
    if (!asked.insert(number ? "n" + change.phone_number_id : "a" + change.waba_id).second) continue;
    add_missing(all, number ? channels::tenants_of_number(context, change.phone_number_id)
                            : channels::tenants_of_account(context, change.waba_id));
  }
  return all;
}

// What is unknown to one tenant may be another's: only what was found adds up.
void merge(WebhookReceipt& into, const WebhookReceipt& more) {
  into.received += more.received;
  into.statuses += more.statuses;
  into.duplicates += more.duplicates;
  into.notices += more.notices;
  into.unknown = std::min(into.unknown, more.unknown);
}

ChallengeAnswer challenge(const Context& context, const AnswerChallenge& request) {
  if (request.mode.empty()) throw invalid_field("mode", "must not be empty");
  if (request.challenge.empty()) throw invalid_field("challenge", "must not be empty");
  if (request.challenge.size() > 1000) throw invalid_field("challenge", "must have at most 1000 bytes");
  // By its keyed digest alone: channels whose credentials cannot be read do not stand in the others' way, and
  // a wrong token learns nothing of them.
  const auto theirs = channels::tenants_of_verify_token(context, request.verify_token.reveal());
  const bool fits =
      request.mode == "subscribe" && std::ranges::find(theirs, context.tenant()) != theirs.end();
  if (!fits) throw Error(ErrorCode::unauthorized, "the mode or the verify token is not that of a channel");
  return {request.challenge};
}

std::vector<TenantId> tenants_of(const Context& context, const AnswerChallenge& request) {
  auto all = channels::tenants_of_verify_token(context, request.verify_token.reveal());
  if (all.size() > 1) all.resize(1);
  return all;
}

void merge(ChallengeAnswer&, const ChallengeAnswer&) {}

const Type& describe(const ReceiveWebhook*) {
  static const Immortal<Type> type =
      Description<ReceiveWebhook>("ReceiveWebhook", "One POST of Meta's, as it was received.")
          .required("body", &ReceiveWebhook::body, "the raw body, byte for byte; at most 4 MB")
          .required("signature", &ReceiveWebhook::signature, "the header X-Hub-Signature-256")
          .build();
  return type;
}

const Type& describe(const WebhookReceipt*) {
  using R = WebhookReceipt;
  static const Immortal<Type> type =
      Description<R>("WebhookReceipt", "What was in a webhook; answer 200 whatever the counts.")
          .field("received", &R::received, "messages stored")
          .field("statuses", &R::statuses, "statuses that changed a message")
          .field("duplicates", &R::duplicates, "messages and statuses that bring nothing new")
          .field("notices", &R::notices, "of the account, its number, its templates, or who wants promotions")
          .field("unknown", &R::unknown, "of a number, account or message that is nobody's here")
          .build();
  return type;
}

const Type& describe(const ChannelNotice*) {
  static const Immortal<Type> type =
      Description<ChannelNotice>("ChannelNotice", "Payload of channel.notice.")
          .field("channel_id", &ChannelNotice::channel_id, "the channel")
          .field("field", &ChannelNotice::field, "the peer's name of it, e.g. account_update")
          .field("raw", &ChannelNotice::raw, "JSON as it came; empty where it holds personal data")
          .build();
  return type;
}

const Type& describe(const AnswerChallenge*) {
  static const Immortal<Type> type =
      Description<AnswerChallenge>("AnswerChallenge", "Meta's question when a webhook is set up.")
          .field("mode", &AnswerChallenge::mode, "hub.mode")
          .field("verify_token", &AnswerChallenge::verify_token, "hub.verify_token")
          .field("challenge", &AnswerChallenge::challenge, "hub.challenge")
          .build();
  return type;
}

const Type& describe(const ChallengeAnswer*) {
  static const Immortal<Type> type =
      Description<ChallengeAnswer>("ChallengeAnswer", "What Meta wants to hear.")
          .field("challenge", &ChallengeAnswer::challenge, "as text/plain with 200")
          .build();
  return type;
}

}  // namespace smarthandoff::messaging
