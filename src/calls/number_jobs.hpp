#pragma once

#include <vector>

#include <smarthandoff/storage/job_handler.hpp>

// The orders that buy numbers and look for them.
namespace smarthandoff::calls::number {

const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::calls::number
