#include <functional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/telephony/esl.hpp>

using namespace smarthandoff;
using namespace smarthandoff::esl;
namespace line = smarthandoff::esl::api_line;

namespace {

bool refused(const std::function<void()>& build) {
  try {
    build();
  } catch (const Error& error) {
    return error.code() == ErrorCode::invalid_argument;
  }
  return false;
}

using Build = std::function<std::string(const std::string&)>;

struct Slot {
  const char* name;
  Build build;
};

const std::string kChannel = "ec8c9f23-6c6a-4b48-a0ed-040fca1c3ad2";

// Every place of every command that takes text.
const std::vector<Slot>& slots() {
  using namespace command;
  static const std::vector<Slot> all = {
      {"auth", [](auto& t) { return auth(t); }},
      {"userauth user", [](auto& t) { return userauth(t, "pw"); }},
      {"userauth password", [](auto& t) { return userauth("u@d", t); }},
      {"api", [](auto& t) { return api(t); }},
      {"bgapi line", [](auto& t) { return bgapi(t, "J"); }},
      {"bgapi job", [](auto& t) { return bgapi("status", t); }},
      {"execute channel", [](auto& t) { return execute({.channel = t, .application = "park"}); }},
      {"execute application", [](auto& t) { return execute({.application = t}); }},
      {"execute argument", [](auto& t) { return execute({.application = "set", .argument = t}); }},
      {"execute event_uuid", [](auto& t) { return execute({.application = "park", .event_uuid = t}); }},
      {"hangup channel", [](auto& t) { return hangup(t, "USER_BUSY"); }},
      {"hangup cause", [](auto& t) { return hangup(kChannel, t); }},
      {"event", [](auto& t) { return event(EventFormat::plain, {t}); }},
      {"event subclass", [](auto& t) { return event(EventFormat::plain, {}, {t}); }},
      {"nixevent", [](auto& t) { return nixevent({t}); }},
      {"filter header", [](auto& t) { return filter(t, "x"); }},
      {"filter value", [](auto& t) { return filter("Unique-ID", t); }},
      {"filter delete header", [](auto& t) { return filter_delete(t); }},
      {"filter delete value", [](auto& t) { return filter_delete("Unique-ID", "x" + t); }},
      {"myevents", [](auto& t) { return myevents(EventFormat::plain, t); }},
      {"uuid_exists", [](auto& t) { return line::uuid_exists(t); }},
      {"uuid_kill cause", [](auto& t) { return line::uuid_kill(kChannel, "X" + t); }},
      {"uuid_bridge other", [](auto& t) { return line::uuid_bridge(kChannel, t); }},
      {"uuid_park", [](auto& t) { return line::uuid_park(t); }},
      {"uuid_answer", [](auto& t) { return line::uuid_answer(t); }},
      {"uuid_transfer extension", [](auto& t) { return line::uuid_transfer(kChannel, t); }},
      {"uuid_transfer dialplan", [](auto& t) { return line::uuid_transfer(kChannel, "9000", t); }},
      {"uuid_transfer context", [](auto& t) { return line::uuid_transfer(kChannel, "9000", "XML", t); }},
      {"inline application",
       [](auto& t) {
         return line::uuid_transfer_inline(kChannel, {{t, ""}});
       }},
      {"inline argument",
       [](auto& t) {
         return line::uuid_transfer_inline(kChannel, {{"set", "a=" + t}});
       }},
      {"setvar name", [](auto& t) { return line::uuid_setvar(kChannel, t, "x"); }},
      {"setvar value", [](auto& t) { return line::uuid_setvar(kChannel, "a", "x" + t); }},
      {"setvar_multi name",
       [](auto& t) {
         return line::uuid_setvar_multi(kChannel, {{t, "x"}});
       }},
      {"setvar_multi value",
       [](auto& t) {
         return line::uuid_setvar_multi(kChannel, {{"a", "x" + t}});
       }},
      {"getvar", [](auto& t) { return line::uuid_getvar(kChannel, t); }},
      {"uuid_dump", [](auto& t) { return line::uuid_dump(t); }},
      {"broadcast", [](auto& t) { return line::uuid_broadcast(kChannel, t); }},
      {"break", [](auto& t) { return line::uuid_break(t); }},
      {"record start", [](auto& t) { return line::uuid_record_start(kChannel, t); }},
      {"record stop", [](auto& t) { return line::uuid_record_stop(kChannel, t); }},
      {"dtmf", [](auto& t) { return line::uuid_send_dtmf(kChannel, t); }},
      {"user", [](auto& t) { return line::user_exists(t, "pbx.local"); }},
      {"domain", [](auto& t) { return line::sofia_contact("1001", t); }},
      {"user variable", [](auto& t) { return line::user_variable("1001", "pbx.local", t); }},
      {"variable value", [](auto& t) { return line::quote_variable_value("x" + t + "x"); }},
      {"originate endpoint",
       [](auto& t) {
         return line::originate({.legs = {{t, {}}}});
       }},
      {"originate variable",
       [](auto& t) {
         return line::originate({.variables = {{t, "x"}}, .legs = {{"user/1", {}}}});
       }},
      {"originate value",
       [](auto& t) {
         return line::originate({.legs = {{"user/1", {{"a", t}}}}});
       }},
      {"originate application",
       [](auto& t) {
         return line::originate({.legs = {{"user/1", {}}}, .application = t});
       }},
      {"originate argument", [](auto& t) {
         return line::originate({.legs = {{"user/1", {}}}, .application = "intercept", .argument = t});
       }}};
  return all;
}

}  // namespace

