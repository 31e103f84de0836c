#include "telephony/freeswitch/support.hpp"

namespace smarthandoff::telephony::freeswitch {
namespace {

esl::Event channel(const std::string& name, const std::string& id, const std::string& user,
                   const std::string& direction = "outbound") {
  return make_event({{"Event-Name", name},
                     {"Unique-ID", id},
                     {"Call-Direction", direction},
                     {"Channel-Presence-ID", user + "@pbx.local"}});
}

esl::Event registration(const std::string& kind, const std::string& user, const std::string& token) {
  return make_event({{"Event-Name", "CUSTOM"},
                     {"Event-Subclass", "sofia::" + kind},
                     {"from-user", user},
                     {"from-host", "pbx.local"},
                     {"call-id", token}});
}

struct Answers {
  std::string exists = "true";
  std::string contact = "sofia/internal/sip:1001@127.0.0.1:5101";
  std::string dnd = "-ERR no reply";
};

std::string ask(Bench& bench, const Answers& answers) {
  std::string result;
  bench.core.extension_status("1001", "", [&](const ExtensionStatus& status) {
    result = wire_name(status.state);
    CHECK(status.available == (status.state == ExtensionState::available));
  });
  bench.wire.answer("user_exists id 1001 pbx.local", answers.exists);
  bench.wire.answer("sofia_contact */1001@pbx.local", answers.contact);
  if (!bench.options.dnd_variable.empty()) bench.wire.answer("user_data 1001@pbx.local var dnd", answers.dnd);
  return result;
}

FreeSwitchOptions with_dnd() {
  FreeSwitchOptions options;
  options.dnd_variable = "dnd";
  return options;
}

TEST_CASE("an extension's state is decided in the order of the specification") {
  struct Row {
    const char* story;
    std::vector<esl::Event> events;
    Answers answers;
    std::string state;
  };
  const std::string away = "error/user_not_registered";
  const std::vector<esl::Event> talking{channel("CHANNEL_CREATE", "a", "1001"),
                                        channel("CHANNEL_ANSWER", "a", "1001")};
  const Row rows[] = {
      {"registered and free", {}, {}, "available"},
      {"not registered", {}, {"true", away, "-ERR no reply"}, "offline"},
      {"not registered wins over a call", talking, {"true", away, "true"}, "offline"},
      {"in a call wins over DND", talking, {.dnd = "true"}, "in_call"},
      {"dials by itself", {channel("CHANNEL_CREATE", "a", "1001", "inbound")}, {}, "in_call"},
      {"is being rung", {channel("CHANNEL_CREATE", "a", "1001")}, {.dnd = "true"}, "ringing"},
      {"another's call", {channel("CHANNEL_CREATE", "a", "1002")}, {}, "available"},
      {"the call has ended",
       {talking[0], talking[1], channel("CHANNEL_HANGUP", "a", "1001")},
       {},
       "available"},
      {"DND by the directory", {}, {.dnd = "true"}, "dnd"},
      {"DND off", {}, {.dnd = "false"}, "available"},
      {"no such user", {}, {"false", away, "-ERR no reply"}, "unknown"},
      {"an answer that says nothing", {}, {"true", "-ERR what", "true"}, "unknown"},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.story));
    Bench bench(with_dnd());
    for (const esl::Event& event : row.events) bench.core.on_event(event);
    bench.wire.sent.clear();
    CHECK(ask(bench, row.answers) == row.state);
  }
}

TEST_CASE("without a connection, or for what is no extension, the state is unknown") {
  Bench bench;
  std::vector<ExtensionState> states;
  const auto keep = [&](const ExtensionStatus& status) { states.push_back(status.state); };
  bench.core.extension_status("10 01", "", keep);
  bench.core.extension_status("1001", "a\nb", keep);
  bench.core.on_lost("broken");
  bench.core.extension_status("1001", "", keep);
  CHECK(states == std::vector(3, ExtensionState::unknown));
  CHECK(bench.wire.sent.empty());
}

