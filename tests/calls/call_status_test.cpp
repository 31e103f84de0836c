#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>
#include <smarthandoff/base/json.hpp>
#include <smarthandoff/calls/voice.hpp>
#include <smarthandoff/contact/agent.hpp>

#include "calls/call_rows.hpp"
#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

CallFigures figures(World& world) {
  return world.read(call_metrics, GetCallMetrics{}).figures;
}

}  // namespace

TEST_CASE("a verified form becomes a call, with our number and its times") {
  World world;
  CHECK(world.status("ringing", "1", {{"Timestamp", "Fri, 16 Jan 2026 17:29:00 +0000"}}).body ==
        R"({"status":"received"})");
  world.status("in-progress", "2", {{"Timestamp", "Fri, 16 Jan 2026 17:29:10 +0000"}});
  world.status(
      "completed", "3",
      {{"Timestamp", "Fri, 16 Jan 2026 17:29:55 +0000"}, {"CallDuration", "45"}, {"SipResponseCode", "200"}});
  const calls::Call call = world.call();
  CHECK(call.direction == CallDirection::inbound);
  CHECK(call.number_id == world.number.id);
  CHECK(call.from_number == "+14155551234");
  CHECK(call.status == CallStatus::completed);
  CHECK(call.stage == CallStage::ended);
  CHECK(call.seconds == 45);
  CHECK(call.cause == "SIP 200");
  CHECK(call.answered_at == parse_rfc3339("2026-01-16T17:29:10Z"));
  CHECK(call.ended_at == parse_rfc3339("2026-01-16T17:29:55Z"));
  CHECK(world.count("call.updated") == 3);
}

TEST_CASE("statuses in any order and any number end in the same call") {
  const std::vector<std::vector<int>> orders{{0, 1, 2}, {2, 1, 0}, {1, 2, 2, 0, 1},
                                             {2},       {2, 0},    {0, 2, 1, 2}};
  for (const auto& order : orders) {
    World world;
    for (const int index : order) {
      world.now += Seconds(1);
      if (index == 0) world.status("ringing", "0");
      if (index == 1) world.status("in-progress", "1", {{"Timestamp", "Fri, 16 Jan 2026 17:29:15 +0000"}});
      if (index == 2)
        world.status("completed", "2",
                     {{"CallDuration", "45"}, {"Timestamp", "Fri, 16 Jan 2026 17:30:00 +0000"}});
    }
    const calls::Call call = world.call();
    CHECK(call.status == CallStatus::completed);
    CHECK(call.seconds == 45);
    CHECK(call.answered_at == parse_rfc3339("2026-01-16T17:29:15Z"));
    CHECK(world.read(list_calls, ListCalls{}).calls.size() == 1);
  }
}

TEST_CASE("the first final status stays") {
  World world;
  world.status("no-answer", "2");
  world.status("completed", "3", {{"CallDuration", "9"}});
  world.status("in-progress", "1");
  CHECK(world.call().status == CallStatus::no_answer);
}

TEST_CASE("a number's own callback without sequence numbers moves forward by rank") {
  World world;
  world.status("completed", "", {{"CallDuration", "5"}});
  world.status("ringing", "");
  CHECK(world.call().status == CallStatus::completed);
  CHECK(world.call().seconds == 5);
}

TEST_CASE("what is forged, too large or nobody's changes nothing") {
  World world;
  auto request =
      world.signed_request("/webhooks/call-status", {{"CallSid", kCall}, {"CallStatus", "ringing"}});
  const auto answered = [&](const VoiceWebhook& webhook) {
    const auto answer = world.write(call_status, webhook);
    return std::to_string(answer.status) + " " + wire_name(answer.outcome);
  };
  auto forged = request;
  forged.body.bytes += "&CallDuration=900";
  CHECK(answered(forged) == "403 forged");
  forged = request;
  forged.url += "?call=other";
  CHECK(answered(forged) == "403 forged");
  forged = request;
  forged.signature.clear();
  CHECK(answered(forged) == "403 forged");
  auto large = request;
  large.body.bytes = "AccountSid=" + kAccount + "&Body=" + std::string(10'000'000, 'x');
  CHECK(answered(large) == "413 too_large");
  CHECK(world.read([](const Context& c, const VoiceWebhook& r) { return tenants_of(c, r); }, large).empty());
  VoiceWebhook nobody{.url = kHost + "/x", .body = {"AccountSid=AC0&CallSid=CA0"}};
  CHECK(answered(nobody) == "200 unknown");
  CHECK(world.read([](const Context& c, const VoiceWebhook& r) { return tenants_of(c, r); }, nobody).empty());
  CHECK(world.read([](const Context& c, const VoiceWebhook& r) { return tenants_of(c, r); }, request) ==
        std::vector<TenantId>{{"acme"}});
  CHECK(world.read(list_calls, ListCalls{}).calls.empty());
  CHECK(answered(request) == "200 done");
  world.write(update_account, UpdateAccount{.account_id = world.account.id, .token = Secret("other")});
  CHECK(answered(request) == "403 forged");
}