TEST_CASE("no argument of any command may hold a line break, NUL or another control character") {
  using namespace std::string_literals;
  const std::string bad[] = {"a\nb", "a\rb", "a\r\n\r\nexit\n\n", "a\0b"s, "\n", "a\x1B[2J", "a\x7F"};
  for (const Slot& slot : slots()) {
    for (const std::string& text : bad) {
      CAPTURE(slot.name);
      CAPTURE(text);
      CHECK(refused([&] { slot.build(text); }));
    }
  }
}

TEST_CASE("an argument that must be one word takes nothing that would start a second one") {
  const char* words[] = {"execute channel",    "userauth user", "bgapi job",
                         "hangup channel",     "myevents",      "uuid_exists",
                         "uuid_bridge other",  "uuid_park",     "uuid_transfer extension",
                         "broadcast",          "record start",  "originate endpoint",
                         "originate argument", "user"};
  const char* bad[] = {"",    "a b",  "-both",  "a'b",    "a\"b", "a\\b", "a,b",
                       "a|b", "${x}", "{a=b}c", "[a=b]c", "a(b)", "<a>b", "é"};
  for (const Slot& slot : slots()) {
    if (std::find(std::begin(words), std::end(words), std::string(slot.name)) == std::end(words)) continue;
    for (const char* text : bad) {
      CAPTURE(slot.name);
      CAPTURE(text);
      // An empty channel is the outbound socket's own; no event-uuid or argument is fine too.
      if (*text == '\0' && std::string(slot.name).find_first_of("emho") == 0 &&
          slot.name != std::string("originate endpoint"))
        continue;
      CHECK(refused([&] { slot.build(text); }));
    }
  }
}

TEST_CASE("text from outside cannot become a variable, an expansion or an application") {
  CHECK(refused([] { command::execute({.application = "set", .argument = "a=${system(id)}"}); }));
  CHECK(refused([] { command::execute({.application = "set", .body = "a=${system(id)}"}); }));
  CHECK(refused([] { line::uuid_transfer_inline(kChannel, {{"set", "a=b',hangup:'"}}); }));
  CHECK(refused([] { line::uuid_transfer_inline(kChannel, {{"set", "a=b\\"}}); }));
  CHECK(refused([] { line::uuid_transfer_inline(kChannel, {{"m", "^:hangup"}}); }));
  CHECK(refused([] { line::uuid_transfer_inline(kChannel, {}); }));
  CHECK(refused([] { line::uuid_broadcast(kChannel, "hangup::NORMAL_CLEARING"); }));
  CHECK(refused([] { line::uuid_setvar_multi(kChannel, {{"a", "x;api_hangup_hook=system id"}}); }));
  CHECK(refused([] { line::originate({.legs = {{"user/1:_:user/2", {}}}}); }));
  CHECK(refused([] { line::originate({}); }));
  CHECK(refused([] { command::userauth("a:b", "c"); }));
  CHECK(refused([] { command::event(command::EventFormat::plain, {"ALL CUSTOM"}); }));
}

