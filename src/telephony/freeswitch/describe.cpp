#include <smarthandoff/base/describe_containers.hpp>
#include <smarthandoff/base/describe_secret.hpp>
#include <smarthandoff/telephony/freeswitch.hpp>

namespace smarthandoff::telephony {

const Type& describe(const FreeSwitchOptions*) {
  using Options = FreeSwitchOptions;
  static const Immortal<Type> type =
      Description<Options>("FreeSwitchOptions", "how a FreeSWITCH is reached and used")
          .field("host", &Options::host, "host name or address")
          .field("port", &Options::port, "of the Event Socket")
          .required("password", &Options::password, "of the Event Socket")
          .field("user", &Options::user, "user@domain for userauth; empty: the socket's own password")
          .field("domain", &Options::domain, "of extensions for which none is given")
          .field("assistant_extension", &Options::assistant_extension, "where a caller goes back to")
          .field("assistant_context", &Options::assistant_context, "of the assistant's extension")
          .field("keep_assistant_leg", &Options::keep_assistant_leg, "park the assistant's SIP leg")
          .field("music", &Options::music, "what a caller on hold hears")
          .field("speech_engine", &Options::speech_engine, "the module that speaks what is played")
          .field("speech_voice", &Options::speech_voice, "its voice")
          .field("speech_voices", &Options::speech_voices, "its voice by language")
          .field("recording_folder", &Options::recording_folder, "put before relative paths")
          .field("detect_beep", &Options::detect_beep, "listen for a voicemail's beep")
          .field("dnd_variable", &Options::dnd_variable, "of the user's directory entry; empty: none")
          .field("command_timeout", &Options::command_timeout, "for the answer to one command")
          .field("dnd_timeout", &Options::dnd_timeout, "for the host's dnd function")
          .field("answered_timeout", &Options::answered_timeout, "of an answered leg that nobody bridged")
          .field("play_timeout", &Options::play_timeout, "for what is played to its end")
          .field("presence_refresh", &Options::presence_refresh, "how often all presence is read again")
          .field("stale_after", &Options::stale_after, "an event so much older than others is old news")
          .field("reconnect_min", &Options::reconnect_min, "before the first try to reconnect")
          .field("reconnect_max", &Options::reconnect_max, "between tries at the most")
          .field("max_queued", &Options::max_queued, "calls not begun yet; more are refused")
          .build();
  return type;
}

}  // namespace smarthandoff::telephony
