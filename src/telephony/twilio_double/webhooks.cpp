// What goes out to the host: signed, tried again, and on demand lost, late, doubled or swapped.
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/twilio/signature.hpp>

#include "telephony/twilio/url.hpp"
#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::int64_t kRetries = 1;
constexpr std::int64_t kMaxRetries = 5;

// The value of an override in the URL's fragment: "#rc=2&rp=all".
std::string override_of(std::string_view url, std::string_view name) {
  const std::size_t hash = url.find('#');
  if (hash == std::string_view::npos) return {};
  return value_of(decode_form(url.substr(hash + 1)), name);
}

// Twilio tries again where it had no connection, or as the URL's fragment says.
bool is_repeated(const Webhook& webhook, const http::Outcome& outcome) {
  const std::string count = override_of(webhook.url, "rc");
  const std::int64_t most = std::min(to_number(count, kRetries), kMaxRetries);
  if (webhook.tries > most) return false;
  const std::string policy = "," + override_of(webhook.url, "rp") + ",";
  const bool all = policy == ",all,";
  if (!outcome.response) {
    const bool late = outcome.failure && outcome.failure->code() == ErrorCode::timeout;
    return all || !late || policy.find(",rt,") != std::string::npos;
  }
  const std::int64_t kind = outcome.response->status / 100;
  if (kind == 4) return all || policy.find(",4xx,") != std::string::npos;
  return kind == 5 && (all || policy.find(",5xx,") != std::string::npos);
}

std::string summary(const Webhook& webhook, const http::Outcome& outcome) {
  return webhook.what + " " + webhook.method + " " + webhook.url + " -> " +
         (outcome.response  ? std::to_string(outcome.response->status)
          : outcome.failure ? outcome.failure->what()
                            : "no answer");
}

}  // namespace

void Model::send(Webhook webhook) {
  webhook.token = sids.uuid();
  try_webhook(webhook);
}

void Model::try_webhook(const Webhook& webhook) {
  http::Request request{.method = webhook.method,
                        .url = std::string(twilio::without_fragment(webhook.url)),
                        .timeout = options_.webhook_timeout};
  Params signed_params;
  if (webhook.is_json) {
    request.body = webhook.body;
    request.headers.push_back({"Content-Type", "application/json"});
  } else if (webhook.method == "GET") {
    if (!webhook.params.empty())
      request.url += (request.url.find('?') == std::string::npos ? "?" : "&") + encode_form(webhook.params);
  } else {
    signed_params = webhook.params;
    request.body = encode_form(webhook.params);
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"});
  }
  const Account* owner = account(webhook.account);
  try {
    const std::string signature = twilio::sign({.token = Secret(owner == nullptr ? "none" : owner->token),
                                                .url = request.url,
                                                .params = {.pairs = std::move(signed_params)}});
    request.headers.push_back({"X-Twilio-Signature", signature});
  } catch (const Error& wrong) {
    Webhook bad = webhook;
    bad.tries = static_cast<int>(kMaxRetries);  // a URL that is none
    scheduler.after(Milliseconds(0), [this, bad, failure = Error(wrong)] {
      tried(bad, {.response = {}, .failure = failure, .maybe_sent = false});
    });
    return;
  }
  request.headers.push_back({"I-Twilio-Idempotency-Token", webhook.token});
  request.headers.push_back({"User-Agent", "TwilioProxy/1.1"});
  transport(std::move(request), [this, webhook](const http::Outcome& outcome) { tried(webhook, outcome); });
}

void Model::tried(Webhook webhook, const http::Outcome& outcome) {
  ++webhook.tries;
  note(LogKind::webhook, call(webhook.call), summary(webhook, outcome));
  if (is_repeated(webhook, outcome)) return try_webhook(webhook);
  if (webhook.done) return webhook.done(outcome);
  if (!outcome.response || outcome.response->status > 299)
    error(call(webhook.call), 15003, webhook.what + " was not taken by the host");
}

CallbackFailure Model::next_callback_failure() {
  if (!callback_failures.empty()) {
    const CallbackFailure next = callback_failures.front();
    callback_failures.pop_front();
    return next;
  }
  // One draw each, so that a run with other chances stays comparable.
  const double lose = sids.chance(), repeat = sids.chance(), late = sids.chance(), swap = sids.chance();
  if (lose < faults.lose) return CallbackFailure::lost;
  if (repeat < faults.repeat) return CallbackFailure::doubled;
  if (late < faults.late) return CallbackFailure::late;
  return swap < faults.swap ? CallbackFailure::swapped : CallbackFailure::none;
}

void Model::callback(Webhook webhook) {
  if (webhook.url.empty()) return;
  webhook.token = sids.uuid();
  const Call* about = call(webhook.call);
  std::optional<Webhook> before;
  std::swap(before, held_back_);
  switch (next_callback_failure()) {
    case CallbackFailure::none:
      try_webhook(webhook);
      break;
    case CallbackFailure::lost:
      note(LogKind::callback_lost, about, "lost: " + webhook.what);
      break;
    case CallbackFailure::doubled:
      note(LogKind::callback_lost, about, "doubled: " + webhook.what);
      try_webhook(webhook);
      try_webhook(webhook);
      break;
    case CallbackFailure::late:
      note(LogKind::callback_lost, about, "late: " + webhook.what);
      scheduler.after(faults.delay, [this, webhook] { try_webhook(webhook); });
      break;
    case CallbackFailure::swapped: {
      note(LogKind::callback_lost, about, "swapped: " + webhook.what);
      held_back_ = webhook;
      scheduler.after(faults.delay, [this, count = ++held_count_] {
        if (count != held_count_ || !held_back_) return;
        const Webhook held = *std::exchange(held_back_, std::nullopt);
        try_webhook(held);
      });
    }
  }
  if (before) try_webhook(*before);
}

}  // namespace smarthandoff::twilio_double
