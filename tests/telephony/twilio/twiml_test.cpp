#include <smarthandoff/telephony/twilio/twiml.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/base/error.hpp>
#include <smarthandoff/base/json.hpp>

#include "telephony/twilio/data.hpp"

using namespace smarthandoff;
using namespace smarthandoff::twiml;

namespace {

std::string response(const std::vector<Verb>& verbs) {
  const std::string xml = write({.verbs = verbs});
  const std::string before = R"(<?xml version="1.0" encoding="UTF-8"?><Response>)";
  const std::string after = "</Response>";
  REQUIRE(xml.starts_with(before));
  REQUIRE(xml.ends_with(after));
  return xml.substr(before.size(), xml.size() - before.size() - after.size());
}

// The field that is refused, of verbs as JSON.
std::string refused(const std::string& verbs) {
  try {
    write(from_json<Document>("{\"verbs\":" + verbs + "}"));
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_argument);
    return error.details().at("field");
  }
  return "none";
}

}  // namespace

TEST_CASE("a document without verbs hangs up") {
  CHECK(write({}) == R"(<?xml version="1.0" encoding="UTF-8"?><Response/>)");
}

TEST_CASE("a person is rung with a whisper, in full") {
  Dial dial{.action = "/dial?x=1&y=2", .method = "POST", .timeout = 20, .answer_on_bridge = true};
  dial.targets = {Number{.number = "+15558675310",
                         .ringing = {.url = "/whisper", .status_callback_event = {"initiated", "completed"}},
                         .detection = {.machine_detection = "Enable"}},
                  Client{.identity = "agent_01", .parameters = {{"name", "José & \"co\""}}, .ringing = {}}};
  CHECK(response({Say{.text = "Olá & <até> \"já\" 👍", .voice = "Polly.Camila", .language = "pt-BR"}, dial}) ==
        "<Say voice=\"Polly.Camila\" language=\"pt-BR\">Olá &amp; &lt;até&gt; \"já\" 👍</Say>"
        "<Dial action=\"/dial?x=1&amp;y=2\" method=\"POST\" timeout=\"20\" answerOnBridge=\"true\">"
        "<Number url=\"/whisper\" statusCallbackEvent=\"initiated completed\" machineDetection=\"Enable\">"
        "+15558675310</Number>"
        "<Client><Identity>agent_01</Identity>"
        "<Parameter name=\"name\" value=\"José &amp; &quot;co&quot;\"/></Client></Dial>");
}

TEST_CASE("white space in an attribute is read back as it was") {
  CHECK(response({Gather{.prompts = {}, .hints = "a\tb\nc\r>"}}) ==
        "<Gather hints=\"a&#9;b&#10;c&#13;&gt;\"/>");
  CHECK(response({Say{.text = "a\tb\nc\r"}}) == "<Say>a\tb\nc&#13;</Say>");
}

TEST_CASE("what is empty on purpose is written, what is left out is not") {
  CHECK(response({Gather{.prompts = {}, .finish_on_key = ""}}) == "<Gather finishOnKey=\"\"/>");
  CHECK(response({Enqueue{.name = "suporte", .wait_url = ""}}) == "<Enqueue waitUrl=\"\">suporte</Enqueue>");
  CHECK(response({Gather{}, Record{}, Pause{}, Leave{}, Hangup{}}) ==
        "<Gather/><Record/><Pause/><Leave/><Hangup/>");
}

TEST_CASE("a verb of JSON is the same as one of C++") {
  const auto document = from_json<Document>(
      R"({"verbs":[{"kind":"enqueue","workflow_sid":"WW1","task":{"attributes":"{}","priority":5}},)"
      R"({"kind":"connect","stream":{"url":"wss://x.y/z","parameters":{"K_k":"v"}}},)"
      R"({"kind":"start","recording":{"channels":"dual"}},{"kind":"stop","stream":"s"},)"
      R"({"kind":"gather","num_digits":1,"prompts":[{"kind":"play","url":"a"},{"kind":"pause","length":2}]}]})");
  CHECK(document ==
        Document{{Enqueue{.workflow_sid = "WW1", .task = Task{.attributes = "{}", .priority = 5}},
                  Connect{.stream = {.url = "wss://x.y/z", .parameters = {{"K_k", "v"}}}},
                  Start{.stream = {}, .recording = Recording{.channels = "dual"}}, Stop{.stream = "s"},
                  Gather{.prompts = {Play{.url = "a"}, Pause{.length = 2}}, .num_digits = 1}}});
  CHECK(write(document).ends_with(
      "<Enqueue workflowSid=\"WW1\"><Task priority=\"5\">{}</Task></Enqueue><Connect><Stream "
      "url=\"wss://x.y/z\">"
      "<Parameter name=\"K_k\" value=\"v\"/></Stream></Connect><Start><Recording channels=\"dual\"/></Start>"
      "<Stop><Stream name=\"s\"/></Stop><Gather numDigits=\"1\"><Play>a</Play><Pause length=\"2\"/></Gather>"
      "</Response>"));
}

