#include <smarthandoff/calls/order_failure.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/calls/settings.hpp>
#include <smarthandoff/contact/agent.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

const std::string kTo = "+5518997751234";
const std::string kFirst = "CA" + std::string(31, '0') + "1";
const std::string kWorker = "WK" + std::string(32, 'a');
const std::string kBusy = "WA" + std::string(32, '2');

Error twilio_said(ErrorCode code, const std::string& text) {
  return Error(code, "twilio answered " + text);
}

// A tenant with a call under way, and an agent who is a worker of TaskRouter.
struct Office : World {
  Office() {
    jeni = write(agents::create, agents::CreateAgent{.user_id = "jeni", .name = "Jeni", .extension = "1004"});
    write(set_line, SetLine{.agent_id = jeni.id, .worker_sid = kWorker});
    ConfigureCalls settings;
    settings.alerts = {AlertKind::job_dead};
    settings.workspace_sid = "WS" + std::string(32, 'a');
    settings.available_activity = "WA" + std::string(32, '1');
    settings.busy_activity = kBusy;
    settings.offline_activity = "WA" + std::string(32, '3');
    write(configure, settings);
    const auto made =
        write(calls::place,
              PlaceCall{.to = kTo, .detection = Detection::async, .machine_action = MachineAction::message});
    REQUIRE(made.call);
    id = made.call->id;
    orders();
    std::erase_if(jobs, [](const Job& job) { return job.kind == "call.cost"; });
    events.clear();
  }
  void fail(const Error& error, int times = 1) {
    for (int i = 0; i < times; ++i) carrier.answers.push_back(error);
  }
  void set_busy() { write(set_presence, SetPresence{.agent_id = jeni.id, .presence = Presence::busy}); }
  void machine_answers() {
    told("in-progress");
    post(detection, "/webhooks/amd-result?call=" + id.value,
         {{"CallSid", kFirst}, {"AnsweredBy", "machine_end_beep"}});
  }
  void told(const std::string& word) {
    post(call_status, "/webhooks/call-status?call=" + id.value,
         {{"CallSid", kFirst},
          {"From", "+13055550100"},
          {"To", kTo},
          {"CallStatus", word},
          {"Direction", "outbound-api"},
          {"CallbackSource", "call-progress-events"}});
  }
  // How often it was ordered until now, and in twenty minutes more.
  std::int64_t ordered(const std::string& order) {
    for (int i = 0; i < 40; ++i) advance(Seconds(30));
    return std::ranges::count_if(orders(), [&](const std::string& one) { return one.starts_with(order); });
  }

  agents::Agent jeni;
  CallId id;
};

}  // namespace

TEST_CASE("an activity that TaskRouter refuses is given up at once, and said of whom and why") {
  // A worker that was deleted there was given up without a word: the two sides stayed apart.
  for (const auto code : {ErrorCode::invalid_argument, ErrorCode::not_found, ErrorCode::unauthorized,
                          ErrorCode::failed_precondition}) {
    Office office;
    office.fail(twilio_said(code, "404, error 20404"));
    office.set_busy();
    CHECK(office.ordered("activity ") == 1);
    REQUIRE(office.count("line.activity_failed") == 1);
    const std::string told = office.last("line.activity_failed");
    CHECK(told.find(R"("user_id":"jeni")") != std::string::npos);
    CHECK(told.find(kWorker) != std::string::npos);
    CHECK(told.find(kBusy) != std::string::npos);
    CHECK(told.find("error 20404") != std::string::npos);
    CHECK(office.last("call.alert").find("activity.set jeni: twilio answered 404") != std::string::npos);
    office.set_busy();  // asked for again, it is tried again
    CHECK(office.ordered("activity ") == 1);
  }
}

TEST_CASE("an activity that cannot be set for long is given up, and said; one that can in the end is not") {
  Office office;
  SUBCASE("never") {
    office.fail(twilio_said(ErrorCode::unavailable, "503"), 20);
    office.set_busy();
    CHECK(office.ordered("activity ") == 9);
    CHECK(office.count("line.activity_failed") == 1);
    CHECK(office.count("call.alert") == 1);
  }
  SUBCASE("in the end") {
    office.fail(twilio_said(ErrorCode::in_doubt, "503"), 8);
    office.set_busy();
    CHECK(office.ordered("activity ") == 9);
    CHECK(office.count("line.activity_failed") == 0);
  }
  SUBCASE("not, for it is not wanted any more") {
    office.fail(twilio_said(ErrorCode::unavailable, "503"));
    office.set_busy();
    office.run();
    office.write(set_presence, SetPresence{.agent_id = office.jeni.id, .presence = Presence::offline});
    CHECK(office.ordered("activity ") == 2);
    CHECK(office.count("line.activity_failed") == 0);
  }
}

TEST_CASE("an order for a call that is refused, or never done, is told and alerted") {
  struct Row {
    bool redirect;
    ErrorCode code;
    int times;
    std::int64_t ordered;
    bool loud;
  };
  for (const Row& row :
       std::vector<Row>{{false, ErrorCode::unauthorized, 1, 1, true},
                        {false, ErrorCode::invalid_argument, 1, 1, true},
                        {false, ErrorCode::not_found, 1, 1, false},  // it is over: what was wanted
                        {false, ErrorCode::unavailable, 2, 3, false},
                        {false, ErrorCode::unavailable, 30, 13, true},
                        {true, ErrorCode::not_found, 1, 1, true},
                        {true, ErrorCode::invalid_argument, 1, 1, true},
                        {true, ErrorCode::conflict, 2, 3, false},
                        {true, ErrorCode::in_doubt, 30, 13, true}}) {
    CAPTURE(row.redirect);
    CAPTURE(to_string(row.code));
    Office office;
    if (row.redirect)
      office.machine_answers();
    else
      office.write(hang_up, HangUpCall{office.id});
    office.fail(twilio_said(row.code, "no"), row.times);
    CHECK(office.ordered(row.redirect ? "redirect " : "hang up ") == row.ordered);
    CHECK(office.count("call.order_failed") == (row.loud ? 1 : 0));
    CHECK(office.count("call.alert") == (row.loud ? 1 : 0));
    if (!row.loud) continue;
    const std::string told = office.last("call.order_failed");
    CHECK(told.find(office.id.value) != std::string::npos);
    CHECK(told.find(row.redirect ? "call.redirect" : "call.hang_up") != std::string::npos);
    CHECK(told.find("twilio answered no") != std::string::npos);
  }
}

TEST_CASE("a call that ended before it could be redirected is no failure") {
  Office office;
  office.machine_answers();
  office.told("completed");
  office.fail(twilio_said(ErrorCode::conflict, "400, error 21220"), 20);
  CHECK(office.ordered("redirect ") == 1);
  CHECK(office.count("call.order_failed") == 0);
}
