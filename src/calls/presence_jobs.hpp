#pragma once

#include <string>
#include <vector>

#include <smarthandoff/calls/line.hpp>
#include <smarthandoff/storage/job_handler.hpp>

// Presence of agents and activity of TaskRouter's workers, kept in step: the last change wins, and what one
// side was told by the other is not told back.
namespace smarthandoff::calls::presence {

void emit(Context& context, const AgentLine& line, const std::string& user_id);

// Has TaskRouter told of the presence, unless it has that activity already.
void tell_taskrouter(Context& context, const AgentLine& line);

// TaskRouter's word of a worker, at its instant; an older one than our last change changes nothing.
void told_by_taskrouter(Context& context, const std::string& worker_sid, const std::string& activity_sid,
                        Instant at);

const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::calls::presence
