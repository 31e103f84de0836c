#include <smarthandoff/telephony/twilio/call_status.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace smarthandoff::twilio {
namespace {

constexpr std::array kCallWords{std::pair(std::string_view("queued"), CallStatus::queued),
                                std::pair(std::string_view("initiated"), CallStatus::initiated),
                                std::pair(std::string_view("ringing"), CallStatus::ringing),
                                std::pair(std::string_view("in-progress"), CallStatus::in_progress),
                                std::pair(std::string_view("answered"), CallStatus::in_progress),
                                std::pair(std::string_view("completed"), CallStatus::completed),
                                std::pair(std::string_view("busy"), CallStatus::busy),
                                std::pair(std::string_view("no-answer"), CallStatus::no_answer),
                                std::pair(std::string_view("failed"), CallStatus::failed),
                                std::pair(std::string_view("canceled"), CallStatus::canceled)};

constexpr std::array<std::string_view, 13> kMessageWords{
    "accepted",  "scheduled",           "queued",      "receiving", "sending",  "sent", "received",
    "delivered", "partially_delivered", "undelivered", "failed",    "canceled", "read"};

int rank(MessageStatus status) {
  switch (status) {
    case MessageStatus::accepted:
    case MessageStatus::scheduled:
      return 0;
    case MessageStatus::queued:
    case MessageStatus::receiving:
      return 1;
    case MessageStatus::sending:
      return 2;
    case MessageStatus::sent:
    case MessageStatus::received:
      return 3;
    default:
      return 4;
  }
}

}  // namespace

std::optional<CallStatus> call_status(std::string_view word) {
  for (const auto& [name, status] : kCallWords)
    if (name == word) return status;
  return std::nullopt;
}

int rank(CallStatus status) {
  return std::min(static_cast<int>(status), static_cast<int>(CallStatus::completed));
}

bool is_final(CallStatus status) {
  return rank(status) == rank(CallStatus::completed);
}

CallStep step(const CallProgress& known, const CallEvent& event) {
  CallStep result{.now = known};
  result.now.sequence = std::max(known.sequence, event.sequence.value_or(-1));
  if (is_final(known.status) || rank(event.status) <= rank(known.status)) return result;
  result.now.status = event.status;
  result.moved = true;
  return result;
}

std::optional<MessageStatus> message_status(std::string_view word) {
  const auto found = std::find(kMessageWords.begin(), kMessageWords.end(), word);
  if (found == kMessageWords.end()) return std::nullopt;
  return static_cast<MessageStatus>(found - kMessageWords.begin());
}

bool follows(MessageStatus known, MessageStatus told) {
  if (told == MessageStatus::read) return known != MessageStatus::read && known != MessageStatus::failed;
  return rank(told) > rank(known);
}

}  // namespace smarthandoff::twilio
