#include "telephony/freeswitch/office.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

using simulator::Behaviour;
using simulator::Phone;

TEST_CASE("every transfer result comes through the whole adapter") {
  struct Row {
    std::string number, end;
  };
  const Row rows[] = {
      {"1002", "ended busy USER_BUSY 486"},
      {"1004", "ended rejected CALL_REJECTED 603 rang"},
      {"1005", "ended unavailable NO_USER_RESPONSE 480"},
      {"1006", "ended not_registered USER_NOT_REGISTERED -"},
      {"1099", "ended unknown_number SUBSCRIBER_ABSENT -"},
      {"1007", "ended failed NORMAL_TEMPORARY_FAILURE 503"},
      {"1009", "ended unknown_number UNALLOCATED_NUMBER 404"},
      {"1003", "ended no_answer NO_ANSWER - rang"},
  };
  Office office;
  office.start();
  const std::string call = office.caller();
  office.hold(call);
  int attempt = 0;
  for (const Row& row : rows) {
    INFO(row.number);
    // One second may be as short as 0.2 s (docs/freeswitch.md): two leave every phone its time.
    office.ring("leg-" + std::to_string(++attempt), call, row.number, Milliseconds(2000));
    CHECK(office.results.next("") == "done");
    CHECK(office.events.next("ended") == row.end);
    CHECK(office.state(call).hears == "music");
  }
  // The last attempt on this caller, after all these failures, is answered.
  office.ring("leg-a", call, "1001");
  office.events.next("answered");
  office.port->bridge(CallId{call}, LegId{"leg-a"}, office.done());
  office.events.next("bridged");
  CHECK(office.state(call).talking_to == "1001");
}

TEST_CASE("a person who hangs up leaves the caller with us, and he goes back to the assistant") {
  Office office;
  office.start();
  const std::string call = office.caller();
  office.hold(call);
  office.ring("leg-1", call, "1001");
  office.events.next("answered");
  office.port->bridge(CallId{call}, LegId{"leg-1"}, office.done());
  office.events.next("bridged");
  office.pbx.hang_up_phone("1001");
  office.events.next("ended completed");
  office.events.next("unbridged");
  CHECK(office.state(call).active);
  office.results.next("done");
  office.results.next("done");
  office.port->resume(CallId{call}, {"9000", "default", {}}, office.done());
  CHECK(office.results.next("") == "done");
  office.pbx.hang_up_call(call);
  CHECK(office.events.next("call ended") == "call ended NORMAL_CLEARING");
}

TEST_CASE("the caller who hangs up ends the ringing leg") {
  Office office;
  office.start();
  const std::string call = office.caller();
  office.ring("leg-1", call, "1003", Milliseconds(20000));
  office.events.next("ringing");
  office.pbx.hang_up_call(call);
  office.events.next("call ended NORMAL_CLEARING");
  CHECK(office.events.next("ended") == "ended canceled ORIGINATOR_CANCEL - rang");
}

TEST_CASE("a leg may be cancelled at any moment") {
  Office office;
  office.start();
  const std::string call = office.caller();
  SUBCASE("at once after it was asked for") {
    office.ring("leg-1", call, "1001");
    office.port->cancel(LegId{"leg-1"}, office.done());
    CHECK(office.events.next("ended").starts_with("ended canceled"));
    CHECK(office.events.count("answered") == 0);
  }
  SUBCASE("while it rings") {
    office.ring("leg-1", call, "1003");
    office.events.next("ringing");
    office.port->cancel(LegId{"leg-1"}, office.done());
    CHECK(office.events.next("ended") == "ended canceled ORIGINATOR_CANCEL - rang");
  }
  SUBCASE("when it has been answered") {
    office.ring("leg-1", call, "1001");
    office.events.next("answered");
    office.port->cancel(LegId{"leg-1"}, office.done());
    CHECK(office.events.next("ended").starts_with("ended canceled"));
  }
  SUBCASE("when nobody knows it") {
    office.port->cancel(LegId{"leg-1"}, office.done());
    CHECK(office.results.next("") == "done");
    office.ring("leg-1", call, "1001");
    CHECK(office.events.next("ended").starts_with("ended canceled"));
  }
  CHECK(office.state(call).active);
}