TEST_CASE("values of dial-string variables are quoted or refused") {
  struct Row {
    const char* value;
    const char* quoted;  // nullptr: refused
  };
  const Row rows[] = {{"plain", "plain"},
                      {"Jeni do Financeiro", "'Jeni do Financeiro'"},
                      {"a,b", "a\\,b"},
                      {"Silva, Ana", "'Silva\\, Ana'"},
                      {"a:b=c%20d", "a:b=c%20d"},
                      {"50% & <b>", "'50% & <b>'"},
                      {"Zoë 漢字", "'Zoë 漢字'"},
                      {"%0A", "%0A"},
                      {"", nullptr},
                      {" a", nullptr},
                      {"a ", nullptr},
                      {"D'Angelo", nullptr},
                      {"a\"b", nullptr},
                      {"a\\b", nullptr},
                      {"a}user/1002", nullptr},
                      {"a{b", nullptr},
                      {"a[b]", nullptr},
                      {"a|b", nullptr},
                      {"^^:a", nullptr},
                      {"${x}", nullptr},
                      {"R$ 5", nullptr},
                      {"a:_:b", nullptr},
                      {"ARRAY::a|:b", nullptr},
                      {"a\nb", nullptr}};
  for (const Row& row : rows) {
    CAPTURE(row.value);
    if (row.quoted) {
      CHECK(line::quote_variable_value(row.value) == row.quoted);
    } else {
      CHECK(refused([&] { line::quote_variable_value(row.value); }));
    }
  }
}

TEST_CASE("a name for a phone's display is made fit for a dial string") {
  CHECK(line::display_text("Jeni \"Fin\" {x},\n y") == "Jeni Fin x , y");
  CHECK(line::display_text("ARRAY::ARRAY::  a:_:_:b") == "a__:b");
  CHECK(line::display_text(" Ren\xE9 ") == "Ren\xEF\xBF\xBD");
  CHECK(line::display_text("'\"").empty());
  for (const char* text : {"a:_:b", "ARRAY:: x", "::_:_:", "x$ {y}", "'a' b'"}) {
    CAPTURE(text);
    CHECK_NOTHROW(line::quote_variable_value(line::display_text(text)));
  }
}

TEST_CASE("commands have the bytes that the switch accepted in the recordings") {
  using namespace command;
  const std::string b = "96cb2f28-a0e0-43f2-85d2-c1da04838b97";
  CHECK(auth("ClueCon") == "auth ClueCon\n\n");
  CHECK(userauth("1001@pbx.local", "1234") == "userauth 1001@pbx.local:1234\n\n");
  CHECK(api("uuid_exists " + b) == "api uuid_exists " + b + "\n\n");
  CHECK(bgapi("status", "not-a-uuid-but-ok") == "bgapi status\nJob-UUID: not-a-uuid-but-ok\n\n");
  CHECK(event(EventFormat::plain, {"CHANNEL_CREATE", "CHANNEL_HANGUP"}) ==
        "event plain CHANNEL_CREATE CHANNEL_HANGUP\n\n");
  CHECK(event(EventFormat::json, {"ALL"}) == "event json ALL\n\n");
  CHECK(event(EventFormat::plain, {}, {"sofia::register", "sofia::expire"}) ==
        "event plain CUSTOM sofia::register sofia::expire\n\n");
  CHECK(nixevent({"CHANNEL_CREATE"}) == "nixevent CHANNEL_CREATE\n\n");
  CHECK(noevents() == "noevents\n\n");
  CHECK(filter("Unique-ID", "abc") == "filter Unique-ID abc\n\n");
  CHECK(filter_delete("Unique-ID", "abc") == "filter delete Unique-ID abc\n\n");
  CHECK(filter_delete("Unique-ID") == "filter delete Unique-ID\n\n");
  CHECK(filter_delete_all() == "filter delete all\n\n");
  CHECK(linger() == "linger\n\n");
  CHECK(linger(Seconds{3}) == "linger 3\n\n");
  CHECK(nolinger() == "nolinger\n\n");
  CHECK(myevents(EventFormat::json) == "myevents json\n\n");
  CHECK(myevents(EventFormat::plain, b) == "myevents " + b + " plain\n\n");
  CHECK(divert_events(true) == "divert_events on\n\n");
  CHECK(connect() == "connect\n\n");
  CHECK(resume() == "resume\n\n");
  CHECK(command::exit() == "exit\n\n");
  CHECK(hangup("", "NORMAL_CLEARING") == "sendmsg\ncall-command: hangup\nhangup-cause: NORMAL_CLEARING\n\n");
  CHECK(execute({.application = "bridge", .argument = "user/1002@pbx.local", .event_uuid = "ev-1002"}) ==
        "sendmsg\ncall-command: execute\nexecute-app-name: bridge\nexecute-app-arg: user/1002@pbx.local\n"
        "event-uuid: ev-1002\n\n");
  CHECK(execute({.channel = b, .application = "set", .event_lock = true, .body = "a=1\nb"}) ==
        "sendmsg " + b +
            "\ncall-command: execute\nexecute-app-name: set\nevent-lock: true\n"
            "content-type: text/plain\ncontent-length: 5\n\na=1\nb");
}

