#pragma once

#include <smarthandoff/storage/job_handler.hpp>
#include <smarthandoff/telephony/port.hpp>
