#pragma once

#include <string>
#include <vector>

#include <smarthandoff/calls/alert_target.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// How an alert gets to its targets: after the commit, in order for each chat room, and again until it is
// taken.
namespace smarthandoff::calls::alerts {

// Has a text sent to one active target.
void deliver(Context& context, const AlertTarget& target, const AlertId& alert, const std::string& text);

// Tells that everything that waits for a target will not be delivered, and forgets it.
void give_up(Context& context, const AlertTarget& target, const std::string& why);

const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::calls::alerts
