#pragma once

#include <string>
#include <string_view>

#include <smarthandoff/telephony/freeswitch.hpp>

// The adapter's own commands in the port's words, built on the codec's lines (esl/api_line.hpp). Every
// function throws invalid_argument where a value could end its place in the command: become a second
// command, argument or channel variable.
namespace smarthandoff::telephony::freeswitch {

// `originate {origination_uuid=<leg>,…}<dial string> &park()`, for bgapi.
std::string originate(const RingRequest& request, const FreeSwitchOptions& options);

// The Job-UUID under which a leg is placed, and back; empty if the job is not one of ours.
std::string job_of(const LegId& leg);
std::string leg_of_job(std::string_view job);

// Parks a channel from whatever it does; safe to repeat, unlike uuid_park (docs/freeswitch.md).
std::string park(const std::string& id);

// Sends a channel to a number of the dialplan.
std::string transfer(const std::string& id, const std::string& number, const std::string& context);

std::string record(const std::string& id, const std::string& path, const FreeSwitchOptions& options);

// Speaks `text` to a leg, or plays the file after "file:". What speech cannot hold (control characters,
// quotes, braces, `$`, `|`, backslash) becomes a space: it is said to a person, not read by a machine.
std::string play(const LegId& leg, const std::string& text, const std::string& language,
                 const FreeSwitchOptions& options);

// Seconds for the PBX, rounded up, at least one.
std::string seconds(Milliseconds time);

// Throws invalid_argument unless the text can be an extension and a domain of the directory.
void check_user(const std::string& extension, const std::string& domain);

// Throws invalid_argument naming the first option that cannot be part of a command or a limit.
void check(const FreeSwitchOptions& options);

}  // namespace smarthandoff::telephony::freeswitch
