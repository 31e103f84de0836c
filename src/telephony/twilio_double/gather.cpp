// What callers give: keys, words, messages on tape.
#include <algorithm>

#include "telephony/twilio_double/model.hpp"

namespace smarthandoff::twilio_double {
namespace {

constexpr std::string_view kKeys = "0123456789*#ABCD";
constexpr std::string_view kConfidence = "0.9312";
constexpr std::int64_t kGatherTimeout = 5;
constexpr std::int64_t kMaxLength = 3600;

bool are_keys(std::string_view text) {
  return text.find_first_not_of(kKeys) == std::string_view::npos;
}

bool takes(const Element& gather, std::string_view input) {
  const std::vector<std::string> inputs = words(gather.attribute("input", "dtmf"));
  return std::find(inputs.begin(), inputs.end(), input) != inputs.end();
}

}  // namespace

void Model::run_gather(Call& call, const Element& verb) {
  call.gathering = Gathering{.verb = verb, .prompt = 0, .digits = {}, .heard_all = false};
  gather_prompt(call);
}

void Model::gather_prompt(Call& call) {
  Gathering& gathering = *call.gathering;
  if (gathering.prompt < gathering.verb.children.size()) {
    const Element prompt = gathering.verb.children[gathering.prompt++];
    return play(call, prompt, [this](Call& leg) { gather_prompt(leg); });
  }
  gathering.heard_all = true;
  gather_wait(call);
  if (call.reply >= call.person.replies.size()) return;
  const std::string reply = call.person.replies[call.reply++];
  if (reply.empty()) return;
  after(call, call.person.replies_after,
        [this, reply](Call& leg) { are_keys(reply) ? press(leg, reply) : say(leg, reply); });
}

// From the last prompt, or key, on.
void Model::gather_wait(Call& call) {
  const Seconds timeout(to_number(call.gathering->verb.attribute("timeout"), kGatherTimeout));
  after(call, timeout, [this](Call& leg) {
    const std::string digits = leg.gathering->digits;
    if (!digits.empty()) return gather_done(leg, {{"Digits", digits}});
    gather_nothing(leg);
  });
}

void Model::gather_nothing(Call& call) {
  const Element verb = call.gathering->verb;
  if (verb.attribute("actionOnEmptyResult") == "true") return gather_done(call, {{"Digits", ""}});
  call.gathering.reset();
  ++call.epoch;
  run(call);
}

// Without an action the document itself is asked for again.
void Model::gather_done(Call& call, const Params& result) {
  const Element verb = call.gathering->verb;
  call.gathering.reset();
  ++call.epoch;
  hear(call, "silence");
  const Program& program = call.programs.back();
  fetch(call, {.role = program.role,
               .url = resolve(program.url, verb.attribute("action")),
               .method = verb.attribute("method", "POST"),
               .what = "gather action",
               .extra = result});
}

void Model::press(Call& call, const std::string& keys) {
  note(LogKind::key, &call, keys);
  for (const char key : keys) {
    if (call.taping) {
      const std::string ends = call.taping->verb.attribute("finishOnKey", "1234567890*#");
      if (ends.find(key) != std::string::npos) return record_done(call, std::string(1, key));
    }
    if (call.dialling && key == '*' && call.dialling->verb.attribute("hangupOnStar") == "true") {
      if (Call* leg = live_call(call.dialling->answered)) return end(*leg, CallStatus::completed);
      if (!call.conference.empty()) return kick(call);
    }
    if (!call.gathering || !takes(call.gathering->verb, "dtmf")) continue;
    Gathering& gathering = *call.gathering;
    const std::string finish = gathering.verb.attribute("finishOnKey", "#");
    const bool ends = finish.find(key) != std::string::npos;
    if (!ends) gathering.digits += key;
    const std::int64_t most = to_number(gathering.verb.attribute("numDigits"), 1000);
    if (ends || static_cast<std::int64_t>(gathering.digits.size()) >= most) {
      if (gathering.digits.empty()) return gather_nothing(call);
      return gather_done(call, {{"Digits", gathering.digits}});
    }
    // A key ends what is being said, and begins the wait anew.
    ++call.epoch;
    gathering.prompt = gathering.verb.children.size();
    hear(call, "silence");
    gather_wait(call);
  }
}

void Model::say(Call& call, const std::string& words) {
  note(LogKind::speech, &call, words);
  if (!call.gathering || !takes(call.gathering->verb, "speech")) return;
  Params result{{"SpeechResult", words}, {"Confidence", std::string(kConfidence)}};
  const std::string language = call.gathering->verb.attribute("language");
  if (!language.empty()) result.emplace_back("Language", language);
  gather_done(call, result);
}

void Model::run_record(Call& call, const Element& verb) {
  // Silence makes no recording.
  const Seconds silence(to_number(verb.attribute("timeout"), kGatherTimeout));
  hear(call, verb.attribute("playBeep", "true") == "true" ? "a beep" : "silence");
  if (call.person.speaks_for == Milliseconds(0)) return after(call, silence, [this](Call& leg) { run(leg); });
  Recording& tape = record({.account = call.account,
                            .call = call.sid,
                            .conference = {},
                            .source = "RecordVerb",
                            .track = "inbound",
                            .hook = hook_of(call, verb, "recordingStatusCallback", "completed")});
  call.taping = Taping{.verb = verb, .recording = tape.sid};
  const Seconds longest(to_number(verb.attribute("maxLength"), kMaxLength));
  const Milliseconds ends = std::min<Milliseconds>(longest, call.person.speaks_for + silence);
  after(call, ends, [this](Call& leg) { record_done(leg, {}); });
}

void Model::record_done(Call& call, const std::string& digits) {
  const Taping taping = *call.taping;
  call.taping.reset();
  ++call.epoch;
  hear(call, "silence");
  Recording* tape = recording(taping.recording);
  stop_recording(*tape);
  Params result{{"RecordingUrl", recording_url(*tape)},
                {"RecordingSid", tape->sid},
                {"RecordingDuration", std::to_string(tape->duration_s)}};
  if (!digits.empty()) result.emplace_back("Digits", digits);
  const Program& program = call.programs.back();
  const std::string url = resolve(program.url, taping.verb.attribute("action"));
  const std::string method = taping.verb.attribute("method", "POST");
  if (!call.is_over())
    return fetch(
        call, {.role = program.role, .url = url, .method = method, .what = "record action", .extra = result});
  Params params = params_of(call);
  params.insert(params.end(), result.begin(), result.end());
  send({.account = call.account,
        .call = call.sid,
        .what = "record action",
        .url = url,
        .method = method,
        .params = std::move(params)});
}

}  // namespace smarthandoff::twilio_double
