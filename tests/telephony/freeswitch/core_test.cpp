#include "telephony/freeswitch/support.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

esl::Event channel(const std::string& name, const std::string& id, Headers more = {}) {
  Headers headers{{"Event-Name", name}, {"Unique-ID", id}};
  headers.insert(headers.end(), more.begin(), more.end());
  return make_event(headers);
}

esl::Event bridge_of(const std::string& a, const std::string& b) {
  return channel("CHANNEL_BRIDGE", a, {{"Bridge-A-Unique-ID", a}, {"Bridge-B-Unique-ID", b}});
}

// A caller and a person's leg that has just been answered and parked.
void answered(Bench& bench, const std::string& leg = "leg-1") {
  bench.ring(leg, "call-1");
  bench.feed({channel("CHANNEL_CREATE", leg), channel("CHANNEL_ANSWER", leg), make_job(leg, "+OK " + leg),
              channel("CHANNEL_PARK", leg)});
}

void fail_next(Bench& bench, const std::string& line) {
  bench.wire.answer(line, "-ERR No such channel!");
}

TEST_CASE("a leg is placed under our own ids, and never twice") {
  Bench bench;
  bench.ring("leg-1", "call-1");
  CHECK(bench.wire.jobs == Story{"sh-leg-1"});
  RingRequest again;
  again.leg = LegId{"leg-1"};
  again.number = "1001";
  bench.core.ring(again, bench.done());
  CHECK(bench.wire.sent.empty());
  CHECK(bench.results == Story{"done", "done"});
}

TEST_CASE("what cannot be a command is refused before anything is sent") {
  Bench bench;
  RingRequest request;
  request.leg = LegId{"leg-1"};
  request.number = "1001\n\napi shutdown";
  bench.core.ring(request, bench.done());
  bench.core.hold(CallId{"a b"}, bench.done());
  bench.core.play(LegId{"leg-1"}, "", "pt-BR", bench.done());
  bench.core.record(CallId{"call-1"}, "a/../b", bench.done());
  bench.core.cancel(LegId{"x y"}, bench.done());
  bench.core.bridge(CallId{"call-1"}, LegId{"'"}, bench.done());
  bench.core.transfer_blind({CallId{"call-1"}, "1 2", "", "default", Milliseconds(1)}, bench.done());
  CHECK(bench.results == Story(7, "invalid_argument"));
  CHECK(bench.wire.sent.empty());
}

TEST_CASE("a leg that is cancelled before it has a channel is killed by its first event") {
  Bench bench;
  bench.ring("leg-1", "call-1");
  bench.core.cancel(LegId{"leg-1"}, bench.done());
  fail_next(bench, "uuid_kill leg-1 ORIGINATOR_CANCEL");
  CHECK(bench.results == Story{"done", "done"});
  bench.feed({channel("CHANNEL_CREATE", "leg-1")});
  CHECK(bench.wire.lines() == Story{"uuid_kill leg-1 ORIGINATOR_CANCEL"});
  bench.feed({channel("CHANNEL_HANGUP", "leg-1", {{"Hangup-Cause", "ORIGINATOR_CANCEL"}})});
  CHECK(bench.story() == Story{"ended canceled ORIGINATOR_CANCEL -"});
}

TEST_CASE("a leg that answers after the cancel is killed at once, and nobody hears of the answer") {
  Bench bench;
  bench.ring("leg-1", "call-1");
  bench.feed({channel("CHANNEL_CREATE", "leg-1"), channel("CHANNEL_PROGRESS", "leg-1")});
  bench.core.cancel(LegId{"leg-1"}, bench.done());
  bench.wire.answer("uuid_kill leg-1", "+OK");
  bench.feed({channel("CHANNEL_ANSWER", "leg-1")});
  CHECK(bench.wire.lines() == Story{"uuid_kill leg-1 ORIGINATOR_CANCEL"});
  bench.feed({channel("CHANNEL_HANGUP", "leg-1", {{"Hangup-Cause", "NORMAL_CLEARING"}})});
  CHECK(bench.story() == Story{"ringing", "ended canceled NORMAL_CLEARING - rang"});
}

