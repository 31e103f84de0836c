#include <doctest/doctest.h>

#include <random>

#include "telephony/twilio_double/world.hpp"

using namespace world;
using namespace std::chrono_literals;

namespace {

const std::string kWatch =
    "statusCallback=\"/status\" statusCallbackEvent=\"initiated ringing answered completed\"";

// Documents that lead from one to the other in every way that verbs can.
const std::vector<std::string> kDocuments = {
    "",
    "<Say>Oi</Say><Redirect>/doc</Redirect>",
    "<Pause length=\"3\"/>",
    "<Play loop=\"0\">https://host.example/m.mp3</Play>",
    "<Gather numDigits=\"1\" timeout=\"2\" action=\"/doc\"><Say>Diga</Say></Gather><Redirect>/doc</Redirect>",
    "<Dial timeout=\"6\" action=\"/doc\"><Number " + kWatch +
        ">+14155550101</Number><Client>ana</Client></Dial>",
    "<Dial timeout=\"6\" sequential=\"true\"><Number>+14155550109</Number><Number "
    "url=\"/whisper\">+14155550102</Number>"
    "</Dial><Say>Depois</Say>",
    "<Dial action=\"/doc\" record=\"record-from-answer\" hangupOnStar=\"true\"><Number "
    "url=\"/whisper\">+14155550103</Number></Dial>",
    "<Dial action=\"/doc\"><Conference statusCallback=\"/room\" statusCallbackEvent=\"start end join leave\" "
    "waitUrl=\"/wait\">sala</Conference></Dial>",
    "<Dial hangupOnStar=\"true\"><Conference endConferenceOnExit=\"true\" "
    "record=\"record-from-start\">sala</Conference>"
    "</Dial><Redirect>/doc</Redirect>",
    "<Enqueue waitUrl=\"/wait\" action=\"/doc\">fila</Enqueue>",
    "<Enqueue workflowSid=\"WW1\" waitUrl=\"\"/>",
    "<Dial timeout=\"6\"><Queue url=\"/about\">fila</Queue></Dial><Redirect>/doc</Redirect>",
    "<Record timeout=\"1\" maxLength=\"5\" action=\"/doc\" recordingStatusCallback=\"/tape\"/>",
    "<Connect action=\"/doc\"><Stream url=\"wss://host.example/ws\" name=\"s\"/></Connect>",
    "<Start><Stream url=\"wss://host.example/ws\" name=\"t\"/></Start><Pause/><Stop><Stream "
    "name=\"t\"/></Stop>",
    "<Leave/>",
    "<Hangup/>",
    "<Reject reason=\"busy\"/>",
    "<Dial><Number>12</Number></Dial>",
    "<Wrong/>",
};

class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed), world_({.seed = seed}) {
    world_.twilio.add_number(
        {.number = kOurs, .voice_url = kBase + "/doc", .status_callback = kBase + "/status"});
    for (int i = 0; i < 8; ++i)
      world_.twilio.add_person(
          {.number = "+1415555010" + std::to_string(i),
           .behaviour = static_cast<Behaviour>(i % 5),
           .after = Milliseconds(below(4000)),
           .hangs_up_after = below(2) == 0 ? std::optional(Milliseconds(below(20'000))) : std::nullopt,
           .replies = {"1", "*", "oi", ""}});
    world_.twilio.add_person({.number = "client:ana", .replies = {"1"}});
    for (const char* path : {"/doc", "/whisper", "/about"})
      world_.handlers[path] = [this](const Fields&) { return document(); };
    world_.handlers["/wait"] = [this](const Fields&) {
      return xml(below(4) == 0 ? "<Leave/>" : "<Say>Aguarde</Say><Pause length=\"2\"/>");
    };
    world_.twilio.set_faults({.lose = 0.1, .repeat = 0.1, .late = 0.1, .swap = 0.1, .requests = 0.1});
  }

  void run() {
    for (int i = 0; i < 150; ++i) {
      act();
      world_.pass(Milliseconds(below(3000)));
      check();
    }
    for (const CallState& one : world_.twilio.calls()) world_.twilio.hang_up(one.call_sid);
    world_.pass(30s);
    // What a hang-up set in motion (an agent's leg that rings on) ends by itself or by another one.
    for (const CallState& one : world_.twilio.calls()) world_.twilio.hang_up(one.call_sid);
    world_.pass(30s);
    CHECK(world_.all_signed);
    for (const CallState& one : world_.twilio.calls()) CHECK(is_over(one));
    world_.twilio.set_faults({});
    const Json queues = world_.request("GET", "/Queues.json")["queues"];
    const Json rooms = world_.request("GET", "/Conferences.json?PageSize=1000")["conferences"];
    const Json tapes = world_.request("GET", "/Recordings.json?PageSize=1000")["recordings"];
    for (const Json& queue : queues) CHECK(queue["current_size"] == 0);
    for (const Json& room : rooms) CHECK(room["status"] == "completed");
    for (const Json& tape : tapes) CHECK(tape["status"] != "in-progress");
  }

 private:
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit));
  }
  static bool is_over(const CallState& call) {
    return call.status != "queued" && call.status != "initiated" && call.status != "ringing" &&
           call.status != "in-progress";
  }

  http::Response document() {
    if (below(20) == 0) return {.status = 500, .headers = {}, .body = ""};
    return xml(kDocuments[static_cast<std::size_t>(below(static_cast<std::int64_t>(kDocuments.size())))]);
  }

  std::string some_call() {
    const auto calls = world_.twilio.calls();
    return calls.empty()
               ? ""
               : calls[static_cast<std::size_t>(below(static_cast<std::int64_t>(calls.size())))].call_sid;
  }

  std::string first_sid(const std::string& path, const std::string& list) {
    const Json page = world_.request("GET", path);
    return page[list].empty() ? "x" : page[list][0]["sid"].get<std::string>();
  }

  void act() {
    const std::string call = some_call(), path = "/Calls/" + call;
    const std::string url = "Url=https://host.example/doc";
    switch (below(12)) {
      case 0:
      case 1:
      case 2:
        world_.twilio.call("+1415555010" + std::to_string(below(8)), kOurs);
        return;
      case 3:
        world_.place("+1415555010" + std::to_string(below(10)),
                     "&Url=https://host.example/doc&MachineDetection=Enable");
        return;
      case 4:
      case 5:
        world_.request("POST", path + ".json", url);
        return;
      case 6:
        world_.request("POST", path + ".json", below(2) == 0 ? "Status=completed" : "Status=canceled");
        return;
      case 7:
        world_.twilio.hang_up(call);
        return;
      case 8:
        if (!call.empty()) world_.twilio.press_keys(call, below(2) == 0 ? "1" : "*");
        return;
      case 9:
        world_.request("POST", "/Queues/" + first_sid("/Queues.json", "queues") + "/Members/Front.json", url);
        return;
      case 10: {
        const std::string room =
            "/Conferences/" + first_sid("/Conferences.json?Status=in-progress", "conferences");
        if (below(2) == 0)
          world_.request("DELETE", room + "/Participants/" + call + ".json");
        else
          world_.request("POST", room + "/Participants.json", "From=%2B15550001111&To=%2B14155550100");
        return;
      }
      default:
        world_.request("POST", path + "/Recordings/Twilio.CURRENT.json", "Status=stopped");
    }
  }

  static std::string party(const CallState& call) {
    return call.direction == "inbound" ? call.from_number : call.to_number;
  }

  // Who talks to somebody is talked to, and nobody who is gone is anywhere.
  void check() {
    const auto calls = world_.twilio.calls();
    for (const CallState& one : calls) {
      if (is_over(one)) {
        CHECK(one.talking_to.empty());
        CHECK(one.queue.empty());
        continue;
      }
      if (!one.hears.starts_with("talking to ")) continue;
      ++conversations;
      if (one.talking_to == "sala" || one.talking_to == "x") continue;  // conferences
      CAPTURE(one.call_sid + " " + one.direction + " hears " + one.hears + " with " + one.talking_to);
      CHECK(std::any_of(calls.begin(), calls.end(), [&](const CallState& other) {
        return !is_over(other) && party(other) == one.talking_to && other.talking_to == party(one);
      }));
    }
  }

 public:
  int conversations = 0;

 private:
  std::mt19937_64 random_;
  World world_;
};

}  // namespace

TEST_CASE("whatever hosts, people and the API do at once, every call comes to its end and nothing is left") {
  int conversations = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    Walk walk(seed);
    walk.run();
    conversations += walk.conversations;
  }
  CHECK(conversations > 1000);
}
