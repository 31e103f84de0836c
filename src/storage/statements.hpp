#pragma once

#include <string_view>
#include <vector>

namespace smarthandoff::storage {

// Every statement that this module runs, so that a test prepares each of them on each driver.
std::vector<std::string_view> job_statements();
std::vector<std::string_view> job_claim_statements();  // part of the above
std::vector<std::string_view> event_statements();
std::vector<std::string_view> request_statements();
std::vector<std::string_view> tenant_statements();

}  // namespace smarthandoff::storage
