#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <smarthandoff/base/time.hpp>

// Lines for `api` and `bgapi`. Every function throws invalid_argument when an argument holds a control
// character or what could become a second argument, variable, application or dial string.
namespace smarthandoff::esl::api_line {

// A value for `{name=value}` of a dial string: quoted where it has spaces, commas escaped. Refuses what the
// switch's several passes of unquoting would not hand through: quotes, backslash, braces, brackets, `|`,
// `^`, `$`, backtick, `:_:`, a leading `ARRAY::`, spaces at either end, control characters.
std::string quote_variable_value(std::string_view value);

// `text` made fit for quote_variable_value, for names shown on a phone: what is refused there becomes a
// space, runs of spaces one, none at the ends. Bytes that are no UTF-8 become U+FFFD.
std::string display_text(std::string_view text);

// Channel variables by name; names are letters, digits, `_`, `-` and `.`.
using Variables = std::vector<std::pair<std::string, std::string>>;

// One target of an originate: an endpoint ("user/1001@pbx.local", "sofia/gateway/gw/+5511…") and variables
// of its leg only.
struct OriginateLeg {
  std::string endpoint;
  Variables variables;
};

// How several targets are called.
enum class LegOrder { at_once, one_after_another };

// A new call and what happens to it when it is answered.
struct Originate {
  Variables variables;             // of every leg, e.g. origination_uuid, ignore_early_media
  std::vector<OriginateLeg> legs;  // at least one
  LegOrder order = LegOrder::at_once;
  std::string application = "park";  // run on the answered leg
  std::string argument;              // of the application, one word
};

// `originate {…}[…]endpoint,[…]endpoint &application(argument)`.
std::string originate(const Originate& originate);

// Which side of a bridge a command is about.
enum class Leg { a, b, both };

// A dialplan application with its argument.
struct Application {
  std::string name;
  std::string argument;  // commas are escaped; quotes, backslash and "${" are refused
};

std::string uuid_exists(std::string_view channel);
// Hangs up; with `cause` "ORIGINATOR_CANCEL" a ringing leg's job says that we cancelled it.
std::string uuid_kill(std::string_view channel, std::string_view cause = {});
// Queues joining two channels; CHANNEL_BRIDGE says when it happened.
std::string uuid_bridge(std::string_view channel, std::string_view other);
// Parks. Never on a channel that is parked this way already: it breaks its media; prefer
// uuid_transfer_inline with `park`, which may be repeated.
std::string uuid_park(std::string_view channel);
std::string uuid_answer(std::string_view channel);
// Moves a channel to an extension of the dialplan.
std::string uuid_transfer(std::string_view channel, std::string_view extension,
                          std::string_view dialplan = "XML", std::string_view context = "default",
                          Leg leg = Leg::a);
// Moves a channel into a list of applications, without a dialplan at the switch.
std::string uuid_transfer_inline(std::string_view channel, const std::vector<Application>& applications,
                                 Leg leg = Leg::a);
// Sets a channel variable; an empty value unsets it.
std::string uuid_setvar(std::string_view channel, std::string_view name, std::string_view value);
// Sets several at once; values without `;`.
std::string uuid_setvar_multi(std::string_view channel, const Variables& variables);
std::string uuid_getvar(std::string_view channel, std::string_view name);
std::string uuid_dump(std::string_view channel);
// Plays a file or stream to a leg; `::`, which would name an application, is refused.
std::string uuid_broadcast(std::string_view channel, std::string_view path, Leg leg = Leg::a);
// Stops what plays; `all` also what is queued.
std::string uuid_break(std::string_view channel, bool all = true);
std::string uuid_record_start(std::string_view channel, std::string_view path, Seconds limit = Seconds{0});
std::string uuid_record_stop(std::string_view channel, std::string_view path);
std::string uuid_send_dtmf(std::string_view channel, std::string_view digits);
// Channels, calls or registrations as JSON.
std::string show_channels();
std::string show_calls();
std::string show_registrations();
// Is it a user of the directory ("true"/"false"), its contact, and a variable of it.
std::string user_exists(std::string_view user, std::string_view domain);
std::string sofia_contact(std::string_view user, std::string_view domain);
std::string user_variable(std::string_view user, std::string_view domain, std::string_view name);

}  // namespace smarthandoff::esl::api_line
