// Where alerts go, and how they get there.
#include <doctest/doctest.h>

#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/alert_target.hpp>
#include <smarthandoff/calls/notice.hpp>
#include <smarthandoff/messenger/message.hpp>
#include <smarthandoff/messenger/templates.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;
using messenger::FailureKind;
using messenger::SendOutcome;
using messenger::SendResult;
using Texts = std::vector<std::string>;

namespace {

const std::string kUrl = "https://hooks.slack.com/services/T0AB/B0CD/aSecretToken";
const std::string kBoss = "+5518997750000";

SendResult again(SendOutcome outcome, std::optional<Milliseconds> after = {}) {
  return {.outcome = outcome,
          .failure = {.kind = FailureKind::temporary, .code = 503, .detail = "HTTP 503"},
          .retry_after = after};
}
SendResult refused(FailureKind kind, const std::string& detail) {
  return {.outcome = SendOutcome::refused, .failure = {.kind = kind, .code = 404, .detail = detail}};
}

// A tenant that is alerted of dead jobs, in a room or on WhatsApp.
struct Staff : World {
  Staff() { write(configure, ConfigureCalls{.alerts = std::vector{AlertKind::job_dead}}); }

  AlertTarget room(const std::string& name = "ops", const std::string& url = kUrl) {
    return write(create_alert_target,
                 CreateAlertTarget{
                     .kind = AlertTargetKind::slack, .name = name, .url = Secret(url), .channel_id = {}});
  }
  void channel() {
    channel_id = write(channels::create, channels::CreateChannel{.name = "main",
                                                                 .number = "+551833330000",
                                                                 .phone_number_id = "1",
                                                                 .access_token = Secret("EAAB")})
                     .id;
  }
  void approve(const std::string& body = "Alerta: {{1}}") {
    write(templates::set, templates::SetTemplate{.channel_id = {},
                                                 .name = "staff_alert",
                                                 .language = "pt_BR",
                                                 .status = messenger::TemplateStatus::approved,
                                                 .body = body});
  }
  AlertTarget person(const std::string& template_name = "staff_alert") {
    return write(create_alert_target, CreateAlertTarget{.kind = AlertTargetKind::whatsapp,
                                                        .name = "boss",
                                                        .number = "18 99775-0000",
                                                        .template_name = template_name,
                                                        .channel_id = {}});
  }
  // Something happens that is alerted of.
  void trouble(const std::string& what) {
    const auto work = [&](Context& context, const int&) {
      raise_alert(context, AlertKind::job_dead, what);
      return 0;
    };
    write(work, 0);
    run();
  }
  AlertTarget get(const AlertTargetId& id) { return read(get_alert_target, GetAlertTarget{id}); }
  messages::Message message() { return read(messages::list, messages::ListMessages{}).messages.at(0); }
  Texts posted() { return std::exchange(rooms.posted, {}); }
  static std::string text(const std::string& what) {
    return "Acme: uma tarefa foi abandonada: " + what + ".";
  }

  ChannelId channel_id;
};

}  // namespace

TEST_CASE("an alert is posted to each active room, and told") {
  Staff staff;
  const auto ops = staff.room();
  const auto other = staff.room("other", "https://hooks.slack.com/services/T1/B1/x");
  staff.trouble("a");
  CHECK(staff.posted() == Texts{Staff::text("a"), Staff::text("a")});
  CHECK(staff.rooms.addresses[0] != staff.rooms.addresses[1]);
  CHECK(staff.count("call.alert") == 1);
  CHECK(staff.count("alert.delivered") == 2);
  CHECK(staff.get(ops.id).delivered_at == staff.now);
  staff.write(update_alert_target,
              UpdateAlertTarget{.target_id = other.id, .url = {}, .channel_id = {}, .suspended = true});
  staff.advance(Seconds(2));
  staff.trouble("b");
  CHECK(staff.posted() == Texts{Staff::text("b")});
  CHECK(staff.rooms.addresses.back() == kUrl);
}

TEST_CASE("a room's texts arrive in order, one a second, however often Slack stumbles") {
  Staff staff;
  const auto ops = staff.room();
  staff.rooms.answers = {again(SendOutcome::in_doubt), again(SendOutcome::retry, Seconds(30))};
  staff.trouble("a");
  staff.trouble("b");
  CHECK(staff.posted() == Texts{Staff::text("a")});
  CHECK(staff.get(ops.id).failure == "HTTP 503");
  staff.advance(Seconds(2));
  CHECK(staff.posted() == Texts{Staff::text("a")});
  staff.trouble("c");
  staff.advance(Seconds(29));
  CHECK(staff.posted().empty());  // Slack said 30 s
  staff.advance(Seconds(1));
  CHECK(staff.posted() == Texts{Staff::text("a")});
  CHECK(staff.get(ops.id).failure.empty());
  staff.advance(Seconds(1));
  CHECK(staff.posted() == Texts{Staff::text("b")});
  staff.advance(Seconds(1));
  CHECK(staff.posted() == Texts{Staff::text("c")});
  CHECK(staff.count("alert.delivered") == 3);
  CHECK(staff.count("alert.failed") == 0);
}