TEST_CASE("early media of a trunk is no answer") {
  Office office;
  Phone refused, answers;
  refused.extension = "8183";
  refused.gateway = answers.gateway = "trunk";
  refused.behaviour = Behaviour::early_media_busy;
  answers.extension = "8200";
  answers.behaviour = Behaviour::early_media_answers;
  refused.after = answers.after = Milliseconds(100);
  office.pbx.add_phone(refused);
  office.pbx.add_phone(answers);
  office.start();
  const std::string call = office.caller();
  RingRequest request;
  request.call = CallId{call};
  request.leg = LegId{"leg-1"};
  request.kind = DialKind::trunk;
  request.gateway = "trunk";
  request.number = "8183";
  office.port->ring(request, office.done());
  CHECK(office.events.next("ringing") == "ringing");
  CHECK(office.events.next("") == "ended busy USER_BUSY 486 rang");
  request.leg = LegId{"leg-2"};
  request.number = "8200";
  office.port->ring(request, office.done());
  office.events.next("answered");
  request.leg = LegId{"leg-3"};
  request.gateway = "nosuch";
  office.port->ring(request, office.done());
  CHECK(office.events.next("ended") == "ended no_route INVALID_GATEWAY -");
}

TEST_CASE("a whisper is heard before the bridge, and the person's key is told") {
  Office office;
  Phone phone;
  phone.extension = "1020";
  phone.after = Milliseconds(20);
  phone.presses = "1";
  phone.presses_after = Milliseconds(20);
  office.pbx.add_phone(phone);
  office.start();
  const std::string call = office.caller();
  office.ring("leg-1", call, "1020");
  office.events.next("answered");
  office.results.next("done");
  office.port->play(LegId{"leg-1"}, "Chamada de Ana. Para aceitar, tecle 1.", "pt-BR", office.done());
  CHECK(office.events.next("key") == "key 1");
  office.port->cancel(LegId{"leg-1"}, office.done());
  office.events.next("ended");
}

TEST_CASE("an extension's state is the PBX's") {
  Office office([](FreeSwitchOptions& options) { options.dnd_variable = "do_not_disturb"; });
  office.start();
  CHECK(office.status("1001").state == ExtensionState::available);
  CHECK(office.status("1006").state == ExtensionState::offline);
  CHECK(office.status("1099").state == ExtensionState::unknown);
  office.pbx.set_variable("1001", "do_not_disturb", "true");
  CHECK(office.status("1001").state == ExtensionState::dnd);
  office.pbx.set_registered("1001", false);
  office.events.next("1001@pbx.local offline");
  CHECK(office.status("1001").state == ExtensionState::offline);
  office.ring("leg-1", office.caller(), "1003");
  office.events.next("1003@pbx.local ringing");
  CHECK(office.status("1003").state == ExtensionState::ringing);
}

TEST_CASE("what happened while the connection was down is told when it is back") {
  Office office;
  office.start();
  const std::string call = office.caller();
  office.ring("leg-1", call, "1003", Milliseconds(30000));
  office.events.next("ringing");
  SUBCASE("the caller hung up") {
    simulator::Faults away;
    away.refuse_connections = true;
    office.pbx.set_faults(away);
    office.pbx.drop_connections(true);
    office.events.next("connection lost");
    office.pbx.hang_up_call(call);
    office.pbx.set_faults({});
    office.events.seen("call ended");
    office.events.seen("restored");
    office.events.seen("ended canceled");
  }
  SUBCASE("nothing") {
    office.pbx.drop_connections();
    office.events.next("connection lost");
    office.events.next("restored");
    CHECK(office.state(call).active);
    office.port->cancel(LegId{"leg-1"}, office.done());
    office.events.next("ended canceled");
  }
}