TEST_CASE("API lines have the form that the switch accepted in the recordings") {
  const std::string b = "B";
  CHECK(
      line::originate(
          {.variables = {{"origination_uuid", b}, {"originate_timeout", "5"}, {"ignore_early_media", "true"}},
           .legs = {{"user/1001@pbx.local", {}}}}) ==
      "originate {origination_uuid=B,originate_timeout=5,ignore_early_media=true}user/1001@pbx.local "
      "&park()");
  CHECK(line::originate({.legs = {{"user/1002", {{"origination_uuid", "U1"}}},
                                  {"user/1001", {{"origination_uuid", "U2"}}}},
                         .application = "intercept",
                         .argument = "CALLER"}) ==
        "originate [origination_uuid=U1]user/1002,[origination_uuid=U2]user/1001 &intercept(CALLER)");
  CHECK(line::originate({.legs = {{"user/1", {}}, {"user/2", {}}},
                         .order = line::LegOrder::one_after_another}) == "originate user/1|user/2 &park()");
  CHECK(line::uuid_transfer_inline(
            "C", {{"set", "continue_on_fail=true"}, {"bridge", "user/1,user/2"}, {"park", ""}}) ==
        "uuid_transfer C 'set:continue_on_fail=true,bridge:user/1\\,user/2,park:' inline");
  CHECK(line::uuid_transfer_inline("C", {{"park", ""}}, line::Leg::both) ==
        "uuid_transfer C -both 'park:' inline");
  CHECK(line::uuid_transfer("C", "9000") == "uuid_transfer C 9000 XML default");
  CHECK(line::uuid_kill(b, "ORIGINATOR_CANCEL") == "uuid_kill B ORIGINATOR_CANCEL");
  CHECK(line::uuid_kill(b) == "uuid_kill B");
  CHECK(line::uuid_setvar("C", "park_after_bridge", "true") == "uuid_setvar C park_after_bridge true");
  CHECK(line::uuid_setvar("C", "sip_x", "") == "uuid_setvar C sip_x");
  CHECK(line::uuid_setvar_multi("C", {{"a", "1"}, {"b", ""}}) == "uuid_setvar_multi C a=1;b=");
  CHECK(line::uuid_broadcast("C", "local_stream://moh") == "uuid_broadcast C local_stream://moh aleg");
  CHECK(line::uuid_break("C") == "uuid_break C all");
  CHECK(line::uuid_record_start("C", "/var/rec/a.wav", Seconds{60}) ==
        "uuid_record C start /var/rec/a.wav 60");
  CHECK(line::uuid_record_stop("C", "/var/rec/a.wav") == "uuid_record C stop /var/rec/a.wav");
  CHECK(line::user_exists("1001", "pbx.local") == "user_exists id 1001 pbx.local");
  CHECK(line::sofia_contact("1001", "pbx.local") == "sofia_contact */1001@pbx.local");
  CHECK(line::user_variable("1001", "pbx.local", "do_not_disturb") ==
        "user_data 1001@pbx.local var do_not_disturb");
  CHECK(line::show_channels() == "show channels as json");
}
