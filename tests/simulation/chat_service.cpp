#include "simulation/chat_service.hpp"

#include <algorithm>
#include <utility>

namespace simulation {

using smarthandoff::Instant;
using smarthandoff::Milliseconds;
using smarthandoff::Seconds;

namespace {

constexpr auto kWindow = std::chrono::hours(24);

std::string seconds_of(Instant at) {
  return std::to_string(std::chrono::floor<Seconds>(at.time_since_epoch()).count());
}

}  // namespace

ms::SendResult ChatService::take(const ms::SendRequest& request) {
  const std::string number = request.to.substr(2);  // without the country's 55
  const std::string tenant = request.tenant.value;
  const auto wrote = wrote_.find({tenant, number});
  const bool open = wrote != wrote_.end() && clock_.now() < wrote->second + kWindow;
  if (request.content.kind != ms::ContentKind::template_ && !open) {
    return {.outcome = ms::SendOutcome::refused,
            .failure = {.kind = ms::FailureKind::window_closed, .code = 131047, .detail = "no window"}};
  }
  const std::string peer_id = "wamid.OUT" + std::to_string(++ids_);
  const auto [place, is_new] = messages_.try_emplace(
      request.message_id.value, TakenMessage{tenant, number, request, peer_id, clock_.now()});
  if (!is_new) broken_ = "a message was sent twice: " + request.message_id.value;
  TakenMessage& message = place->second;
  if (taken) taken(message);
  tell_status(message, "sent");
  work_.add(clock_.now() + random_.between(Seconds(1), Seconds(20)), [this, &message] {
    message.told = "delivered";
    tell_status(message, "delivered");
    if (delivered) delivered(message);
    if (!random_.chance(0.5)) return;
    message.told = "read";
    tell_status(message, "read");
  });
  return {
      .outcome = ms::SendOutcome::accepted, .peer_id = peer_id, .peer_address = request.to, .failure = {}};
}

void ChatService::tell_status(TakenMessage& message, const std::string& status) {
  tell(message.tenant, message.number,
       R"("statuses":[{"id":")" + message.peer_id + R"(","status":")" + status + R"(","timestamp":")" +
           seconds_of(clock_.now()) + R"(","recipient_id":")" + message.request.to +
           R"(","biz_opaque_callback_data":")" + message.request.message_id.value + R"("}])");
}

void ChatService::write(const Words& words, Milliseconds later) {
  work_.add(clock_.now() + later, [this, words] {
    const std::string from = "55" + words.number;
    const std::string context =
        words.answers.empty() ? "" : R"("context":{"from":"x","id":")" + words.answers + R"("},)";
    const std::string what =
        words.button.empty()
            ? R"("type":"text","text":{"body":")" + words.text + R"("})"
            : R"("type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":")" +
                  words.button + R"(","title":")" + words.text + R"("}})";
    const std::string inside = R"("messages":[{"from":")" + from + R"(","id":"wamid.IN)" +
                               std::to_string(++ids_) + R"(","timestamp":")" + seconds_of(clock_.now()) +
                               R"(",)" + context + what + "}]";
    auto& wrote = wrote_[{words.tenant, words.number}];
    wrote = std::max(wrote, clock_.now());
    tell(words.tenant, words.number, inside);
  });
}

void ChatService::tell(const std::string& tenant, const std::string& number, const std::string& inside) {
  const std::string body =
      R"({"object":"whatsapp_business_account","entry":[{"id":"400000000000001","changes":[{"field":"messages",)"
      R"("value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"551833334444",)"
      R"("phone_number_id":")" +
      businesses_.at(tenant) + R"("},"contacts":[{"profile":{"name":"Ana"},"wa_id":"55)" + number +
      R"("}],)" + inside + "}}]}]}";
  const int times = random_.chance(trouble_.doubled_webhook) ? 2 : 1;
  for (int i = 0; i < times; ++i) {
    const Milliseconds late = random_.chance(trouble_.late_webhook)
                                  ? random_.between(Seconds(1), Seconds(600))
                                  : random_.between(Milliseconds(50), Milliseconds(500));
    work_.add(clock_.now() + late, [this, body] { post(body); });
  }
}

// A webhook that is not taken comes again.
void ChatService::post(const std::string& body) {
  if (webhook(body)) return;
  work_.add(clock_.now() + random_.between(Seconds(5), Seconds(120)), [this, body] { post(body); });
}

}  // namespace simulation
