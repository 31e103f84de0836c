#pragma once

#include <vector>

#include <smarthandoff/telephony/ports.hpp>

namespace smarthandoff::callbacks::dial {

// The orders of dials to the phone system.
const std::vector<JobHandler>& job_handlers();

}  // namespace smarthandoff::callbacks::dial
