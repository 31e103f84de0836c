#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <smarthandoff/messenger/port.hpp>

#include "simulation/late_work.hpp"
#include "simulation/random.hpp"

namespace simulation {

namespace ms = smarthandoff::messenger;

// How badly the way to and from the messaging service behaves: chances of 0 to 1 for each message or webhook.
struct ChatTrouble {
  double refused_for_now = 0;  // too fast, or a passing error
  double lost_answer = 0;      // taken, but the answer is `in_doubt`, or none comes
  double lost_command = 0;     // not taken, and the answer is `in_doubt`
  double late_answer = 0;
  double doubled_answer = 0;
  double late_webhook = 0;  // so that they overtake each other
  double doubled_webhook = 0;
};

// A message that the service took.
struct TakenMessage {
  std::string tenant, number;  // the customer's, as in Company
  ms::SendRequest request;
  std::string peer_id;
  smarthandoff::Instant at;
  std::string told = "sent";  // the last status that a webhook tells
};

// The messaging service with the telephones behind it, which survives every engine. It tells of what happens
// by webhooks, again and again until one is taken.
class ChatService {
 public:
  ChatService(Random& random, const smarthandoff::Clock& clock) : random_(random), clock_(clock) {}

  void add_business(const std::string& tenant, const std::string& phone_number_id) {
    businesses_[tenant] = phone_number_id;
  }
  void behave(const ChatTrouble& trouble) { trouble_ = trouble; }

  // Called with the webhook's body; false: it was not taken.
  std::function<bool(const std::string& body)> webhook;
  // What the customer does about a message that was delivered.
  std::function<void(const TakenMessage& message)> delivered;
  // Called for each message that is taken, before anything follows from it.
  std::function<void(const TakenMessage& message)> taken;

  // The service's answer, as it decides.
  ms::SendResult take(const ms::SendRequest& request);

  // A customer writes; `button` and `answers` (the peer's id of the message) may be empty.
  struct Words {
    std::string tenant, number, text, button, answers;
  };
  void write(const Words& words, smarthandoff::Milliseconds later);

  bool step() { return work_.step(clock_.now()); }
  std::optional<smarthandoff::Instant> next_due() const { return work_.next_due(); }

  const std::map<std::string, TakenMessage>& messages() const { return messages_; }  // by our id
  // What must never happen and did; empty: nothing.
  const std::string& broken() const { return broken_; }

 private:
  void tell(const std::string& tenant, const std::string& number, const std::string& inside);
  void post(const std::string& body);
  void tell_status(TakenMessage& message, const std::string& status);

  Random& random_;
  const smarthandoff::Clock& clock_;
  ChatTrouble trouble_;
  LateWork work_;
  std::map<std::string, std::string> businesses_;  // number ids by tenant
  std::map<std::string, TakenMessage> messages_;
  std::map<std::pair<std::string, std::string>, smarthandoff::Instant> wrote_;  // by tenant and number
  std::uint64_t ids_ = 0;
  std::string broken_;
};

}  // namespace simulation
