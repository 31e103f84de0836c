#include "telephony/freeswitch/commands.hpp"

#include "telephony/freeswitch/support.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

FreeSwitchOptions options() {
  FreeSwitchOptions result;
  result.domain = "pbx.local";
  return result;
}

RingRequest request() {
  RingRequest result;
  result.tenant = TenantId{"acme"};
  result.leg = LegId{"leg-1"};
  result.call = CallId{"call-1"};
  result.number = "1001";
  result.timeout = Milliseconds(20000);
  return result;
}

const std::string kVariables =
    "origination_uuid=leg-1,originate_timeout=20,ignore_early_media=true,park_timeout=120,sh_leg=leg-1,"
    "sh_tenant=acme,sh_call=call-1";

TEST_CASE(
    "an extension, a number of the dialplan and a number behind a trunk are dialled as FreeSWITCH wants") {
  RingRequest ring = request();
  CHECK(originate(ring, options()) == "originate {" + kVariables + "}user/1001@pbx.local &park()");
  ring.domain = "acme.pbx.local";
  CHECK(originate(ring, options()) == "originate {" + kVariables + "}user/1001@acme.pbx.local &park()");
  ring.kind = DialKind::number;
  CHECK(originate(ring, options()) ==
        "originate {" + kVariables + ",loopback_bowout=false}loopback/1001/default &park()");
  ring.kind = DialKind::trunk;
  ring.gateway = "provider";
  ring.number = "+5518997751234";
  CHECK(originate(ring, options()) ==
        "originate {" + kVariables + "}sofia/gateway/provider/+5518997751234 &park()");
}