TEST_CASE("a signed webhook that holds a NUL character is refused as a malformed one") {
  // The store refused the text then, without a field: a server's error instead of a 400.
  World world;
  const std::string nul("a\0b", 3);
  const auto refused = [&](VoiceWebhook request) {
    return error_of([&] { world.write(call_status, request); });
  };
  const std::string path = "/webhooks/call-status";
  const Fields fields{{"CallSid", kCall}, {"CallStatus", "ringing"}, {"Direction", "inbound"}};
  for (const std::string name : {"From", "To", "ParentCallSid", "agent", "CallSid"}) {
    CAPTURE(name);
    Fields more = fields;
    more.emplace_back(name, nul);
    CHECK(refused(world.signed_request(path, more)) == "invalid_argument body");
  }
  CHECK(refused(world.signed_request(path + "?call=a%00b", fields)) == "invalid_argument url");
  VoiceWebhook json = world.signed_request(path, fields);
  json.content_type = "application/json";
  json.body.bytes = R"({"AccountSid":")" + kAccount + R"(","From":"a\u0000b"})";
  CHECK(refused(json) == "invalid_argument body");
  CHECK(world.read(list_calls, ListCalls{}).calls.empty());
}

TEST_CASE("a webhook with a token that was answered is answered the same, and does nothing") {
  World world;
  const Fields ringing{{"CallSid", kCall}, {"CallStatus", "ringing"}, {"Direction", "inbound"}};
  CHECK(world.post(call_status, "/s", ringing, "token-1").outcome == WebhookOutcome::done);
  world.events.clear();
  const auto again = world.post(call_status, "/s", ringing, "token-1");
  CHECK(again.outcome == WebhookOutcome::repeated);
  CHECK(again.body == R"({"status":"received"})");
  CHECK(world.events.empty());
  CHECK(world.post(detection, "/a", {{"CallSid", kCall}, {"AnsweredBy", "human"}}, "token-1").outcome ==
        WebhookOutcome::done);
  world.now += std::chrono::hours(25);
  world.post(call_status, "/s", ringing, "token-2");
  CHECK(world.post(call_status, "/s", ringing, "token-1").outcome == WebhookOutcome::done);
}

TEST_CASE("an agent's leg that is answered answers the caller's call") {
  World world;
  const auto jeni =
      world.write(agents::create, agents::CreateAgent{.user_id = "u-1", .name = "Jeni", .extension = "1004"});
  world.post(incoming, "/voice",
             {{"CallSid", kCall},
              {"From", "+14155551234"},
              {"To", "+13055550100"},
              {"Direction", "inbound"},
              {"CallStatus", "ringing"}});
  world.post(call_status, "/webhooks/call-status?agent=" + jeni.id.value,
             {{"CallSid", kLeg},
              {"ParentCallSid", kCall},
              {"CallStatus", "in-progress"},
              {"Direction", "outbound-dial"},
              {"From", "+14155551234"},
              {"To", "client:jeni"}});
  const calls::Call leg = world.call(kLeg);
  CHECK(leg.agent_id == jeni.id);
  CHECK(leg.parent_sid == kCall);
  CHECK(leg.to_number == "client:jeni");
  CHECK(world.call().status == CallStatus::in_progress);
  CHECK(world.call().answered_at == world.now);
  CHECK(world.call().agent_id == jeni.id);
  CHECK(world.read(list_calls, ListCalls{}).calls.size() == 1);
  CHECK(world.read(list_calls, ListCalls{.parent_sid = kCall}).calls.size() == 1);
}

TEST_CASE("who answered is kept, and a later verdict does not undo it") {
  World world;
  world.status("in-progress", "1");
  world.post(detection, "/webhooks/amd-result", {{"CallSid", kCall}, {"AnsweredBy", "unknown"}});
  CHECK(world.call().answered_by == "unknown");
  CHECK(world.post(detection, "/webhooks/amd-result", {{"CallSid", kCall}, {"AnsweredBy", "human"}}).body ==
        R"({"status":"processed"})");
  CHECK(world.call().answered_by == "human");
  world.post(detection, "/webhooks/amd-result", {{"CallSid", kCall}, {"AnsweredBy", "machine_start"}});
  CHECK(world.call().answered_by == "human");
  CHECK(world.orders().empty());
}

