#include "callback/score_reply.hpp"

#include <smarthandoff/base/text.hpp>
#include <smarthandoff/callback/desk.hpp>

#include "callback/notices.hpp"
#include "callback/said_score.hpp"

namespace smarthandoff::callbacks::score {

std::optional<rows::Notice> question(const Context& context, const std::string& address,
                                     const ChannelId& channel, const MessageId& answers) {
  MessageId asked = answers;
  if (asked.empty()) {
    const auto last = messenger::last_outbound(context, address, channel);
    if (!last) return std::nullopt;
    asked = last->id;
  }
  auto notice = notices::sent_to(context, asked, address);
  if (!notice || notice->kind != rows::kScore) return std::nullopt;
  if (answers.empty() && notice->answered_at) return std::nullopt;
  return notice;
}

ReplyOutcome take(Context& context, const rows::Notice& question, const std::string& text) {
  const SaidScore said = said_score(text);
  if (!said.score && !said.unclear) return {};
  ReplyOutcome outcome{.matched = true, .callback_id = question.callback_id, .score = said.score};
  outcome.say =
      text::render(context.profile(), said.score ? "callback.score_thanks" : "callback.score_again");
  if (!said.score) return outcome;
  rate(context, {.callback_id = question.callback_id, .score = *said.score});
  rows::answer_notice(context, question.message_id);
  return outcome;
}

}  // namespace smarthandoff::callbacks::score
