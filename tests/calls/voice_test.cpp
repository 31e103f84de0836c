#include <smarthandoff/calls/voice.hpp>

#include <doctest/doctest.h>

#include <smarthandoff/callback/ticket.hpp>
#include <smarthandoff/calls/call.hpp>
#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/contact/agent.hpp>
#include <smarthandoff/contact/person.hpp>

#include "carrier_world.hpp"

using namespace carrier_world;
using namespace smarthandoff::calls;

namespace {

const std::string kHead = R"(<?xml version="1.0" encoding="UTF-8"?><Response>)";
const std::string kSay = R"(<Say voice="Polly.Camila" language="pt-BR">)";

std::string say(const std::string& text) {
  return kSay + text + "</Say>";
}

const std::string kDisclaimer =
    say("Esta ligação poderá ser gravada para fins de qualidade e treinamento.") + R"(<Pause length="1"/>)";

// With Jeni, who has a browser, a mobile, and the number's calls.
struct Office : World {
  Office() {
    jeni = write(agents::create,
                 agents::CreateAgent{
                     .user_id = "jeni", .name = "Jeni", .extension = "1004", .department = "Cobrança"});
    write(set_line, SetLine{.agent_id = jeni.id, .mobile = "+5511988887777"});
    write(update_number, UpdateNumber{.number_id = number.id, .agent_id = jeni.id});
    events.clear();
  }
  VoiceAnswer call_in(Webhook operation = incoming, const std::string& path = "/voice") {
    return post(operation, path, with({{"CallStatus", "ringing"}}));
  }
  VoiceAnswer dialled(Webhook operation, const std::string& result) {
    return post(
        operation, "/x?call=" + call().id.value,
        with({{"CallStatus", "in-progress"}, {"DialCallStatus", result}, {"DialCallDuration", "30"}}));
  }
  static Fields with(const Fields& more) {
    Fields all{
        {"CallSid", kCall}, {"From", "+551833334444"}, {"To", "+13055550100"}, {"Direction", "inbound"}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  // The document without its head, our call's id as {id}, Jeni's as {jeni}.
  std::string said(const VoiceAnswer& answer) {
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "application/xml");
    std::string xml = answer.body;
    for (const auto& [id, word] : std::vector<std::pair<std::string, std::string>>{
             {read(list_calls, ListCalls{}).calls.empty() ? "-" : call().id.value, "{id}"},
             {jeni.id.value, "{jeni}"}})
      for (auto at = xml.find(id); at != std::string::npos; at = xml.find(id))
        xml.replace(at, id.size(), word);
    REQUIRE(xml.starts_with("<?xml"));
    const auto body = xml.find("<Response");
    return xml.substr(body);
  }
  std::string response(const std::string& inner) { return "<Response>" + inner + "</Response>"; }
  void presence(Presence now_is) {
    write(set_presence, SetPresence{.agent_id = jeni.id, .presence = now_is});
  }
  void configure(const ConfigureCalls& request) { write(calls::configure, request); }

  agents::Agent jeni;
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string kEnqueue =
    R"(<Enqueue action="https://hooks.example.com/voice/queue-result?call={id}" )"
    R"(waitUrl="https://hooks.example.com/voice/wait-music?call={id}" maxQueueSize="100">suporte</Enqueue>)";

}  // namespace

TEST_CASE("a call to an agent's number hears the disclaimer and rings the agent for 15 s with a whisper") {
  Office office;
  const std::string xml = office.said(office.call_in());
  CHECK(xml.starts_with("<Response>" + kDisclaimer + "<Dial "));
  CHECK(holds(xml, R"(timeout="15")"));
  CHECK(holds(xml, R"(action="https://hooks.example.com/voice/failover-check?call={id}")"));
  CHECK(holds(xml, R"(record="record-from-answer-dual")"));
  CHECK(holds(xml, R"(recordingStatusCallback="https://hooks.example.com/webhooks/recording?call={id}")"));
  CHECK(holds(xml, R"(url="https://hooks.example.com/voice/whisper?call={id}")"));
  CHECK(holds(
      xml, R"(statusCallback="https://hooks.example.com/webhooks/call-status?call={id}&amp;agent={jeni}")"));
  CHECK(holds(xml, "<Identity>jeni</Identity>"));
  CHECK(office.call().agent_id == office.jeni.id);
  CHECK(office.call().status == CallStatus::ringing);
  CHECK(holds(office.last("call.notification"), R"("user_id":"jeni")"));
  CHECK(holds(office.last("call.notification"), R"("text":"Chamada de 18 3333-4444.")"));
}

TEST_CASE("the agent hears who calls: as contacts know them, else the number") {
  Office office;
  office.call_in();
  const auto whispered = [&] {
    return office.said(
        office.post(whisper, "/voice/whisper?call=" + office.call().id.value,
                    {{"CallSid", kLeg}, {"ParentCallSid", kCall}, {"CallStatus", "in-progress"}}));
  };
  CHECK(whispered() == office.response(say("Chamada do cliente 18 3333-4444.")));
  office.write(contacts::create,
               contacts::CreateContact{.name = "João <Silva> & Cia",
                                       .addresses = {{contact::Channel::voice, "+551833334444"}}});
  CHECK(whispered() == office.response(say("Chamada do cliente João &lt;Silva&gt; &amp; Cia.")));
}

TEST_CASE("no answer goes to the mobile for 20 s, then to a message of 120 s, and hangs up") {
  Office office;
  office.call_in();
  const std::string second = office.said(office.dialled(failover, "no-answer"));
  CHECK(second.starts_with("<Response>" + say("Transferindo para celular.") + "<Dial "));
  CHECK(holds(second, R"(timeout="20")"));
  CHECK(holds(second, R"(action="https://hooks.example.com/voice/voicemail?call={id}")"));
  CHECK(holds(second, ">+5511988887777</Number>"));
  const std::string third = office.said(office.dialled(voicemail, "busy"));
  CHECK(third.starts_with("<Response>" + say("Deixe sua mensagem após o sinal.") + "<Record "));
  CHECK(holds(third, R"(maxLength="120")"));
  CHECK(holds(third, R"(recordingStatusCallback="https://hooks.example.com/webhooks/voicemail?call={id}")"));
  CHECK(holds(third, R"(action="https://hooks.example.com/voice/voicemail?call={id}&amp;done=1")"));
  CHECK(office.said(office.post(voicemail, "/voice/voicemail?call=x&done=1",
                                Office::with({{"RecordingUrl", "https://r"}, {"Digits", "hangup"}}))) ==
        office.response("<Hangup/>"));
}

TEST_CASE("what was answered, or hung up, ends there") {
  for (const std::string result : {"completed", "canceled"}) {
    Office office;
    office.call_in();
    CHECK(office.said(office.dialled(failover, result)).starts_with("<Response/>"));
    CHECK(office.said(office.dialled(voicemail, result)).starts_with("<Response/>"));
    CHECK(office.call().answered_at.has_value() == (result == "completed"));
  }
}

TEST_CASE("without a mobile the message comes after the agent's phone") {
  Office office;
  office.write(set_line, SetLine{.agent_id = office.jeni.id, .mobile = ""});
  office.call_in();
  CHECK(holds(office.said(office.dialled(failover, "failed")), "<Record "));
}

TEST_CASE("where a call goes follows the agent's presence") {
  struct Row {
    Presence presence;
    std::string part;
  };
  for (const Row& row : std::vector<Row>{{Presence::available, "<Identity>jeni"},
                                         {Presence::busy, "<Enqueue"},
                                         {Presence::offline, ">+5511988887777</Number>"}}) {
    Office office;
    office.presence(row.presence);
    CHECK(holds(office.said(office.call_in()), row.part));
  }
  Office office;
  office.write(agents::update, agents::UpdateAgent{.agent_id = office.jeni.id, .active = false});
  CHECK(holds(office.said(office.call_in()), "<Enqueue"));
}

TEST_CASE("who is told of an incoming call is the agent whose phone rings") {
  // An agent who talked, or was away, saw a call that went to the queue or to voicemail.
  struct Row {
    Presence presence;
    std::string mobile;
    bool told;
  };
  for (const Row& row : std::vector<Row>{{Presence::available, "", true},
                                         {Presence::busy, "+5511988887777", false},
                                         {Presence::offline, "", false},
                                         {Presence::offline, "+5511988887777", true}}) {
    CAPTURE(wire_name(row.presence));
    Office office;
    office.write(set_line, SetLine{.agent_id = office.jeni.id, .mobile = row.mobile});
    office.presence(row.presence);
    const std::string xml = office.said(office.call_in());
    CHECK(holds(xml, "<Dial ") == row.told);
    CHECK(office.count("call.notification") == (row.told ? 1 : 0));
  }
}

TEST_CASE("a phone or SIP address of the agent is rung instead of the browser") {
  Office office;
  office.write(set_line, SetLine{.agent_id = office.jeni.id, .phone = "18 3300-1004"});
  CHECK(holds(office.said(office.call_in()), ">+551833001004</Number>"));
  office.write(set_line, SetLine{.agent_id = office.jeni.id, .phone = "sip:jeni@acme.sip.twilio.com"});
  CHECK(holds(office.said(office.call_in(follow_me, "/voice/dial-with-failover")),
              ">sip:jeni@acme.sip.twilio.com</Sip>"));
}

TEST_CASE("the disclaimer is a text, an MP3 or nothing, in the language that was chosen") {
  Office office;
  office.configure(
      {.disclaimer = Disclaimer::audio, .disclaimer_audio = "https://cdn.example.com/aviso.mp3"});
  CHECK(office.said(office.call_in(disclaimer, "/voice/disclaimer"))
            .starts_with(
                "<Response><Play>https://cdn.example.com/aviso.mp3</Play><Pause length=\"1\"/><Dial "));
  office.configure({.disclaimer = Disclaimer::none});
  CHECK(office.said(office.call_in()).starts_with("<Response><Dial "));
  office.configure({.disclaimer = Disclaimer::text, .language = "en-US"});
  CHECK(
      office.said(office.call_in())
          .starts_with("<Response><Say voice=\"Polly.Joanna\" language=\"en-US\">This call may be recorded"));
  smarthandoff::tenants::UpdateTenant texts;
  texts.texts = std::vector<TextOverride>{{"twilio.disclaimer", "en-US", "Recorded."}};
  office.write(smarthandoff::tenants::update, texts);
  CHECK(holds(office.said(office.call_in()), ">Recorded.</Say>"));
}

TEST_CASE("a number of nobody's leads into the queue, with position and music") {
  Office office;
  office.write(update_number, UpdateNumber{.number_id = office.number.id, .agent_id = AgentId{}});
  CHECK(office.said(office.call_in()) ==
        office.response(kDisclaimer + say("Aguarde enquanto transferimos sua chamada.") + kEnqueue));
  CHECK(office.said(office.call_in(overflow, "/voice/incoming")) ==
        office.response(say("Aguarde enquanto transferimos sua chamada.") + kEnqueue));
  const auto waits = [&](const std::string& position) {
    return office.said(office.post(wait_music, "/voice/wait-music",
                                   Office::with({{"QueuePosition", position}, {"QueueTime", "9"}})));
  };
  CHECK(waits("3") ==
        office.response(say("Todos os nossos atendentes estão ocupados. Você é o número 3 da fila.") +
                        R"(<Pause length="10"/>)"));
  office.configure({.queue_music = "https://cdn.example.com/hold.mp3"});
  CHECK(holds(waits("1"), "<Play>https://cdn.example.com/hold.mp3</Play>"));
}

TEST_CASE("with a workflow the caller is TaskRouter's") {
  Office office;
  office.presence(Presence::busy);
  office.configure({.workflow_sid = "WWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"});
  const std::string xml = office.said(office.call_in());
  CHECK(holds(xml, R"(workflowSid="WWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")"));
  CHECK(holds(xml, R"(<Task>{"call_id":"{id}")"));
}

TEST_CASE("an agent takes the next caller, whose call is then answered by them") {
  Office office;
  office.presence(Presence::busy);
  office.call_in();
  const auto taken = office.write(take_next, TakeNext{.agent_id = office.jeni.id});
  CHECK(office.orders() == std::vector<std::string>{"place client:jeni by +13055550100"});
  CHECK(holds(office.carrier.placed[0].url, "/voice/connect-queue?call=" + taken.id.value));
  const auto sid = office.read(get_call, GetCall{.call_id = taken.id}).sid;
  const std::string xml = office
                              .post(connect_queue, "/voice/connect-queue?call=" + taken.id.value,
                                    {{"CallSid", sid}, {"CallStatus", "in-progress"}})
                              .body;
  CHECK(holds(xml, "<Dial><Queue url=\"https://hooks.example.com/voice/connected?call=" + taken.id.value));
  CHECK(holds(xml, ">suporte</Queue></Dial>"));
  office.post(connected, "/voice/connected?call=" + taken.id.value + "&agent=" + office.jeni.id.value,
              {{"CallSid", kCall}, {"QueueSid", "QU1"}, {"QueueTime", "20"}, {"DequeingCallSid", sid}});
  CHECK(office.call().status == CallStatus::in_progress);
  CHECK(office.call().answered_at == office.now);
  CHECK(office.call().agent_id == office.jeni.id);
  // One conversation: the agent's call is a leg of the caller's, in figures and lists.
  CHECK(office.call(sid).parent_sid == kCall);
  CHECK(office.read(list_calls, ListCalls{}).calls.size() == 1);
  CHECK(office.read(call_metrics, GetCallMetrics{}).figures.total == 1);
  office.status("completed", "9",
                {{"CallSid", sid}, {"From", "+13055550100"}, {"To", "client:jeni"}, {"CallDuration", "30"}});
  CHECK(office.read(call_metrics, GetCallMetrics{}).figures.answered == 1);
}

// The caps are about people: each agent who took a caller used one of their calls up, and the last ones found
// no number although nobody was called by it.
TEST_CASE("an agent takes callers whatever numbers have room, and uses none of their calls up") {
  Office office;
  office.write(configure, ConfigureCalls{.daily_cap = 1});
  const auto used = [&] { return office.read(get_number, GetNumber{.number_id = office.number.id}); };
  for (int i = 0; i < 3; ++i)
    CHECK(office.write(take_next, TakeNext{.agent_id = office.jeni.id}).from_number == "+13055550100");
  CHECK(used().call_count == 0);
  CHECK_FALSE(used().last_used_at);
  CHECK(office.write(choose_caller_id, ChooseCallerId{.to = "+5518997751234"}).used_today == 1);
  office.write(take_next, TakeNext{.agent_id = office.jeni.id});
  office.write(update_number, UpdateNumber{.number_id = office.number.id, .active = false});
  CHECK(error_of([&] { office.write(take_next, TakeNext{.agent_id = office.jeni.id}); }) ==
        "failed_precondition");
}

TEST_CASE("a caller who is taken without a line stays whose they were") {
  Office office;
  office.presence(Presence::busy);
  office.call_in();
  CHECK(office.call().agent_id == office.jeni.id);
  office.post(connected, "/voice/connected",
              {{"CallSid", kCall}, {"QueueSid", "QU1"}, {"QueueTime", "20"}, {"DequeingCallSid", kLeg}});
  CHECK(office.call().answered_at == office.now);
  CHECK(office.call().agent_id == office.jeni.id);
}

TEST_CASE("whom we call and cannot let wait is told so") {
  for (const std::string result : {"queue-full", "error", "system-error", "leave"}) {
    Office office;
    const auto made = office.write(calls::place, PlaceCall{.to = "+5518997751234"});
    REQUIRE(made.call);
    office.orders();
    const auto xml = office
                         .post(queue_result, "/voice/queue-result?call=" + made.call->id.value,
                               {{"CallSid", office.read(get_call, GetCall{.call_id = made.call->id}).sid},
                                {"QueueResult", result}})
                         .body;
    CHECK(
        holds(xml, "Todos os nossos atendentes estão ocupados. Tente novamente mais tarde.</Say><Hangup/>"));
  }
}

TEST_CASE("who cannot wait leaves a message") {
  struct Row {
    std::string result;
    bool message;
  };
  for (const Row& row : std::vector<Row>{{"queue-full", true},
                                         {"error", true},
                                         {"system-error", true},
                                         {"bridged", false},
                                         {"hangup", false},
                                         {"redirected", false}}) {
    CAPTURE(row.result);
    Office office;
    office.call_in();
    const auto xml = office.said(
        office.post(queue_result, "/voice/queue-result", Office::with({{"QueueResult", row.result}})));
    CHECK(holds(xml, "<Record ") == row.message);
  }
}

TEST_CASE("a recorded message becomes one ticket for the agent, and they are told") {
  Office office;
  office.call_in();
  const auto told = [&](const std::string& status) {
    return office.post(voicemail_recorded, "/webhooks/voicemail?call=" + office.call().id.value,
                       Office::with({{"RecordingSid", "RE1"},
                                     {"RecordingUrl", "https://api.twilio.com/RE1"},
                                     {"RecordingStatus", status},
                                     {"RecordingDuration", "42"}}));
  };
  told("in-progress");
  CHECK(told("completed").body == R"({"status":"received"})");
  told("completed");
  const auto tickets = office.read(tickets::list, tickets::ListTickets{.call_id = kCall}).tickets;
  REQUIRE(tickets.size() == 1);
  CHECK(tickets[0].intended_for == "Jeni");
  CHECK(tickets[0].department == "Cobrança");
  CHECK(tickets[0].summary == "Mensagem de voz de 18 3333-4444, 42s.");
  CHECK(tickets[0].contact.number == PhoneNumber::from_e164("+551833334444"));
  REQUIRE(tickets[0].recording);
  CHECK(tickets[0].recording->path == "https://api.twilio.com/RE1");
  CHECK(tickets[0].recording->duration_seconds == 42);
  CHECK(holds(office.last("call.notification"), R"("kind":"voicemail")"));
  CHECK(office.count("ticket.created") == 1);
}

TEST_CASE("a caller whom nobody answered was missed, and one alert in a window is enough") {
  Office office;
  office.configure({.alert_limit = 1, .alerts = std::vector{AlertKind::missed_call}});
  for (const std::string sid : {"CA1", "CA2", "CA3"}) {
    office.post(
        incoming, "/voice",
        {{"CallSid", sid}, {"From", "+551833334444"}, {"To", "+13055550100"}, {"Direction", "inbound"}});
    office.status("in-progress", "1", {{"CallSid", sid}});
    office.status("completed", "2", {{"CallSid", sid}, {"CallDuration", "50"}});
  }
  CHECK(office.count("call.alert") == 1);
  CHECK(holds(office.last("call.alert"), R"("text":"Acme: chamada perdida de 18 3333-4444.")"));
  CHECK(holds(office.last("call.notification"), R"("kind":"missed")"));
  office.advance(std::chrono::minutes(6));
  CHECK(office.count("call.alert") == 2);
  CHECK(holds(office.last("call.alert"), R"("digest":true)"));
  CHECK(holds(office.last("call.alert"), "Acme: mais 2 alertas: 2 × chamada perdida."));
  office.advance(std::chrono::hours(1));
  CHECK(office.count("call.alert") == 2);
}

TEST_CASE("an alert names the customer, whichever way the call went, and a digest of one is singular") {
  // A call of ours without a recording came "de" our own number, and one to us failed "para" it.
  Office office;
  office.configure({.alerts = std::vector{AlertKind::call_failed, AlertKind::recording_failed}});
  const auto alerted = [&](const std::string& text) {
    CAPTURE(office.last("call.alert"));
    CHECK(holds(office.last("call.alert"), "\"text\":\"Acme: " + text + "\""));
  };
  const auto absent = [&](const std::string& sid, const std::string& query) {
    office.post(calls::recording, "/webhooks/recording" + query,
                {{"CallSid", sid}, {"RecordingSid", "RE1"}, {"RecordingStatus", "absent"}});
  };
  const auto made = office.write(calls::place, PlaceCall{.to = "+5518997751234"});
  REQUIRE(made.call);
  office.orders();
  const std::string ours = office.read(get_call, GetCall{.call_id = made.call->id}).sid;
  absent(ours, "?call=" + made.call->id.value);
  alerted("chamada sem gravação, com 18 99775-1234.");
  office.call_in();
  absent(kCall, "");
  alerted("chamada sem gravação, com 18 3333-4444.");
  office.status("failed", "2");
  alerted("falha na chamada com 18 3333-4444.");
  office.configure({.alert_limit = 0});
  office.status("failed", "2", {{"CallSid", ours}, {"Direction", "outbound-api"}});
  office.advance(std::chrono::hours(1));
  alerted("mais 1 alerta: 1 × falha na chamada.");
}

TEST_CASE("an unknown account hears nothing, and a forged request is refused") {
  Office office;
  auto request = office.signed_request("/voice", Office::with({}));
  request.body.bytes.replace(request.body.bytes.find(kAccount), kAccount.size(), "AC0");
  CHECK(office.write(incoming, request).outcome == WebhookOutcome::unknown);
  CHECK(holds(office.write(incoming, request).body, "<Response/>"));
  request = office.signed_request("/voice", Office::with({}));
  request.body.bytes += "&x=y";
  CHECK(office.write(incoming, request).status == 403);
  CHECK(office.read(list_calls, ListCalls{}).calls.empty());
}