TEST_CASE("a question that comes before the picture is complete waits for it") {
  Bench bench;
  bench.core.on_lost("broken");
  bench.core.on_connected([] {});
  std::vector<ExtensionState> states;
  bench.core.extension_status("1001", "",
                              [&](const ExtensionStatus& status) { states.push_back(status.state); });
  SUBCASE("and gets its answer") {
    bench.wire.answer("show registrations", bench.registrations);
    bench.wire.answer("show channels", R"({"row_count": 0})");
    bench.wire.answer("show calls", R"({"row_count": 0})");
    bench.wire.answer("user_exists", "true");
    bench.wire.answer("sofia_contact", "sofia/internal/sip:1001@127.0.0.1:5101");
    CHECK(states == std::vector{ExtensionState::available});
  }
  SUBCASE("or unknown when the connection breaks again") {
    bench.core.on_lost("broken");
    CHECK(states == std::vector{ExtensionState::unknown});
  }
}

TEST_CASE("a host's own source tells DND, and one that does not answer is not waited for") {
  FreeSwitchOptions options;
  DndAnswer pending;
  options.dnd = [&](const std::string& extension, const std::string& domain, DndAnswer answer) {
    CHECK(extension + "@" + domain == "1001@pbx.local");
    pending = std::move(answer);
  };
  Bench bench(options);
  std::vector<std::optional<bool>> known;
  const auto status = [&] {
    bench.core.extension_status("1001", "", [&](const ExtensionStatus& s) { known.push_back(s.dnd); });
    bench.wire.answer("user_exists", "true");
    bench.wire.answer("sofia_contact", "sofia/internal/sip:1001@127.0.0.1:5101");
  };
  status();
  CHECK(known.empty());
  pending(true);
  CHECK(known == std::vector<std::optional<bool>>{true});
  status();
  bench.clock.advance(bench.options.dnd_timeout);
  bench.core.run_timers();
  CHECK(known.size() == 2);
  CHECK_FALSE(known.back());
  pending(true);  // too late
  CHECK(known.size() == 2);
}

TEST_CASE("changes of an extension are told as they happen") {
  Bench bench;
  bench.feed({registration("unregister", "1001", "t1001"), registration("register", "1001", "new"),
              registration("register", "1001", "new"), channel("CHANNEL_CREATE", "a", "1001"),
              channel("CHANNEL_ANSWER", "a", "1001"), channel("CHANNEL_HANGUP", "a", "1001"),
              channel("CHANNEL_HANGUP_COMPLETE", "a", "1001"), registration("expire", "1001", "new")});
  CHECK(bench.story() == Story{"1001@pbx.local offline", "1001@pbx.local available", "1001@pbx.local ringing",
                               "1001@pbx.local in_call", "1001@pbx.local available",
                               "1001@pbx.local offline"});
}

TEST_CASE("a person with two phones is there as long as one of them is") {
  Bench bench;
  bench.feed({registration("register", "1001", "second"), registration("unregister", "1001", "t1001")});
  CHECK(bench.story().empty());
  bench.feed({registration("unregister", "1001", "second")});
  CHECK(bench.story() == Story{"1001@pbx.local offline"});
}

TEST_CASE("a person who gets free is asked for DND before it is told") {
  Bench bench(with_dnd());
  bench.feed({channel("CHANNEL_CREATE", "a", "1001"), channel("CHANNEL_HANGUP", "a", "1001")});
  CHECK(bench.story() == Story{"1001@pbx.local ringing"});
  bench.wire.answer("user_data 1001@pbx.local var dnd", "true");
  CHECK(bench.story() == Story{"1001@pbx.local ringing", "1001@pbx.local dnd"});
}

TEST_CASE("what changed while the connection was down is told when it is back") {
  Bench bench;
  bench.core.on_lost("broken");
  bench.registrations = R"({"row_count":1,"rows":[{"reg_user":"1001","realm":"pbx.local","token":"x"}]})";
  bench.connect(R"({"row_count":1,"rows":[{"uuid":"a","direction":"outbound","callstate":"ACTIVE",)"
                R"("presence_id":"1001@pbx.local","dest":"1001"}]})");
  const Story story = bench.story();
  CHECK(std::find(story.begin(), story.end(), "1001@pbx.local in_call") != story.end());
  CHECK(std::find(story.begin(), story.end(), "1002@pbx.local offline") != story.end());
  CHECK(story.back() == "restored");
}

}  // namespace
}  // namespace smarthandoff::telephony::freeswitch