TEST_CASE("a recording is ready once, whatever is told later") {
  World world;
  world.status("in-progress", "1");
  const auto told = [&](const std::string& status, const std::string& sid) {
    world.post(calls::recording, "/webhooks/recording",
               {{"CallSid", kCall},
                {"RecordingSid", sid},
                {"RecordingUrl", "https://api.twilio.com/" + sid},
                {"RecordingStatus", status},
                {"RecordingDuration", "60"},
                {"RecordingChannels", "2"}});
  };
  told("in-progress", "RE1");
  told("completed", "RE1");
  told("in-progress", "RE1");
  told("absent", "RE1");
  told("completed", "RE2");
  const auto recording = world.call().recording;
  REQUIRE(recording);
  CHECK(recording->sid == "RE1");
  CHECK(recording->status == RecordingStatus::completed);
  CHECK(recording->seconds == 60);
  CHECK(recording->channels == 2);
  CHECK(world.count("call.recording") == 1);
}

TEST_CASE("the cost is asked for after the end, in four decimals, until it is known") {
  World world;
  world.status("completed", "1", {{"CallDuration", "45"}});
  world.carrier.fetched = {.sid = kCall, .status = CallStatus::completed, .seconds = 45};
  world.run();
  CHECK(world.orders().empty());
  world.advance(Seconds(61));
  CHECK(world.orders() == std::vector<std::string>{"fetch " + kCall});
  CHECK(world.call().cost.empty());
  world.carrier.fetched.cost = 75;
  world.carrier.fetched.currency = "USD";
  world.advance(std::chrono::minutes(3));
  CHECK(world.call().cost == "0.0075");
  CHECK(world.call().currency == "USD");
  world.orders();
  world.advance(std::chrono::hours(24));
  CHECK(world.orders().empty());
}

TEST_CASE("costs have four decimals") {
  CHECK(cost_text(std::nullopt).empty());
  CHECK(cost_text(0) == "0.0000");
  CHECK(cost_text(75) == "0.0075");
  CHECK(cost_text(123456) == "12.3456");
  CHECK(cost_text(-1) == "-0.0001");
}

TEST_CASE("figures count by local hours, days, weeks and months") {
  World world;  // Friday 2026-01-16, 14:30 in São Paulo
  const auto happened = [&](const char* at, const std::string& sid, bool answered) {
    const Instant later = world.now;
    world.now = parse_rfc3339(at);
    const Fields who{{"CallSid", sid}, {"CallDuration", answered ? "60" : "0"}};
    if (answered) world.status("in-progress", "1", who);
    world.status(answered ? "completed" : "no-answer", "2", who);
    world.now = later;
  };
  happened("2026-01-16T02:59:00Z", "CA1", true);   // Thursday 23:59
  happened("2026-01-16T03:01:00Z", "CA2", true);   // Friday 00:01
  happened("2026-01-16T17:00:00Z", "CA3", false);  // Friday 14:00
  happened("2026-01-05T12:00:00Z", "CA4", false);  // a week before
  happened("2025-12-31T12:00:00Z", "CA5", true);
  const auto all = world.read(call_metrics, GetCallMetrics{});
  CHECK(all.figures.total == 5);
  CHECK(all.figures.answered == 3);
  CHECK(all.figures.unanswered == 2);
  CHECK(all.figures.average_seconds == 60);
  CHECK(all.today.total == 2);
  CHECK(all.this_week.total == 3);
  CHECK(all.this_month.total == 4);
  CHECK(all.trend.size() == 31);
  CHECK(all.trend.back().begins == "2026-01-16T00:00");
  CHECK(all.trend.back().figures.total == 2);
  CHECK(all.trend[all.trend.size() - 2].figures.answered == 1);
  const auto hours = world.read(call_metrics, GetCallMetrics{.since = parse_rfc3339("2026-01-16T03:00:00Z"),
                                                             .until = parse_rfc3339("2026-01-17T03:00:00Z"),
                                                             .trend = Trend::hour});
  REQUIRE(hours.trend.size() == 24);
  CHECK(hours.trend[0].figures.total == 1);
  CHECK(hours.trend[14].begins == "2026-01-16T14:00");
  CHECK(hours.trend[14].figures.unanswered == 1);
  const auto weeks = world.read(call_metrics, GetCallMetrics{.trend = Trend::week});
  CHECK(weeks.trend.back().begins == "2026-01-12T00:00");
  CHECK(weeks.trend.back().figures.total == 3);
  const auto months = world.read(call_metrics, GetCallMetrics{.trend = Trend::month});
  REQUIRE(months.trend.size() == 2);
  CHECK(months.trend[0].begins == "2025-12-01T00:00");
  CHECK(months.trend[0].figures.total == 1);
  CHECK(world.read(call_metrics, GetCallMetrics{.direction = CallDirection::outbound}).figures.total == 0);
  CHECK(error_of([&] {
          world.read(call_metrics, GetCallMetrics{.since = world.now, .until = world.now - Seconds(1)});
        }) == "invalid_argument until");
  CHECK(error_of([&] { world.read(call_metrics, GetCallMetrics{.since = Instant{}, .until = world.now}); }) ==
        "invalid_argument since");
  CHECK(figures(world).total == 5);
}

