#include <smarthandoff/calls/recording_settings.hpp>

#include <map>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/s3/client.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "calls/recording_rows.hpp"
#include "calls/recording_steps.hpp"

namespace smarthandoff::calls {
namespace {

constexpr std::size_t kMaxPrefix = 200;
constexpr std::int64_t kMaxDays = 36'500;

struct Secrets {
  Secret key, session_token;
};

// What the sealed text is bound to.
std::string owner(const Context& context) {
  return "recording_settings/" + context.tenant().value;
}

Secrets opened(const Context& context, const Sealed& sealed) {
  if (sealed.key_id.empty()) return {};
  auto fields = from_json<std::map<std::string, std::string>>(context.keys().open(sealed, owner(context)));
  return {.key = Secret(fields["key"]), .session_token = Secret(fields["session_token"])};
}

Sealed sealed(Context& context, const Secrets& secrets) {
  if (secrets.key.empty()) return {};
  const std::map<std::string, std::string> fields = {{"key", secrets.key.reveal()},
                                                     {"session_token", secrets.session_token.reveal()}};
  return context.keys().seal(to_json(fields), owner(context), context.new_id());
}

// Names that are no way up or out: what becomes part of a path.
void check_prefix(const std::string& prefix) {
  field::check_word("prefix", prefix, std::string(field::kWord) + "/", kMaxPrefix);
  const std::string whole = "/" + prefix + "/";
  const bool wrong =
      !prefix.empty() && (whole.find("//") != std::string::npos || whole.find("/./") != std::string::npos ||
                          whole.find("/../") != std::string::npos);
  if (wrong) throw invalid_field("prefix", "must be names with '/' between them, without \".\" and \"..\"");
}

void check(const RecordingSettings& s, const Secrets& secrets) {
  check_prefix(s.prefix);
  field::check_between("retention_days", s.retention_days, 0, kMaxDays);
  if (s.store || !s.bucket.empty())
    s3::check(
        s3::Bucket{.endpoint = s.endpoint, .region = s.region, .name = s.bucket, .path_style = s.path_style});
  if (s.store || !s.access_key_id.empty() || !secrets.key.empty())
    s3::check(
        s3::Access{.key_id = s.access_key_id, .secret = secrets.key, .session_token = secrets.session_token});
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

void change(RecordingSettings& s, const ConfigureRecordings& request) {
  replace(s.store, request.store);
  replace(s.path_style, request.path_style);
  replace(s.delete_at_twilio, request.delete_at_twilio);
  replace(s.endpoint, request.endpoint);
  replace(s.region, request.region);
  replace(s.bucket, request.bucket);
  replace(s.prefix, request.prefix);
  replace(s.access_key_id, request.access_key_id);
  replace(s.format, request.format);
  replace(s.retention_days, request.retention_days);
}

void save(Context& context, RecordingSettings& settings, const Sealed& credentials) {
  settings.key_id = credentials.key_id;
  rows::save_recording_settings(context, {.json = to_json(settings), .credentials = credentials});
}

void lock(Context& context) {
  context.transaction().lock("recording_settings", context.tenant().value);
}

}  // namespace

RecordingSettings recording_settings(const Context& context, const GetRecordingSettings&) {
  const auto row = rows::find_recording_settings(context);
  return row ? from_json<RecordingSettings>(row->json) : RecordingSettings{};
}

RecordingSettings configure_recordings(Context& context, const ConfigureRecordings& request) {
  lock(context);
  const auto row = rows::find_recording_settings(context);
  RecordingSettings changed = row ? from_json<RecordingSettings>(row->json) : RecordingSettings{};
  Sealed credentials = row ? row->credentials : Sealed{};
  change(changed, request);
  Secrets secrets;
  if (!request.secret_access_key || !request.session_token) secrets = opened(context, credentials);
  replace(secrets.key, request.secret_access_key);
  replace(secrets.session_token, request.session_token);
  check(changed, secrets);
  if (request.secret_access_key || request.session_token) credentials = sealed(context, secrets);
  changed.has_secret = !secrets.key.empty();
  changed.has_session_token = !secrets.session_token.empty();
  smarthandoff::tenants::ensure(context);
  save(context, changed, credentials);
  context.emit("recordings.configured", context.tenant().value, GetRecordingSettings{});
  recordings::settings_changed(context, changed);
  return changed;
}

RotatedRecordings rotate_recordings(Context& context, const RotateRecordings&) {
  if (context.keys().empty())
    throw Error(ErrorCode::failed_precondition, "the engine was opened without encryption_keys");
  lock(context);
  RotatedRecordings result{.key_id = context.keys().newest()};
  const auto row = rows::find_recording_settings(context);
  if (!row || row->credentials.key_id.empty()) return result;
  const Secrets secrets = opened(context, row->credentials);
  if (row->credentials.key_id == result.key_id) return result;
  RecordingSettings same = from_json<RecordingSettings>(row->json);
  save(context, same, sealed(context, secrets));
  result.rotated = 1;
  return result;
}

s3::Access recording_access(const Context& context) {
  const auto row = rows::find_recording_settings(context);
  const Secrets secrets = row ? opened(context, row->credentials) : Secrets{};
  if (secrets.key.empty())
    throw Error(ErrorCode::failed_precondition, "there are no credentials for the bucket of recordings");
  return {.key_id = from_json<RecordingSettings>(row->json).access_key_id,
          .secret = secrets.key,
          .session_token = secrets.session_token};
}

}  // namespace smarthandoff::calls