TEST_CASE("an address that is dead switches its room off until there is another") {
  Staff staff;
  const auto ops = staff.room();
  staff.rooms.answers = {again(SendOutcome::retry),
                         refused(FailureKind::configuration, "HTTP 404: no_service")};
  staff.trouble("a");
  staff.trouble("b");
  staff.advance(Seconds(10));
  CHECK(staff.get(ops.id).status == AlertTargetStatus::refused);
  CHECK(staff.get(ops.id).failure == "HTTP 404: no_service");
  CHECK(staff.count("alert_target.refused") == 1);
  CHECK(staff.count("alert.failed") == 2);
  staff.posted();
  staff.trouble("c");
  CHECK(staff.posted().empty());
  staff.write(update_alert_target,
              UpdateAlertTarget{.target_id = ops.id, .url = Secret(kUrl + "2"), .channel_id = {}});
  staff.trouble("d");
  CHECK(staff.posted() == Texts{Staff::text("d")});
  CHECK(staff.rooms.addresses.back() == kUrl + "2");
}

TEST_CASE("a text that Slack does not take is given up, and the next one goes out") {
  Staff staff;
  const auto ops = staff.room();
  staff.rooms.answers = {refused(FailureKind::request_invalid, "HTTP 400: no_text")};
  staff.trouble("a");
  staff.advance(Seconds(1));
  staff.trouble("b");
  CHECK(staff.posted() == Texts{Staff::text("a"), Staff::text("b")});
  CHECK(staff.count("alert.failed") == 1);
  CHECK(staff.get(ops.id).status == AlertTargetStatus::active);
}

TEST_CASE("after half a day of trouble what waits is given up and told, and the next alert goes out") {
  Staff staff;
  const auto ops = staff.room();
  for (int i = 0; i < 24; ++i) staff.rooms.answers.push_back(again(SendOutcome::in_doubt));
  staff.trouble("a");
  const Instant begun = staff.now;
  while (staff.count("alert.failed") == 0 && staff.now < begun + std::chrono::hours(48))
    staff.advance(std::chrono::minutes(1));
  CHECK(staff.now - begun > std::chrono::hours(10));
  CHECK(staff.now - begun < std::chrono::hours(20));
  CHECK(staff.posted().size() == 24);
  staff.trouble("b");
  CHECK(staff.posted() == Texts{Staff::text("b")});
  CHECK(staff.get(ops.id).failure.empty());
}

TEST_CASE("outside of the window an alert on WhatsApp is a template, inside a text") {
  Staff staff;
  staff.channel();
  staff.approve();
  const auto boss = staff.person();
  CHECK(boss.number == kBoss);
  staff.trouble("a\nb     c");
  const auto by_template = staff.message();
  CHECK(by_template.address == kBoss);
  REQUIRE(by_template.content);
  CHECK(by_template.content->template_message.name == "staff_alert");
  CHECK(by_template.content->template_message.body == Texts{"Acme: uma tarefa foi abandonada: a b c."});
  const auto arrives = [&](Context& context, const int&) {
    return messages::receive(context, staff.channel_id,
                             {.peer_id = "w1",
                              .from = kBoss.substr(1),
                              .at = context.now(),
                              .kind = messenger::InboundKind::text,
                              .text = "ok",
                              .media = {}});
  };
  staff.write(arrives, 0);
  staff.now += Seconds(1);
  staff.trouble("d");
  CHECK(staff.message().content->kind == messenger::ContentKind::text);
  CHECK(staff.message().text == Staff::text("d"));
}

TEST_CASE("what becomes of an alert on WhatsApp is told") {
  Staff staff;
  staff.channel();
  staff.approve();
  const auto boss = staff.person();
  staff.trouble("a");
  auto message = staff.message();
  CHECK(message.reference.starts_with("alert:"));
  message.status = messages::MessageStatus::sent;
  const auto change = [&](Context& context, const int&) {
    on_message_changed(context, message);
    return 0;
  };
  staff.write(change, 0);
  CHECK(staff.count("alert.delivered") == 1);
  message.status = messages::MessageStatus::failed;
  message.failure = {.kind = FailureKind::recipient_unreachable, .code = 131026, .detail = "undeliverable"};
  staff.write(change, 0);
  CHECK(staff.count("alert.failed") == 1);
  CHECK(staff.get(boss.id).failure == "undeliverable");
  message.reference = "callback:1:ready";
  staff.write(change, 0);
  CHECK(staff.count("alert.failed") == 1);
}

