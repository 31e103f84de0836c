#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <smarthandoff/calls/carrier.hpp>
#include <smarthandoff/calls/number.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// What jobs about a number that the phone service has already share. Each of them may be repeated: what it
// asks for is a state, not an act.
namespace smarthandoff::calls::number {

// All that the effects need to know.
struct NumberTask {
  NumberId number_id;
  AccountId account_id;
  std::string number;    // E.164
  std::string peer_id;   // empty: found by the number
  std::string base_url;  // of the routes that calls shall come in at
  std::int64_t tries = 0;
};
const Type& describe(const NumberTask*);

// Where a number's calls come in, and are told of.
inline constexpr std::string_view kVoiceRoute = "/voice", kStatusRoute = "/webhooks/call-status";

// Two requests of the port, one after the other.
inline constexpr Milliseconds kTaskLimit = Seconds(40);

// Over the number's account, or the default one; none: there is no account that could have the number.
std::optional<NumberTask> task_of(const Context& context, const OwnNumber& number);

// Answers the phone service's id of the number; empty: the account has no such number.
void find_peer(VoiceCarrier& voice, const TenantId& tenant, const NumberTask& task,
               std::function<void(Failure, std::string)> done);

// Under it numbers are made, changed and chosen, so that no two calls pass the same cap.
void lock(Context& context);

// Stores the number and tells of it.
OwnNumber saved(Context& context, OwnNumber number, const char* topic = "number.updated");

// The same with the reason why the task was given up, of which people are alerted.
void give_up(Context& context, OwnNumber number, const char* kind, const std::string& why);

}  // namespace smarthandoff::calls::number
