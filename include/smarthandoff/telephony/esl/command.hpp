#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/base/time.hpp>

// The commands of the Event Socket as bytes ready to write. Every function throws invalid_argument when an
// argument holds CR, LF or NUL, or anything else that the server would read as a second header, command or
// variable; nothing is escaped silently.
namespace smarthandoff::esl::command {

// How the server writes events.
enum class EventFormat { plain, json, xml };

// Log in with the socket's password.
std::string auth(std::string_view password);

// Log in as a user of the directory, "user@domain", with its own password.
std::string userauth(std::string_view user, std::string_view password);

// Run an API line (see api_line.hpp) and answer with its output. The connection waits for it: nothing else,
// events included, is delivered meanwhile.
std::string api(std::string_view line);

// Run an API line in the background: answered at once; the output comes as the body of a BACKGROUND_JOB
// event whose Job-UUID is `job_id`, any token of ours.
std::string bgapi(std::string_view line, std::string_view job_id);

// A dialplan application to run on a channel.
struct Execute {
  std::string channel;      // its uuid; empty on an outbound socket: the socket's own channel
  std::string application;  // e.g. "bridge"
  std::string argument;     // "${" is refused: the switch would expand it, functions included
  std::string event_uuid;   // comes back as Application-UUID on CHANNEL_EXECUTE(_COMPLETE); may be empty
  bool event_lock = false;  // wait for the application that runs before starting this one
  std::string body;         // instead of `argument`, for one with line breaks; sent with its length
};

// Runs an application on a channel (`sendmsg`, call-command execute).
std::string execute(const Execute& execute);

// Hangs a channel up (`sendmsg`, call-command hangup); `cause` is e.g. "NORMAL_CLEARING". An empty
// channel means the outbound socket's own.
std::string hangup(std::string_view channel, std::string_view cause);

// Which events to deliver: names ("ALL", "CHANNEL_ANSWER") and the subclasses of CUSTOM events.
std::string event(EventFormat format, const std::vector<std::string>& names,
                  const std::vector<std::string>& custom_subclasses = {});

// Stop delivering these events.
std::string nixevent(const std::vector<std::string>& names);

// Stop delivering any event.
std::string noevents();

// Deliver only events whose `header` has this value; several filters are alternatives. One filter removes
// everything else, BACKGROUND_JOB included.
std::string filter(std::string_view header, std::string_view value);

// Take back one filter, all filters on a header (empty value), or all of them.
std::string filter_delete(std::string_view header, std::string_view value = {});
std::string filter_delete_all();

// Outbound socket: stay connected after the hang-up to deliver the remaining events; zero seconds means
// the server's own limit.
std::string linger(Seconds limit = Seconds{0});
std::string nolinger();

// Deliver the events of the socket's own channel only; with `channel`, from an inbound connection, of that.
std::string myevents(EventFormat format = EventFormat::plain, std::string_view channel = {});

// Send events raised by the channel's own applications (e.g. speech results) to this socket.
std::string divert_events(bool on);

// Outbound socket: take the call; answered with the channel's data as an event.
std::string connect();

// Outbound socket: continue in the dialplan behind `socket` when the socket is closed.
std::string resume();

// End the session; the server answers, sends a disconnect notice and closes.
std::string exit();

}  // namespace smarthandoff::esl::command