TEST_CASE("a leg cancelled before it was asked for is never placed") {
  Bench bench;
  bench.core.cancel(LegId{"leg-1"}, bench.done());
  fail_next(bench, "uuid_kill leg-1");
  RingRequest request;
  request.leg = LegId{"leg-1"};
  request.number = "1001";
  bench.core.ring(request, bench.done());
  CHECK(bench.wire.sent.empty());
  CHECK(bench.story() == Story{"ended canceled ORIGINATOR_CANCEL -"});
  CHECK(bench.results == Story{"done", "done"});
}

TEST_CASE("nobody is rung for a caller who has gone already") {
  Bench bench;
  bench.feed({channel("CHANNEL_CREATE", "call-1"), channel("CHANNEL_HANGUP", "call-1")});
  RingRequest request;
  request.leg = LegId{"leg-1"};
  request.call = CallId{"call-1"};
  request.number = "1001";
  bench.core.ring(request, bench.done());
  CHECK(bench.wire.sent.empty());
  CHECK(bench.story() == Story{"ended canceled ORIGINATOR_CANCEL -"});
}

TEST_CASE("an originate that FreeSWITCH refuses leaves no leg behind") {
  Bench bench;
  RingRequest request;
  request.leg = LegId{"leg-1"};
  request.number = "1001";
  bench.core.ring(request, bench.done());
  bench.wire.answer("originate", "-ERR bgapi Command not found!");
  CHECK(bench.results == Story{"unsupported"});
  bench.pass(Milliseconds(5000));
  CHECK(bench.story().empty());
}

TEST_CASE("caller and person are joined only when the originate has let go of the leg") {
  Bench bench;
  bench.ring("leg-1", "call-1");
  bench.feed({channel("CHANNEL_CREATE", "leg-1"), channel("CHANNEL_ANSWER", "leg-1")});
  bench.core.bridge(CallId{"call-1"}, LegId{"leg-1"}, bench.done());
  CHECK(bench.wire.sent.empty());
  bench.feed({make_job("leg-1", "+OK leg-1")});
  bench.wire.answer("uuid_setvar call-1 park_after_bridge true", "+OK");
  bench.wire.answer("uuid_bridge call-1 leg-1", "+OK leg-1");
  CHECK(bench.results == Story{"done", "done"});
  CHECK(bench.story() == Story{"answered"});
  bench.feed({bridge_of("call-1", "leg-1")});
  CHECK(bench.story() == Story{"answered", "bridged"});
}

TEST_CASE("joining with a leg that has gone fails, and the caller is asked after") {
  Bench bench;
  answered(bench);
  bench.core.bridge(CallId{"call-1"}, LegId{"leg-1"}, bench.done());
  bench.wire.answer("uuid_setvar", "+OK");
  bench.wire.answer("uuid_bridge", "-ERR Invalid uuid");
  CHECK(bench.results.back() == "not_found");
  bench.wire.answer("uuid_exists call-1", "true");
  CHECK(bench.story() == Story{"answered"});
}

TEST_CASE("a command that finds no caller reports his end") {
  Bench bench;
  bench.core.hold(CallId{"call-1"}, bench.done());
  fail_next(bench, "uuid_transfer call-1 'park:' inline");
  CHECK(bench.results == Story{"not_found"});
  bench.wire.answer("uuid_exists call-1", "false");
  CHECK(bench.story() == Story{"call ended MISSED"});
}

TEST_CASE("after the person hangs up the caller stays with us only if he is parked") {
  const esl::Event hangup = channel("CHANNEL_HANGUP", "leg-1", {{"Hangup-Cause", "NORMAL_CLEARING"}});
  const esl::Event unbridge = channel("CHANNEL_UNBRIDGE", "call-1");
  SUBCASE("he is parked") {
    Bench bench;
    answered(bench);
    bench.feed({bridge_of("call-1", "leg-1"), hangup, unbridge});
    CHECK(bench.story() == Story{"answered", "bridged", "ended completed NORMAL_CLEARING -"});
    bench.feed({channel("CHANNEL_PARK", "call-1")});
    CHECK(bench.story().back() == "unbridged");
  }
  SUBCASE("he goes too") {
    Bench bench;
    answered(bench);
    bench.feed({bridge_of("call-1", "leg-1"), hangup, unbridge,
                channel("CHANNEL_HANGUP", "call-1", {{"Hangup-Cause", "NORMAL_CLEARING"}})});
    bench.pass(Milliseconds(1000));
    CHECK(bench.story().back() == "call ended NORMAL_CLEARING");
  }
  SUBCASE("FreeSWITCH does not say") {
    Bench bench;
    answered(bench);
    bench.feed({bridge_of("call-1", "leg-1"), hangup, unbridge});
    bench.pass(Milliseconds(1000));
    CHECK(bench.story().back() == "unbridged");
  }
}

