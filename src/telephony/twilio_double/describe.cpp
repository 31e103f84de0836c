#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/telephony/twilio_double_types.hpp>

namespace smarthandoff::twilio_double {

const Type& describe(const Behaviour*) {
  static const Immortal<Type> type =
      describe_enum<Behaviour>("TwilioBehaviour", "what a person does when Twilio calls",
                               {{Behaviour::answers, "answers"},
                                {Behaviour::busy, "busy"},
                                {Behaviour::no_answer, "no_answer"},
                                {Behaviour::declines, "declines"},
                                {Behaviour::voicemail, "voicemail"},
                                {Behaviour::failed, "failed"}});
  return type;
}

const Type& describe(const LogKind*) {
  static const Immortal<Type> type =
      describe_enum<LogKind>("TwilioLogKind", "what happened at the Twilio double",
                             {{LogKind::call_placed, "call_placed"},
                              {LogKind::call_ringing, "call_ringing"},
                              {LogKind::call_answered, "call_answered"},
                              {LogKind::call_ended, "call_ended"},
                              {LogKind::hears, "hears"},
                              {LogKind::key, "key"},
                              {LogKind::speech, "speech"},
                              {LogKind::webhook, "webhook"},
                              {LogKind::callback_lost, "callback_lost"},
                              {LogKind::request, "request"},
                              {LogKind::recording, "recording"},
                              {LogKind::conference, "conference"},
                              {LogKind::queue, "queue"},
                              {LogKind::stream, "stream"},
                              {LogKind::message, "message"},
                              {LogKind::task, "task"},
                              {LogKind::error, "error"}});
  return type;
}

const Type& describe(const RequestFailure*) {
  static const Immortal<Type> type =
      describe_enum<RequestFailure>("TwilioRequestFailure", "how a request to the REST API goes wrong",
                                    {{RequestFailure::none, "none"},
                                     {RequestFailure::too_many, "too_many"},
                                     {RequestFailure::error_before, "error_before"},
                                     {RequestFailure::error_done, "error_done"},
                                     {RequestFailure::silence_before, "silence_before"},
                                     {RequestFailure::silence_done, "silence_done"},
                                     {RequestFailure::half_answer, "half_answer"},
                                     {RequestFailure::hangs_up_before, "hangs_up_before"},
                                     {RequestFailure::hangs_up_done, "hangs_up_done"}});
  return type;
}

const Type& describe(const CallbackFailure*) {
  static const Immortal<Type> type =
      describe_enum<CallbackFailure>("TwilioCallbackFailure", "how a callback goes wrong",
                                     {{CallbackFailure::none, "none"},
                                      {CallbackFailure::lost, "lost"},
                                      {CallbackFailure::doubled, "doubled"},
                                      {CallbackFailure::late, "late"},
                                      {CallbackFailure::swapped, "swapped"}});
  return type;
}

const Type& describe(const Person*) {
  static const Immortal<Type> type =
      Description<Person>("TwilioPerson", "who is behind a number, and how each call to it goes")
          .required("number", &Person::number,
                    "\"+5518997751234\", \"client:ana\", \"sip:…\"; \"*\": every other number")
          .field("behaviour", &Person::behaviour, "what it does when it is called")
          .field("after", &Person::after, "from ringing until it answers or refuses")
          .field("hangs_up_after", &Person::hangs_up_after, "so long after answering; absent: never")
          .field("replies", &Person::replies,
                 "at each Gather, one after the other: keys, or words; empty: nothing")
          .field("replies_after", &Person::replies_after, "the end of what is played")
          .field("speaks_for", &Person::speaks_for, "into each Record; 0: silence")
          .field("detection", &Person::detection, "the verdict of detection; absent: human, or of a machine")
          .build();
  return type;
}

const Type& describe(const OwnedNumber*) {
  static const Immortal<Type> type =
      Description<OwnedNumber>("TwilioOwnedNumber", "a number that an account owns")
          .required("number", &OwnedNumber::number, "E.164")
          .field("account_sid", &OwnedNumber::account_sid, "empty: the main account's")
          .field("voice_url", &OwnedNumber::voice_url, "asked for its calls")
          .field("voice_method", &OwnedNumber::voice_method, "GET or POST")
          .field("voice_fallback_url", &OwnedNumber::voice_fallback_url, "asked where voice_url fails")
          .field("status_callback", &OwnedNumber::status_callback, "called when an inbound call has ended")
          .field("sms_url", &OwnedNumber::sms_url, "asked for its messages")
          .field("friendly_name", &OwnedNumber::friendly_name, "its name")
          .build();
  return type;
}

const Type& describe(const CallState*) {
  static const Immortal<Type> type =
      Description<CallState>("TwilioCallState", "one call or leg, as the Twilio double sees it")
          .field("call_sid", &CallState::call_sid, "its sid")
          .field("parent_call_sid", &CallState::parent_call_sid, "of the call that dialled it")
          .field("account_sid", &CallState::account_sid, "whose it is")
          .field("from_number", &CallState::from_number, "the caller")
          .field("to_number", &CallState::to_number, "who was called")
          .field("direction", &CallState::direction, "inbound, outbound-api, outbound-dial")
          .field("status", &CallState::status, "Twilio's word")
          .field("hears", &CallState::hears, "what the far end hears")
          .field("talking_to", &CallState::talking_to, "the other's number, or a conference's name")
          .field("queue", &CallState::queue, "in which it waits")
          .field("answered_by", &CallState::answered_by, "the verdict of detection")
          .build();
  return type;
}

const Type& describe(const LogEntry*) {
  static const Immortal<Type> type =
      Description<LogEntry>("TwilioLogEntry", "something that happened at the Twilio double")
          .field("at", &LogEntry::at, "when")
          .field("kind", &LogEntry::kind, "what")
          .field("id", &LogEntry::id, "of the call, message, conference")
          .field("party", &LogEntry::party, "whose number")
          .field("text", &LogEntry::text, "more of it")
          .build();
  return type;
}

const Type& describe(const DoubleOptions*) {
  static const Immortal<Type> type =
      Description<DoubleOptions>("TwilioDoubleOptions", "a Twilio double")
          .field("account_sid", &DoubleOptions::account_sid, "of the main account")
          .field("auth_token", &DoubleOptions::auth_token, "of the main account")
          .field("numbers", &DoubleOptions::numbers, "owned at the start, without a VoiceUrl")
          .field("application_url", &DoubleOptions::application_url,
                 "VoiceUrl of the TwiML App that clients' calls go to")
          .field("seed", &DoubleOptions::seed, "of sids and of the faults' chances")
          .field("now", &DoubleOptions::now, "where its time starts; absent: the machine's clock")
          .field("calls_per_second", &DoubleOptions::calls_per_second, "0.1-1000; more wait")
          .field("webhook_timeout", &DoubleOptions::webhook_timeout, "of the machine's time")
          .field("speech_per_character", &DoubleOptions::speech_per_character, "how long Say takes")
          .field("play_length", &DoubleOptions::play_length, "of every file")
          .field("recording_processing", &DoubleOptions::recording_processing,
                 "until a finished recording can be had")
          .field("forbidden_prefixes", &DoubleOptions::forbidden_prefixes, "without geographic permission")
          .build();
  return type;
}

const Type& describe(const Faults*) {
  static const Immortal<Type> type =
      Description<Faults>("TwilioFaults", "what goes wrong from now on at the Twilio double")
          .field("lose", &Faults::lose, "chance that a callback is lost, 0 to 1")
          .field("repeat", &Faults::repeat, "chance that a callback comes twice, 0 to 1")
          .field("late", &Faults::late, "chance that a callback is late, 0 to 1")
          .field("swap", &Faults::swap, "chance that a callback comes after the next, 0 to 1")
          .field("requests", &Faults::requests, "chance that a POST or DELETE to the REST API fails, 0 to 1")
          .field("delay", &Faults::delay, "by which callbacks are late")
          .build();
  return type;
}

}  // namespace smarthandoff::twilio_double
