#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "simulation/chat_service.hpp"

namespace simulation {

// The messaging service seen through a bad line, for one life of one engine. After `end` nothing passes any
// more, in either direction. Used by one thread, that of the simulation.
class FaultyMessenger final : public ms::Messenger {
 public:
  FaultyMessenger(ChatService& service, Random& random, const smarthandoff::Clock& clock)
      : service_(service), random_(random), clock_(clock) {}
  ~FaultyMessenger() override { end(); }

  void behave(const ChatTrouble& trouble) { trouble_ = trouble; }

  // Called before every command; may end this life.
  std::function<void()> before_command;

  bool step() { return late_.step(clock_.now()); }
  std::optional<smarthandoff::Instant> next_due() const { return late_.next_due(); }
  void end();

  void send(const ms::SendRequest& request, std::function<void(ms::SendResult)> done) override;
  void mark_read(const ms::MarkRead& request, std::function<void(ms::Failure)> done) override;
  void list_templates(const ms::ListTemplates& request,
                      std::function<void(ms::TemplatesResult)> done) override;
  void stop() noexcept override { end(); }

 private:
  using Answer = std::function<void(const ms::SendResult&)>;
  void later(LateWork::Work work);
  void refuse_for_now(const Answer& answer);
  void doubt(const Answer& answer);

  ChatService& service_;
  Random& random_;
  const smarthandoff::Clock& clock_;
  ChatTrouble trouble_;
  LateWork late_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace simulation
