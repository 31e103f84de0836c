// A messaging service that the host speaks to by itself, from both ends: it sends by the engine's messenger,
// and reports what the service tells. The real engine in manual time.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include <smarthandoff/smarthandoff.hpp>

#include "support/scripted_telephony.hpp"

using namespace smarthandoff;
using messages::MessageStatus;
using messenger::PeerStatus;

namespace {

const std::string kCustomer = "+5518997751234";

class Service final : public messenger::Messenger {
 public:
  void send(const messenger::SendRequest& request, std::function<void(messenger::SendResult)> done) override {
    sent.push_back(request);
    if (thrown) std::rethrow_exception(thrown);
    done({.outcome = messenger::SendOutcome::accepted, .peer_id = "out-" + std::to_string(sent.size())});
  }
  void mark_read(const messenger::MarkRead&, std::function<void(messenger::Failure)> done) override {
    done({});
  }
  void list_templates(const messenger::ListTemplates&,
                      std::function<void(messenger::TemplatesResult)> done) override {
    done({});
  }
  void stop() noexcept override {}

  std::vector<messenger::SendRequest> sent;
  std::exception_ptr thrown;
};

struct Host {
  Host() {
    tenant.call(channels::create, {.name = "Own", .is_default = true});
    settle();
  }
  void settle(Milliseconds by = Seconds(1)) {
    clock->advance(by);
    engine.step(clock->now());
  }
  void hears(messages::ReportReceived report) {
    report.peer_id = "in-" + std::to_string(++count);
    report.from = kCustomer.substr(1);
    CHECK(tenant.call(messages::received, report).is_new);
    settle();
  }
  callbacks::Callback wish() {
    return tenant.call(callbacks::create, {.number = kCustomer,
                                           .contact_name = "Maria",
                                           .extension = "1004",
                                           .reason = "boleto",
                                           .notify_whatsapp = true});
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(parse_rfc3339("2026-01-16T17:30:00Z"));
  std::shared_ptr<Service> service = std::make_shared<Service>();
  Engine engine{{.telephony = std::make_shared<scripted::Telephony>(),
                 .messenger = service,
                 .clock = clock,
                 .manual = true}};
  Tenant tenant = engine.tenant("acme");
  int count = 0;
};

}  // namespace

TEST_CASE(
    "a customer who writes to the host's own service is told of a callback, and calls it off by a button") {
  Host host;
  host.hears({.text = "oi"});
  const auto wish = host.wish();
  host.settle();
  REQUIRE_FALSE(host.service->sent.empty());
  CHECK(host.service->sent[0].content.text.find("Seu pedido de callback foi registrado!") !=
        std::string::npos);
  host.settle(Seconds(5));
  const auto asked = std::ranges::find(host.service->sent, messenger::ContentKind::buttons,
                                       [](const auto& request) { return request.content.kind; });
  REQUIRE(asked != host.service->sent.end());
  const std::string peer_id = "out-" + std::to_string(asked - host.service->sent.begin() + 1);

  const auto read = host.tenant.call(messages::status, {.peer_id = peer_id, .status = PeerStatus::read});
  CHECK(read.applied == messages::StatusApplied::changed);
  CHECK(host.tenant.call(messages::status, {.message_id = asked->message_id, .status = PeerStatus::delivered})
            .applied == messages::StatusApplied::ignored);
  CHECK(host.tenant.call(messages::get, {asked->message_id}).status == MessageStatus::read);

  host.hears({.kind = messenger::InboundKind::button,
              .text = "❌ Não precisa",
              .choice_id = "callback_cancel",
              .answers = peer_id});
  CHECK(host.tenant.call(callbacks::get, {.callback_id = wish.id}).status ==
        callbacks::CallbackStatus::canceled);
  CHECK(host.service->sent.back().content.text.starts_with("Tudo bem!"));
  CHECK_FALSE(host.service->sent.back().answers.empty());
}

TEST_CASE("a repeated report is no second answer") {
  Host host;
  host.hears({.text = "oi"});
  host.wish();
  host.settle();
  host.settle(Seconds(5));
  const messages::ReportReceived later{
      .peer_id = "in-later", .from = kCustomer, .kind = messenger::InboundKind::text, .text = "depois"};
  CHECK(host.tenant.call(messages::received, later).is_new);
  host.settle();
  const std::size_t sent = host.service->sent.size();
  for (int i = 0; i < 3; ++i) CHECK_FALSE(host.tenant.call(messages::received, later).is_new);
  host.settle();
  CHECK(host.service->sent.size() == sent);
}

TEST_CASE("who writes SAIR to the host's own service is not written to any more") {
  Host host;
  host.hears({.text = "oi"});
  const auto wish = host.wish();
  host.settle();
  host.settle(Seconds(5));
  const std::size_t sent = host.service->sent.size();
  host.hears({.text = "SAIR"});
  host.settle();
  CHECK(host.service->sent.size() == sent + 1);  // told once that it was heard
  CHECK(host.tenant.call(callbacks::get, {.callback_id = wish.id}).status ==
        callbacks::CallbackStatus::canceled);
  host.settle(std::chrono::hours(1));
  CHECK(host.tenant
            .call(suppressions::check_opt_out, {.address = kCustomer, .channel = contact::Channel::whatsapp})
            .suppressed);
  const auto refused = host.tenant.call(contact::send_message, {.to = kCustomer, .content = {.text = "Olá"}});
  CHECK_FALSE(refused.message);
  REQUIRE_FALSE(refused.reasons.empty());
  CHECK(refused.reasons[0].name == "opt_out");
}

TEST_CASE("a notice that the service could not deliver is told to the callback") {
  Host host;
  host.hears({.text = "oi"});
  const auto wish = host.wish();
  host.settle();
  host.settle(Seconds(5));
  const auto notice = host.service->sent.back().message_id;
  const auto failed = host.tenant.call(messages::status,
                                       {.message_id = notice,
                                        .status = PeerStatus::failed,
                                        .failure = {.kind = messenger::FailureKind::recipient_unreachable}});
  CHECK(failed.applied == messages::StatusApplied::changed);
  host.settle();
  std::vector<std::string> topics;
  for (const Event& event : host.engine.events({}, 0, 1000).events) topics.push_back(event.topic);
  CHECK(std::ranges::count(topics, "callback.notice_failed") == 1);
  CHECK(host.tenant.call(callbacks::get, {.callback_id = wish.id}).status !=
        callbacks::CallbackStatus::failed);
}

TEST_CASE("only a service may report what a messaging service said") {
  Host host;
  auto agent = host.engine.tenant("acme", "maria", Role::agent);
  const auto code = [&](const auto& operation, const auto& request) {
    try {
      agent.call(operation, request);
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  };
  CHECK(code(messages::received, messages::ReportReceived{.peer_id = "x", .from = "5518997751234"}) ==
        ErrorCode::unauthorized);
  CHECK(code(messages::status, messages::ReportStatus{.peer_id = "x"}) == ErrorCode::unauthorized);
}

// The process ended with it.
TEST_CASE("what the host's messenger throws is the send's failure") {
  struct Row {
    std::exception_ptr thrown;
    MessageStatus status;
  };
  const Row rows[] = {
      {std::make_exception_ptr(Error(ErrorCode::failed_precondition, "no such number")),
       MessageStatus::failed},
      {std::make_exception_ptr(std::runtime_error("the line broke")), MessageStatus::in_doubt},
      {std::make_exception_ptr(42), MessageStatus::in_doubt}};
  for (const Row& row : rows) {
    Host host;
    host.hears({.text = "oi"});
    host.service->thrown = row.thrown;
    const auto answer =
        host.tenant.call(contact::send_message,
                         {.to = kCustomer, .content = {.kind = messenger::ContentKind::text, .text = "Olá"}});
    REQUIRE(answer.message);
    host.settle();
    CHECK(host.service->sent.size() == 1);
    CHECK(host.tenant.call(messages::get, {answer.message->id}).status == row.status);
  }
}
