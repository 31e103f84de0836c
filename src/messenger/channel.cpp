#include <smarthandoff/messenger/channel.hpp>

#include <algorithm>
#include <map>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/base/understand.hpp>
#include <smarthandoff/storage/tenants.hpp>

#include "base/field_check.hpp"
#include "base/loopback.hpp"
#include "messenger/channel_rows.hpp"

namespace smarthandoff::channels {
namespace {

using rows::Record;

constexpr std::size_t kMaxSecret = 4096;
constexpr std::string_view kDigits = "0123456789";

struct Secrets {
  Secret access_token, app_secret, verify_token;
  bool empty() const { return access_token.empty() && app_secret.empty() && verify_token.empty(); }
};

// What a sealed text is bound to, so that no row's credentials open in another.
std::string owner(const Context& context, const ChannelId& id) {
  return "channel/" + context.tenant().value + "/" + id.value;
}

Secrets opened(const Context& context, const Record& record) {
  if (record.credentials.key_id.empty()) return {};
  auto fields = from_json<std::map<std::string, std::string>>(
      context.keys().open(record.credentials, owner(context, record.channel.id)));
  return {.access_token = Secret(fields["access_token"]),
          .app_secret = Secret(fields["app_secret"]),
          .verify_token = Secret(fields["verify_token"])};
}

void seal(Context& context, Record& record, const Secrets& secrets) {
  Channel& channel = record.channel;
  record.credentials = {};
  record.verify_print.clear();
  if (!secrets.empty()) {
    const std::map<std::string, std::string> fields = {{"access_token", secrets.access_token.reveal()},
                                                       {"app_secret", secrets.app_secret.reveal()},
                                                       {"verify_token", secrets.verify_token.reveal()}};
    record.credentials = context.keys().seal(to_json(fields), owner(context, channel.id), context.new_id());
    if (!secrets.verify_token.empty())
      record.verify_print = context.keys().fingerprints(secrets.verify_token.reveal()).front();
  }
  channel.key_id = record.credentials.key_id;
  channel.has_access_token = !secrets.access_token.empty();
  channel.has_app_secret = !secrets.app_secret.empty();
  channel.has_verify_token = !secrets.verify_token.empty();
}

void check_secret(std::string_view field, const Secret& secret) {
  const std::string& text = secret.reveal();
  if (text.size() > kMaxSecret ||
      std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; }))
    throw invalid_field(field, "must be at most 4096 printable characters without blanks");
}

void check(const Channel& channel) {
  field::check_name("name", channel.name, 100);
  field::check_word("phone_number_id", channel.phone_number_id, kDigits, 32);
  field::check_word("waba_id", channel.waba_id, kDigits, 32);
  field::check_word("api_version", channel.api_version, "v.0123456789", 10);
  if (!channel.api_version.starts_with('v')) throw invalid_field("api_version", "must be like v23.0");
  field::check_line("base_url", channel.base_url, 500);
  const std::string& url = channel.base_url;
  const bool web = url.starts_with("https://") || is_loopback(url);
  if (!web || url.ends_with('/') || url.find_first_of("?#@ ") != std::string::npos)
    throw invalid_field("base_url", "must be an https address like https://graph.facebook.com");
  field::check_between("rate_per_second", channel.rate_per_second, 1, 1000);
}

void check_status(ChannelStatus given) {
  if (given == ChannelStatus::error) throw invalid_field("status", "must be configuring, active or inactive");
}

void check(const Secrets& secrets) {
  check_secret("access_token", secrets.access_token);
  check_secret("app_secret", secrets.app_secret);
  check_secret("verify_token", secrets.verify_token);
}

std::string number_of(const Context& context, const std::string& typed) {
  if (field::trimmed(typed).empty()) return {};
  const TenantProfile& profile = context.profile();
  const auto read = understand::phone({.text = typed,
                                       .default_region = profile.default_region,
                                       .default_area_code = profile.default_area_code});
  if (!read.e164) throw invalid_field("number", "must be a telephone number with its area code");
  return *read.e164;
}

// A number may also be claimed in a tenant's profile.
void check_number_is_free(const Context& context, const std::string& phone_number_id) {
  if (phone_number_id.empty()) return;
  const auto other = smarthandoff::tenants::find(context, "phone_number_id", phone_number_id);
  if (other && *other != context.tenant())
    throw Error(ErrorCode::already_exists, "field \"phone_number_id\": belongs to another tenant",
                {{"field", "phone_number_id"}});
}

