#include <smarthandoff/calls/settings.hpp>

namespace smarthandoff::calls {

const Type& describe(const Rotation*) {
  static const Immortal<Type> type =
      describe_enum<Rotation>("Rotation", "By which own number people are called.",
                              {{Rotation::round_robin, "round_robin"},
                               {Rotation::random, "random"},
                               {Rotation::least_used, "least_used"},
                               {Rotation::local_presence, "local_presence"}});
  return type;
}

const Type& describe(const Disclaimer*) {
  static const Immortal<Type> type = describe_enum<Disclaimer>(
      "Disclaimer", "What a caller hears of the recording.",
      {{Disclaimer::none, "none"}, {Disclaimer::text, "text"}, {Disclaimer::audio, "audio"}});
  return type;
}

const Type& describe(const Recorded*) {
  static const Immortal<Type> type =
      describe_enum<Recorded>("Recorded", "Whether calls are recorded, and on how many channels.",
                              {{Recorded::off, "off"}, {Recorded::mono, "mono"}, {Recorded::dual, "dual"}});
  return type;
}

const Type& describe(const Detection*) {
  static const Immortal<Type> type = describe_enum<Detection>(
      "Detection", "Whether and when it is found out who answered.",
      {{Detection::off, "off"}, {Detection::sync, "synchronous"}, {Detection::async, "asynchronous"}});
  return type;
}

const Type& describe(const MachineAction*) {
  static const Immortal<Type> type = describe_enum<MachineAction>(
      "MachineAction", "What becomes of a call that a machine answered.",
      {{MachineAction::hang_up, "hang_up"}, {MachineAction::message, "message"}});
  return type;
}

const Type& describe(const AlertKind*) {
  static const Immortal<Type> type =
      describe_enum<AlertKind>("AlertKind", "What people are alerted of.",
                               {{AlertKind::missed_call, "missed_call"},
                                {AlertKind::voicemail, "voicemail"},
                                {AlertKind::call_failed, "call_failed"},
                                {AlertKind::no_caller_id, "no_caller_id"},
                                {AlertKind::recording_failed, "recording_failed"},
                                {AlertKind::account_refused, "account_refused"},
                                {AlertKind::phone_system_lost, "phone_system_lost"},
                                {AlertKind::channel_refused, "channel_refused"},
                                {AlertKind::job_dead, "job_dead"}});
  return type;
}

// Both have the same members, the second each as optional.
template <class Struct, class Field>
auto described(const char* name, const char* doc, Field Struct::*) {
  using S = Struct;
  return Description<S>(name, doc)
      .field("rotation", &S::rotation, "by which own number people are called")
      .field("daily_cap", &S::daily_cap, "calls of a number on a local day; 0: no cap; at most 100000")
      .field("sticky_days", &S::sticky_days, "a person keeps their number for so long; 0: never; at most 365")
      .field("local_states", &S::local_states, "of local_presence")
      .field("disclaimer", &S::disclaimer, "what a caller hears of the recording")
      .field("disclaimer_audio", &S::disclaimer_audio, "https address of an MP3")
      .field("language", &S::language, "pt-BR or en-US; empty: the tenant's")
      .field("voice", &S::voice, "of the phone service; empty: the language's usual one")
      .field("recorded", &S::recorded, "whether calls are recorded")
      .field("whisper", &S::whisper, "who answers hears first who calls")
      .field("detection", &S::detection, "whether it is found out who answered")
      .field("machine_action", &S::machine_action, "what becomes of a call that a machine answered")
      .field("machine_audio", &S::machine_audio, "https address of an MP3; empty: a text")
      .field("base_url", &S::base_url, "public https address of the host's routes")
      .field("queue", &S::queue, "where callers wait; 1-64 characters")
      .field("queue_music", &S::queue_music, "https address of an MP3; empty: the sentence alone, every 10 s")
      .field("queue_size", &S::queue_size, "1-5000 callers")
      .field("ring_seconds", &S::ring_seconds, "how long the agent's phone rings; 5-600")
      .field("follow_seconds", &S::follow_seconds, "how long the agent's mobile rings; 5-600")
      .field("voicemail_seconds", &S::voicemail_seconds, "the longest message; 1-3600")
      .field("workflow_sid", &S::workflow_sid, "of TaskRouter; empty: the queue alone")
      .field("workspace_sid", &S::workspace_sid, "of TaskRouter; empty: presence is not kept in step")
      .field("available_activity", &S::available_activity, "TaskRouter's; empty: not kept in step")
      .field("busy_activity", &S::busy_activity, "TaskRouter's; empty: not kept in step")
      .field("offline_activity", &S::offline_activity, "TaskRouter's; empty: not kept in step")
      .field("alerts", &S::alerts, "what people are alerted of")
      .field("alert_limit", &S::alert_limit, "single alerts in a window, the others are digested; 0-1000")
      .field("alert_window_seconds", &S::alert_window_seconds, "60-86400")
      .build();
}

const Type& describe(const CallSettings*) {
  static const Immortal<Type> type = described(
      "CallSettings", "How a tenant wants its calls over the phone service.", &CallSettings::rotation);
  return type;
}

const Type& describe(const GetCallSettings*) {
  static const Immortal<Type> type =
      Description<GetCallSettings>("GetCallSettings", "The tenant's own.").build();
  return type;
}

const Type& describe(const ConfigureCalls*) {
  static const Immortal<Type> type =
      described("ConfigureCalls", "Replaces the given members; the others stay.", &ConfigureCalls::rotation);
  return type;
}

}  // namespace smarthandoff::calls
