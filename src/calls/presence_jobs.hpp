#pragma once

#include <string>
#include <vector>

#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/storage/job_handler.hpp>

#include "calls/worker_link.hpp"

// Presence of agents and activity of TaskRouter's workers, kept in step by the rules of worker_link.hpp.
namespace smarthandoff::calls::presence {

void emit(Context& context, const AgentLine& line, const std::string& user_id);

// Has TaskRouter told of a presence that was set, unless it has that activity already.
void tell_taskrouter(Context& context, const AgentLine& line);

// TaskRouter's word of a worker.
void told_by_taskrouter(Context& context, const std::string& worker_sid, WorkerWord word);

const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::calls::presence
