#include "calls/documents.hpp"

#include <map>

#include <smarthandoff/base/json.hpp>

#include "calls/call_jobs.hpp"

namespace smarthandoff::calls {
namespace {

const twiml::Words kEvents = {"initiated", "ringing", "answered", "completed"};

std::string usual_voice(std::string_view language) {
  return language == "en-US" ? "Polly.Joanna" : "Polly.Camila";
}

std::string record_of(const CallSettings& settings, const Call& call) {
  if (call.direction == CallDirection::outbound) return {};  // recorded as it was placed
  if (settings.recorded == Recorded::dual) return "record-from-answer-dual";
  return settings.recorded == Recorded::mono ? "record-from-answer" : "";
}

}  // namespace

Script::Script(const Context& context, const CallSettings& settings, const Call& call)
    : context_(context),
      settings_(settings),
      call_(call),
      language_(settings.language.empty() ? context.profile().language : settings.language),
      voice_(settings.voice.empty() ? usual_voice(language_) : settings.voice) {}

std::string Script::to(std::string_view path, std::string_view more) const {
  return route(settings_, path, call_.id, more);
}

std::string Script::as_said(std::string_view key, const text::Values& values) const {
  return text::render(key, language_, values, context_.profile().texts);
}

void Script::say(std::string_view key, const text::Values& values) {
  add(twiml::Say{.text = as_said(key, values), .voice = voice_, .language = language_, .loop = {}});
}

void Script::disclaimer() {
  if (settings_.disclaimer == Disclaimer::none) return;
  if (settings_.disclaimer == Disclaimer::audio)
    add(twiml::Play{.url = settings_.disclaimer_audio, .digits = {}, .loop = {}});
  else
    say("twilio.disclaimer");
  add(twiml::Pause{.length = 1});
}

twiml::Ringing Script::ringing(const AgentLine& line) const {
  twiml::Ringing ringing{.status_callback = to("/webhooks/call-status", "agent=" + line.agent_id.value),
                         .status_callback_event = kEvents};
  if (settings_.whisper) ringing.url = to("/voice/whisper");
  return ringing;
}

void Script::dial(twiml::DialTarget target, std::string_view action, std::int64_t seconds) {
  twiml::Dial dial{.targets = {std::move(target)}, .action = to(action), .timeout = seconds};
  dial.record = record_of(settings_, call_);
  if (!dial.record.empty()) dial.recording_status_callback = to("/webhooks/recording");
  add(std::move(dial));
}

void Script::ring(const AgentLine& line, std::string_view action) {
  if (line.phone.starts_with("sip:"))
    dial(twiml::Sip{.uri = line.phone, .ringing = ringing(line)}, action, settings_.ring_seconds);
  else if (!line.phone.empty())
    dial(twiml::Number{.number = line.phone, .ringing = ringing(line)}, action, settings_.ring_seconds);
  else
    dial(
        twiml::Client{
            .identity = line.identity, .parameters = {{"call_id", call_.id.value}}, .ringing = ringing(line)},
        action, settings_.ring_seconds);
}

void Script::ring_mobile(const AgentLine& line) {
  say("twilio.to_mobile");
  dial(twiml::Number{.number = line.mobile, .ringing = ringing(line)}, "/voice/voicemail",
       settings_.follow_seconds);
}

void Script::overflow() {
  say("twilio.overflow");
  twiml::Enqueue enqueue{.action = to("/voice/queue-result"),
                         .wait_url = to("/voice/wait-music"),
                         .max_queue_size = settings_.queue_size};
  if (settings_.workflow_sid.empty()) {
    enqueue.name = settings_.queue;
  } else {
    enqueue.max_queue_size.reset();
    enqueue.workflow_sid = settings_.workflow_sid;
    enqueue.task = twiml::Task{.attributes = to_json(std::map<std::string, std::string>{
                                   {"call_id", call_.id.value}, {"queue", settings_.queue}})};
  }
  add(std::move(enqueue));
}

// Asked again when the recording is over, the same route would record for ever.
void Script::leave_message() {
  say("twilio.voicemail");
  add(twiml::Record{.action = to("/voice/voicemail", "done=1"),
                    .max_length = settings_.voicemail_seconds,
                    .play_beep = true,
                    .recording_status_callback = to("/webhooks/voicemail")});
}

void Script::machine_message() {
  if (settings_.machine_audio.empty())
    say("twilio.machine_message", {{"company", context_.profile().company_name}});
  else
    add(twiml::Play{.url = settings_.machine_audio, .digits = {}, .loop = {}});
  add(twiml::Hangup{});
}

// The order stays beside the document, which may not reach the service.
VoiceAnswer hung_up(Context& context, const Call& call) {
  end_called_off(context, call);
  return document({{twiml::Hangup{}}});
}

}  // namespace smarthandoff::calls
