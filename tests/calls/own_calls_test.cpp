#include <doctest/doctest.h>

#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/calls/place.hpp>
#include <smarthandoff/calls/recording.hpp>
#include <smarthandoff/contact/agent.hpp>

#include "carrier_world.hpp"

using namespace smarthandoff;
using namespace smarthandoff::calls;
using carrier_world::error_of;
using carrier_world::World;

namespace {

constexpr const char* kCustomer = "18 99775-1234";

// Jeni has made a call, Ana none; the intern's user is no agent.
struct Office : World {
  Office() {
    jeni = write(agents::create, agents::CreateAgent{.user_id = "jeni", .name = "Jeni", .extension = "1004"});
    ana = write(agents::create, agents::CreateAgent{.user_id = "ana", .name = "Ana", .extension = "1005"});
    write(set_line, SetLine{.agent_id = jeni.id});
    write(update_account, UpdateAccount{.account_id = account.id,
                                        .api_key_sid = "SK" + std::string(32, 'b'),
                                        .api_key_secret = Secret("secret")});
    made = write(place, PlaceCall{.to = kCustomer, .agent_id = jeni.id}).call->id;
    now += std::chrono::hours(72);  // Monday: the contact gate lets them be called again
  }

  // By somebody, without a trace.
  template <class Operation, class Request>
  auto as(const Actor& actor, Operation operation, const Request& request) {
    connection().begin();
    try {
      Context context(connection(), {.tenant = tenant, .actor = actor, .now = now, .seed = 77, .keys = keys});
      auto answer = operation(context, request);
      connection().rollback();
      return answer;
    } catch (...) {
      connection().rollback();
      throw;
    }
  }
  std::size_t listed(const Actor& actor) { return as(actor, list_calls, ListCalls{}).calls.size(); }

  agents::Agent jeni, ana;
  CallId made;
};

const Actor kJeni{.user = "jeni", .role = Role::agent};
const Actor kAna{.user = "ana", .role = Role::agent};
const Actor kIntern{.user = "intern", .role = Role::agent};
const Actor kBoss{.user = "boss", .role = Role::supervisor};

}  // namespace

// Any agent, and whoever had an agent's token, saw and heard every call of the company.
TEST_CASE("agents see, hear and end their own calls, supervisors everybody's") {
  Office office;
  for (const Actor& actor : {kJeni, kBoss, Actor{}}) {
    CHECK(office.listed(actor) == 1);
    CHECK(office.as(actor, get_call, GetCall{.call_id = office.made}).id == office.made);
    CHECK(office.as(actor, hang_up, HangUpCall{.call_id = office.made}).id == office.made);
    CHECK(office.as(actor, list_recordings, ListRecordings{.call_id = office.made}).recordings.empty());
  }
  for (const Actor& actor : {kAna, kIntern}) {
    CHECK(office.listed(actor) == 0);
    const auto refused = [&](auto operation, const auto& request) {
      return error_of([&] { office.as(actor, operation, request); });
    };
    CHECK(refused(get_call, GetCall{.call_id = office.made}) == "unauthorized");
    CHECK(refused(hang_up, HangUpCall{.call_id = office.made}) == "unauthorized");
    CHECK(refused(list_calls, ListCalls{.agent_id = office.jeni.id}) == "unauthorized agent_id");
    CHECK(refused(list_recordings, ListRecordings{.call_id = office.made}) == "unauthorized");
    CHECK(refused(list_recordings, ListRecordings{}) == "unauthorized call_id");
  }
}

TEST_CASE("a recording is heard by whose call it is, and by supervisors") {
  Office office;
  office.status("completed", "1", {{"CallDuration", "30"}});  // nobody's call
  office.post(recording, "/r",
              {{"CallSid", carrier_world::kCall},
               {"RecordingSid", "RE" + std::string(32, '1')},
               {"RecordingUrl", "https://api.twilio.com/RE1"},
               {"RecordingStatus", "completed"},
               {"RecordingDuration", "30"}});
  const PlayRecording by_call{.call_id = office.call().id};
  const auto id = office.read(list_recordings, ListRecordings{}).recordings.at(0).id;
  CHECK(office.as(kBoss, recording_audio.plan, by_call).sid == "RE" + std::string(32, '1'));
  CHECK(error_of([&] { office.as(kAna, recording_audio.plan, by_call); }) == "unauthorized");
  CHECK(error_of([&] { office.as(kAna, recording_audio.plan, PlayRecording{.recording_id = id}); }) ==
        "unauthorized");
}

TEST_CASE("agents make calls in their own name, or for whoever takes the queue's next") {
  Office office;
  const PlaceCall hers{.to = kCustomer, .agent_id = office.jeni.id};
  CHECK(office.as(kJeni, place, hers).call);
  CHECK(office.as(kBoss, place, hers).call);
  CHECK(office.as(kIntern, place, PlaceCall{.to = kCustomer}).call);
  CHECK(error_of([&] { office.as(kAna, place, hers); }) == "unauthorized agent_id");
  CHECK(error_of([&] { office.as(kAna, take_next, TakeNext{.agent_id = office.jeni.id}); }) ==
        "unauthorized agent_id");
}

// Who had left went on with the token of the morning: a Voice token, and calls.
TEST_CASE("an agent who is not active has no token and makes no calls") {
  Office office;
  const PlaceCall hers{.to = kCustomer, .agent_id = office.jeni.id};
  const LineToken token{.agent_id = office.jeni.id};
  CHECK(office.as(kJeni, issue_token, token).identity == "jeni");
  office.write(agents::update, agents::UpdateAgent{.agent_id = office.jeni.id, .active = false});
  for (const Actor& actor : {kJeni, kBoss}) {
    const bool self = actor == kJeni;
    CHECK(error_of([&] { office.as(actor, issue_token, token); }) == "failed_precondition agent_id");
    CHECK(error_of([&] { office.as(actor, place, hers); }) ==
          (self ? "unauthorized" : "failed_precondition agent_id"));
    CHECK(error_of([&] { office.as(actor, take_next, TakeNext{.agent_id = office.jeni.id}); }) ==
          "failed_precondition agent_id");
  }
  CHECK(error_of([&] { office.as(kJeni, place, PlaceCall{.to = kCustomer}); }) == "unauthorized");
  CHECK(office.listed(kJeni) == 0);
}