Channel saved(Context& context, Record record) {
  record.channel.updated_at = context.now();
  if (record.channel.is_default)
    rows::clear_default(context.transaction(), context.tenant(), record.channel.kind);
  rows::save(context.transaction(), context.tenant(), record);
  context.emit("channel.updated", record.channel.id.value, GetChannel{record.channel.id});
  return record.channel;
}

template <class Member>
void replace(Member& member, const std::optional<Member>& given) {
  if (given) member = *given;
}

std::optional<Opened> open(const Context& context, const std::optional<Record>& record) {
  if (!record) return std::nullopt;
  Secrets secrets = opened(context, *record);
  Opened all{.channel = record->channel,
             .access_token = std::move(secrets.access_token),
             .app_secret = std::move(secrets.app_secret),
             .verify_token = std::move(secrets.verify_token)};
  return all;
}

// Everything but credentials and what depends on other rows.
void change(const Context& context, Channel& channel, const UpdateChannel& request) {
  replace(channel.name, request.name);
  replace(channel.status, request.status);
  if (request.status) channel.status_reason.clear();
  replace(channel.is_default, request.is_default);
  if (request.number) channel.number = number_of(context, *request.number);
  replace(channel.phone_number_id, request.phone_number_id);
  replace(channel.waba_id, request.waba_id);
  replace(channel.api_version, request.api_version);
  replace(channel.base_url, request.base_url);
  replace(channel.rate_per_second, request.rate_per_second);
}

void change_secrets(Context& context, Record& record, const UpdateChannel& request) {
  if (!request.access_token && !request.app_secret && !request.verify_token) return;
  const bool all = request.access_token && request.app_secret && request.verify_token;
  Secrets secrets = all ? Secrets{} : opened(context, record);
  replace(secrets.access_token, request.access_token);
  replace(secrets.app_secret, request.app_secret);
  replace(secrets.verify_token, request.verify_token);
  check(secrets);
  seal(context, record, secrets);
  if (record.channel.status == ChannelStatus::error) {
    record.channel.status = ChannelStatus::active;
    record.channel.status_reason.clear();
  }
}

}  // namespace

void lock(Context& context) {
  context.transaction().lock("channels", context.tenant().value);
}

Channel create(Context& context, const CreateChannel& request) {
  smarthandoff::tenants::ensure(context);
  lock(context);
  Record record{.channel = {.id = {context.new_id()},
                            .kind = request.kind,
                            .name = std::string(field::trimmed(request.name)),
                            .status = request.status,
                            .is_default = request.is_default,
                            .number = number_of(context, request.number),
                            .phone_number_id = request.phone_number_id,
                            .waba_id = request.waba_id,
                            .api_version = request.api_version,
                            .base_url = request.base_url,
                            .rate_per_second = request.rate_per_second,
                            .created_at = context.now()},
                .credentials = {},
                .verify_print = {}};
  const Secrets secrets{.access_token = request.access_token,
                        .app_secret = request.app_secret,
                        .verify_token = request.verify_token};
  check_status(request.status);
  check(record.channel);
  check(secrets);
  check_number_is_free(context, record.channel.phone_number_id);
  seal(context, record, secrets);
  return saved(context, std::move(record));
}

Channel update(Context& context, const UpdateChannel& request) {
  lock(context);
  auto record = rows::find(context.transaction(), context.tenant(), request.channel_id);
  if (!record) throw no_such("channel", request.channel_id.value);
  if (request.status) check_status(*request.status);
  change(context, record->channel, request);
  record->channel.name = std::string(field::trimmed(record->channel.name));
  change_secrets(context, *record, request);
  check(record->channel);
  if (request.phone_number_id) check_number_is_free(context, *request.phone_number_id);
  return saved(context, std::move(*record));
}

DeletedChannel delete_(Context& context, const DeleteChannel& request) {
  lock(context);
  context.profile_changed();  // what was read before the lock may be old
  const ChannelId& id = request.channel_id;
  if (!rows::find(context.transaction(), context.tenant(), id)) throw no_such("channel", id.value);
  const auto refused = [&](const std::string& why) {
    return Error(ErrorCode::failed_precondition, "channel \"" + id.value + "\": " + why);
  };
  if (context.profile().default_channel_id == id.value) throw refused("the profile's default_channel_id");
  if (rows::has_unsettled(context.transaction(), context.tenant(), id))
    throw refused("messages of it wait to be sent or are in doubt");
  rows::remove(context.transaction(), context.tenant(), id);
  context.emit("channel.deleted", id.value, GetChannel{id});
  return {id};
}

Channel get(const Context& context, const GetChannel& request) {
  auto channel = find(context, request.channel_id);
  if (!channel) throw no_such("channel", request.channel_id.value);
  return std::move(*channel);
}