TEST_CASE("what Twilio or XML refuses is refused by the name of its field") {
  struct Row {
    std::string verbs, field;
  };
  for (const Row& row : std::vector<Row>{
           {R"([{"kind":"say","text":"ok"}])", "none"},
           {R"([{"kind":"say","text":""}])", "verbs[0].text"},
           {R"([{"kind":"say","text":"a\u0001"}])", "verbs[0].text"},
           {R"([{"kind":"say","text":"a\uffff"}])", "verbs[0].text"},
           {R"([{"kind":"say","text":"a","voice":"b\u0000"}])", "verbs[0].voice"},
           {R"([{"kind":"say","text":"a","loop":1001}])", "verbs[0].loop"},
           {R"([{"kind":"say","text":"a","loop":"1"}])", "verbs[0].loop"},
           {R"([{"kind":"say","text":"a","pitch":"1"}])", "verbs[0].pitch"},
           {R"([{"kind":"shout"}])", "verbs[0].kind"},
           {R"([{}])", "verbs[0].kind"},
           {R"(["say"])", "verbs[0]"},
           {R"([{"kind":"play"}])", "verbs[0].url"},
           {R"([{"kind":"play","url":"a","digits":"1"}])", "verbs[0].digits"},
           {R"([{"kind":"play","digits":"1<"}])", "verbs[0].digits"},
           {R"([{"kind":"pause","length":0}])", "verbs[0].length"},
           {R"([{"kind":"hangup"},{"kind":"reject"}])", "verbs[1]"},
           {R"([{"kind":"reject","reason":"tired"}])", "verbs[0].reason"},
           {R"([{"kind":"redirect"}])", "verbs[0].url"},
           {R"([{"kind":"redirect","url":"/","method":"PUT"}])", "verbs[0].method"},
           {R"([{"kind":"gather","finish_on_key":"12"}])", "verbs[0].finish_on_key"},
           {R"([{"kind":"gather","input":["dtmf","smell"]}])", "verbs[0].input"},
           {R"([{"kind":"gather","prompts":[{"kind":"hangup"}]}])", "verbs[0].prompts[0].kind"},
           {R"([{"kind":"gather","prompts":[{"kind":"say","text":"a"},{"kind":"say"}]}])",
            "verbs[0].prompts[1].text"},
           {R"([{"kind":"dial"}])", "verbs[0].targets"},
           {R"([{"kind":"dial","timeout":601,"targets":[{"kind":"queue","name":"a"}]}])", "verbs[0].timeout"},
           {R"([{"kind":"dial","targets":[{"kind":"queue","name":"a"},{"kind":"queue","name":"b"}]}])",
            "verbs[0].targets"},
           {R"([{"kind":"dial","targets":[{"kind":"number","number":"1;2"}]}])",
            "verbs[0].targets[0].number"},
           {R"([{"kind":"dial","targets":[{"kind":"number","number":"1","url":"/w"}]}])", "none"},
           {R"([{"kind":"dial","targets":[{"kind":"number","number":"1","machine_detection_timeout":2}]}])",
            "verbs[0].targets[0].machine_detection_timeout"},
           {R"([{"kind":"record","max_length":14401}])", "verbs[0].max_length"},
           {R"([{"kind":"enqueue"}])", "verbs[0].name"},
           {R"([{"kind":"enqueue","name":"a","task":{"attributes":"{}"}}])", "verbs[0].task"},
           {R"([{"kind":"connect"}])", "verbs[0].stream.url"},
           {R"([{"kind":"connect","stream":{"url":"wss://x/?a=1"}}])", "verbs[0].stream.url"},
           {R"([{"kind":"connect","stream":{"url":"wss://x/","track":"both_tracks"}}])",
            "verbs[0].stream.track"},
           {R"([{"kind":"start"}])", "verbs[0].stream"},
           {R"([{"kind":"stop"}])", "verbs[0].stream"}}) {
    CAPTURE(row.verbs);
    CHECK(refused(row.verbs) == row.field);
  }
  CHECK_THROWS_AS(write({.verbs = {Say{.text = "\xc3"}}}), Error);
  CHECK_THROWS_AS(write({.verbs = {Say{.text = "\xed\xa0\x80"}}}), Error);
  CHECK_THROWS_AS(write({.verbs = {Say{.text = std::string(65'536, 'a')}}}), Error);
  CHECK_THROWS_AS(write({.verbs = {Enqueue{.name = std::string(65, 'a')}}}), Error);
}
