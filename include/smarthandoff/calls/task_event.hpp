#pragma once

#include <string>

#include <smarthandoff/calls/line.hpp>

namespace smarthandoff::calls {

// Payload of `taskrouter.event`: what TaskRouter told of a task, a reservation or a worker. No personal data.
struct TaskRouterEvent {
  std::string type;  // in TaskRouter's words, e.g. reservation.timeout
  AgentId agent_id;  // whose worker it is about; may be empty
  std::string task_sid, reservation_sid;
};

const Type& describe(const TaskRouterEvent*);

}  // namespace smarthandoff::calls