TEST_CASE("a name is shown as it is, without what could become a second variable or command") {
  struct Row {
    std::string name, shown;
  };
  const Row rows[] = {
      {"Mário Rossi", "'Mário Rossi'"},
      {"Jeni\nbgapi hupall", "'Jeni bgapi hupall'"},
      {"Jeni\r\n\r\napi fsctl shutdown", "'Jeni api fsctl shutdown'"},
      {"x',execute_on_answer='system rm", "'x \\,execute_on_answer= system rm'"},
      {"a}user/1009@pbx.local", "'a user/1009@pbx.local'"},
      {"{a=b}[c=d]", "'a=b c=d'"},
      {"${system ls}", "'system ls'"},
      {"a|b^^:c", "'a b :c'"},
      {"Silva, Ana", "'Silva\\, Ana'"},
      {"50%0Aoff", "50%0Aoff"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    RingRequest ring = request();
    ring.caller_name = row.name;
    CHECK(originate(ring, options()) == "originate {" + kVariables + ",origination_caller_id_name=" +
                                            row.shown + "}user/1001@pbx.local &park()");
  }
}

TEST_CASE("a caller's number is shown by its digits only") {
  RingRequest ring = request();
  ring.caller_number = "+55 (18) 99775-1234,x=y";
  CHECK(originate(ring, options()).find("origination_caller_id_number=+5518997751234xy}") !=
        std::string::npos);
}

TEST_CASE("ids, numbers, domains and paths that could end their place in a command are refused") {
  const std::string bad[] = {"",
                             "a b",
                             "a\nb",
                             "a'b",
                             "a}b",
                             "a{b",
                             "a,b",
                             "a|b",
                             "a$b",
                             "a/b\r",
                             "a&b",
                             "a\"b",
                             "a;b",
                             "a\\b",
                             "a:_:b\n",
                             "a<b",
                             "1001 XML default",
                             std::string("a\0b", 3),
                             "\xC3\x28",
                             std::string(300, '1')};
  for (const std::string& text : bad) {
    INFO(text);
    RingRequest ring = request();
    ring.leg = LegId{text};
    CHECK_THROWS_AS(originate(ring, options()), Error);
    ring = request();
    ring.number = text;
    CHECK_THROWS_AS(originate(ring, options()), Error);
    ring = request();
    if (!text.empty()) {
      ring.domain = text;
      CHECK_THROWS_AS(originate(ring, options()), Error);
    }
    CHECK_THROWS_AS(park(text), Error);
    CHECK_THROWS_AS(transfer("call-1", text, "default"), Error);
    if (text.size() < 300) CHECK_THROWS_AS(transfer("call-1", "9000", text), Error);
    CHECK_THROWS_AS(record("call-1", text, options()), Error);
    CHECK_THROWS_AS(check_user(text, "pbx.local"), Error);
  }
  RingRequest ring = request();
  ring.number = "1001@evil/x";
  CHECK_THROWS_AS(originate(ring, options()), Error);
  CHECK_THROWS_AS(record("call-1", "../../etc/passwd.wav", options()), Error);
}

TEST_CASE("a recording goes to its folder") {
  FreeSwitchOptions with_folder = options();
  with_folder.recording_folder = "/var/recordings";
  CHECK(record("call-1", "2026/call-1.wav", with_folder) ==
        "uuid_record call-1 start /var/recordings/2026/call-1.wav");
  CHECK(record("call-1", "/tmp/x.wav", with_folder) == "uuid_record call-1 start /tmp/x.wav");
}

TEST_CASE("a whisper is spoken in the language's voice, or played from a file") {
  FreeSwitchOptions with_voice = options();
  with_voice.speech_voices["pt-BR"] = "rosa";
  CHECK(play(LegId{"leg-1"}, "Chamada de Ana: d'Ávila | ${x}\n'", "pt-BR", with_voice) ==
        "uuid_broadcast leg-1 'speak::flite|rosa|Chamada de Ana: d\u2019Ávila     x  \u2019' aleg");
  CHECK(play(LegId{"leg-1"}, "Hi", "en-US", with_voice) == "uuid_broadcast leg-1 'speak::flite|kal|Hi' aleg");
  CHECK(play(LegId{"leg-1"}, "file:/sounds/beep.wav", "en-US", with_voice) ==
        "uuid_broadcast leg-1 /sounds/beep.wav aleg");
  CHECK_THROWS_AS(play(LegId{"leg-1"}, "file:/sounds/a b.wav", "en-US", with_voice), Error);
  CHECK_THROWS_AS(play(LegId{"leg-1"}, "\n", "en-US", with_voice), Error);
}

TEST_CASE("times are whole seconds, never shorter than asked") {
  CHECK(seconds(Milliseconds(0)) == "1");
  CHECK(seconds(Milliseconds(1000)) == "1");
  CHECK(seconds(Milliseconds(1001)) == "2");
}

TEST_CASE("options that could not be part of a command are refused before anything is sent") {
  const auto refused = [](auto change) {
    FreeSwitchOptions bad = options();
    change(bad);
    CHECK_THROWS_AS(check(bad), Error);
  };
  CHECK_NOTHROW(check(options()));
  refused([](auto& o) { o.host = ""; });
  refused([](auto& o) { o.port = 0; });
  refused([](auto& o) { o.port = 70000; });
  refused([](auto& o) { o.domain = "a b"; });
  refused([](auto& o) { o.music = "local_stream://moh both\n"; });
  refused([](auto& o) { o.assistant_extension = "9000 XML"; });
  refused([](auto& o) { o.speech_engine = "a|b"; });
  refused([](auto& o) { o.speech_voices["pt-BR"] = "x'"; });
  refused([](auto& o) { o.recording_folder = "/a b"; });
  refused([](auto& o) { o.dnd_variable = "a b"; });
}

TEST_CASE("options that are no number of what they count are refused by name") {
  const auto field_of = [](auto change) -> std::string {
    FreeSwitchOptions bad = options();
    change(bad);
    try {
      check(bad);
    } catch (const Error& error) {
      return error.details().at("field");
    }
    return {};
  };
  for (const std::int64_t wrong : {std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
    const Milliseconds time{wrong};
    CHECK(field_of([&](auto& o) { o.port = wrong; }) == "port");
    if (wrong != 0) CHECK(field_of([&](auto& o) { o.max_queued = wrong; }) == "max_queued");
    CHECK(field_of([&](auto& o) { o.command_timeout = time; }) == "command_timeout");
    CHECK(field_of([&](auto& o) { o.dnd_timeout = time; }) == "dnd_timeout");
    CHECK(field_of([&](auto& o) { o.answered_timeout = time; }) == "answered_timeout");
    CHECK(field_of([&](auto& o) { o.play_timeout = time; }) == "play_timeout");
    CHECK(field_of([&](auto& o) { o.presence_refresh = time; }) == "presence_refresh");
    CHECK(field_of([&](auto& o) { o.stale_after = time; }) == "stale_after");
    CHECK(field_of([&](auto& o) { o.reconnect_min = time; }) == "reconnect_min");
    CHECK(field_of([&](auto& o) { o.reconnect_max = time; }) == "reconnect_max");
  }
}

}  // namespace
}  // namespace smarthandoff::telephony::freeswitch
