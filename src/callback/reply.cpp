#include <smarthandoff/callback/reply.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <smarthandoff/base/describe_understand.hpp>
#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/fold.hpp>
#include <smarthandoff/base/text.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/messenger/unconfirmed.hpp>

#include "base/field_check.hpp"
#include "base/local_text.hpp"
#include "callback/callback_steps.hpp"
#include "callback/notice_rows.hpp"
#include "callback/notices.hpp"
#include "callback/schedule_check.hpp"
#include "callback/score_reply.hpp"
#include "contact/refusal.hpp"

namespace smarthandoff::callbacks {
namespace {

using Kind = lifecycle::EventKind;

constexpr std::size_t kMaxText = 4096;
constexpr const char* kReference = "callback:";
constexpr std::ptrdiff_t kMostBlanks = 5;

// A sender's clock tells whole seconds, and may be a little behind ours.
constexpr Milliseconds kClocks = Seconds(5);

// What was written, and when: a webhook may bring it hours later.
struct Words {
  const std::string& text;
  const std::string& choice;
  Instant at;
};

// What a reply means, and the time that was said with it.
struct Understood {
  ReplyMeaning meaning = ReplyMeaning::yes;
  std::optional<Instant> at;
  bool closed = false;        // at the time that was said: `at` is when we open next
  bool in_its_words = false;  // a button or one of the words that a notice names; else it was guessed
};

std::optional<ReplyMeaning> meaning_of_choice(std::string_view choice) {
  if (choice == "callback_yes") return ReplyMeaning::yes;
  if (choice == "callback_later") return ReplyMeaning::later;
  if (choice == "callback_cancel") return ReplyMeaning::no;
  return std::nullopt;
}

// Without accents, case and what is no letter or digit at the ends: "✅ Sim!" is "sim".
std::string word_of(const std::string& text) {
  const std::string folded = fold(text);
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto first = std::ranges::find_if(folded, is_word);
  const auto last = std::find_if(folded.rbegin(), folded.rend(), is_word).base();
  return first < last ? std::string(first, last) : std::string();
}

std::optional<ReplyMeaning> meaning_of_word(const std::string& word) {
  static constexpr std::array<std::pair<std::string_view, ReplyMeaning>, 16> kWords{{
      {"sim", ReplyMeaning::yes},
      {"1", ReplyMeaning::yes},
      {"yes", ReplyMeaning::yes},
      {"sim, podem ligar", ReplyMeaning::yes},
      {"yes, call me", ReplyMeaning::yes},
      {"depois", ReplyMeaning::later},
      {"2", ReplyMeaning::later},
      {"later", ReplyMeaning::later},
      {"mais tarde", ReplyMeaning::later},
      {"nao", ReplyMeaning::no},
      {"3", ReplyMeaning::no},
      {"no", ReplyMeaning::no},
      {"nao precisa", ReplyMeaning::no},
      {"nao precisa mais", ReplyMeaning::no},
      {"no need", ReplyMeaning::no},
      {"cancelar", ReplyMeaning::no},
  }};
  const auto found =
      std::ranges::find(kWords, std::string_view(word), &std::pair<std::string_view, ReplyMeaning>::first);
  return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

// A time that was named precisely enough to call then: "depois das 16h", "amanhã às 9".
std::optional<Instant> time_in(const Context& context, const Words& words) {
  const TenantProfile& profile = context.profile();
  const auto said = understand::time(
      {.text = words.text, .now = words.at, .zone = profile.zone, .language = profile.language});
  if (said.kind == understand::TimeKind::instant) return said.utc;
  if (said.kind == understand::TimeKind::window) return said.utc_from;
  return std::nullopt;
}

// A time that is agreed to is one that a callback may be put to: outside of the hours, when we open next.
std::optional<Understood> agreed(const Context& context, std::optional<Instant> said) {
  if (!said || *said <= context.now() || is_too_far(*said, context.now())) return std::nullopt;
  const auto open = open_at_or_after(context, *said);
  if (open == said) return Understood{.meaning = ReplyMeaning::later, .at = said};
  return Understood{.meaning = ReplyMeaning::later, .at = open, .closed = true};
}

understand::IntentUnderstanding intent_in(const std::string& language, const std::string& text) {
  return understand::intent(
      {.text = text, .context = understand::IntentContext::offer_callback, .language = language});
}

std::optional<Understood> understood(const Context& context, const Words& words) {
  if (const auto chosen = meaning_of_choice(words.choice))
    return Understood{.meaning = *chosen, .in_its_words = true};
  if (const auto word = meaning_of_word(word_of(words.text)))
    return Understood{.meaning = *word, .in_its_words = true};
  if (std::ranges::count(words.text, ' ') > kMostBlanks) return std::nullopt;  // a story, not an answer
  if (auto later = agreed(context, time_in(context, words))) return later;
  const std::string& language = context.profile().language;
  const auto said = intent_in(language, words.text);
  if (!said.intent || said.clarify) return std::nullopt;
  switch (*said.intent) {
    case understand::Intent::yes:
      // A notice's words are of both languages, and so is what stands beside a yes: "yes, call me later".
      if (intent_in(language == "pt-BR" ? "en-US" : "pt-BR", words.text).intent == understand::Intent::later)
        return Understood{.meaning = ReplyMeaning::later};
      return Understood{.meaning = ReplyMeaning::yes};
    case understand::Intent::later:
      return Understood{.meaning = ReplyMeaning::later};
    case understand::Intent::no:
    case understand::Intent::cancel:
      return Understood{.meaning = ReplyMeaning::no};
    default:
      return std::nullopt;  // an opt-out, another wish: not an answer to the notice
  }
}

// The sentence that tells the customer what happens now.
std::string sentence(const Steps& steps, const Understood& said) {
  switch (said.meaning) {
    case ReplyMeaning::yes:
      return steps.text("callback.answer_yes");
    case ReplyMeaning::no:
      return steps.text("callback.answer_no");
    case ReplyMeaning::later:
    case ReplyMeaning::opt_out:
    case ReplyMeaning::wrong_person:
      break;
  }
  const TenantProfile& profile = steps.context.profile();
  if (said.at)
    return steps.text(said.closed ? "callback.answer_closed" : "callback.answer_at",
                      {{"time", local_text(*said.at, profile.zone, profile.language)}});
  return steps.text("callback.answer_later", {{"n", std::to_string(steps.settings().later_minutes)}});
}

// "Ok, obrigado" is the answer to a question: a confirmation asks none.
bool is_answer(const rows::Notice& notice, const Understood& said) {
  return said.in_its_words || said.meaning != ReplyMeaning::yes || notice.kind == rows::kReady;
}

// Words that were written before we asked answer something else.
bool came_before(const messages::Message& message, const rows::Notice& notice) {
  return message.answers_id.empty() && message.created_at + kClocks < notice.sent_at;
}

// A notice of a callback that is still open.
std::optional<rows::Notice> open_notice(const Context& context, const MessageId& id) {
  auto notice = rows::find_notice(context, id);
  if (!notice) return std::nullopt;
  const auto record = rows::find(context.transaction(), context.tenant(), notice->callback_id);
  if (!record || !is_open(record->machine.at)) return std::nullopt;
  return notice;
}

// Our last message to whom wrote, if it is a notice that waits for an answer.
std::optional<rows::Notice> last_notice(const Context& context, const messages::Message& message) {
  const auto last = messenger::last_outbound(context, message.address, message.channel_id);
  auto notice = last ? open_notice(context, last->id) : std::nullopt;
  if (notice && (notice->answered_at || came_before(message, *notice))) notice.reset();
  return notice;
}

// The questions under which a button of an unknown message may stand: those whose id we were not told (yet).
std::vector<rows::Notice> unconfirmed_questions(const Context& context, const messages::Message& message) {
  std::vector<rows::Notice> all;
  for (const auto& one : messenger::unconfirmed(context, message.address, message.channel_id)) {
    const auto notice = open_notice(context, one.id);
    if (notice && notice->kind == rows::kReady && !came_before(message, *notice)) all.push_back(*notice);
  }
  const bool waits = std::ranges::any_of(all, [](const rows::Notice& one) { return !one.answered_at; });
  std::erase_if(all, [&](const rows::Notice& one) { return waits && one.answered_at; });
  return all;
}

// What a button answers that names no message of ours; `several`: it may be of any of them.
struct Guess {
  std::optional<rows::Notice> notice;
  bool several = false;
};
Guess guess_of_button(const Context& context, const messages::Message& message) {
  Guess guess;
  if (message.answers.empty()) {
    guess.notice = rows::unanswered(context, message.address);
    if (guess.notice && came_before(message, *guess.notice)) guess.notice.reset();
    if (!guess.notice) guess.notice = last_notice(context, message);  // the callback has another number since
    return guess;
  }
  for (const rows::Notice& one : unconfirmed_questions(context, message)) {
    if (!guess.notice) guess.notice = one;
    if (one.callback_id != guess.notice->callback_id) guess.several = true;
  }
  return guess;
}

// Plain words answer a notice only if it is the last thing we said there. So do words that quote an unknown
// message, if the id of that last one is not known either.
std::optional<rows::Notice> guess_of_words(const Context& context, const messages::Message& message) {
  auto notice = last_notice(context, message);
  if (!notice) return std::nullopt;
  if (!message.answers.empty()) {
    const auto unknown = messenger::unconfirmed(context, message.address, message.channel_id);
    if (unknown.empty() || unknown.front().id != notice->message_id) return std::nullopt;
  }
  const auto newest = rows::unanswered(context, message.address);  // of several callbacks it is meant
  if (newest && newest->message_id != notice->message_id) notice.reset();
  return notice;
}

// "We are calling you" is said where the gate lets the call go out; else, when it will.
std::string sentence_of_yes(Steps& steps) {
  const gate::Leave leave = gate::may_call(steps.context, steps.record.callback);
  if (leave.allowed || !leave.next_allowed) return steps.text("callback.answer_yes");
  const TenantProfile& profile = steps.context.profile();
  return steps.text("callback.answer_at",
                    {{"time", local_text(*leave.next_allowed, profile.zone, profile.language)}});
}

Kind event_of(ReplyMeaning meaning) {
  if (meaning == ReplyMeaning::yes) return Kind::said_yes;
  return meaning == ReplyMeaning::later ? Kind::said_later : Kind::said_no;
}

// Takes the reply to the callback whose notice it answers.
ReplyOutcome decide(Context& context, const rows::Notice& notice, const Understood& said) {
  Steps steps = Steps::open(context, notice.callback_id);
  ReplyOutcome outcome{.matched = true, .callback_id = notice.callback_id, .meaning = said.meaning};
  rows::answer_notice(context, notice.message_id);
  if (!is_open(steps.record.machine.at)) {
    outcome.too_late = true;
    outcome.say = steps.text("callback.answer_too_late");
    return outcome;
  }
  outcome.say = sentence(steps, said);
  steps.record.callback.notice_answered_at = context.now();
  if (said.at && !said.closed) steps.record.callback.agreed_at = said.at;
  const bool acted = steps.feed({.kind = event_of(said.meaning), .time = said.at});
  if (acted && said.meaning == ReplyMeaning::no) steps.record.by_customer = true;
  // The call is on its way: a "later" or "no" comes too late to be promised.
  if (!acted && said.meaning != ReplyMeaning::yes) outcome.say = steps.text("callback.answer_yes");
  if (acted && said.meaning == ReplyMeaning::yes) outcome.say = sentence_of_yes(steps);
  context.emit("callback.replied", notice.callback_id.value,
               NoticeEvent{.callback_id = notice.callback_id,
                           .kind = wire_name(said.meaning),
                           .message_id = notice.message_id});
  steps.commit();
  return outcome;
}

ChannelId channel_of_notices(const Context& context) {
  const auto channel = channels::to_send_with(context);
  return channel ? channel->id : ChannelId{};
}

// Answers a message in its own conversation; the id of the answer.
MessageId answer(Context& context, const messages::Message& message, const ReplyOutcome& outcome) {
  return messenger::enqueue_message(context,
                                    {.channel_id = message.channel_id,
                                     .to = message.address,
                                     .content = {.kind = messenger::ContentKind::text, .text = outcome.say},
                                     .reference = kReference + outcome.callback_id.value + ":answer",
                                     .answers = message.id})
      .id;
}

// True where the message was the answer to "from 0 to 10".
bool take_score(Context& context, const messages::Message& message) {
  if (!message.choice_id.empty() || (!message.answers.empty() && message.answers_id.empty())) return false;
  const auto asked = score::question(context, message.address, message.channel_id, message.answers_id);
  if (!asked || came_before(message, *asked)) return false;
  const ReplyOutcome outcome = score::take(context, *asked, message.text);
  if (!outcome.matched) return false;
  const MessageId sent = answer(context, message, outcome);
  // Asked again: the answer to that is the score.
  if (!outcome.score)
    rows::insert_notice(context, {.message_id = sent,
                                  .callback_id = asked->callback_id,
                                  .kind = rows::kScore,
                                  .sent_at = context.now(),
                                  .answered_at = {}});
  return true;
}

ReplyMeaning meaning_of_refusal(suppressions::SuppressionKind kind) {
  return kind == suppressions::SuppressionKind::wrong_person ? ReplyMeaning::wrong_person
                                                             : ReplyMeaning::opt_out;
}

// Whoever refuses all contact is heard whatever was asked; a notice that waits is answered by it.
CallbackId answer_by_refusal(Context& context, const std::string& address, ReplyMeaning meaning) {
  const auto notice = rows::unanswered(context, address);
  if (!notice) return {};
  rows::answer_notice(context, notice->message_id);
  context.emit(
      "callback.replied", notice->callback_id.value,
      NoticeEvent{
          .callback_id = notice->callback_id, .kind = wire_name(meaning), .message_id = notice->message_id});
  return notice->callback_id;
}

ReplyOutcome too_late(const Context& context, ReplyMeaning meaning) {
  return {.matched = true,
          .meaning = meaning,
          .too_late = true,
          .say = text::render(context.profile(), "callback.answer_too_late")};
}

}  // namespace

ReplyOutcome reply(Context& context, const Reply& request) {
  field::check_line("from_number", request.from_number, 100);
  if (field::trimmed(request.from_number).empty()) throw invalid_field("from_number", "must not be empty");
  if (request.text.size() > kMaxText) throw invalid_field("text", "must be at most 4096 bytes");
  field::check_line("choice_id", request.choice_id, 256);
  field::check_id("notice_id", request.notice_id.value);
  if (request.text.empty() && request.choice_id.empty())
    throw invalid_field("text", "must not be empty where no choice_id is given");
  const std::string address = messenger::address_of(request.from_number, {});
  if (request.choice_id.empty())
    if (const auto kind = contact::refusal_in(context, request.text)) {
      const ReplyMeaning meaning = meaning_of_refusal(*kind);
      return {.matched = true,
              .callback_id = answer_by_refusal(context, address, meaning),
              .meaning = meaning,
              .say = contact::refuse(context, request.from_number, *kind, "written by WhatsApp")};
    }
  if (request.choice_id.empty())
    if (const auto asked = score::question(context, address, channel_of_notices(context), request.notice_id))
      return score::take(context, *asked, request.text);
  const auto said =
      understood(context, {.text = request.text, .choice = request.choice_id, .at = context.now()});
  if (!said) return {};
  std::optional<rows::Notice> notice;
  if (!request.notice_id.empty()) notice = notices::sent_to(context, request.notice_id, address);
  if (!notice && request.notice_id.empty()) notice = rows::unanswered(context, address);
  if (notice) return is_answer(*notice, *said) ? decide(context, *notice, *said) : ReplyOutcome{};
  // A button of ours from long ago is answered all the same.
  if (meaning_of_choice(request.choice_id)) return too_late(context, said->meaning);
  return {};
}

void on_message(Context& context, const messages::Message& message) {
  if (message.direction != messages::Direction::inbound) return;
  if (message.choice_id.empty())
    if (const auto kind = contact::refusal_in(context, message.text))  // stored and answered by contacts
      return static_cast<void>(answer_by_refusal(context, message.address, meaning_of_refusal(*kind)));
  if (take_score(context, message)) return;
  const auto said =
      understood(context, {.text = message.text, .choice = message.choice_id, .at = message.created_at});
  if (!said) return;
  std::optional<rows::Notice> notice;
  if (!message.answers_id.empty()) notice = notices::sent_to(context, message.answers_id, message.address);
  const bool button = meaning_of_choice(message.choice_id).has_value();
  if (message.answers_id.empty() && button) {
    const Guess guess = guess_of_button(context, message);
    if (guess.several) return;  // an ordinary message: nothing that we could say of it is certain
    notice = guess.notice;
  } else if (message.answers_id.empty()) {
    notice = guess_of_words(context, message);
  }
  if (notice ? !is_answer(*notice, *said) : !button) return;
  const ReplyOutcome outcome = notice ? decide(context, *notice, *said) : too_late(context, said->meaning);
  if (outcome.say.empty()) return;
  answer(context, message, outcome);
}

void on_message_changed(Context& context, const messages::Message& message) {
  if (message.status != messages::MessageStatus::failed || !message.reference.starts_with(kReference)) return;
  const auto notice = rows::find_notice(context, message.id);
  if (!notice) return;
  context.emit("callback.notice_failed", notice->callback_id.value,
               NoticeEvent{.callback_id = notice->callback_id,
                           .kind = notice->kind,
                           .message_id = message.id,
                           .reason = wire_name(message.failure.kind)});
  const bool closed = message.failure.kind == messenger::FailureKind::window_closed;
  const bool ready = notice->kind == rows::kReady;
  if (!closed || !(ready || notice->kind == rows::kScore)) return;
  Steps steps = Steps::open(context, notice->callback_id);
  if (ready && !is_open(steps.record.machine.at)) return;
  ready ? notices::ready_by_template(steps) : notices::ask_score_by_template(steps);
  if (steps.touched) steps.commit();
}

const Type& describe(const ReplyMeaning*) {
  static const Immortal<Type> type =
      describe_enum<ReplyMeaning>("ReplyMeaning", "What a customer's reply to a notice means.",
                                  {{ReplyMeaning::yes, "yes"},
                                   {ReplyMeaning::later, "later"},
                                   {ReplyMeaning::no, "no"},
                                   {ReplyMeaning::opt_out, "opt_out"},
                                   {ReplyMeaning::wrong_person, "wrong_person"}});
  return type;
}

const Type& describe(const Reply*) {
  static const Immortal<Type> type =
      Description<Reply>("CallbackReply", "What a customer answered to a notice.")
          .required("from_number", &Reply::from_number, "the sender's number in any spelling")
          .field("text", &Reply::text, "as written; at most 4096 bytes")
          .field("choice_id", &Reply::choice_id, "callback_yes, callback_later or callback_cancel")
          .field("notice_id", &Reply::notice_id, "our id of the message it answers; empty: plain words")
          .build();
  return type;
}

const Type& describe(const ReplyOutcome*) {
  static const Immortal<Type> type =
      Description<ReplyOutcome>("ReplyOutcome", "What was made of a reply.")
          .field("matched", &ReplyOutcome::matched, "false: an ordinary message")
          .field("callback_id", &ReplyOutcome::callback_id, "the callback it belongs to")
          .field("meaning", &ReplyOutcome::meaning, "what it means")
          .field("too_late", &ReplyOutcome::too_late, "the callback was closed")
          .field("score", &ReplyOutcome::score, "0-10, the answer to how it went")
          .field("say", &ReplyOutcome::say, "what the customer is to be told")
          .build();
  return type;
}

const Type& describe(const NoticeEvent*) {
  static const Immortal<Type> type =
      Description<NoticeEvent>("NoticeEvent", "Payload of callback.notice_* and callback.replied.")
          .field("callback_id", &NoticeEvent::callback_id, "the callback")
          .field("kind", &NoticeEvent::kind,
                 "confirmation, ready, delayed, failed, score; of a reply: its meaning")
          .field("message_id", &NoticeEvent::message_id, "the message")
          .field("reason", &NoticeEvent::reason, "of skipped and failed ones")
          .build();
  return type;
}

}  // namespace smarthandoff::callbacks
