// Documents: asked for, read, and carried out verb by verb.
#include <algorithm>
#include <array>

#include <smarthandoff/base/error.hpp>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::size_t kMaxDocument = 64'000;
constexpr int kMaxRedirects = 10;
constexpr Milliseconds kTone{250};
constexpr std::int64_t kForEver = 1000;  // what loop="0" means
constexpr Seconds kAgain{1};  // at least, before a waiting document that took no time is asked again

// The elements that are understood, where they may stand, and their attributes.
struct Known {
  std::string_view element, parents, attributes;
};
constexpr std::string_view kRing =
    "url method statusCallback statusCallbackMethod statusCallbackEvent machineDetection "
    "machineDetectionTimeout machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold "
    "machineDetectionSilenceTimeout amdStatusCallback amdStatusCallbackMethod sendDigits byoc username "
    "password";
constexpr std::array kElements{
    Known{"Say", "Response Gather", "voice language loop"},
    Known{"Play", "Response Gather", "digits loop"},
    Known{"Pause", "Response Gather", "length"},
    Known{
        "Gather", "Response",
        "input action method numDigits timeout finishOnKey speechTimeout language hints speechModel enhanced "
        "profanityFilter actionOnEmptyResult bargeIn partialResultCallback partialResultCallbackMethod"},
    Known{"Dial", "Response",
          "action method timeout timeLimit callerId answerOnBridge hangupOnStar sequential ringTone record "
          "trim "
          "recordingTrack recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent "
          "callReason"},
    Known{"Number", "Dial", kRing},
    Known{"Client", "Dial", kRing},
    Known{"Sip", "Dial", kRing},
    Known{"Identity", "Client", ""},
    Known{"Parameter", "Client Stream", "name value"},
    Known{"Conference", "Dial",
          "muted startConferenceOnEnter endConferenceOnExit beep waitUrl waitMethod maxParticipants record "
          "coach "
          "participantLabel region trim statusCallback statusCallbackMethod statusCallbackEvent "
          "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent"},
    Known{"Queue", "Dial", "url method reservationSid postWorkActivitySid"},
    Known{"Record", "Response",
          "action method timeout maxLength finishOnKey playBeep transcribe trim transcribeCallback "
          "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent"},
    Known{"Enqueue", "Response", "workflowSid action method waitUrl waitUrlMethod maxQueueSize"},
    Known{"Task", "Enqueue", "priority timeout"},
    Known{"Leave", "Response", ""},
    Known{"Redirect", "Response", "method"},
    Known{"Hangup", "Response", ""},
    Known{"Reject", "Response", "reason"},
    Known{"Connect", "Response", "action method"},
    Known{"Start", "Response", ""},
    Known{"Stop", "Response", ""},
    Known{"Stream", "Connect Start Stop", "url name track statusCallback statusCallbackMethod"},
    Known{"Recording", "Start",
          "channels track trim recordingStatusCallback recordingStatusCallbackMethod "
          "recordingStatusCallbackEvent"}};

bool is_among(std::string_view list, std::string_view wanted) {
  const std::vector<std::string> all = words(list);
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

// Names are told apart by case; what is not known is refused rather than passed over, as a test wants it.
void check_element(const Element& parent) {
  for (const Element& child : parent.children) {
    const auto known = std::find_if(kElements.begin(), kElements.end(),
                                    [&](const Known& one) { return one.element == child.name; });
    if (known == kElements.end() || !is_among(known->parents, parent.name))
      throw invalid_field("twiml", "has <" + child.name + "> in <" + parent.name + ">, which is not known");
    for (const auto& [name, value] : child.attributes)
      if (!is_among(known->attributes, name))
        throw invalid_field("twiml",
                            "has the attribute " + name + " in <" + child.name + ">, which is not known");
    check_element(child);
  }
}

std::vector<Element> read_document(const std::string& xml) {
  if (xml.size() > kMaxDocument) throw invalid_field("twiml", "must be at most 64 kB");
  Element root = read_xml(xml);
  if (root.name != "Response") throw invalid_field("twiml", "must be a <Response>");
  check_element(root);
  return std::move(root.children);
}

// What the type of the answer makes of it.
std::vector<Element> read_answer(const http::Response& response, const std::string& url) {
  std::string type = response.header("content-type");
  type = type.substr(0, type.find(';'));
  if (type == "text/plain") return {{.name = "Say", .attributes = {}, .children = {}, .text = response.body}};
  if (type.starts_with("audio/")) return {{.name = "Play", .attributes = {}, .children = {}, .text = url}};
  return read_document(response.body);
}

bool is_readable(const http::Response& response) {
  std::string type = response.header("content-type");
  type = type.substr(0, type.find(';'));
  return type == "text/xml" || type == "application/xml" || type == "text/html" || type == "text/plain" ||
         type.starts_with("audio/");
}

}  // namespace

