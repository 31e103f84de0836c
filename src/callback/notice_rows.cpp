#include "callback/notice_rows.hpp"

namespace smarthandoff::callbacks::rows {
namespace {

using storage::Row;

constexpr std::string_view kInsert = R"sql(
INSERT INTO callback_notices (tenant, message_id, callback_id, kind, sent_at) VALUES (?1, ?2, ?3, ?4, ?5))sql";
constexpr std::string_view kFind = R"sql(
SELECT message_id, callback_id, kind, sent_at, answered_at FROM callback_notices
WHERE tenant = ?1 AND message_id = ?2)sql";
constexpr std::string_view kAnswer =
    "UPDATE callback_notices SET answered_at = ?3 WHERE tenant = ?1 AND message_id = ?2";
constexpr std::string_view kUnanswered = R"sql(
SELECT n.message_id, n.callback_id, n.kind, n.sent_at, n.answered_at
FROM callbacks c JOIN callback_notices n ON n.tenant = c.tenant AND n.callback_id = c.id
WHERE c.tenant = ?1 AND c.number = ?2 AND c.open AND n.answered_at IS NULL
ORDER BY c.requested_at DESC, c.id DESC, n.sent_at DESC LIMIT 1)sql";

// What was told or asked while the callback was open; the rest is told when it ends.
constexpr std::string_view kBeforeTheEnd = R"sql(
SELECT message_id FROM callback_notices
WHERE tenant = ?1 AND callback_id = ?2 AND kind IN ('confirmation', 'ready', 'delayed') ORDER BY sent_at)sql";

Notice notice_of(const Row& row) {
  return {.message_id = {row.string(0)},
          .callback_id = {row.string(1)},
          .kind = row.string(2),
          .sent_at = row.instant(3),
          .answered_at = row.optional_instant(4)};
}

}  // namespace

void insert_notice(Context& context, const Notice& notice) {
  context.transaction().execute(
      kInsert, {context.tenant(), notice.message_id, notice.callback_id, notice.kind, notice.sent_at});
}

std::optional<Notice> find_notice(const Context& context, const MessageId& id) {
  std::optional<Notice> found;
  context.transaction().query(kFind, {context.tenant(), id}, [&](const Row& row) { found = notice_of(row); });
  return found;
}

void answer_notice(Context& context, const MessageId& id) {
  context.transaction().execute(kAnswer, {context.tenant(), id, context.now()});
}

std::optional<Notice> unanswered(const Context& context, const std::string& e164) {
  std::optional<Notice> found;
  context.transaction().query(kUnanswered, {context.tenant(), e164},
                              [&](const Row& row) { found = notice_of(row); });
  return found;
}

std::vector<MessageId> before_the_end(const Context& context, const CallbackId& id) {
  std::vector<MessageId> found;
  context.transaction().query(kBeforeTheEnd, {context.tenant(), id},
                              [&](const Row& row) { found.push_back({row.string(0)}); });
  return found;
}

std::vector<std::string_view> notice_statements() {
  return {kInsert, kFind, kAnswer, kUnanswered, kBeforeTheEnd};
}

}  // namespace smarthandoff::callbacks::rows
