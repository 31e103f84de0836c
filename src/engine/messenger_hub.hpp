#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <smarthandoff/base/key_ring.hpp>
#include <smarthandoff/http/client.hpp>
#include <smarthandoff/messenger/channel.hpp>
#include <smarthandoff/messenger/port.hpp>
#include <smarthandoff/storage/event.hpp>

#include "engine/loop.hpp"
#include "engine/readers.hpp"

namespace smarthandoff::engine {

// The messenger that jobs see: each message goes by the adapter of its channel, which is made from the stored
// credentials and kept until the channel changes; a channel without an access token by the host's messenger.
class MessengerHub final : public messenger::Messenger {
 public:
  // The references must outlive the hub; `host` may be null.
  MessengerHub(Readers& readers, Loop& io, const KeyRing& keys, const Clock& clock,
               std::shared_ptr<messenger::Messenger> host);
  ~MessengerHub() override;

  void send(const messenger::SendRequest& request, std::function<void(messenger::SendResult)> done) override;
  void mark_read(const messenger::MarkRead& request, std::function<void(messenger::Failure)> done) override;
  void list_templates(const messenger::ListTemplates& request,
                      std::function<void(messenger::TemplatesResult)> done) override;
  void inspect(const messenger::InspectChannel& request,
               std::function<void(messenger::ChannelReport)> done) override;
  void stop() noexcept override;

  // The client of all adapters; null once stopped.
  std::shared_ptr<http::Client> http_client();

  // Forgets the adapters of channels that were changed. Any thread.
  void committed(const std::vector<Event>& events);

 private:
  using Key = std::pair<std::string, std::string>;  // tenant, channel
  struct Entry {
    std::shared_ptr<messenger::Messenger> adapter;
    Instant updated_at;                          // of the channel that it was made from
    std::chrono::steady_clock::time_point read;  // when that was looked at
  };
  // The adapter, or why there is none.
  struct Found {
    std::shared_ptr<messenger::Messenger> adapter;
    messenger::Failure failure;
    bool passing = false;  // it may be there later
  };

  void with_adapter(const TenantId& tenant, const ChannelId& channel, std::function<void(Found)> done);
  Found look_up(const storage::Transaction& transaction, const TenantId& tenant, const ChannelId& channel);
  Found make(const Key& key, const channels::Opened& opened);
  std::shared_ptr<http::Client> client();

  Readers& readers_;
  Loop& io_;
  const KeyRing& keys_;
  const Clock& clock_;
  const std::shared_ptr<messenger::Messenger> host_;
  std::mutex mutex_;  // guards everything below
  std::map<Key, Entry> entries_;
  std::shared_ptr<http::Client> client_;
  bool stopped_ = false;
};

}  // namespace smarthandoff::engine
