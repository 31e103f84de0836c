#include <smarthandoff/calls/line.hpp>

#include <algorithm>

#include <doctest/doctest.h>

#include <smarthandoff/calls/voice.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

const std::string kWorker = "WK" + std::string(32, 'a');
const std::string kWorkspace = "WS" + std::string(32, 'a');
const std::string kOn = "WA" + std::string(32, '1');
const std::string kBusy = "WA" + std::string(32, '2');
const std::string kOff = "WA" + std::string(32, '3');

struct Office : World {
  Office() {
    jeni = write(agents::create, agents::CreateAgent{.user_id = "jeni", .name = "Jeni", .extension = "1004"});
    now += Milliseconds(1);
    ana = write(agents::create, agents::CreateAgent{.user_id = "ana", .name = "Ana", .extension = "1005"});
    write(set_line, SetLine{.agent_id = jeni.id, .worker_sid = kWorker});
    write(configure, ConfigureCalls{.workspace_sid = kWorkspace,
                                    .available_activity = kOn,
                                    .busy_activity = kBusy,
                                    .offline_activity = kOff});
    events.clear();
    now += Seconds(1);
  }
  void set(Presence presence) { write(set_presence, SetPresence{.agent_id = jeni.id, .presence = presence}); }
  Presence presence() { return read(get_line, GetLine{.agent_id = jeni.id}).presence; }
  // TaskRouter's word, so many seconds before now.
  void told(const std::string& activity, int seconds_ago = 0) {
    const auto at = std::chrono::duration_cast<Seconds>(now.time_since_epoch()).count() - seconds_ago;
    CHECK(post(task_event, "/taskrouter_event",
               {{"EventType", "worker.activity.update"},
                {"WorkspaceSid", kWorkspace},
                {"WorkerSid", kWorker},
                {"WorkerActivitySid", activity},
                {"Timestamp", std::to_string(at)}})
              .body == "{}");
  }

  agents::Agent jeni, ana;
};

}  // namespace

TEST_CASE("an agent's line is made with their user as identity, and changed member by member") {
  Office office;
  const auto line = office.read(get_line, GetLine{.identity = "jeni"});
  CHECK(line.presence == Presence::available);
  CHECK(line.worker_sid == kWorker);
  const auto changed = office.write(
      set_line, SetLine{.agent_id = office.jeni.id, .identity = "jeni.2", .mobile = "18 99775-1234"});
  CHECK(changed.mobile == "+5518997751234");
  CHECK(changed.worker_sid == kWorker);
  CHECK(office.read(list_lines, ListLines{}).lines.size() == 1);
  CHECK(office.read(list_lines, ListLines{.presence = Presence::busy}).lines.empty());
}

TEST_CASE("what cannot be, or is somebody else's, is refused by its field") {
  Office office;
  const auto refused = [&](SetLine request) {
    if (request.agent_id.empty()) request.agent_id = office.ana.id;
    return error_of([&] { office.write(set_line, request); });
  };
  CHECK(refused({.agent_id = {"nobody"}}) == "not_found");
  CHECK(refused({.identity = "jeni"}) == "already_exists identity");
  CHECK(refused({.worker_sid = kWorker}) == "already_exists worker_sid");
  CHECK(refused({.identity = "a b"}) == "invalid_argument identity");
  CHECK(refused({.identity = ""}) == "invalid_argument identity");
  CHECK(refused({.phone = "12"}) == "invalid_argument phone");
  CHECK(refused({.phone = "sip:a b"}) == "invalid_argument phone");
  CHECK(refused({.mobile = "sip:a@b"}) == "invalid_argument mobile");
  CHECK(error_of([&] { office.read(get_line, GetLine{}); }) == "invalid_argument agent_id");
  CHECK(error_of([&] { office.set(Presence::busy); }) == "none");
  CHECK(error_of([&] {
          office.write(set_presence, SetPresence{.agent_id = office.ana.id, .presence = Presence::busy});
        }) == "not_found");
}

TEST_CASE("a presence that changes is told to TaskRouter once, and its echo changes nothing") {
  Office office;
  office.set(Presence::busy);
  CHECK(office.orders() == std::vector<std::string>{"activity " + kWorker + " " + kBusy});
  CHECK(office.count("line.presence") == 1);
  office.now += Seconds(1);
  office.told(kBusy);
  CHECK(office.orders().empty());
  CHECK(office.count("line.presence") == 1);
  office.set(Presence::busy);
  CHECK(office.orders().empty());
}

TEST_CASE("TaskRouter's change is taken over, and not told back") {
  Office office;
  office.told(kOff);
  CHECK(office.presence() == Presence::offline);
  CHECK(office.orders().empty());
  CHECK(office.count("line.presence") == 1);
  office.told(kOff);
  CHECK(office.count("line.presence") == 1);
  office.told("WAlunch");  // stands for no presence
  CHECK(office.presence() == Presence::offline);
}

TEST_CASE("the last change wins, in whatever order it is told") {
  Office office;
  office.now += Seconds(100);
  office.set(Presence::busy);
  office.told(kOff, 50);  // from before
  CHECK(office.presence() == Presence::busy);
  office.now += Seconds(10);
  office.told(kOn);
  CHECK(office.presence() == Presence::available);
  office.orders();
  office.told(kBusy, 5);  // late
  CHECK(office.presence() == Presence::available);
}

