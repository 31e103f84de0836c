#pragma once

#include <vector>

#include <smarthandoff/storage/job_handler.hpp>

namespace smarthandoff::engine {

// Hands received and changed messages to the modules of the domain that wait for them.
const std::vector<JobHandler>& messenger_job_handlers();

}  // namespace smarthandoff::engine