ChannelList list(const Context& context, const ListChannels& request) {
  field::check_page(request.limit);
  ChannelList page;
  for (Record& record : rows::list(context.transaction(), context.tenant(), request))
    page.channels.push_back(std::move(record.channel));
  return page;
}

RotatedChannels rotate(Context& context, const RotateChannels&) {
  if (context.keys().empty())
    throw Error(ErrorCode::failed_precondition, "the engine was opened without encryption_keys");
  lock(context);
  RotatedChannels result{.key_id = context.keys().newest()};
  ListChannels filter{.limit = field::kMaxPage};
  while (true) {
    auto records = rows::list(context.transaction(), context.tenant(), filter);
    for (Record& record : records) {
      filter.after = record.channel.id;
      if (record.credentials.key_id.empty()) continue;
      // Also what needs no rotation: another key under the same id would answer that all is well.
      const Secrets secrets = opened(context, record);
      if (record.credentials.key_id == result.key_id) continue;
      seal(context, record, secrets);
      rows::save(context.transaction(), context.tenant(), record);
      ++result.rotated;
    }
    if (records.empty()) return result;
  }
}

std::optional<Channel> find(const Context& context, const ChannelId& id) {
  auto record = rows::find(context.transaction(), context.tenant(), id);
  if (!record) return std::nullopt;
  return std::move(record->channel);
}

std::optional<Channel> to_send_with(const Context& context) {
  const std::string& preferred = context.profile().default_channel_id;
  std::optional<Channel> chosen;
  if (!preferred.empty()) {
    chosen = find(context, {preferred});
  } else {
    const auto records = rows::list(context.transaction(), context.tenant(), {});
    const auto marked = std::find_if(records.begin(), records.end(),
                                     [](const Record& record) { return record.channel.is_default; });
    const auto is_active = [](const Record& record) {
      return record.channel.status == ChannelStatus::active;
    };
    if (marked != records.end())
      chosen = marked->channel;
    else if (std::count_if(records.begin(), records.end(), is_active) == 1)
      chosen = std::find_if(records.begin(), records.end(), is_active)->channel;
  }
  if (chosen && chosen->status != ChannelStatus::active) chosen.reset();
  return chosen;
}

std::optional<Opened> open(const Context& context, const ChannelId& id) {
  return open(context, rows::find(context.transaction(), context.tenant(), id));
}

std::optional<Opened> open_by_number(const Context& context, const std::string& phone_number_id) {
  return open(context, rows::find_by_number(context.transaction(), context.tenant(), phone_number_id));
}

std::vector<Opened> open_by_account(const Context& context, const std::string& waba_id) {
  std::vector<Opened> all;
  for (const Record& record : rows::of_account(context.transaction(), context.tenant(), waba_id))
    all.push_back(*open(context, std::optional(record)));
  return all;
}

std::vector<TenantId> tenants_of_number(const Context& context, const std::string& phone_number_id) {
  return rows::tenants_of_number(context.transaction(), phone_number_id);
}

std::vector<TenantId> tenants_of_account(const Context& context, const std::string& waba_id) {
  return rows::tenants_of_account(context.transaction(), waba_id);
}

std::vector<TenantId> tenants_of_verify_token(const Context& context, const std::string& token) {
  std::vector<TenantId> all;
  for (const std::string& print : context.keys().fingerprints(token)) {
    for (TenantId& tenant : rows::tenants_of_verify_print(context.transaction(), print))
      if (std::find(all.begin(), all.end(), tenant) == all.end()) all.push_back(std::move(tenant));
  }
  return all;
}

ChannelCount count(const storage::Transaction& transaction) {
  return rows::count(transaction);
}

void restore(Context& context, const ChannelId& id) {
  lock(context);
  auto record = rows::find(context.transaction(), context.tenant(), id);
  if (!record || record->channel.status != ChannelStatus::error) return;
  record->channel.status = ChannelStatus::active;
  record->channel.status_reason.clear();
  saved(context, std::move(*record));
}

void refuse(Context& context, const ChannelId& id, const std::string& reason) {
  lock(context);
  auto record = rows::find(context.transaction(), context.tenant(), id);
  if (!record || record->channel.status != ChannelStatus::active) return;
  record->channel.status = ChannelStatus::error;
  record->channel.status_reason = field::fitted(reason, 300);
  record->channel.updated_at = context.now();
  rows::save(context.transaction(), context.tenant(), *record);
  context.emit("channel.error", id.value, GetChannel{id});
  context.enqueue(kRefusedJob, id.value, GetChannel{id});
}

}  // namespace smarthandoff::channels