TEST_CASE("hold parks first and plays music when the caller is parked") {
  Bench bench;
  bench.core.hold(CallId{"call-1"}, bench.done());
  bench.wire.answer("uuid_transfer call-1 'park:' inline", "+OK");
  CHECK(bench.wire.sent.empty());
  bench.feed({channel("CHANNEL_PARK", "call-1")});
  bench.wire.answer("uuid_broadcast call-1 local_stream://moh aleg", "+OK Message sent");
  CHECK(bench.results == Story{"done"});
  bench.feed({channel("CHANNEL_PARK", "call-1")});
  CHECK(bench.wire.sent.empty());
}

TEST_CASE("the assistant's SIP leg is kept over a hold, gets the caller back, and ends with the call") {
  Bench bench;
  bench.feed(
      {channel("CHANNEL_CREATE", "call-1"), channel("CHANNEL_CREATE", "ai-1"), bridge_of("call-1", "ai-1")});
  bench.core.hold(CallId{"call-1"}, bench.done());
  bench.wire.answer("uuid_setvar ai-1 park_after_bridge true", "+OK");
  bench.feed({channel("CHANNEL_PARK", "ai-1"), channel("CHANNEL_UNBRIDGE", "call-1"),
              channel("CHANNEL_PARK", "call-1")});
  bench.wire.answer("uuid_transfer call-1 'park:' inline", "+OK");
  bench.wire.answer("uuid_broadcast call-1", "+OK Message sent");
  bench.core.resume(CallId{"call-1"}, {}, bench.done());
  bench.wire.answer("uuid_setvar call-1 park_after_bridge", "+OK");
  bench.wire.answer("uuid_bridge call-1 ai-1", "+OK ai-1");
  bench.feed({bridge_of("call-1", "ai-1"),
              channel("CHANNEL_HANGUP", "call-1", {{"Hangup-Cause", "NORMAL_CLEARING"}})});
  CHECK(bench.wire.lines() == Story{"uuid_kill ai-1 NORMAL_CLEARING"});
  CHECK(bench.story() == Story{"call ended NORMAL_CLEARING"});
  CHECK(bench.results == Story{"done", "done"});
}

TEST_CASE("a kept leg that has gone is replaced by the assistant's extension") {
  FreeSwitchOptions options;
  options.assistant_extension = "9000";
  Bench bench(options);
  bench.feed(
      {channel("CHANNEL_CREATE", "call-1"), channel("CHANNEL_CREATE", "ai-1"), bridge_of("call-1", "ai-1")});
  bench.core.hold(CallId{"call-1"}, bench.done());
  bench.wire.answer("uuid_setvar ai-1", "+OK");
  bench.feed({channel("CHANNEL_PARK", "call-1")});
  bench.wire.answer("uuid_transfer call-1 'park:' inline", "+OK");
  bench.wire.answer("uuid_broadcast call-1", "+OK");
  bench.core.resume(CallId{"call-1"}, {}, bench.done());
  bench.wire.answer("uuid_setvar call-1", "+OK");
  bench.wire.answer("uuid_bridge call-1 ai-1", "-ERR Invalid uuid");
  bench.wire.answer("uuid_setvar call-1", "+OK");
  bench.wire.answer("uuid_break call-1 all", "+OK");
  bench.wire.answer("uuid_transfer call-1 9000 XML default", "+OK");
  CHECK(bench.results == Story{"done", "done"});
}