TEST_CASE("a wrong password and an access list say so at the start") {
  Office office([](FreeSwitchOptions& options) { options.password = Secret("wrong"); });
  const auto refused = [&] {
    try {
      office.start();
    } catch (const Error& error) {
      CHECK(std::string(error.what()).find("wrong") == std::string::npos);
      return error.code() == ErrorCode::unauthorized;
    }
    return false;
  };
  SUBCASE("password") {
    CHECK(refused());
  }
  SUBCASE("access list") {
    simulator::Faults acl;
    acl.reject_by_acl = true;
    office.pbx.set_faults(acl);
    CHECK(refused());
  }
}

TEST_CASE("a PBX that cannot be reached is no error, and is tried again") {
  Office office;
  simulator::Faults away;
  away.refuse_connections = true;
  office.pbx.set_faults(away);
  office.port->start([&](const Event& event) { office.events.put(to_text(event)); }, Milliseconds(100));
  CHECK(office.port->health().state == PortState::connecting);
  CHECK(office.status("1001").state == ExtensionState::unknown);
  office.port->hold(CallId{"call-1"}, office.done());
  CHECK(office.results.next("").starts_with("unavailable"));
  office.pbx.set_faults({});
  const std::string call = office.caller();
  office.pbx.hang_up_call(call);
}

TEST_CASE("nothing is called after stop, not even by what was under way") {
  Office office;
  office.start();
  const std::string call = office.caller();
  office.ring("leg-1", call, "1003");
  office.port->hold(CallId{call}, office.done());
  office.port->stop();
  const std::size_t before = office.events.all().size() + office.results.all().size();
  office.pbx.hang_up_call(call);
  office.port->hold(CallId{call}, office.done());
  CHECK(office.events.all().size() + office.results.all().size() == before);
  CHECK(office.port->health().state == PortState::stopped);
  CHECK_THROWS_AS(office.start(), Error);
}

TEST_CASE("it may be stopped and destroyed by one of its own callbacks") {
  Office office;
  office.start();
  auto port = office.port;
  office.port->look_up("nobody", [&](const Failure&, LegState state) {
    office.port->stop();
    office.results.put(state.exists ? "exists" : "gone");
  });
  CHECK(office.results.next("") == "gone");
}

TEST_CASE("a call is looked up by its id") {
  Office office;
  office.start();
  const std::string call = office.caller();
  const auto look_up = [&](const std::string& id) {
    office.port->look_up(id, [&](const Failure& failure, LegState state) {
      office.results.put(failure ? "failed" : !state.exists ? "gone" : state.answered ? "answered" : "there");
    });
    return office.results.next("");
  };
  CHECK(look_up(call) == "answered");
  CHECK(look_up("no-such-id") == "gone");
  office.pbx.hang_up_call(call);
  office.events.next("call ended");
  CHECK(look_up(call) == "gone");
}

TEST_CASE("a recording that cannot be written is an event") {
  Office office([](FreeSwitchOptions& options) { options.recording_folder = "/var/recordings"; });
  office.start();
  const std::string call = office.caller();
  office.port->record(CallId{call}, call + ".wav", office.done());
  CHECK(office.results.next("") == "done");
  simulator::Faults full;
  full.recording_fails = true;
  office.pbx.set_faults(full);
  office.port->record(CallId{call}, "other.wav", office.done());
  office.events.next("recording failed");
  CHECK(office.state(call).active);
}

TEST_CASE("too many waiting commands are refused at once") {
  Office office([](FreeSwitchOptions& options) { options.max_queued = 0; });
  office.start();
  office.port->hold(CallId{"call-1"}, office.done());
  CHECK(office.results.next("").starts_with("rate_limited"));
  office.port->hangup(CallId{"call-1"}, office.done());
  CHECK(office.results.next("") == "done");
}

}  // namespace
}  // namespace smarthandoff::telephony::freeswitch
