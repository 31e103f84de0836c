#include <doctest/doctest.h>

#include <memory>

#include <smarthandoff/callback/desk.hpp>
#include <smarthandoff/engine/engine.hpp>
#include <smarthandoff/storage/tenants.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>
#include <smarthandoff/telephony/simulator.hpp>
#include <smarthandoff/telephony/twilio.hpp>
#include <smarthandoff/telephony/twilio_double.hpp>

// What a click is answered when the agent's phone turns out to be taken, on every phone system.

using namespace smarthandoff;

namespace {

// The machine's clock, moved to a Friday noon in São Paulo: nobody is called at night.
class Friday final : public Clock {
 public:
  Instant now() const override {
    return parse_rfc3339("2026-01-16T15:00:00Z") + (SystemClock().now() - begun_);
  }

 private:
  const Instant begun_ = SystemClock().now();
};

// Extension 1002 is taken, 1004 rings and is declined at once, 1003 rings and nobody comes.
class Pbx {
 public:
  virtual ~Pbx() = default;
  virtual std::shared_ptr<telephony::Telephony> line() = 0;
};

class Simulated : public Pbx {
 public:
  explicit Simulated(bool over_tcp) : over_tcp_(over_tcp) {
    pbx_.add_standard_phones();
    pbx_.add_phone({.extension = "1004",
                    .behaviour = telephony::simulator::Behaviour::declines,
                    .after = Milliseconds(200)});
    pbx_.add_gateway("trunk-1");
    pbx_.start();
  }
  ~Simulated() override { pbx_.stop(); }
  std::shared_ptr<telephony::Telephony> line() override {
    if (!over_tcp_) return pbx_.telephony();
    return telephony::make_freeswitch(
        {.port = pbx_.listen(), .password = Secret("ClueCon"), .domain = "pbx.local"});
  }

 private:
  SimulatedPbx pbx_;
  const bool over_tcp_;
};

class Twilio : public Pbx {
 public:
  Twilio() {
    using twilio_double::Behaviour;
    twilio_.add_person({.number = "client:1002", .behaviour = Behaviour::busy, .after = Milliseconds(200)});
    twilio_.add_person({.number = "client:1003", .behaviour = Behaviour::no_answer});
    twilio_.add_person(
        {.number = "client:1004", .behaviour = Behaviour::declines, .after = Milliseconds(200)});
    twilio_.add_number({.number = kNumber});
    twilio_.listen();
    port_ = telephony::make_twilio(
        {.account = {.account_sid = account_.account_sid,
                     .auth_token = account_.auth_token,
                     .base_url = twilio_.url(),
                     .calls_per_second = 100},
         .public_url = "https://host.example/twilio",
         .number = kNumber,
         .assistant_stream = "wss://host.example/assistant",
         .presence = [](const std::string&, const std::string&, const telephony::StateAnswer& answer) {
           answer(telephony::ExtensionState::available);
         }});
    twilio_.answer_webhooks([this](const http::Request& request) { return port_->webhook(request); });
    twilio_.start();
  }
  ~Twilio() override { twilio_.stop(); }
  std::shared_ptr<telephony::Telephony> line() override { return port_; }

 private:
  static constexpr const char* kNumber = "+551140001234";

  const twilio_double::DoubleOptions account_{.calls_per_second = 100};
  TwilioDouble twilio_{account_};
  std::shared_ptr<telephony::Twilio> port_;
};

struct Office {
  explicit Office(std::unique_ptr<Pbx> phones) : pbx(std::move(phones)) {
    EngineOptions options;
    options.clock = std::make_shared<Friday>();
    options.telephony = pbx->line();
    engine = std::make_unique<Engine>(options);
    smarthandoff::tenants::UpdateTenant trunk;
    trunk.trunk = Trunk{.gateway = "trunk-1"};
    tenant().call(smarthandoff::tenants::update, trunk);
  }
  ~Office() { engine.reset(); }

  Tenant tenant() { return engine->tenant("acme"); }
  callbacks::InitiateOutcome click(const std::string& extension) {
    const auto wish =
        tenant().call(callbacks::create, {.number = "+551899775" + extension, .extension = extension});
    return tenant().call(callbacks::initiate, {.callback_id = wish.id});
  }

  std::unique_ptr<Pbx> pbx;
  std::unique_ptr<Engine> engine;
};

void check_taken(Office& office, const std::string& extension, callbacks::DialEnd end) {
  CAPTURE(extension);
  const auto outcome = office.click(extension);
  CHECK_FALSE(outcome.success);
  CHECK(outcome.settled);
  CHECK(outcome.end == end);
  CHECK(outcome.reason == (end == callbacks::DialEnd::agent_busy
                               ? "Ramal ficou ocupado. Tentando novamente em 30 segundos..."
                               : "O ramal não atendeu. Tente novamente em 30 segundos."));
  CHECK(outcome.retry_after == 30);
  const auto after = office.tenant().call(callbacks::get, {.callback_id = outcome.callback_id});
  CHECK(after.status == callbacks::CallbackStatus::scheduled);
  CHECK(after.attempts == 0);
}

}  // namespace

TEST_CASE("a click whose customer's leg has no route did not succeed") {
  Office office(std::make_unique<Simulated>(false));
  smarthandoff::tenants::UpdateTenant trunk;
  trunk.trunk = Trunk{.gateway = "nowhere"};
  office.tenant().call(smarthandoff::tenants::update, trunk);
  smarthandoff::callbacks::Initiate click{.mode = callbacks::CallMode::customer_first};
  click.callback_id =
      office.tenant().call(callbacks::create, {.number = "+5518997751003", .extension = "1003"}).id;
  const auto outcome = office.tenant().call(callbacks::initiate, click);
  CHECK_FALSE(outcome.success);
  CHECK(outcome.end == callbacks::DialEnd::no_route);
  CHECK(outcome.reason == "Não há rota para ligar para o cliente.");
  CHECK(outcome.retry_after == 30);
}

// A click on an agent's phone that was taken a moment before was answered with success.
TEST_CASE("a phone that is taken at the click is the click's answer, on every phone system") {
  const std::vector<std::pair<std::string, std::function<std::unique_ptr<Pbx>()>>> systems = {
      {"simulated", [] { return std::make_unique<Simulated>(false); }},
      {"freeswitch", [] { return std::make_unique<Simulated>(true); }},
      {"twilio", [] { return std::make_unique<Twilio>(); }}};
  for (const auto& [name, make] : systems) {
    CAPTURE(name);
    Office office(make());
    check_taken(office, "1002", callbacks::DialEnd::agent_busy);
    check_taken(office, "1004", callbacks::DialEnd::agent_unanswered);
    const auto ringing = office.click("1003");
    CHECK(ringing.success);
    CHECK(ringing.stage == callbacks::DialStage::accepted);
    CHECK(ringing.reason.empty());
  }
}
