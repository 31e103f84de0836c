#include "calls/recording_rows.hpp"

#include <smarthandoff/base/immortal.hpp>

namespace smarthandoff::calls::rows {
namespace {

using storage::Row;
using storage::Value;

constexpr std::string_view kSelect = R"sql(
SELECT id, call_id, account_id, sid, state, failure, at_twilio, endpoint, region, bucket, path_style, object_key,
  format, bytes, sha256, seconds, channels, created_at, stored_at, removed_at, updated_at
FROM recordings WHERE tenant = ?1 )sql";

constexpr std::string_view kSave = R"sql(
INSERT INTO recordings (tenant, id, call_id, account_id, sid, state, failure, at_twilio, endpoint, region, bucket,
  path_style, object_key, format, bytes, sha256, seconds, channels, created_at, stored_at, removed_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
ON CONFLICT (tenant, id) DO UPDATE SET state = excluded.state, failure = excluded.failure,
  at_twilio = excluded.at_twilio, endpoint = excluded.endpoint, region = excluded.region,
  bucket = excluded.bucket, path_style = excluded.path_style, object_key = excluded.object_key,
  format = excluded.format, bytes = excluded.bytes, sha256 = excluded.sha256, stored_at = excluded.stored_at,
  removed_at = excluded.removed_at, updated_at = excluded.updated_at)sql";

constexpr std::string_view kFindSettings =
    "SELECT settings, key_id, credentials FROM recording_settings WHERE tenant = ?1";
constexpr std::string_view kSaveSettings = R"sql(
INSERT INTO recording_settings (tenant, settings, key_id, credentials) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (tenant) DO UPDATE SET settings = excluded.settings, key_id = excluded.key_id,
  credentials = excluded.credentials)sql";

struct Queries {
  std::string find, of_sid, list, of_call, of_state, old, open;
};
const Queries& queries() {
  static const Immortal<Queries> all = [] {
    const std::string select(kSelect), page = "AND (?2 = '' OR id < ?2) ORDER BY id DESC LIMIT ?3";
    const std::string filter = "AND (?4 = '' OR state = ?4) ";
    return Queries{.find = select + "AND id = ?2",
                   .of_sid = select + "AND sid = ?2",
                   .list = select + page,
                   .of_call = select + "AND call_id = ?5 " + filter + page,
                   .of_state = select + "AND state = ?4 " + page,
                   .old = select + "AND state = 'stored' AND stored_at < ?2 ORDER BY stored_at LIMIT ?3",
                   .open = select + "AND state IN ('waiting', 'failed') AND id > ?2 ORDER BY id LIMIT ?3"};
  }();
  return all;
}

StoredRecording recording_of(const Row& row) {
  return {.id = {row.string(0)},
          .call_id = {row.string(1)},
          .account_id = {row.string(2)},
          .sid = row.string(3),
          .state = from_wire<RecordingState>(row.text(4), "state"),
          .failure = row.string(5),
          .at_twilio = row.boolean(6),
          .place = {.endpoint = row.string(7),
                    .region = row.string(8),
                    .bucket = row.string(9),
                    .path_style = row.boolean(10),
                    .key = row.string(11)},
          .format = from_wire<AudioFormat>(row.text(12), "format"),
          .bytes = row.integer(13),
          .sha256 = row.string(14),
          .seconds = row.integer(15),
          .channels = row.integer(16),
          .created_at = row.instant(17),
          .stored_at = row.optional_instant(18),
          .removed_at = row.optional_instant(19),
          .updated_at = row.instant(20)};
}

std::vector<StoredRecording> all_of(const Context& context, std::string_view sql,
                                    std::initializer_list<Value> parameters) {
  std::vector<StoredRecording> found;
  context.transaction().query(sql, parameters, [&](const Row& row) { found.push_back(recording_of(row)); });
  return found;
}

std::optional<StoredRecording> one(const Context& context, std::string_view sql, const Value& key) {
  auto found = all_of(context, sql, {context.tenant(), key});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

std::optional<StoredRecording> find_recording(const Context& context, const RecordingId& id) {
  return one(context, queries().find, id);
}

std::optional<StoredRecording> find_recording_of(const Context& context, const std::string& sid) {
  return one(context, queries().of_sid, sid);
}

std::vector<StoredRecording> list_recordings(const Context& context, const ListRecordings& f) {
  const std::string state = f.state ? wire_name(*f.state) : std::string();
  if (!f.call_id.empty())
    return all_of(context, queries().of_call, {context.tenant(), f.after, f.limit, state, f.call_id});
  if (f.state) return all_of(context, queries().of_state, {context.tenant(), f.after, f.limit, state});
  return all_of(context, queries().list, {context.tenant(), f.after, f.limit});
}

std::vector<StoredRecording> old_recordings(const Context& context, Instant before, std::int64_t limit) {
  return all_of(context, queries().old, {context.tenant(), before, limit});
}

std::vector<StoredRecording> open_recordings(const Context& context, const RecordingId& after,
                                             std::int64_t limit) {
  return all_of(context, queries().open, {context.tenant(), after, limit});
}

void save_recording(Context& context, const StoredRecording& r) {
  context.transaction().execute(kSave, {context.tenant(),
                                        r.id,
                                        r.call_id,
                                        r.account_id,
                                        r.sid,
                                        wire_name(r.state),
                                        r.failure,
                                        r.at_twilio,
                                        r.place.endpoint,
                                        r.place.region,
                                        r.place.bucket,
                                        r.place.path_style,
                                        r.place.key,
                                        wire_name(r.format),
                                        r.bytes,
                                        r.sha256,
                                        r.seconds,
                                        r.channels,
                                        r.created_at,
                                        r.stored_at,
                                        r.removed_at,
                                        r.updated_at});
}

std::optional<RecordingSettingsRow> find_recording_settings(const Context& context) {
  std::optional<RecordingSettingsRow> found;
  context.transaction().query(kFindSettings, {context.tenant()}, [&](const Row& row) {
    found = RecordingSettingsRow{.json = row.string(0),
                                 .credentials = {.key_id = row.string(1), .data = row.string(2)}};
  });
  return found;
}

void save_recording_settings(Context& context, const RecordingSettingsRow& row) {
  context.transaction().execute(kSaveSettings,
                                {context.tenant(), row.json, row.credentials.key_id, row.credentials.data});
}

std::vector<std::string_view> recording_statements() {
  return {queries().find, queries().of_sid, queries().list, queries().of_call, queries().of_state,
          queries().old,  queries().open,   kSave,          kFindSettings,     kSaveSettings};
}

}  // namespace smarthandoff::calls::rows