void Model::fetch(Call& call, Fetch wanted) {
  Params params = params_of(call);
  params.insert(params.end(), wanted.extra.begin(), wanted.extra.end());
  Webhook webhook{.account = call.account,
                  .call = call.sid,
                  .what = wanted.what,
                  .url = wanted.url,
                  .method = wanted.method.empty() ? "POST" : wanted.method,
                  .params = std::move(params)};
  webhook.done = [this, sid = call.sid, epoch = call.epoch,
                  wanted = std::move(wanted)](const http::Outcome& outcome) {
    Call* found = live_call(sid);
    if (found != nullptr && found->epoch == epoch) fetched(*found, wanted, outcome);
  };
  send(std::move(webhook));
}

void Model::fetched(Call& call, const Fetch& wanted, const http::Outcome& outcome) {
  if (!outcome.response) {
    const bool late = outcome.failure && outcome.failure->code() == ErrorCode::timeout;
    return document_failed(call, wanted, late ? 11205 : 11200,
                           outcome.failure ? outcome.failure->what() : "no answer");
  }
  const http::Response& response = *outcome.response;
  if (response.status >= 300 && response.status < 400 && !response.header("location").empty()) {
    Fetch next = wanted;
    next.url = resolve(wanted.url, response.header("location"));
    if (++next.redirects > kMaxRedirects) return document_failed(call, wanted, 11215, "too many redirects");
    return fetch(call, std::move(next));
  }
  if (response.status < 200 || response.status > 299)
    return document_failed(call, wanted, 11200, "answered " + std::to_string(response.status));
  if (!is_readable(response))
    return document_failed(call, wanted, 12300, "content type " + response.header("content-type"));
  std::vector<Element> verbs;
  try {
    verbs = read_answer(response, wanted.url);
  } catch (const Error& wrong) {
    return document_failed(call, wanted, response.body.size() > kMaxDocument ? 11750 : 12100, wrong.what());
  }
  Program program{
      .role = wanted.role, .url = wanted.url, .verbs = std::move(verbs), .next = 0, .begun = now()};
  const bool on_top = !call.programs.empty() && call.programs.back().role == wanted.role;
  if (on_top) call.programs.pop_back();
  if (wanted.role == Role::main) call.programs.clear();
  call.programs.push_back(std::move(program));
  run(call);
}

void Model::load(Call& call, Role role, const std::string& url, const std::string& twiml) {
  fetched(
      call, {.role = role, .url = url},
      {.response = http::Response{.status = 200, .headers = {{"Content-Type", "text/xml"}}, .body = twiml},
       .failure = {}});
}

// A main document has a second chance; without one the call ends, as after Twilio's "an application error".
void Model::document_failed(Call& call, const Fetch& wanted, int code, const std::string& text) {
  error(&call, code, wanted.url + ": " + text);
  switch (wanted.role) {
    case Role::main: {
      if (call.fell_back || call.fallback_url.empty())
        return end(call, call.is_answered() ? CallStatus::completed : CallStatus::failed);
      call.fell_back = true;
      return fetch(call, {.role = Role::main,
                          .url = call.fallback_url,
                          .method = call.fallback_method,
                          .what = "fallback",
                          .extra = {{"ErrorCode", std::to_string(code)}, {"ErrorUrl", wanted.url}}});
    }
    case Role::whisper:
      return end(call, CallStatus::completed);
    case Role::wait:
      return hear(call, "music");
    case Role::about:
      return document_over(call);
  }
}

void Model::run(Call& call) {
  Program& program = call.programs.back();
  if (program.next >= program.verbs.size()) return document_over(call);
  const Element verb = program.verbs[program.next++];
  must_be_answered(call, verb);
  run_verb(call, verb);
}

// Nothing follows in the topmost document.
void Model::document_over(Call& call) {
  const Role role = call.programs.empty() ? Role::main : call.programs.back().role;
  switch (role) {
    case Role::main:
      return end(call, CallStatus::completed);
    case Role::whisper:
      call.programs.pop_back();
      return dial_ready(call);
    case Role::wait: {
      const Milliseconds took = now() - call.programs.back().begun;
      return after(call, std::max<Milliseconds>(Milliseconds(0), kAgain - took),
                   [this](Call& waiting) { wait_document(waiting); });
    }
    case Role::about: {
      call.programs.pop_back();
      Call* agent = live_call(call.bridged_to);
      if (agent != nullptr) join(*agent, call);
    }
  }
}

