#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/callback/callback.hpp>
#include <smarthandoff/messenger/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// The SQL of WhatsApp notices, and nothing else.
namespace smarthandoff::callbacks::rows {

// The kinds by their names in events and references.
inline constexpr const char* kConfirmation = "confirmation";
inline constexpr const char* kReady = "ready";
inline constexpr const char* kDelayed = "delayed";
inline constexpr const char* kFailed = "failed";
inline constexpr const char* kScore = "score";

struct Notice {
  MessageId message_id;
  CallbackId callback_id;
  std::string kind;
  Instant sent_at;
  std::optional<Instant> answered_at;
};

void insert_notice(Context& context, const Notice& notice);
std::optional<Notice> find_notice(const Context& context, const MessageId& id);
void answer_notice(Context& context, const MessageId& id);

// The newest notice that nobody answered of an open callback of this number.
std::optional<Notice> unanswered(const Context& context, const std::string& e164);

// The confirmation and the notices "we can call you now", "a little later" of a callback.
std::vector<MessageId> before_the_end(const Context& context, const CallbackId& id);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> notice_statements();

}  // namespace smarthandoff::callbacks::rows
