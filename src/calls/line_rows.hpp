#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <smarthandoff/calls/line.hpp>

#include "calls/worker_link.hpp"

// The SQL of agents' lines, and nothing else.
namespace smarthandoff::calls::rows {

std::optional<AgentLine> find_line(const Context& context, const AgentId& agent);
std::optional<AgentLine> find_line_of(const Context& context, const std::string& identity);
std::optional<AgentLine> find_line_of_worker(const Context& context, const std::string& worker_sid);
std::vector<AgentLine> list_lines(const Context& context, const ListLines& filter);

// Throws already_exists for an identity or worker that another agent has.
void save_line(Context& context, const AgentLine& line);

WorkerLink find_link(const Context& context, const AgentId& agent);
void save_link(Context& context, const AgentId& agent, const WorkerLink& link);

// Every statement above, so that a test prepares them on each driver.
std::vector<std::string_view> line_statements();

}  // namespace smarthandoff::calls::rows