TEST_CASE("the average is of the answered calls that are over: one that is under way has no length yet") {
  // It counted as 0 s: the figure fell with each call that was answered.
  World world;
  world.status("in-progress", "1", {{"CallSid", "CA1"}});
  CHECK_FALSE(figures(world).average_seconds);
  world.status("completed", "2", {{"CallSid", "CA1"}, {"CallDuration", "60"}});
  world.status("in-progress", "1", {{"CallSid", "CA2"}});
  CHECK(figures(world).answered == 2);
  CHECK(figures(world).average_seconds == 60);
  world.status("no-answer", "1", {{"CallSid", "CA3"}});
  world.status("completed", "2", {{"CallSid", "CA2"}, {"CallDuration", "20"}});
  CHECK(figures(world).average_seconds == 40);
}

TEST_CASE("the hours of a day have none that clocks jumped over") {
  World world;
  smarthandoff::tenants::UpdateTenant home;
  home.zone = "America/New_York";
  world.write(smarthandoff::tenants::update, home);
  const auto begins = [&](const char* since, const char* until, Trend trend) {
    std::string all;
    const GetCallMetrics asked{.since = parse_rfc3339(since), .until = parse_rfc3339(until), .trend = trend};
    for (const TrendPoint& point : world.read(call_metrics, asked).trend)
      all += point.begins.substr(5) + (point.figures.total == 0 ? " " : "! ");
    return all;
  };
  world.now = parse_rfc3339("2026-03-08T07:30:00Z");  // 03:30, an hour after 01:30
  world.status("ringing", "1");
  CHECK(begins("2026-03-08T05:00:00Z", "2026-03-08T09:00:00Z", Trend::hour) ==
        "03-08T00:00 03-08T01:00 03-08T03:00! 03-08T04:00 ");
  CHECK(begins("2026-03-07T05:00:00Z", "2026-03-10T04:00:00Z", Trend::day) ==
        "03-07T00:00 03-08T00:00! 03-09T00:00 ");
  CHECK(begins("2026-11-01T04:00:00Z", "2026-11-01T08:00:00Z", Trend::hour) ==
        "11-01T00:00 11-01T01:00 11-01T02:00 ");  // 01:00 lasts two hours
}

TEST_CASE("calls are read by one key and listed by status, agent and time") {
  World world;
  world.status("completed", "1");
  const calls::Call call = world.call();
  CHECK(world.read(get_call, GetCall{.call_id = call.id}) == call);
  CHECK(error_of([&] { world.read(get_call, GetCall{}); }) == "invalid_argument call_id");
  CHECK(error_of([&] { world.read(get_call, GetCall{.sid = "CA0"}); }) == "not_found");
  const auto listed = [&](const ListCalls& filter) { return world.read(list_calls, filter).calls.size(); };
  CHECK(listed({.status = CallStatus::completed}) == 1);
  CHECK(listed({.status = CallStatus::busy}) == 0);
  CHECK(listed({.direction = CallDirection::outbound}) == 0);
  CHECK(listed({.agent_id = {"a"}}) == 0);
  CHECK(listed({.since = world.now + Seconds(1)}) == 0);
  CHECK(listed({.until = world.now}) == 0);
  CHECK(listed({.after = call.id}) == 0);
  world.tenant = {"other"};
  CHECK(listed({}) == 0);
}

TEST_CASE("every recorded webhook of a call is taken as it came, with its own signature") {
  for (const std::string name :
       {"voice_status_1_ringing", "voice_status_2_in_progress", "voice_status_3_completed",
        "voice_status_terminal_busy", "voice_status_terminal_canceled", "voice_status_terminal_failed",
        "voice_recording_status", "voice_amd_sync"}) {
    CAPTURE(name);
    World world;
    std::ifstream file(std::string(SMARTHANDOFF_TEST_DATA) + "/twilio/webhooks/" + name + ".json");
    const auto sample = nlohmann::json::parse(file);
    const VoiceWebhook request{.url = sample.at("url"),
                               .signature = sample.at("headers").at("X-Twilio-Signature"),
                               .body = {sample.at("body").get<std::string>()}};
    const auto answer =
        world.write(name == "voice_recording_status" ? calls::recording : call_status, request);
    CHECK(answer.outcome == WebhookOutcome::done);
    CHECK(world.call().id.value.size() == 36);
  }
}
