#include <doctest/doctest.h>

#include <fstream>

#include "telephony/twilio_double/forms.hpp"
#include "telephony/twilio_double/world.hpp"

using namespace world;
using namespace std::chrono_literals;

TEST_CASE("forms are held to Twilio's names, and numbers to what may be called from and to") {
  struct Row {
    std::string form;
    std::int64_t status;
    int code;
  };
  World world({.numbers = {kOurs}, .forbidden_prefixes = {"+53"}});
  const std::string from = "From=%2B15550001111&", url = "&Url=https://host.example/v",
                    to = "To=%2B5518997751234";
  for (const Row& row :
       {Row{from + to + url, 201, 0}, Row{from + to + url + "&StatusCallbackEvnt=ringing", 400, 20001},
        Row{from + to, 400, 21205}, Row{to + url, 400, 21213}, Row{from + url, 400, 21201},
        Row{from + "To=123" + url, 400, 21211}, Row{from + "To=%2B5355512345" + url, 400, 21215},
        Row{"From=%2B15550009999&" + to + url, 400, 21210}, Row{"From=abc&" + to + url, 400, 21212},
        Row{from + to + url + "&Method=PUT", 400, 20001}, Row{from + to + url + "&Timeout=700", 400, 20001},
        Row{from + to + url + "&Record=yes", 400, 20001}, Row{from + to + "&Url=nowhere", 400, 20001},
        Row{from + to + url + "&MachineDetectionTimeout=2", 400, 20001},
        Row{from + to + url + "&StatusCallbackEvent=answer", 400, 21626},
        Row{from + to + "&Twiml=" + std::string(4001, 'x'), 400, 20001}}) {
    CAPTURE(row.form.substr(0, 120));
    const Json answer = world.request("POST", "/Calls.json", row.form);
    CHECK(world.status == row.status);
    if (row.code == 0) continue;
    CHECK(answer["code"] == row.code);
    CHECK(answer["status"] == row.status);
    CHECK(answer["more_info"] == "https://www.twilio.com/docs/errors/" + std::to_string(row.code));
  }
}

TEST_CASE("who is not let in learns why") {
  World world;
  CHECK(world.request("GET", "/Calls.json", "", "wrong")["code"] == 20003);
  CHECK(world.status == 401);
  CHECK(world.request("GET", "/Calls/CA00000000000000000000000000000000.json")["code"] == 20404);
  CHECK(world.status == 404);
  CHECK(world.request("PUT", "/Calls.json")["code"] == 20004);
  CHECK(world.status == 405);
}

TEST_CASE("lists are filtered and come by pages") {
  World world;
  world.twilio.add_person({.number = "*", .behaviour = Behaviour::busy});
  for (int i = 0; i < 7; ++i) world.place("+551899775000" + std::to_string(i));
  world.pass(60s);
  Json page = world.request("GET", "/Calls.json?PageSize=3&Status=busy");
  CHECK(page["calls"].size() == 3);
  CHECK(page["calls"][0]["to"] == "+5518997750006");
  CHECK(page["previous_page_uri"].is_null());
  std::size_t seen = 3;
  while (!page["next_page_uri"].is_null()) {
    const std::string uri = page["next_page_uri"];
    page = world.request("GET", uri.substr(uri.find("/Calls.json")));
    seen += page["calls"].size();
  }
  CHECK(seen == 7);
  CHECK(world.request("GET", "/Calls.json?Status=completed")["calls"].empty());
  CHECK(world.request("GET", "/Calls.json?To=%2B5518997750003")["calls"].size() == 1);
  CHECK(world.request("GET", "/Calls.json?StartTime=2026-11-20")["calls"].size() == 7);
  CHECK(world.request("GET", "/Calls.json?StartTime%3C=2026-11-19")["calls"].empty());
}

