#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <smarthandoff/base/secret.hpp>
#include <smarthandoff/base/time.hpp>
#include <smarthandoff/telephony/port.hpp>

namespace smarthandoff::telephony {

// Answers whether Do Not Disturb is on for an extension; nothing if it cannot tell.
using DndAnswer = std::function<void(std::optional<bool>)>;

// A host's own source of Do Not Disturb (a table, a `db` key, a phone's web page). Called on the adapter's
// thread, must return at once and call the answer at most once, from any thread; no answer within
// FreeSwitchOptions::dnd_timeout counts as "cannot tell".
using DndSource = std::function<void(const std::string& extension, const std::string& domain, DndAnswer)>;

// How a FreeSWITCH is reached over its Event Socket, and what the adapter does there.
struct FreeSwitchOptions {
  std::string host = "127.0.0.1";
  std::int64_t port = 8021;
  Secret password;
  std::string user;    // "user@domain" for `userauth`; empty: the socket's own password
  std::string domain;  // of extensions for which none is given, e.g. "pbx.local"

  // The assistant: the extension that runs it (also an outbound-socket one), used by resume() when the
  // target names neither extension nor leg, and by which its callers are followed from their arrival. Empty:
  // a caller who comes back stays parked in silence, for a host that plays and listens by itself.
  std::string assistant_extension;
  std::string assistant_context = "default";
  // True: a SIP leg of the assistant that is bridged to a caller is parked while the caller is on hold or
  // talks to a person, and is ended with the call. False: the PBX ends it when the caller is taken away.
  bool keep_assistant_leg = true;

  std::string music = "local_stream://moh";  // what a caller on hold hears
  std::string speech_engine = "flite";       // mod_* that speaks what play() is given
  std::string speech_voice = "kal";
  std::map<std::string, std::string> speech_voices;  // by language, e.g. {"pt-BR", "rosa"}
  std::string recording_folder;                      // put before relative paths of record()
  bool detect_beep = false;  // listen for a voicemail's beep on answered legs (mod_avmd)

  std::string dnd_variable;  // of the user's directory entry, e.g. "do_not_disturb"; empty: none
  DndSource dnd;             // asked instead, when set

  Milliseconds command_timeout{5000};  // for the answer to one command; late is `in_doubt`
  Milliseconds dnd_timeout{2000};
  Milliseconds answered_timeout{120000};  // an answered leg that nobody bridged is hung up by the PBX
  Milliseconds play_timeout{60000};       // for the end of what play() started
  Milliseconds presence_refresh{60000};   // how often the whole picture is read again
  Milliseconds stale_after{5000};   // an event so much older than others is old news: state is read again
  Milliseconds reconnect_min{250};  // first and last delay between tries to connect
  Milliseconds reconnect_max{10000};
  std::int64_t max_queued = 10000;  // port calls not begun yet; more are refused with rate_limited
};

// A FreeSWITCH as a phone system (freeswitch.md). Nothing is contacted before start(). Notes on the port:
// - play() is done when the person has heard it to the end; "file:<path>" plays a file of the PBX.
// - record() that fails reports RecordingFailed as well as its failure.
// - a caller who hangs up ends the legs placed for the call that nobody has been bridged to.
// Throws what check_options() throws.
std::shared_ptr<Telephony> make_freeswitch(FreeSwitchOptions options);

// Throws invalid_argument, with the member in details "field", for a port outside 1-65535, an empty host, a
// time of more than a day or of none, or names that FreeSWITCH could not take apart from a command.
void check_options(const FreeSwitchOptions& options);

// All but the function, which each language hands over in its own way.
const Type& describe(const FreeSwitchOptions*);

}  // namespace smarthandoff::telephony

namespace smarthandoff {
using telephony::FreeSwitchOptions;
}  // namespace smarthandoff
