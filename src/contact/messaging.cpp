#include <smarthandoff/contact/messaging.hpp>

#include <algorithm>
#include <array>

#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/contact/contact_log.hpp>
#include <smarthandoff/contact/registry.hpp>
#include <smarthandoff/contact/suppression.hpp>

#include "base/field_check.hpp"
#include "contact/address.hpp"
#include "contact/contact_log_rows.hpp"
#include "contact/marketing_wish.hpp"
#include "contact/refusal.hpp"

namespace smarthandoff::contact {
namespace {

using messages::Message;

constexpr std::int64_t kPage = 1000;
constexpr Milliseconds kNamed = std::chrono::hours(1);  // how long the time that a person named lasts
constexpr std::int64_t kLeastValid = 60, kMostValid = 2'592'000;

// The person as messages know them: E.164, or the peer's id.
std::string recipient(const Context& context, const std::string& typed) {
  if (typed.starts_with("user:")) return typed;
  std::string why;
  const auto address = read_address(context.profile(), Channel::whatsapp, typed, why);
  if (!address || !address->phone) throw invalid_field("to", "must be a telephone number with its area code");
  return address->phone->e164();
}

void check(const SendMessage& request) {
  field::check_name("to", request.to, 254);
  field::check_name("reference", request.reference, 64);
  field::check_between("valid_seconds", request.valid_seconds, kLeastValid, kMostValid);
  field::check_id("contact_id", request.contact_id);
  field::check_id("debt", request.debt);
  messenger::check(request.content);
}

// The message that is answered; throws not_found unless this person wrote it.
Message answered(const Context& context, const SendMessage& request, const std::string& to) {
  auto message = messages::find(context, request.answers);
  if (!message || message->direction != messages::Direction::inbound || message->address != to)
    throw no_such("message", request.answers.value);
  return std::move(*message);
}

// The channel that it goes by; none where the tenant has none to send with.
ChannelId sender_of(const Context& context, const ChannelId& given) {
  if (!given.empty()) {
    if (!channels::find(context, given)) throw no_such("channel", given.value);
    return given;
  }
  const auto usual = channels::to_send_with(context);
  return usual ? usual->id : ChannelId{};
}

GateQuestion question_of(const Context& context, const SendMessage& request, const std::string& to) {
  GateQuestion question{.address = to,
                        .channel = Channel::whatsapp,
                        .purpose = request.purpose,
                        .time_named = request.time_named,
                        .requested_at = request.requested_at,
                        .contact_id = request.contact_id,
                        .debt = request.debt,
                        .reference = request.reference};
  if (request.content.kind == messenger::ContentKind::template_) {
    question.template_name = request.content.template_message.name;
    question.template_language = request.content.template_message.language;
    question.channel_id = sender_of(context, request.channel_id);
  }
  if (request.answers.empty()) return question;
  question.requested_at = answered(context, request, to).created_at;
  question.purpose = Purpose::requested;
  question.time_named = true;
  return question;
}

RecordContact record_of(const Message& message, ContactOutcome outcome) {
  return {.address = message.address,
          .channel = Channel::whatsapp,
          .outcome = outcome,
          .reference = message.id.value};
}

std::optional<ContactRecord> logged(const Context& context, const Message& message) {
  std::string why;
  const auto address = read_address(context.profile(), Channel::whatsapp, message.address, why);
  if (!address) return std::nullopt;  // erased
  return rows::find_by_reference(context.transaction(), context.tenant(), address->digest, message.id.value);
}

// The newer outcome of a contact that stands in the log.
void replace_outcome(Context& context, const Message& message, ContactOutcome outcome) {
  const auto known = logged(context, message);
  if (!known || known->outcome == outcome) return;
  RecordContact record = record_of(message, outcome);
  record.purpose = known->purpose;
  record.contact_id = known->contact_id;
  record.debts = known->debts;
  record_contact(context, record);
}

// What WhatsApp tells about somebody is no word of theirs.
bool is_word(const Message& message) {
  return message.direction == messages::Direction::inbound && message.kind != "system" &&
         message.kind != "edited" && message.kind != "deleted" && !message.address.empty();
}

std::int64_t erased(Context& context, const Person& person) {
  std::int64_t count = 0;
  for (const std::string& address : person.addresses)
    if (!address.empty()) count += messages::erase(context, address);
  return count;
}

std::vector<std::string> exported(const Context& context, const Person& person) {
  std::vector<std::string> all;
  for (const std::string& address : person.addresses) {
    if (!address.starts_with('+') && !address.starts_with("user:")) continue;
    MessageId before;
    while (true) {
      const auto page =
          messages::list(context, {.address = address, .limit = kPage, .before = before}).messages;
      for (const Message& message : page) all.push_back(to_json(message));
      if (page.size() < static_cast<std::size_t>(kPage)) break;
      before = page.back().id;
    }
  }
  return all;
}

Expired expired(Context& context, const ExpiryPage& page) {
  const auto removed = messages::expire(context, page.before, page.limit);
  return {.removed = removed, .last = removed == page.limit ? "more" : ""};
}

}  // namespace

SendAnswer send_message(Context& context, const SendMessage& request) {
  check(request);
  const std::string to = recipient(context, request.to);
  const GateQuestion question = question_of(context, request, to);
  const GateDecision decision = may_contact(context, question);
  if (!decision.allowed) return {.reasons = decision.reasons, .next_allowed = decision.next_allowed};
  std::optional<Instant> named_until;  // an answer is welcome for as long as it is valid
  if (request.answers.empty()) named_until = context.now() + kNamed;
  const std::string later = to_be_asked_again(context, question, named_until);
  SendAnswer answer{.message =
                        messenger::enqueue_message(context, {.channel_id = request.channel_id,
                                                             .to = to,
                                                             .content = request.content,
                                                             .reference = request.reference,
                                                             .answers = request.answers,
                                                             .valid_for = Seconds(request.valid_seconds),
                                                             .question = later})};
  if (!request.answers.empty()) return answer;  // no contact that we started
  RecordContact record = record_of(*answer.message, ContactOutcome::sent);
  record.purpose = request.purpose;
  record.contact_id = request.contact_id;
  if (!request.debt.empty()) record.debts.push_back(request.debt);
  record_contact(context, record);
  return answer;
}

void log_inbound(Context& context, const Message& message) {
  if (!is_word(message)) return;
  RecordContact record = record_of(message, ContactOutcome::conversation);
  record.direction = Direction::inbound;
  record.at = message.created_at;
  record_contact(context, record);
  const auto ours = messenger::last_outbound(context, message.address, message.channel_id);
  if (ours && ours->status != messages::MessageStatus::failed)
    replace_outcome(context, *ours, ContactOutcome::conversation);
}

void take_opt_out(Context& context, const Message& message) {
  if (!is_word(message) || (message.kind != "text" && message.kind != "button")) return;
  std::string why;
  if (!read_address(context.profile(), Channel::whatsapp, message.address, why)) return;
  const auto kind = refusal_in(context, message.text);
  if (!kind) return;
  const std::string say = refuse(context, message.address, *kind, "message " + message.id.value);
  if (say.empty() || !messages::find(context, message.id)) return;
  messenger::enqueue_message(context, {.channel_id = message.channel_id,
                                       .to = message.address,
                                       .content = {.kind = messenger::ContentKind::text, .text = say},
                                       .reference = "refusal:" + message.id.value,
                                       .answers = message.id});
}

void log_failure(Context& context, const Message& message) {
  if (message.status == messages::MessageStatus::failed && message.direction == messages::Direction::outbound)
    replace_outcome(context, message, ContactOutcome::failed);
}

void take_preference(Context& context, const messages::MarketingPreference& told) {
  for (const std::string& address : told.addresses)
    suppressions::wishes::take(context, {.address = address,
                                         .stopped = told.stopped,
                                         .at = told.at,
                                         .reason = "promotions stopped in WhatsApp"});
}

void take_stop(Context& context, const Message& message) {
  if (message.status != messages::MessageStatus::failed ||
      message.failure.kind != messenger::FailureKind::recipient_stopped)
    return;
  suppressions::wishes::take(context, {.address = message.address,
                                       .at = message.failed_at.value_or(context.now()),
                                       .reason = "promotions stopped, message " + message.id.value});
}

void register_message_data() {
  register_personal_data({.name = "messages", .erase = erased, .export_ = exported, .expire = expired});
}

const Type& describe(const SendMessage*) {
  static const Immortal<Type> type =
      Description<SendMessage>("SendMessage", "A message to a person, if it may go out.")
          .field("channel_id", &SendMessage::channel_id, "empty: the channel that the tenant sends with")
          .required("to", &SendMessage::to, "a telephone number as typed, or a stored address")
          .required("content", &SendMessage::content, "what is said")
          .field("purpose", &SendMessage::purpose, "why the person is contacted")
          .field("requested_at", &SendMessage::requested_at, "of a requested one; none: just now")
          .field("time_named", &SendMessage::time_named, "of a requested one: the person named the time")
          .field("contact_id", &SendMessage::contact_id, "who it is, where it matters")
          .field("debt", &SendMessage::debt, "which debt it is about")
          .field("answers", &SendMessage::answers, "a message of this person that it answers")
          .field("reference", &SendMessage::reference, "comes back in events; 1-64 characters")
          .field("valid_seconds", &SendMessage::valid_seconds, "not sent after that; 60-2592000")
          .build();
  return type;
}

const Type& describe(const SendAnswer*) {
  static const Immortal<Type> type =
      Description<SendAnswer>("SendAnswer", "What became of a message.")
          .field("message", &SendAnswer::message, "queued; none: it must not go out")
          .field("reasons", &SendAnswer::reasons, "why not")
          .field("next_allowed", &SendAnswer::next_allowed, "when it may")
          .build();
  return type;
}

}  // namespace smarthandoff::contact
