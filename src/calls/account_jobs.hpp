#pragma once

#include <vector>

#include <smarthandoff/storage/job_handler.hpp>

// The orders that open subaccounts, and switch them off and on.
namespace smarthandoff::calls::account {

const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::calls::account