TEST_CASE("numbers are found, bought, set up, moved to a subaccount and given back") {
  World world;
  world.twilio.add_available_number("+13055550100");
  world.twilio.add_available_number("+18005550100");
  CHECK(world.request("GET", "/AvailablePhoneNumbers/US/Local.json?AreaCode=305")["available_phone_numbers"]
                                                                                 [0]["phone_number"] ==
        "+13055550100");
  CHECK(world.request("GET", "/AvailablePhoneNumbers/US/TollFree.json")["available_phone_numbers"].size() ==
        1);
  const Json bought =
      world.request("POST", "/IncomingPhoneNumbers.json",
                    "PhoneNumber=%2B13055550100&VoiceUrl=https://host.example/in&FriendlyName=Miami");
  CHECK(world.status == 201);
  CHECK(bought["voice_url"] == "https://host.example/in");
  CHECK(world.request("POST", "/IncomingPhoneNumbers.json", "PhoneNumber=%2B13055550100")["code"] == 21422);
  const std::string sid = bought["sid"];
  world.twilio.call("+5518997750001", "+13055550100");
  world.pass(1s);
  CHECK(world.asked_at("/in").size() == 1);
  const std::string sub = world.twilio
                              .handle({.method = "POST",
                                       .url = "https://api.twilio.com/2010-04-01/Accounts.json",
                                       .headers = {{"Authorization", "Basic " + base64(kAccount + ":12345")},
                                                   {"Content-Type", "application/x-www-form-urlencoded"}},
                                       .body = "FriendlyName=Loja"})
                              .response->body;
  const std::string child = Json::parse(sub)["sid"];
  world.request("POST", "/IncomingPhoneNumbers/" + sid + ".json", "AccountSid=" + child);
  CHECK(
      world.request("GET", "/IncomingPhoneNumbers.json?PhoneNumber=%2B13055550100")["incoming_phone_numbers"]
          .empty());
  // The parent's password opens the child's resources.
  const http::Outcome moved =
      world.twilio.handle({.method = "DELETE",
                           .url = "https://api.twilio.com/2010-04-01/Accounts/" + child +
                                  "/IncomingPhoneNumbers/" + sid + ".json",
                           .headers = {{"Authorization", "Basic " + base64(kAccount + ":12345")}}});
  CHECK(moved.response->status == 204);
  CHECK(world.request("GET", "/AvailablePhoneNumbers/US/Local.json")["available_phone_numbers"].size() == 1);
}

TEST_CASE("a subaccount that is suspended or closed is let in no more, and closed stays closed") {
  World world;
  const auto ask = [&](const std::string& account, const std::string& path, const std::string& user,
                       const std::string& token, const std::string& form) {
    const http::Outcome outcome =
        world.twilio.handle({.method = "POST",
                             .url = "https://api.twilio.com/2010-04-01/Accounts" + account + path,
                             .headers = {{"Authorization", "Basic " + base64(user + ":" + token)},
                                         {"Content-Type", "application/x-www-form-urlencoded"}},
                             .body = form});
    return Json::parse(outcome.response->body);
  };
  const Json made = ask("", ".json", kAccount, "12345", "FriendlyName=Loja");
  const std::string child = made["sid"], token = made["auth_token"];
  CHECK(made["owner_account_sid"] == kAccount);
  CHECK(ask("/" + child, "/Queues.json", child, token, "FriendlyName=fila")["friendly_name"] == "fila");
  CHECK(ask("/" + child, ".json", kAccount, "12345", "Status=suspended")["status"] == "suspended");
  CHECK(ask("/" + child, "/Queues.json", child, token, "FriendlyName=outra")["code"] == 20005);
  CHECK(ask("/" + child, ".json", kAccount, "12345", "Status=closed")["status"] == "closed");
  CHECK(ask("/" + child, ".json", kAccount, "12345", "Status=active")["code"] == 20001);
  CHECK(ask("/" + kAccount, ".json", child, token, "FriendlyName=x")["code"] == 20404);
}

TEST_CASE("messages go through their statuses, and who opted out is left alone") {
  World world;
  world.twilio.add_number({.number = kOurs, .sms_url = kBase + "/sms"});
  world.twilio.add_person({.number = "+5518997750001"});
  const std::string form =
      "From=%2B15550001111&To=%2B5518997750001&Body=Ol%C3%A1&StatusCallback=https://host.example/status";
  const Json made = world.request("POST", "/Messages.json", form);
  CHECK(world.status == 201);
  CHECK(made["status"] == "queued");
  CHECK(made["body"] == "Olá");
  world.pass(5s);
  CHECK(world.told("/status", "MessageStatus") == Texts{"sent", "delivered"});
  world.twilio.send_message("+5518997750001", kOurs, "STOP");
  world.pass(1s);
  CHECK(world.told("/sms", "OptOutType") == Texts{"STOP"});
  CHECK(world.request("POST", "/Messages.json", form)["code"] == 21610);
  world.twilio.send_message("+5518997750001", kOurs, "START");
  world.request("POST", "/Messages.json", form);
  CHECK(world.status == 201);
  world.request("POST", "/Messages.json",
                "From=%2B15550001111&To=%2B5518997750009&Body=x&StatusCallback=https://host.example/bad");
  world.pass(5s);
  CHECK(world.told("/bad", "MessageStatus") == Texts{"sent", "undelivered"});
  CHECK(world.told("/bad", "ErrorCode").back() == "30003");
  CHECK(world.all_signed);
}