// Most verbs pick an inbound call up; a refusal, a pause before anything else, and a dialling that answers
// only when it is answered do not.
void Model::must_be_answered(Call& call, const Element& verb) {
  if (call.direction != "inbound" || call.is_answered()) return;
  if (is_among("Reject Pause Redirect Hangup Start", verb.name)) return;
  if (verb.name == "Dial" && verb.attribute("answerOnBridge") == "true") return;
  answer(call);
}

void Model::run_verb(Call& call, const Element& verb) {
  if (is_among("Say Play Pause", verb.name)) return play(call, verb, [this](Call& leg) { run(leg); });
  if (verb.name == "Gather") return run_gather(call, verb);
  if (verb.name == "Record") return run_record(call, verb);
  if (verb.name == "Dial") return run_dial(call, verb);
  if (verb.name == "Enqueue") return run_enqueue(call, verb);
  if (verb.name == "Redirect") return run_redirect(call, verb);
  if (verb.name == "Connect" || verb.name == "Start") return run_stream(call, verb);
  if (verb.name == "Stop") return run_stop(call, verb);
  if (verb.name == "Leave") {
    if (call.queue.empty()) return run(call);
    return leave_queue(call, "leave", true);
  }
  if (verb.name == "Reject") {
    const bool busy = verb.attribute("reason") == "busy";
    if (!call.is_answered())
      return end(call, busy ? CallStatus::busy : CallStatus::no_answer, busy ? 486 : 603);
  }
  end(call, CallStatus::completed);
}

void Model::run_redirect(Call& call, const Element& verb) {
  const Program& program = call.programs.back();
  fetch(call, {.role = program.role,
               .url = resolve(program.url, verb.text),
               .method = verb.attribute("method", "POST"),
               .what = "redirect"});
}

// For who is not there any more to do what it answers.
void Model::send_action(const Call& call, const Element& verb, const Params& result,
                        const std::string& what) {
  if (!verb.has("action")) return;
  Params params = params_of(call);
  params.insert(params.end(), result.begin(), result.end());
  send(
      {.account = call.account,
       .call = call.sid,
       .what = what,
       .url = resolve(call.programs.empty() ? call.url : call.programs.front().url, verb.attribute("action")),
       .method = verb.attribute("method", "POST"),
       .params = std::move(params)});
}

void Model::act(Call& call, const Element& verb, const Params& result, const std::string& what) {
  if (!verb.has("action")) return run(call);
  const Program& program = call.programs.back();
  fetch(call, {.role = program.role,
               .url = resolve(program.url, verb.attribute("action")),
               .method = verb.attribute("method", "POST"),
               .what = what,
               .extra = result});
}

Milliseconds Model::length_of(const Element& prompt) const {
  if (prompt.name == "Pause") return Seconds(to_number(prompt.attribute("length"), 1));
  std::int64_t times = to_number(prompt.attribute("loop"), 1);
  if (times == 0) times = kForEver;
  if (prompt.name == "Play" && prompt.has("digits"))
    return kTone * static_cast<std::int64_t>(prompt.attribute("digits").size());
  if (prompt.name == "Play") return options_.play_length * times;
  // Characters, not bytes.
  const auto characters = std::count_if(prompt.text.begin(), prompt.text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  });
  return options_.speech_per_character * characters * times;
}

std::string Model::sound_of(const Element& prompt) const {
  if (prompt.name == "Say") return "says: " + prompt.text;
  if (prompt.name == "Pause") return "silence";
  return prompt.has("digits") ? "tones: " + prompt.attribute("digits") : "plays: " + prompt.text;
}

void Model::play(Call& call, const Element& prompt, std::function<void(Call&)> then) {
  hear(call, sound_of(prompt));
  after(call, length_of(prompt), [this, then = std::move(then)](Call& leg) {
    hear(leg, "silence");
    then(leg);
  });
}

Hook Model::hook_of(const Call& call, const Element& verb, std::string_view name,
                    std::string_view event) const {
  Hook hook;
  const std::string base = call.programs.empty() ? call.url : call.programs.back().url;
  const std::string prefix(name);
  if (verb.has(prefix) && !verb.attribute(prefix).empty()) hook.url = resolve(base, verb.attribute(prefix));
  hook.method = verb.attribute(prefix + "Method", "POST");
  hook.events = words(verb.attribute(prefix + "Event", event));
  return hook;
}

}  // namespace smarthandoff::twilio_double
