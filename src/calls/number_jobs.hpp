#pragma once

#include <vector>

#include <smarthandoff/storage/job_handler.hpp>

// The orders about numbers: buying, looking for them, telling where their calls come in, giving them back.
namespace smarthandoff::calls::number {

const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::calls::number
