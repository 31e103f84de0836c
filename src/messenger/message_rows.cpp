#include "messenger/message_rows.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff::messages::rows {
namespace {

using storage::Row;

constexpr std::string_view kSelect = R"sql(
SELECT id, channel_id, direction, status, address, peer_id, kind, text, content, raw, answers, reference,
  failure_kind, failure_code, failure_detail, tries, created_at, sent_at, delivered_at, read_at, failed_at,
  expires_at
FROM messages WHERE tenant = ?1 )sql";
constexpr std::string_view kInsert = R"sql(
INSERT INTO messages (tenant, id, channel_id, direction, status, address, peer_id, kind, text, content, raw,
  answers, reference, failure_kind, failure_code, failure_detail, tries, created_at, sent_at, delivered_at,
  read_at, failed_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
ON CONFLICT (tenant, channel_id, peer_id) DO NOTHING)sql";
constexpr std::string_view kUpdate = R"sql(
UPDATE messages SET status = ?3, peer_id = ?4, failure_kind = ?5, failure_code = ?6, failure_detail = ?7,
  tries = ?8, sent_at = ?9, delivered_at = ?10, read_at = ?11, failed_at = ?12, expires_at = ?13
WHERE tenant = ?1 AND id = ?2)sql";
constexpr std::string_view kErase = "DELETE FROM messages WHERE tenant = ?1 AND address = ?2";

// Ids grow with time: the oldest are the first. What waits to be sent is kept as long as it is worth sending.
constexpr std::string_view kExpire = R"sql(
DELETE FROM messages WHERE tenant = ?1 AND id IN (
  SELECT id FROM messages WHERE tenant = ?1 AND created_at < ?2 AND (status <> 'queued' OR expires_at < ?2)
  ORDER BY id LIMIT ?3))sql";

constexpr std::string_view kSelectAddress = R"sql(
SELECT channel_id, address, peer_address, user_id, profile_name, last_inbound_at, last_outbound_id
FROM message_addresses WHERE tenant = ?1 AND channel_id = ?2 )sql";
constexpr std::string_view kSaveAddress = R"sql(
INSERT INTO message_addresses (tenant, channel_id, address, peer_address, user_id, profile_name, last_inbound_at,
  last_outbound_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (tenant, address, channel_id) DO UPDATE SET peer_address = excluded.peer_address,
  user_id = excluded.user_id, profile_name = excluded.profile_name,
  last_inbound_at = excluded.last_inbound_at, last_outbound_id = excluded.last_outbound_id)sql";
constexpr std::string_view kLastInbound = R"sql(
SELECT max(last_inbound_at) FROM message_addresses
WHERE tenant = ?1 AND address = ?2 AND (CAST(?3 AS TEXT) IS NULL OR channel_id = ?3))sql";
constexpr std::string_view kEraseAddress = "DELETE FROM message_addresses WHERE tenant = ?1 AND address = ?2";

constexpr std::size_t kInstantOfId = 13;  // of an id's characters, the first: milliseconds

struct Queries {
  std::string find, of_peer, newest, newest_of_address, next_waiting, address, user;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect), address(kSelectAddress);
    return Queries{.find = select + "AND id = ?2",
                   .of_peer = select + "AND channel_id = ?2 AND peer_id = ?3",
                   .newest = select + "AND id < ?2 ORDER BY id DESC LIMIT ?3",
                   .newest_of_address = select + "AND id < ?2 AND address = ?4 ORDER BY id DESC LIMIT ?3",
                   .next_waiting = select +
                                   "AND address = ?2 AND id >= ?3 AND channel_id = ?4 AND "
                                   "status = 'queued' ORDER BY id LIMIT 1",
                   .address = address + "AND address = ?3",
                   .user = address + "AND user_id = ?3 LIMIT 1"};
  }();
  return all;
}

// What only one of the directions has, in one column.
struct Inside {
  std::string choice_id;
  std::optional<messenger::InboundMedia> media;
};
const Type& describe(const Inside*) {
  static const Immortal<Type> type = Description<Inside>("Inside", "")
                                         .field("choice_id", &Inside::choice_id, "")
                                         .field("media", &Inside::media, "")
                                         .build();
  return type;
}

std::string inside(const Message& message) {
  if (message.content) return to_json(*message.content);
  return to_json(Inside{message.choice_id, message.media});
}

Message message_of(const Row& row) {
  Message message{.id = {row.string(0)},
                  .channel_id = {row.string(1)},
                  .direction = from_wire<Direction>(row.text(2), "direction"),
                  .status = from_wire<MessageStatus>(row.text(3), "status"),
                  .address = row.string(4),
                  .peer_id = row.optional_string(5).value_or(""),
                  .kind = row.string(6),
                  .text = row.string(7),
                  .raw = row.string(9),
                  .answers = row.string(10),
                  .reference = row.string(11),
                  .failure = {.kind = from_wire<messenger::FailureKind>(row.text(12), "failure_kind"),
                              .code = row.integer(13),
                              .detail = row.string(14)},
                  .tries = row.integer(15),
                  .created_at = row.instant(16),
                  .sent_at = row.optional_instant(17),
                  .delivered_at = row.optional_instant(18),
                  .read_at = row.optional_instant(19),
                  .failed_at = row.optional_instant(20),
                  .expires_at = row.optional_instant(21)};
  if (message.direction == Direction::outbound) {
    message.content = from_json<messenger::Content>(row.text(8));
  } else {
    auto [choice_id, media] = from_json<Inside>(row.text(8));
    message.choice_id = std::move(choice_id);
    message.media = std::move(media);
  }
  return message;
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Address address_of(const Row& row) {
  return {.channel_id = {row.string(0)},
          .address = row.string(1),
          .peer_address = row.string(2),
          .user_id = row.optional_string(3).value_or(""),
          .profile_name = row.string(4),
          .last_inbound_at = row.optional_instant(5),
          .last_outbound_id = {row.string(6)}};
}

}  // namespace

