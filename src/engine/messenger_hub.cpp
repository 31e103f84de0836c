#include "engine/messenger_hub.hpp"

#include <atomic>
#include <utility>

#include <smarthandoff/messenger/whatsapp.hpp>

#include "engine/failure_text.hpp"
#include "engine/read_context.hpp"

namespace smarthandoff::engine {
namespace {

using messenger::Failure;
using messenger::FailureKind;
using messenger::SendOutcome;
using messenger::SendResult;

// Another process may have changed the channel: it is looked at again after this time.
constexpr auto kFresh = std::chrono::seconds(30);
constexpr Milliseconds kStopGrace{2'000};
constexpr Milliseconds kKeyWait = std::chrono::minutes(1);

messenger::WhatsAppOptions options_of(const channels::Opened& opened) {
  const channels::Channel& channel = opened.channel;
  return {.access_token = opened.access_token,
          .phone_number_id = channel.phone_number_id,
          .waba_id = channel.waba_id,
          .api_version = channel.api_version,
          .base_url = channel.base_url,
          .rate_per_second = channel.rate_per_second};
}

Failure configuration(const std::string& detail) {
  return {.kind = FailureKind::configuration, .detail = detail};
}

// A messenger written by a host may throw. What it throws before it has answered is its answer; what it
// throws afterwards changes nothing.
template <class Result>
void ask(const std::function<void(std::function<void(Result)>)>& call, std::function<void(Result)> done,
         Result (*failed)(const Error&)) {
  const auto answer = [done = std::move(done), answered = std::make_shared<std::atomic<bool>>(false)](
                          const std::function<Result()>& result) {
    if (!answered->exchange(true)) done(result());
  };
  try {
    call([answer](Result result) { answer([&] { return std::move(result); }); });
  } catch (const Error& error) {
    answer([&] { return failed(error); });
  } catch (...) {
    answer([&] { return failed(Error(ErrorCode::internal, text_of(std::current_exception()))); });
  }
}

}  // namespace

MessengerHub::MessengerHub(Readers& readers, Loop& io, const KeyRing& keys, const Clock& clock,
                           std::shared_ptr<messenger::Messenger> host)
    : readers_(readers), io_(io), keys_(keys), clock_(clock), host_(std::move(host)) {}

MessengerHub::~MessengerHub() {
  stop();
}

void MessengerHub::send(const messenger::SendRequest& request, std::function<void(SendResult)> done) {
  if (clock_.now() > request.expires_at) {
    return done({.outcome = SendOutcome::refused,
                 .failure = {.kind = FailureKind::expired, .detail = "it was not sent in time"}});
  }
  with_adapter(request.tenant, request.channel_id, [request, done = std::move(done)](const Found& found) {
    if (found.adapter) {
      return ask<SendResult>([&](auto answer) { found.adapter->send(request, answer); }, done,
                             messenger::failed_send);
    }
    SendResult result{.outcome = found.passing ? SendOutcome::retry : SendOutcome::refused,
                      .failure = found.failure};
    if (found.passing) {
      result.retry_after = kKeyWait;
      result.counts = false;
    }
    done(result);
  });
}

void MessengerHub::mark_read(const messenger::MarkRead& request, std::function<void(Failure)> done) {
  with_adapter(request.tenant, request.channel_id, [request, done = std::move(done)](const Found& found) {
    if (found.adapter) {
      return ask<Failure>([&](auto answer) { found.adapter->mark_read(request, answer); }, done,
                          messenger::failure_of);
    }
    done(found.failure);
  });
}

void MessengerHub::list_templates(const messenger::ListTemplates& request,
                                  std::function<void(messenger::TemplatesResult)> done) {
  with_adapter(request.tenant, request.channel_id, [request, done = std::move(done)](const Found& found) {
    if (found.adapter) {
      return ask<messenger::TemplatesResult>(
          [&](auto answer) { found.adapter->list_templates(request, answer); }, done,
          [](const Error& error) {
            return messenger::TemplatesResult{.templates = {}, .failure = messenger::failure_of(error)};
          });
    }
    done({.templates = {}, .failure = found.failure});
  });
}

void MessengerHub::inspect(const messenger::InspectChannel& request,
                           std::function<void(messenger::ChannelReport)> done) {
  with_adapter(request.tenant, request.channel_id, [request, done = std::move(done)](const Found& found) {
    if (found.adapter) {
      return ask<messenger::ChannelReport>(
          [&](auto answer) { found.adapter->inspect(request, answer); }, done,
          [](const Error& error) {
            return messenger::ChannelReport{.failure = messenger::failure_of(error), .websites = {}};
          });
    }
    done({.failure = found.failure, .websites = {}});
  });
}

void MessengerHub::with_adapter(const TenantId& tenant, const ChannelId& channel,
                                std::function<void(Found)> done) {
  std::shared_ptr<messenger::Messenger> adapter;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find({tenant.value, channel.value});
    if (found != entries_.end() && std::chrono::steady_clock::now() - found->second.read < kFresh)
      adapter = found->second.adapter;
  }
  if (adapter) return done({.adapter = std::move(adapter), .failure = {}});
  const auto failed = [this, done](const Failure& failure) {
    io_.post([done, failure] { done({.adapter = {}, .failure = failure, .passing = true}); });
  };
  try {
    readers_.post(
        [this, tenant, channel, done](const storage::Transaction& transaction) {
          io_.post([done, found = look_up(transaction, tenant, channel)] { done(found); });
        },
        [failed](const std::exception_ptr& error) {
          failed({.kind = FailureKind::temporary, .detail = text_of(error)});
        });
  } catch (const Error& error) {
    failed({.kind = FailureKind::temporary, .detail = error.what()});
  }
}

MessengerHub::Found MessengerHub::look_up(const storage::Transaction& transaction, const TenantId& tenant,
                                          const ChannelId& channel) {
  const ReadContext context(transaction,
                            {.tenant = tenant, .actor = {}, .now = clock_.now(), .keys = &keys_});
  try {
    const auto opened = channels::open(*context, channel);
    if (!opened) return {.adapter = {}, .failure = configuration("the channel is gone")};
    return make({tenant.value, channel.value}, *opened);
  } catch (const Error& error) {
    // A key that was not given at this opening may be at the next: nothing is lost by it.
    return {.adapter = {},
            .failure = configuration(error.what()),
            .passing = error.code() == ErrorCode::failed_precondition || error.retryable()};
  }
}

MessengerHub::Found MessengerHub::make(const Key& key, const channels::Opened& opened) {
  if (opened.access_token.empty()) {
    if (host_) return {.adapter = host_, .failure = {}};
    return {.adapter = {},
            .failure = configuration("the channel has no access token and the engine no messenger")};
  }
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  if (stopped_) return {.adapter = {}, .failure = configuration("the engine is closing"), .passing = true};
  const auto known = entries_.find(key);
  if (known != entries_.end() && known->second.updated_at == opened.channel.updated_at) {
    known->second.read = now;
    return {.adapter = known->second.adapter, .failure = {}};
  }
  Entry entry{.adapter = messenger::make_whatsapp(options_of(opened), client()),
              .updated_at = opened.channel.updated_at,
              .read = now};
  entries_[key] = entry;
  return {.adapter = entry.adapter, .failure = {}};
}

std::shared_ptr<http::Client> MessengerHub::http_client() {
  const std::lock_guard lock(mutex_);
  return stopped_ ? nullptr : client();
}

// One for all channels, made when it is first needed.
std::shared_ptr<http::Client> MessengerHub::client() {
  if (!client_) client_ = std::make_shared<http::Client>();
  return client_;
}

void MessengerHub::committed(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.topic != "channel.updated" && event.topic != "channel.deleted" &&
        event.topic != "channel.error")
      continue;
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find({event.tenant.value, event.entity});
    if (found != entries_.end()) found->second.read = {};
  }
}

void MessengerHub::stop() noexcept {
  std::shared_ptr<http::Client> client;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    client = client_;
  }
  if (host_) host_->stop();
  if (client) client->stop(kStopGrace);
}

}  // namespace smarthandoff::engine
