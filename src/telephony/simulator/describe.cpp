#include <smarthandoff/base/describe_types.hpp>
#include <smarthandoff/telephony/simulator_types.hpp>

namespace smarthandoff::telephony::simulator {

const Type& describe(const Behaviour*) {
  static const Immortal<Type> type =
      describe_enum<Behaviour>("Behaviour", "what a simulated phone does when it is rung",
                               {{Behaviour::answers, "answers"},
                                {Behaviour::busy, "busy"},
                                {Behaviour::no_answer, "no_answer"},
                                {Behaviour::declines, "declines"},
                                {Behaviour::dnd_480, "dnd_480"},
                                {Behaviour::dnd_486, "dnd_486"},
                                {Behaviour::dnd_603, "dnd_603"},
                                {Behaviour::offline, "offline"},
                                {Behaviour::stale, "stale"},
                                {Behaviour::silent, "silent"},
                                {Behaviour::early_media_answers, "early_media_answers"},
                                {Behaviour::early_media_busy, "early_media_busy"},
                                {Behaviour::voicemail, "voicemail"},
                                {Behaviour::not_found, "not_found"},
                                {Behaviour::unavailable, "unavailable"}});
  return type;
}

const Type& describe(const LogKind*) {
  static const Immortal<Type> type = describe_enum<LogKind>("LogKind", "what happened on the simulated PBX",
                                                            {{LogKind::call_placed, "call_placed"},
                                                             {LogKind::call_ended, "call_ended"},
                                                             {LogKind::call_hears, "call_hears"},
                                                             {LogKind::leg_placed, "leg_placed"},
                                                             {LogKind::leg_ringing, "leg_ringing"},
                                                             {LogKind::leg_answered, "leg_answered"},
                                                             {LogKind::leg_ended, "leg_ended"},
                                                             {LogKind::leg_hears, "leg_hears"},
                                                             {LogKind::key, "key"},
                                                             {LogKind::recording, "recording"},
                                                             {LogKind::registration, "registration"},
                                                             {LogKind::connection, "connection"}});
  return type;
}

const Type& describe(const Phone*) {
  static const Immortal<Type> type =
      Description<Phone>("Phone", "a simulated phone, or a number behind a trunk, and how it reacts to calls")
          .required("extension", &Phone::extension, "\"1001\", or the number dialled through the gateway")
          .field("behaviour", &Phone::behaviour, "what it does when it is rung")
          .field("after", &Phone::after, "until it answers, declines or refuses; absent: as recorded")
          .field("drops_after", &Phone::drops_after, "hangs up so long after answering; absent: never")
          .field("presses", &Phone::presses, "keys pressed after answering, e.g. \"1\"")
          .field("presses_after", &Phone::presses_after, "after the answer, or after what is played to it")
          .field("gateway", &Phone::gateway, "the trunk behind which it is; empty: an extension")
          .field("call_waiting", &Phone::call_waiting,
                 "rings though it is in a call; otherwise it is busy then")
          .field("variables", &Phone::variables, "of the directory, e.g. do_not_disturb")
          .build();
  return type;
}

const Type& describe(const Extension*) {
  static const Immortal<Type> type =
      Description<Extension>("Extension", "a number of the simulated PBX's dialplan")
          .required("number", &Extension::number, "e.g. \"9000\"")
          .required("actions", &Extension::actions, "e.g. \"answer\", \"park\"")
          .build();
  return type;
}

const Type& describe(const PlaceCall*) {
  static const Immortal<Type> type =
      Description<PlaceCall>("PlaceSimulatedCall", "a call that comes in from outside")
          .field("caller", &PlaceCall::caller, "the number it comes from; empty: withheld")
          .field("caller_name", &PlaceCall::caller_name, "the name it comes with")
          .field("to", &PlaceCall::to, "the extension of the dialplan it reaches")
          .build();
  return type;
}

const Type& describe(const CallState*) {
  static const Immortal<Type> type =
      Description<CallState>("CallState", "one caller, as the simulated PBX sees it")
          .field("call", &CallState::call, "its id on the PBX")
          .field("caller", &CallState::caller, "the number it comes from")
          .field("to", &CallState::to, "the extension it reached")
          .field("active", &CallState::active, "has not ended")
          .field("parked", &CallState::parked, "waits in park")
          .field("hears", &CallState::hears, "what the caller hears")
          .field("talking_to", &CallState::talking_to, "extension or number; empty: nobody")
          .field("hangup_cause", &CallState::hangup_cause, "once ended")
          .build();
  return type;
}

const Type& describe(const LogEntry*) {
  static const Immortal<Type> type =
      Description<LogEntry>("LogEntry", "something that happened on the simulated PBX")
          .field("at", &LogEntry::at, "when")
          .field("kind", &LogEntry::kind, "what")
          .field("id", &LogEntry::id, "of the call or leg")
          .field("party", &LogEntry::party, "the caller's number, or the extension")
          .field("text", &LogEntry::text, "e.g. \"music\", \"USER_BUSY\"")
          .build();
  return type;
}

const Type& describe(const PbxOptions*) {
  static const Immortal<Type> type =
      Description<PbxOptions>("PbxOptions", "a simulated PBX")
          .field("domain", &PbxOptions::domain, "of its extensions")
          .field("seed", &PbxOptions::seed, "the same seed makes the same run")
          .field("now", &PbxOptions::now, "where its time starts; absent: now")
          .field("heartbeat", &PbxOptions::heartbeat, "between HEARTBEAT events")
          .build();
  return type;
}

const Type& describe(const Faults*) {
  static const Immortal<Type> type =
      Description<Faults>("Faults", "what goes wrong on a simulated PBX")
          .field("refuse_connections", &Faults::refuse_connections, "new connections are closed at once")
          .field("reject_by_acl", &Faults::reject_by_acl, "new connections get the access list's rejection")
          .field("stop_answering", &Faults::stop_answering, "replies and events are lost")
          .field("delay", &Faults::delay, "by which every reply and event is late")
          .field("bytes_at_once", &Faults::bytes_at_once, "at most so many bytes per write; 0: no limit")
          .field("duplicate", &Faults::duplicate, "chance that an event is sent twice, 0 to 1")
          .field("drop", &Faults::drop, "chance that the connection breaks within a frame, 0 to 1")
          .field("recording_fails", &Faults::recording_fails, "recordings cannot be written")
          .field("missing_files", &Faults::missing_files, "sounds that the PBX does not have")
          .build();
  return type;
}

}  // namespace smarthandoff::telephony::simulator