std::optional<Message> find(const storage::Transaction& transaction, const TenantId& tenant,
                            const MessageId& id) {
  std::optional<Message> found;
  transaction.query(queries().find, {tenant, id}, [&](const Row& row) { found = message_of(row); });
  return found;
}

std::optional<Message> find_by_peer(const storage::Transaction& transaction, const TenantId& tenant,
                                    const ChannelId& channel, const std::string& peer_id) {
  std::optional<Message> found;
  if (peer_id.empty()) return found;
  transaction.query(queries().of_peer, {tenant, channel, peer_id},
                    [&](const Row& row) { found = message_of(row); });
  return found;
}

std::vector<Message> list(const storage::Transaction& transaction, const TenantId& tenant,
                          const std::string& address, const MessageId& before, std::int64_t limit) {
  std::vector<Message> found;
  const std::string from = before.empty() ? "~" : before.value;  // after every id
  const auto each = [&](const Row& row) { found.push_back(message_of(row)); };
  if (address.empty())
    transaction.query(queries().newest, {tenant, from, limit}, each);
  else
    transaction.query(queries().newest_of_address, {tenant, from, limit, address}, each);
  return found;
}

std::optional<Message> next_waiting(const storage::Transaction& transaction, const TenantId& tenant,
                                    const Message& after) {
  std::optional<Message> found;
  const std::string same_instant = after.id.value.substr(0, kInstantOfId);
  transaction.query(queries().next_waiting, {tenant, after.address, same_instant, after.channel_id},
                    [&](const Row& row) { found = message_of(row); });
  return found;
}

bool insert(storage::Transaction& transaction, const TenantId& tenant, const Message& message) {
  return transaction.execute(kInsert, {tenant,
                                       message.id,
                                       message.channel_id,
                                       wire_name(message.direction),
                                       wire_name(message.status),
                                       message.address,
                                       or_null(message.peer_id),
                                       message.kind,
                                       message.text,
                                       inside(message),
                                       message.raw,
                                       message.answers,
                                       message.reference,
                                       wire_name(message.failure.kind),
                                       message.failure.code,
                                       message.failure.detail,
                                       message.tries,
                                       message.created_at,
                                       message.sent_at,
                                       message.delivered_at,
                                       message.read_at,
                                       message.failed_at,
                                       message.expires_at}) > 0;
}

void update(storage::Transaction& transaction, const TenantId& tenant, const Message& message) {
  transaction.execute(kUpdate, {tenant, message.id, wire_name(message.status), or_null(message.peer_id),
                                wire_name(message.failure.kind), message.failure.code, message.failure.detail,
                                message.tries, message.sent_at, message.delivered_at, message.read_at,
                                message.failed_at, message.expires_at});
}

std::int64_t erase(storage::Transaction& transaction, const TenantId& tenant, const std::string& address) {
  transaction.execute(kEraseAddress, {tenant, address});
  return transaction.execute(kErase, {tenant, address});
}

std::int64_t expire(storage::Transaction& transaction, const TenantId& tenant, Instant before,
                    std::int64_t limit) {
  return transaction.execute(kExpire, {tenant, before, limit});
}

std::optional<Address> find_address(const storage::Transaction& transaction, const TenantId& tenant,
                                    const ChannelId& channel, const std::string& address) {
  std::optional<Address> found;
  transaction.query(queries().address, {tenant, channel, address},
                    [&](const Row& row) { found = address_of(row); });
  return found;
}

std::optional<Address> find_user(const storage::Transaction& transaction, const TenantId& tenant,
                                 const ChannelId& channel, const std::string& user_id) {
  std::optional<Address> found;
  transaction.query(queries().user, {tenant, channel, user_id},
                    [&](const Row& row) { found = address_of(row); });
  return found;
}

void save(storage::Transaction& transaction, const TenantId& tenant, const Address& address) {
  transaction.execute(kSaveAddress, {tenant, address.channel_id, address.address, address.peer_address,
                                     or_null(address.user_id), address.profile_name, address.last_inbound_at,
                                     address.last_outbound_id});
}

std::optional<Instant> last_inbound(const storage::Transaction& transaction, const TenantId& tenant,
                                    const std::string& address, const ChannelId& channel) {
  std::optional<Instant> last;
  transaction.query(kLastInbound, {tenant, address, or_null(channel.value)},
                    [&](const Row& row) { last = row.optional_instant(0); });
  return last;
}

std::vector<std::string_view> statements() {
  return {queries().find,   queries().of_peer,
          queries().newest, queries().newest_of_address,
          kInsert,          kUpdate,
          kErase,           queries().address,
          queries().user,   kSaveAddress,
          kLastInbound,     kEraseAddress,
          kExpire,          queries().next_waiting};
}

}  // namespace smarthandoff::messages::rows