TEST_CASE("recordings of a call are started, paused and stopped while it lives") {
  World world;
  world.twilio.add_person({.number = "+5518997750001"});
  world.documents["/voice"] = "<Pause length=\"60\"/>";
  const std::string sid = world.place(
      "+5518997750001",
      "&Url=https://host.example/voice&Record=true&RecordingChannels=dual"
      "&RecordingStatusCallback=https://host.example/tape&RecordingStatusCallbackEvent=in-progress"
      "&RecordingStatusCallbackEvent=completed");
  CHECK(world.request("POST", "/Calls/" + sid + "/Recordings.json")["code"] == 21220);
  world.pass(10s);
  CHECK(world.told("/tape", "RecordingStatus") == Texts{"in-progress"});
  CHECK(world.told("/tape", "RecordingChannels") == Texts{"2"});
  const std::string current = "/Calls/" + sid + "/Recordings/Twilio.CURRENT.json";
  CHECK(world.request("POST", current, "Status=paused&PauseBehavior=skip")["status"] == "paused");
  world.pass(20s);
  CHECK(world.request("POST", current, "Status=in-progress")["status"] == "in-progress");
  world.pass(10s);
  CHECK(world.request("POST", current, "Status=stopped")["status"] == "processing");
  world.pass(5s);
  CHECK(world.told("/tape", "RecordingStatus") == Texts{"in-progress", "completed"});
  CHECK(world.told("/tape", "RecordingDuration").back() == "19");
  world.request("POST", current, "Status=stopped");
  CHECK(world.status == 404);
}

TEST_CASE("what the double is told is checked") {
  CHECK_THROWS_AS(TwilioDouble({.account_sid = "AC1"}), Error);
  CHECK_THROWS_AS(TwilioDouble({.calls_per_second = 0}), Error);
  CHECK_THROWS_AS(TwilioDouble({.numbers = {"123"}}), Error);
  World world;
  CHECK_THROWS_AS(world.twilio.add_person({.number = "123"}), Error);
  CHECK_THROWS_AS(world.twilio.add_person({.number = "*", .after = -1ms}), Error);
  CHECK_THROWS_AS(world.twilio.call("+5518997750001", "+15550002222"), Error);
  CHECK_THROWS_AS(world.twilio.press_keys("CA1", "1"), Error);
  CHECK_THROWS_AS(world.twilio.script_calls("+5518997750001", {}), Error);
  CHECK_THROWS_AS(world.twilio.set_faults({.lose = 2}), Error);
  CHECK_THROWS_AS(world.twilio.step(kStart - 1s), Error);
  CHECK_THROWS_AS(world.twilio.end_stream("CA1"), Error);
}

TEST_CASE("every form name of Twilio's specification is taken, and no other") {
  std::ifstream file(std::string(SMARTHANDOFF_TEST_DATA) + "/twilio/form_params.json");
  const Json operations = Json::parse(file)["operations"];
  std::size_t checked = 0;
  for (const auto& [route, operation] : operations.items()) {
    if (route.find("Applications") != std::string::npos || route.find("Tokens") != std::string::npos ||
        route.find("Feedback") != std::string::npos)
      continue;
    CAPTURE(route);
    std::string path = route.substr(route.find("01/") + 3);
    for (std::size_t at = 0; (at = path.find('{')) != std::string::npos;)
      path.replace(at, path.find('}') - at + 1, "X1");
    Params form;
    for (const auto& [name, rule] : operation["params"].items()) {
      const std::string type = rule.value("type", ""), format = rule.value("format", "");
      std::string value = "x";
      if (type == "integer" || type == "number") value = "5";
      if (type == "boolean") value = "true";
      if (format == "uri") value = "https://host.example/a";
      if (rule.contains("enum")) value = rule["enum"][0];
      form.emplace_back(name, value);
      ++checked;
    }
    CHECK_NOTHROW(check_form(path, form));
    form.emplace_back("Unknown", "1");
    CHECK_THROWS_AS(check_form(path, form), Refused);
    for (const Json& name : operation["required"]) {
      Params without = form;
      std::erase_if(without, [&](const auto& pair) { return pair.first == name || pair.first == "Unknown"; });
      CHECK_THROWS_AS(check_form(path, without), Refused);
    }
  }
  CHECK(checked > 400);
}
