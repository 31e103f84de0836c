#include "calls/webhook_step.hpp"

#include <algorithm>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/twilio/signature.hpp>

#include "base/field_check.hpp"
#include "calls/call_rows.hpp"
#include "calls/field.hpp"
#include "calls/number_rows.hpp"

namespace smarthandoff::calls {
namespace {

constexpr auto kRemembered = std::chrono::hours(24);
constexpr std::size_t kMaxToken = 128;
constexpr std::size_t kMaxParty = 100;

std::string_view query_of(std::string_view url) {
  const auto mark = url.find('?');
  if (mark == std::string_view::npos) return {};
  const std::string_view rest = url.substr(mark + 1);
  return rest.substr(0, rest.find('#'));
}

// A GET has its fields in the URL.
twilio::Webhook read(const VoiceWebhook& request) {
  if (!request.body.bytes.empty())
    return twilio::parse_webhook_body(request.body.bytes, request.content_type);
  return twilio::parse_webhook(twilio::Form(query_of(request.url)));
}

std::map<std::string, std::string> query(const std::string& url) {
  std::map<std::string, std::string> found;
  const twilio::Form form(query_of(url));
  for (const twilio::FormField& field : form.fields()) {
    if (field.name.find('\0') != field.name.npos || field.value.find('\0') != field.value.npos)
      throw invalid_field("url", "must not hold a NUL character");
    found.emplace(field.name, field.value);
  }
  return found;
}

bool is_too_large(const VoiceWebhook& request) {
  return request.body.bytes.size() > twilio::kMaxBody || request.url.size() > 8192;
}

VoiceAnswer refused(std::int64_t status, WebhookOutcome outcome) {
  return {.status = status, .content_type = "text/plain", .body = {}, .outcome = outcome};
}

bool is_real(const VoiceWebhook& request, const OpenedAccount& account) {
  return !account.token.empty() && twilio::validate({.token = account.token,
                                                     .signature = request.signature,
                                                     .url = request.url,
                                                     .body = request.body,
                                                     .content_type = request.content_type});
}

Parties parties_of(const twilio::WebhookCall& told) {
  Parties parties{
      .direction = {}, .parent_sid = told.parent_call_sid, .from_number = told.from, .to_number = told.to};
  if (!told.direction.empty())
    parties.direction =
        told.direction.starts_with("outbound") ? CallDirection::outbound : CallDirection::inbound;
  return parties;
}

// A call that nobody told us of before.
CallRecord kept(Context& context, const Received& received) {
  const twilio::WebhookCall& told = received.hook.call;
  CallRecord record;
  Call& call = record.call;
  call.id = {context.new_id()};
  call.sid = told.call_sid;
  call.account_id = received.account.id;
  call.started_at = call.updated_at = context.now();
  record.plan.untold = true;
  take_parties(context, record, parties_of(told));
  return record;
}

}  // namespace

std::string Received::field(std::string_view name) const {
  const auto other = std::ranges::find_if(hook.others, [&](const auto& pair) { return pair.first == name; });
  if (other != hook.others.end()) return other->second;
  const auto found = query.find(std::string(name));
  return found == query.end() ? std::string() : found->second;
}

VoiceAnswer nothing(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::processed:
      return json(R"({"status":"processed"})");
    case AnswerKind::document:
      return document({});
    case AnswerKind::empty:
      return json("{}");
    case AnswerKind::received:
      break;
  }
  return json(R"({"status":"received"})");
}

VoiceAnswer document(const twiml::Document& document) {
  return {.status = 200, .content_type = "application/xml", .body = twiml::write(document)};
}

VoiceAnswer json(std::string body) {
  return {.status = 200, .content_type = "application/json", .body = std::move(body)};
}

VoiceAnswer handle(Context& context, const VoiceWebhook& request, const Handler& handler) {
  if (is_too_large(request)) return refused(413, WebhookOutcome::too_large);
  Received received{.hook = read(request), .query = query(request.url), .account = {}, .settings = {}};
  auto account = open_account_of(context, received.hook.call.account_sid);
  if (!account) {
    VoiceAnswer answer = nothing(handler.kind);
    answer.outcome = WebhookOutcome::unknown;
    return answer;
  }
  if (!is_real(request, *account)) return refused(403, WebhookOutcome::forged);
  received.account = std::move(account->account);
  received.settings = settings(context, {});
  const std::string& token = request.idempotency_token;
  const bool remembered = handler.remember && !token.empty() && token.size() <= kMaxToken;
  if (remembered) {
    context.transaction().lock("webhook_tokens", std::string(handler.operation) + token);
    if (auto before = rows::find_token(context, handler.operation, token))
      return {before->status, std::move(before->content_type), std::move(before->body),
              WebhookOutcome::repeated};
  }
  VoiceAnswer answer = handler.handle(context, received);
  if (remembered) {
    rows::forget_tokens(context, context.now() - kRemembered);
    rows::save_token(context, handler.operation, token, {answer.status, answer.content_type, answer.body});
  }
  return answer;
}

bool take_parties(const Context& context, CallRecord& record, const Parties& told) {
  if (!record.plan.untold) return false;
  const CallRecord before = record;
  Call& call = record.call;
  record.plan.untold = !told.direction;
  call.direction = told.direction.value_or(call.direction);
  const auto fill = [](std::string& known, const std::string& text) {
    if (known.empty()) known = field::fitted(text, kMaxParty);
  };
  fill(call.parent_sid, told.parent_sid);
  fill(call.from_number, told.from_number);
  fill(call.to_number, told.to_number);
  const bool inbound = call.direction == CallDirection::inbound;
  const std::string ours = e164_or_empty(inbound ? call.to_number : call.from_number);
  const auto number = rows::find_number(context, ours);
  call.number_id = number ? number->id : NumberId{};
  return !(record == before);
}

CallRecord call_of(Context& context, const Received& received) {
  const std::string& sid = received.hook.call.call_sid;
  context.transaction().lock("calls", sid);
  if (auto known = rows::find_call_of(context, sid)) {
    if (take_parties(context, *known, parties_of(received.hook.call))) tell_changed(context, *known);
    return std::move(*known);
  }
  const auto ours = received.query.find("call");
  if (ours != received.query.end()) {
    auto placed = rows::find_call(context, {ours->second});
    const bool same = placed && received.hook.call.parent_call_sid.empty() &&
                      (placed->call.sid.empty() || placed->call.sid == sid);
    if (same) return std::move(*placed);
  }
  return kept(context, received);
}

std::string route(const CallSettings& settings, std::string_view path, const CallId& id,
                  std::string_view more) {
  std::string url = settings.base_url + std::string(path) + "?call=" + id.value;
  if (!more.empty()) url += "&" + std::string(more);
  return url;
}

std::vector<TenantId> tenants_of(const Context& context, const VoiceWebhook& request) {
  if (is_too_large(request)) return {};
  return tenants_of_account(context, read(request).call.account_sid);
}

void merge(VoiceAnswer& into, const VoiceAnswer& more) {
  if (into.outcome == WebhookOutcome::unknown) into = more;
}

}  // namespace smarthandoff::calls