TEST_CASE("an alert that WhatsApp cannot take is told, not lost in silence") {
  Staff staff;
  staff.channel();
  staff.approve();
  const auto boss = staff.person();
  SUBCASE("without the template") {
    staff.write(templates::set, templates::SetTemplate{.channel_id = {},
                                                       .name = "staff_alert",
                                                       .language = "pt_BR",
                                                       .status = messenger::TemplateStatus::paused});
  }
  SUBCASE("without the channel") {
    staff.write(channels::update, channels::UpdateChannel{.channel_id = staff.channel_id,
                                                          .status = channels::ChannelStatus::inactive});
  }
  staff.trouble("a");
  CHECK(staff.count("alert.failed") == 1);
  CHECK_FALSE(staff.get(boss.id).failure.empty());
  CHECK(staff.read(messages::list, messages::ListMessages{}).messages.empty());
}

TEST_CASE("a target that could never be reached is refused when it is made") {
  Staff staff;
  const auto slack = [&](const std::string& url) { return error_of([&] { staff.room("ops", url); }); };
  for (const std::string url :
       {"", "http://hooks.slack.com/services/T1/B1/x", "https://hooks.slack.com/services/T1/B1",
        "https://hooks.slack.com/services/T1/B1/", "https://hooks.slack.com/services/T1/B1/x/y",
        "https://hooks.slack.com/services/T1/B1/x?y", "https://hooks.slack.com/services/t1/B1/x",
        "https://hooks.slack.com.evil.example/services/T1/B1/x", "https://10.0.0.1/services/T1/B1/x",
        "https://hooks.slack.com@evil.example/services/T1/B1/x", "http://127.0.0.1.evil:1/services/T1/B1/x",
        "https://hooks.slack.com/services/T1/B1/x\r\nHost: evil", "ftp://hooks.slack.com/services/T1/B1/x"}) {
    CAPTURE(url);
    CHECK(slack(url) == "invalid_argument url");
  }
  CHECK(slack("http://127.0.0.1:8080/services/T1/B1/x") == "none");
  const auto person = [&](const std::string& name) { return error_of([&] { staff.person(name); }); };
  CHECK(person("") == "invalid_argument template_name");
  CHECK(person("staff_alert") == "failed_precondition channel_id");
  staff.channel();
  CHECK(person("staff_alert") == "failed_precondition template_name");
  staff.approve("no place");
  CHECK(person("staff_alert") == "failed_precondition template_name");
  staff.approve("{{1}} and {{2}}");
  CHECK(person("staff_alert") == "failed_precondition template_name");
  staff.approve();
  CHECK(person("staff_alert") == "none");
  CHECK(error_of([&] { staff.get({"nobody"}); }) == "not_found");
}

TEST_CASE("a room's address is encrypted, comes out of nothing, and is rotated") {
  Staff staff;
  const auto ops = staff.room();
  CHECK(ops.has_url);
  CHECK(ops.key_id == "k1");
  std::string stored;
  staff.connection().begin();
  staff.connection().query("SELECT url, name FROM alert_targets", {},
                           [&](const storage::Row& row) { stored += row.string(0); });
  staff.connection().rollback();
  CHECK_FALSE(stored.empty());
  CHECK(stored.find("aSecretToken") == std::string::npos);
  staff.rooms.answers = {again(SendOutcome::retry)};
  staff.trouble("a");
  std::string seen = to_json(staff.get(ops.id)) + to_json(staff.read(list_alert_targets, ListAlertTargets{}));
  for (const Event& event : staff.events) seen += event.payload;
  for (const Job& job : staff.jobs) seen += job.payload;
  CHECK(seen.find("aSecretToken") == std::string::npos);
  KeyRing newer{
      {{.id = "k1", .key = Secret(std::string(64, '1'))}, {.id = "k2", .key = Secret(std::string(64, '2'))}}};
  staff.keys = &newer;
  CHECK(staff.write(rotate_alert_targets, RotateAlertTargets{}).rotated == 1);
  CHECK(staff.get(ops.id).key_id == "k2");
  staff.advance(Seconds(5));
  CHECK(staff.rooms.addresses.back() == kUrl);
}

TEST_CASE("a test goes to one target, and a deleted target gets nothing") {
  Staff staff;
  const auto ops = staff.room();
  const auto other = staff.room("other");
  staff.write(test_alert_target, TestAlertTarget{ops.id});
  staff.run();
  CHECK(staff.posted() == Texts{"Acme: este é um alerta de teste."});
  staff.write(delete_alert_target, DeleteAlertTarget{ops.id});
  staff.advance(Seconds(5));
  staff.trouble("a");
  CHECK(staff.posted().size() == 1);
  staff.write(update_alert_target,
              UpdateAlertTarget{.target_id = other.id, .url = {}, .channel_id = {}, .suspended = true});
  CHECK(error_of([&] { staff.write(test_alert_target, TestAlertTarget{other.id}); }) ==
        "failed_precondition");
}

TEST_CASE("only what a tenant asked for is alerted of") {
  Staff staff;
  staff.room();
  staff.write(configure, ConfigureCalls{.alerts = std::vector{AlertKind::missed_call}});
  staff.trouble("a");
  CHECK(staff.posted().empty());
  CHECK(staff.count("call.alert") == 0);
}