TEST_CASE("a caller returns to an extension, to a leg, or to silence where he is, but not to both") {
  Bench bench;
  bench.core.resume(CallId{"call-1"}, {"9000", "assist", {}}, bench.done());
  bench.wire.answer("uuid_setvar call-1 park_after_bridge", "+OK");
  bench.wire.answer("uuid_break call-1 all", "+OK");
  bench.wire.answer("uuid_transfer call-1 9000 XML assist", "+OK");
  bench.core.resume(CallId{"call-1"}, {"", "default", LegId{"ai-1"}}, bench.done());
  bench.wire.answer("uuid_setvar call-1", "+OK");
  bench.wire.answer("uuid_bridge call-1 ai-1", "+OK");
  bench.core.resume(CallId{"call-1"}, {"9000", "default", LegId{"ai-1"}}, bench.done());
  bench.core.resume(CallId{"call-1"}, {}, bench.done());
  bench.wire.answer("uuid_setvar call-1 park_after_bridge", "+OK");
  bench.wire.answer("uuid_break call-1 all", "+OK");
  CHECK(bench.results == Story{"done", "done", "invalid_argument", "done"});
}

TEST_CASE("a whisper is done when it has been heard to the end") {
  Bench bench;
  answered(bench);
  const auto complete = [](const std::string& response) {
    return channel("CHANNEL_EXECUTE_COMPLETE", "leg-1",
                   {{"Application", "playback"}, {"Application-Response", response}});
  };
  bench.core.play(LegId{"leg-1"}, "file:/a.wav", "pt-BR", bench.done());
  bench.wire.answer("uuid_broadcast leg-1 /a.wav aleg", "+OK Message sent");
  CHECK(bench.results == Story{"done"});
  bench.feed({complete("FILE PLAYED")});
  CHECK(bench.results == Story{"done", "done"});
  bench.core.play(LegId{"leg-1"}, "file:/missing.wav", "pt-BR", bench.done());
  bench.wire.answer("uuid_broadcast", "+OK Message sent");
  bench.feed({complete("FILE NOT FOUND")});
  bench.core.play(LegId{"leg-1"}, "Ana", "pt-BR", bench.done());
  bench.wire.answer("uuid_broadcast leg-1 'speak::", "+OK Message sent");
  bench.feed({channel("CHANNEL_HANGUP", "leg-1", {{"Hangup-Cause", "NORMAL_CLEARING"}})});
  CHECK(bench.results == Story{"done", "done", "not_found", "not_found"});
}

TEST_CASE("keys and a voicemail's beep on our legs are reported") {
  Bench bench;
  answered(bench);
  bench.feed(
      {make_event({{"Event-Name", "DTMF"}, {"Unique-ID", "leg-1"}, {"DTMF-Digit", "1"}}),
       make_event({{"Event-Name", "DTMF"}, {"Unique-ID", "other"}, {"DTMF-Digit", "2"}}),
       make_event({{"Event-Name", "CUSTOM"}, {"Event-Subclass", "avmd::beep"}, {"Unique-ID", "leg-1"}})});
  CHECK(bench.story() == Story{"answered", "key 1", "machine"});
}

TEST_CASE("a recording that fails is an event, not the end of the call") {
  Bench bench;
  bench.core.record(CallId{"call-1"}, "/a.wav", bench.done());
  bench.wire.answer("uuid_record call-1 start /a.wav", "-ERR Cannot record session!");
  CHECK(bench.story() == Story{"recording failed"});
  CHECK(bench.results == Story{"failed_precondition"});
}

TEST_CASE("hanging up a call that has gone is done") {
  Bench bench;
  bench.core.hangup(CallId{"call-1"}, bench.done());
  fail_next(bench, "uuid_kill call-1 NORMAL_CLEARING");
  CHECK(bench.results == Story{"done"});
}

TEST_CASE("a blind transfer leaves nothing behind that would bring the caller back") {
  Bench bench;
  bench.core.transfer_blind({CallId{"call-1"}, "1001", "", "default", Milliseconds(20000)}, bench.done());
  bench.wire.answer("uuid_setvar call-1 park_after_bridge", "+OK");
  bench.wire.answer("uuid_setvar call-1 call_timeout 20", "+OK");
  bench.wire.answer("uuid_transfer call-1 1001 XML default", "+OK");
  CHECK(bench.results == Story{"done"});
}

TEST_CASE("a leg that an earlier run placed is taken up by its own variable") {
  Bench bench;
  bench.feed(
      {channel("CHANNEL_ANSWER", "leg-9", {{"variable_sh_leg", "leg-9"}, {"variable_sh_call", "call-9"}}),
       channel("CHANNEL_ANSWER", "leg-8", {{"variable_sh_leg", "another"}})});
  CHECK(bench.story() == Story{"answered"});
}

}  // namespace
}  // namespace smarthandoff::telephony::freeswitch
