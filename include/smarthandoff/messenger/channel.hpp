#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/messenger/ids.hpp>
#include <smarthandoff/storage/context.hpp>

// A tenant's messaging channels with their credentials, which are encrypted at rest and never come out of an
// operation: `channels.create`, `.update`, `.get`, `.list`, `.rotate`.
namespace smarthandoff::channels {

enum class ChannelKind { whatsapp };
enum class ChannelStatus {
  configuring,  // being set up: nothing is sent
  active,
  inactive,  // switched off: nothing is sent, what comes in is kept
  error,     // the peer refused its credentials: a person must renew them
};

struct Channel {
  ChannelId id;
  ChannelKind kind = ChannelKind::whatsapp;
  std::string name;
  ChannelStatus status = ChannelStatus::active;
  std::string status_reason;    // of an error; else empty
  bool is_default = false;      // the one of its kind that is taken where none is named
  std::string number;           // its telephone number as E.164; may be empty
  std::string phone_number_id;  // Meta's id of the number; empty: nothing comes in
  std::string waba_id;          // Meta's id of the business account
  std::string api_version, base_url;
  std::int64_t rate_per_second = 80;
  bool has_access_token = false;  // false: the engine's own messenger sends
  bool has_app_secret = false;    // false: webhooks cannot be checked and are refused
  bool has_verify_token = false;
  std::string key_id;  // the key that its credentials are encrypted with; empty without
  Instant created_at, updated_at;

  bool operator==(const Channel&) const = default;
};

struct CreateChannel {
  ChannelKind kind = ChannelKind::whatsapp;
  std::string name;  // 1-100 characters
  ChannelStatus status = ChannelStatus::active;
  bool is_default = false;
  std::string number;           // as typed
  std::string phone_number_id;  // digits; belongs to one channel of the whole store
  std::string waba_id;          // digits
  std::string api_version = "v23.0";
  std::string base_url = "https://graph.facebook.com";
  std::int64_t rate_per_second = 80;              // 1-1000
  Secret access_token, app_secret, verify_token;  // at most 4096 characters each
};

// Replaces the given members; the others stay. New credentials end an error.
struct UpdateChannel {
  ChannelId channel_id;
  std::optional<std::string> name, number, phone_number_id, waba_id, api_version, base_url;
  std::optional<ChannelStatus> status;
  std::optional<bool> is_default;
  std::optional<std::int64_t> rate_per_second;
  std::optional<Secret> access_token, app_secret, verify_token;
};

struct GetChannel {
  ChannelId channel_id;
};
struct DeleteChannel {
  ChannelId channel_id;
};
struct DeletedChannel {
  ChannelId channel_id;
};
struct ListChannels {
  std::optional<ChannelStatus> status;
  std::int64_t limit = 100;  // 1-1000
  ChannelId after;           // the last id of the page before
};
struct ChannelList {
  std::vector<Channel> channels;  // by id
};

// Encrypts every channel's credentials anew with the newest key, so that older keys can be retired.
struct RotateChannels {};
struct RotatedChannels {
  std::int64_t rotated = 0;  // those that had another key
  std::string key_id;        // the one they have now
};

// Throws invalid_argument naming the field; already_exists for a number that another channel has;
// failed_precondition for credentials without an encryption key.
Channel create(Context& context, const CreateChannel& request);
Channel update(Context& context, const UpdateChannel& request);

// Forgets the channel and its credentials; its messages stay. Throws failed_precondition while messages of it
// wait to be sent or are in doubt, and for the one that the profile names: switch it off first.
DeletedChannel delete_(Context& context, const DeleteChannel& request);

Channel get(const Context& context, const GetChannel& request);
ChannelList list(const Context& context, const ListChannels& request);

// Throws failed_precondition naming the key where one of the older keys is missing; then nothing is changed.
RotatedChannels rotate(Context& context, const RotateChannels& request);

// --- For the other modules ---

std::optional<Channel> find(const Context& context, const ChannelId& id);

// Until the end of the transaction no channel of the tenant is changed or deleted by others.
void lock(Context& context);

// The tenant's channel that sends where none is named: the profile's, else the default, else the only one.
// Nothing unless it is active.
std::optional<Channel> to_send_with(const Context& context);

// A channel with its credentials, for who sends and checks. Throws failed_precondition naming the key that is
// missing or wrong.
struct Opened {
  Channel channel;
  Secret access_token, app_secret, verify_token;
};
std::optional<Opened> open(const Context& context, const ChannelId& id);
std::optional<Opened> open_by_number(const Context& context, const std::string& phone_number_id);
std::vector<Opened> open_by_account(const Context& context, const std::string& waba_id);

// Whatever tenant the context is of: whose a number, an account or a verify token is.
std::vector<TenantId> tenants_of_number(const Context& context, const std::string& phone_number_id);
std::vector<TenantId> tenants_of_account(const Context& context, const std::string& waba_id);
std::vector<TenantId> tenants_of_verify_token(const Context& context, const std::string& token);

// How many there are, of every tenant: for whoever watches the whole store.
struct ChannelCount {
  std::int64_t active = 0, error = 0;
};
ChannelCount count(const storage::Transaction& transaction);

// The peer takes its credentials again: an error ends.
void restore(Context& context, const ChannelId& id);

// The peer refused the channel's credentials: the channel is in error, and hosts are told once, by an event
// and by a job of this kind, whose key is the channel's id (src/engine/messenger_events.cpp).
inline constexpr const char* kRefusedJob = "messenger.refused";
void refuse(Context& context, const ChannelId& id, const std::string& reason);

const Type& describe(const ChannelKind*);
const Type& describe(const ChannelStatus*);
const Type& describe(const Channel*);
const Type& describe(const CreateChannel*);
const Type& describe(const UpdateChannel*);
const Type& describe(const GetChannel*);
const Type& describe(const DeleteChannel*);
const Type& describe(const DeletedChannel*);
const Type& describe(const ListChannels*);
const Type& describe(const ChannelList*);
const Type& describe(const RotateChannels*);
const Type& describe(const RotatedChannels*);

}  // namespace smarthandoff::channels