TEST_CASE("an activity that could not be set is tried again, unless it is not wanted any more") {
  Office office;
  office.carrier.answers = {Error(ErrorCode::unavailable, "away")};
  office.set(Presence::busy);
  CHECK(office.orders().size() == 1);
  office.advance(Seconds(2));
  CHECK(office.orders() == std::vector<std::string>{"activity " + kWorker + " " + kBusy});
}

TEST_CASE("tasks are taken out of the queue by who is available") {
  Office office;
  const auto offered = [&](const std::string& worker, const std::string& attributes) {
    return office
        .post(task_assignment, "/assignment",
              {{"WorkspaceSid", kWorkspace},
               {"WorkerSid", worker},
               {"WorkerAttributes", R"({"contact_uri":"client:other"})"},
               {"TaskSid", "WT1"},
               {"TaskAttributes", attributes},
               {"ReservationSid", "WR1"}})
        .body;
  };
  office.status("in-progress", "1");
  const std::string task = R"({"call_sid":")" + kCall + R"("})";
  CHECK(offered(kWorker, task) ==
        R"({"from":"+13055550100","instruction":"dequeue","post_work_activity_sid":")" + kOn +
            R"(","record":"record-from-answer","to":"client:jeni","timeout":15})");
  CHECK(offered("WK0", task).find(R"("to":"client:other")") != std::string::npos);
  CHECK(offered(kWorker, "{}") == R"({"instruction":"accept"})");
  CHECK(offered(kWorker, "no json") == R"({"instruction":"accept"})");
  office.set(Presence::busy);
  CHECK(offered(kWorker, task) == R"({"activity_sid":")" + kBusy + R"(","instruction":"reject"})");
}

TEST_CASE("attributes of other kinds beside ours do not keep a caller in the queue") {
  // One list or number among the attributes was answered with `accept`, and the caller waited on.
  Office office;
  office.status("in-progress", "1");
  const std::string sid = R"("call_sid":")" + kCall + R"(")";
  struct Row {
    std::string worker, task;
    bool taken;
  };
  const std::string uri = R"({"contact_uri":"client:other"})";
  for (const Row& row : std::vector<Row>{
           {R"({"contact_uri":"client:other","skills":["es"],"level":3})", "{" + sid + "}", true},
           {uri, "{" + sid + R"(,"priority":5})", true},
           {uri, R"({"x":null,)" + sid + "}", true},
           {uri, R"({"skills":{"a":[1,{"b":true}]},)" + sid + "}", true},
           {uri, R"({"call_sid":5})", false},
           {uri, R"({"call_sid":""})", false},
           {uri, "[" + sid.substr(0, 10) + "]", false},
           {uri, R"(["call_sid"])", false},
           {uri, R"("call_sid")", false},
           {R"({"contact_uri":["client:other"]})", "{" + sid + "}", false},
           {R"(["client:other"])", "{" + sid + "}", false},
           {"no json", "{" + sid + "}", false}}) {
    CAPTURE(row.worker);
    CAPTURE(row.task);
    const std::string body = office
                                 .post(task_assignment, "/assignment",
                                       {{"WorkspaceSid", kWorkspace},
                                        {"WorkerSid", "WK0"},
                                        {"WorkerAttributes", row.worker},
                                        {"TaskSid", "WT1"},
                                        {"TaskAttributes", row.task},
                                        {"ReservationSid", "WR1"}})
                                 .body;
    CHECK((body.find(R"("instruction":"dequeue")") != std::string::npos) == row.taken);
    CHECK((body.find(R"("to":"client:other")") != std::string::npos) == row.taken);
    if (!row.taken) CHECK(body == R"({"instruction":"accept"})");
  }
}

TEST_CASE("the agent who takes a call that we placed is rung by our number, not by the customer's") {
  Office office;
  office.status("in-progress", "1",
                {{"From", "+13055550100"}, {"To", "+5518997751234"}, {"Direction", "outbound-api"}});
  const std::string body = office
                               .post(task_assignment, "/assignment",
                                     {{"WorkspaceSid", kWorkspace},
                                      {"WorkerSid", kWorker},
                                      {"WorkerAttributes", "{}"},
                                      {"TaskSid", "WT1"},
                                      {"TaskAttributes", R"({"call_sid":")" + kCall + R"("})"},
                                      {"ReservationSid", "WR1"}})
                               .body;
  CHECK(body.find(R"("from":"+13055550100")") != std::string::npos);
}

TEST_CASE("an agent's token names their identity, and is nobody else's to ask for") {
  Office office;
  const LineToken request{.agent_id = office.jeni.id};
  CHECK(error_of([&] { office.read(issue_token, request); }) == "failed_precondition");
  office.write(update_account, UpdateAccount{.account_id = office.account.id,
                                             .api_key_sid = "SK" + std::string(32, 'b'),
                                             .application_sid = "AP" + std::string(32, 'c'),
                                             .api_key_secret = Secret("secret")});
  const auto issued = office.read(issue_token, request);
  CHECK(issued.identity == "jeni");
  CHECK(issued.expires_at == office.now + Seconds(3600));
  CHECK(std::ranges::count(issued.token, '.') == 2);
  CHECK(error_of([&] { office.read(issue_token, LineToken{.agent_id = office.ana.id}); }) == "not_found");
  CHECK(error_of([&] { office.read(issue_token, LineToken{.agent_id = office.jeni.id, .ttl = 59}); }) ==
        "invalid_argument ttl");
}
